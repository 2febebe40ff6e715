import { SQSClient } from '@aws-sdk/client-sqs';
import { RequestQueue } from './request-queue';
import { clientOf } from '../../test/fake-service';
import { Delivery, queueText } from '../realtime/broadcast-request';
import { FakeQueue } from '../realtime/fake-queue';
import { TickingClock } from '../ticking-clock';

let fake: FakeQueue;
let client: SQSClient;
let clock: TickingClock;
let queue: RequestQueue;

beforeEach(async () => {
  fake = new FakeQueue();
  await fake.start();
  client = new SQSClient(clientOf(fake.endpoint));
  clock = new TickingClock();
  queue = new RequestQueue(fake.url, client, clock);
});

afterEach(async () => {
  client.destroy();
  await fake.stop();
});

const EMPTY = Buffer.byteLength(queueText({ deliver: ['a'], text: '', id: 'm1', attempt: 1 }));

/** Deliveries whose messages have so many bytes each. */
function ofSizes(...bytes: number[]): Delivery[] {
  return bytes.map((size) => ({ deliver: ['a'], text: 'x'.repeat(size - EMPTY), id: 'm1', attempt: 1 }));
}

test('sends nothing for nothing', async () => {
  await queue.send([]);

  expect(fake.calls).toEqual([]);
});

test.each([[10, [10]], [11, [10, 1]], [25, [10, 10, 5]]])('sends %i messages in as few calls as can be', async (count, calls) => {
  await queue.send(ofSizes(...Array<number>(count).fill(200)));

  expect(fake.calls).toEqual(calls);
});

test('fills a call with 1,048,576 bytes, and not with one more', async () => {
  await queue.send(ofSizes(524_288, 524_288));
  await queue.send(ofSizes(524_288, 524_289));
  await queue.send(ofSizes(1_048_576));

  expect(fake.calls).toEqual([2, 1, 1, 1]);
});

test('counts bytes, not characters', async () => {
  await queue.send([1, 2].map((attempt) => ({ deliver: ['a'], text: 'é'.repeat(300_000), id: 'm1', attempt })));

  expect(fake.calls).toEqual([1, 1]);
});

test('takes no more from its source than it sends at once', async () => {
  const taken: number[] = [];
  function *source(): Generator<Delivery> {
    for (const delivery of ofSizes(...Array<number>(30).fill(200))) {
      taken.push(fake.messages.length);
      yield delivery;
    }
  }
  await queue.send(source());

  // The eleventh is taken when ten wait, the twelfth when those are sent.
  expect(taken).toEqual([...Array<number>(11).fill(0), ...Array<number>(10).fill(10), ...Array<number>(9).fill(20)]);
});

test('lets messages wait for as many seconds', async () => {
  await queue.send(ofSizes(200), 40);

  expect(fake.messages).toEqual([{ body: expect.any(String) as string, delay: 40 }]);
});

test('sends again what SQS did not take, and only that', async () => {
  fake.notTaken = 3;
  const deliveries = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ deliver: [id], text: 'text', id: 'm1', attempt: 1 }));
  await queue.send(deliveries);

  expect(fake.calls).toEqual([5, 3]);
  expect(fake.requests).toEqual([...deliveries.slice(3), ...deliveries.slice(0, 3)]);
  expect(clock.slept).toEqual([100]);
});

test('fails when SQS does not take it for two seconds', async () => {
  fake.notTaken = 1_000;

  await expect(queue.send(ofSizes(200))).rejects.toThrow('SQS did not take 1 messages of a batch (InternalError)');
  expect(clock.slept.reduce((sum, millis) => sum + millis, 0)).toBeLessThanOrEqual(2_000);
});

test('fails at once when SQS will never take it', async () => {
  const unescaped = jest.spyOn(JSON, 'stringify').mockReturnValueOnce('\u0000');
  const sending = queue.send(ofSizes(200));

  await expect(sending).rejects.toThrow('SQS did not take 1 messages of a batch (InvalidMessageContents)');
  expect(clock.slept).toEqual([]);
  unescaped.mockRestore();
});

test.each([['RequestThrottled', 403], ['InternalError', 500]])('calls again after %s', async (code, status) => {
  fake.refusals.push({ status, code, message: 'try later' });
  await queue.send(ofSizes(200));

  expect(fake.calls).toEqual([1, 1]);
  expect(clock.slept).toEqual([100]);
});

test('lets a message come again at another time', async () => {
  await queue.showAgain('receipt1', 20);

  expect(fake.shownAgain).toEqual([{ receipt: 'receipt1', seconds: 20 }]);
});

test('fails when the call will never succeed', async () => {
  fake.refusals.push({ status: 403, code: 'AccessDenied', message: 'not authorized' });

  await expect(queue.send(ofSizes(200))).rejects.toThrow('not authorized');
});
