import { TestConnections } from './test-connections';
import { until } from './until';

const MINUTE = 60_000;

let all: TestConnections;

beforeEach(async () => {
  all = new TestConnections();
  await all.gateway.start();
});

afterEach(async () => {
  await all.end();
});

describe('heartbeats', () => {
  test.each([[0, 5], [0.5, 6.5], [0.9999, 7.9997]])('come after 5 to 8 minutes, by chance: %d means %d minutes', async (chance, minutes) => {
    all.clock.chance = chance;
    await all.connected();

    all.clock.pass(minutes * MINUTE - 1);
    expect(all.clock.pending).toBe(2);
    all.clock.pass(1);

    await until(() => all.gateway.heartbeats === 1);
  });

  test('go on, each after the answer to the one before, and are told to nobody', async () => {
    const { connection, told } = await all.connected({ heartbeat: 9 * MINUTE });

    for (let beat = 1; beat <= 5; beat += 1) {
      all.clock.pass(9 * MINUTE);
      await until(() => all.gateway.heartbeats === beat);
      all.gateway.tell({ id: `after-${beat}`, data: beat });
      await until(() => told.message.length === beat);
    }

    expect(connection.state).toBe('open');
    expect(told.message.map(({ data }) => data)).toEqual([1, 2, 3, 4, 5]);
    expect(told.error).toEqual([]);
  });

  test('say what they are where the API looks for it', async () => {
    await all.connected({ heartbeat: MINUTE, actionField: 'kind' });
    all.clock.pass(MINUTE);

    await until(() => all.gateway.received.length === 1);
    expect(all.gateway.received).toEqual(['1 {"kind":"heartbeat"}']);
  });

  test('come on time even when messages come', async () => {
    const { told } = await all.connected({ heartbeat: MINUTE });
    all.clock.pass(MINUTE - 1);
    all.gateway.tell({ id: 'a', data: 1 });
    await until(() => told.message.length === 1);

    all.clock.pass(1);

    await until(() => all.gateway.heartbeats === 1);
  });

  test('that have no answer within ten seconds end the connection, and another one follows', async () => {
    const { told } = await all.connected({ heartbeat: 10_000 });
    const opened = new Date(all.clock.now());
    all.gateway.answersHeartbeats = false;

    all.clock.pass(10_000);
    await until(() => all.gateway.heartbeats === 1);
    all.clock.pass(9_999);
    expect(told.close).toEqual([]);
    all.clock.pass(1);
    expect(told.close).toEqual([{ why: 'silent', retryIn: 250 }]);
    all.clock.pass(250);

    await until(() => told.recovered.length === 1);
    expect(told.recovered[0].awaySince).toEqual(opened);
    await until(() => all.gateway.open === 1);
  });

  test('are answered by anything that comes', async () => {
    const { connection, told } = await all.connected({ heartbeat: 10_000 });
    all.gateway.answersHeartbeats = false;

    all.clock.pass(10_000);
    await until(() => all.gateway.heartbeats === 1);
    all.gateway.tell('garbage');
    await until(() => told.error.length === 1);
    all.clock.pass(9_999);

    expect(connection.state).toBe('open');
    all.clock.pass(1);
    await until(() => all.gateway.heartbeats === 2);
  });
});
