import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { Delivery, queueText, TextBroadcast } from '../realtime/broadcast-request';
import { Clock, Patience, retryWhileTransient } from '../waiting';

/**
 * The most that one call takes, as bytes of all messages together; one message may have as many.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const BATCH_BYTES = 1_048_576;
const BATCH_MESSAGES = 10;

const PATIENCE: Patience = { firstDelay: 100, longestDelay: 1_000, total: 5_000 };

/**
 * The queue that the function works on, as far as it does anything to it.
 */
export class RequestQueue {
  constructor(private readonly url: string, private readonly client: SQSClient, private readonly clock: Clock) {}

  /**
   * Brings all of them into the queue. They are taken one by one, so that no more than one call's worth is in memory.
   *
   * @param delay in seconds
   * @throws when one is not in the queue; others may be
   */
  public async send(requests: Iterable<TextBroadcast | Delivery>, delay = 0): Promise<void> {
    for (const texts of batchesOf(requests)) {
      await this.sendBatch(texts.map((MessageBody, index) => ({ Id: `${index}`, MessageBody, DelaySeconds: delay })));
    }
  }

  /**
   * Lets SQS bring a message again without delay, and so as often as it does before it gives up. Where that fails, it comes later.
   */
  public async showAgain(ReceiptHandle: string): Promise<void> {
    try {
      await this.client.send(new ChangeMessageVisibilityCommand({ QueueUrl: this.url, ReceiptHandle, VisibilityTimeout: 0 }));
    } catch (error) {
      console.warn(`the message could not be shown again at once: ${String(error)}`);
    }
  }

  private async sendBatch(entries: SendMessageBatchRequestEntry[]): Promise<void> {
    let left = entries;
    await retryWhileTransient(async () => {
      // The call succeeds even when no message does.
      const { Failed = [] } = await this.client.send(new SendMessageBatchCommand({ QueueUrl: this.url, Entries: left }));
      left = left.filter(({ Id }) => Failed.some((failed) => failed.Id === Id));
      if (left.length > 0) throw new NotTaken(left.length, Failed[0].Code, Failed.some(({ SenderFault }) => SenderFault));
    }, (error) => error instanceof NotTaken && !error.forGood, PATIENCE, this.clock);
  }
}

/** SQS took a part of a batch. */
class NotTaken extends Error {
  constructor(count: number, code: string | undefined, public readonly forGood: boolean) {
    super(`SQS did not take ${count} messages of a batch (${code})`);
  }
}

function *batchesOf(requests: Iterable<TextBroadcast | Delivery>): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const request of requests) {
    const text = queueText(request);
    const size = Buffer.byteLength(text);
    if (batch.length === BATCH_MESSAGES || batch.length > 0 && bytes + size > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(text);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
