import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ThrottleLimits } from '../stage/throttle';

/**
 * How much each holder of an API key may ask of an API: a tier, as `free` or `pro`.
 *
 * A tier limits only the routes that require an API key; of a WebSocket API that is `$connect` alone, so that connections count, and no messages. Its limits are targets that API Gateway applies on a best-effort basis: no protection against attacks, and no budget.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export interface UsagePlanTierOptions {
  /**
   * How many requests each key may send to the API: on average per second, and at once.
   *
   * @default - as many as the stage takes; then there must be a `quota`
   */
  readonly throttle?: ThrottleLimits;

  /**
   * How many requests each key may send in a day, a week or a month.
   *
   * @default - any number; then there must be a `throttle`
   */
  readonly quota?: UsageQuota;

  /**
   * What each key may send to single routes, in place of the tier's `throttle`, by route key: `{ 'POST /orders': { rateLimit: 1, burstLimit: 2 } }`.
   *
   * At most 20, each a route of the API that requires an API key. API Gateway takes them only on a tier that has a `throttle`. Not on a WebSocket API.
   *
   * @default - the tier's `throttle` for every route
   */
  readonly routes?: { [routeKey: string]: ThrottleLimits };

  /**
   * What the tier is, for whoever reads it in the console.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The usage plan's name in the console.
   *
   * @default - the tier's name; with `new UsagePlanTier`, CloudFormation makes one up
   */
  readonly planName?: string;
}

/**
 * How many requests a key may send in a period.
 */
export interface UsageQuota {
  /**
   * The number of requests: a whole number, at least 1.
   */
  readonly limit: number;

  /**
   * The period after which the count begins again.
   */
  readonly period: apigateway.Period;

  /**
   * On which day the period begins: for a week 0 (Sunday) to 6, for a month 0 to 27. A day has no such choice.
   *
   * @default 0
   */
  readonly offset?: number;
}

/**
 * About a consumer's API key.
 */
export interface ConsumerKeyOptions {
  /**
   * Whose key it is or what it is for, for whoever reads it in the console.
   *
   * @default - the consumer's name
   */
  readonly description?: string;

  /**
   * Whether the key opens the API. Set it to false to shut one consumer out and keep the key.
   *
   * @default true
   */
  readonly enabled?: boolean;
}
