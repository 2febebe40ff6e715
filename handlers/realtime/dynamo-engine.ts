import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  AttributeValue, BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, GlobalSecondaryIndex, paginateScan, WriteRequest,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { clientOf } from '../../test/fake-service';

export type Item = Record<string, AttributeValue>;

const SERVICE = 'com.amazonaws.dynamodb.v20120810';
const CONTENT_TYPE = { 'content-type': 'application/x-amz-json-1.0' };

/**
 * The session table as the construct makes it, in a DynamoDB engine on a port of this machine alone.
 */
export class DynamoEngine {
  public readonly tableName = 'sessions';

  /** Every call of a client, as `PutItem`, in order. */
  public readonly calls: string[] = [];

  private readonly engine = dynalite({ createTableMs: 0 });
  private readonly front: Server;
  private readonly interruptions: { readonly operation: string; readonly happens: () => Promise<unknown>; skip: number }[] = [];
  private readonly clients: DynamoDBClient[] = [];
  private behind?: DynamoDBClient;
  private taken?: number;

  constructor() {
    this.front = createServer(async (request, response) => {
      const operation = String(request.headers['x-amz-target']).split('.')[1];
      this.calls.push(operation);
      try {
        await this.interrupt(operation);
        if (operation === 'BatchWriteItem' && this.taken !== undefined) await this.takePart(this.taken, request, response);
        else this.engine.emit('request', request, response);
      } catch (error) {
        request.resume();
        const { message } = error as Error;
        const [status, code] = error instanceof Refused ? [400, error.code] : [500, 'InternalServerError'];
        response.writeHead(status, CONTENT_TYPE).end(JSON.stringify({ __type: `${SERVICE}#${code}`, message }));
      }
    });
  }

  public get endpoint(): string {
    return endpointOf(this.front);
  }

  public async start(): Promise<void> {
    await Promise.all([listen(this.engine), listen(this.front)]);
    // What the tests themselves put and look up is not counted.
    this.behind = new DynamoDBClient(clientOf(endpointOf(this.engine)));
    await this.behind.send(new CreateTableCommand({
      TableName: this.tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['connectionId', 'item', 'userId', 'room', 'onlineIn'].map((name) => ({ AttributeName: name, AttributeType: 'S' as const })),
      KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }, { AttributeName: 'item', KeyType: 'RANGE' }],
      GlobalSecondaryIndexes: [index('users', 'userId', 'onlineIn'), index('rooms', 'room', 'region'), index('online', 'onlineIn')],
    }));
  }

  public async stop(): Promise<void> {
    for (const client of [...this.clients, this.behind]) client?.destroy();
    await Promise.all([this.front, this.engine].map(close));
  }

  /** A client that makes one try per call. */
  public client(): DynamoDBClient {
    const client = new DynamoDBClient(clientOf(this.endpoint));
    this.clients.push(client);
    return client;
  }

  /**
   * The n-th call of an operation from now on fails, and does nothing: what a process leaves that ends between two calls.
   */
  public fail(operation: string, nth = 1): void {
    this.before(operation, () => Promise.reject(new Error(`${operation} failed`)), nth);
  }

  /**
   * The n-th call of an operation from now on is refused, as with a `ThrottlingException`, and does nothing.
   */
  public refuse(operation: string, code: string, nth = 1): void {
    this.before(operation, () => Promise.reject(new Refused(code)), nth);
  }

  /**
   * Something else happens just before the n-th call of an operation from now on.
   */
  public before(operation: string, happens: () => Promise<unknown>, nth = 1): void {
    this.interruptions.push({ operation, happens, skip: nth - 1 });
  }

  /** Each `BatchWriteItem` does only as many of its requests, as in a busy table. */
  public takeOnly(requests: number): void {
    this.taken = requests;
  }

  public async put(items: Item[]): Promise<void> {
    for (let begin = 0; begin < items.length; begin += 25) {
      const requests = items.slice(begin, begin + 25).map((Item) => ({ PutRequest: { Item } }));
      await this.behind!.send(new BatchWriteItemCommand({ RequestItems: { [this.tableName]: requests } }));
    }
  }

  /** All that is in the table, as `connection1 session`. */
  public async items(): Promise<string[]> {
    return (await this.attributes()).map(({ connectionId, item }) => `${connectionId.S} ${item.S}`).sort();
  }

  public async attributes(): Promise<Item[]> {
    const found: Item[] = [];
    for await (const { Items } of paginateScan({ client: this.behind! }, { TableName: this.tableName })) found.push(...Items!);
    return found;
  }

  private async interrupt(operation: string): Promise<void> {
    const due = this.interruptions.findIndex((interruption) => interruption.operation === operation && interruption.skip-- === 0);
    if (due !== -1) await this.interruptions.splice(due, 1)[0].happens();
  }

  private async takePart(count: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { RequestItems } = JSON.parse(await text(request)) as { RequestItems: Record<string, WriteRequest[]> };
    const [[table, requests]] = Object.entries(RequestItems);
    if (count > 0) await this.behind!.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests.slice(0, count) } }));
    const left = requests.slice(count);
    response.writeHead(200, CONTENT_TYPE).end(JSON.stringify({ UnprocessedItems: left.length > 0 ? { [table]: left } : {} }));
  }
}

/** DynamoDB does not do it. */
class Refused extends Error {
  constructor(public readonly code: string) {
    super(`refused with ${code}`);
  }
}

function index(name: string, partition: string, ...projected: string[]): GlobalSecondaryIndex {
  return {
    IndexName: name,
    KeySchema: [{ AttributeName: partition, KeyType: 'HASH' }, { AttributeName: 'connectionId', KeyType: 'RANGE' }],
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projected, 'expiresAt'] },
  };
}

function endpointOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeAllConnections();
  await closed;
}
