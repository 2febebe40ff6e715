import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FakeSecretsManager } from './fake-secrets-manager';
import { onRequest, Surroundings } from './on-request';
import { OriginSecret } from './origin-secret';
import { clientOf } from '../../test/fake-service';
import { TickingClock } from '../ticking-clock';
import { FakeIssuer } from '../tokens/fake-issuer';
import { httpRequest, restRequest } from '../tokens/fake-requests';
import { testOnlyGoodTokensOpen } from '../tokens/only-good-tokens';
import { TokenCheck } from '../tokens/token-check';
import { TokenForge } from '../tokens/token-forge';

const SECRET = 'theSecretOfTheOrigin';

const issuer = new FakeIssuer();
const forge = new TokenForge(issuer.url);
const service = new FakeSecretsManager();
let surroundings: Surroundings;
let client: SecretsManagerClient;

beforeAll(async () => {
  await Promise.all([service.start(), issuer.start()]);
  service.put('v1', SECRET, 'AWSCURRENT');
  issuer.keys = forge.keys;
  client = new SecretsManagerClient(clientOf(service.endpoint));
  const clock = new TickingClock();
  surroundings = {
    originHeader: 'x-origin-secret',
    originSecret: new OriginSecret('arn:secret', client, clock),
    tokens: new TokenCheck({ issuer: issuer.url, audience: ['web', 'mobile'], scopes: ['orders/read'] }, issuer.fetch, clock),
  };
});

afterAll(async () => {
  client.destroy();
  await Promise.all([service.stop(), issuer.stop()]);
});

/** Whether the token opens a REST API and an HTTP API; they must agree. */
async function opens(token: string): Promise<boolean> {
  const headers = { 'x-origin-secret': SECRET, 'authorization': `Bearer ${token}` };
  const http = await onRequest(httpRequest(headers), surroundings);
  const rest = await onRequest(restRequest(headers), surroundings).catch((error: Error) => error.message);
  const [byHttp, byRest] = ['isAuthorized' in http && http.isAuthorized, JSON.stringify(rest).includes('"Effect":"Allow"')];
  if (byHttp !== byRest) throw new Error(`the two kinds of API differ: ${JSON.stringify([http, rest])}`);
  return byHttp;
}

testOnlyGoodTokensOpen(forge, opens);

test('all of them together made one reading of the keys and of the secret', () => {
  expect(issuer.requests).toHaveLength(2);
  expect(service.requests).toHaveLength(3);
});
