import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { Surroundings } from './canary';
import { CanaryRemovalAnswer, CanaryRemovalEvent, onEvent } from './on-event';
import { systemClock } from '../waiting';

// One attempt is at most two calls, each tried three times by the client: 60 seconds. With the patience
// below that is 180 seconds, so the function always answers before its timeout of 240.
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

const patience = { firstDelay: 2_000, longestDelay: 16_000, total: 120_000 };

/**
 * The Lambda function's entry point.
 */
export async function handler(event: CanaryRemovalEvent): Promise<CanaryRemovalAnswer> {
  const surroundings: Surroundings = { apiGateway: new APIGatewayClient({ requestHandler }), clock: systemClock, patience };
  return onEvent(event, surroundings);
}
