import { connectionIds, FakeApi, queueEvent } from './fake-api';
import type * as entryPoint from './index';
import { lambdaEnvironment } from '../../test/fake-service';

const environment = process.env;
let api: FakeApi;

beforeEach(async () => {
  millis = 60_000;
  // The module reads its settings when it is loaded.
  jest.resetModules();
  jest.spyOn(console, 'info').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
  api = new FakeApi();
  await api.start();
  process.env = {
    ...lambdaEnvironment(environment, api.engine.endpoint),
    AWS_ENDPOINT_URL_SQS: api.queue.endpoint,
    AWS_ENDPOINT_URL_S3: api.bucket.endpoint,
    REALTIME_TABLE: api.engine.tableName,
    REALTIME_QUEUE_URL: api.queue.url,
    REALTIME_ENDPOINT: api.connections.endpoint,
    REALTIME_OFFLOAD_BUCKET: api.bucket.bucket,
  };
});

afterEach(async () => {
  process.env = environment;
  await api.stop();
  jest.restoreAllMocks();
});

function loaded(): typeof entryPoint {
  return jest.requireActual<typeof entryPoint>('./index');
}

/** What an invocation has when it begins. */
let millis = 60_000;

function run(...bodies: string[]) {
  return loaded().handler(queueEvent(bodies), { getRemainingTimeInMillis: () => millis });
}

test('the entry point works with what Lambda gives it: a region, credentials and its own variables', async () => {
  await api.connect(connectionIds(201));

  expect(await run('{"to":{"everyone":true},"data":1}', 'no JSON')).toEqual({ batchItemFailures: [{ itemIdentifier: 'message2' }] });
  expect(await run(...api.queue.messages.map(({ body }) => body))).toEqual({ batchItemFailures: [] });
  for (const id of connectionIds(201)) expect(api.connections.received(id)).toEqual(['{"id":"message1","data":1}']);
});

test('the entry point tries a post again by itself, not by the client of the SDK', async () => {
  await api.connect(['busy'], { failing: 1 });

  expect(await run('{"to":{"connection":"busy"},"data":1}')).toEqual({ batchItemFailures: [] });
  expect(console.info).toHaveBeenCalledWith('message \'message1\', attempt 1: 1 delivered, 0 gone (InternalServerError 1); not reached: 0');
});

test('the entry point waits for a table that is silent twice, and no longer than its share of time bears', async () => {
  millis = 10_050;
  for (let read = 0; read < 10; read += 1) api.engine.before('Query', () => new Promise(() => {}));

  expect(await run('{"to":{"everyone":true},"data":1}')).toEqual({ batchItemFailures: [{ itemIdentifier: 'message1' }] });
  expect(api.engine.calls).toEqual(['Query', 'Query']);
  expect(api.queue.shownAgain).toHaveLength(1);
});

test('the entry point knows whether there are rooms', async () => {
  process.env.REALTIME_ROOMS = 'none';

  expect(await run('{"to":{"room":"lobby"},"data":1}')).toEqual({ batchItemFailures: [{ itemIdentifier: 'message1' }] });
  expect(console.error).toHaveBeenCalledWith(expect.stringContaining('write sessions: Sessions.stored() on the API'));
});

test('the entry point brings large messages nowhere without a bucket', async () => {
  delete process.env.REALTIME_OFFLOAD_BUCKET;

  expect(await run(JSON.stringify({ to: { everyone: true }, data: 'x'.repeat(140_000) }))).toEqual({ batchItemFailures: [{ itemIdentifier: 'message1' }] });
  expect(console.error).toHaveBeenCalledWith(expect.stringContaining('let the API offload large messages'));
});

test.each(['REALTIME_TABLE', 'REALTIME_QUEUE_URL', 'REALTIME_ENDPOINT', 'AWS_REGION'])('fails to load without %s', (name) => {
  delete process.env[name];

  expect(loaded).toThrow(`the function has no environment variable '${name}'`);
});
