import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Sender } from './sender';
import { clientOf } from '../../test/fake-service';
import { Connections } from '../realtime/connections';
import { DynamoEngine } from '../realtime/dynamo-engine';
import { FakeBucket } from '../realtime/fake-bucket';
import { Behaviour, FakeConnections } from '../realtime/fake-connections';
import { FakeQueue } from '../realtime/fake-queue';
import { Offload } from '../realtime/offload';
import { SessionTable } from '../realtime/session-table';
import { TickingClock } from '../ticking-clock';

/** What a client has got. */
interface Message {
  readonly id: string;
  readonly data?: unknown;
  readonly link: string;
  readonly bytes: number;
}

/**
 * Everything that a sender works with, on ports of this machine alone.
 */
export class FakeRealtime {
  /** The data of the largest message: `{"id":"<36 characters>","data":"<this>"}` has 131,072 bytes. */
  public static readonly LARGEST = 'a'.repeat(131_072 - 55);

  public readonly engine = new DynamoEngine();
  public readonly api = new FakeConnections();
  public readonly queue = new FakeQueue();
  public readonly bucket = new FakeBucket();
  public readonly clock = new TickingClock();
  private clients: { destroy(): void }[] = [];

  public async start(): Promise<void> {
    await Promise.all(this.services.map((service) => service.start()));
  }

  public async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    await Promise.all(this.services.map((service) => service.stop()));
  }

  public get sessions(): SessionTable {
    return new SessionTable(this.engine.tableName, this.engine.client(), 'eu-west-1', this.clock);
  }

  public sender({ withBucket = true, keepsRooms = true } = {}): Sender {
    const connections = new ApiGatewayManagementApiClient(clientOf(this.api.endpoint));
    const queue = new SQSClient(clientOf(this.queue.endpoint));
    const s3 = new S3Client(clientOf(this.bucket.endpoint));
    this.clients.push(connections, queue, s3);
    return new Sender({
      sessions: this.sessions,
      connections: new Connections(connections),
      queue,
      queueUrl: this.queue.url,
      offload: withBucket ? new Offload(this.bucket.bucket, s3) : undefined,
      keepsRooms,
      clock: this.clock,
    });
  }

  /** A connection that has stood for a minute. */
  public async connect(connectionId: string, userId?: string, behaviour?: Behaviour): Promise<void> {
    this.api.connect(connectionId, behaviour);
    await this.sessions.add({ connectionId, userId });
    this.clock.pass(60_000);
  }

  public received(connectionId: string): Message[] {
    return this.api.received(connectionId).map((text) => JSON.parse(text) as Message);
  }

  private get services() {
    return [this.engine, this.api, this.queue, this.bucket];
  }
}
