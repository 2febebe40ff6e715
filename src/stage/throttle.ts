import { Annotations, Mixin, Token, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Limits } from '../limits';
import { RouteKey } from '../route-key';
import { EVERY_METHOD, addMethodSettings, methodOf } from './method-settings';
import { addDefaultRouteSettings, addRouteSettings } from './route-settings';
import { isStage, isV2Stage } from './stage-api-type';

/**
 * How many requests API Gateway lets through before it answers 429.
 *
 * The limits are best effort, not a guarantee. Who shares them depends on where they stand: all callers those of a stage or a route, the callers with one
 * API key those of a usage plan.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export interface ThrottleLimits {
  /**
   * Requests per second over time, 0 or more. 0 refuses every request.
   */
  readonly rateLimit: number;

  /**
   * Requests at once, a whole number of 0 or more: the size of the token bucket that `rateLimit` refills.
   */
  readonly burstLimit: number;
}

/**
 * Limits for a stage, and narrower ones for single routes.
 */
export interface StageThrottleOptions extends ThrottleLimits {
  /**
   * Limits of single routes by route key: `GET /orders/{id}`; for a WebSocket API `sendMessage`.
   *
   * The routes must exist: an HTTP API's stage that names another one fails to deploy.
   *
   * @default - every route has the stage's limits
   */
  readonly routes?: { [routeKey: string]: ThrottleLimits };
}

/**
 * Throttles a stage of a REST, HTTP or WebSocket API.
 *
 * A second one with other numbers replaces the stage's limits and those of the routes that it names.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export class StageThrottle extends Mixin {
  private readonly limits: StageThrottleOptions;

  /**
   * @throws when a limit is negative or infinite, or a burst is no whole number
   */
  constructor(limits: StageThrottleOptions) {
    super();
    checkLimits('the stage', limits);
    Object.entries(limits.routes ?? {}).forEach(([routeKey, route]) => checkLimits(`route '${routeKey}'`, route));
    this.limits = limits;
  }

  public supports(construct: IConstruct): boolean {
    return isStage(construct);
  }

  public applyTo(construct: IConstruct): void {
    const routes = Object.entries(this.limits.routes ?? {});
    if (apigateway.CfnStage.isCfnStage(construct)) {
      routes.forEach(([routeKey]) => checkThrottledMethod(RouteKey.parse(routeKey)));
      const methods = routes.map(([routeKey, limits]) => ({ selector: methodOf(routeKey), limits }));
      addMethodSettings(construct, EVERY_METHOD, settings(this.limits));
      methods.forEach(({ selector, limits }) => addMethodSettings(construct, selector, settings(limits)));
    } else if (isV2Stage(construct)) {
      addDefaultRouteSettings(construct, settings(this.limits));
      routes.forEach(([routeKey, limits]) => addRouteSettings(construct, routeKey, settings(limits)));
    } else {
      return;
    }
    warnAboveQuota(construct, 'the stage', this.limits);
    routes.forEach(([routeKey, limits]) => warnAboveQuota(construct, `route '${routeKey}'`, limits));
  }
}

/** A tenth of an account's default quota: one API cannot starve the others of its region. */
export const DEFAULT_THROTTLE: ThrottleLimits = { rateLimit: 1000, burstLimit: 500 };

/** Limits one route of an HTTP or WebSocket API's stage, and leaves its other limits as they are. */
export function throttleRoute(stage: apigatewayv2.CfnStage, routeKey: string, limits: ThrottleLimits): void {
  addRouteSettings(stage, routeKey, settings(limits));
  warnAboveQuota(stage, `route '${routeKey}'`, limits);
}

/** Limits one route of a REST API's stage, and leaves its other limits as they are. */
export function throttleMethod(stage: apigateway.CfnStage, routeKey: string, limits: ThrottleLimits): void {
  addMethodSettings(stage, methodOf(routeKey), settings(limits));
  warnAboveQuota(stage, `route '${routeKey}'`, limits);
}

function settings(limits: ThrottleLimits): { throttlingRateLimit: number; throttlingBurstLimit: number } {
  return { throttlingRateLimit: limits.rateLimit, throttlingBurstLimit: limits.burstLimit };
}

/**
 * @throws when a limit is negative or infinite, or the burst is no whole number
 */
export function checkLimits(what: string, limits: ThrottleLimits): void {
  if (!Token.isUnresolved(limits.rateLimit) && !(Number.isFinite(limits.rateLimit) && limits.rateLimit >= 0)) {
    throw new Error(`rateLimit '${limits.rateLimit}' of ${what} is no number of requests per second; write 0 or more`);
  }
  if (!Token.isUnresolved(limits.burstLimit) && !(Number.isInteger(limits.burstLimit) && limits.burstLimit >= 0)) {
    throw new Error(`burstLimit '${limits.burstLimit}' of ${what} is no number of requests; write a whole number of 0 or more`);
  }
}

/**
 * @throws for `ANY` on a REST API, whose stages keep limits by single methods
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html
 */
export function checkThrottledMethod(key: RouteKey): void {
  if (key.method !== 'ANY') return;
  throw new Error(`'${key}' has a throttle, but a stage of a REST API keeps limits by single methods and knows none for ANY; `
    + 'give each method that needs its own limit a route, or limit all routes with the throttle of the stage');
}

function warnAboveQuota(stage: IConstruct, what: string, { rateLimit, burstLimit }: ThrottleLimits): void {
  const above = [
    ...(!Token.isUnresolved(rateLimit) && rateLimit > Limits.ACCOUNT_RATE_PER_SECOND ? [`rateLimit '${rateLimit}' is above ${Limits.ACCOUNT_RATE_PER_SECOND}`] : []),
    ...(!Token.isUnresolved(burstLimit) && burstLimit > Limits.ACCOUNT_BURST ? [`burstLimit '${burstLimit}' is above ${Limits.ACCOUNT_BURST}`] : []),
  ];
  if (above.length === 0) return;
  Annotations.of(stage).addWarningV2('cdk-gatehouse:throttleAboveAccountQuota',
    `the throttle of ${what} cannot be reached in an account with the default quotas (${above.join(', ')}); lower it, or have the account's quota raised`);
}
