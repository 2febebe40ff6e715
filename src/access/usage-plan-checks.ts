import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { UsagePlanTierOptions, UsageQuota } from './usage-plan-options';
import { Limits } from '../limits';
import { RouteKey } from '../route-key';
import { checkLimits } from '../stage/throttle';

/** What a tier or a consumer is called becomes part of a construct id. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** The last day on which a period can begin. */
const LAST_OFFSET: { [period: string]: number } = { DAY: 0, WEEK: 6, MONTH: 27 };

/**
 * Checks the name of a tier or of a consumer.
 *
 * @throws when the name cannot stand in a construct id
 */
export function checkUsagePlanName(what: 'usage plan' | 'consumer', name: string): void {
  if (typeof name !== 'string') throw new Error(`a ${what} was given the name '${String(name)}', which identifies nothing; write one, as 'acme'`);
  if (Token.isUnresolved(name)) throw new Error(`the name of a ${what} identifies a construct and cannot be known at deploy time only; write it out, as 'acme'`);
  if (!NAME.test(name)) {
    throw new Error(`${what} '${name}' has no name that can identify a construct; write letters and digits, with '-', '_' or '.' after the first, as 'acme'`
      + ` (${what === 'usage plan' ? 'planName' : 'description'} takes any words)`);
  }
}

/**
 * Checks a tier's options before anything is created. Numbers that are only known at deploy time pass.
 *
 * @throws when API Gateway would refuse the plan, or when the plan would limit nobody
 */
export function checkUsagePlanTier(options: UsagePlanTierOptions): void {
  const { throttle, quota, routes = {} } = options;
  if (!throttle && !quota) {
    throw new Error('a usage plan with neither throttle nor quota limits nobody; write throttle: { rateLimit: 5, burstLimit: 10 }, or a quota, or both');
  }
  if (throttle) checkLimits('the usage plan', throttle);
  if (quota) checkQuota(quota);
  const routeKeys = Object.keys(routes);
  if (routeKeys.length > 0 && !throttle) {
    throw new Error(`a usage plan with limits for single routes ('${routeKeys[0]}') needs a throttle of its own, without which API Gateway refuses them; write throttle beside routes`);
  }
  if (routeKeys.length > Limits.USAGE_PLAN_METHOD_THROTTLES) {
    throw new Error(`a usage plan has limits for ${routeKeys.length} single routes, and API Gateway takes ${Limits.USAGE_PLAN_METHOD_THROTTLES}; `
      + 'leave most of them to the plan\'s throttle, or to the throttle of the route itself');
  }
  for (const [routeKey, limits] of Object.entries(routes)) {
    if (RouteKey.parse(routeKey).method === 'ANY') {
      throw new Error(`a usage plan limits the route '${routeKey}', and API Gateway describes limits for single methods only; add the route as '${routeKey.replace('ANY', 'GET')}' and so on, and limit that`);
    }
    checkLimits(`route '${routeKey}' in the usage plan`, limits);
  }
}

/**
 * What a tier of a WebSocket API cannot have.
 *
 * @throws on limits of single routes, which API Gateway describes for the methods of REST APIs
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_ApiStage.html
 */
export function checkWebSocketTier({ routes = {} }: UsagePlanTierOptions): void {
  const [routeKey] = Object.keys(routes);
  if (routeKey === undefined) return;
  throw new Error(`a usage plan limits the route '${routeKey}' of a WebSocket API, and clients send their key when they connect and with no message after that; `
    + 'leave routes out: the plan\'s throttle is for $connect, and throttle on a route is for all clients together');
}

function checkQuota({ limit, period, offset }: UsageQuota): void {
  const known = (value: number | undefined): value is number => value !== undefined && !Token.isUnresolved(value);
  if (known(limit) && !(Number.isInteger(limit) && limit >= 1)) {
    throw new Error(`the usage plan's quota has the limit ${limit}, which counts no requests; write a whole number from 1, as 10000`);
  }
  if (Token.isUnresolved(period)) return;
  const last = LAST_OFFSET[period];
  if (last === undefined) throw new Error(`the usage plan's quota has the period '${String(period)}', which API Gateway does not count; write ${Object.keys(apigateway.Period).map((name) => `Period.${name}`).join(', ')}`);
  if (known(offset) && !(Number.isInteger(offset) && offset >= 0 && offset <= last)) {
    throw new Error(`the usage plan's quota has the offset ${offset}, which is no day on which a ${period} period can begin; ${last === 0 ? 'leave offset out' : `write 0 to ${last}`}`);
  }
}
