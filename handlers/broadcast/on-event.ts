import { deliver, DeliverySurroundings } from './delivery';
import { begin, fanOut } from './fan-out';
import { queueDelay } from './queue-delay';
import { parseRequest } from '../realtime/broadcast-request';
import { MalformedRequest } from '../realtime/request-fields';
import { NO_ROOMS } from '../realtime/room-keeping';
import { Clock } from '../waiting';

/**
 * What Lambda reads from the queue, as far as it matters here.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: {
    /** How often SQS has given the message to somebody. */
    readonly ApproximateReceiveCount: string;
  };
}

/**
 * What the function works with.
 */
export interface BroadcastSurroundings extends DeliverySurroundings {
  /** Whether connections can be in rooms. */
  readonly keepsRooms: boolean;
}

/**
 * Which messages SQS keeps; all others are done.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export interface QueueAnswer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/**
 * What Lambda knows of the invocation, as far as it matters here.
 */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** For what is under way when the time is over: the last posts, and the messages about the rest. */
const RESERVE_MILLIS = 10_000;

/**
 * Works on some messages of the queue, one after the other. Each has an equal share of the time that is left,
 * so that none of them fails for the slowness of another.
 */
export async function onEvent({ Records }: QueueEvent, invocation: Invocation, surroundings: BroadcastSurroundings): Promise<QueueAnswer> {
  const failed: { readonly record: QueueRecord; readonly error: unknown }[] = [];
  for (const [index, record] of Records.entries()) {
    try {
      const share = (invocation.getRemainingTimeInMillis() - RESERVE_MILLIS) / (Records.length - index);
      await work(record, share, surroundings);
    } catch (error) {
      console.error(`queue message '${record.messageId}' failed: ${String(error)}`);
      failed.push({ record, error });
    }
  }
  const { queue, clock } = surroundings;
  await Promise.all(failed.map(async ({ record, error }) => queue.showAgain(record.receiptHandle, secondsAway(record, error, clock))));
  return { batchItemFailures: failed.map(({ record }) => ({ itemIdentifier: record.messageId })) };
}

/**
 * When a message that failed comes again: sooner than after the time that SQS gives a function which has ended without a word.
 *
 * What nobody will ever understand comes at once, and so is among the dead letters at once.
 */
function secondsAway({ attributes }: QueueRecord, error: unknown, clock: Clock): number {
  return error instanceof MalformedRequest ? 0 : queueDelay(Number(attributes.ApproximateReceiveCount), clock);
}

async function work({ messageId, body }: QueueRecord, share: number, surroundings: BroadcastSurroundings): Promise<void> {
  const request = parseRequest(body, messageId);
  if (share <= 0) throw new Error(`the function has less than ${RESERVE_MILLIS / 1_000} seconds left; give it a longer timeout`);
  const until = surroundings.clock.now() + share;
  if ('deliver' in request) return deliver(request, until, surroundings);
  if ('room' in request.to && !surroundings.keepsRooms) throw new MalformedRequest(NO_ROOMS);
  return 'data' in request ? begin(request, until, surroundings) : fanOut(request, until, surroundings);
}
