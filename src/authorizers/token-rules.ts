import { Stack, Token } from 'aws-cdk-lib';
import { BindAuthorizerOptions } from './authorizer-contract';
import { TokenPlace } from './token-place';

/**
 * Which tokens let a caller in, and where requests have them.
 */
export interface CheckedTokens extends TokenPlace {
  readonly issuer: string;
  readonly audience: string[];
}

/**
 * All that a function of the library's asks of tokens.
 */
export interface TokenRules extends CheckedTokens {
  /** A token needs one of them. */
  readonly scopes?: string[];
}

/** Of all environment variables of a function together. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ENVIRONMENT_BYTES = 4 * 1024;

/**
 * The rules of a route, with the scopes that it asks for.
 *
 * @throws when scopes are asked for and there are none: the function would take any token
 */
export function tokenRulesOf(options: BindAuthorizerOptions, tokens: CheckedTokens): TokenRules {
  const scopes = scopeSet(options);
  return { ...tokens, ...scopes.length > 0 && { scopes } };
}

/**
 * Counts what is written out; what is only known at deploy time may be of any length.
 *
 * @param environment all variables of the function
 * @param otherwise what can be written beside fewer or shorter rules
 * @throws when Lambda could not hold the rules
 */
export function checkRulesSize({ routeKey }: BindAuthorizerOptions, environment: object, otherwise = ''): void {
  const written = JSON.stringify(environment, (_, value: unknown) => Token.isUnresolved(value) ? '' : value);
  const bytes = Buffer.byteLength(written);
  if (bytes <= ENVIRONMENT_BYTES) return;
  throw new Error(`'${routeKey}' has an issuer, an audience and scopes of ${bytes} bytes, and the environment of the function that compares tokens with them takes ${ENVIRONMENT_BYTES}; `
    + `write fewer or shorter ones${otherwise}`);
}

/** Neither order nor repetition makes another function; a list that is only known at deploy time stays as it is. */
function scopeSet({ scope, routeKey, scopes }: BindAuthorizerOptions): string[] {
  const stack = Stack.of(scope);
  const known: unknown = stack.resolve(scopes);
  if (scopes.length > 0 && (known === undefined || (Array.isArray(known) && known.length === 0))) {
    throw new Error(`'${routeKey}' has a list of scopes in which none stands when the route is added, and a function compares each token with them; `
      + 'write them out, or scopes: [] where any token will do');
  }
  if (Token.isUnresolved(scopes)) return scopes;
  const meaning = (one: string) => JSON.stringify(stack.resolve(one));
  return [...new Set(scopes)].sort((one, other) => compare(meaning(one), meaning(other)));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
