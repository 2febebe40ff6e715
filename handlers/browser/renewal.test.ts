import { RealtimeConnection } from './realtime-connection';
import { TestConnections, Told } from './test-connections';
import { until } from './until';

const MINUTE = 60_000;
const HEARTBEAT = 9 * MINUTE;

let all: TestConnections;
let connection: RealtimeConnection;
let told: Told;

beforeEach(async () => {
  all = new TestConnections();
  await all.gateway.start();
  ({ connection, told } = await all.connected({ heartbeat: HEARTBEAT }));
});

afterEach(async () => {
  await all.end();
});

/** Passes 99 minutes, with all heartbeats and their answers. */
async function passNinetyNineMinutes(): Promise<void> {
  for (let beat = 1; beat <= 11; beat += 1) {
    all.clock.pass(HEARTBEAT);
    await until(() => all.gateway.heartbeats === beat && all.clock.next > 10_000);
  }
}

describe('before its two hours are over, a connection', () => {
  test.each([[0, 100], [0.5, 105], [0.9999, 109.999]])('is replaced after 100 to 110 minutes, by chance: %d means %d minutes', async (chance, minutes) => {
    all.clock.chance = chance;
    connection.close();
    await all.connected({ heartbeat: HEARTBEAT });
    all.gateway.heartbeats = 0;
    await passNinetyNineMinutes();

    const left = Math.round((minutes - 99) * MINUTE);
    if (left > HEARTBEAT) {
      all.clock.pass(HEARTBEAT);
      await until(() => all.gateway.heartbeats === 12 && all.clock.next > 10_000);
    }
    expect(all.clock.next).toBe(left % HEARTBEAT);
    all.clock.pass(left % HEARTBEAT);

    await until(() => all.gateway.attempts.length === 3);
  });

  test('is replaced without a gap: the new one subscribes, the old one is heard a little longer, nothing is told twice', async () => {
    connection.subscribe('join', { room: 'a' });
    await passNinetyNineMinutes();

    all.clock.pass(6 * MINUTE);
    await until(() => all.gateway.received.length === 2);
    expect(all.gateway.open).toBe(2);
    all.gateway.tell({ id: 'x', data: 'to both' });
    connection.send('by the new one');
    await until(() => told.message.length === 1 && all.gateway.received.length === 3);
    all.clock.pass(MINUTE - 1);
    expect(all.gateway.open).toBe(2);
    expect(told.recovered).toEqual([]);
    all.clock.pass(1);
    await until(() => all.gateway.open === 1);
    all.gateway.tell({ id: 'y', data: 'to the new one' });
    await until(() => told.message.length === 2);

    expect(all.gateway.received).toEqual(['1 {"action":"join","room":"a"}', '2 {"action":"join","room":"a"}', '2 {"action":"by the new one"}']);
    expect(told.message.map(({ id }) => id)).toEqual(['x', 'y']);
    expect(told.order).toEqual(['open', 'message', 'recovered', 'message']);
  });

  test('asks for its replacement again when that is refused, with delays that begin anew, and works on in the meantime', async () => {
    connection.subscribe('join', { room: 'a' });
    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(250);
    await until(() => told.recovered.length === 1);
    await passNinetyNineMinutes();
    const before = all.gateway.received.length;
    all.gateway.refusal = 401;

    all.clock.pass(6 * MINUTE);
    await until(() => told.error.length === 1);
    expect(told.error[0]).toMatchObject({ code: 'connect', failures: 1, retryIn: 250 });
    expect(connection.state).toBe('open');
    connection.send('by the old one');
    all.gateway.refusal = undefined;
    all.clock.pass(250);

    await until(() => all.gateway.received.length === before + 2);
    all.clock.pass(MINUTE);
    await until(() => all.gateway.open === 1);
    expect(all.gateway.received.slice(before).sort()).toEqual(['2 {"action":"by the old one"}', '3 {"action":"join","room":"a"}']);
    expect(told.order).toEqual(['open', 'close', 'open', 'recovered', 'error', 'recovered']);
  });

  test('may be lost before its replacement is there, which then closes a gap', async () => {
    await passNinetyNineMinutes();
    all.gateway.hangs = true;
    all.clock.pass(6 * MINUTE);
    await until(() => all.gateway.attempts.length === 2);

    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    expect(told.close).toEqual([{ why: 'lost', code: 1001, retryIn: 0 }]);
    all.gateway.hangs = false;
    all.clock.pass(30_000);
    all.clock.pass(told.error[0].retryIn!);

    await until(() => told.recovered.length === 1);
    expect(told.order).toEqual(['open', 'close', 'error', 'open', 'recovered']);
  });

  test('may be closed by the server as soon as it is replaced, of which only the recovery is told', async () => {
    connection.subscribe('join', { room: 'a' });
    await passNinetyNineMinutes();
    all.clock.pass(6 * MINUTE);
    await until(() => all.gateway.received.length === 2);

    all.gateway.closeFirst(1001);
    await until(() => all.gateway.open === 1);
    all.clock.pass(MINUTE);
    connection.send('still here');
    await until(() => all.gateway.received.length === 3);

    expect(told.order).toEqual(['open', 'recovered']);
  });

  test('that turns out to be dead is no longer waited for, and leaves a gap', async () => {
    await passNinetyNineMinutes();
    const heard = new Date(all.clock.now());
    all.gateway.answersHeartbeats = false;

    all.clock.pass(6 * MINUTE);

    await until(() => told.recovered.length === 1);
    expect(told.close).toEqual([{ why: 'silent', retryIn: 0 }]);
    expect(told.recovered[0].awaySince).toEqual(heard);
    expect(told.order).toEqual(['open', 'close', 'open', 'recovered']);
    await until(() => all.gateway.open === 1);
    expect(all.gateway.connections).toBe(2);
  });

  test('that turns out to be dead can be closed by who hears of it, with its replacement', async () => {
    await passNinetyNineMinutes();
    all.gateway.answersHeartbeats = false;
    connection.on('close', () => connection.close());

    all.clock.pass(6 * MINUTE);

    await until(() => connection.state === 'closed');
    await until(() => all.gateway.open === 0);
    expect(all.clock.pending).toBe(0);
    expect(told.order).toEqual(['open', 'close']);
  });

  test('and its replacement are both told the end of a subscription', async () => {
    const leave = connection.subscribe('join', { room: 'a' });
    await passNinetyNineMinutes();
    all.clock.pass(6 * MINUTE);
    await until(() => all.gateway.received.length === 2);

    leave('leave', { room: 'a' });

    await until(() => all.gateway.received.length === 4);
    expect(all.gateway.received.slice(2).sort()).toEqual(['1 {"action":"leave","room":"a"}', '2 {"action":"leave","room":"a"}']);
  });

  test('and its replacement are both ended by close', async () => {
    await passNinetyNineMinutes();
    all.clock.pass(6 * MINUTE);
    await until(() => all.gateway.connections === 2);

    connection.close();

    expect(all.clock.pending).toBe(0);
    await until(() => all.gateway.open === 0);
    expect(told.order).toEqual(['open', 'close']);
  });
});
