import { FakeRealtime } from './fake-realtime';
import { Sender } from './sender';
import { parseRequest } from '../realtime/broadcast-request';
import { Receivers } from '../realtime/receivers';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

let realtime: FakeRealtime;
let sender: Sender;
let senderWithoutBucket: Sender;

beforeEach(async () => {
  realtime = new FakeRealtime();
  await realtime.start();
  sender = realtime.sender();
  senderWithoutBucket = realtime.sender({ withBucket: false });
});

afterEach(async () => {
  await realtime.stop();
  jest.restoreAllMocks();
  expect(realtime.engine.calls).not.toContain('Scan');
});

test.each<[string, Receivers, number]>([
  ['a user, a second later', { user: 'ada' }, 1],
  ['a room, a second later', { room: 'lobby' }, 1],
  ['one connection, a second later', { connection: 'c1' }, 1],
  ['everyone, at once', { everyone: true }, 0],
])('asks the queue to tell %s', async (_, to, delay) => {
  const id = await sender.broadcast(to, { hello: 'world' });

  expect(id).toMatch(UUID);
  expect(realtime.queue.requests).toEqual([{ to, data: { hello: 'world' }, id, except: [] }]);
  expect(realtime.queue.messages[0].delay).toBe(delay);
  expect(realtime.engine.calls).toEqual([]);
});

test('leaves connections out, and has the id that it is given', async () => {
  expect(await sender.broadcast({ room: 'lobby' }, null, { except: ['c1', 'c2'], id: 'order-7' })).toBe('order-7');

  expect(realtime.queue.requests).toEqual([{ to: { room: 'lobby' }, data: null, id: 'order-7', except: ['c1', 'c2'] }]);
});

test('brings characters through the queue that SQS does not take', async () => {
  await sender.broadcast({ everyone: true }, '\ufffe\uffff\ud800\u0000');

  expect(realtime.queue.requests).toMatchObject([{ data: '\ufffe\uffff\ud800\u0000' }]);
});

test('brings the place of the data through the queue when they are too large for it, and no link, whose time would begin', async () => {
  const data = 'a'.repeat(2_000_000);

  const id = await sender.broadcast({ user: 'ada' }, data, { except: ['c1'] });

  const [key] = realtime.bucket.objects.keys();
  expect(realtime.queue.requests).toEqual([{ to: { user: 'ada' }, id, except: ['c1'], object: { key, bytes: 2_000_002 } }]);
  expect(parseRequest(realtime.queue.messages[0].body, 'message1')).toEqual(realtime.queue.requests[0]);
  expect(JSON.parse(realtime.bucket.objects.get(key)!)).toBe(data);
});

test('brings the place of large data for one connection as well', async () => {
  await sender.broadcast({ connection: 'c1' }, `${FakeRealtime.LARGEST}a`);

  expect(parseRequest(realtime.queue.messages[0].body, 'message1')).toMatchObject({ to: { connection: 'c1' }, object: { bytes: FakeRealtime.LARGEST.length + 3 } });
  expect(realtime.queue.messages[0].delay).toBe(1);
});

test('brings the largest data with a thousand exceptions through the queue', async () => {
  const except = Array.from({ length: 1_000 }, (_, index) => `${index}`.padStart(128, 'c'));

  await senderWithoutBucket.broadcast({ everyone: true }, '"'.repeat(FakeRealtime.LARGEST.length / 2), { except });

  expect(realtime.queue.messages).toHaveLength(1);
});

test('fails without a bucket when the data is too large, and the queue gets nothing', async () => {
  await expect(senderWithoutBucket.broadcast({ everyone: true }, `${FakeRealtime.LARGEST}a`)).rejects.toThrow('more than the 131072 that API Gateway sends');

  expect(realtime.queue.messages).toEqual([]);
});

test.each<[string, Receivers, object, string]>([
  ['a room without a name', { room: '' }, {}, 'room \'\' has no name, so nobody can be found by it; write 1 to 256 characters'],
  ['a room of 257 characters', { room: 'r'.repeat(257) }, {}, 'room \'rrrrrrrrrrrrrrrrrrrr…\' has 257 characters, which are too many for a key; write 1 to 256'],
  ['a user without a name', { user: '' }, {}, 'user \'\' has no name'],
  ['a user of 2,049 bytes', { user: `${'ü'.repeat(1_024)}u` }, {}, 'user \'üüüüüüüüüüüüüüüüüüüü…\' has 2049 bytes, which are too many for a key; write 1 to 2048'],
  ['a user that is no text', { user: undefined as unknown as string }, {}, 'a user is of type \'undefined\', but a user has a name; write a text of 1 to 2048 bytes'],
  ['a name alone', 'lobby' as unknown as Receivers, {}, '\'lobby\' does not say what kind of receivers it names; write { room: \'…\' }, { user'],
  ['nobody', {} as Receivers, {}, '\'to\' has nobody; name a connection, a user, a room, or "everyone": true'],
  ['two at once', { user: 'ada', room: 'lobby' }, {}, '\'to\' has more than one'],
  ['a connection without an id', { connection: '' }, {}, 'a connection is no text'],
  ['an id with a space', { everyone: true }, { id: 'order 7' }, '\'id\' is no text of 1 to 128 printable ASCII characters without spaces'],
  ['1,001 exceptions', { everyone: true }, { except: Array(1_001).fill('c1') }, '\'except\' is no list of up to 1000 connections'],
])('fails for %s, and neither queue nor bucket get anything', async (_, to, options, message) => {
  await expect(sender.broadcast(to, `${FakeRealtime.LARGEST}a`, options)).rejects.toThrow(message);

  expect(realtime.queue.messages).toEqual([]);
  expect([...realtime.bucket.objects]).toEqual([]);
});

test('takes rooms of 256 characters, and users of 2,048 bytes', async () => {
  await sender.broadcast({ room: 'ü'.repeat(256) }, 1);
  await sender.broadcast({ user: 'ü'.repeat(1_024) }, 1);

  expect(realtime.queue.messages).toHaveLength(2);
});

test('fails on what JSON cannot say', async () => {
  await expect(sender.broadcast({ everyone: true }, undefined)).rejects.toThrow('data of type \'undefined\'');
});

test('fails when the queue does not take it; tried again with its id it is the same message', async () => {
  realtime.queue.refusals.push({ status: 500, code: 'InternalError', message: 'try later' });

  await expect(sender.broadcast({ everyone: true }, 1, { id: 'order-7' })).rejects.toThrow('try later');
  await sender.broadcast({ everyone: true }, 1, { id: 'order-7' });

  expect(realtime.queue.requests).toMatchObject([{ id: 'order-7' }]);
});
