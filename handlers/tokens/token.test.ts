import { FakeIssuer } from './fake-issuer';
import { KeyPair, signingInput } from './key-pair';
import { TickingClock } from '../ticking-clock';
import { scopesOf, TokenRefused, TokenVerifier } from './token';

const ONE_READING = ['/pool/.well-known/openid-configuration', '/pool/keys'];
const rsa = KeyPair.rsa('rsa');
const p256 = KeyPair.ec('p256', 'P-256');
const p384 = KeyPair.ec('p384', 'P-384');
const p521 = KeyPair.ec('p521', 'P-521');

let issuer: FakeIssuer;
let clock: TickingClock;
let verifier: TokenVerifier;

beforeEach(async () => {
  jest.spyOn(console, 'warn').mockImplementation();
  issuer = new FakeIssuer();
  issuer.keys = [rsa.jwk, p256.jwk, p384.jwk, p521.jwk];
  await issuer.start();
  clock = new TickingClock();
  verifier = verifierOf(issuer.url);
});

afterEach(async () => {
  await issuer.stop();
  jest.restoreAllMocks();
});

function verifierOf(url: string): TokenVerifier {
  return new TokenVerifier({ issuer: url, audience: ['web', 'mobile'] }, issuer.fetch, clock);
}

function claims(change: object = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return { iss: issuer.url, aud: 'web', sub: 'ada', exp: now + 60, ...change };
}

describe('a good token', () => {
  test.each([
    ['RS256', rsa], ['RS384', rsa], ['RS512', rsa], ['ES256', p256], ['ES384', p384], ['ES512', p521],
  ])('is accepted when it is signed with %s', async (alg, key) => {
    const given = claims();

    expect(await verifier.claimsOf(key.token(given, alg))).toEqual(given);
  });

  test.each<[string, object]>([
    ['another audience of the list', { aud: 'mobile' }],
    ['one of several audiences', { aud: ['else', 'web'] }],
    ['a client and no audience, as access tokens of Cognito', { aud: undefined, client_id: 'web' }],
    ['a start that has come', { nbf: Math.floor(Date.now() / 1000) - 1 }],
  ])('is accepted with %s', async (_, change) => {
    await expect(verifier.claimsOf(p256.token(claims(change), 'ES256'))).resolves.toBeDefined();
  });
});

describe('between clocks that differ by five seconds', () => {
  const now = Date.UTC(2030, 0, 1) / 1_000;

  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(now * 1_000);
  });

  test.each<[string, object]>([
    ['has just expired', { exp: now - 5 }],
    ['is about to begin', { nbf: now + 5 }],
  ])('a token that %s is accepted', async (_, change) => {
    await expect(verifier.claimsOf(p256.token(claims(change), 'ES256'))).resolves.toBeDefined();
  });

  test.each<[string, object, string]>([
    ['expired before that', { exp: now - 5.001 }, 'it has expired'],
    ['begins after that', { nbf: now + 5.001 }, 'its time has not come'],
  ])('a token that %s is refused', async (_, change, reason) => {
    await expect(verifier.claimsOf(p256.token(claims(change), 'ES256'))).rejects.toThrow(reason);
  });
});

describe('a token is refused', () => {
  const now = Math.floor(Date.now() / 1000);

  test.each<[string, object, string]>([
    ['that has expired', { exp: now - 6 }, 'it has expired'],
    ['that never expires', { exp: undefined }, 'it never expires'],
    ['whose end is a text', { exp: String(now + 60) }, 'it is no token'],
    ['before its time', { nbf: now + 60 }, 'its time has not come'],
    ['of another issuer', { iss: 'https://other.example.com' }, 'another issuer'],
    ['of an issuer that begins like the right one', { iss: 'https://issuer.example.com/pool/' }, 'another issuer'],
    ['without an issuer', { iss: undefined }, 'another issuer'],
    ['for another audience', { aud: 'desktop' }, 'another audience'],
    ['for another audience, whatever its client', { aud: 'desktop', client_id: 'web' }, 'another audience'],
    ['for no audience', { aud: [] }, 'another audience'],
    ['without audience and client', { aud: undefined }, 'another audience'],
    ['for part of an audience', { aud: 'we' }, 'another audience'],
  ])('%s', async (_, change, reason) => {
    const result = verifier.claimsOf(p256.token(claims(change), 'ES256'));

    await expect(result).rejects.toThrow(TokenRefused);
    await expect(result).rejects.toThrow(reason);
  });

  test.each(['', 'x', 'a.b', 'a.b.c', 'a.b.c.d', '...', 'e30.e30.e30', `${'a'.repeat(10_000)}.b.c`])('that is none: \'%.20s\'', async (text) => {
    await expect(verifier.claimsOf(text)).rejects.toThrow(TokenRefused);
    expect(issuer.requests).toEqual([]);
  });

  test.each(['none', 'None', 'HS256', 'HS512', 'PS256', 'EdDSA', 'ES256K', ''])('without asking for keys, when its algorithm is \'%s\'', async (alg) => {
    const input = signingInput({ alg, kid: rsa.kid }, claims());

    await expect(verifier.claimsOf(`${input}.AAAA`)).rejects.toThrow('algorithm is not allowed');
    expect(issuer.requests).toEqual([]);
  });

  test('with critical extensions', async () => {
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256', { crit: ['b64'], b64: false }))).rejects.toThrow('critical extensions');
  });

  test('signed with a key that the issuer uses for something else', async () => {
    issuer.keys = [{ ...p256.jwk, use: 'enc' }];

    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).rejects.toThrow('does not fit its key');
  });

  test('signed with another algorithm than its key is for', async () => {
    issuer.keys = [{ ...rsa.jwk, alg: 'RS512' }];

    await expect(verifier.claimsOf(rsa.token(claims(), 'RS256'))).rejects.toThrow('does not fit its key');
  });

  test('that names no key', async () => {
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256', { kid: undefined }))).rejects.toThrow('does not fit its key');
  });

  test('whose key is broken', async () => {
    issuer.keys = [{ ...p256.jwk, x: 'AAAA' }];

    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).rejects.toThrow('does not fit its key');
  });
});

describe('the issuer\'s keys', () => {
  test('are read once for many tokens', async () => {
    await Promise.all(Array.from({ length: 20 }, () => verifier.claimsOf(p256.token(claims(), 'ES256'))));

    expect(issuer.requests).toEqual(ONE_READING);
  });

  test('are looked for at the same address when the issuer ends with a slash, which is another issuer all the same', async () => {
    const withSlash = verifierOf(`${issuer.url}/`);

    await expect(withSlash.claimsOf(p256.token(claims(), 'ES256'))).rejects.toThrow('is not its own');
    expect(issuer.requests).toEqual(['/pool/.well-known/openid-configuration']);
  });

  test('may be changed: a token of an unknown key makes one reading, ten seconds after the last', async () => {
    const next = KeyPair.ec('next', 'P-256');
    await verifier.claimsOf(p256.token(claims(), 'ES256'));
    issuer.keys = [next.jwk];

    clock.pass(9_999);
    await expect(verifier.claimsOf(next.token(claims(), 'ES256'))).rejects.toThrow('its key is not the issuer\'s');
    expect(issuer.requests).toEqual(ONE_READING);
    clock.pass(1);
    await expect(verifier.claimsOf(next.token(claims(), 'ES256'))).resolves.toBeDefined();
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).rejects.toThrow(TokenRefused);
    expect(issuer.requests).toEqual([...ONE_READING, ...ONE_READING]);
  });

  test('that were withdrawn are refused after ten minutes', async () => {
    const next = KeyPair.ec('next', 'P-256');
    await verifier.claimsOf(p256.token(claims(), 'ES256'));
    issuer.keys = [next.jwk];

    clock.pass(599_999);
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).resolves.toBeDefined();
    clock.pass(1);
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).rejects.toThrow('its key is not the issuer\'s');
  });

  test('serve for two hours while the issuer is down', async () => {
    await verifier.claimsOf(p256.token(claims(), 'ES256'));
    issuer.mood = 'down';

    clock.pass(7_199_999);
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).resolves.toBeDefined();
    clock.pass(1);
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).rejects.toThrow('fetch failed');
  });

  test('of other kinds do not hide the rest', async () => {
    issuer.keys = [{ kty: 'oct', kid: 'p256', k: 'AAAA' }, KeyPair.ed25519('p256').jwk, { kty: 'EC' }, { ...p256.jwk, kid: 1 }, p256.jwk];

    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).resolves.toBeDefined();
  });

  test.each([
    ['down', 'fetch failed'],
    ['failing', 'answered 503'],
    ['html', 'Unexpected token'],
    ['list', 'is not its own'],
    ['no keys', 'has no list of keys'],
    ['other issuer', 'is not its own'],
    ['no address', 'has no jwks_uri'],
    ['plain http', '\'http://issuer.example.com/keys\' is no https:// address'],
    ['redirecting', 'fetch failed'],
  ] as const)('cannot be had while the issuer is \'%s\', and can on the next call', async (mood, message) => {
    issuer.mood = mood;
    const result = verifier.claimsOf(p256.token(claims(), 'ES256'));
    await expect(result).rejects.toThrow(message);
    await expect(result).rejects.not.toThrow(TokenRefused);

    issuer.mood = 'well';
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).resolves.toBeDefined();
  });

  test('cannot be had while there are none of a kind that tokens may use', async () => {
    issuer.keys = [{ kty: 'oct', kid: 'p256', k: 'AAAA' }];

    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).rejects.toThrow('has no RSA or EC key with a kid');
  });

  test.each(['silent', 'stalling'] as const)('are not waited for without end while the issuer is \'%s\', and can be had on the next call', async (mood) => {
    issuer.mood = mood;
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).rejects.toThrow('timeout');

    issuer.mood = 'well';
    await expect(verifier.claimsOf(p256.token(claims(), 'ES256'))).resolves.toBeDefined();
  });
});

test.each<[object, string[]]>([
  [{ scope: 'orders/read orders/write' }, ['orders/read', 'orders/write']],
  [{ scp: 'orders/read  orders/write' }, ['orders/read', 'orders/write']],
  [{ scp: ['orders/read', 'orders/write'] }, ['orders/read', 'orders/write']],
  [{ scope: 'orders/read', scp: ['orders/write', 1, null] }, ['orders/read', 'orders/write']],
  [{ scope: '' }, []],
  [{ scope: { 0: 'orders/read' } }, []],
  [{}, []],
])('the scopes of %j are %j', (given, scopes) => {
  expect(scopesOf(given as Record<string, unknown>)).toEqual(scopes);
});
