import { FakeSecretsManager } from './fake-secrets-manager';
import type * as entryPoint from './index';
import { lambdaEnvironment } from '../../test/fake-service';
import { FakeIssuer } from '../tokens/fake-issuer';
import { httpRequest } from '../tokens/fake-requests';
import { KeyPair } from '../tokens/key-pair';

const environment = process.env;
let service: FakeSecretsManager;
let issuer: FakeIssuer;

beforeEach(async () => {
  // The module reads its settings when it is loaded.
  jest.resetModules();
  jest.spyOn(console, 'info').mockImplementation();
  service = new FakeSecretsManager();
  issuer = new FakeIssuer();
  await Promise.all([service.start(), issuer.start()]);
  service.put('v1', 'first', 'AWSCURRENT');
  process.env = { ...lambdaEnvironment(environment, service.endpoint), ORIGIN_SECRET_ARN: 'arn:secret', ORIGIN_HEADER: 'x-origin-secret' };
});

afterEach(async () => {
  process.env = environment;
  await Promise.all([service.stop(), issuer.stop()]);
  jest.restoreAllMocks();
});

function loaded(): typeof entryPoint {
  return jest.requireActual<typeof entryPoint>('./index');
}

test('the entry point works with what Lambda gives it, and remembers the secret between calls', async () => {
  const { handler } = loaded();

  expect(await handler(httpRequest({ 'x-origin-secret': 'first' }))).toEqual({ isAuthorized: true, context: {} });
  expect(await handler(httpRequest({ 'x-origin-secret': 'wrong' }))).toEqual({ isAuthorized: false, context: {} });
  expect(service.requests).toHaveLength(3);
});

test('the entry point checks tokens when it has rules for them', async () => {
  const key = KeyPair.ec('key', 'P-256');
  issuer.keys = [key.jwk];
  process.env.TOKEN_RULES = JSON.stringify({ issuer: issuer.url, audience: ['web'], scopes: ['orders/read'] });
  jest.spyOn(globalThis, 'fetch').mockImplementation((url, options) => issuer.fetch(String(url), options!));
  const { handler } = loaded();
  const token = (scope: string) => key.token({ iss: issuer.url, aud: 'web', scope, exp: Math.floor(Date.now() / 1000) + 60 }, 'ES256');

  expect(await handler(httpRequest({ 'x-origin-secret': 'first', 'authorization': `Bearer ${token('orders/read')}` }))).toMatchObject({ isAuthorized: true });
  expect(await handler(httpRequest({ 'x-origin-secret': 'first', 'authorization': `Bearer ${token('orders/write')}` }))).toMatchObject({ isAuthorized: false });
  expect(await handler(httpRequest({ 'x-origin-secret': 'first' }))).toMatchObject({ isAuthorized: false });
});

test.each(['ORIGIN_SECRET_ARN', 'ORIGIN_HEADER'])('fails to load without %s', (name) => {
  delete process.env[name];

  expect(loaded).toThrow(`the function has no environment variable '${name}'`);
});

test('fails to load with rules for tokens that are incomplete', () => {
  process.env.TOKEN_RULES = JSON.stringify({ issuer: issuer.url });

  expect(loaded).toThrow('audience');
});
