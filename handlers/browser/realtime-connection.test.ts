import { TestConnections } from './test-connections';
import { until } from './until';

let all: TestConnections;

beforeEach(async () => {
  all = new TestConnections();
  await all.gateway.start();
});

afterEach(async () => {
  await all.end();
});

describe('a connection', () => {
  test('connects by itself and says so', async () => {
    const { connection, told } = all.connect();
    expect(connection.state).toBe('connecting');

    await until(() => told.open.length === 1);

    expect(connection.state).toBe('open');
    expect(all.gateway.attempts).toEqual([{ url: '/live', protocols: [] }]);
    expect(told.order).toEqual(['open']);
  });

  test('offers the token as a subprotocol behind that of the application', async () => {
    await all.connected({ token: () => 'ey.J-_' });

    expect(all.gateway.attempts).toEqual([{ url: '/live', protocols: ['gatehouse', 'bearer.ey.J-_'] }]);
  });

  test('sends at once while it is open', async () => {
    const { connection } = await all.connected();

    connection.send('sendMessage', { room: 'a', text: 'hello' });
    connection.send('leave');

    await until(() => all.gateway.received.length === 2);
    expect(all.gateway.received).toEqual(['1 {"action":"sendMessage","room":"a","text":"hello"}', '1 {"action":"leave"}']);
  });

  test('sends what waits in its order, after the subscriptions and before it says that it is open', async () => {
    const { connection } = all.connect();
    connection.on('open', () => connection.send('opened'));
    connection.send('first');
    connection.subscribe('join', { room: 'a' });
    connection.send('second');
    connection.subscribe('join', { room: 'b' });

    await until(() => all.gateway.received.length === 5);

    expect(all.gateway.received).toEqual([
      '1 {"action":"join","room":"a"}', '1 {"action":"join","room":"b"}', '1 {"action":"first"}', '1 {"action":"second"}', '1 {"action":"opened"}',
    ]);
  });

  test('lets as many messages wait as it may', async () => {
    const { connection } = all.connect({ maxQueued: 2 });
    connection.send('first');
    connection.send('second');

    await until(() => all.gateway.received.length === 2);
  });

  test('fails to send one message more than may wait, and keeps the others', async () => {
    const { connection } = all.connect({ maxQueued: 2 });
    connection.send('first');
    connection.send('second');

    expect(() => connection.send('third')).toThrow("'third' cannot wait for a connection, as 2 messages do; wait for 'open', or raise 'maxQueued'");

    await until(() => all.gateway.received.length === 2);
    connection.send('fourth');
    await until(() => all.gateway.received.length === 3);
    expect(all.gateway.received).toEqual(['1 {"action":"first"}', '1 {"action":"second"}', '1 {"action":"fourth"}']);
  });

  test('fails to send what API Gateway would close it for, and stays open', async () => {
    const { connection } = await all.connected();

    expect(() => connection.send('large', { text: 'x'.repeat(32_760) })).toThrow(/^'large' has 32788 bytes, and over 32760 /);
    expect(() => connection.subscribe('large', { text: 'x'.repeat(32_760) })).toThrow(/^'large' has 32788 bytes, and over 32760 /);
    expect(connection.state).toBe('open');
  });

  test('fails to send and to subscribe after it was closed', async () => {
    const { connection } = await all.connected();
    connection.close();

    expect(() => connection.send('late')).toThrow("'late' comes after close(), so nothing can send it; make a new RealtimeConnection");
    expect(() => connection.subscribe('late')).toThrow("'late' comes after close(), so nothing can send it; make a new RealtimeConnection");
  });

  test('is ended by close, with its timers, its socket and everything that it would tell', async () => {
    const { connection, told } = await all.connected({ maxIdle: 60_000 });

    connection.close();
    connection.close();

    expect(connection.state).toBe('closed');
    expect(told.close).toEqual([{ why: 'closed' }]);
    expect(all.clock.pending).toBe(0);
    await until(() => all.gateway.open === 0);
    all.clock.pass(3 * 3_600_000);
    expect(all.gateway.connections).toBe(1);
    expect(told.order).toEqual(['open', 'close']);
  });

  test('is ended by close while it waits for a token, and never connects', async () => {
    let give: (token: string) => void = () => undefined;
    const { connection, told } = all.connect({ token: async () => new Promise((resolve) => { give = resolve; }) });

    connection.close();
    give('ey');

    expect(all.clock.pending).toBe(0);
    await all.connected();
    expect(all.gateway.attempts).toHaveLength(1);
    expect(told.order).toEqual([]);
  });

  test('is ended by close while it is being connected', async () => {
    all.gateway.hangs = true;
    const { connection, told } = all.connect();
    await until(() => all.gateway.attempts.length === 1);

    connection.close();

    expect(all.clock.pending).toBe(0);
    all.gateway.hangs = false;
    await all.connected();
    expect(told.order).toEqual([]);
    expect(all.gateway.connections).toBe(1);
  });

  test('can be closed by its own listener', async () => {
    const { connection, told } = all.connect();
    connection.on('open', () => connection.close());

    await until(() => connection.state === 'closed');

    expect(all.clock.pending).toBe(0);
    expect(told.order).toEqual(['open', 'close']);
  });
});

describe('a subscription', () => {
  test('is sent at once while the connection is open', async () => {
    const { connection } = await all.connected();

    connection.subscribe('join', { room: 'a' });

    await until(() => all.gateway.received.length === 1);
    expect(all.gateway.received).toEqual(['1 {"action":"join","room":"a"}']);
  });

  test('tells the server of its end when it is given an action, once', async () => {
    const { connection } = await all.connected();
    const leave = connection.subscribe('join', { room: 'a' });

    leave('leave', { room: 'a' });
    leave('leave', { room: 'a' });
    connection.send('done');

    await until(() => all.gateway.received.length === 3);
    expect(all.gateway.received).toEqual(['1 {"action":"join","room":"a"}', '1 {"action":"leave","room":"a"}', '1 {"action":"done"}']);
  });

  test('that ends before there is a connection is never sent, nor is its end', async () => {
    const { connection } = all.connect();
    const leave = connection.subscribe('join', { room: 'a' });

    leave('leave', { room: 'a' });
    connection.send('done');

    await until(() => all.gateway.received.length === 1);
    expect(all.gateway.received).toEqual(['1 {"action":"done"}']);
  });

  test('is shared by all who want the same, until the last of them lets it go', async () => {
    const { connection } = await all.connected();
    const one = connection.subscribe('join', { room: 'a' });
    const other = connection.subscribe('join', { room: 'a' });

    one('leave', { room: 'a' });
    connection.send('between');
    other('leave', { room: 'a' });

    await until(() => all.gateway.received.length === 3);
    expect(all.gateway.received).toEqual(['1 {"action":"join","room":"a"}', '1 {"action":"between"}', '1 {"action":"leave","room":"a"}']);
  });

  test('ends in silence after the connection was closed', async () => {
    const { connection } = await all.connected();
    const leave = connection.subscribe('join', { room: 'a' });
    connection.close();

    expect(() => leave('leave', { room: 'a' })).not.toThrow();
  });
});

describe('a listener', () => {
  test('that throws, at once or later, is told as an error and keeps nothing from the others', async () => {
    const { connection, told } = await all.connected();
    connection.on('message', () => { throw new Error('at once'); });
    connection.on('message', async () => Promise.reject(new Error('later')));
    const after: unknown[] = [];
    connection.on('message', ({ data }) => after.push(data));

    all.gateway.tell({ id: '1', data: 'one' });
    all.gateway.tell({ id: '2', data: 'two' });

    await until(() => told.error.length === 4);
    expect(after).toEqual(['one', 'two']);
    expect(told.error[0]).toMatchObject({ code: 'listener', message: "a listener of 'message' threw; its error is the cause" });
    expect(told.error.map(({ cause }) => (cause as Error).message).sort()).toEqual(['at once', 'at once', 'later', 'later']);
  });

  test('of errors that throws is printed, as there is nobody else to tell', async () => {
    const printed = jest.spyOn(console, 'error').mockImplementation();
    const { connection } = await all.connected();
    const problem = new Error('in the listener of errors');
    connection.on('error', () => { throw problem; });

    all.gateway.tell('no JSON');

    await until(() => printed.mock.calls.length === 1);
    expect(printed).toHaveBeenCalledWith(problem);
    printed.mockRestore();
  });

  test('hears nothing more once it has ended, even if another one ended it just now', async () => {
    const { connection, told } = await all.connected();
    const heard: unknown[] = [];
    const listener = ({ data }: { data: unknown }) => heard.push(data);
    connection.on('message', () => end());
    const end = connection.on('message', listener);

    all.gateway.tell({ id: '1', data: 'one' });

    await until(() => told.message.length === 1);
    expect(heard).toEqual([]);
  });
});
