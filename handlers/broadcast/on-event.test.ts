import { connectionIds, FakeApi, queueEvent } from './fake-api';

let api: FakeApi;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
  api = new FakeApi();
  await api.start();
  await api.connect(['ann']);
});

afterEach(async () => {
  await api.stop();
  jest.restoreAllMocks();
});

const GOOD = { to: { connection: 'ann' }, data: 'hello' };

test.each([
  ['no JSON', 'secret'],
  ['another shape', '{"secret":"secret"}'],
  ['an unknown receiver', '{"to":{"planet":"secret"},"data":"secret"}'],
  ['nothing at all', ''],
])('fails for a message that is %s, alone and without a word of it', async (_, body) => {
  expect(await api.run(body, GOOD, body)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message1' }, { itemIdentifier: 'message3' }] });

  expect(api.connections.received('ann')).toEqual(['{"id":"message2","data":"hello"}']);
  expect(api.queue.shownAgain).toEqual(expect.arrayContaining(['receipt1', 'receipt3'].map((receipt) => ({ receipt, seconds: 0 }))));
  const lines = jest.mocked(console.error).mock.calls.flat();
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^queue message 'message1' failed: Error: /);
});

test('a message that nobody will understand is still kept when SQS is not asked to show it again', async () => {
  jest.spyOn(console, 'warn').mockImplementation();
  api.queue.refusals.push({ status: 500, code: 'InternalError', message: 'try later' });

  expect(await api.run('no JSON')).toEqual({ batchItemFailures: [{ itemIdentifier: 'message1' }] });
  expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('a message comes again later than in 0 seconds: '));
});

/** One invocation for which there is no time, with a message that was received so many times. */
async function failAfter(receives: number): Promise<void> {
  api.timeout = 10_000;
  await api.invoke(queueEvent([JSON.stringify(GOOD)], receives));
}

test.each([[1, 5], [2, 10], [3, 20], [4, 40], [5, 40]])('what failed for the %i. time, and may go better later, comes again after %i seconds', async (receives, seconds) => {
  await failAfter(receives);

  expect(api.queue.shownAgain).toEqual([{ receipt: 'receipt1', seconds }]);
});

test('what failed together comes again by up to a quarter later, and not together', async () => {
  jest.spyOn(api.clock, 'random').mockReturnValue(0.99);
  await failAfter(3);

  expect(api.queue.shownAgain).toEqual([{ receipt: 'receipt1', seconds: 25 }]);
});

test('one read that fails delays a message by seconds', async () => {
  const begin = api.clock.now();
  api.engine.refuse('Query', 'AccessDeniedException');
  await api.broadcast({ to: { everyone: true }, data: 1, id: 'm1' });

  expect(api.connections.received('ann')).toEqual(['{"id":"m1","data":1}']);
  expect(api.clock.now() - begin).toBe(5_000);
});

test('a call of SQS that fails delays a message by seconds', async () => {
  await api.connect(connectionIds(201));
  const begin = api.clock.now();
  api.queue.refusals.push({ status: 400, code: 'AccessDenied', message: 'not authorized' });
  await api.broadcast({ to: { everyone: true }, data: 1, id: 'm1' });

  for (const id of connectionIds(201)) expect(api.connections.received(id)).toEqual(['{"id":"m1","data":1}']);
  expect(api.clock.now() - begin).toBe(5_000);
});

test('a message that fails ends in the dead letters, and the others of its batch do not', async () => {
  for (const body of ['no JSON', '{"to":{"connection":"ann"},"data":1,"id":"m1"}']) api.queue.messages.push({ body, delay: 0 });
  await api.source.drain((event) => api.invoke(event));

  expect(api.source.deadLetters).toEqual(['no JSON']);
  expect(api.connections.received('ann')).toEqual(['{"id":"m1","data":1}']);
});

test('each message has an equal share of the time that is left', async () => {
  api.timeout = 10_900;
  await api.connect(['busy'], { failing: 1_000 });
  const busy = { to: { connection: 'busy' }, data: 1 };
  await api.run(busy, busy, busy);

  // 300 milliseconds, then half of what is left of 700, then the rest of it.
  expect(api.queue.messages).toHaveLength(3);
  expect(api.clock.slept).toEqual([200, 200, 200]);
});

test('fails for what it has no time left for, without beginning it', async () => {
  api.timeout = 10_000;

  expect(await api.run(GOOD)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message1' }] });
  expect(api.connections.requests).toEqual([]);
  expect(console.error).toHaveBeenCalledWith(expect.stringContaining('the function has less than 10 seconds left; give it a longer timeout'));
});

test('begins with the least time that there can be', async () => {
  api.timeout = 10_001;

  expect(await api.run(GOOD)).toEqual({ batchItemFailures: [] });
  expect(api.connections.received('ann')).toHaveLength(1);
});

test('does nothing for no messages', async () => {
  expect(await api.run()).toEqual({ batchItemFailures: [] });
});

test('a message that the queue brings twice has the same id both times', async () => {
  const ids = connectionIds(3);
  await api.connect(ids);
  await api.run({ to: { everyone: true }, data: 1 });
  await api.run({ to: { everyone: true }, data: 1 });

  for (const id of ids) expect(api.connections.received(id)).toEqual(['{"id":"message1","data":1}', '{"id":"message1","data":1}']);
});
