import { S3Client } from '@aws-sdk/client-s3';
import { FakeBucket } from './fake-bucket';
import { contentText, messageContent, messageText } from './message-text';
import { Offload } from './offload';
import { LARGEST_TEXT, wireText } from './wire-text';
import { clientOf } from '../../test/fake-service';

let bucket: FakeBucket;
let client: S3Client;
let offload: Offload;

beforeEach(async () => {
  bucket = new FakeBucket();
  await bucket.start();
  client = new S3Client({ ...clientOf(bucket.endpoint), forcePathStyle: true });
  offload = new Offload(bucket.bucket, client);
});

afterEach(async () => {
  jest.useRealTimers();
  delete process.env.REALTIME_LINK_SECONDS;
  client.destroy();
  await bucket.stop();
});

interface LinkMessage {
  readonly id: string;
  readonly link: string;
  readonly bytes: number;
}

async function linkOf(id: string, data: unknown): Promise<LinkMessage> {
  return JSON.parse(await messageText({ id, data }, offload)) as LinkMessage;
}

/** Data whose text has so many bytes, in fewer characters. */
function ofSize(bytes: number): string {
  return '😀'.repeat(100) + 'x'.repeat(bytes - 400 - Buffer.byteLength(wireText('m1', '')));
}

test.each([[null], [0], ['text'], [{ price: 1 }], [[1, 2]]])('the text of %j has the id and the data', async (data) => {
  expect(JSON.parse(await messageText({ id: 'm1', data }))).toEqual({ id: 'm1', data });
});

test('a text of 131,072 bytes has its data, and one of a byte more has a link', async () => {
  expect(Buffer.byteLength(await messageText({ id: 'm1', data: ofSize(LARGEST_TEXT) }, offload))).toBe(LARGEST_TEXT);
  expect(await linkOf('m1', ofSize(LARGEST_TEXT + 1))).toEqual({ id: 'm1', link: expect.any(String) as string, bytes: LARGEST_TEXT + 1 - '{"id":"m1","data":}'.length });
});

test('fails for a text of a byte more without a bucket', async () => {
  expect(await messageText({ id: 'm1', data: ofSize(LARGEST_TEXT) })).toHaveLength(LARGEST_TEXT - 200);
  await expect(messageText({ id: 'm1', data: ofSize(LARGEST_TEXT + 1) })).rejects.toThrow(
    'the message \'m1\' has 131073 bytes, more than the 131072 that API Gateway sends; make its data smaller, or let the API offload large messages');
});

describe('a link', () => {
  const data = { text: 'x'.repeat(140_000) };

  test('leads to the data, without credentials', async () => {
    const { link, bytes } = await linkOf('m1', data);
    const response = await fetch(link);
    const body = await response.text();

    expect(JSON.parse(body)).toEqual(data);
    expect(bytes).toBe(Buffer.byteLength(body));
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  test('can be followed for 15 minutes, for reading alone', async () => {
    const { searchParams } = new URL((await linkOf('m1', data)).link);

    expect(searchParams.get('X-Amz-Expires')).toBe('900');
    expect(searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(searchParams.get('x-id')).toBe('GetObject');
  });

  test('begins to be good when it is made, however long its data has waited', async () => {
    const content = await messageContent({ id: 'm1', data }, offload);
    jest.useFakeTimers({ now: Date.UTC(2030, 0, 1, 13) });
    const { link } = JSON.parse(await contentText('m1', content, offload)) as LinkMessage;

    expect(new URL(link).searchParams.get('X-Amz-Date')).toBe('20300101T130000Z');
  });

  test('can be followed as long as the construct says', async () => {
    process.env.REALTIME_LINK_SECONDS = '60';
    offload = new Offload(bucket.bucket, client);

    expect(new URL((await linkOf('m1', data)).link).searchParams.get('X-Amz-Expires')).toBe('60');
  });

  test.each(['', '0', '-1', '1.5', 'PT15M'])('fails for a lifetime of \'%s\'', (lifetime) => {
    process.env.REALTIME_LINK_SECONDS = lifetime;

    expect(() => new Offload(bucket.bucket, client)).toThrow(`the environment variable 'REALTIME_LINK_SECONDS' is '${lifetime}', which is no lifetime of a link`);
  });

  test('leads to the same place when the message comes again', async () => {
    await linkOf('m1', data);
    await linkOf('m1', data);

    expect([...bucket.objects.keys()]).toEqual([expect.stringMatching(/^messages\/m1-[0-9a-f]{64}$/)]);
  });

  test('of one message does not lead to the data of another with the same id', async () => {
    const first = await linkOf('m1', data);
    await linkOf('m1', { text: 'y'.repeat(140_000) });

    expect(await (await fetch(first.link)).json()).toEqual(data);
  });

  test.each(['..', '.', 'a/b', 'a b', 'a?b#c', '%2e%2e', '+'])('works for the id \'%s\', under its own key', async (id) => {
    const { link } = await linkOf(id, data);

    expect(await (await fetch(link)).json()).toEqual(data);
    expect([...bucket.objects.keys()]).toEqual([expect.stringMatching(/^messages\/[^/]+$/)]);
  });

  test('is small enough to be sent', async () => {
    expect(Buffer.byteLength(await messageText({ id: '%'.repeat(128), data }, offload))).toBeLessThan(LARGEST_TEXT);
  });
});

test('fails when the bucket does not take it', async () => {
  bucket.isForbidden = true;

  await expect(messageText({ id: 'm1', data: 'x'.repeat(140_000) }, offload)).rejects.toThrow('AccessDenied');
});

test('fails for data in a bucket where there is none, and says what to write', async () => {
  const content = await messageContent({ id: 'm1', data: 'x'.repeat(140_000) }, offload);

  await expect(contentText('m1', content)).rejects.toThrow('the message \'m1\' stands in a bucket, and the API has none; let the API offload large messages');
});
