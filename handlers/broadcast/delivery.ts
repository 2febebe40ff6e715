import { PostSurroundings, postToAll } from './posts';
import { RequestQueue } from './request-queue';
import { Delivery } from '../realtime/broadcast-request';
import { Clock } from '../waiting';

/**
 * What a delivery works with.
 */
export interface DeliverySurroundings extends PostSurroundings {
  readonly queue: RequestQueue;
}

/** After so many attempts a delivery goes on only as long as each reaches somebody. */
const ATTEMPTS = 5;

/** Before the second attempt, in seconds; it doubles with each further one. The fifth comes after any handshake that the first had met. */
const QUEUE_DELAY = 5;

/**
 * Brings a text to its connections.
 *
 * Whom it does not reach goes back to the queue in smaller deliveries: those who have the text are not told again, and what fails in the end
 * names nobody but those who miss it.
 *
 * @param until when no post may begin any more, by the clock
 * @throws when nobody was reached and another attempt is of no use: SQS then brings the message to the dead-letter queue
 */
export async function deliver(delivery: Delivery, until: number, surroundings: DeliverySurroundings): Promise<void> {
  const { queue, clock } = surroundings;
  const { text, id, attempt } = delivery;
  const { tally, notBegun, busy, refused } = await postToAll(delivery.deliver, text, until, surroundings);
  const summary = `message '${id}', attempt ${attempt}: ${tally}; not reached: ${notBegun.length + busy.length + refused.length}`;
  const next = Math.min(attempt + 1, ATTEMPTS);
  if (tally.settled === 0 && notBegun.length === 0 && (busy.length === 0 || attempt === next)) throw new Error(summary);
  console.info(summary);
  if (notBegun.length > 0) await queue.send([{ deliver: notBegun, text, id, attempt }]);
  if (busy.length > 0) await queue.send([{ deliver: busy, text, id, attempt: next }], delayBefore(next, clock));
  if (refused.length > 0) await queue.send([{ deliver: refused, text, id, attempt: ATTEMPTS }]);
}

function delayBefore(attempt: number, clock: Clock): number {
  return Math.round(QUEUE_DELAY * 2 ** (attempt - 2) * (1 + clock.random() / 4));
}
