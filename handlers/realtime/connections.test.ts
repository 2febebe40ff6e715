import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { Connections, connectionsAt } from './connections';
import { FakeConnections } from './fake-connections';
import { clientOf, lambdaEnvironment } from '../../test/fake-service';

const environment = process.env;
let fake: FakeConnections;
let client: ApiGatewayManagementApiClient;
let connections: Connections;

beforeEach(async () => {
  fake = new FakeConnections();
  await fake.start();
  client = new ApiGatewayManagementApiClient(clientOf(fake.endpoint));
  connections = new Connections(client);
});

afterEach(async () => {
  process.env = environment;
  client.destroy();
  await fake.stop();
});

describe.each(['post', 'disconnect'] as const)('%s', (call) => {
  test.each([
    [{}, { outcome: 'delivered' }],
    [{ throttled: 1 }, { outcome: 'busy', reason: 'LimitExceededException', status: 429 }],
    [{ failing: 1 }, { outcome: 'busy', reason: 'InternalServerError', status: 500 }],
    [{ forbidden: true }, { outcome: 'refused', reason: 'ForbiddenException', status: 403 }],
  ])('says of a connection with %j what became of it, after one try', async (behaviour, answer) => {
    fake.connect('L0SM9cOFvHcCIhw=', behaviour);

    expect(await connections[call]('L0SM9cOFvHcCIhw=', 'text')).toEqual(answer);
    expect(fake.requests).toEqual([`${call === 'post' ? 'POST' : 'DELETE'} L0SM9cOFvHcCIhw=`]);
  });

  test('says of a connection that does not stand that it is gone', async () => {
    expect(await connections[call]('gone', 'text')).toEqual({ outcome: 'gone', reason: 'GoneException', status: 410 });
  });

  test('says of what is no id of a connection that it is gone', async () => {
    expect(await connections[call]('no id!', 'text')).toEqual({ outcome: 'gone', reason: 'BadRequestException', status: 400 });
  });

  test('says that a connection is busy when the answer takes too long', async () => {
    const impatient = new ApiGatewayManagementApiClient({
      ...clientOf(fake.endpoint), requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
    });
    fake.connect('slow', { millis: 300 });

    expect(await new Connections(impatient)[call]('slow', 'text')).toEqual({ outcome: 'busy', reason: 'ETIMEDOUT' });
    impatient.destroy();
  });

  test('says that a connection is busy when nobody is there', async () => {
    const { endpoint } = fake;
    await fake.stop();
    const nobody = new ApiGatewayManagementApiClient(clientOf(endpoint));

    expect(await new Connections(nobody)[call]('a', 'text')).toMatchObject({ outcome: 'busy' });
    nobody.destroy();
    await fake.start();
  });
});

test('a post brings the text, or the bytes, as they are', async () => {
  fake.connect('a');
  await connections.post('a', '{"é":"\uffff"}');
  await connections.post('a', Buffer.from('{"é":1}'));

  expect(fake.received('a')).toEqual(['{"é":"\uffff"}', '{"é":1}']);
});

test('a post that is too large is refused', async () => {
  fake.connect('a');

  expect(await connections.post('a', 'x'.repeat(131_073))).toEqual({ outcome: 'refused', reason: 'PayloadTooLargeException', status: 413 });
});

test('a connection that was ended is gone', async () => {
  fake.connect('a');
  await connections.disconnect('a');

  expect(fake.isOpen('a')).toBe(false);
  expect((await connections.post('a', 'text')).outcome).toBe('gone');
});

test('the connections of an endpoint are posted to with what Lambda gives, and once', async () => {
  process.env = lambdaEnvironment(environment, 'http://127.0.0.1:1');
  const own = connectionsAt(fake.endpoint, 5);
  fake.connect('busy', { failing: 1 });

  expect(await own.post('busy', 'text')).toEqual({ outcome: 'busy', reason: 'InternalServerError', status: 500 });
  expect(await own.post('busy', 'text')).toEqual({ outcome: 'delivered' });
});
