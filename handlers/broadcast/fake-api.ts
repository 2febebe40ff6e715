import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { EventSource } from './event-source';
import { BroadcastSurroundings, onEvent, QueueAnswer, QueueEvent } from './on-event';
import { RequestQueue } from './request-queue';
import { clientOf } from '../../test/fake-service';
import { BroadcastRequest, Delivery, PreparedBroadcast, queueText } from '../realtime/broadcast-request';
import { Connections } from '../realtime/connections';
import { DynamoEngine, Item } from '../realtime/dynamo-engine';
import { FakeBucket } from '../realtime/fake-bucket';
import { Behaviour, FakeConnections } from '../realtime/fake-connections';
import { FakeQueue } from '../realtime/fake-queue';
import { Offload } from '../realtime/offload';
import { SessionTable } from '../realtime/session-table';
import { TickingClock } from '../ticking-clock';

const REGION = 'eu-west-1';

/** Later than any test goes on, by whatever clock. */
const EXPIRES_AT = { N: '9999999999' };

interface Clients {
  readonly management: ApiGatewayManagementApiClient;
  readonly dynamoDb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
}

/**
 * All that a broadcast meets, on ports of this machine: a DynamoDB engine with the session table, the API's connections, the queue and the bucket.
 */
export class FakeApi {
  public readonly clock = new TickingClock();
  public readonly engine = new DynamoEngine();
  public readonly connections = new FakeConnections();
  public readonly queue = new FakeQueue();
  public readonly bucket = new FakeBucket();
  public readonly source: EventSource;

  /** What an invocation has when it begins, in milliseconds. */
  public timeout = 60_000;

  private clients?: Clients;

  constructor() {
    this.source = new EventSource(this.queue, this.clock);
  }

  /** With these the function works. */
  public get surroundings(): BroadcastSurroundings {
    const { management, dynamoDb, sqs, s3 } = this.sdk;
    return {
      connections: new Connections(management),
      sessions: new SessionTable(this.engine.tableName, dynamoDb, REGION, this.clock),
      queue: new RequestQueue(this.queue.url, sqs, this.clock),
      offload: new Offload(this.bucket.bucket, s3),
      keepsRooms: true,
      clock: this.clock,
    };
  }

  public get sdk(): Clients {
    return this.clients!;
  }

  public async start(): Promise<void> {
    await Promise.all([this.engine.start(), this.connections.start(), this.queue.start(), this.bucket.start()]);
    this.clients = {
      management: new ApiGatewayManagementApiClient(clientOf(this.connections.endpoint)),
      dynamoDb: this.engine.client(),
      sqs: new SQSClient(clientOf(this.queue.endpoint)),
      s3: new S3Client({ ...clientOf(this.bucket.endpoint), forcePathStyle: true }),
    };
  }

  public async stop(): Promise<void> {
    const { management, sqs, s3 } = this.sdk;
    for (const client of [management, sqs, s3]) client.destroy();
    await Promise.all([this.engine.stop(), this.connections.stop(), this.queue.stop(), this.bucket.stop()]);
  }

  /** Connections that stand, or with another behaviour, and their sessions. */
  public async connect(ids: string[], behaviour?: Behaviour): Promise<void> {
    for (const connectionId of ids) this.connections.connect(connectionId, behaviour);
    await this.remember(ids);
  }

  /** Sessions of connections that do not stand. */
  public async remember(ids: string[], attributes: Item = {}): Promise<void> {
    await this.engine.put(ids.map((connectionId) => ({
      connectionId: { S: connectionId }, item: { S: 'session' }, onlineIn: { S: REGION }, connectedAt: { N: '0' }, expiresAt: EXPIRES_AT, ...attributes,
    })));
  }

  public async join(room: string, ids: string[], region = REGION): Promise<void> {
    await this.engine.put(ids.map((connectionId) => ({
      connectionId: { S: connectionId }, item: { S: `room#${room}` }, room: { S: room }, region: { S: region }, expiresAt: EXPIRES_AT,
    })));
  }

  /** One invocation with these messages; their ids are `message1` and so on. */
  public async run(...requests: (BroadcastRequest | PreparedBroadcast | Delivery | string)[]): Promise<QueueAnswer> {
    return this.invoke(queueEvent(requests.map((request) => typeof request === 'string' ? request : queueText(request))));
  }

  public async invoke(event: QueueEvent, surroundings = this.surroundings): Promise<QueueAnswer> {
    const end = this.clock.now() + this.timeout;
    return onEvent(event, { getRemainingTimeInMillis: () => end - this.clock.now() }, surroundings);
  }

  /** Sends one request, and works until nothing is left to do. */
  public async broadcast(request: BroadcastRequest): Promise<void> {
    this.queue.messages.push({ body: queueText(request), delay: 0 });
    await this.source.drain((event) => this.invoke(event));
  }
}

/** What Lambda gives the function: messages that were received so many times. */
export function queueEvent(bodies: string[], receives = 1): QueueEvent {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `message${index + 1}`, receiptHandle: `receipt${index + 1}`, body, attributes: { ApproximateReceiveCount: String(receives) },
    })),
  };
}

/** As `connection0001`. */
export function connectionIds(count: number, prefix = 'connection'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${`${index + 1}`.padStart(4, '0')}`);
}
