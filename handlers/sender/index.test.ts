import { FakeRealtime } from './fake-realtime';
import { RealtimeSender } from './index';
import { lambdaEnvironment } from '../../test/fake-service';

const environment = process.env;
let realtime: FakeRealtime;

beforeEach(async () => {
  realtime = new FakeRealtime();
  await realtime.start();
  process.env = {
    ...lambdaEnvironment(environment, realtime.engine.endpoint),
    AWS_ENDPOINT_URL_S3: realtime.bucket.endpoint,
    AWS_ENDPOINT_URL_SQS: realtime.queue.endpoint,
    REALTIME_TABLE: realtime.engine.tableName,
    REALTIME_QUEUE_URL: realtime.queue.url,
    REALTIME_ENDPOINT: realtime.api.endpoint,
    REALTIME_OFFLOAD_BUCKET: realtime.bucket.bucket,
  };
});

afterEach(async () => {
  process.env = environment;
  await realtime.stop();
});

test('a sender works with what the construct and Lambda give the function', async () => {
  await realtime.connect('c1', 'ada');
  const sender = RealtimeSender.fromEnvironment();

  expect(await sender.send('c1', 'x')).toBe(true);
  await sender.broadcast({ user: 'ada' }, 'a'.repeat(200_000));

  expect(realtime.received('c1')).toMatchObject([{ data: 'x' }]);
  expect(realtime.bucket.objects.size).toBe(1);
  expect(realtime.queue.requests).toMatchObject([{ to: { user: 'ada' }, object: { bytes: 200_002 } }]);
});

test('a sender knows whether there are rooms', async () => {
  process.env.REALTIME_ROOMS = 'none';

  await expect(RealtimeSender.fromEnvironment().join('c1', 'lobby')).rejects.toThrow('write sessions: Sessions.stored() on the API');
});

test('without a bucket what is too large is refused', async () => {
  delete process.env.REALTIME_OFFLOAD_BUCKET;

  await expect(RealtimeSender.fromEnvironment().broadcast({ everyone: true }, 'a'.repeat(200_000))).rejects.toThrow('let the API offload large messages');
});

test.each(['REALTIME_TABLE', 'REALTIME_QUEUE_URL', 'REALTIME_ENDPOINT'])('fails without %s, and says who gives it', (name) => {
  delete process.env[name];

  expect(() => RealtimeSender.fromEnvironment()).toThrow(
    `the function has no environment variable '${name}', so it cannot tell whom to send to; let the stack say chat.grantBroadcast(fn)`);
});

test('fails without a region', () => {
  delete process.env.AWS_REGION;

  expect(() => RealtimeSender.fromEnvironment()).toThrow('the function has no environment variable \'AWS_REGION\'');
});
