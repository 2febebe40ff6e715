import { ApiType } from '../../api-type';
import { AccessLogFormat } from '../../reflection/access-log-format';
import { ApiReflection } from '../../reflection/api-reflection';
import { Fact } from '../../reflection/fact';
import { StageReflection } from '../../reflection/stage-reflection';
import { isAccessLogVariable } from '../../stage/access-log-variables';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, stageRule } from '../rule-subjects';
import { judgeFormat } from './judge-format';

const REST_VARIABLES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html';
const HTTP_VARIABLES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html';
const WEBSOCKET_VARIABLES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html';

/** Variables any one of which answers the same question; messages name the first. */
const WHY_REFUSED = ['error.message', 'error.messageString', 'error.responseType'];
const WHY_BACKEND = ['integration.error', 'integrationErrorMessage', 'integration.status', 'integration.integrationStatus', 'integrationStatus'];
const WHY_AUTHORIZER = [
  'authorizer.error', 'authorizer.status', 'authorizer.integrationStatus', 'authorize.error', 'authorize.status', 'authenticate.error', 'authenticate.status',
];
const WHY_WAF = ['waf.error', 'waf.status', 'wafResponseCode'];

/** What the lines of an access log say: whether they answer the questions that are asked of them. */
export const accessLogFields: Rule[] = [
  stageRule({
    id: 'access-log-missing-error-fields',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An access log does not tell why requests fail',
    why: 'A status alone does not say whether API Gateway, AWS WAF, the authorizer or the backend refused the request.',
    fix: 'add the error variables of API Gateway, the integration, the authorizer and AWS WAF',
    snippet: 'Format: \'{"requestId":"$context.requestId","error":"$context.error.message","integrationError":"$context.integration.error","authorizerError":"$context.authorizer.error"}\'',
    docs: REST_VARIABLES,
  }, (stage, { app }) => judgeLacking(stage, [
    WHY_REFUSED,
    WHY_BACKEND,
    ...(stage.api.authorizers.length > 0 ? [WHY_AUTHORIZER] : []),
    ...(stage.apiType === ApiType.REST && app.webAcls.associationOf(stage).isKnown ? [WHY_WAF] : []),
  ], (names) => `${stage} has an access log that does not tell why requests fail: it lacks ${names}`)),

  stageRule({
    id: 'access-log-missing-latency',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'An access log does not tell how long requests take',
    why: 'Without both times nobody can tell a slow backend from time that API Gateway and its authorizers take.',
    fix: 'add $context.responseLatency and $context.integration.latency',
    snippet: 'Format: \'{"requestId":"$context.requestId","latency":"$context.responseLatency","integrationLatency":"$context.integration.latency"}\'',
    docs: REST_VARIABLES,
  }, (stage) => judgeLacking(stage, [['responseLatency'], ['integration.latency', 'integrationLatency']],
    (names) => `${stage} has an access log that does not tell where time goes: it lacks ${names}`)),

  stageRule({
    id: 'access-log-rest-vars-on-http',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.HTTP],
    title: 'The access log of an HTTP API has variables that only other APIs fill',
    why: 'API Gateway writes - for them without a word, and queries that read them find nothing.',
    fix: 'write variables of HTTP APIs: $context.routeKey and $context.path instead of $context.resourcePath',
    snippet: 'Format: \'{"requestId":"$context.requestId","routeKey":"$context.routeKey","path":"$context.path"}\'',
    docs: HTTP_VARIABLES,
  }, judgeForeign),

  stageRule({
    id: 'access-log-http-vars-on-ws',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'The access log of a WebSocket API is written as that of an HTTP API',
    why: 'A message has no method and no path: API Gateway writes - for them, while nothing tells which connection and which route a line is about.',
    fix: 'write $context.connectionId, $context.eventType and $context.routeKey',
    snippet: 'Format: \'{"requestId":"$context.requestId","connectionId":"$context.connectionId","eventType":"$context.eventType","routeKey":"$context.routeKey"}\'',
    docs: WEBSOCKET_VARIABLES,
  }, (stage) => [
    judgeForeign(stage),
    judgeLacking(stage, [['connectionId'], ['eventType'], ['routeKey']], (names) => `${stage} has an access log that does not tell messages apart: it lacks ${names}`),
  ].flat()),

  stageRule({
    id: 'access-log-routing-rule-field',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'An access log does not tell which routing rule led to the API',
    why: 'Nobody can see whether a migration by routing rules sends the right requests to the right API.',
    fix: 'add $context.customDomain.routingRuleIdMatched',
    snippet: 'Format: \'{"requestId":"$context.requestId","routingRule":"$context.customDomain.routingRuleIdMatched"}\'',
    docs: REST_VARIABLES,
  }, (stage, around) => isRouted(stage.api, around)
    ? judgeLacking(stage, [['customDomain.routingRuleIdMatched']], (names) => `${stage} is reached by routing rules, and its access log lacks ${names}`)
    : undefined),

  stageRule({
    id: 'access-log-tls-fields',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'An access log does not tell how callers encrypt',
    why: 'Before a security policy becomes stricter, only the log can show which callers it would shut out.',
    fix: 'add $context.tlsVersion and $context.cipherSuite',
    snippet: 'Format: \'{"requestId":"$context.requestId","tls":"$context.tlsVersion","cipher":"$context.cipherSuite"}\'',
    docs: REST_VARIABLES,
  }, (stage, around) => hasEnhancedPolicy(stage.api, around)
    ? judgeLacking(stage, [['tlsVersion'], ['cipherSuite']], (names) => `${stage} is behind an enhanced security policy, and its access log lacks ${names}`)
    : undefined),

  stageRule({
    id: 'access-log-streaming-fields',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'An access log does not tell how streams begin',
    why: 'The latency of a stream is the time to its end; only the time to its first content tells what callers wait for.',
    fix: 'add $context.integration.timeToFirstContent and $context.integration.responseTransferMode',
    snippet: 'Format: \'{"requestId":"$context.requestId","mode":"$context.integration.responseTransferMode","firstContent":"$context.integration.timeToFirstContent"}\'',
    docs: REST_VARIABLES,
  }, (stage) => streams(stage.api)
    ? judgeLacking(stage, [['integration.timeToFirstContent'], ['integration.responseTransferMode']], (names) => `${stage} streams, and its access log lacks ${names}`)
    : undefined),
];

/** Says which of some groups of variables the format has none of. */
function judgeLacking(stage: StageReflection, groups: string[][], message: (names: string) => string) {
  return judgeFormat(stage, (format, place) => judge(lackingOf(format, groups), {
    what: `what the access log of ${stage} lacks`,
    place,
    known: (lacking) => lacking.length > 0 ? violation(message(lacking.map((name) => `$context.${name}`).join(', ')), place) : undefined,
  }));
}

/** The first of each group of which a format names none. */
function lackingOf(format: AccessLogFormat, groups: string[][]): Fact<string[]> {
  return Fact.all(groups.map((group) => format.names(...group).map((isNamed) => isNamed ? [] : [group[0]]))).map((lists) => lists.flat());
}

function judgeForeign(stage: StageReflection) {
  return judgeFormat(stage, ({ variables }, place) => {
    const foreign = [...variables].filter((name) => !isAccessLogVariable(stage.apiType, name)
      && Object.values(ApiType).some((other) => isAccessLogVariable(other, name)));
    const names = foreign.map((name) => `$context.${name}`).join(', ');
    return foreign.length > 0 ? violation(`${stage} logs ${names}, which ${stage.apiType} APIs leave empty`, place) : undefined;
  });
}

function isRouted(api: ApiReflection, { app }: Surroundings): boolean {
  return app.domains.targetsOf(api).some(({ kind }) => kind === 'rule');
}

/** Of the API itself or of a domain that leads to it. */
function hasEnhancedPolicy(api: ApiReflection, { app }: Surroundings): boolean {
  const own = api.setting('SecurityPolicy', ({ root }) => root.get('x-amazon-apigateway-security-policy'));
  const policies = [own, ...app.domains.targetsOf(api).flatMap(({ domain }) => domain ? [domain.securityPolicy] : [])];
  return policies.some((policy) => policy.string().is((name) => name.startsWith('SecurityPolicy_')));
}

function streams(api: ApiReflection): boolean {
  return api.routes.some(({ integration }) => integration.value?.field('responseTransferMode').string().is((mode) => mode.toUpperCase() === 'STREAM'));
}
