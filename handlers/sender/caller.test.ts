import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { EventCaller } from './caller';
import { FakeRealtime } from './fake-realtime';
import { WebSocketEvent } from '../realtime/web-socket-event';

let realtime: FakeRealtime;

beforeEach(async () => {
  realtime = new FakeRealtime();
  await realtime.start();
});

afterEach(() => realtime.stop());

function callerOf(context: Partial<WebSocketEvent['requestContext']> = {}, message: Pick<WebSocketEvent, 'body' | 'isBase64Encoded'> = {}) {
  return realtime.sender().callerOf({ requestContext: { connectionId: 'c1', eventType: 'MESSAGE', ...context }, ...message });
}

test('a caller has a connection, and a user when the API knows one', () => {
  expect(callerOf({ authorizer: { principalId: 'ada' } })).toMatchObject({ connectionId: 'c1', userId: 'ada' });
  expect(callerOf().userId).toBeUndefined();
});

test('events are taken as @types/aws-lambda has them', () => {
  const event: Pick<APIGatewayProxyWebsocketEventV2, 'requestContext' | 'body' | 'isBase64Encoded'> = {
    requestContext: {
      routeKey: 'sendMessage',
      messageId: 'm1',
      eventType: 'MESSAGE',
      extendedRequestId: 'r1',
      requestTime: '20/Nov/2026:17:00:00 +0000',
      messageDirection: 'IN',
      stage: 'live',
      connectedAt: 1,
      requestTimeEpoch: 1,
      requestId: 'r1',
      domainName: 'chat.example.com',
      connectionId: 'c1',
      apiId: 'api1',
    },
    body: '{}',
    isBase64Encoded: false,
  };

  expect(new EventCaller(event, realtime.sender()).message()).toEqual({});
});

test.each<[string, Pick<WebSocketEvent, 'body' | 'isBase64Encoded'>, unknown]>([
  ['an object', { body: '{"action":"send","text":"ü"}' }, { action: 'send', text: 'ü' }],
  ['null', { body: 'null' }, null],
  ['binary', { body: Buffer.from('{"text":"ü"}').toString('base64'), isBase64Encoded: true }, { text: 'ü' }],
])('the message is read as JSON: %s', (_, message, expected) => {
  expect(callerOf({}, message).message()).toEqual(expected);
});

test.each([['text', 'secret'], ['nothing', undefined], ['null', null], ['half of it', '{"text":"secret']])('fails to read a message that is no JSON, and quotes nothing of it: %s', (_, body) => {
  expect(() => callerOf({}, { body }).message()).toThrow(/^what connection 'c1' has sent is no JSON; let the client send JSON\.stringify\(…\)$/);
});

test('a caller is answered', async () => {
  await realtime.connect('c1');

  expect(await callerOf().send({ hello: 'ada' })).toBe(true);

  expect(realtime.received('c1')).toMatchObject([{ data: { hello: 'ada' } }]);
});

test('a caller who is gone is not answered', async () => {
  expect(await callerOf({ eventType: 'DISCONNECT' }).send('bye')).toBe(false);
});

test('fails to answer while the caller connects, and says what comes later', async () => {
  await expect(callerOf({ eventType: 'CONNECT' }).send('welcome')).rejects.toThrow(
    'connection \'c1\' does not stand before $connect is answered, so nothing can be sent to it; '
    + 'use broadcast({ connection: caller.connectionId }, data), which comes a second later');
  expect(realtime.api.requests).toEqual([]);
});

test('a caller joins rooms and leaves them', async () => {
  await realtime.connect('c1');

  expect(await callerOf().join('lobby')).toBe(true);
  expect(await realtime.engine.items()).toEqual(['c1 room#lobby', 'c1 session']);
  await callerOf().leave('lobby');
  expect(await realtime.engine.items()).toEqual(['c1 session']);
});

test('a caller who is gone joins nothing', async () => {
  expect(await callerOf().join('lobby')).toBe(false);
  expect(await realtime.engine.items()).toEqual([]);
});
