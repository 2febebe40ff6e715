import { createHash, createHmac } from 'node:crypto';
import { KeyPair, signingInput } from './key-pair';

/**
 * Makes tokens of an issuer, for the audience `web` and with the scope `orders/read`, and tokens that only look like them.
 */
export class TokenForge {
  private readonly issuer: string;
  private readonly signers: [KeyPair, string][];
  private readonly strangers = [KeyPair.rsa('rsa'), KeyPair.ec('p256', 'P-256')];
  private readonly ed25519 = KeyPair.ed25519('ed');
  private drawn = 0;

  constructor(issuer: string) {
    this.issuer = issuer;
    const rsa = KeyPair.rsa('rsa');
    this.signers = [
      [rsa, 'RS256'], [rsa, 'RS384'], [rsa, 'RS512'],
      [KeyPair.ec('p256', 'P-256'), 'ES256'], [KeyPair.ec('p384', 'P-384'), 'ES384'], [KeyPair.ec('p521', 'P-521'), 'ES512'],
    ];
  }

  /** What the issuer publishes. */
  public get keys(): object[] {
    return [...new Set(this.signers.map(([key]) => key)), this.ed25519].map(({ jwk }) => jwk);
  }

  public good(change: object = {}, header: object = {}): string {
    const [key, alg] = this.oneOf(this.signers);
    return key.token(this.goodClaims(change), alg, header);
  }

  /** Every kind of forgery by its name; each call makes another one. */
  public get forgeries(): Record<string, () => string> {
    return {
      ...Object.fromEntries(Object.entries(this.otherClaims).map(([kind, change]) => [kind, () => this.good(change())])),
      'with a wrong byte in the header': () => this.withWrongByte(0),
      'with a wrong byte in the claims': () => this.withWrongByte(1),
      'with a wrong byte in the signature': () => this.withWrongByte(2),
      'truncated': () => this.truncated(),
      'patched together': () => this.patchedTogether(),
      'with the algorithm none': () => this.unsigned(this.oneOf(['none', 'None', 'NONE', 'nOnE', '']), this.oneOf(['', 'AAAA', this.good().split('.')[2]])),
      'with a good algorithm and no signature': () => this.unsigned(this.oneOf(this.signers)[1], ''),
      'with the public key as a secret': () => this.withPublicKeyAsSecret(),
      'with the name of another algorithm': () => this.withOtherAlgorithm(),
      'of a stranger with the issuer\'s key id': () => this.fromStranger(),
      'of a stranger with a key id of its own': () => this.fromStranger({ kid: this.oneOf(['stranger', '', undefined, '__proto__', '../../dev/null']) }),
      'of a stranger with its key in the header': () => this.fromStranger({ jwk: this.strangers[0].jwk, jku: 'https://stranger.example.com/keys', x5u: 'https://stranger.example.com' }),
      'with EdDSA': () => this.ed25519.token(this.goodClaims(), 'EdDSA'),
      'with critical extensions': () => this.good({}, { crit: this.oneOf([['b64'], ['exp'], []]) }),
      'junk': () => this.junk(),
    };
  }

  private get otherClaims(): Record<string, () => object> {
    const now = Math.floor(Date.now() / 1000);
    // Beyond what clocks may differ by.
    const past = () => now - 6 - this.below(100_000);
    const future = () => now + 60 + this.below(100_000);
    return {
      'expired': () => ({ exp: past() }),
      'without end': () => ({ exp: this.oneOf([undefined, null, String(future()), true]) }),
      'too early': () => ({ nbf: future() }),
      'for another audience': () => ({ aud: this.oneOf(['Web', 'we', 'webb', 'web ', ['else'], [], '', 'web,else']), client_id: 'web' }),
      'for no audience': () => ({ aud: undefined, client_id: this.oneOf([undefined, 'else', 1, null, {}]) }),
      'of another issuer': () => ({ iss: this.oneOf([`${this.issuer}/`, this.issuer.toUpperCase(), 'https://issuer.example.com', undefined, '', [this.issuer]]) }),
      'without the scope': () => ({ scope: this.oneOf([undefined, '', 'orders', 'orders/readx', 'ORDERS/READ', 'orders/read,orders/write']) }),
    };
  }

  private goodClaims(change: object = {}): Record<string, unknown> {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: this.issuer,
      sub: `user${this.below(1_000)}`,
      exp: now + 600 + this.below(100_000),
      scope: this.oneOf(['orders/read', 'email orders/read', 'orders/read orders/write']),
      ...this.below(2) ? { nbf: now - this.below(1_000) } : {},
      ...this.oneOf([{ aud: 'web' }, { aud: ['else', 'web'] }, { client_id: 'web' }]),
      ...change,
    };
  }

  /** A good token with another byte somewhere in one of its parts. */
  private withWrongByte(part: number): string {
    const parts = this.good().split('.').map((text) => Buffer.from(text, 'base64url'));
    const at = this.below(parts[part].length);
    parts[part][at] = (parts[part][at] + 1 + this.below(255)) % 256;
    return parts.map((bytes) => bytes.toString('base64url')).join('.');
  }

  private truncated(): string {
    const token = this.good();
    return token.slice(0, this.below(token.length));
  }

  private unsigned(alg: string, signature: string): string {
    return `${signingInput({ alg, kid: this.oneOf(this.signers)[0].kid }, this.goodClaims())}.${signature}`;
  }

  /** Signed with what everybody knows, as if it were a shared secret. */
  private withPublicKeyAsSecret(): string {
    const [{ publicKey, kid }] = this.oneOf(this.signers);
    const bits = this.oneOf(['256', '384', '512']);
    const secret = this.oneOf([
      publicKey.export({ format: 'pem', type: 'spki' }), publicKey.export({ format: 'der', type: 'spki' }), JSON.stringify(publicKey.export({ format: 'jwk' })),
    ]);
    const input = signingInput({ alg: `HS${bits}`, kid }, this.goodClaims());
    return `${input}.${createHmac(`sha${bits}`, secret).update(input).digest('base64url')}`;
  }

  /** Signed properly, with the name of another algorithm. */
  private withOtherAlgorithm(): string {
    const [key, alg] = this.oneOf(this.signers);
    const others = this.signers.map(([, other]) => other).filter((other) => other.slice(2) !== alg.slice(2));
    const input = signingInput({ alg: this.oneOf(others), kid: key.kid }, this.goodClaims());
    return `${input}.${key.signatureOf(input, alg).toString('base64url')}`;
  }

  private fromStranger(header: object = {}): string {
    const stranger = this.oneOf(this.strangers);
    return stranger.token(this.goodClaims(), stranger.kid === 'rsa' ? 'RS256' : 'ES256', header);
  }

  /** The claims of one token with the signature of another. */
  private patchedTogether(): string {
    const [key, alg] = this.oneOf(this.signers);
    const [first, second] = [this.goodClaims({ sub: 'ada' }), this.goodClaims({ sub: 'eve' })].map((claims) => key.token(claims, alg).split('.'));
    return [first[0], second[1], first[2]].join('.');
  }

  private junk(): string {
    return Array.from({ length: this.below(400) }, () => this.oneOf([...'abcXYZ019-_.= "{}\u00e9'])).join('');
  }

  private oneOf<T>(all: readonly T[]): T {
    return all[this.below(all.length)];
  }

  /** The same numbers in each run, so that a failure can be repeated. */
  private below(end: number): number {
    this.drawn += 1;
    return createHash('sha256').update(String(this.drawn)).digest().readUInt32BE(0) % end;
  }
}
