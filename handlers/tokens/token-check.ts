import { allow, Answer, forbid, refuseUnknown } from './authorizer-answer';
import { AuthorizerRequest } from './authorizer-request';
import { Fetch } from './issuer-keys';
import { Claims, scopesOf, TokenRefused, TokenVerifier } from './token';
import { tokenOf } from './token-place';
import { TokenRules } from './token-rules';
import { Clock } from '../waiting';

/**
 * Lets in who has a good token.
 */
export class TokenCheck {
  private readonly rules: TokenRules;
  private readonly verifier: TokenVerifier;

  constructor(rules: TokenRules, fetch: Fetch, clock: Clock) {
    this.rules = rules;
    this.verifier = new TokenVerifier(rules, fetch, clock);
  }

  /**
   * @throws the error that a REST or WebSocket API understands as 401
   */
  public async answer(request: AuthorizerRequest): Promise<Answer> {
    let claims: Claims;
    try {
      claims = await this.verifier.claimsOf(tokenOf(request, this.rules));
    } catch (error) {
      if (error instanceof TokenRefused) console.info(`refused: the token is not good: ${error.message}`);
      else console.error(`refused: the token could not be checked: ${String(error)}`);
      return refuseUnknown(request);
    }
    const { scopes } = this.rules;
    if (scopes && !scopesOf(claims).some((scope) => scopes.includes(scope))) {
      console.info('refused: the token has none of the scopes that are asked for');
      return forbid(request);
    }
    return allow(request, claims);
  }
}
