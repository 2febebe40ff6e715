import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

interface Attribute { readonly S: string }
export type Item = Readonly<Record<string, Attribute>>;

interface Call {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConditionExpression?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

interface Refusal { readonly status: number; readonly code: string; readonly message: string }

interface Answer { readonly status: number; readonly content: object }

/**
 * DynamoDB's `PutItem` and `GetItem` for one table with the keys `owner` and `id`, over HTTP.
 */
export class FakeDynamoDb {
  /** What is in the table, by owner and id. */
  public readonly items = new Map<string, Item>();

  /** Every call, as `PutItem events`. */
  public readonly calls: string[] = [];

  /** What every call is answered with, instead of doing its work. */
  public refusal?: Refusal;

  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.answer(request, Buffer.concat(chunks).toString('utf-8'), response));
    });
  }

  public async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  public reset(): void {
    this.items.clear();
    this.calls.length = 0;
    this.refusal = undefined;
  }

  private answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const operation = String(request.headers['x-amz-target']).replace('DynamoDB_20120810.', '');
    const call = JSON.parse(body) as Call;
    this.calls.push(`${operation} ${call.TableName}`);
    const { status, content } = this.refusal ? failure(this.refusal) : this.work(operation, call);
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' }).end(JSON.stringify(content));
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
