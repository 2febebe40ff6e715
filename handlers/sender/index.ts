import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { RealtimeSender as RealtimeSenderMethods } from './realtime-sender';
import { CALLS_AT_ONCE, Sender } from './sender';
import { requiredVariable } from '../environment';
import { connectionsAt } from '../realtime/connections';
import { Offload } from '../realtime/offload';
import { keepsRooms } from '../realtime/room-keeping';
import { SERVICE_CALLS } from '../realtime/service-calls';
import { SessionTable } from '../realtime/session-table';
import { systemClock } from '../waiting';

export type { BroadcastOptions, Caller } from './realtime-sender';
export type { ManyReceivers, Receivers } from '../realtime/receivers';
export type { WebSocketEvent } from '../realtime/web-socket-event';

export type RealtimeSender = RealtimeSenderMethods;

/**
 * Tells connected clients something, from a function that has `chat.grantBroadcast(fn)`.
 */
export const RealtimeSender = {
  /**
   * A sender as the construct has set it up. Make it once, outside of the handler: it keeps its connections.
   *
   * @throws when the function was not given `chat.grantBroadcast(fn)`
   */
  fromEnvironment(): RealtimeSender {
    const offloadBucket = process.env.REALTIME_OFFLOAD_BUCKET;
    // Nobody behind the clients tries again here; and large data takes its time.
    const calls = { ...SERVICE_CALLS, maxAttempts: 3 };
    const s3Calls = { ...SERVICE_CALLS, requestHandler: { ...SERVICE_CALLS.requestHandler, requestTimeout: 5_000 } };
    return new Sender({
      sessions: new SessionTable(granted('REALTIME_TABLE'), new DynamoDBClient(calls), requiredVariable('AWS_REGION'), systemClock),
      connections: connectionsAt(granted('REALTIME_ENDPOINT'), CALLS_AT_ONCE),
      queue: new SQSClient(calls),
      queueUrl: granted('REALTIME_QUEUE_URL'),
      offload: offloadBucket ? new Offload(offloadBucket, new S3Client(s3Calls)) : undefined,
      keepsRooms: keepsRooms(),
      clock: systemClock,
    });
  },
};

function granted(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the function has no environment variable '${name}', so it cannot tell whom to send to; let the stack say chat.grantBroadcast(fn)`);
  return value;
}
