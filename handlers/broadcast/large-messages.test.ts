import { connectionIds, FakeApi, queueEvent } from './fake-api';
import { Delivery, PreparedBroadcast } from '../realtime/broadcast-request';
import { contentOf } from '../realtime/message-content';
import { LARGEST_TEXT } from '../realtime/wire-text';

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
  await api.connect(['ann', 'bob']);
});

afterEach(async () => {
  await api.stop();
  jest.restoreAllMocks();
});

function receivedBy(connectionId: string): unknown[] {
  return api.connections.received(connectionId).map((text) => JSON.parse(text) as unknown);
}

describe('a large message', () => {
  /** Its text has so many bytes. */
  function ofSize(bytes: number): string {
    return 'é'.repeat(10) + 'x'.repeat(bytes - 20 - '{"id":"m1","data":""}'.length);
  }

  test('of 131,072 bytes goes out as it is', async () => {
    const data = ofSize(LARGEST_TEXT);
    await api.run({ to: { everyone: true }, data, id: 'm1' });

    expect(receivedBy('ann')).toEqual([{ id: 'm1', data }]);
    expect(api.bucket.objects.size).toBe(0);
  });

  test('of one byte more goes to the bucket, and its link goes out', async () => {
    const data = ofSize(LARGEST_TEXT + 1);
    expect(await api.run({ to: { everyone: true }, data, id: 'm1' })).toEqual(DONE);

    const [{ id, link, bytes }] = receivedBy('ann') as { id: string; link: string; bytes: number }[];
    expect(await (await fetch(link)).json()).toBe(data);
    expect({ id, bytes }).toEqual({ id: 'm1', bytes: Buffer.byteLength(JSON.stringify(data)) });
    expect(receivedBy('bob')).toEqual([{ id, link, bytes }]);
  });

  test('is brought to the bucket once, for all of its pages', async () => {
    await api.join(LONG_ROOM, connectionIds(1_500));
    await api.run({ to: { room: LONG_ROOM }, data: 'x'.repeat(900_000), id: 'm1' });
    const page = api.queue.requests.at(-1) as PreparedBroadcast;
    api.queue.messages.length = 0;
    api.bucket.objects.clear();
    await api.run(page);

    expect(api.bucket.objects.size).toBe(0);
    expect(page).toMatchObject({ object: { key: expect.stringMatching(/^messages\/m1-/) as string, bytes: 900_002 } });
    expect(api.queue.requests[0] as Delivery).toMatchObject(contentOf(page));
  });

  test('fails without a bucket, and says so without its data', async () => {
    const body = JSON.stringify({ to: { everyone: true }, data: ofSize(LARGEST_TEXT + 1), id: 'm1' });

    expect(await api.invoke(queueEvent([body]), { ...api.surroundings, offload: undefined })).toEqual(FAILED);
    expect(api.connections.requests).toEqual([]);
    expect(console.error).toHaveBeenCalledWith(expect.stringMatching(/^queue message 'message1' failed: Error: the message 'm1' has 131073 bytes, more than the 131072 .{0,200}$/));
  });

  test('fails when the bucket does not take it', async () => {
    api.bucket.isForbidden = true;

    expect(await api.run({ to: { everyone: true }, data: ofSize(LARGEST_TEXT + 1), id: 'm1' })).toEqual(FAILED);
    expect(api.connections.requests).toEqual([]);
  });
});
