import { allowedAuthorization } from './authorization/allowed-authorization';
import { authorizerCacheKey } from './authorization/authorizer-cache-key';
import { authorizerFunction } from './authorization/authorizer-function';
import { authorizerTtl } from './authorization/authorizer-ttl';
import { openRoutes } from './authorization/open-routes';
import { tokens } from './authorization/tokens';
import { unfitAuthorization } from './authorization/unfit-authorization';
import { cacheKeys } from './caching/cache-keys';
import { stageCache } from './caching/stage-cache';
import { corsOrigins } from './cors/cors-origins';
import { gatewayResponses } from './cors/gateway-responses';
import { preflights } from './cors/preflights';
import { DeclaredIntent } from './declared-intent';
import { addresses } from './domains/addresses';
import { certificates } from './domains/certificates';
import { domainTls } from './domains/domain-tls';
import { mappings } from './domains/mappings';
import { mutualTls } from './domains/mutual-tls';
import { domainQuotas } from './domains/quotas';
import { Finding } from './finding';
import { httpApiIntegrations } from './integrations/http-api-integrations';
import { integrationTimeouts } from './integrations/integration-timeouts';
import { lambdaPermissions } from './integrations/lambda-permissions';
import { lambdaTargets } from './integrations/lambda-targets';
import { mappingTemplateInput } from './integrations/mapping-template-input';
import { mappingTemplates } from './integrations/mapping-templates';
import { accessLogFields } from './logging/access-log-fields';
import { accessLogs } from './logging/access-logs';
import { executionLogs } from './logging/execution-logs';
import { logGroups } from './logging/log-groups';
import { logRole } from './logging/log-role';
import { routingModes } from './routing-rules/routing-modes';
import { routingRules } from './routing-rules/routing-rules';
import { Rule } from './rule';
import { answers } from './integrations/answers';
import { calledFunctions } from './integrations/called-functions';
import { httpBackends } from './integrations/http-backends';
import { payloads } from './integrations/payloads';
import { privateBackends } from './integrations/private-backends';
import { streaming } from './integrations/streaming';
import { vpcLinks } from './integrations/vpc-links';
import { definitions } from './shape/definitions';
import { endpointTypes } from './shape/endpoint-types';
import { names } from './shape/names';
import { quotas } from './shape/quotas';
import { schemas } from './shape/schemas';
import { sizes } from './shape/sizes';
import { stageVariables } from './shape/stage-variables';
import { apiKeys } from './usage-plans/api-keys';
import { planKeys } from './usage-plans/plan-keys';
import { planLimits } from './usage-plans/plan-limits';
import { AppReflection } from '../reflection/app-reflection';

/** Rules about one matter: a chapter of the reference page. */
export interface RuleFamily {
  readonly title: string;
  readonly rules: Rule[];
}

/** Every rule, by what it is about. */
export const RULE_FAMILIES: RuleFamily[] = [
  { title: 'Choosing and shaping an API', rules: [...endpointTypes, ...names, ...quotas, ...sizes, ...definitions, ...schemas, ...stageVariables] },
  { title: 'Authentication and authorization', rules: [...openRoutes, ...unfitAuthorization, ...authorizerTtl, ...authorizerCacheKey, ...authorizerFunction, ...tokens, ...allowedAuthorization] },
  { title: 'Usage plans and API keys', rules: [...apiKeys, ...planLimits, ...planKeys] },
  { title: 'Resource policies, private APIs and roles', rules: [] },
  { title: 'Logs', rules: [...accessLogs, ...accessLogFields, ...executionLogs, ...logRole, ...logGroups] },
  { title: 'Metrics, alarms and tracing', rules: [] },
  { title: 'Throttles', rules: [] },
  { title: 'Caching', rules: [...stageCache, ...cacheKeys] },
  { title: 'Integrations', rules: [...integrationTimeouts, ...lambdaPermissions, ...lambdaTargets, ...httpApiIntegrations, ...mappingTemplates, ...mappingTemplateInput, ...httpBackends, ...privateBackends, ...vpcLinks, ...streaming, ...payloads, ...answers, ...calledFunctions] },
  { title: 'Request validation', rules: [] },
  { title: 'CORS and gateway responses', rules: [...gatewayResponses, ...corsOrigins, ...preflights] },
  { title: 'Domains, certificates and DNS', rules: [...addresses, ...certificates, ...domainTls, ...mutualTls, ...mappings, ...domainQuotas] },
  { title: 'Routing rules', rules: [...routingRules, ...routingModes] },
  { title: 'Web ACLs', rules: [] },
  { title: 'CloudFront', rules: [] },
  { title: 'Stages, deployments and releases', rules: [] },
  { title: 'WebSocket APIs', rules: [] },
  { title: 'Several regions', rules: [] },
];

export const RULES: Rule[] = RULE_FAMILIES.flatMap(({ rules }) => rules);

/** What all rules say of an app; rules that are opt-in speak when their option is given. */
export function checkAll(app: AppReflection, intent: DeclaredIntent = {}, rules: Rule[] = RULES): Finding[] {
  return rules.filter(({ optIn }) => optIn === undefined || intent[optIn] !== undefined).flatMap((rule) => rule.check(app, intent));
}
