import { RealtimeConnection } from './realtime-connection';
import { TestConnections, Told } from './test-connections';
import { until } from './until';

let all: TestConnections;
let connection: RealtimeConnection;
let told: Told;

beforeEach(async () => {
  all = new TestConnections();
  await all.gateway.start();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await all.end();
});

describe('what is received', () => {
  beforeEach(async () => {
    ({ connection, told } = await all.connected());
  });

  test('is told as a broadcast when it has an id and data', async () => {
    all.gateway.tell({ id: 'a', data: { text: 'hello' } });
    all.gateway.tell({ id: 'b', data: null });

    await until(() => told.message.length === 2);
    expect(told.message).toEqual([{ id: 'a', data: { text: 'hello' } }, { id: 'b', data: null }]);
  });

  test('is told once, however often one id comes', async () => {
    all.gateway.tell({ id: 'a', data: 1 });
    all.gateway.tell({ id: 'a', data: 1 });
    all.gateway.tell({ id: 'b', data: 2 });

    await until(() => told.message.length === 2);
    expect(told.message.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test.each([
    { action: 'getOrder', id: 'order-7', data: 'its own' },
    { id: 'order-7', status: 'new' },
    { id: 7, data: 'a number for an id' },
    { id: 'x', link: 'http://not.encrypted/', bytes: 9 },
    { message: 'hello', requestId: 'not from API Gateway' },
    ['a', 'list'],
    'null', '7', '"text"',
  ])('is told as a whole, each time, when it is what a route answers: %j', async (answer) => {
    all.gateway.tell(answer);
    all.gateway.tell(answer);

    await until(() => told.message.length === 2);
    const data: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
    expect(told.message).toEqual([{ data }, { data }]);
  });

  test.each(['no JSON', '', '{"id":', Buffer.from([0, 255, 1])])('fails to be read when it is garbage (%j), which is told without quoting it, and harms nothing', async (garbage) => {
    all.gateway.tell(garbage);
    all.gateway.tell({ id: 'a', data: 1 });

    await until(() => told.message.length === 1);
    expect(told.error).toMatchObject([{ code: 'unreadable', message: 'a message is no JSON and is left out' }]);
  });

  test.each([
    { action: 'error', message: 'no route takes this message' },
    { message: 'Forbidden', connectionId: 'abc=', requestId: 'def=' },
  ])('fails what was sent when API Gateway says so: %j', async (refusal) => {
    all.gateway.tell(refusal);

    await until(() => told.error.length === 1);
    expect(told.error).toMatchObject([{ code: 'refused', message: `API Gateway refused a message: ${refusal.message}` }]);
    expect(told.message).toEqual([]);
  });

  test('may be ten thousand messages, each with its repetition', async () => {
    for (let number = 0; number < 10_000; number += 1) {
      all.gateway.tell({ id: `message-${number}`, data: number });
      all.gateway.tell({ id: `message-${number}`, data: number });
    }

    await until(() => told.message.length >= 10_000);
    all.gateway.tell({ id: 'last', data: 'last' });
    await until(() => told.message.length > 10_000);

    expect(told.message.map(({ data }) => data)).toEqual([...Array(10_000).keys(), 'last']);
    expect(connection.state).toBe('open');
  });
});

describe('a message whose data stands elsewhere', () => {
  const LARGE = { id: 'large', link: 'https://bucket.example/large?signature=secret', bytes: 200_000 };

  test('is told with its data, once', async () => {
    const links: string[] = [];
    const readLink = async (link: string) => {
      links.push(link);
      return { text: 'long' };
    };
    ({ told } = await all.connected({ readLink }));

    all.gateway.tell(LARGE);
    all.gateway.tell({ ...LARGE, link: 'https://bucket.example/large?signature=other' });
    all.gateway.tell({ id: 'small', data: 1 });

    await until(() => told.message.length === 2);
    expect(told.message).toContainEqual({ id: 'large', data: { text: 'long' } });
    expect(links).toEqual([LARGE.link]);
  });

  test('is fetched without cookies', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{"text":"long"}'));
    ({ told } = await all.connected());

    all.gateway.tell(LARGE);

    await until(() => told.message.length === 1);
    expect(told.message).toEqual([{ id: 'large', data: { text: 'long' } }]);
    expect(fetched).toHaveBeenCalledWith(LARGE.link, { credentials: 'omit', signal: expect.any(AbortSignal) });
  });

  test('is read again when that fails, soon twice and then much later, as all receivers read it at once', async () => {
    let attempts = 0;
    const readLink = async () => {
      attempts += 1;
      if (attempts < 4) throw new Error('network');
      return 'long';
    };
    ({ told } = await all.connected({ readLink }));
    const pending = all.clock.pending;

    all.gateway.tell(LARGE);
    for (const [attempt, delay] of [[1, 250], [2, 500], [3, 7_500]]) {
      await until(() => attempts === attempt && all.clock.pending > pending);
      expect(all.clock.next).toBe(delay);
      all.clock.pass(delay);
    }

    await until(() => told.message.length === 1);
    expect(told.message).toEqual([{ id: 'large', data: 'long' }]);
    expect(all.clock.pending).toBe(pending);
  });

  test.each([[0, [0, 0, 5_000]], [0.9999, [499.95, 999.9, 9_999.5]]])('is read again after delays that are drawn by chance: %d means %j', async (chance, delays) => {
    const readLink = jest.fn(async () => Promise.reject(new Error('network')));
    ({ told } = await all.connected({ readLink }));
    const pending = all.clock.pending;
    all.clock.chance = chance;

    all.gateway.tell(LARGE);
    for (const [index, delay] of delays.entries()) {
      await until(() => readLink.mock.calls.length === index + 1 && all.clock.pending > pending);
      expect(all.clock.next).toBeCloseTo(delay);
      all.clock.pass(delay + 1);
    }

    await until(() => told.error.length === 1);
    expect(readLink).toHaveBeenCalledTimes(4);
  });

  test('fails after four attempts, which is told without its link; it is read anew when it comes again', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('', { status: 403 }));
    ({ told } = await all.connected());
    const pending = all.clock.pending;

    all.gateway.tell(LARGE);
    for (const attempt of [1, 2, 3]) {
      await until(() => fetched.mock.calls.length === attempt && all.clock.pending > pending);
      all.clock.pass(10_000);
    }

    await until(() => told.error.length === 1);
    expect(told.error).toMatchObject([{ code: 'link', id: 'large', message: "the data of message 'large' cannot be read from its link" }]);
    expect(JSON.stringify(told.error) + String(told.error[0].stack) + String(told.error[0].cause)).not.toContain('secret');
    fetched.mockImplementation(async () => new Response('"long"'));
    all.gateway.tell(LARGE);
    await until(() => told.message.length === 1);
  });

  test('is given up by close, whether it is being read or waits for another attempt', async () => {
    const signals: AbortSignal[] = [];
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      if (String(url).endsWith('failing')) throw new Error('network');
      signals.push(init!.signal!);
      return new Promise(() => undefined);
    });
    ({ connection, told } = await all.connected());
    const pending = all.clock.pending;
    all.gateway.tell(LARGE);
    all.gateway.tell({ ...LARGE, id: 'other', link: 'https://bucket.example/failing' });
    await until(() => signals.length === 1 && all.clock.pending > pending);

    connection.close();

    expect(signals[0].aborted).toBe(true);
    expect(all.clock.pending).toBe(0);
    expect(told.order).toEqual(['open', 'close']);
  });
});
