import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { Delivery, PreparedBroadcast, queueText } from '../realtime/broadcast-request';
import { isTransient } from '../realtime/service-calls';
import { Clock, Patience, retryWhileTransient } from '../waiting';

/**
 * The most that one call takes, as bytes of all messages together; one message may have as many.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const BATCH_BYTES = 1_048_576;
const BATCH_MESSAGES = 10;

/** In milliseconds: with the last call, this ends within the reserve of the function. */
const PATIENCE: Patience = { firstDelay: 100, longestDelay: 1_000, total: 2_000 };

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
  public async send(requests: Iterable<PreparedBroadcast | Delivery>, delay = 0): Promise<void> {
    for (const texts of batchesOf(requests)) {
      await this.sendBatch(texts.map((MessageBody, index) => ({ Id: `${index}`, MessageBody, DelaySeconds: delay })));
    }
  }

  /**
   * Lets SQS bring a message again after so many seconds. Where that fails, it comes when the queue's own time is over.
   */
  public async showAgain(ReceiptHandle: string, seconds: number): Promise<void> {
    try {
      await this.client.send(new ChangeMessageVisibilityCommand({ QueueUrl: this.url, ReceiptHandle, VisibilityTimeout: seconds }));
    } catch (error) {
      console.warn(`a message comes again later than in ${seconds} seconds: ${String(error)}`);
    }
  }

  private async sendBatch(entries: SendMessageBatchRequestEntry[]): Promise<void> {
    let left = entries;
    await retryWhileTransient(async () => {
      // The call succeeds even when no message does.
      const { Failed = [] } = await this.client.send(new SendMessageBatchCommand({ QueueUrl: this.url, Entries: left }));
      left = left.filter(({ Id }) => Failed.some((failed) => failed.Id === Id));
      if (left.length > 0) throw new NotTaken(left.length, Failed[0].Code, Failed.some(({ SenderFault }) => SenderFault));
    }, (error) => error instanceof NotTaken ? !error.forGood : isTransient(error), PATIENCE, this.clock);
  }
}

/** SQS took a part of a batch. */
class NotTaken extends Error {
  constructor(count: number, code: string | undefined, public readonly forGood: boolean) {
    super(`SQS did not take ${count} messages of a batch (${code})`);
  }
}

function *batchesOf(requests: Iterable<PreparedBroadcast | Delivery>): Generator<string[]> {
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
