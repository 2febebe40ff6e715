import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { IAMClient } from '@aws-sdk/client-iam';
import { Surroundings } from './log-role';
import { AccountLogRoleAnswer, AccountLogRoleEvent, onEvent } from './on-event';
import { systemClock } from '../waiting';

// One attempt is at most three calls, each tried three times by the client: 90 seconds. With the patience
// below that is 240 seconds, so the function always answers before its timeout of 300.
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/**
 * UpdateAccount is limited to one request every 20 seconds per account, hence the longest delay.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const patience = { firstDelay: 5_000, longestDelay: 24_000, total: 150_000 };

/**
 * The Lambda function's entry point.
 */
export async function handler(event: AccountLogRoleEvent): Promise<AccountLogRoleAnswer> {
  const surroundings: Surroundings = {
    apiGateway: new APIGatewayClient({ requestHandler }),
    iam: new IAMClient({ requestHandler }),
    clock: systemClock,
    patience,
  };
  return onEvent(event, surroundings);
}
