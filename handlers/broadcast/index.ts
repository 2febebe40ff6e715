import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { BroadcastSurroundings, Invocation, onEvent, QueueAnswer, QueueEvent } from './on-event';
import { POSTS_AT_ONCE } from './posts';
import { RequestQueue } from './request-queue';
import { requiredVariable } from '../environment';
import { connectionsAt } from '../realtime/connections';
import { Offload } from '../realtime/offload';
import { keepsRooms } from '../realtime/room-keeping';
import { SERVICE_CALLS } from '../realtime/service-calls';
import { SessionTable } from '../realtime/session-table';
import { systemClock } from '../waiting';

const offloadBucket = process.env.REALTIME_OFFLOAD_BUCKET;

// Made once for each container: the clients keep their connections.
const surroundings: BroadcastSurroundings = {
  connections: connectionsAt(requiredVariable('REALTIME_ENDPOINT'), POSTS_AT_ONCE),
  sessions: new SessionTable(requiredVariable('REALTIME_TABLE'), new DynamoDBClient(SERVICE_CALLS), requiredVariable('AWS_REGION'), systemClock),
  queue: new RequestQueue(requiredVariable('REALTIME_QUEUE_URL'), new SQSClient(SERVICE_CALLS), systemClock),
  offload: offloadBucket ? new Offload(offloadBucket, new S3Client(SERVICE_CALLS)) : undefined,
  keepsRooms: keepsRooms(),
  clock: systemClock,
};

/**
 * The Lambda function's entry point: reads the broadcast queue, and reports which messages of a batch failed.
 */
export async function handler(event: QueueEvent, invocation: Invocation): Promise<QueueAnswer> {
  return onEvent(event, invocation, surroundings);
}
