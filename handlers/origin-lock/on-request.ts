import { allow, Answer, forbid, Reach, refuseUnknown } from './answer';
import { OriginSecret } from './origin-secret';
import { AuthorizerRequest, headerValues, routeKeysOf } from './request';
import { Claims, scopesOf, TokenRefused, TokenVerifier } from './token';
import { differByRoute, scopesOfRoute, TokenRules } from './token-rules';

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
    return forbid(request, Reach.EVERY_ROUTE);
  }
  return tokens ? onToken(request, tokens) : allow(request, Reach.EVERY_ROUTE);
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
  const wanted = scopesOfRoute(rules, routeKeysOf(request));
  if (wanted.length > 0 && !scopesOf(claims).some((scope) => wanted.includes(scope))) {
    console.info('refused: the token has none of the route\'s scopes');
    return forbid(request, Reach.THIS_ROUTE);
  }
  return allow(request, differByRoute(rules) ? Reach.THIS_ROUTE : Reach.EVERY_ROUTE, claims);
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
