import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FakeSecretsManager } from './fake-secrets-manager';
import { onRequest } from './on-request';
import { OriginSecret } from './origin-secret';
import { clientOf } from '../../test/fake-service';
import { TickingClock } from '../ticking-clock';
import { AuthorizerRequest } from '../tokens/authorizer-request';
import { FakeIssuer } from '../tokens/fake-issuer';
import { connectRequest, httpRequest, restRequest } from '../tokens/fake-requests';
import { KeyPair } from '../tokens/key-pair';
import { TokenCheck } from '../tokens/token-check';
import { TokenRules } from '../tokens/token-rules';

const stage = 'arn:aws:execute-api:eu-west-1:111122223333:api1/prod';
const locked = { 'X-Origin-Secret': 'first' };
const key = KeyPair.ec('key', 'P-256');

let service: FakeSecretsManager;
let client: SecretsManagerClient;
let issuer: FakeIssuer;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
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
  return onRequest(request, {
    originHeader: 'x-origin-SECRET',
    originSecret: new OriginSecret('arn:secret', client, clock),
    tokens: rules && new TokenCheck({ issuer: issuer.url, audience: ['web'], ...rules }, issuer.fetch, clock),
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
    const allowed = { principalId: 'anonymous', ...policy('Allow', `${stage}/*`), context: {} };

    expect(await answer(restRequest(locked))).toEqual(allowed);
    expect(await answer(connectRequest(locked))).toEqual(allowed);
    expect(await answer(httpRequest(locked))).toEqual({ isAuthorized: true, context: {} });
  });

  test.each<[string, Record<string, string>]>([
    ['no header', {}], ['another value', { 'X-Origin-Secret': 'wrong' }], ['an empty value', { 'X-Origin-Secret': '' }], ['another header', { 'X-Other': 'first' }],
  ])('who comes with %s is refused, on every route', async (_, headers) => {
    expect(await answer(restRequest(headers))).toMatchObject(policy('Deny', `${stage}/*`));
    expect(await answer(connectRequest(headers))).toMatchObject(policy('Deny', `${stage}/*`));
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
  test('who comes through CloudFront with a good one is let in', async () => {
    const headers = { ...locked, Authorization: `Bearer ${token()}` };

    expect(await answer(restRequest(headers), {})).toMatchObject({ principalId: 'ada', ...policy('Allow', `${stage}/*`), context: { sub: 'ada' } });
    expect(await answer(httpRequest(headers), {})).toMatchObject({ isAuthorized: true, context: { sub: 'ada' } });
  });

  test('who opens a WebSocket has it among the subprotocols, or where else the rules say', async () => {
    const offered = { ...locked, 'Sec-WebSocket-Protocol': `chat, bearer.${token()}` };

    expect(await answer(connectRequest(offered), { tokenSubprotocol: 'bearer.' })).toMatchObject({ principalId: 'ada', ...policy('Allow', `${stage}/*`) });
    expect(await answer(connectRequest(locked, { token: token() }), { tokenQuery: 'token' })).toMatchObject(policy('Allow', `${stage}/*`));
  });

  test('who comes through CloudFront with none, or without the scopes, is refused', async () => {
    const headers = { ...locked, Authorization: token({ scope: 'email' }) };

    await expect(answer(restRequest(locked), {})).rejects.toThrow(/^Unauthorized$/);
    expect(await answer(restRequest(headers), { scopes: ['orders/read'] })).toMatchObject(policy('Deny', `${stage}/*`));
    expect(await answer(httpRequest(headers), { scopes: ['orders/read'] })).toEqual({ isAuthorized: false, context: {} });
  });

  test('who does not come through CloudFront is refused whatever the token, and the issuer is not asked', async () => {
    expect(await answer(restRequest({ authorization: token() }), {})).toMatchObject(policy('Deny', `${stage}/*`));
    expect(await answer(httpRequest({ authorization: token() }), {})).toMatchObject({ isAuthorized: false });
    expect(issuer.requests).toEqual([]);
  });
});
