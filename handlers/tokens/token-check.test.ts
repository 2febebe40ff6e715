import { AuthorizerRequest } from './authorizer-request';
import { FakeIssuer } from './fake-issuer';
import { connectRequest, httpRequest, restRequest } from './fake-requests';
import { KeyPair } from './key-pair';
import { TokenCheck } from './token-check';
import { TokenRules } from './token-rules';
import { TickingClock } from '../ticking-clock';

const stage = 'arn:aws:execute-api:eu-west-1:111122223333:api1/prod';
const key = KeyPair.ec('key', 'P-256');
const ALLOWED = policy('Allow');
const DENIED = policy('Deny');

let issuer: FakeIssuer;

beforeEach(async () => {
  for (const method of ['info', 'warn', 'error'] as const) jest.spyOn(console, method).mockImplementation();
  issuer = new FakeIssuer();
  issuer.keys = [key.jwk];
  await issuer.start();
});

afterEach(async () => {
  await issuer.stop();
  jest.restoreAllMocks();
});

function checkOf(rules: Partial<TokenRules> = {}, clock = new TickingClock()): TokenCheck {
  return new TokenCheck({ issuer: issuer.url, audience: ['web'], ...rules }, issuer.fetch, clock);
}

const answer = (request: AuthorizerRequest, rules?: Partial<TokenRules>) => checkOf(rules).answer(request);

function token(claims: object = {}): string {
  return key.token({ iss: issuer.url, aud: 'web', sub: 'ada', exp: Math.floor(Date.now() / 1000) + 60, ...claims }, 'ES256');
}

function policy(Effect: string) {
  return { policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: `${stage}/*` }] } };
}

describe('a good token', () => {
  test('is let in on every route, with its claims as texts and never itself', async () => {
    const headers = { Authorization: `Bearer ${token({ 'email_verified': true, 'auth_time': 7, 'cognito:groups': ['a', 'b'], 'address': { city: 'London' } })}` };
    const context = { 'sub': 'ada', 'aud': 'web', 'email_verified': 'true', 'auth_time': '7', 'cognito:groups': '["a","b"]', 'address': '{"city":"London"}' };

    const answers = [await answer(restRequest(headers)), await answer(connectRequest(headers)), await answer(httpRequest(headers))];
    expect(answers).toMatchObject([{ principalId: 'ada', ...ALLOWED, context }, { principalId: 'ada', ...ALLOWED, context }, { isAuthorized: true, context }]);
    expect(answers.flatMap((one) => Object.values(one.context)).every((value) => typeof value === 'string')).toBe(true);
    expect(JSON.stringify(answers)).not.toContain('eyJ');
  });

  test.each(['Bearer ', 'bearer ', 'BEARER  ', ''])('is read after \'%s\'', async (prefix) => {
    expect(await answer(httpRequest({ authorization: prefix + token() }))).toMatchObject({ isAuthorized: true });
  });

  test('is read from the header of the rules', async () => {
    expect(await answer(restRequest({ 'x-token': token() }), { tokenHeader: 'X-Token' })).toMatchObject(ALLOWED);
    await expect(answer(restRequest({ authorization: token() }), { tokenHeader: 'X-Token' })).rejects.toThrow(/^Unauthorized$/);
  });

  test('is read from the query parameter of the rules, whose case counts', async () => {
    const rules = { tokenQuery: 'token' };

    expect(await answer(connectRequest({}, { token: token() }), rules)).toMatchObject(ALLOWED);
    await expect(answer(connectRequest({}, { Token: token() }), rules)).rejects.toThrow(/^Unauthorized$/);
    await expect(answer(connectRequest({ authorization: token() }), rules)).rejects.toThrow(/^Unauthorized$/);
  });

  test('names somebody without a sub by the client, and without both nobody', async () => {
    expect(await answer(restRequest({ authorization: token({ sub: undefined, client_id: 'web' }) }))).toMatchObject({ principalId: 'web' });
    expect(await answer(restRequest({ authorization: token({ sub: undefined }) }))).toMatchObject({ principalId: 'anonymous' });
  });

  test('of a path however long makes no longer policy than API Gateway takes', async () => {
    expect(await answer(restRequest({ authorization: token() }, `GET/orders/${'1'.repeat(600)}`))).toMatchObject(ALLOWED);
  });
});

describe('a token among the subprotocols of a WebSocket', () => {
  const rules = { tokenSubprotocol: 'bearer.' };
  const offering = (header: string) => connectRequest({ 'Sec-WebSocket-Protocol': header });

  test.each([(good: string) => `chat, bearer.${good}`, (good: string) => `bearer.${good},chat`, (good: string) => `chat,,v2 , Bearer.${good} `, (good: string) => `chat, bearer.${good}, bearer.${good}`])(
    'is let in beside an application protocol, as in %s', async (header) => {
      expect(await answer(offering(header(token())), rules)).toMatchObject({ principalId: 'ada', ...ALLOWED });
    });

  test('is let in where the entries come in headers of their own', async () => {
    const name = 'sec-websocket-protocol';
    const request = { ...connectRequest({}), headers: { [name]: `bearer.${token()}` }, multiValueHeaders: { [name]: ['chat', `bearer.${token()}`] } };
    const [, entry] = request.multiValueHeaders[name];

    expect(await answer({ ...request, headers: { [name]: entry } }, rules)).toMatchObject(ALLOWED);
  });

  test('is refused without an application protocol, and the log says what to offer', async () => {
    await expect(answer(offering(`bearer.${token()}`), rules)).rejects.toThrow(/^Unauthorized$/);

    expect(console.info).toHaveBeenCalledWith('refused: the token is not good: no application protocol is offered beside it, so it would have to be echoed; '
      + "offer one as well, as new WebSocket(url, ['gatehouse', 'bearer.<token>'])");
    expect(issuer.requests).toEqual([]);
  });

  test.each<[string, (good: string) => string]>([
    ['none', () => 'chat'], ['an empty one', () => 'chat, bearer.'], ['two of them', (good) => `chat, bearer.${good}, bearer.${token({ sub: 'eve' })}`],
    ['one without its beginning', (good) => `chat, ${good}`], ['one in two entries', (good) => `chat, bearer, ${good}`], ['nothing at all', () => ''],
  ])('is refused where there is %s', async (_, header) => {
    await expect(answer(offering(header(token())), rules)).rejects.toThrow(/^Unauthorized$/);
  });

  test('is not looked for anywhere else', async () => {
    await expect(answer(connectRequest({ 'Authorization': token(), 'Sec-WebSocket-Protocol': 'chat' }, { token: token() }), rules)).rejects.toThrow(/^Unauthorized$/);
    await expect(answer(connectRequest({}), rules)).rejects.toThrow(/^Unauthorized$/);
  });
});

describe('who has', () => {
  test.each<[string, () => Record<string, string>]>([
    ['no token', () => ({})],
    ['an expired one', () => ({ authorization: token({ exp: 1 }) })],
    ['another scheme', () => ({ authorization: `Basic ${token()}` })],
    ['two of them', () => ({ authorization: token(), Authorization: token({ sub: 'eve' }) })],
  ])('%s is refused with 401 on REST and WebSocket APIs, and refused on an HTTP API', async (_, headers) => {
    const given = headers();

    await expect(answer(restRequest(given))).rejects.toThrow(/^Unauthorized$/);
    await expect(answer(connectRequest(given))).rejects.toThrow(/^Unauthorized$/);
    expect(await answer({ ...httpRequest({}), headers: given })).toEqual({ isAuthorized: false, context: {} });
  });

  test('two tokens in the query string is refused', async () => {
    const request = { ...connectRequest({}, { token: token() }), multiValueQueryStringParameters: { token: [token({ sub: 'eve' }), token()] } };

    await expect(answer(request, { tokenQuery: 'token' })).rejects.toThrow(/^Unauthorized$/);
  });
});

describe('with scopes', () => {
  const rules = { scopes: ['orders/read', 'orders/write'] };
  const reader = (claims: object = { scope: 'email orders/read' }) => ({ authorization: token(claims) });

  test.each([{ scope: 'email orders/read' }, { scope: 'orders/write' }, { scp: ['orders/write'] }])('one of them is enough, as in %j, on every route', async (claims) => {
    expect(await answer(restRequest(reader(claims)), rules)).toMatchObject(ALLOWED);
    expect(await answer(connectRequest(reader(claims)), rules)).toMatchObject(ALLOWED);
    expect(await answer(httpRequest(reader(claims)), rules)).toMatchObject({ isAuthorized: true, context: { sub: 'ada' } });
  });

  test.each(['GET/orders/1', 'DELETE/orders', 'PATCH/', 'GET/another', '$connect'])('no route is without them, as %s', async (route) => {
    const headers = reader({ scope: 'email' });

    expect(await answer(restRequest(headers, route), rules)).toMatchObject(DENIED);
    expect(await answer({ ...httpRequest(headers), routeKey: route.replace('/', ' /') } as AuthorizerRequest, rules)).toMatchObject({ isAuthorized: false });
  });

  test.each<[string, object]>([
    ['none', {}], ['another one', { scope: 'orders/delete' }], ['part of one', { scope: 'orders' }], ['one in another case', { scope: 'Orders/Read' }],
  ])('a token with %s is refused with 403, and nothing is said of it', async (_, claims) => {
    expect(await answer(restRequest(reader(claims)), rules)).toEqual({ principalId: 'anonymous', ...DENIED, context: {} });
    expect(await answer(httpRequest(reader(claims)), rules)).toEqual({ isAuthorized: false, context: {} });
  });
});

describe('while the issuer', () => {
  const request = {
    rest: () => restRequest({ authorization: token() }),
    connect: () => connectRequest({ authorization: token() }),
    http: () => httpRequest({ authorization: token() }),
  };

  test.each(['down', 'failing', 'html', 'list', 'no keys', 'other issuer', 'no address', 'plain http', 'redirecting', 'silent', 'stalling'] as const)(
    'is \'%s\', nobody is let in, and everybody is with the next request after', async (mood) => {
      const check = checkOf();
      issuer.mood = mood;

      await Promise.all([
        expect(check.answer(request.rest())).rejects.toThrow(/^Unauthorized$/),
        expect(check.answer(request.connect())).rejects.toThrow(/^Unauthorized$/),
        expect(check.answer(request.http())).resolves.toEqual({ isAuthorized: false, context: {} }),
      ]);
      expect(console.error).toHaveBeenCalledWith(expect.stringMatching(/^refused: the token could not be checked: \w*Error: /));
      issuer.mood = 'well';
      expect(await check.answer(request.rest())).toMatchObject(ALLOWED);
      expect(await check.answer(request.connect())).toMatchObject(ALLOWED);
      expect(await check.answer(request.http())).toMatchObject({ isAuthorized: true });
    });

  test('is down, who has a token of a key that is known is let in', async () => {
    const clock = new TickingClock();
    const check = checkOf({}, clock);
    await check.answer(request.rest());
    issuer.mood = 'down';
    clock.pass(3_600_000);

    expect(await check.answer(request.rest())).toMatchObject(ALLOWED);
    expect(await check.answer(request.connect())).toMatchObject(ALLOWED);
  });

  test('changes its keys, tokens of the old and of the new one are let in as long as it has both', async () => {
    const next = KeyPair.rsa('next');
    const clock = new TickingClock();
    const check = checkOf({}, clock);
    const ofNext = () => restRequest({ authorization: next.token({ iss: issuer.url, aud: 'web', exp: Math.floor(Date.now() / 1000) + 60 }, 'RS256') });
    await check.answer(request.rest());
    await expect(check.answer(ofNext())).rejects.toThrow(/^Unauthorized$/);

    issuer.keys = [key.jwk, next.jwk];
    clock.pass(10_000);
    expect(await check.answer(ofNext())).toMatchObject(ALLOWED);
    expect(await check.answer(request.rest())).toMatchObject(ALLOWED);
    issuer.keys = [next.jwk];
    clock.pass(600_000);
    await expect(check.answer(request.rest())).rejects.toThrow(/^Unauthorized$/);
  });
});
