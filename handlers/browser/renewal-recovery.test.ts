import { RealtimeConnection } from './realtime-connection';
import { RealtimeOptions } from './realtime-options';
import { TestConnections, Told } from './test-connections';
import { until } from './until';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HEARTBEAT = 9 * MINUTE;

let all: TestConnections;
let connection: RealtimeConnection;
let told: Told;
let replaced: Date;

beforeEach(async () => {
  all = new TestConnections();
  await all.gateway.start();
});

afterEach(async () => {
  await all.end();
});

/** Connects, and after 99 minutes, with all heartbeats and their answers, tells a message 'before'. */
async function passNinetyNineMinutes(options: Partial<RealtimeOptions>): Promise<void> {
  ({ connection, told } = await all.connected({ heartbeat: HEARTBEAT, ...options }));
  connection.subscribe('join', { room: 'a' });
  for (let beat = 1; beat <= 11; beat += 1) {
    all.clock.pass(HEARTBEAT);
    await until(() => all.gateway.heartbeats === beat && all.clock.next > 10 * SECOND);
  }
  await tell('before');
}

/** The same, and in the 105th minute a new connection takes the place of this one. */
async function renew(options: Partial<RealtimeOptions> = {}): Promise<void> {
  await passNinetyNineMinutes(options);
  all.clock.pass(6 * MINUTE);
  replaced = new Date(all.clock.now());
  await until(() => all.gateway.received.length === 2);
}

/** Every connection gets a message, and nobody is told it twice. */
async function tell(id: string): Promise<void> {
  const before = told.message.length;
  all.gateway.tell({ id, data: null });
  await until(() => told.message.length === before + 1);
}

describe('what was on its way to a connection that is replaced', () => {
  test('may be missing, which is told when that one is closed: since it was last heard before there was a new one', async () => {
    await renew();
    all.clock.pass(10 * SECOND);
    await tell('in between');

    all.clock.pass(50 * SECOND);

    expect(told.recovered).toEqual([{ awaySince: replaced, lastId: 'before' }]);
    expect(told.order).toEqual(['open', 'message', 'message', 'recovered']);
  });

  test('may be missing since the old one was last heard when attempts to replace it have failed', async () => {
    let asked = 0;
    const token = () => {
      asked += 1;
      if (asked > 1 && asked <= 8) throw new Error('signed out');
      return 'ey';
    };
    await passNinetyNineMinutes({ token });
    all.clock.pass(6 * MINUTE);
    await until(() => all.gateway.heartbeats === 12);
    await tell('heard');
    const heard = new Date(all.clock.now());

    await all.failures(told, 7);
    await until(() => all.gateway.received.length === 2);
    expect(all.clock.now()).toBeGreaterThan(heard.getTime() + 30 * SECOND);
    all.clock.pass(MINUTE);

    expect(told.recovered).toEqual([{ awaySince: heard, lastId: 'heard' }]);
  });

  test('is told of once, with the gap, when the new one is lost meanwhile', async () => {
    await renew();
    all.clock.pass(10 * SECOND);
    await tell('in between');

    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(told.close[0].retryIn!);
    await until(() => told.recovered.length === 1);
    all.clock.pass(2 * MINUTE);

    expect(told.recovered).toEqual([{ awaySince: replaced, lastId: 'before' }]);
  });

  test('is not told of before there is a connection again', async () => {
    await renew();
    all.gateway.refusal = 503;
    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(told.close[0].retryIn!);
    await all.failures(told, 8);
    expect(all.clock.now()).toBeGreaterThan(replaced.getTime() + MINUTE);
    await until(() => told.error.length === 9);
    expect(told.recovered).toEqual([]);

    all.gateway.refusal = undefined;
    all.clock.pass(told.error[8].retryIn!);

    await until(() => told.recovered.length === 1);
    expect(told.recovered).toEqual([{ awaySince: replaced, lastId: 'before' }]);
    expect(told.order.filter((event) => event !== 'error')).toEqual(['open', 'message', 'close', 'open', 'recovered']);
  });

  test('is told of after the next use when the connection was idle meanwhile', async () => {
    await renew({ maxIdle: 105.5 * MINUTE });
    all.clock.pass(10 * SECOND);
    await tell('in between');
    all.clock.pass(20 * SECOND);
    expect(connection.state).toBe('idle');
    all.clock.pass(10 * MINUTE);
    expect(told.recovered).toEqual([]);

    connection.send('hello');

    await until(() => told.recovered.length === 1);
    expect(told.recovered).toEqual([{ awaySince: replaced, lastId: 'before' }]);
  });

  test('is told of by nobody after close', async () => {
    await renew();

    connection.close();

    expect(all.clock.pending).toBe(0);
    expect(told.order).toEqual(['open', 'message', 'close']);
  });

  test('is told of anew with each replacement', async () => {
    await renew();
    all.clock.pass(MINUTE);
    expect(told.recovered).toHaveLength(1);
    all.gateway.heartbeats = 0;
    for (let beat = 1; beat <= 11; beat += 1) {
      all.clock.pass(beat === 1 ? HEARTBEAT - MINUTE : HEARTBEAT);
      await until(() => all.gateway.heartbeats === beat && all.clock.next > 10 * SECOND);
    }
    all.clock.pass(6 * MINUTE);
    const again = new Date(all.clock.now());
    await until(() => all.gateway.received.length === 3);
    all.clock.pass(MINUTE);

    expect(told.recovered).toEqual([{ awaySince: replaced, lastId: 'before' }, { awaySince: again, lastId: 'before' }]);
  });
});
