import { allow, Answer, forbid, refuseUnknown } from './answer';
import { OriginSecret } from './origin-secret';
import { AuthorizerRequest, headerValues } from './request';
import { Claims, scopesOf, TokenRefused, TokenVerifier } from './token';
import { TokenRules } from './token-rules';

/**
 * What the handler works with.
 */
export interface Surroundings {
  readonly originHeader: string;
  readonly originSecret: OriginSecret;

  /**
   * @default - whoever comes through CloudFront is let in
   */
  readonly tokens?: TokenCheck;
}

export interface TokenCheck {
  readonly rules: TokenRules;
  readonly verifier: TokenVerifier;
}

/**
 * Lets in who comes through CloudFront and, where tokens are asked for, has a good one.
 *
 * The origin is checked first: who walks around CloudFront cannot make the function ask the issuer for keys.
 *
 * @throws when it cannot be known whether the request came through CloudFront: API Gateway then answers 500
 */
export async function onRequest(request: AuthorizerRequest, { originHeader, originSecret, tokens }: Surroundings): Promise<Answer> {
  if (!await originSecret.isAmong(headerValues(request, originHeader))) {
    console.info('refused: the request did not come through CloudFront');
    return forbid(request);
  }
  return tokens ? onToken(request, tokens) : allow(request);
}

async function onToken(request: AuthorizerRequest, { rules, verifier }: TokenCheck): Promise<Answer> {
  let claims: Claims;
  try {
    claims = await verifier.claimsOf(tokenOf(request, rules));
  } catch (error) {
    if (error instanceof TokenRefused) console.info(`refused: the token is not good: ${error.message}`);
    else console.error(`refused: the token could not be checked: ${String(error)}`);
    return refuseUnknown(request);
  }
  if (rules.scopes && !scopesOf(claims).some((scope) => rules.scopes!.includes(scope))) {
    console.info('refused: the token has none of the scopes that are asked for');
    return forbid(request);
  }
  return allow(request, claims);
}

/**
 * As API Gateway's own JWT authorizer, with `Bearer` before the token or without.
 *
 * @throws TokenRefused when there is no token, or more than one: the backend might read another than was checked
 */
function tokenOf(request: AuthorizerRequest, { tokenHeader = 'authorization' }: TokenRules): string {
  const values = headerValues(request, tokenHeader);
  if (values.length !== 1) throw new TokenRefused(`the request has ${values.length} tokens`);
  return values[0].replace(/^Bearer +/i, '');
}
