import { connectionIds, FakeApi, queueEvent } from './fake-api';
import { Delivery } from '../realtime/broadcast-request';

const TEXT = '{"id":"m1","data":"secret"}';

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

const DONE = { batchItemFailures: [] };
const FAILED = { batchItemFailures: [{ itemIdentifier: 'message1' }] };

function postsTo(connectionId: string): number {
  return api.connections.requests.filter((request) => request === `POST ${connectionId}`).length;
}

describe('a delivery', () => {
  test('brings the text to each of its connections, as it is', async () => {
    const ids = connectionIds(200);
    await api.connect(ids);

    expect(await api.run(delivery(ids))).toEqual(DONE);
    for (const id of ids) expect(api.connections.received(id)).toEqual([TEXT]);
    expect(api.queue.messages).toEqual([]);
    expect(api.engine.calls).toEqual([]);
  });

  test('takes what is no id of a connection for one that is gone', async () => {
    await api.connect(['stands']);

    expect(await api.run(delivery(['no id!', 'stands']))).toEqual(DONE);
    expect(console.info).toHaveBeenCalledWith('message \'m1\', attempt 1: 1 delivered, 1 gone; not reached: 0');
    expect(api.queue.messages).toEqual([]);
  });

  test('brings a link that is made when it is sent, and keeps the data\'s place for whom it does not reach', async () => {
    await api.connect(['idle1', 'idle2']);
    await api.connect(['busy'], { failing: 100 });
    const object = { key: 'messages/m1-0', bytes: 140_000 };
    const large: Delivery = { deliver: ['idle1', 'idle2', 'busy'], object, id: 'm1', attempt: 1 };

    expect(await api.run(large)).toEqual(DONE);
    const [text] = api.connections.received('idle1');
    expect(JSON.parse(text)).toEqual({ id: 'm1', link: expect.stringContaining('/messages/m1-0?') as string, bytes: 140_000 });
    expect(api.connections.received('idle2')).toEqual([text]);
    expect(api.queue.requests).toEqual([{ ...large, deliver: ['busy'], attempt: 2 }]);
  });

  test('fails for data in a bucket that the API does not have', async () => {
    const { surroundings } = api;
    const body = JSON.stringify({ deliver: ['idle'], object: { key: 'messages/m1-0', bytes: 9 }, id: 'm1', attempt: 1 });
    const event = queueEvent([body]);

    expect(await api.invoke(event, { ...surroundings, offload: undefined })).toEqual(FAILED);
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining('let the API offload large messages'));
  });

  test('posts once to a connection that it names twice', async () => {
    await api.connect(['ann']);
    await api.run(delivery(['ann', 'ann']));

    expect(api.connections.received('ann')).toEqual([TEXT]);
  });

  test('removes all that is known of a connection that is gone, and nothing else', async () => {
    await api.connect(['stands']);
    await api.remember(['gone']);
    await api.join('lobby', ['stands', 'gone']);
    await api.join('hall', ['gone']);

    expect(await api.run(delivery(['gone', 'stands']))).toEqual(DONE);
    expect(await api.engine.items()).toEqual(['stands room#lobby', 'stands session']);
    expect(api.connections.received('stands')).toEqual([TEXT]);
  });

  test('ends well when nobody stands any more', async () => {
    expect(await api.run(delivery(['gone1', 'gone2'], 5))).toEqual(DONE);
    expect(api.queue.messages).toEqual([]);
  });

  test('ends well when the table does not let the gone go', async () => {
    await api.connect(['stands']);
    await api.remember(['gone']);
    api.engine.fail('DeleteItem');

    expect(await api.run(delivery(['gone', 'stands']))).toEqual(DONE);
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('connection \'gone\' is gone and stays in the table'));
  });

  test('comes back to a connection that does not stand yet', async () => {
    const connectedAt = { N: `${api.clock.now() / 1_000 - 1}` };
    await api.remember(['connecting'], { connectedAt });

    expect(await api.run(delivery(['connecting']))).toEqual(DONE);
    expect(await api.engine.items()).toEqual(['connecting session']);
    expect(api.queue.requests).toEqual([delivery(['connecting'], 2)]);

    api.connections.connect('connecting');
    await api.source.drain((event) => api.invoke(event));
    expect(api.connections.received('connecting')).toEqual([TEXT]);
  });

  test('gives up a connection that never came to stand', async () => {
    await api.remember(['connecting'], { connectedAt: { N: `${api.clock.now() / 1_000 - 1}` } });
    await api.run(delivery(['connecting']));
    await api.source.drain((event) => api.invoke(event));

    expect(api.source.deadLetters).toEqual([]);
    expect(await api.engine.items()).toEqual([]);
  });
});

describe('a connection that is not there or cannot take it', () => {
  test('is tried again for a second, after waiting longer each time', async () => {
    await api.connect(['busy'], { failing: 3 });
    await api.connect(['idle']);

    expect(await api.run(delivery(['busy', 'idle']))).toEqual(DONE);
    expect(api.connections.received('busy')).toEqual([TEXT]);
    expect(postsTo('idle')).toBe(1);
    expect(api.clock.slept).toEqual([200, 400, 400]);
    expect(api.queue.messages).toEqual([]);
  });

  test('is waited for by up to a quarter longer, so that functions do not knock in step', async () => {
    jest.spyOn(api.clock, 'random').mockReturnValue(0.8);
    await api.connect(['busy'], { failing: 2 });
    await api.run(delivery(['busy']));

    expect(api.clock.slept).toEqual([240, 480]);
  });

  test('counts as tried when there was no time to try it again', async () => {
    api.timeout = 10_200;
    await api.connect(['busy'], { failing: 1_000 });
    await api.run(delivery(['busy']));

    expect(postsTo('busy')).toBe(1);
    expect(api.queue.requests).toEqual([delivery(['busy'], 2)]);
  });

  test('comes last, after all others', async () => {
    const ids = connectionIds(60);
    await api.connect(ids);
    await api.connect([ids[0]], { failing: 1 });
    await api.run(delivery(ids));

    expect(api.connections.requests.at(-1)).toBe(`POST ${ids[0]}`);
    expect(api.connections.requests).toHaveLength(61);
  });

  test('goes back to the queue after a second, alone and with a delay', async () => {
    await api.connect(['busy'], { failing: 100 });
    await api.connect(['idle']);

    expect(await api.run(delivery(['busy', 'idle']))).toEqual(DONE);
    expect(api.clock.slept).toEqual([200, 400, 400]);
    expect(api.queue.requests).toEqual([delivery(['busy'], 2)]);
    expect(api.queue.messages[0].delay).toBe(5);
  });

  test('goes back to the queue when the time of the function is over', async () => {
    api.timeout = 10_700;
    await api.connect(['busy'], { failing: 100 });
    await api.run(delivery(['busy']));

    expect(api.clock.slept).toEqual([200, 400]);
    expect(api.queue.requests).toEqual([delivery(['busy'], 2)]);
  });

  test.each([[1, 5], [2, 10], [3, 20], [4, 40]])('waits in the queue after attempt %i for %i seconds', async (attempt, seconds) => {
    await api.connect(['busy'], { failing: 100 });
    await api.run(delivery(['busy'], attempt));

    expect(api.queue.requests).toEqual([delivery(['busy'], attempt + 1)]);
    expect(api.queue.messages[0].delay).toBe(seconds);
  });

  test('waits in the queue by up to a quarter longer', async () => {
    jest.spyOn(api.clock, 'random').mockReturnValue(0.99);
    await api.connect(['busy'], { failing: 100 });
    await api.run(delivery(['busy'], 4));

    expect(api.queue.messages[0].delay).toBe(50);
  });

  test('fails in the fifth attempt, and stays in the queue as it is', async () => {
    await api.connect(['busy'], { failing: 1_000 });

    expect(await api.run(delivery(['busy'], 5))).toEqual(FAILED);
    expect(api.queue.messages).toEqual([]);
    expect(api.connections.isOpen('busy')).toBe(true);
    expect(console.error).toHaveBeenCalledWith(
      'queue message \'message1\' failed: Error: message \'m1\', attempt 5: 0 delivered, 0 gone (InternalServerError 4); not reached: 1');
  });

  test('goes on beyond the fifth attempt as long as each reaches somebody', async () => {
    await api.connect(['busy'], { failing: 1_000 });
    await api.connect(['idle']);

    expect(await api.run(delivery(['busy', 'idle'], 5))).toEqual(DONE);
    expect(api.queue.requests).toEqual([delivery(['busy'], 5)]);
    expect(api.queue.messages[0].delay).toBe(40);
  });

  test('ends in the dead letters with nobody whom the text has reached', async () => {
    const ids = connectionIds(20);
    await api.connect(ids);
    await api.connect(['busy'], { failing: 1_000 });
    await api.broadcast({ to: { everyone: true }, data: 'secret', id: 'm1' });

    expect(api.source.deadLetters.map((body) => JSON.parse(body) as unknown)).toEqual([delivery(['busy'], 5)]);
    for (const id of ids) expect(api.connections.received(id)).toEqual([TEXT]);
  });
});

describe('a refused connection', () => {
  test.each([['ForbiddenException', { forbidden: true }], ['PayloadTooLargeException', { tooLarge: true }]])('(%s) is tried once, and fails by itself', async (name, behaviour) => {
    await api.connect(['refused'], behaviour);
    await api.connect(['idle']);

    expect(await api.run(delivery(['refused', 'idle']))).toEqual(DONE);
    expect(postsTo('refused')).toBe(1);
    expect(console.info).toHaveBeenCalledWith(`message 'm1', attempt 1: 1 delivered, 0 gone (${name} 1); not reached: 1`);
    await api.source.drain((event) => api.invoke(event));
    expect(api.source.deadLetters.map((body) => JSON.parse(body) as unknown)).toEqual([delivery(['refused'], 5)]);
    expect(api.connections.received('idle')).toEqual([TEXT]);
  });

  test('fails at once when nobody else is there', async () => {
    await api.connect(['refused1', 'refused2'], { forbidden: true });

    expect(await api.run(delivery(['refused1', 'refused2']))).toEqual(FAILED);
    expect(api.queue.messages).toEqual([]);
  });

  test('parts from a busy one', async () => {
    await api.connect(['refused'], { forbidden: true });
    await api.connect(['busy'], { failing: 100 });

    expect(await api.run(delivery(['refused', 'busy']))).toEqual(DONE);
    expect(api.queue.requests).toEqual([delivery(['busy'], 2), delivery(['refused'], 5)]);
  });
});

test('fails when the rest does not come into the queue, so that the queue brings all of it again', async () => {
  await api.connect(['busy'], { throttled: 100 });
  await api.connect(['idle']);
  api.queue.refusals.push({ status: 400, code: 'AccessDenied', message: 'not authorized' });

  expect(await api.run(delivery(['busy', 'idle']))).toEqual(FAILED);
});

test('logs ids and counts, and never the text', async () => {
  await api.connect(['busy'], { throttled: 1_000 });
  await api.connect(['refused'], { forbidden: true });
  await api.connect(['idle']);
  await api.run(delivery(['busy', 'refused', 'idle', 'gone']));
  await api.source.drain((event) => api.invoke(event));

  const lines = [console.info, console.warn, console.error].flatMap((log) => jest.mocked(log).mock.calls.flat());
  expect(lines).toContain('message \'m1\', attempt 1: 1 delivered, 1 gone (LimitExceededException 2, ForbiddenException 1); not reached: 2');
  expect(lines.join()).not.toContain('secret');
});
