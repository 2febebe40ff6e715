import { Duration } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { requireDuration } from '../duration-check';
import { BindIntegrationOptions } from './integration-contract';
import { Limits } from '../limits';

/**
 * @throws when API Gateway would refuse how long it is to wait for a backend
 */
export function checkIntegrationTimeout({ apiType, routeKey, maximumTimeout }: BindIntegrationOptions, timeout?: Duration): void {
  if (timeout === undefined) return;
  requireDuration(`the integration timeout of '${routeKey}'`, timeout);
  if (timeout.isUnresolved()) {
    // Throws for a unit that cannot be converted at deploy time: here, and not at synthesis.
    timeout.toMilliseconds();
    return;
  }
  const millis = timeout.toMilliseconds({ integral: false });
  const longest = maximumTimeout.toMilliseconds();
  if (apiType !== ApiType.REST && millis > longest) {
    throw new Error(`the integration timeout of '${routeKey}' is ${millis} ms, and ${apiType} APIs wait ${longest} ms at most, whatever the quota; write at most that, `
      + 'answer 202 and work on behind a queue, or use GovernedRestApi, whose quota can be raised');
  }
  if (millis > longest && millis <= Limits.REST_INTEGRATION_TIMEOUT_RAISED_MAX_MILLIS) {
    throw new Error(`the integration timeout of '${routeKey}' is ${millis} ms, and the account's quota is ${longest} ms; write at most that, `
      + 'answer 202 and work on behind a queue, or have the quota raised and write it as the API\'s integrationTimeoutQuota');
  }
  if (!Number.isInteger(millis) || millis < Limits.INTEGRATION_TIMEOUT_MIN_MILLIS || millis > longest) {
    throw new Error(`the integration timeout of '${routeKey}' is ${millis} ms, which API Gateway refuses; write whole milliseconds from `
      + `${Limits.INTEGRATION_TIMEOUT_MIN_MILLIS} to ${longest}`);
  }
}
