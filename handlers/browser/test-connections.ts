import { WebSocket } from 'ws';
import { FakeGateway } from './fake-gateway';
import { ManualClock } from './manual-clock';
import { RealtimeConnection } from './realtime-connection';
import { RealtimeEvents } from './realtime-events';
import { RealtimeOptions } from './realtime-options';
import { until } from './until';

/**
 * A gateway, a clock, and the connections that a test makes between them, with all that they tell.
 */
export class TestConnections {
  public readonly gateway = new FakeGateway();
  public readonly clock = new ManualClock();
  private readonly made: RealtimeConnection[] = [];

  public connect(options: Partial<RealtimeOptions> = {}): { connection: RealtimeConnection; told: Told } {
    const connection = new RealtimeConnection({ url: this.gateway.url, WebSocket, clock: this.clock, ...options });
    this.made.push(connection);
    return { connection, told: new Told(connection) };
  }

  public async connected(options: Partial<RealtimeOptions> = {}): Promise<{ connection: RealtimeConnection; told: Told }> {
    const made = this.connect(options);
    await until(() => made.told.open.length === 1);
    return made;
  }

  /** Lets so many attempts fail, after those before, each as soon as its delay is over; what the delays were. */
  public async failures(told: Told, count: number, before = 0): Promise<(number | undefined)[]> {
    for (let failed = before; failed < before + count; failed += 1) {
      await until(() => told.error.length > failed);
      this.clock.pass(told.error[failed].retryIn!);
    }
    return told.error.slice(before, before + count).map(({ retryIn }) => retryIn);
  }

  public async end(): Promise<void> {
    for (const connection of this.made) connection.close();
    await this.gateway.stop();
  }
}

type Heard = { readonly [Event in keyof RealtimeEvents]: RealtimeEvents[Event][] };

/**
 * Everything that a connection has told.
 */
export class Told implements Heard {
  public readonly open: undefined[] = [];
  public readonly message: RealtimeEvents['message'][] = [];
  public readonly close: RealtimeEvents['close'][] = [];
  public readonly recovered: RealtimeEvents['recovered'][] = [];
  public readonly error: RealtimeEvents['error'][] = [];

  /** The names of the events, in their order. */
  public readonly order: (keyof RealtimeEvents)[] = [];

  constructor(connection: RealtimeConnection) {
    for (const event of ['open', 'message', 'close', 'recovered', 'error'] as const) {
      connection.on(event, (detail) => {
        this.order.push(event);
        (this[event] as unknown[]).push(detail);
      });
    }
  }
}
