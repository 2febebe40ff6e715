import { PostSurroundings, postToAll } from './posts';
import { queueDelay } from './queue-delay';
import { RequestQueue } from './request-queue';
import { endStuck } from './stuck-connections';
import { Delivery } from '../realtime/broadcast-request';
import { contentOf } from '../realtime/message-content';
import { contentText } from '../realtime/message-text';
import { Offload } from '../realtime/offload';

/**
 * What a delivery works with.
 */
export interface DeliverySurroundings extends PostSurroundings {
  readonly queue: RequestQueue;

  /**
   * @default - messages that are too large fail
   */
  readonly offload?: Offload;
}

/** After so many attempts a delivery goes on only as long as each reaches somebody. */
const ATTEMPTS = 5;

/**
 * Brings a text to its connections.
 *
 * Whom it does not reach goes back to the queue in smaller deliveries: those who have the text are not told again, and what fails in the end
 * names nobody but those who miss it. Who has taken nothing in all attempts, while others did, is ended.
 *
 * @param until when no post may begin any more, by the clock
 * @throws when nobody was reached and another attempt is of no use: SQS then brings the message to the dead-letter queue
 */
export async function deliver(delivery: Delivery, until: number, surroundings: DeliverySurroundings): Promise<void> {
  const { queue, clock, offload } = surroundings;
  const { deliver: connectionIds, id, attempt } = delivery;
  const isLast = attempt >= ATTEMPTS;
  const text = await contentText(id, delivery, offload);
  const { tally, notBegun, failed, throttled, refused } = await postToAll({ connectionIds, text, areNew: attempt === 1 }, until, surroundings);
  const ended = isLast && delivery.areStuck ? await endStuck(id, throttled, until, surroundings) : new Set<string>();
  const stuck = throttled.filter((connectionId) => !ended.has(connectionId));

  const notReached = [...notBegun, ...failed, ...throttled, ...refused];
  const summary = `message '${id}', attempt ${attempt}: ${tally}; not reached: ${notReached.length}`;
  if (tally.settled + ended.size + notBegun.length === 0 && (failed.length + stuck.length === 0 || isLast)) throw new Error(summary);
  console.info(summary);
  const next = Math.min(attempt + 1, ATTEMPTS);
  // Where most are throttled it is the account that asks too much, and not they who do not read.
  const areStuck = delivery.areStuck ?? (tally.delivered > 0 && tally.delivered >= throttled.length);
  const rest = { ...contentOf(delivery), id };
  if (notBegun.length > 0) await queue.send([{ ...delivery, deliver: notBegun }]);
  if (failed.length > 0) await queue.send([{ deliver: failed, ...rest, attempt: next }], queueDelay(attempt, clock));
  if (stuck.length > 0) await queue.send([{ deliver: stuck, ...rest, attempt: next, ...areStuck && { areStuck } }], queueDelay(attempt, clock));
  if (refused.length > 0) await queue.send([{ deliver: refused, ...rest, attempt: ATTEMPTS }]);
}
