import { IncomingMessage } from 'node:http';
import { FakeService, HttpAnswer, Refusal } from '../fake-service';

interface Attribute { readonly S: string }
export type Item = Readonly<Record<string, Attribute>>;

interface Call {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConditionExpression?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

interface Answer { readonly status: number; readonly content: object }

/**
 * DynamoDB's `PutItem` and `GetItem` for one table with the keys `owner` and `id`, over HTTP.
 */
export class FakeDynamoDb extends FakeService {
  /** What is in the table, by owner and id. */
  public readonly items = new Map<string, Item>();

  /** Every call, as `PutItem events`. */
  public readonly calls: string[] = [];

  /** What every call is answered with, instead of doing its work. */
  public refusal?: Refusal;

  public reset(): void {
    this.items.clear();
    this.calls.length = 0;
    this.refusal = undefined;
  }

  protected answer(request: IncomingMessage, body: string): HttpAnswer {
    const operation = String(request.headers['x-amz-target']).replace('DynamoDB_20120810.', '');
    const call = JSON.parse(body) as Call;
    this.calls.push(`${operation} ${call.TableName}`);
    const { status, content } = this.refusal ? failure(this.refusal) : this.work(operation, call);
    return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(content) };
  }

  private work(operation: string, call: Call): Answer {
    if (operation === 'GetItem' && call.Key) return { status: 200, content: { Item: this.items.get(keyOf(call.Key)) } };
    if (operation !== 'PutItem' || !call.Item) return failure({ status: 400, code: 'UnknownOperationException', message: operation });
    const present = this.items.get(keyOf(call.Item));
    // Any other condition would not be understood here, and so nothing would be proved.
    if (call.ConditionExpression !== 'attribute_not_exists(id)') return failure({ status: 400, code: 'ValidationException', message: 'condition' });
    if (present) {
      return failure({ status: 400, code: 'ConditionalCheckFailedException', message: 'The conditional request failed' },
        call.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? { Item: present } : {});
    }
    this.items.set(keyOf(call.Item), call.Item);
    return { status: 200, content: {} };
  }
}

function failure({ status, code, message }: Refusal, more: object = {}): Answer {
  return { status, content: { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message, ...more } };
}

function keyOf({ owner, id }: Item): string {
  return `${owner.S} ${id.S}`;
}
