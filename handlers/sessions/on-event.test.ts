import { ConnectionEvent, onEvent } from './on-event';
import { DynamoEngine } from '../realtime/dynamo-engine';
import { SessionTable } from '../realtime/session-table';
import { TickingClock } from '../ticking-clock';

const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl';

let engine: DynamoEngine;
let sessions: SessionTable;

beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation();
  jest.spyOn(console, 'info').mockImplementation();
  engine = new DynamoEngine();
  await engine.start();
  sessions = new SessionTable(engine.tableName, engine.client(), 'eu-west-1', new TickingClock());
});

afterEach(async () => {
  await engine.stop();
  jest.restoreAllMocks();
});

function event(eventType: string, context: Partial<ConnectionEvent['requestContext']> = {}): ConnectionEvent {
  return {
    headers: { 'Sec-WebSocket-Protocol': `gatehouse, bearer.${TOKEN}`, 'Cookie': `token=${TOKEN}` },
    requestContext: { connectionId: 'c1', eventType, ...context },
  };
}

describe('$connect', () => {
  test.each<[string, Partial<ConnectionEvent['requestContext']>, string | undefined]>([
    ['the principal of the authorizer', { authorizer: { principalId: 'ada', sub: 'other' } }, 'ada'],
    ['the subject of the token when there is no principal', { authorizer: { sub: 'ada' } }, 'ada'],
    ['the subject of the token when the principal is empty', { authorizer: { principalId: '', sub: 'ada' } }, 'ada'],
    ['who has signed with IAM', { identity: { userArn: 'arn:aws:iam::111122223333:user/ada' } }, 'arn:aws:iam::111122223333:user/ada'],
    ['whom an identity pool knows, as all of its users have one ARN', { identity: { cognitoIdentityId: 'eu-west-1:1', userArn: 'arn:aws:sts::111122223333:assumed-role/users/CognitoIdentityCredentials' } }, 'eu-west-1:1'],
    ['who has signed with IAM and is in no identity pool', { identity: { cognitoIdentityId: null, userArn: 'arn:aws:iam::111122223333:user/ada' } }, 'arn:aws:iam::111122223333:user/ada'],
    ['the principal of the authorizer, whatever the identity', { authorizer: { principalId: 'ada' }, identity: { cognitoIdentityId: 'eu-west-1:1' } }, 'ada'],
    ['nobody without authorization', { identity: { cognitoIdentityId: null, userArn: null } }, undefined],
    ['nobody when the authorizer names nobody', { authorizer: { principalId: 7 } }, undefined],
    ['nobody when the authorizer lets in who has no name', { authorizer: { principalId: 'anonymous' } }, undefined],
    ['nobody when the authorizer said nothing', { authorizer: null }, undefined],
  ])('stores as the user %s', async (_, context, userId) => {
    expect(await onEvent(event('CONNECT', context), sessions)).toMatchObject({ statusCode: 200 });

    expect(await sessions.sessionOf('c1')).toEqual({ connectionId: 'c1', ...userId !== undefined && { userId } });
  });

  test('says the protocol back that the client offers, and never its token', async () => {
    expect(await onEvent(event('CONNECT'), sessions)).toEqual({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'gatehouse' } });
  });

  test('says nothing back to who offers nothing', async () => {
    expect(await onEvent({ ...event('CONNECT'), headers: null }, sessions)).toEqual({ statusCode: 200 });
  });

  test('twice is one session', async () => {
    await onEvent(event('CONNECT'), sessions);
    await onEvent(event('CONNECT'), sessions);

    expect(await engine.items()).toEqual(['c1 session']);
  });

  test('refuses whose session cannot be stored, and the log names no token', async () => {
    engine.fail('PutItem');

    expect(await onEvent(event('CONNECT'), sessions)).toEqual({ statusCode: 500 });

    expect(await engine.items()).toEqual([]);
    expect(jest.mocked(console.error).mock.calls).toEqual([
      ['connection \'c1\' is refused, as its session could not be stored: InternalServerError: PutItem failed'],
    ]);
  });

  test('takes a user of 2,048 bytes, and refuses one of 2,049 by whom no session could be found', async () => {
    expect(await onEvent(event('CONNECT', { authorizer: { principalId: 'a'.repeat(2_048) } }), sessions)).toMatchObject({ statusCode: 200 });
    expect(await onEvent(event('CONNECT', { connectionId: 'c2', authorizer: { principalId: 'a'.repeat(2_049) } }), sessions)).toEqual({ statusCode: 500 });

    expect(await engine.items()).toEqual(['c1 session']);
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining('has 2049 bytes'));
  });
});

describe('$disconnect', () => {
  test('removes everything of the connection, and a second time nothing happens', async () => {
    await onEvent(event('CONNECT', { authorizer: { principalId: 'ada' } }), sessions);
    await sessions.join('c1', 'lobby');

    expect(await onEvent(event('DISCONNECT'), sessions)).toEqual({ statusCode: 200 });
    expect(await onEvent(event('DISCONNECT'), sessions)).toEqual({ statusCode: 200 });

    expect(await engine.items()).toEqual([]);
  });

  test('of an unknown connection is content', async () => {
    expect(await onEvent(event('DISCONNECT'), sessions)).toEqual({ statusCode: 200 });
  });

  test('fails when the session cannot be removed, so that API Gateway counts it', async () => {
    await onEvent(event('CONNECT'), sessions);
    engine.fail('DeleteItem');

    await expect(onEvent(event('DISCONNECT'), sessions)).rejects.toThrow('DeleteItem failed');
  });
});

test.each(['MESSAGE', undefined])('fails on an event of type %s', async (eventType) => {
  await expect(onEvent({ requestContext: { connectionId: 'c1', eventType } }, sessions)).rejects.toThrow(
    `an event of type '${eventType}' neither begins nor ends a connection; let only $connect and $disconnect call this function`);
});

test('no token is ever logged or stored', async () => {
  await onEvent(event('CONNECT', { authorizer: { principalId: 'ada' } }), sessions);
  await onEvent(event('DISCONNECT'), sessions);
  engine.fail('PutItem');
  await onEvent(event('CONNECT'), sessions);

  expect(JSON.stringify([jest.mocked(console.error).mock.calls, jest.mocked(console.info).mock.calls, await engine.attributes()])).not.toContain('eyJ');
});
