import { DynamoEngine } from '../handlers/realtime/dynamo-engine';
import { FakeConnections } from '../handlers/realtime/fake-connections';
import { FakeQueue } from '../handlers/realtime/fake-queue';

/** What API Gateway takes for a post. */
const POST_MILLIS = 10;

/** One of so many connections has gone without a word, as in any table that has lived for a while. */
const GONE_ONE_OF = 50;

/**
 * All that a broadcast meets, in this process; the function has one of its own.
 */
export class BroadcastStage {
  public readonly engine = new DynamoEngine();
  public readonly connections = new FakeConnections();
  public readonly queue = new FakeQueue();

  /** How many connections there are, with those that have gone. */
  public size = 0;

  public async start(): Promise<void> {
    await Promise.all([this.engine.start(), this.connections.start(), this.queue.start()]);
  }

  public async stop(): Promise<void> {
    await Promise.all([this.engine.stop(), this.connections.stop(), this.queue.stop()]);
  }

  /** Brings the connections to this number. */
  public async connect(size: number): Promise<void> {
    const added = Array.from({ length: size - this.size }, (_, index) => this.size + index).filter((index) => !isGone(index));
    this.size = size;
    for (const index of added) this.connections.connect(idOf(index), { millis: POST_MILLIS });
    await this.remember(added);
  }

  /** Puts those into the table that have gone, again, as a broadcast takes them out; returns how many they are. */
  public async loseSome(): Promise<number> {
    const gone = Array.from({ length: this.size }, (_, index) => index).filter(isGone);
    await this.remember(gone);
    return gone.length;
  }

  private async remember(indexes: number[]): Promise<void> {
    await this.engine.put(indexes.map(idOf).map((id) => ({
      connectionId: { S: id },
      item: { S: 'session' },
      onlineIn: { S: 'eu-west-1' },
      userId: { S: `user of ${id}` },
      connectedAt: { N: '0' },
      expiresAt: { N: '9999999999' },
    })));
  }
}

function idOf(index: number): string {
  return `L0SM9cOFvHc${index}=`;
}

function isGone(index: number): boolean {
  return index % GONE_ONE_OF === 7;
}
