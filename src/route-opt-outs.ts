import { Construct } from 'constructs';
import { ApiType } from './api-type';
import { RouteAuthorizerConfig } from './authorizers/authorizer-contract';
import { BoundCache } from './bound-route';
import { findingNamed } from './finding-name';
import { RouteIntegrationConfig } from './integrations/integration-contract';
import { acknowledgeOptOut } from './opt-out';
import { RuleIds } from './rule-ids';

/** A safeguard that a route does without, and why. */
export interface RouteOptOut {
  readonly ruleId: string;
  readonly reason: string;
}

/**
 * What integrations and authorizers of this library say beside their configuration. They do not acknowledge it themselves:
 * acknowledgements cannot be taken back, and a route that is refused later on must leave none.
 */
export interface OptingOut {
  readonly optOuts?: RouteOptOut[];
}

/** A route, as far as it can opt out of anything. */
interface OptingOutRoute {
  readonly routeKey: string;
  readonly authorizer: RouteAuthorizerConfig;
  readonly integration: RouteIntegrationConfig;
  readonly cache?: BoundCache;
}

/** Keeps the opt-outs of a route with the API, each with its reason. */
export function acknowledgeRouteOptOuts(scope: Construct, apiType: ApiType, route: OptingOutRoute): void {
  const finding = findingNamed(route.routeKey);
  for (const { ruleId, reason } of optOutsOf(apiType, route)) acknowledgeOptOut(scope, ruleId, reason, finding);
}

const OPEN_ROUTE = {
  [ApiType.REST]: RuleIds.REST_METHOD_WITHOUT_AUTH,
  [ApiType.HTTP]: RuleIds.HTTP_ROUTE_WITHOUT_AUTH,
  [ApiType.WEBSOCKET]: RuleIds.WS_CONNECT_WITHOUT_AUTH,
};

function optOutsOf(apiType: ApiType, { authorizer, integration, cache }: OptingOutRoute): RouteOptOut[] {
  const open = authorizer.reason;
  const shared = cache?.options.sharedAcrossCallers;
  return [
    ...open === undefined ? [] : [{ ruleId: OPEN_ROUTE[apiType], reason: open }],
    ...shared === undefined ? [] : [{ ruleId: RuleIds.CACHE_USER_DATA_SHARED, reason: shared }],
    ...declaredBy(authorizer),
    ...declaredBy(integration),
  ];
}

function declaredBy(config: (RouteAuthorizerConfig | RouteIntegrationConfig) & OptingOut): RouteOptOut[] {
  return config.optOuts ?? [];
}
