// The constructs
export { GovernedRestApi } from './governed-rest-api';
export type { GovernedRestApiProps, RestApiCache } from './governed-rest-api-props';
export { LeanHttpApi } from './lean-http-api';
export type { LeanHttpApiProps } from './lean-http-api-props';
export type { GatehouseApiProps } from './gatehouse-api-props';
export { RealtimeWebSocketApi } from './realtime-web-socket-api';
export type { RealtimeWebSocketApiProps } from './realtime-web-socket-api-props';
export type { RoutedApiProps } from './routed-api-props';

// Routes
export { ApiRoute } from './api-route';
export { ApiType } from './api-type';
export type { RequestShape, RouteCache, RouteOptions } from './route-options';
export { MessageRoute } from './web-socket/message-route';
export type { ConnectOptions, MessageRouteOptions } from './web-socket/message-route-options';

// Sessions and broadcast
export type { BroadcastOffload, BroadcastOptions } from './web-socket/broadcast-options';
export { RealtimeBroadcast } from './web-socket/realtime-broadcast';
export { SessionTable } from './web-socket/session-table';
export type { SessionTableProps } from './web-socket/session-table';
export { Sessions } from './web-socket/sessions';
export type { StoredSessionsOptions } from './web-socket/stored-sessions';

// Integrations
export { Integration } from './integrations/integration';
export type { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integrations/integration-contract';
export type { AppConfigOptions } from './integrations/app-config';
export type { CloudMapServiceOptions } from './integrations/cloud-map-service';
export type { DynamoDbGetOptions } from './integrations/dynamo-db-get';
export type { DynamoDbKeyOptions } from './integrations/dynamo-db-item-key';
export type { DynamoDbPutOptions } from './integrations/dynamo-db-put';
export type { DynamoDbQueryOptions } from './integrations/dynamo-db-query';
export type { EventBridgeOptions } from './integrations/event-bridge';
export type { HttpProxyOptions } from './integrations/http-proxy';
export type { KinesisStreamOptions } from './integrations/kinesis-stream';
export type { LambdaFunctionOptions } from './integrations/lambda-function';
export type { MockOptions } from './integrations/mock';
export { NotifyCaller } from './integrations/notify-caller';
export type { NotifyCallerProps } from './integrations/notify-caller';
export type { ParameterMappingOptions } from './integrations/parameter-mapping';
export type { PrivateBackendOptions } from './integrations/private-backend';
export type { SnsTopicOptions } from './integrations/sns-topic';
export type { SqsDeleteOptions } from './integrations/sqs-delete';
export type { SqsQueueOptions } from './integrations/sqs-queue';
export type { SqsReceiveOptions } from './integrations/sqs-receive';
export type { StepFunctionsExecutionOptions } from './integrations/step-functions-execution';
export type { StepFunctionsOptions } from './integrations/step-functions-start';
export type { StepFunctionsStopOptions } from './integrations/step-functions-stop';
export type { StepFunctionsSyncOptions } from './integrations/step-functions-sync';

// Authorizers
export { Authorizer } from './authorizers/authorizer';
export { AuthorizerKind } from './authorizers/authorizer-contract';
export type { BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizers/authorizer-contract';
export type { JwtAuthorizerOptions } from './authorizers/jwt';
export { LambdaAuthorizerAnswer } from './authorizers/lambda-authorizer-answer';
export type { LambdaRequestOptions } from './authorizers/lambda-request';
export type { LambdaTokenOptions } from './authorizers/lambda-token';
export type { UserPoolAuthorizerOptions } from './authorizers/user-pool';

// Contract first
export { OpenApiContract } from './openapi/open-api-contract';
export type { OpenApiContractOptions } from './openapi/open-api-contract';

// Access
export type { CorsPolicy } from './access/cors-policy';
export type { GatewayResponseOverride } from './access/gateway-response-override';
export type { ConsumerKeyOptions, UsagePlanTierOptions, UsageQuota } from './access/usage-plan-options';
export { UsagePlanTier } from './access/usage-plan-tier';
export type { UsagePlanTierProps } from './access/usage-plan-tier';
export { WebAcl } from './access/web-acl';
export { WebAclScope } from './access/web-acl-contract';
export type { BindWebAclOptions, WebAclConfig } from './access/web-acl-contract';
export { BodyInspectionLimit, WebAclMode } from './access/web-acl-options';
export type { ManagedWebAclOptions, WebAclRate } from './access/web-acl-options';
export type { WebAclLogOptions } from './access/web-acl-log';
export { BotControlLevel, LoginPayload, ManagedRuleGroup } from './access/web-acl-rule-group';
export type { AccountTakeoverOptions, BotControlOptions, ManagedRuleGroupOptions, NamedRuleGroupOptions } from './access/web-acl-rule-group';

// Domain
export type { ApiDomainOptions, DomainMutualTls } from './domain/api-domain-options';
export { ApiCloudFront } from './domain/cloud-front';
export type { CloudFrontAccessLogOptions, CloudFrontBehavior, CloudFrontOptions } from './domain/cloud-front-options';
export { DomainTlsPolicy } from './domain/domain-tls-policy';
export { OriginLock } from './domain/origin-lock';
export type { OriginSecretHeaderOptions } from './domain/origin-lock';
export { SharedDomain } from './domain/shared-domain';

// Stage
export { AccessLogFields } from './stage/access-log-fields';
export { StageAccessLog } from './stage/access-log';
export type { StageAccessLogOptions } from './stage/access-log';
export { AccountLogRole } from './stage/account-log-role';
export type { AccountLogRoleConfig, AccountLogRoleOptions } from './stage/account-log-role';
export { StageCache, StageCacheOff } from './stage/cache';
export type { StageCacheOptions, StageCacheRoute } from './stage/cache';
export { CacheSize } from './stage/cache-size';
export { StageCanary } from './stage/canary';
export type { StageCanaryOptions } from './stage/canary';
export { StageDetailedMetrics } from './stage/detailed-metrics';
export { StageBaseline } from './stage/stage-baseline';
export type { StageBaselineOptions } from './stage/stage-baseline';
export { ExecutionLogLevel, StageExecutionLog } from './stage/execution-log';
export type { StageExecutionLogOptions } from './stage/execution-log';
export { StageThrottle } from './stage/throttle';
export type { StageThrottleOptions, ThrottleLimits } from './stage/throttle';
export { StageTracing } from './stage/tracing';
export { StageVariables } from './stage/variables';
export { StageWebAcl } from './stage/web-acl';

// Observability
export { ApiAlarms } from './observability/api-alarms';
export { ApiAlarmKind } from './observability/api-alarms-options';
export type { ApiAlarmsOptions, ApiAlarmsProps, RateAlarmOptions } from './observability/api-alarms-options';
export { ApiMetrics } from './observability/api-metrics';
export type { ApiMetricsOptions } from './observability/api-metrics';
export { MonitoredApi } from './observability/monitored-api';
export type { MonitoredApiOptions, MonitoredCfnApiOptions, MonitoredRestApiOptions } from './observability/monitored-api';

// Checks
export { ApiGatewayChecks } from './rules/api-gateway-checks';
export type { ApiGatewayChecksProps } from './rules/api-gateway-checks';
export type { DeclaredIntent } from './rules/declared-intent';
export type { GrantedQuotas } from './rules/granted-quotas';
export type { OrganisationStandards } from './rules/organisation-standards';
