import { WebSocket } from 'ws';
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

describe('a connection that is lost', () => {
  test('comes back after a delay, subscribes in the same order, and then sends what waited', async () => {
    const { connection, told } = await all.connected();
    connection.subscribe('join', { room: 'b' });
    connection.subscribe('join', { room: 'a' });
    connection.subscribe('join', { room: 'gone' })();
    await until(() => all.gateway.received.length === 3);

    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    expect(connection.state).toBe('connecting');
    expect(told.close).toEqual([{ why: 'lost', code: 1001, retryIn: 250 }]);
    connection.send('waited');
    expect(all.clock.next).toBe(250);
    all.clock.pass(250);

    await until(() => all.gateway.received.length === 6);
    expect(all.gateway.received.slice(3)).toEqual(['2 {"action":"join","room":"b"}', '2 {"action":"join","room":"a"}', '2 {"action":"waited"}']);
    expect(told.order).toEqual(['open', 'close', 'open', 'recovered']);
  });

  test('says since when it was away, which is when the server was last heard, and what it had last', async () => {
    const { told } = await all.connected();
    all.clock.pass(60_000);
    all.gateway.tell({ id: 'a', data: 1 });
    await until(() => told.message.length === 1);
    const heard = new Date(all.clock.now());
    all.clock.pass(60_000);

    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(250);

    await until(() => told.recovered.length === 1);
    expect(told.recovered).toEqual([{ awaySince: heard, lastId: 'a' }]);
  });

  test('was away since it opened when it has heard nothing', async () => {
    const { told } = await all.connected();
    const opened = new Date(all.clock.now());
    all.clock.pass(60_000);

    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(250);

    await until(() => told.recovered.length === 1);
    expect(told.recovered).toEqual([{ awaySince: opened, lastId: undefined }]);
  });

  test('was away since the first of several losses when it has heard nothing in between', async () => {
    const { told } = await all.connected();
    const opened = new Date(all.clock.now());
    for (const losses of [1, 2]) {
      all.clock.pass(60_000);
      all.gateway.closeAll(1001);
      await until(() => told.close.length === losses);
      all.clock.pass(250);
      await until(() => told.recovered.length === losses);
    }

    expect(told.recovered.map(({ awaySince }) => awaySince)).toEqual([opened, opened]);
  });

  test('drops what it had before it was lost', async () => {
    const { told } = await all.connected();
    all.gateway.tell({ id: 'a', data: 1 });
    await until(() => told.message.length === 1);
    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(250);
    await until(() => told.open.length === 2);

    all.gateway.tell({ id: 'a', data: 1 });
    all.gateway.tell({ id: 'b', data: 2 });

    await until(() => told.message.length === 2);
    expect(told.message.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('asks for a new token', async () => {
    let asked = 0;
    const token = async () => `token-${asked += 1}`;
    const { told } = await all.connected({ token });

    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(250);
    await until(() => told.open.length === 2);

    expect(all.gateway.attempts.map(({ protocols }) => protocols[1])).toEqual(['bearer.token-1', 'bearer.token-2']);
  });

  test('comes back when the server does', async () => {
    const { connection, told } = await all.connected();

    await all.gateway.stop();
    await until(() => told.close.length === 1);
    expect(told.close[0].code).toBe(1006);
    all.clock.pass(told.close[0].retryIn!);
    await all.failures(told, 2);
    await until(() => told.error.length === 3);
    await all.gateway.start();
    all.clock.pass(told.error[2].retryIn!);

    await until(() => connection.state === 'open');
  });
});

describe('the delays', () => {
  test('double in their bound up to 30 seconds while connections are refused', async () => {
    all.gateway.refusal = 401;
    const { told } = all.connect();

    expect(await all.failures(told, 9)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    expect(told.error.map(({ code, failures: count }) => `${code} ${count}`).slice(0, 3)).toEqual(['connect 1', 'connect 2', 'connect 3']);
    expect(told.order).not.toContain('close');
  });

  test('are drawn from zero up to their bound', async () => {
    all.gateway.refusal = 403;
    all.clock.chance = 0;
    const { told } = all.connect();
    expect(await all.failures(told, 3)).toEqual([0, 0, 0]);

    all.clock.chance = 0.999;
    await until(() => told.error.length === 4);
    expect(told.error[3].retryIn).toBeCloseTo(0.999 * 4_000);
  });

  test('have another longest one when that is given', async () => {
    all.gateway.refusal = 503;
    const { told } = all.connect({ longestDelay: 1_000 });

    expect(await all.failures(told, 4)).toEqual([250, 500, 500, 500]);
  });

  test('grow as well when a server lets in and closes at once', async () => {
    all.gateway.closesAtOnce = true;
    const { told } = all.connect();

    for (let closed = 1; closed <= 4; closed += 1) {
      await until(() => told.close.length === closed);
      all.clock.pass(told.close[closed - 1].retryIn!);
    }

    expect(told.close.slice(0, 4)).toEqual([250, 500, 1_000, 2_000].map((retryIn) => ({ why: 'lost', code: 1011, retryIn })));
  });

  test('begin anew after a connection that lasted, and not after a shorter one', async () => {
    const { told } = await all.connected();
    all.clock.pass(29_999);
    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(250);
    await until(() => told.open.length === 2);
    all.clock.pass(29_999);
    all.gateway.closeAll(1001);
    await until(() => told.close.length === 2);
    all.clock.pass(500);
    await until(() => told.open.length === 3);
    all.clock.pass(30_000);
    all.gateway.closeAll(1001);
    await until(() => told.close.length === 3);

    expect(told.close.map(({ retryIn }) => retryIn)).toEqual([250, 500, 250]);
  });
});

describe('an attempt to connect', () => {
  test('fails when there is no token, with the cause, and asks again', async () => {
    const problem = new Error('signed out');
    let asked = 0;
    const { told } = all.connect({
      token: async () => {
        asked += 1;
        if (asked === 1) throw problem;
        return 'ey';
      },
    });

    await until(() => told.error.length === 1);
    expect(told.error[0]).toMatchObject({ code: 'token', cause: problem, failures: 1, retryIn: 250 });
    all.clock.pass(250);
    await until(() => told.open.length === 1);
  });

  test.each([
    ['a text that is empty', '', "'token' gave no text, so nothing can connect; let it give a token"],
    ['characters of no subprotocol', 'secret with blanks', "the token has characters that a subprotocol cannot carry; encode it, or give 'tokenQuery'"],
  ])('fails with a token of %s, which is not quoted', async (_, value, message) => {
    const { told } = all.connect({ token: () => value });

    await until(() => told.error.length === 1);
    expect(told.error[0]).toMatchObject({ code: 'token', message });
    expect(all.gateway.attempts).toEqual([]);
  });

  test('fails when the server does not answer, and does not wait for it', async () => {
    all.gateway.hangs = true;
    const { told } = all.connect();
    await until(() => all.gateway.attempts.length === 1);

    all.clock.pass(30_000);
    all.gateway.hangs = false;
    all.clock.pass(250);

    await until(() => told.open.length === 1);
    expect(told.order).toEqual(['error', 'open']);
  });

  test('fails when the token never comes', async () => {
    const { told } = all.connect({ token: async () => new Promise(() => undefined) });

    all.clock.pass(29_999);
    expect(told.error).toEqual([]);
    all.clock.pass(1);

    expect(told.error).toMatchObject([{ code: 'connect', message: 'nothing answered within 30 s', retryIn: 250 }]);
  });

  test('fails without quoting the token when the class of sockets throws', async () => {
    class Picky extends WebSocket {
      constructor(url: string, protocols: string[]) {
        throw new SyntaxError(`${url} ${protocols}`);
        super(url);
      }
    }
    const { told } = all.connect({ WebSocket: Picky, token: () => 'secret' });

    await until(() => told.error.length === 1);
    expect(told.error[0]).toMatchObject({ code: 'connect', message: 'no WebSocket can be made with this url and protocol; write what a browser takes' });
    expect(String(told.error[0].stack) + String(told.error[0].cause)).not.toContain('secret');
  });
});
