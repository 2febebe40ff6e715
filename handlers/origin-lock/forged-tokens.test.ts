import { createHash, createHmac } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FakeIssuer } from './fake-issuer';
import { FakeSecretsManager } from './fake-secrets-manager';
import { KeyPair, signingInput } from './key-pair';
import { onRequest, Surroundings } from './on-request';
import { OriginSecret } from './origin-secret';
import { httpRequest, restRequest } from './requests';
import { TickingClock } from './ticking-clock';
import { TokenVerifier } from './token';
import { clientOf } from '../../test/fake-service';

const EACH_KIND = 100;
const SECRET = 'theSecretOfTheOrigin';

const rsa = KeyPair.rsa('rsa');
const p256 = KeyPair.ec('p256', 'P-256');
const p384 = KeyPair.ec('p384', 'P-384');
const p521 = KeyPair.ec('p521', 'P-521');
const ed25519 = KeyPair.ed25519('ed');
const strangers = [KeyPair.rsa('rsa'), KeyPair.ec('p256', 'P-256')];
const issuer = new FakeIssuer();
const service = new FakeSecretsManager();
const SIGNERS: [KeyPair, string][] = [[rsa, 'RS256'], [rsa, 'RS384'], [rsa, 'RS512'], [p256, 'ES256'], [p384, 'ES384'], [p521, 'ES512']];

/** The same numbers in each run, so that a failure can be repeated. */
let drawn = 0;
function below(end: number): number {
  drawn += 1;
  return createHash('sha256').update(String(drawn)).digest().readUInt32BE(0) % end;
}

function oneOf<T>(all: readonly T[]): T {
  return all[below(all.length)];
}

function goodClaims(change: object = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer.url,
    sub: `user${below(1_000)}`,
    exp: now + 600 + below(100_000),
    scope: oneOf(['orders/read', 'email orders/read', 'orders/read orders/write']),
    ...below(2) ? { nbf: now - below(1_000) } : {},
    ...oneOf([{ aud: 'web' }, { aud: ['else', 'web'] }, { client_id: 'web' }]),
    ...change,
  };
}

function good(change: object = {}, header: object = {}): string {
  const [key, alg] = oneOf(SIGNERS);
  return key.token(goodClaims(change), alg, header);
}

/** A good token with another byte somewhere in one of its parts. */
function withWrongByte(part: number): string {
  const parts = good().split('.').map((text) => Buffer.from(text, 'base64url'));
  const at = below(parts[part].length);
  parts[part][at] = (parts[part][at] + 1 + below(255)) % 256;
  return parts.map((bytes) => bytes.toString('base64url')).join('.');
}

function unsigned(alg: string, signature: string): string {
  return `${signingInput({ alg, kid: oneOf(SIGNERS)[0].kid }, goodClaims())}.${signature}`;
}

/** Signed with what everybody knows, as if it were a shared secret. */
function withPublicKeyAsSecret(): string {
  const [{ publicKey, kid }] = oneOf(SIGNERS);
  const bits = oneOf(['256', '384', '512']);
  const secret = oneOf([
    publicKey.export({ format: 'pem', type: 'spki' }), publicKey.export({ format: 'der', type: 'spki' }), JSON.stringify(publicKey.export({ format: 'jwk' })),
  ]);
  const input = signingInput({ alg: `HS${bits}`, kid }, goodClaims());
  return `${input}.${createHmac(`sha${bits}`, secret).update(input).digest('base64url')}`;
}

/** Signed properly, with the name of another algorithm. */
function withOtherAlgorithm(): string {
  const [key, alg] = oneOf(SIGNERS);
  const others = SIGNERS.map(([, other]) => other).filter((other) => other.slice(2) !== alg.slice(2));
  const input = signingInput({ alg: oneOf(others), kid: key.kid }, goodClaims());
  return `${input}.${key.signatureOf(input, alg).toString('base64url')}`;
}

function fromStranger(header: object = {}): string {
  const stranger = oneOf(strangers);
  return stranger.token(goodClaims(), stranger.kid === 'rsa' ? 'RS256' : 'ES256', header);
}

/** The claims of one token with the signature of another. */
function patchedTogether(): string {
  const [key, alg] = oneOf(SIGNERS);
  const [first, second] = [goodClaims({ sub: 'ada' }), goodClaims({ sub: 'eve' })].map((claims) => key.token(claims, alg).split('.'));
  return [first[0], second[1], first[2]].join('.');
}

function junk(): string {
  return Array.from({ length: below(400) }, () => oneOf([...'abcXYZ019-_.= "{}\u00e9'])).join('');
}

const past = () => Math.floor(Date.now() / 1000) - 1 - below(100_000);
const future = () => Math.floor(Date.now() / 1000) + 60 + below(100_000);
const otherClaims: Record<string, () => object> = {
  'expired': () => ({ exp: past() }),
  'without end': () => ({ exp: oneOf([undefined, null, String(future()), true]) }),
  'too early': () => ({ nbf: future() }),
  'for another audience': () => ({ aud: oneOf(['Web', 'we', 'webb', 'web ', ['else'], [], '', 'web,else']), client_id: 'web' }),
  'for no audience': () => ({ aud: undefined, client_id: oneOf([undefined, 'else', 1, null, {}]) }),
  'of another issuer': () => ({ iss: oneOf([`${issuer.url}/`, issuer.url.toUpperCase(), 'https://issuer.example.com', undefined, '', [issuer.url]]) }),
  'without the scope': () => ({ scope: oneOf([undefined, '', 'orders', 'orders/readx', 'ORDERS/READ', 'orders/read,orders/write']) }),
};

const forged: Record<string, () => string> = {
  ...Object.fromEntries(Object.entries(otherClaims).map(([kind, change]) => [kind, () => good(change())])),
  'with a wrong byte in the header': () => withWrongByte(0),
  'with a wrong byte in the claims': () => withWrongByte(1),
  'with a wrong byte in the signature': () => withWrongByte(2),
  'truncated': () => {
    const token = good();
    return token.slice(0, below(token.length));
  },
  'patched together': patchedTogether,
  'with the algorithm none': () => unsigned(oneOf(['none', 'None', 'NONE', 'nOnE', '']), oneOf(['', 'AAAA', good().split('.')[2]])),
  'with a good algorithm and no signature': () => unsigned(oneOf(SIGNERS)[1], ''),
  'with the public key as a secret': withPublicKeyAsSecret,
  'with the name of another algorithm': withOtherAlgorithm,
  'of a stranger with the issuer\'s key id': () => fromStranger(),
  'of a stranger with a key id of its own': () => fromStranger({ kid: oneOf(['stranger', '', undefined, '__proto__', '../../dev/null']) }),
  'of a stranger with its key in the header': () => fromStranger({ jwk: strangers[0].jwk, jku: 'https://stranger.example.com/keys', x5u: 'https://stranger.example.com' }),
  'with EdDSA': () => ed25519.token(goodClaims(), 'EdDSA'),
  'with critical extensions': () => good({}, { crit: oneOf([['b64'], ['exp'], []]) }),
  'junk': junk,
};

let surroundings: Surroundings;
let client: SecretsManagerClient;
const logged = new Set<string>();

beforeAll(async () => {
  await Promise.all([service.start(), issuer.start()]);
  service.put('v1', SECRET, 'AWSCURRENT');
  issuer.keys = [rsa, p256, p384, p521, ed25519].map(({ jwk }) => jwk);
  client = new SecretsManagerClient(clientOf(service.endpoint));
  const rules = { issuer: issuer.url, audience: ['web', 'mobile'], scopes: ['orders/read'] };
  const clock = new TickingClock();
  surroundings = {
    originHeader: 'x-origin-secret',
    originSecret: new OriginSecret('arn:secret', client, clock),
    tokens: { rules, verifier: new TokenVerifier(rules, issuer.fetch, clock) },
  };
});

beforeEach(() => {
  for (const method of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    jest.spyOn(console, method).mockImplementation((...texts: unknown[]) => { logged.add(texts.join(' ')); });
  }
});

afterEach(() => {
  jest.restoreAllMocks();
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

test(`of ${10 * EACH_KIND} good tokens each one opens`, async () => {
  for (let count = 0; count < 10 * EACH_KIND; count += 1) {
    const token = good();
    if (!await opens(token)) throw new Error(`this token did not open: ${token}`);
  }
}, 60_000);

test.each(Object.keys(forged))(`of ${EACH_KIND} tokens %s none opens`, async (kind) => {
  for (let count = 0; count < EACH_KIND; count += 1) {
    const token = forged[kind]();
    if (await opens(token)) throw new Error(`this token opened: ${token}`);
  }
}, 60_000);

test('all of them together made one reading of the keys and of the secret', () => {
  expect(issuer.requests).toHaveLength(2);
  expect(service.requests).toHaveLength(3);
});

test('nothing of a token or of the secret was logged', () => {
  expect(logged.size).toBeGreaterThan(5);
  for (const text of logged) {
    expect(text).toMatch(/^refused: /);
    expect(text).not.toMatch(/eyJ|user\d|stranger|issuer\.example/);
    expect(text).not.toContain(SECRET);
  }
});
