import { Duration } from 'aws-cdk-lib';
import { Limits } from '../limits';

/**
 * @throws when API Gateway would refuse the timeout of a REST integration, whatever quota the account has
 */
export function checkIntegrationTimeout(routeKey: string, timeout?: Duration): void {
  if (timeout === undefined || timeout.isUnresolved()) return;
  const millis = timeout.toMilliseconds({ integral: false });
  if (millis < Limits.INTEGRATION_TIMEOUT_MIN_MILLIS || millis > Limits.REST_INTEGRATION_TIMEOUT_RAISED_MAX_MILLIS) {
    throw new Error(`the integration timeout of '${routeKey}' is ${millis} ms, which API Gateway refuses; write one from `
      + `${Limits.INTEGRATION_TIMEOUT_MIN_MILLIS} ms to ${Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS} ms`);
  }
}
