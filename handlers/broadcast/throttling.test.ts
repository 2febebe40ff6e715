import { connectionIds, FakeApi, queueEvent } from './fake-api';
import { Delivery } from '../realtime/broadcast-request';

const TEXT = '{"id":"m1","data":"secret"}';
const DONE = { batchItemFailures: [] };
const FAILED = { batchItemFailures: [{ itemIdentifier: 'message1' }] };

let api: FakeApi;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  jest.spyOn(console, 'warn').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
  api = new FakeApi();
  await api.start();
});

afterEach(async () => {
  await api.stop();
  jest.restoreAllMocks();
});

function delivery(deliver: string[], attempt = 1): Delivery {
  return { deliver, text: TEXT, id: 'm1', attempt };
}

/** Of connections that were throttled while others were not. */
function stuck(deliver: string[], attempt: number): Delivery {
  return { ...delivery(deliver, attempt), areStuck: true };
}

function requestsFor(connectionId: string): string[] {
  return api.connections.requests.filter((request) => request.endsWith(` ${connectionId}`)).map((request) => request.split(' ')[0]);
}

describe('a throttled connection', () => {
  test('has a second try soon, and then waits in the queue, as to wait here holds up the others', async () => {
    await api.connect(['stuck'], { throttled: 1_000 });
    await api.connect(['idle']);

    expect(await api.run(delivery(['stuck', 'idle']))).toEqual(DONE);
    expect(api.clock.slept).toEqual([200]);
    expect(requestsFor('stuck')).toEqual(['POST', 'POST']);
    expect(api.queue.requests).toEqual([stuck(['stuck'], 2)]);
    expect(api.queue.messages[0].delay).toBe(5);
  });

  test('has one try in each further attempt', async () => {
    await api.connect(['stuck'], { throttled: 1_000 });
    await api.run(stuck(['stuck'], 2));

    expect(api.clock.slept).toEqual([]);
    expect(requestsFor('stuck')).toEqual(['POST']);
    expect(api.queue.requests).toEqual([stuck(['stuck'], 3)]);
  });

  test('is waited for, a second at most, while each round gets somebody through', async () => {
    await api.connect(['second'], { throttled: 1 });
    await api.connect(['third'], { throttled: 2 });
    await api.connect(['fourth'], { throttled: 3 });
    await api.connect(['fifth'], { throttled: 4 });
    await api.run(delivery(['second', 'third', 'fourth', 'fifth'], 2));

    expect(api.clock.slept).toEqual([]);
    expect(api.queue.requests).toEqual([delivery(['second', 'third', 'fourth', 'fifth'], 3)]);
    api.queue.messages.length = 0;
    await api.run(delivery(['second', 'third', 'fourth', 'fifth'], 3));

    expect(api.clock.slept).toEqual([200, 400, 400]);
    expect(api.queue.messages).toEqual([]);
  });

  test('is tried later by itself when the function has no time left', async () => {
    api.timeout = 10_100;
    await api.connect(['stuck'], { throttled: 1_000 });
    await api.run(delivery(['stuck']));

    expect(api.queue.requests).toEqual([delivery(['stuck'], 2)]);
  });

  test('has its text as soon as it reads again', async () => {
    await api.connect(connectionIds(3));
    await api.connect(['slow'], { throttled: 4 });
    await api.broadcast({ to: { everyone: true }, data: 'secret', id: 'm1' });

    expect(api.connections.received('slow')).toEqual([TEXT]);
    expect(requestsFor('slow')).toEqual(['POST', 'POST', 'POST', 'POST', 'POST']);
    expect(api.source.deadLetters).toEqual([]);
  });
});

describe('throttling', () => {
  test('halves what is under way, down to five', async () => {
    const ids = connectionIds(200);
    await api.connect(ids.slice(0, 4), { throttled: 1 });
    await api.connect(ids.slice(4));
    const underWay: number[] = [];
    let count = 0;
    const { surroundings } = api;
    const { connections } = surroundings;
    const post = connections.post.bind(connections);
    jest.spyOn(connections, 'post').mockImplementation(async (id, message) => {
      underWay.push(count += 1);
      const answer = await post(id, message);
      count -= 1;
      return answer;
    });
    const event = queueEvent([JSON.stringify(delivery(ids))]);

    expect(await api.invoke(event, surroundings)).toEqual(DONE);
    expect(Math.max(...underWay)).toBe(50);
    // The first fifty are begun before anybody knows; the throttled ones come last.
    expect(Math.max(...underWay.slice(100))).toBe(5);
    for (const id of ids) expect(api.connections.received(id)).toEqual([TEXT]);
  });
});

describe('a connection that takes nothing in five attempts, while others do', () => {
  test('is ended, and nothing is known of it any more', async () => {
    await api.connect(['idle']);
    await api.connect(['stuck'], { full: true });
    await api.join('lobby', ['stuck', 'idle']);
    await api.broadcast({ to: { room: 'lobby' }, data: 'secret', id: 'm1' });

    expect(requestsFor('stuck')).toEqual(['POST', 'POST', 'POST', 'POST', 'POST', 'POST', 'DELETE']);
    expect(api.connections.isOpen('stuck')).toBe(false);
    expect(await api.engine.items()).toEqual(['idle room#lobby', 'idle session']);
    expect(api.source.deadLetters).toEqual([]);
    expect(api.connections.received('idle')).toEqual([TEXT]);
    expect(console.warn).toHaveBeenCalledWith('message \'m1\': 1 connections are ended, as they took nothing in all attempts while others did');
  });

  test('is ended together with others like it, and those that fail otherwise stay', async () => {
    await api.connect(['stuck1', 'stuck2'], { full: true });
    await api.connect(['failing'], { failing: 1_000 });

    expect(await api.run(stuck(['stuck1', 'failing', 'stuck2'], 5))).toEqual(DONE);
    expect(['stuck1', 'stuck2', 'failing'].filter((id) => api.connections.isOpen(id))).toEqual(['failing']);
    expect(api.queue.requests).toEqual([delivery(['failing'], 5)]);
  });

  test('is not ended when it was throttled and failed in turn', async () => {
    await api.connect(['odd'], { throttled: 2, failing: 100 });
    await api.connect(['idle']);
    await api.run(delivery(['odd', 'idle']));
    await api.run(stuck(['odd'], 2));

    expect(api.queue.requests).toEqual([stuck(['odd'], 2), delivery(['odd'], 3)]);
  });

  test('is not ended when nobody else was reached, as the account may be throttled', async () => {
    await api.connect(['stuck'], { full: true });

    expect(await api.run(delivery(['stuck'], 5))).toEqual(FAILED);
    expect(api.connections.isOpen('stuck')).toBe(true);
  });

  test('does not count as such when most are throttled, as the account may be', async () => {
    await api.connect(['stuck1', 'stuck2'], { full: true });
    await api.connect(['idle']);
    await api.run(delivery(['stuck1', 'stuck2', 'idle']));

    expect(api.queue.requests).toEqual([delivery(['stuck1', 'stuck2'], 2)]);
  });

  test('is not ended before the fifth attempt', async () => {
    await api.connect(['stuck'], { full: true });

    expect(await api.run(stuck(['stuck'], 4))).toEqual(DONE);
    expect(api.connections.isOpen('stuck')).toBe(true);
  });

  test('is not ended when there is no time for it', async () => {
    api.timeout = 10_100;
    await api.connect(['stuck'], { full: true });
    const { surroundings } = api;
    const { connections } = surroundings;
    const post = connections.post.bind(connections);
    jest.spyOn(connections, 'post').mockImplementation(async (id, message) => {
      api.clock.pass(100);
      return post(id, message);
    });
    const event = queueEvent([JSON.stringify(stuck(['stuck'], 5))]);

    expect(await api.invoke(event, surroundings)).toEqual(FAILED);
    expect(api.connections.isOpen('stuck')).toBe(true);
    expect(console.warn).toHaveBeenCalledWith('message \'m1\': 1 connections take nothing and are not ended (there was no time)');
  });

  test('is ended although the table does not let it go', async () => {
    await api.connect(['stuck'], { full: true });
    api.engine.fail('DeleteItem');

    expect(await api.run(stuck(['stuck'], 5))).toEqual(DONE);
    expect(api.connections.isOpen('stuck')).toBe(false);
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('connection \'stuck\' is gone and stays in the table'));
  });

  test('goes to the dead letters when the function may not end it, and a line says so', async () => {
    await api.connect(['stuck'], { full: true, lasting: true });

    expect(await api.run(stuck(['stuck'], 5))).toEqual(FAILED);
    expect(console.warn).toHaveBeenCalledWith('message \'m1\': 1 connections take nothing and are not ended (ForbiddenException)');
  });

  test('may have gone by itself', async () => {
    await api.connect(['stuck'], { full: true });
    const { surroundings } = api;
    jest.spyOn(surroundings.connections, 'disconnect').mockResolvedValue({ outcome: 'gone', reason: 'GoneException', status: 410 });
    const event = queueEvent([JSON.stringify(stuck(['stuck'], 5))]);

    expect(await api.invoke(event, surroundings)).toEqual(DONE);
    expect(await api.engine.items()).toEqual([]);
  });
});

test('five of a thousand that take nothing cost a second of the function\'s time, and nobody else waits longer than that', async () => {
  const ids = connectionIds(1_000);
  await api.connect(ids);
  // One in each delivery, as the index is in order.
  const takeNothing = ids.filter((_, index) => index % 200 === 7);
  await api.connect(takeNothing, { full: true });
  const others = ids.filter((id) => !takeNothing.includes(id));
  const begin = api.clock.now();
  let functionMillis = 0;
  let lateMillis: number | undefined;
  api.queue.messages.push({ body: JSON.stringify({ to: { everyone: true }, data: 'secret', id: 'm1' }), delay: 0 });
  await api.source.drain(async (event) => {
    const from = api.clock.now();
    const answer = await api.invoke(event);
    functionMillis += api.clock.now() - from;
    if (others.every((id) => api.connections.received(id).length > 0)) lateMillis ??= api.clock.now() - begin;
    return answer;
  });

  expect(functionMillis).toBe(1_000);
  expect(lateMillis).toBe(1_000);
  // 5, 10, 20 and 40 seconds in the queue, and then their ends.
  expect(api.clock.now() - begin).toBe(76_000);
  expect(takeNothing.filter((id) => api.connections.isOpen(id))).toEqual([]);
  expect(api.source.deadLetters).toEqual([]);
  expect(await api.engine.items()).toEqual(others.map((id) => `${id} session`));
});
