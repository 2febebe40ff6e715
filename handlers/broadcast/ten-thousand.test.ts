import { connectionIds, FakeApi } from './fake-api';

let api: FakeApi;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  api = new FakeApi();
  await api.start();
});

afterEach(async () => {
  await api.stop();
  jest.restoreAllMocks();
});

test('ten thousand connections are told with one read, and those that are gone leave the table', async () => {
  const standing = connectionIds(9_800);
  const gone = connectionIds(200, 'gone');
  await api.connect(standing);
  await api.remember(gone);
  await api.join('lobby', gone.slice(0, 50));
  await api.broadcast({ to: { everyone: true }, data: { price: 1 }, id: 'm1' });

  for (const id of standing) expect(api.connections.received(id)).toEqual(['{"id":"m1","data":{"price":1}}']);
  expect(api.connections.requests).toHaveLength(10_000);
  expect(await api.engine.items()).toEqual(standing.map((id) => `${id} session`));
  expect(api.source.deadLetters).toEqual([]);
  // One read of the index; each connection that is gone is read for its memberships.
  expect(api.engine.calls.filter((call) => call === 'Query')).toHaveLength(1 + 200);
}, 300_000);
