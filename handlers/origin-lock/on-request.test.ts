import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FakeIssuer } from './fake-issuer';
import { FakeSecretsManager } from './fake-secrets-manager';
import { KeyPair } from './key-pair';
import { onRequest } from './on-request';
import { OriginSecret } from './origin-secret';
import { AuthorizerRequest } from './request';
import { httpRequest, restRequest } from './requests';
import { TickingClock } from './ticking-clock';
import { TokenVerifier } from './token';
import { TokenRules } from './token-rules';
import { clientOf } from '../../test/fake-service';

const stage = 'arn:aws:execute-api:eu-west-1:111122223333:api1/prod';
const locked = { 'X-Origin-Secret': 'first' };
const key = KeyPair.ec('key', 'P-256');

let service: FakeSecretsManager;
let client: SecretsManagerClient;
let issuer: FakeIssuer;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
  service = new FakeSecretsManager();
  issuer = new FakeIssuer();
  await Promise.all([service.start(), issuer.start()]);
  service.put('v1', 'first', 'AWSCURRENT');
  client = new SecretsManagerClient(clientOf(service.endpoint));
  issuer.keys = [key.jwk];
});

afterEach(async () => {
  client.destroy();
  await Promise.all([service.stop(), issuer.stop()]);
  jest.restoreAllMocks();
});

function answer(request: AuthorizerRequest, rules?: Partial<TokenRules>) {
  const clock = new TickingClock();
  const all: TokenRules = { issuer: issuer.url, audience: ['web'], ...rules };
  return onRequest(request, {
    originHeader: 'x-origin-SECRET',
    originSecret: new OriginSecret('arn:secret', client, clock),
    tokens: rules && { rules: all, verifier: new TokenVerifier(all, issuer.fetch, clock) },
  });
}

function token(claims: object = {}): string {
  return key.token({ iss: issuer.url, aud: 'web', sub: 'ada', exp: Math.floor(Date.now() / 1000) + 60, ...claims }, 'ES256');
}

function policy(Effect: string, Resource: string) {
  return { policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] } };
}

describe('without tokens', () => {
  test('who comes through CloudFront is let in, on every route', async () => {
    expect(await answer(restRequest(locked))).toEqual({ principalId: 'cloudfront', ...policy('Allow', `${stage}/*`), context: {} });
    expect(await answer(httpRequest(locked))).toEqual({ isAuthorized: true, context: {} });
  });

  test.each<[string, Record<string, string>]>([
    ['no header', {}], ['another value', { 'X-Origin-Secret': 'wrong' }], ['an empty value', { 'X-Origin-Secret': '' }], ['another header', { 'X-Other': 'first' }],
  ])('who comes with %s is refused, on every route', async (_, headers) => {
    expect(await answer(restRequest(headers))).toMatchObject(policy('Deny', `${stage}/*`));
    expect(await answer(httpRequest(headers))).toEqual({ isAuthorized: false, context: {} });
  });

  test('a REST API that gives no headers at all is understood', async () => {
    expect(await answer({ ...restRequest({}), headers: null, multiValueHeaders: null })).toMatchObject(policy('Deny', `${stage}/*`));
  });

  test('a header with several values is looked through', async () => {
    const request = { ...restRequest({}), headers: { 'x-origin-secret': 'other' }, multiValueHeaders: { 'x-origin-secret': ['first', 'other'] } };

    expect(await answer(request)).toMatchObject(policy('Allow', `${stage}/*`));
  });

  test('fails when Secrets Manager does not answer, which API Gateway makes a 500', async () => {
    service.refusals.set('GetSecretValue', { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' });

    await expect(answer(restRequest(locked))).rejects.toThrow('Rate exceeded');
    await expect(answer(httpRequest(locked))).rejects.toThrow('Rate exceeded');
  });
});

describe('with tokens', () => {
  test('a good one is let in on every route, with its claims as texts and never the token', async () => {
    const headers = { ...locked, Authorization: `Bearer ${token({ 'email_verified': true, 'auth_time': 7, 'cognito:groups': ['a', 'b'], 'address': { city: 'London' } })}` };
    const context = { 'sub': 'ada', 'aud': 'web', 'email_verified': 'true', 'auth_time': '7', 'cognito:groups': '["a","b"]', 'address': '{"city":"London"}' };

    const rest = await answer(restRequest(headers), {});
    expect(rest).toMatchObject({ principalId: 'ada', ...policy('Allow', `${stage}/*`), context });
    const http = await answer(httpRequest(headers), {});
    expect(http).toMatchObject({ isAuthorized: true, context });
    expect(Object.values(http.context).every((value) => typeof value === 'string')).toBe(true);
    expect(JSON.stringify([rest, http])).not.toContain('eyJ');
  });

  test.each(['Bearer ', 'bearer ', 'BEARER  ', ''])('the token is read after \'%s\'', async (prefix) => {
    expect(await answer(httpRequest({ ...locked, authorization: prefix + token() }), {})).toMatchObject({ isAuthorized: true });
  });

  test('the token is read from the header of the rules', async () => {
    const rules = { tokenHeader: 'X-Token' };

    expect(await answer(restRequest({ ...locked, 'x-token': token() }), rules)).toMatchObject(policy('Allow', `${stage}/*`));
    expect(await answer(httpRequest({ ...locked, authorization: token() }), rules)).toMatchObject({ isAuthorized: false });
  });

  test.each<[string, () => Record<string, string>]>([
    ['none', () => ({})],
    ['an expired one', () => ({ authorization: token({ exp: 1 }) })],
    ['another scheme', () => ({ authorization: `Basic ${token()}` })],
    ['two of them', () => ({ authorization: token(), Authorization: token({ sub: 'eve' }) })],
  ])('who has %s is refused with 401 on a REST API, and refused on an HTTP API', async (_, headers) => {
    const given = { ...locked, ...headers() };

    await expect(answer(restRequest(given), {})).rejects.toThrow(/^Unauthorized$/);
    expect(await answer({ ...httpRequest({}), headers: given }, {})).toEqual({ isAuthorized: false, context: {} });
  });

  test('who does not come through CloudFront is refused whatever the token, and the issuer is not asked', async () => {
    expect(await answer(restRequest({ authorization: token() }), {})).toMatchObject(policy('Deny', `${stage}/*`));
    expect(await answer(httpRequest({ authorization: token() }), {})).toMatchObject({ isAuthorized: false });
    expect(issuer.requests).toEqual([]);
  });

  test('nobody is let in while the issuer is down, and the reason is logged', async () => {
    issuer.mood = 'down';

    await expect(answer(restRequest({ ...locked, authorization: token() }), {})).rejects.toThrow(/^Unauthorized$/);
    expect(await answer(httpRequest({ ...locked, authorization: token() }), {})).toMatchObject({ isAuthorized: false });
    expect(console.error).toHaveBeenCalledWith('refused: the token could not be checked: TypeError: fetch failed');
  });
});

describe('with scopes', () => {
  const rules = { scopes: ['orders/read', 'orders/write'] };
  const reader = (claims: object = { scope: 'email orders/read' }) => ({ ...locked, authorization: token(claims) });

  test.each([{ scope: 'email orders/read' }, { scope: 'orders/write' }, { scp: ['orders/write'] }])('one of them is enough, as in %j, on every route', async (claims) => {
    expect(await answer(restRequest(reader(claims)), rules)).toMatchObject(policy('Allow', `${stage}/*`));
    expect(await answer(httpRequest(reader(claims)), rules)).toMatchObject({ isAuthorized: true, context: { sub: 'ada' } });
  });

  test.each(['GET/orders/1', 'DELETE/orders', 'PATCH/', 'GET/another'])('no route is without them, as %s', async (route) => {
    const headers = reader({ scope: 'email' });

    expect(await answer(restRequest(headers, route), rules)).toMatchObject(policy('Deny', `${stage}/*`));
    expect(await answer({ ...httpRequest(headers), routeKey: route.replace('/', ' /') } as AuthorizerRequest, rules)).toMatchObject({ isAuthorized: false });
  });

  test.each<[string, object]>([
    ['none', {}], ['another one', { scope: 'orders/delete' }], ['part of one', { scope: 'orders' }], ['one in another case', { scope: 'Orders/Read' }],
  ])('a token with %s is refused with 403, and nothing is said of it', async (_, claims) => {
    expect(await answer(restRequest(reader(claims)), rules)).toEqual({ principalId: 'cloudfront', ...policy('Deny', `${stage}/*`), context: {} });
    expect(await answer(httpRequest(reader(claims)), rules)).toEqual({ isAuthorized: false, context: {} });
  });

  test('a path however long makes no longer policy than API Gateway takes', async () => {
    expect(await answer(restRequest(reader(), `GET/orders/${'1'.repeat(600)}`), rules)).toMatchObject(policy('Allow', `${stage}/*`));
  });
});
