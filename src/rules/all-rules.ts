import { identityPolicies } from './access/identity-policies';
import { integrationRoles } from './access/integration-roles';
import { privateApis } from './access/private-apis';
import { resourcePolicies } from './access/resource-policies';
import { vpcEndpoints } from './access/vpc-endpoints';
import { allowedAuthorization } from './authorization/allowed-authorization';
import { authorizerCacheKey } from './authorization/authorizer-cache-key';
import { authorizerFunction } from './authorization/authorizer-function';
import { authorizerTtl } from './authorization/authorizer-ttl';
import { certificatesAndSignatures } from './authorization/certificates-and-signatures';
import { openRoutes } from './authorization/open-routes';
import { tokens } from './authorization/tokens';
import { unfitAuthorization } from './authorization/unfit-authorization';
import { cacheKeys } from './caching/cache-keys';
import { stageCache } from './caching/stage-cache';
import { behaviors } from './cloud-front/behaviors';
import { origins } from './cloud-front/origins';
import { corsOrigins } from './cors/cors-origins';
import { gatewayResponses } from './cors/gateway-responses';
import { httpCors } from './cors/http-cors';
import { preflights } from './cors/preflights';
import { Declarations } from './declarations';
import { addresses } from './domains/addresses';
import { certificates } from './domains/certificates';
import { domainTls } from './domains/domain-tls';
import { mappings } from './domains/mappings';
import { mutualTls } from './domains/mutual-tls';
import { domainQuotas } from './domains/quotas';
import { Finding } from './finding';
import { answers } from './integrations/answers';
import { calledFunctions } from './integrations/called-functions';
import { dynamoDbRequests } from './integrations/dynamodb-requests';
import { httpApiIntegrations } from './integrations/http-api-integrations';
import { httpBackends } from './integrations/http-backends';
import { integrationTimeouts } from './integrations/integration-timeouts';
import { lambdaPermissions } from './integrations/lambda-permissions';
import { lambdaTargets } from './integrations/lambda-targets';
import { mappingTemplateInput } from './integrations/mapping-template-input';
import { mappingTemplates } from './integrations/mapping-templates';
import { messageTargets } from './integrations/message-targets';
import { payloads } from './integrations/payloads';
import { privateBackends } from './integrations/private-backends';
import { serviceIntegrations } from './integrations/service-integrations';
import { snsAndEventBridge } from './integrations/sns-and-eventbridge';
import { sqsMessages } from './integrations/sqs-messages';
import { streaming } from './integrations/streaming';
import { synchronousExecutions } from './integrations/synchronous-executions';
import { vpcLinks } from './integrations/vpc-links';
import { accessLogFields } from './logging/access-log-fields';
import { accessLogs } from './logging/access-logs';
import { executionLogs } from './logging/execution-logs';
import { logGroups } from './logging/log-groups';
import { logRole } from './logging/log-role';
import { alarms } from './monitoring/alarms';
import { missingAlarms } from './monitoring/missing-alarms';
import { tracing } from './monitoring/tracing';
import { failover } from './regions/failover';
import { regionalResources } from './regions/regional-resources';
import { routingModes } from './routing-rules/routing-modes';
import { routingRules } from './routing-rules/routing-rules';
import { Rule } from './rule';
import { choosingTheApi } from './shape/choosing-the-api';
import { definitions } from './shape/definitions';
import { descriptionsAndTags } from './shape/descriptions-and-tags';
import { endpointTypes } from './shape/endpoint-types';
import { names } from './shape/names';
import { quotas } from './shape/quotas';
import { schemas } from './shape/schemas';
import { sizes } from './shape/sizes';
import { stageVariables } from './shape/stage-variables';
import { canaries } from './stages/canaries';
import { createBursts } from './stages/create-bursts';
import { deployments } from './stages/deployments';
import { stageSettings } from './stages/stage-settings';
import { accountQuota } from './throttling/account-quota';
import { throttles } from './throttling/throttles';
import { apiKeys } from './usage-plans/api-keys';
import { planKeys } from './usage-plans/plan-keys';
import { planLimits } from './usage-plans/plan-limits';
import { requestValidators } from './validation/request-validators';
import { observation } from './web-acl/observation';
import { protectedStages } from './web-acl/protected-stages';
import { ruleGroups } from './web-acl/rule-groups';
import { connections } from './web-socket/connections';
import { messages } from './web-socket/messages';
import { posting } from './web-socket/posting';
import { webSocketRoutes } from './web-socket/routes';
import { AppReflection } from '../reflection/app-reflection';

/** Rules about one matter: a chapter of the reference page. */
interface RuleFamily {
  readonly title: string;
  readonly rules: Rule[];
}

/** Every rule, by what it is about. */
export const RULE_FAMILIES: RuleFamily[] = [
  { title: 'Choosing and shaping an API', rules: [...choosingTheApi, ...endpointTypes, ...names, ...quotas, ...sizes, ...definitions, ...schemas, ...stageVariables, ...descriptionsAndTags] },
  { title: 'Authentication and authorization', rules: [...openRoutes, ...unfitAuthorization, ...authorizerTtl, ...authorizerCacheKey, ...authorizerFunction, ...tokens, ...allowedAuthorization, ...certificatesAndSignatures] },
  { title: 'Usage plans and API keys', rules: [...apiKeys, ...planLimits, ...planKeys] },
  { title: 'Resource policies, private APIs and roles', rules: [...privateApis, ...resourcePolicies, ...identityPolicies, ...vpcEndpoints, ...integrationRoles] },
  { title: 'Logs', rules: [...accessLogs, ...accessLogFields, ...executionLogs, ...logRole, ...logGroups] },
  { title: 'Metrics, alarms and tracing', rules: [...tracing, ...missingAlarms, ...alarms] },
  { title: 'Throttles', rules: [...throttles, ...accountQuota] },
  { title: 'Caching', rules: [...stageCache, ...cacheKeys] },
  { title: 'Integrations', rules: [...integrationTimeouts, ...lambdaPermissions, ...lambdaTargets, ...httpApiIntegrations, ...mappingTemplates, ...mappingTemplateInput, ...serviceIntegrations, ...sqsMessages, ...messageTargets, ...snsAndEventBridge, ...dynamoDbRequests, ...synchronousExecutions, ...httpBackends, ...privateBackends, ...vpcLinks, ...streaming, ...payloads, ...answers, ...calledFunctions] },
  { title: 'Request validation', rules: [...requestValidators] },
  { title: 'CORS and gateway responses', rules: [...gatewayResponses, ...corsOrigins, ...preflights, ...httpCors] },
  { title: 'Domains, certificates and DNS', rules: [...addresses, ...certificates, ...domainTls, ...mutualTls, ...mappings, ...domainQuotas] },
  { title: 'Routing rules', rules: [...routingRules, ...routingModes] },
  { title: 'Web ACLs', rules: [...protectedStages, ...ruleGroups, ...observation] },
  { title: 'CloudFront', rules: [...origins, ...behaviors] },
  { title: 'Stages, deployments and releases', rules: [...deployments, ...createBursts, ...canaries, ...stageSettings] },
  { title: 'WebSocket APIs', rules: [...webSocketRoutes, ...messages, ...connections, ...posting] },
  { title: 'Several regions', rules: [...failover, ...regionalResources] },
];

export const RULES: Rule[] = RULE_FAMILIES.flatMap(({ rules }) => rules);

/** What all rules say of an app; rules that are opt-in speak when their option is given. */
export function checkAll(app: AppReflection, intent: Declarations = {}, rules: Rule[] = RULES): Finding[] {
  const isAskedFor = ({ optIn }: Rule) => optIn === undefined || (intent[optIn] ?? false) !== false;
  return rules.filter(isAskedFor).flatMap((rule) => rule.check(app, intent));
}
