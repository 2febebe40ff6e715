import { deliver } from './delivery';
import { begin, BroadcastSurroundings, fanOut } from './fan-out';
import { MalformedRequest, parseRequest } from '../realtime/broadcast-request';

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

/** For what is under way when the time is over: the last posts, what they find gone, and the messages about the rest. */
const RESERVE_MILLIS = 10_000;

/**
 * Works on some messages of the queue, one after the other. Each has an equal share of the time that is left,
 * so that none of them fails for the slowness of another.
 */
export async function onEvent({ Records }: QueueEvent, invocation: Invocation, surroundings: BroadcastSurroundings): Promise<QueueAnswer> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const [index, record] of Records.entries()) {
    try {
      const share = (invocation.getRemainingTimeInMillis() - RESERVE_MILLIS) / (Records.length - index);
      await work(record, share, surroundings);
    } catch (error) {
      console.error(`queue message '${record.messageId}' failed: ${String(error)}`);
      // Nobody will ever understand it: it goes to the dead letters at once, not after half an hour of waiting for better times.
      if (error instanceof MalformedRequest) await surroundings.queue.showAgain(record.receiptHandle);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

async function work({ messageId, body }: QueueRecord, share: number, surroundings: BroadcastSurroundings): Promise<void> {
  const request = parseRequest(body, messageId);
  if (share <= 0) throw new Error(`the function has less than ${RESERVE_MILLIS / 1_000} seconds left; give it a longer timeout`);
  const until = surroundings.clock.now() + share;
  if ('deliver' in request) return deliver(request, until, surroundings);
  return 'text' in request ? fanOut(request, until, surroundings) : begin(request, until, surroundings);
}
