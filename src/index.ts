export { ApiType } from './api-type';
export { LambdaAuthorizerKind } from './authorizers/authorizer-contract';
export type { BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizers/authorizer-contract';
export type { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integrations/integration-contract';
