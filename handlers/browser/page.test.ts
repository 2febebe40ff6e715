import { FakePage } from './fake-page';
import { TestConnections } from './test-connections';
import { until } from './until';

const MINUTE = 60_000;

let all: TestConnections;
let page: FakePage;

beforeEach(async () => {
  page = new FakePage();
  FakePage.surround(page);
  all = new TestConnections();
  await all.gateway.start();
});

afterEach(async () => {
  await all.end();
  FakePage.surround(undefined);
});

describe('on a page, a connection', () => {
  test('leaves no listener behind', async () => {
    const { connection } = await all.connected({ maxIdle: MINUTE });
    expect(page.listening).toBeGreaterThan(0);

    connection.close();

    expect(page.listening).toBe(0);
  });

  test.each(['online', 'offline'])('asks at once whether the server is there when the network changes: %s', async (change) => {
    const { told } = await all.connected();
    all.gateway.answersHeartbeats = false;

    page.happens(change);
    page.happens(change);

    await until(() => all.gateway.heartbeats === 1);
    all.clock.pass(10_000);
    expect(told.close).toMatchObject([{ why: 'silent' }]);
    expect(all.gateway.heartbeats).toBe(1);
  });

  test('connects without waiting for its delay when the network comes back', async () => {
    all.gateway.refusal = 503;
    const { connection, told } = all.connect();
    await until(() => told.error.length === 1);
    all.gateway.refusal = undefined;

    page.happens('online');

    await until(() => told.open.length === 1);
    all.clock.pass(MINUTE);
    connection.send('the delay is forgotten');
    await until(() => all.gateway.received.length === 1);
    expect(all.clock.next).toBeGreaterThan(MINUTE);
    expect(all.gateway.attempts).toHaveLength(2);
  });

  test('asks whether the server is there when the page comes into view, unless it was heard within a minute', async () => {
    await all.connected();

    all.clock.pass(MINUTE - 1);
    page.happens('visibilitychange');
    all.clock.pass(1);
    page.visibilityState = 'hidden';
    page.happens('visibilitychange');
    page.visibilityState = 'visible';
    expect(all.clock.next).toBeGreaterThan(10_000);
    page.happens('visibilitychange');

    await until(() => all.gateway.heartbeats === 1);
  });

  test('connects without waiting for its delay when the page comes into view', async () => {
    all.gateway.refusal = 503;
    const { told } = all.connect();
    await until(() => told.error.length === 1);
    all.gateway.refusal = undefined;

    page.happens('visibilitychange');

    await until(() => told.open.length === 1);
  });
});

describe('a connection that nobody uses', () => {
  test('is closed after maxIdle, however many messages come, and stays closed', async () => {
    const { connection, told } = await all.connected({ maxIdle: 2 * MINUTE });
    all.clock.pass(MINUTE);
    all.gateway.tell({ id: 'a', data: 1 });
    await until(() => told.message.length === 1);

    all.clock.pass(MINUTE - 1);
    expect(connection.state).toBe('open');
    all.clock.pass(1);

    expect(connection.state).toBe('idle');
    expect(told.close).toEqual([{ why: 'idle' }]);
    await until(() => all.gateway.open === 0);
    page.happens('online');
    expect(all.clock.pending).toBe(0);
    expect(connection.state).toBe('idle');
  });

  test.each(['pointerdown', 'keydown', 'visibilitychange'])('stays open as long as the page is used: %s', async (use) => {
    const { connection } = await all.connected({ maxIdle: 2 * MINUTE });

    for (let minute = 0; minute < 4; minute += 1) {
      all.clock.pass(MINUTE);
      page.happens(use);
      await until(() => all.clock.next > 10_000);
    }
    all.clock.pass(2 * MINUTE - 1);

    expect(connection.state).toBe('open');
    all.clock.pass(1);
    expect(connection.state).toBe('idle');
  });

  test.each(['pointerdown', 'keydown', 'visibilitychange'])('connects at once on the next use of the page, and says since when it was away: %s', async (use) => {
    const { connection, told } = await all.connected({ maxIdle: MINUTE });
    connection.subscribe('join', { room: 'a' });
    const opened = new Date(all.clock.now());
    all.clock.pass(10 * MINUTE);
    expect(connection.state).toBe('idle');

    page.happens(use);

    expect(connection.state).toBe('connecting');
    await until(() => told.recovered.length === 1);
    expect(told.recovered[0].awaySince).toEqual(opened);
    await until(() => all.gateway.received.includes('2 {"action":"join","room":"a"}'));
    all.clock.pass(MINUTE);
    expect(connection.state).toBe('idle');
  });

  test('connects when the app sends, and sends it', async () => {
    const { connection } = await all.connected({ maxIdle: MINUTE });
    all.clock.pass(MINUTE);

    connection.send('hello');

    await until(() => all.gateway.received.length === 1);
    expect(all.gateway.received).toEqual(['2 {"action":"hello"}']);
  });

  test('connects when the app subscribes', async () => {
    const { connection } = await all.connected({ maxIdle: MINUTE });
    all.clock.pass(MINUTE);

    connection.subscribe('join');

    await until(() => all.gateway.received.length === 1);
    expect(all.gateway.received).toEqual(['2 {"action":"join"}']);
  });

  test('does not knock for ever where it is refused', async () => {
    all.gateway.refusal = 401;
    const { connection, told } = all.connect({ maxIdle: MINUTE });
    await until(() => told.error.length === 1);
    all.gateway.hangs = true;

    all.clock.pass(MINUTE);

    expect(connection.state).toBe('idle');
    expect(all.clock.pending).toBe(0);
    expect(told.close).toEqual([]);
  });

  test('can be closed for good', async () => {
    const { connection, told } = await all.connected({ maxIdle: MINUTE });
    all.clock.pass(MINUTE);

    connection.close();
    page.happens('keydown');

    expect(connection.state).toBe('closed');
    expect(all.clock.pending).toBe(0);
    expect(told.close).toEqual([{ why: 'idle' }]);
  });

  test('stays connected for ever without maxIdle', async () => {
    const { connection } = await all.connected();

    for (let beat = 0; beat < 10; beat += 1) {
      all.clock.pass(6.5 * MINUTE);
      await until(() => all.clock.next > 10_000);
    }

    expect(connection.state).toBe('open');
  });
});
