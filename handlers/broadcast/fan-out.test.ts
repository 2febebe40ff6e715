import { connectionIds, FakeApi, queueEvent } from './fake-api';
import { Delivery, PreparedBroadcast } from '../realtime/broadcast-request';

/** So long that a page of 1 MB has fewer than a thousand of its members. */
const LONG_ROOM = 'r'.repeat(1_000);

const DONE = { batchItemFailures: [] };
const FAILED = { batchItemFailures: [{ itemIdentifier: 'message1' }] };

let api: FakeApi;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
  api = new FakeApi();
  await api.start();
});

afterEach(async () => {
  await api.stop();
  jest.restoreAllMocks();
});

function deliveries(): Delivery[] {
  return api.queue.requests.filter((request): request is Delivery => 'deliver' in (request as Delivery));
}

function furtherPages(): PreparedBroadcast[] {
  return api.queue.requests.filter((request): request is PreparedBroadcast => 'after' in (request as PreparedBroadcast));
}

function receivedBy(connectionId: string): unknown[] {
  return api.connections.received(connectionId).map((text) => JSON.parse(text) as unknown);
}

describe('a broadcast', () => {
  beforeEach(async () => {
    await api.connect(['ann1', 'ann2', 'bob', 'nobody']);
    await api.remember(['ann1', 'ann2'], { userId: { S: 'ann' } });
    await api.remember(['bob'], { userId: { S: 'bob' } });
    await api.join('lobby', ['ann1', 'bob']);
  });

  test.each([
    [{ connection: 'bob' }, ['bob']],
    [{ user: 'ann' }, ['ann1', 'ann2']],
    [{ room: 'lobby' }, ['ann1', 'bob']],
    [{ everyone: true as const }, ['ann1', 'ann2', 'bob', 'nobody']],
  ])('to %j goes to them alone, at once', async (to, receivers) => {
    expect(await api.run({ to, data: { price: 1 }, id: 'm1' })).toEqual(DONE);

    for (const id of ['ann1', 'ann2', 'bob', 'nobody']) {
      expect(receivedBy(id)).toEqual(receivers.includes(id) ? [{ id: 'm1', data: { price: 1 } }] : []);
    }
    expect(api.queue.messages).toEqual([]);
    expect(api.engine.calls).toEqual('connection' in to ? [] : ['Query']);
  });

  test.each([
    [{ connection: 'bob' }],
    [{ room: 'lobby' }],
  ])('to %j leaves out whom it should', async (to) => {
    await api.run({ to, data: 1, except: ['bob'] });

    expect(receivedBy('bob')).toEqual([]);
    expect(receivedBy('ann1')).toHaveLength('room' in to ? 1 : 0);
  });

  test.each([
    [{ user: 'nobody' }, 'user'],
    [{ room: 'empty' }, 'room'],
    [{ connection: 'bob' }, 'connection'],
  ])('to %j ends well when that is nobody', async (to, kind) => {
    expect(await api.run({ to, data: 1, id: 'm1', except: ['bob'] })).toEqual(DONE);

    expect(console.info).toHaveBeenCalledWith(`message 'm1' to ${kind}: 0 receivers`);
    expect(api.connections.requests).toEqual([]);
  });

  test('has the id of the queue\'s message when it has none', async () => {
    await api.run({ to: { connection: 'bob' }, data: null });

    expect(receivedBy('bob')).toEqual([{ id: 'message1', data: null }]);
  });

  test('goes to the connections of this region alone', async () => {
    await api.connect(['far']);
    await api.remember(['far'], { userId: { S: 'ann' }, onlineIn: { S: 'us-east-1' } });
    await api.join('lobby', ['far'], 'us-east-1');
    await api.run({ to: { user: 'ann' }, data: 1 }, { to: { room: 'lobby' }, data: 1 }, { to: { everyone: true }, data: 1 });

    expect(receivedBy('far')).toEqual([]);
    expect(receivedBy('ann1')).toHaveLength(3);
  });

  test('leaves a session of another region alone, whose connection is gone here', async () => {
    await api.remember(['far'], { onlineIn: { S: 'us-east-1' } });
    await api.run({ to: { connection: 'far' }, data: 1 });

    expect(await api.engine.items()).toContain('far session');
  });

  test('of a text goes out as it is', async () => {
    await api.run({ to: { connection: 'bob' }, text: '{"id":"m1","link":"https://example.com","bytes":9}', id: 'm1', except: [] });

    expect(api.connections.received('bob')).toEqual(['{"id":"m1","link":"https://example.com","bytes":9}']);
  });

  test.each(['ThrottlingException', 'ProvisionedThroughputExceededException'])('is not put off by a read that is refused with %s', async (code) => {
    api.engine.refuse('Query', code);
    api.engine.refuse('Query', code);

    expect(await api.run({ to: { room: 'lobby' }, data: 1 })).toEqual(DONE);
    expect(receivedBy('ann1')).toHaveLength(1);
    expect(api.clock.slept).toEqual([100, 200]);
  });

  test('fails when the table cannot be read for all of its time, and is seen again soon', async () => {
    for (let read = 0; read < 100; read += 1) api.engine.fail('Query');

    expect(await api.run({ to: { room: 'lobby' }, data: 1 })).toEqual(FAILED);
    const waited = api.clock.slept.reduce((sum, millis) => sum + millis, 0);
    expect(waited).toBeGreaterThan(45_000);
    expect(waited).toBeLessThanOrEqual(50_000);
    expect(api.queue.shownAgain).toEqual([{ receipt: 'receipt1', seconds: 5 }]);
  });

  test('fails at once when the table may not be read', async () => {
    api.engine.refuse('Query', 'AccessDeniedException');

    expect(await api.run({ to: { room: 'lobby' }, data: 1 })).toEqual(FAILED);
    expect(api.clock.slept).toEqual([]);
  });

  test('fails to a room where there are none, whoever has asked for it', async () => {
    const event = queueEvent(['{"to":{"room":"lobby"},"data":1}']);

    expect(await api.invoke(event, { ...api.surroundings, keepsRooms: false })).toEqual(FAILED);
    expect(api.queue.shownAgain).toEqual([{ receipt: 'receipt1', seconds: 0 }]);
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining('write sessions: Sessions.stored() on the API'));
  });

  test('logs neither data nor user nor room', async () => {
    await api.run({ to: { room: 'lobby' }, data: 'secret', id: 'm1' }, { to: { user: 'ann' }, data: 'secret', id: 'm2' });

    const lines = jest.mocked(console.info).mock.calls.flat();
    expect(lines).toEqual([
      'message \'m1\' to room: 2 receivers', 'message \'m1\', attempt 1: 2 delivered, 0 gone; not reached: 0',
      'message \'m2\' to user: 2 receivers', 'message \'m2\', attempt 1: 2 delivered, 0 gone; not reached: 0',
    ]);
  });
});

describe('many receivers', () => {
  test('that are 200 are told at once', async () => {
    await api.connect(connectionIds(200));
    await api.run({ to: { everyone: true }, data: 1 });

    expect(api.queue.messages).toEqual([]);
    expect(api.connections.requests).toHaveLength(200);
  });

  test('that are 201 become deliveries', async () => {
    const ids = connectionIds(201);
    await api.remember(ids);
    await api.run({ to: { everyone: true }, data: 1, id: 'm1' });

    expect(deliveries().map(({ deliver }) => deliver.length)).toEqual([200, 1]);
    expect(deliveries().flatMap(({ deliver }) => deliver).sort()).toEqual(ids);
    expect(deliveries()[0]).toMatchObject({ text: '{"id":"m1","data":1}', id: 'm1', attempt: 1 });
    expect(api.connections.requests).toEqual([]);
  });

  test('that are 201 with one left out are told at once', async () => {
    const ids = connectionIds(201);
    await api.connect(ids);
    await api.run({ to: { everyone: true }, data: 1, except: [ids[7]] });

    expect(api.queue.messages).toEqual([]);
    expect(api.connections.requests).toHaveLength(200);
  });

  test('of more than one page become a page and a message about the rest of them', async () => {
    const ids = connectionIds(1_500);
    await api.join(LONG_ROOM, ids);
    await api.run({ to: { room: LONG_ROOM }, data: 1, id: 'm1', except: [ids[0]] });

    expect(api.engine.calls).toEqual(['Query']);
    const [page] = furtherPages();
    expect(page).toEqual({ to: { room: LONG_ROOM }, text: '{"id":"m1","data":1}', id: 'm1', except: [ids[0]], after: expect.any(Object) as object });
    expect(api.queue.requests.at(-1)).toEqual(page);
    expect(page.after!.connectionId).toBe(deliveries().at(-1)!.deliver.at(-1));
  });

  test('of several pages are told once each', async () => {
    const ids = connectionIds(1_500);
    await api.join(LONG_ROOM, ids);
    const told: string[] = [];
    let pages = 0;
    for (let next: PreparedBroadcast | undefined = { to: { room: LONG_ROOM }, text: '{}', id: 'm1', except: [] }; next; [next] = furtherPages()) {
      api.queue.messages.length = 0;
      await api.run(next);
      told.push(...deliveries().flatMap(({ deliver }) => deliver));
      pages += 1;
    }

    expect(told.sort()).toEqual(ids);
    expect(api.engine.calls).toEqual(Array(pages).fill('Query'));
    expect(pages).toBe(3);
  });

  test('of whom a page has none of this region lead to the next page', async () => {
    await api.join(LONG_ROOM, connectionIds(1_100, 'a'), 'us-east-1');
    await api.connect(['z']);
    await api.join(LONG_ROOM, ['z']);
    await api.broadcast({ to: { room: LONG_ROOM }, data: 1, id: 'm1' });

    expect(console.info).toHaveBeenCalledWith('message \'m1\' to room: 0 receivers, and a further page');
    expect(receivedBy('z')).toEqual([{ id: 'm1', data: 1 }]);
  });

  test('of a large text come into the queue in batches that it takes', async () => {
    await api.remember(connectionIds(2_000));
    // Each quotation mark has one more character in the text, and two more in the text of a message of the queue.
    await api.run({ to: { everyone: true }, data: '"'.repeat(60_000) });

    expect(deliveries()).toHaveLength(10);
    expect(api.queue.calls).toEqual([4, 4, 2]);
  });

  test('of a small text come into the queue ten deliveries at a time', async () => {
    await api.remember(connectionIds(2_100));
    await api.run({ to: { everyone: true }, data: 1 });

    expect(api.queue.calls).toEqual([10, 1]);
  });

  test('are told of characters that SQS does not take', async () => {
    await api.remember(connectionIds(201));
    await api.run('{"to":{"everyone":true},"data":"\\uffff\\ufffe\\ud800\\u0000","id":"m1"}');

    const [{ text }] = api.queue.requests as { text: string }[];
    expect(JSON.parse(text)).toEqual({ id: 'm1', data: '\uffff\ufffe\ud800\u0000' });
  });
});
