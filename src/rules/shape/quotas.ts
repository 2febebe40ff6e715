import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { ApiReflection } from '../../reflection/api-reflection';
import type { TemplateResource } from '../../reflection/template-resource';
import { Outcome, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule } from '../rule-subjects';

const REST_QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html';
const HTTP_QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html';

/** From here on a large quota is nearly used up. */
const NEARLY = 0.8;

/** How many of something an API may have. */
export const quotas: Rule[] = [
  apiRule({
    id: 'rest-resource-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A REST API comes to the end of its quota of resources',
    why: 'Every part of every path is a resource, and the deployment fails with the first one above the quota.',
    fix: 'split the API, take many paths together with {proxy+}, or request a higher quota and declare it',
    snippet: `
      Type: AWS::ApiGateway::Resource
      Properties:
        PathPart: '{proxy+}'`,
    docs: REST_QUOTAS,
  }, (api, { intent }) => judgeCount(api, 'resources', restResources(api), { limit: Limits.REST_RESOURCES, granted: intent.quotas?.restResources, warnFrom: NEARLY })),

  apiRule({
    id: 'v2-route-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An API comes to the end of its quota of routes',
    why: 'The deployment fails with the first route above the quota.',
    fix: 'split the API, take many routes together with ANY, {proxy+} or $default, or request a higher quota and declare it',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        RouteKey: ANY /orders/{proxy+}`,
    docs: HTTP_QUOTAS,
  }, (api, { intent }) => judgeCount(api, 'routes', api.routes.map(({ resource }) => resource), {
    limit: api.apiType === ApiType.HTTP ? Limits.HTTP_ROUTES : Limits.WEB_SOCKET_ROUTES, granted: intent.quotas?.routes, warnFrom: NEARLY,
  })),

  apiRule({
    id: 'v2-integration-count',
    severity: 'error',
    category: 'operations',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An API comes to the end of its quota of integrations',
    why: 'Templates easily get an integration for each route; the deployment fails with the first one above the quota, which HTTP APIs cannot raise.',
    fix: 'let routes share an integration (in the CDK: give them the same integration object)',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        RouteKey: GET /orders
        Target: !Sub integrations/\${OrdersIntegration}`,
    docs: HTTP_QUOTAS,
  }, (api, { intent }) => judgeCount(api, 'integrations', v2Integrations(api), api.apiType === ApiType.HTTP
    ? { limit: Limits.HTTP_INTEGRATIONS, isFixed: true, warnFrom: NEARLY }
    : { limit: Limits.WEB_SOCKET_INTEGRATIONS, granted: intent.quotas?.webSocketIntegrations, warnFrom: NEARLY })),

  apiRule({
    id: 'stage-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An API has more stages than its quota',
    why: 'The deployment fails with the first stage above the quota; environments that share an API share its routes and authorizers as well.',
    fix: 'give each environment a stack and an API of its own, or request a higher quota and declare it',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Name: !Sub pets-\${Environment}`,
    docs: REST_QUOTAS,
  }, (api, { intent }) => judgeCount(api, 'stages', api.stages.map(({ resource }) => resource), { limit: Limits.STAGES_PER_API, granted: intent.quotas?.stages })),

  apiRule({
    id: 'authorizer-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An API has more authorizers than its quota',
    why: 'The deployment fails with the first authorizer above the quota.',
    fix: 'let routes share authorizers, or request a higher quota and declare it',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        AuthorizationType: CUSTOM
        AuthorizerId: !Ref SharedAuthorizer`,
    docs: REST_QUOTAS,
  }, (api, { intent }) => judgeCount(api, 'authorizers', api.authorizers.map(({ resource }) => resource), { limit: Limits.AUTHORIZERS_PER_API, granted: intent.quotas?.authorizers })),
];

interface Quota {
  readonly limit: number;
  /** What the account was granted instead. */
  readonly granted?: number;
  /** Whether nobody is granted more. */
  readonly isFixed?: boolean;
  /** From which share of the quota on it is nearly used up. */
  readonly warnFrom?: number;
}

/** @param owners what holds each one that is counted: it tells whether it is there for certain */
function judgeCount(api: ApiReflection, what: string, owners: TemplateResource[], quota: Quota): Outcome | undefined {
  const { limit, granted, isFixed = false, warnFrom = 1 } = quota;
  const most = granted ?? limit;
  const certain = owners.filter((owner) => !owner.isConditional || api.resource.isConditional).length;
  const named = `the API '${api.label}'`;
  if (certain > most) {
    const isCertain = isFixed || granted !== undefined;
    const general = `an API has at most ${most}${isFixed ? '' : ' unless the account was granted more'}`;
    const because = granted === undefined ? general : `the account was granted ${most}`;
    return { ...violation(`${named} has ${certain} ${what}, and ${because}`), severity: isCertain ? 'error' : 'warning' };
  }
  if (owners.length > most) return unknown(`the number of ${what} of the API '${api.label}'`, 'some of them depend on conditions');
  if (warnFrom === 1 || certain < most * warnFrom) return undefined;
  return { ...violation(`${named} has ${certain} ${what}, which nearly uses up the quota of ${most}`), severity: 'warning' };
}

/** Each prefix of a path is a resource, and a definition that says `/a/b` makes `/a` as well. */
function restResources(api: ApiReflection): TemplateResource[] {
  const operations = api.document.value?.operations.value ?? [];
  const prefixes = new Set(operations.flatMap(({ path }) => {
    const parts = path.split('/').filter(Boolean);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  }));
  return [...api.children('AWS::ApiGateway::Resource'), ...[...prefixes].map(() => api.resource)];
}

/** Those that are resources, and those of a definition, of which several operations may refer to one. */
function v2Integrations(api: ApiReflection): TemplateResource[] {
  const owner = api.document.value?.owner;
  const inDefinition = api.routes.filter(({ resource }) => resource === owner).flatMap(({ integration }) => integration.toList());
  const places = new Set(inDefinition.map(({ place }) => place.path.join('/')));
  return [...api.children('AWS::ApiGatewayV2::Integration'), ...[...places].map(() => api.resource)];
}
