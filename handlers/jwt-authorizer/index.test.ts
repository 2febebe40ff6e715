import type * as entryPoint from './index';
import { FakeIssuer } from '../tokens/fake-issuer';
import { connectRequest, restRequest } from '../tokens/fake-requests';
import { KeyPair } from '../tokens/key-pair';

const key = KeyPair.ec('key', 'P-256');
const environment = process.env;
let issuer: FakeIssuer;

beforeEach(async () => {
  // The module reads its settings when it is loaded.
  jest.resetModules();
  jest.spyOn(console, 'info').mockImplementation();
  issuer = new FakeIssuer();
  issuer.keys = [key.jwk];
  await issuer.start();
  jest.spyOn(globalThis, 'fetch').mockImplementation((url, options) => issuer.fetch(String(url), options!));
});

afterEach(async () => {
  process.env = environment;
  await issuer.stop();
  jest.restoreAllMocks();
});

function loaded(rules?: object): typeof entryPoint {
  process.env = { ...environment, ...rules && { TOKEN_RULES: JSON.stringify({ issuer: issuer.url, audience: ['web'], ...rules }) } };
  return jest.requireActual<typeof entryPoint>('./index');
}

const token = (scope: string) => key.token({ iss: issuer.url, aud: 'web', sub: 'ada', scope, exp: Math.floor(Date.now() / 1000) + 60 }, 'ES256');
const allowed = { principalId: 'ada', policyDocument: { Statement: [{ Effect: 'Allow', Resource: 'arn:aws:execute-api:eu-west-1:111122223333:api1/prod/*' }] } };

test('the entry point judges requests of a REST API, and remembers the keys between calls', async () => {
  const { handler } = loaded({ tokenHeader: 'Authorization', scopes: ['orders/read'] });

  expect(await handler(restRequest({ Authorization: `Bearer ${token('orders/read')}` }))).toMatchObject(allowed);
  expect(await handler(restRequest({ Authorization: token('orders/read') }, 'DELETE/orders'))).toMatchObject(allowed);
  expect(await handler(restRequest({ Authorization: token('orders/write') }))).toMatchObject({ policyDocument: { Statement: [{ Effect: 'Deny' }] } });
  await expect(handler(restRequest({}))).rejects.toThrow(/^Unauthorized$/);
  expect(issuer.requests).toHaveLength(2);
});

test('the entry point judges who opens a WebSocket, for the whole connection', async () => {
  const { handler } = loaded({ tokenSubprotocol: 'bearer.' });

  expect(await handler(connectRequest({ 'Sec-WebSocket-Protocol': `gatehouse, bearer.${token('')}` }))).toMatchObject(allowed);
  await expect(handler(connectRequest({ 'Sec-WebSocket-Protocol': 'gatehouse' }))).rejects.toThrow(/^Unauthorized$/);
});

test('fails to load without rules', () => {
  expect(() => loaded()).toThrow('the function has no environment variable \'TOKEN_RULES\'');
});

test('fails to load with rules that are incomplete', () => {
  expect(() => loaded({ audience: [] })).toThrow('TOKEN_RULES has \'[]\' as its audience');
});
