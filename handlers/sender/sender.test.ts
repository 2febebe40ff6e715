import { FakeRealtime } from './fake-realtime';
import { Sender } from './sender';

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

describe('send', () => {
  test.each([[{ hello: 'world' }], ['text'], [7], [null], [false], [[]]])('brings %j to one connection, with an id of its own', async (data) => {
    await realtime.connect('c1=/+');

    expect(await sender.send('c1=/+', data)).toBe(true);
    expect(await sender.send('c1=/+', data)).toBe(true);

    const messages = realtime.received('c1=/+');
    expect(messages).toEqual([{ id: expect.stringMatching(UUID), data }, { id: expect.stringMatching(UUID), data }]);
    expect(messages[0].id).not.toBe(messages[1].id);
  });

  test('removes everything of a connection that is gone', async () => {
    await realtime.connect('c1', 'ada');
    await realtime.sessions.join('c1', 'lobby');
    realtime.api.disconnect('c1');

    expect(await sender.send('c1', 'x')).toBe(false);
    expect(await sender.send('c1', 'x')).toBe(false);

    expect(await realtime.engine.items()).toEqual([]);
  });

  test.each([['throttled', { throttled: 3 }], ['failing', { failing: 3 }]])('tries again while API Gateway is %s, later and later', async (_, behaviour) => {
    await realtime.connect('c1', 'ada', behaviour);

    expect(await sender.send('c1', 'x')).toBe(true);

    expect(realtime.api.received('c1')).toHaveLength(1);
    expect(realtime.clock.slept).toEqual([100, 200, 400]);
  });

  test('fails when the connection stays busy, and says what to do', async () => {
    await realtime.connect('c1', 'ada', { throttled: 1_000 });

    await expect(sender.send('c1', 'x')).rejects.toThrow(
      'connection \'c1\' has been busy for 5 seconds (LimitExceededException); try again later');
    expect(realtime.clock.slept.reduce((sum, millis) => sum + millis, 0)).toBeLessThanOrEqual(5_000);
    expect(await realtime.engine.items()).toEqual(['c1 session']);
  });

  test('waits for a connection that is just being made', async () => {
    await realtime.sessions.add({ connectionId: 'c1' });
    const stands = jest.spyOn(realtime.clock, 'sleep').mockImplementationOnce(async () => realtime.api.connect('c1'));

    expect(await sender.send('c1', 'x')).toBe(true);

    expect(stands).toHaveBeenCalledTimes(1);
    expect(realtime.api.received('c1')).toHaveLength(1);
  });

  test('fails when the function may not send, and says what to do', async () => {
    await realtime.connect('c1', 'ada', { forbidden: true });

    await expect(sender.send('c1', 'x')).rejects.toThrow(
      'API Gateway refuses connection \'c1\' to this function and answers \'ForbiddenException\'; give it chat.grantBroadcast(fn)');
    expect(realtime.clock.slept).toEqual([]);
  });

  test('fails for what API Gateway will never take, and does not say that a right is missing', async () => {
    await realtime.connect('c1', 'ada', { tooLarge: true });

    await expect(sender.send('c1', 'x')).rejects.toThrow(
      /^API Gateway answers 'PayloadTooLargeException' \(413\) to what was sent to connection 'c1', and would do so again; change what is sent, or set REALTIME_ENDPOINT to the callbackUrl of the API$/);
  });

  test('says of what never was a connection that it is gone', async () => {
    expect(await sender.send('no id!', 'x')).toBe(false);
    expect(await sender.disconnect('no id!')).toBe(false);
  });

  test.each(['GetItem', 'DeleteItem', 'Query'])('says that a connection is gone also when the table does not let it go: %s', async (operation) => {
    jest.spyOn(console, 'warn').mockImplementation();
    await realtime.connect('c1', 'ada');
    realtime.api.disconnect('c1');
    realtime.engine.fail(operation);

    expect(await sender.send('c1', 'x')).toBe(false);
    expect(console.warn).toHaveBeenCalledWith(expect.stringMatching(/^connection 'c1' is gone and stays in the table until the next post to it, or until its time to live: .* failed$/));
    realtime.engine.fail(operation);
    await realtime.sessions.add({ connectionId: 'c1' });
    realtime.clock.pass(60_000);
    expect(await sender.disconnect('c1')).toBe(false);
  });

  test('fails on what JSON cannot say', async () => {
    await expect(sender.send('c1', undefined)).rejects.toThrow(
      'data of type \'undefined\' is nothing that JSON can say, so nothing would come; send null, or do not send');
    await expect(sender.send('c1', () => 7)).rejects.toThrow('data of type \'function\'');
    expect(realtime.api.requests).toEqual([]);
  });

  test('brings the largest message as it is, also without a bucket', async () => {
    await realtime.connect('c1');

    expect(await senderWithoutBucket.send('c1', FakeRealtime.LARGEST)).toBe(true);

    expect(Buffer.byteLength(realtime.api.received('c1')[0])).toBe(131_072);
  });

  test('brings a link to what is one byte larger', async () => {
    await realtime.connect('c1');

    expect(await sender.send('c1', `${FakeRealtime.LARGEST}a`)).toBe(true);

    const { link, bytes } = realtime.received('c1')[0];
    expect(bytes).toBe(FakeRealtime.LARGEST.length + 3);
    expect(await (await fetch(link)).json()).toBe(`${FakeRealtime.LARGEST}a`);
  });

  test('fails without a bucket when the text is one byte too large, counted as UTF-8', async () => {
    await expect(senderWithoutBucket.send('c1', `${FakeRealtime.LARGEST}a`)).rejects.toThrow('131073 bytes');
    await expect(senderWithoutBucket.send('c1', 'ü'.repeat(FakeRealtime.LARGEST.length / 2 + 1))).rejects.toThrow('more than the 131072 that API Gateway sends');
    expect(realtime.api.requests).toEqual([]);
  });
});

describe('rooms', () => {
  test('are joined and left', async () => {
    await realtime.connect('c1', 'ada');

    expect(await sender.join('c1', 'lobby')).toBe(true);
    expect(await sender.roomsOf('c1')).toEqual(['lobby']);
    expect(await sender.connectionsOf({ room: 'lobby' })).toEqual(['c1']);
    await sender.leave('c1', 'lobby');
    expect(await sender.roomsOf('c1')).toEqual([]);
    expect(await sender.connectionsOf({ room: 'lobby' })).toEqual([]);
  });

  test('are not joined by a connection that is gone', async () => {
    expect(await sender.join('c1', 'lobby')).toBe(false);
  });

  test.each(['join', 'leave'] as const)('without a name fail to be used: %s', async (method) => {
    await expect(sender[method]('c1', '')).rejects.toThrow('room \'\' has no name');
    await expect(sender[method]('c1', 'r'.repeat(257))).rejects.toThrow('has 257 characters');
    expect(realtime.engine.calls).toEqual([]);
  });

  test('fail to be used where API Gateway keeps the sessions by itself, and say what to write', async () => {
    await realtime.connect('c1', 'ada');
    const direct = realtime.sender({ keepsRooms: false });
    realtime.engine.calls.length = 0;

    for (const use of [() => direct.join('c1', 'lobby'), () => direct.broadcast({ room: 'lobby' }, 1), () => direct.connectionsOf({ room: 'lobby' })]) {
      await expect(use()).rejects.toThrow('nobody can be in room \'lobby\': API Gateway keeps the sessions of this API by itself, '
        + 'so nobody would take connections out of their rooms when they go; write sessions: Sessions.stored() on the API');
    }
    expect(realtime.engine.calls).toEqual([]);
    expect(realtime.queue.messages).toEqual([]);
    await direct.broadcast({ user: 'ada' }, 1);
    expect(realtime.queue.messages).toHaveLength(1);
  });

  test('are read page by page', async () => {
    const room = 'r'.repeat(256);
    const members = Array.from({ length: 2_100 }, (_, member) => `c${member}`);
    await realtime.engine.put(members.map((id) => ({ connectionId: { S: id }, item: { S: `room#${room}` }, room: { S: room }, region: { S: 'eu-west-1' } })));

    expect((await sender.connectionsOf({ room })).sort()).toEqual(members.sort());

    expect(realtime.engine.calls.length).toBeGreaterThan(1);
    expect(new Set(realtime.engine.calls)).toEqual(new Set(['Query']));
  });
});

describe('users', () => {
  test('are known by their connections', async () => {
    await realtime.connect('c1', 'ada');
    await realtime.connect('c2', 'ada');
    await realtime.connect('c3');

    expect(await sender.userOf('c1')).toBe('ada');
    expect(await sender.userOf('c3')).toBeUndefined();
    expect(await sender.userOf('unknown')).toBeUndefined();
    expect(await sender.connectionsOf({ user: 'ada' })).toEqual(['c1', 'c2']);
    expect(await sender.connectionsOf({ user: 'eve' })).toEqual([]);
    await expect(sender.connectionsOf({ user: '' })).rejects.toThrow('user \'\' has no name');
  });

  test('who are kept by API Gateway itself may have names of 2,048 bytes', async () => {
    const name = 'ü'.repeat(1_024);
    await realtime.connect('c1', name);

    expect(await sender.connectionsOf({ user: name })).toEqual(['c1']);
    expect(await sender.disconnectUser(name)).toBe(1);
    await expect(sender.connectionsOf({ user: `${name}u` })).rejects.toThrow('has 2049 bytes, which are too many for a key; write 1 to 2048');
  });

  test('whose connections have expired have none, although DynamoDB keeps them longer', async () => {
    await realtime.connect('c1', 'ada');
    await sender.join('c1', 'lobby');
    realtime.clock.pass(130 * 60_000);

    expect(await sender.connectionsOf({ user: 'ada' })).toEqual([]);
    expect(await sender.connectionsOf({ room: 'lobby' })).toEqual([]);
    expect(await sender.roomsOf('c1')).toEqual([]);
  });

  test('are disconnected, on all of their connections and on nobody else\'s', async () => {
    for (const connectionId of ['c1', 'c2', 'c3']) await realtime.connect(connectionId, 'ada');
    await realtime.connect('c4', 'bob');
    realtime.api.disconnect('c2');

    expect(await sender.disconnectUser('ada')).toBe(2);

    expect(['c1', 'c2', 'c3', 'c4'].filter((id) => realtime.api.isOpen(id))).toEqual(['c4']);
    // What API Gateway knew to be gone leaves at once, the others when their end is told.
    expect(await realtime.engine.items()).toEqual(['c1 session', 'c3 session', 'c4 session']);
  });

  test('fail to be disconnected when one connection stays, and the others are ended', async () => {
    await realtime.connect('c1', 'ada', { throttled: 1_000 });
    await realtime.connect('c2', 'ada');

    await expect(sender.disconnectUser('ada')).rejects.toThrow('1 of 2 connections of user \'ada\' could not be ended; try again');

    expect(realtime.api.isOpen('c2')).toBe(false);
  });
});

describe('a connection', () => {
  test('is ended once', async () => {
    await realtime.connect('c1', 'ada', { throttled: 1 });

    expect(await sender.disconnect('c1')).toBe(true);
    expect(await sender.disconnect('c1')).toBe(false);

    expect(realtime.api.isOpen('c1')).toBe(false);
    expect(await realtime.engine.items()).toEqual([]);
  });
});
