import { allow } from './authorizer-answer';
import { connectRequest, httpRequest, restRequest } from './fake-requests';
import { Claims } from './token';

const LIMIT = 8_000;

let warn: jest.SpyInstance;

beforeEach(() => {
  warn = jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const bytesOf = (value: object) => Buffer.byteLength(JSON.stringify(value));

describe.each([['a REST API', restRequest({})], ['a WebSocket API', connectRequest({})], ['an HTTP API', httpRequest({})]])('the answer to %s', (_, request) => {
  const room = LIMIT - bytesOf(allow(request, { sub: 'ada', text: '' }));

  test('hands on all claims of as much as API Gateway takes', () => {
    const answer = allow(request, { sub: 'ada', text: 'x'.repeat(room) });

    expect(bytesOf(answer)).toBe(LIMIT);
    expect(Object.keys(answer.context)).toEqual(['sub', 'text']);
    expect(warn).not.toHaveBeenCalled();
  });

  test('leaves out the longest claim of one byte more, and says so to the backend and in the log', () => {
    const answer = allow(request, { sub: 'ada', email: 'ada@example.com', text: 'x'.repeat(room) });

    expect(answer.context).toEqual({ sub: 'ada', email: 'ada@example.com', claimsLeftOut: 'text' });
    expect(JSON.stringify(answer)).toMatch(/"Allow"|"isAuthorized":true/);
    expect(warn.mock.calls).toEqual([["the claims 'text' are left out of what the backend gets: API Gateway takes no more than 8 KB from an authorizer"]]);
  });

  test('leaves out of ten kilobytes of claims what it must, the longest first', () => {
    const groups = Array.from({ length: 120 }, (__, index) => `group${index}`);
    const answer = allow(request, { iss: 'https://id.example.com', sub: 'ada', scope: 'orders/read', groups, one: 'é'.repeat(3_000), other: 'y'.repeat(4_000) });

    expect(Object.keys(answer.context)).toEqual(['iss', 'sub', 'scope', 'groups', 'other', 'claimsLeftOut']);
    expect(answer.context.claimsLeftOut).toBe('one');
    expect(bytesOf(answer)).toBeLessThanOrEqual(LIMIT);
  });

  test('counts what is escaped, as lists in texts are', () => {
    const roles = Array.from({ length: 1_500 }, () => 'a');
    expect(bytesOf(roles)).toBeLessThan(LIMIT);

    expect(Object.keys(allow(request, { sub: 'ada', roles }).context)).toEqual(['sub', 'claimsLeftOut']);
  });

  test('never leaves out who calls, and refuses where that alone is too much', () => {
    const kept = allow(request, { sub: 's'.repeat(3_000), client_id: 'web', text: 'x'.repeat(5_000) });
    expect(Object.keys(kept.context)).toEqual(['sub', 'client_id', 'claimsLeftOut']);

    const refused = allow(request, { sub: 's'.repeat(10_000), text: 'x' });
    expect(refused.context).toEqual({});
    expect(JSON.stringify(refused)).toMatch(/"Deny"|"isAuthorized":false/);
    expect(warn).toHaveBeenLastCalledWith('refused: the token says more of who calls than the 8 KB that API Gateway takes from an authorizer');
  });

  test('leaves out claims of the names that API Gateway itself writes to, so that no token says who its bearer is', () => {
    const answer = allow(request, { sub: 'ada', principalId: 'eve', integrationLatency: 7, principal: 'kept' });

    expect(answer.context).toEqual({ sub: 'ada', principal: 'kept' });
    expect(JSON.stringify(answer)).not.toContain('eve');
  });

  test.each([null, '', 7, true, {}, ['ada'], { name: 'ada' }])('takes %j for the name of nobody, and hands on neither such a client nor such a subject', (nobody) => {
    expect(allow(request, { client_id: nobody, name: null }).context).toEqual({ name: 'null' });
    expect(allow(request, { sub: nobody, client_id: 'web' }).context).toEqual({ client_id: 'web' });
  });
});

test.each<[string, Claims, string]>([
  ['its sub', { sub: 'ada', client_id: 'web' }, 'ada'],
  ['its client when it has no sub', { client_id: 'web' }, 'web'],
  ['its client when its sub is empty', { sub: '', client_id: 'web' }, 'web'],
  ['nobody when it has neither', {}, 'anonymous'],
  ['nobody when both are empty', { sub: '', client_id: '' }, 'anonymous'],
  ['nobody when its client is null', { client_id: null }, 'anonymous'],
  ['nobody when its client is an object', { client_id: { name: 'web' } }, 'anonymous'],
  ['nobody, whatever it calls its principal', { principalId: 'eve' }, 'anonymous'],
])('who has a token is %s', (_, claims, principalId) => {
  expect(allow(restRequest({}), claims)).toMatchObject({ principalId });
  expect(allow(connectRequest({}), claims)).toMatchObject({ principalId });
});

test('a claim of the name under which others are left out gives way to what is true', () => {
  expect(allow(httpRequest({}), { sub: 'ada', claimsLeftOut: 'nothing', text: 'x'.repeat(LIMIT) }).context).toEqual({ sub: 'ada', claimsLeftOut: 'text' });
  expect(allow(httpRequest({}), { sub: 'ada', claimsLeftOut: 'nothing' }).context).toEqual({ sub: 'ada', claimsLeftOut: 'nothing' });
});
