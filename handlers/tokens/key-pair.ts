import { generateKeyPairSync, KeyObject, sign } from 'node:crypto';

/**
 * A key of an issuer, or of somebody who would like to be one.
 */
export class KeyPair {
  public static rsa(kid: string): KeyPair {
    return new KeyPair(kid, generateKeyPairSync('rsa', { modulusLength: 2048 }));
  }

  public static ec(kid: string, namedCurve: 'P-256' | 'P-384' | 'P-521'): KeyPair {
    return new KeyPair(kid, generateKeyPairSync('ec', { namedCurve }));
  }

  public static ed25519(kid: string): KeyPair {
    return new KeyPair(kid, generateKeyPairSync('ed25519'));
  }

  public readonly kid: string;
  public readonly publicKey: KeyObject;
  private readonly privateKey: KeyObject;

  private constructor(kid: string, { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }) {
    this.kid = kid;
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /** What the issuer publishes. */
  public get jwk(): object {
    return { ...this.publicKey.export({ format: 'jwk' }), kid: this.kid, use: 'sig' };
  }

  /** The signature that the algorithm asks for, whatever the header says. */
  public signatureOf(input: string, alg: string): Buffer {
    const hash = alg === 'EdDSA' ? null : `sha${alg.slice(2)}`;
    return sign(hash, Buffer.from(input), { key: this.privateKey, dsaEncoding: 'ieee-p1363' });
  }

  public token(claims: object, alg: string, header: object = {}): string {
    const input = signingInput({ alg, kid: this.kid, typ: 'JWT', ...header }, claims);
    return `${input}.${this.signatureOf(input, alg).toString('base64url')}`;
  }
}

/** The part of a token that is signed. */
export function signingInput(header: object, claims: object): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
