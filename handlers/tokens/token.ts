import {
  JwtExpiredError, JwtInvalidIssuerError, JwtInvalidSignatureError, JwtNotBeforeError, JwtParseError, KidNotFoundInJwksError,
} from 'aws-jwt-verify/error';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { Fetch, readIssuerKeys } from './issuer-keys';
import { KeptValue } from '../kept-value';
import { TokenRules } from './token-rules';
import { Clock } from '../waiting';

/**
 * What a token says about its bearer.
 */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * A token that lets nobody in. Its message names the reason and holds nothing of the token.
 */
export class TokenRefused extends Error {}

/** Signatures that a public key can check: never `none`, never HS*, whose secret would be that public key. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

/** The clocks of an issuer and of a function differ a little: a token is often used in the second in which it was made. */
const LEEWAY_SECONDS = 5;

/**
 * API Gateway's own JWT authorizer keeps keys for up to two hours as well. A key that the issuer withdraws goes after ten minutes
 * while the issuer answers. A key that nobody knows makes one reading in ten seconds, not one for each token.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
const TIMES = { fresh: 600_000, usable: 7_200_000, pause: 10_000 };

/**
 * Checks tokens of one issuer, by the rules of API Gateway's own JWT authorizer, with ECDSA besides and a leeway for clocks.
 */
export class TokenVerifier {
  private readonly verifiers: KeptValue<VerifierOfKeys>;

  constructor({ issuer, audience }: TokenRules, fetch: Fetch, clock: Clock) {
    this.verifiers = new KeptValue(`the keys of '${issuer}'`, async () => {
      const verifier = JwtVerifier.create({
        issuer,
        // Checked below: the library does not know client_id.
        audience: null,
        graceSeconds: LEEWAY_SECONDS,
        // Never asked: the keys are given to it.
        jwksUri: issuer,
        customJwtCheck: ({ payload }) => checkClaims(payload, audience),
      });
      verifier.cacheJwks({ keys: await readIssuerKeys(issuer, fetch) });
      return verifier;
    }, TIMES, clock);
  }

  /**
   * The claims of a token that is good.
   *
   * @throws TokenRefused when it is not; another error when the issuer's keys cannot be had
   */
  public async claimsOf(token: string): Promise<Claims> {
    checkHeader(token);
    const verifier = await this.verifiers.value();
    try {
      return verify(token, verifier);
    } catch (error) {
      if (!(error instanceof KeyUnknown)) throw error;
      return verify(token, await this.verifiers.newestValue());
    }
  }
}

/** What of the library's verifier is used, so that its type parameters stay here. */
interface VerifierOfKeys {
  verifySync(token: string): Claims;
}

class KeyUnknown extends TokenRefused {}

/** What can be refused without the issuer's keys. */
function checkHeader(token: string): void {
  const { header } = orRefuse(() => decomposeUnverifiedJwt(token));
  if (header.alg === undefined || !ALGORITHMS.includes(header.alg)) throw new TokenRefused('its signature algorithm is not allowed');
  // RFC 7515, 4.1.11: who does not know what is critical has to refuse, and here nothing is known.
  if ('crit' in header) throw new TokenRefused('its header has critical extensions');
}

function checkClaims(claims: Claims, audience: string[]): void {
  if (typeof claims.exp !== 'number') throw new TokenRefused('it never expires');
  // Access tokens of Cognito have no aud. As in API Gateway, client_id counts only then.
  const given = [claims.aud ?? claims.client_id].flat();
  if (!given.some((one) => typeof one === 'string' && audience.includes(one))) throw new TokenRefused('it was made for another audience');
}

function verify(token: string, verifier: VerifierOfKeys): Claims {
  return orRefuse(() => verifier.verifySync(token));
}

/** The library's own messages quote the token. */
const REASONS = [
  { kind: JwtParseError, reason: 'it is no token' },
  { kind: JwtInvalidSignatureError, reason: 'its signature is wrong' },
  { kind: JwtExpiredError, reason: 'it has expired' },
  { kind: JwtNotBeforeError, reason: 'its time has not come' },
  { kind: JwtInvalidIssuerError, reason: 'it is of another issuer' },
];

function orRefuse<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof TokenRefused) throw error;
    if (error instanceof KidNotFoundInJwksError) throw new KeyUnknown('its key is not the issuer\'s');
    throw new TokenRefused(REASONS.find(({ kind }) => error instanceof kind)?.reason ?? 'it does not fit its key');
  }
}

/**
 * The scopes that a token has: a text with spaces in `scope`, or a text or list in `scp`.
 */
export function scopesOf({ scope, scp }: Claims): string[] {
  return [scope, scp].flat().flatMap((one) => typeof one === 'string' ? one.split(' ') : []).filter((one) => one !== '');
}
