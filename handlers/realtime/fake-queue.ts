import { createHash } from 'node:crypto';
import { IncomingMessage } from 'node:http';
import { FakeService, HttpAnswer, Refusal, restJson } from '../../test/fake-service';

/**
 * A message that is in the queue.
 */
interface QueuedMessage {
  readonly body: string;

  /** In seconds. */
  readonly delay: number;
}

/**
 * When a message is seen again that somebody has.
 */
interface ShownAgain {
  readonly receipt: string;
  readonly seconds: number;
}

interface Input extends Entry {
  readonly Entries: Entry[];
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout: number;
}

interface Entry {
  readonly Id?: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const LARGEST = 1_048_576;
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const TOO_LARGE: Refusal = { status: 400, code: 'InvalidParameterValue', message: 'One or more parameters are invalid: message must be shorter than 1048576 bytes' };
const BAD_CHARACTER: Refusal = { status: 400, code: 'InvalidMessageContents', message: 'Invalid characters found' };
const UNKNOWN: Refusal = { status: 400, code: 'UnknownOperationException', message: 'Unknown operation' };

/**
 * SQS with one queue, as far as the functions use it: `SendMessage`, `SendMessageBatch` and `ChangeMessageVisibility`.
 */
export class FakeQueue extends FakeService {
  /** What is in the queue, in order. */
  public readonly messages: QueuedMessage[] = [];

  /** What the next calls answer, in this order; afterwards it works. */
  public readonly refusals: Refusal[] = [];

  /** So many of the next messages of batches are not taken, one by one. */
  public notTaken = 0;

  /** What is to be seen again at another time than the queue's own. */
  public readonly shownAgain: ShownAgain[] = [];

  /** How many messages each call brought. */
  public readonly calls: number[] = [];

  public get url(): string {
    return `${this.endpoint}/111122223333/broadcasts`;
  }

  /** The bodies of all messages, read. */
  public get requests(): unknown[] {
    return this.messages.map(({ body }) => JSON.parse(body) as unknown);
  }

  protected answer(request: IncomingMessage, body: string): HttpAnswer {
    const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const input = JSON.parse(body) as Input;
    if (action === 'ChangeMessageVisibility') return restJson(this.showAgain(input));
    this.calls.push(action === 'SendMessage' ? 1 : input.Entries.length);
    const refusal = this.refusals.shift();
    if (refusal) return restJson(refusal);
    switch (action) {
      case 'SendMessage': return restJson(this.send(input));
      case 'SendMessageBatch': return restJson(this.sendBatch(input.Entries));
      default: return restJson(UNKNOWN);
    }
  }

  private showAgain({ ReceiptHandle, VisibilityTimeout }: Input): object | Refusal {
    const refusal = this.refusals.shift();
    if (!refusal) this.shownAgain.push({ receipt: ReceiptHandle, seconds: VisibilityTimeout });
    return refusal ?? {};
  }

  private sendBatch(entries: Entry[]): object | Refusal {
    if (entries.reduce((bytes, { MessageBody }) => bytes + Buffer.byteLength(MessageBody), 0) > LARGEST) {
      return { ...TOO_LARGE, code: 'AWS.SimpleQueueService.BatchRequestTooLong' };
    }
    const answers = entries.map((entry) => ({ Id: entry.Id, ...this.notTaken > 0 ? this.passOver() : this.send(entry) }));
    return {
      Successful: answers.filter((answer) => 'MessageId' in answer),
      Failed: answers.flatMap((answer) => 'code' in answer ? { Id: answer.Id, Code: answer.code, SenderFault: answer.status < 500 } : []),
    };
  }

  private passOver(): Refusal {
    this.notTaken -= 1;
    return { status: 500, code: 'InternalError', message: 'try later' };
  }

  private send({ MessageBody, DelaySeconds = 0 }: Entry): { MessageId: string; MD5OfMessageBody: string } | Refusal {
    if (Buffer.byteLength(MessageBody) > LARGEST) return TOO_LARGE;
    if (FORBIDDEN.test(MessageBody)) return BAD_CHARACTER;
    this.messages.push({ body: MessageBody, delay: DelaySeconds });
    return { MessageId: `message${this.messages.length}`, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
  }
}
