import { QueueAnswer, QueueEvent } from './on-event';
import { FakeQueue } from '../realtime/fake-queue';
import { TickingClock } from '../ticking-clock';

interface WaitingMessage {
  readonly messageId: string;
  readonly body: string;
  dueAt: number;
  receiveCount: number;
}

type QueueHandler = (event: QueueEvent) => Promise<QueueAnswer>;

/** What Lambda gives a function at once. @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const EVENT_BYTES = 6 * 1024 * 1024;

/** As the construct sets it up. */
const BATCH_SIZE = 5;
const MAX_RECEIVE_COUNT = 5;
const VISIBILITY_SECONDS = 360;

/**
 * What reads a queue for a function, as Lambda does: some messages at once; what failed comes again, some times, and then goes to the dead letters.
 */
export class EventSource {
  /** The bodies of what the function did not get done. */
  public readonly deadLetters: string[] = [];

  private readonly waiting: WaitingMessage[] = [];
  private received = 0;

  constructor(private readonly queue: FakeQueue, private readonly clock: TickingClock) {}

  /** Goes on until nothing is left; where all wait, the clock does so too. */
  public async drain(handler: QueueHandler): Promise<void> {
    while (this.hasMessages()) {
      const batch = this.batch();
      if (batch.length === 0) this.clock.pass(Math.min(...this.waiting.map(({ dueAt }) => dueAt)) - this.clock.now());
      else await this.give(batch, handler);
    }
  }

  private hasMessages(): boolean {
    for (const { body, delay } of this.queue.messages.splice(0)) {
      this.waiting.push({ messageId: `message${this.received += 1}`, body, dueAt: this.clock.now() + 1_000 * delay, receiveCount: 0 });
    }
    return this.waiting.length > 0;
  }

  private batch(): WaitingMessage[] {
    const batch: WaitingMessage[] = [];
    let bytes = 0;
    for (const message of this.waiting.filter(({ dueAt }) => dueAt <= this.clock.now()).slice(0, BATCH_SIZE)) {
      bytes += Buffer.byteLength(message.body);
      if (batch.length > 0 && bytes > EVENT_BYTES) break;
      batch.push(message);
    }
    return batch;
  }

  private async give(batch: WaitingMessage[], handler: QueueHandler): Promise<void> {
    let failed = batch.map(({ messageId }) => messageId);
    const { shownAgain } = this.queue;
    shownAgain.length = 0;
    for (const message of batch) message.receiveCount += 1;
    try {
      const { batchItemFailures } = await handler({ Records: batch.map(recordOf) });
      failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    } catch {
      // The function broke off, so nobody knows what it has done.
    }
    for (const message of batch) {
      const hasFailed = failed.includes(message.messageId);
      const seconds = shownAgain.find(({ receipt }) => receipt === receiptOf(message))?.seconds ?? VISIBILITY_SECONDS;
      message.dueAt = this.clock.now() + 1_000 * seconds;
      if (hasFailed && message.receiveCount < MAX_RECEIVE_COUNT) continue;
      if (hasFailed) this.deadLetters.push(message.body);
      this.waiting.splice(this.waiting.indexOf(message), 1);
    }
  }
}

function recordOf(message: WaitingMessage): QueueEvent['Records'][number] {
  const { messageId, body, receiveCount } = message;
  return { messageId, receiptHandle: receiptOf(message), body, attributes: { ApproximateReceiveCount: String(receiveCount) } };
}

function receiptOf({ messageId }: WaitingMessage): string {
  return `receipt of ${messageId}`;
}
