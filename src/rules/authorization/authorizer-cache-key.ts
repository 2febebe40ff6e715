import { ApiType } from '../../api-type';
import { AuthorizerReflection } from '../../reflection/authorizer-reflection';
import { RouteReflection } from '../../reflection/route-reflection';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { authorizerRule } from '../rule-subjects';

const HTTP_AUTHORIZER = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html';
const WEBSOCKET_AUTHORIZER = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html';

type Outcomes = Outcome | Outcome[] | undefined;

/** What sets apart the routes of a REST API in the key by which answers are remembered. */
const PER_PATH = /^context\.(path|resourcePath|resourceId)$/i;
const PER_VERB = /^context\.httpMethod$/i;

/** Headers that a browser sends when it opens a WebSocket. */
const OF_BROWSERS = /^(cookie|origin|host|user-agent|sec-websocket-[a-z]+)$/i;

/** By what the answers of authorizers are remembered. */
export const authorizerCacheKey: Rule[] = [
  authorizerRule({
    id: 'authorizer-cache-without-identity',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'An authorizer remembers its answers by nothing',
    why: 'Answers are remembered by the identity sources; without any API Gateway refuses the authorizer, and the deployment fails.',
    fix: 'list in IdentitySource what the function decides by, or set AuthorizerResultTtlInSeconds to 0',
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        Type: REQUEST
        IdentitySource: method.request.header.Authorization`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-authorizer.html',
  }, (authorizer) => isRequest(authorizer) && !authorizer.ttlSeconds.is((seconds) => seconds === 0) ? judge(authorizer.identitySources, {
    what: `the identity sources of the authorizer '${authorizer.name}'`,
    known: (sources) => sources.length > 0 ? undefined : judge(authorizer.ttlSeconds, {
      what: `how long the authorizer '${authorizer.name}' without identity sources remembers its answers`,
      known: (seconds) => violation(`the authorizer '${authorizer.name}' remembers its answers for ${seconds} seconds and has no identity source to remember them by`),
    }),
  }) : undefined),

  authorizerRule({
    id: 'http-authorizer-cache-not-per-route',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.HTTP],
    title: 'An authorizer gives one route the answer for another',
    why: 'What it remembers holds for all its routes: if its function decides by the route, simple responses let who was let into one into all, and policies keep who is refused by one out of all.',
    fix: 'add $context.routeKey to IdentitySource, or set AuthorizerResultTtlInSeconds to 0',
    snippet: `
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        AuthorizerResultTtlInSeconds: 300
        IdentitySource: [$request.header.Authorization, $context.routeKey]`,
    docs: HTTP_AUTHORIZER,
  }, (authorizer, _, api) => {
    const routes = api.routesOf(authorizer).length;
    if (routes < 2 || !isRequest(authorizer)) return undefined;
    return whenRemembered(authorizer, (seconds) => judge(authorizer.identitySources, {
      what: `the identity sources of the authorizer '${authorizer.name}'`,
      // Without any identity source nothing can be remembered, which is a mistake of its own.
      known: (sources) => sources.length === 0 || isPerRoute(sources) ? undefined
        : violation(`the authorizer '${authorizer.name}' remembers its answers for ${seconds} seconds without $context.routeKey, so ${routes} routes share them`),
    }));
  }),

  authorizerRule({
    id: 'authorizer-cached-on-proxy',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'An authorizer remembers its policy for paths that the policy may not cover',
    why: 'A remembered policy decides about every path of the API: if it allows only the one that was called first, the others are refused now and then.',
    fix: 'let the function allow a wildcard ARN and declare authorizersAllowWholeApi, or set AuthorizerResultTtlInSeconds to 0',
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        AuthorizerResultTtlInSeconds: 0`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html',
  }, (authorizer, { intent }, api) => {
    if (intent.authorizersAllowWholeApi || !authorizer.isLambda.is(Boolean)) return undefined;
    const guarded = api.routesOf(authorizer);
    if (authorizer.identitySources.is((sources) => isPerMethod(sources, guarded))) return undefined;
    const routes = guarded.map(({ key }) => key);
    const subject = routes.length > 1 ? `${routes.length} methods` : routes.find((key) => key.endsWith('+}')) && `every path below '${routes[0]}'`;
    return subject && whenRemembered(authorizer, (seconds) =>
      violation(`the authorizer '${authorizer.name}' remembers its policy for ${seconds} seconds, and it decides about ${subject}`)) || undefined;
  }),

  authorizerRule({
    id: 'cookie-authorizer-identity',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    optIn: 'sessionCookies',
    title: 'An authorizer of an API with session cookies is not asked by the cookie',
    why: 'Callers whose cookie is all they send are refused before the function is asked, or get the answer that somebody else got.',
    fix: 'make the cookie header an identity source',
    snippet: `
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        AuthorizerType: REQUEST
        IdentitySource: [$request.header.cookie]`,
    docs: HTTP_AUTHORIZER,
  }, (authorizer, { intent }) => intent.sessionCookies && isRequest(authorizer) ? judge(authorizer.identitySources, {
    what: `the identity sources of the authorizer '${authorizer.name}'`,
    known: (sources) => sources.length === 0 || sources.some((source) => /request\.header\.cookie$/i.test(source))
      ? undefined
      : violation(`the authorizer '${authorizer.name}' has no identity source for the session cookie, but ${sources.map((source) => `'${source}'`).join(', ')}`),
  }) : undefined),

  authorizerRule({
    id: 'ws-browser-identity-header',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    optIn: 'browserClients',
    title: 'Browsers cannot send what a WebSocket API asks for',
    why: 'A browser sets no header of its own when it opens a WebSocket, so API Gateway answers 401 without asking the function.',
    fix: 'make a query string parameter, the cookie or Sec-WebSocket-Protocol the identity source',
    snippet: `
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        AuthorizerType: REQUEST
        IdentitySource: [route.request.querystring.token]`,
    docs: WEBSOCKET_AUTHORIZER,
  }, (authorizer, { intent }) => intent.browserClients ? judge(authorizer.identitySources, {
    what: `the identity sources of the authorizer '${authorizer.name}'`,
    known: (sources) => sources.filter(isUnsendable).map((source) =>
      violation(`the authorizer '${authorizer.name}' has the identity source '${source}', which no browser can send`)),
  }) : undefined),
];

function isRequest({ kind }: AuthorizerReflection): boolean {
  return kind.is((type) => type === 'REQUEST');
}

function isPerRoute(sources: string[]): boolean {
  const has = (name: string) => sources.includes(`$context.${name}`);
  return has('routeKey') || (has('path') && has('httpMethod'));
}

/** Whether each method of a REST API has answers of its own: one path may have several methods. */
function isPerMethod(sources: string[], routes: RouteReflection[]): boolean {
  const paths = new Set(routes.map(({ path }) => path.value));
  return sources.some((source) => PER_PATH.test(source)) && (paths.size === routes.length || sources.some((source) => PER_VERB.test(source)));
}

function isUnsendable(source: string): boolean {
  const header = /^route\.request\.header\.(.+)$/i.exec(source)?.[1];
  return header !== undefined && !OF_BROWSERS.test(header);
}

function whenRemembered({ ttlSeconds, name }: AuthorizerReflection, judgeKept: (seconds: number) => Outcomes): Outcomes {
  if (ttlSeconds.isUnknowable) return unknown(`how long the authorizer '${name}' remembers its answers`, ttlSeconds.why);
  return ttlSeconds.is((seconds) => seconds > 0) ? judgeKept(ttlSeconds.value!) : undefined;
}
