import { deliver, DeliverySurroundings } from './delivery';
import { BroadcastRequest, Delivery, TextBroadcast } from '../realtime/broadcast-request';
import { messageText } from '../realtime/message-text';
import { Offload } from '../realtime/offload';
import { SessionTable } from '../realtime/session-table';

/**
 * What a broadcast works with.
 */
export interface BroadcastSurroundings extends DeliverySurroundings {
  /**
   * @default - messages that are too large fail
   */
  readonly offload?: Offload;
}

type ConnectionPage = Awaited<ReturnType<SessionTable['page']>>;

/** So many connections are one delivery. */
const DELIVERY_SIZE = 200;

/**
 * Begins a broadcast.
 *
 * @param until when no post may begin any more, by the clock
 */
export async function begin({ to, id, except, data }: Required<BroadcastRequest>, until: number, surroundings: BroadcastSurroundings): Promise<void> {
  const text = await messageText({ id, data }, surroundings.offload);
  return fanOut({ to, text, id, except }, until, surroundings);
}

/**
 * Splits one page of receivers into deliveries; the next page is a message of its own.
 *
 * It is sent when all else is done. A function that breaks off before has lost nobody, as the queue brings the page again;
 * and it has not begun the pages after this one, so they are not told twice as well.
 *
 * @param until when no post may begin any more, by the clock
 */
export async function fanOut(broadcast: TextBroadcast, until: number, surroundings: BroadcastSurroundings): Promise<void> {
  const { to, text, id, except } = broadcast;
  const { connectionIds, next } = await page(broadcast, surroundings);
  const leftOut = new Set(except);
  const receivers = connectionIds.filter((connectionId) => !leftOut.has(connectionId));
  // Whose user or room it is may be nobody's business.
  console.info(`message '${id}' to ${Object.keys(to)[0]}: ${receivers.length} receivers${next ? ', and a further page' : ''}`);
  if (!next && receivers.length <= DELIVERY_SIZE) return deliverNow(receivers, text, id, until, surroundings);
  await surroundings.queue.send(deliveriesTo(receivers, text, id));
  if (next) await surroundings.queue.send([{ to, text, id, except, after: next }]);
}

/** The only receiver is not looked up. */
async function page({ to, after }: TextBroadcast, { sessions }: BroadcastSurroundings): Promise<ConnectionPage> {
  return 'connection' in to ? { connectionIds: [to.connection] } : sessions.page(to, after);
}

async function deliverNow(receivers: string[], text: string, id: string, until: number, surroundings: BroadcastSurroundings): Promise<void> {
  if (receivers.length > 0) await deliver({ deliver: receivers, text, id, attempt: 1 }, until, surroundings);
}

/** One after the other, so that the text is not in memory as often as there are deliveries. */
function *deliveriesTo(receivers: string[], text: string, id: string): Generator<Delivery> {
  for (let from = 0; from < receivers.length; from += DELIVERY_SIZE) {
    yield { deliver: receivers.slice(from, from + DELIVERY_SIZE), text, id, attempt: 1 };
  }
}
