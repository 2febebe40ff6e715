import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { connectionIds, FakeApi, queueEvent } from './fake-api';
import { QueueAnswer } from './on-event';
import { clientOf } from '../../test/fake-service';
import { Delivery } from '../realtime/broadcast-request';
import { ConnectionAnswer, Connections } from '../realtime/connections';

const TEXT = '{"id":"m1","data":"secret"}';

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

function delivery(deliver: string[], attempt = 1): Delivery {
  return { deliver, text: TEXT, id: 'm1', attempt };
}

type Post = () => Promise<ConnectionAnswer>;

/** One invocation, in which something happens around each post. */
async function runPosting(request: Delivery, around: (post: Post) => Promise<ConnectionAnswer>): Promise<QueueAnswer> {
  const { connections } = api.surroundings;
  const post = connections.post.bind(connections);
  jest.spyOn(connections, 'post').mockImplementation(async (id, message) => around(() => post(id, message)));
  return api.invoke(queueEvent([JSON.stringify(request)]), { ...api.surroundings, connections });
}

/** Posts that take so many milliseconds, one after the other. */
function taking(millis: number): (post: Post) => Promise<ConnectionAnswer> {
  return (post) => {
    api.clock.pass(millis);
    return post();
  };
}

const DONE = { batchItemFailures: [] };

describe('a slow connection', () => {
  test('is one of 50 that are posted to at once, and no more', async () => {
    const ids = connectionIds(120);
    await api.connect(ids);
    let underWay = 0;
    let most = 0;
    await runPosting(delivery(ids), async (post) => {
      most = Math.max(most, underWay += 1);
      const answer = await post();
      underWay -= 1;
      return answer;
    });

    expect(most).toBe(50);
  });

  test('holds up nobody, and goes back to the queue', async () => {
    const ids = connectionIds(100);
    await api.connect(ids);
    await api.connect(ids.slice(0, 49), { millis: 2_000 });
    const impatient = new ApiGatewayManagementApiClient({
      ...clientOf(api.connections.endpoint), requestHandler: { requestTimeout: 1_500, throwOnRequestTimeout: true },
    });
    api.timeout = 10_201;
    await api.invoke(
      queueEvent([JSON.stringify(delivery(ids))]),
      { ...api.surroundings, connections: new Connections(impatient) },
    );
    impatient.destroy();

    for (const id of ids.slice(49)) expect(api.connections.received(id)).toEqual([TEXT]);
    // All others came before the first second try.
    expect(new Set(api.connections.requests.slice(0, 100)).size).toBe(100);
    expect(api.connections.requests).toHaveLength(149);
    expect(api.queue.requests).toEqual([{ ...delivery([], 2), deliver: expect.arrayContaining(ids.slice(0, 49)) as string[] }]);
  });

  test('leaves those whom there was no time for to another invocation, at once and without counting', async () => {
    const ids = connectionIds(60);
    await api.connect(ids);
    api.timeout = 20_000;

    expect(await runPosting(delivery(ids, 3), taking(3_000))).toEqual(DONE);
    expect(api.queue.requests).toEqual([delivery(ids.slice(4), 3)]);
    expect(api.queue.messages[0].delay).toBe(0);
  });

  test('that is found gone when the time is over comes again, as nobody has looked whether it only connects', async () => {
    await api.remember(['gone']);
    api.timeout = 12_000;

    expect(await runPosting(delivery(['gone']), taking(3_000))).toEqual(DONE);
    expect(api.engine.calls).toEqual([]);
    expect(api.queue.requests).toEqual([delivery(['gone'], 2)]);
  });

  test('does not take those with it into failing whom there was no time for', async () => {
    const ids = connectionIds(60);
    await api.connect(ids, { failing: 1_000 });
    api.timeout = 20_000;

    expect(await runPosting(delivery(ids, 5), taking(3_000))).toEqual(DONE);
    expect(api.queue.requests).toEqual([delivery(ids.slice(4), 5), delivery(ids.slice(0, 4), 5)]);
    expect(api.queue.messages.map(({ delay }) => delay)).toEqual([0, 40]);
  });
});
