import { deliver, DeliverySurroundings } from './delivery';
import { BroadcastRequest, Delivery, PreparedBroadcast } from '../realtime/broadcast-request';
import { contentOf, MessageContent } from '../realtime/message-content';
import { messageContent } from '../realtime/message-text';
import { isTransient } from '../realtime/service-calls';
import { SessionTable } from '../realtime/session-table';
import { Patience, retryWhileTransient } from '../waiting';

type ConnectionPage = Awaited<ReturnType<SessionTable['page']>>;

/** So many connections are one delivery. */
const DELIVERY_SIZE = 200;

/** In milliseconds; how long in all, the function's time says. */
const PATIENCE: Omit<Patience, 'total'> = { firstDelay: 100, longestDelay: 2_000 };

/**
 * Begins a broadcast.
 *
 * @param until when no post may begin any more, by the clock
 */
export async function begin({ to, id, except, data }: Required<BroadcastRequest>, until: number, surroundings: DeliverySurroundings): Promise<void> {
  const content = await messageContent({ id, data }, surroundings.offload);
  return fanOut({ to, ...content, id, except }, until, surroundings);
}

/**
 * Splits one page of receivers into deliveries; the next page is a message of its own.
 *
 * It is sent when all else is done. A function that breaks off before has lost nobody, as the queue brings the page again;
 * and it has not begun the pages after this one, so they are not told twice as well.
 *
 * @param until when no post may begin any more, by the clock
 */
export async function fanOut(broadcast: PreparedBroadcast, until: number, surroundings: DeliverySurroundings): Promise<void> {
  const { to, id, except } = broadcast;
  const content = contentOf(broadcast);
  const { connectionIds, next } = await page(broadcast, until, surroundings);
  const leftOut = new Set(except);
  const receivers = connectionIds.filter((connectionId) => !leftOut.has(connectionId));
  // Whose user or room it is may be nobody's business.
  console.info(`message '${id}' to ${Object.keys(to)[0]}: ${receivers.length} receivers${next ? ', and a further page' : ''}`);
  if (!next && receivers.length <= DELIVERY_SIZE) return deliverNow({ deliver: receivers, ...content, id, attempt: 1 }, until, surroundings);
  await surroundings.queue.send(deliveriesTo(receivers, content, id));
  if (next) await surroundings.queue.send([{ to, ...content, id, except, after: next }]);
}

/** The only receiver is not looked up. A table that is busy is asked again: the message would else wait in the queue as long as one that failed. */
async function page({ to, after }: PreparedBroadcast, until: number, { sessions, clock }: DeliverySurroundings): Promise<ConnectionPage> {
  if ('connection' in to) return { connectionIds: [to.connection] };
  return retryWhileTransient(() => sessions.page(to, after), isTransient, { ...PATIENCE, total: until - clock.now() }, clock);
}

async function deliverNow(delivery: Delivery, until: number, surroundings: DeliverySurroundings): Promise<void> {
  if (delivery.deliver.length > 0) await deliver(delivery, until, surroundings);
}

/** One after the other, so that the text is not in memory as often as there are deliveries. */
function *deliveriesTo(receivers: string[], content: MessageContent, id: string): Generator<Delivery> {
  for (let from = 0; from < receivers.length; from += DELIVERY_SIZE) {
    yield { deliver: receivers.slice(from, from + DELIVERY_SIZE), ...content, id, attempt: 1 };
  }
}
