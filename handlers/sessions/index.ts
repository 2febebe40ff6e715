import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ConnectionAnswer, ConnectionEvent, onEvent } from './on-event';
import { requiredVariable } from '../environment';
import { SessionTable } from '../realtime/session-table';
import { systemClock } from '../waiting';

// Three attempts of at most 3 seconds: well below the 29 that API Gateway waits.
const dynamoDb = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
});

const sessions = new SessionTable(requiredVariable('REALTIME_TABLE'), dynamoDb, requiredVariable('AWS_REGION'), systemClock);

/**
 * The Lambda function's entry point: the integration of `$connect` and `$disconnect`.
 */
export async function handler(event: ConnectionEvent): Promise<ConnectionAnswer> {
  return onEvent(event, sessions);
}
