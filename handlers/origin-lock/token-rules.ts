/**
 * What a token must be like.
 */
export interface TokenRules {
  /** Exactly as the tokens name it; its keys are found through OpenID discovery. */
  readonly issuer: string;

  /** At least one of these the token must be made for. */
  readonly audience: string[];

  /**
   * The header that carries the token.
   *
   * @default 'authorization'
   */
  readonly tokenHeader?: string;

  /**
   * The scopes of each route by its key, as in `GET /orders/{id}`: a token needs one of them.
   *
   * @default - any token of the issuer and audience serves every route
   */
  readonly scopes?: Readonly<Record<string, string[]>>;
}

/**
 * Reads rules from JSON.
 *
 * @throws when they are incomplete: the function then answers nothing, and API Gateway lets nobody in
 */
export function parseTokenRules(text: string): TokenRules {
  const { issuer, audience, tokenHeader, scopes } = JSON.parse(text) as Partial<Record<keyof TokenRules, unknown>>;
  if (typeof issuer !== 'string' || !issuer.startsWith('https://')) throw malformed('issuer', issuer, 'the issuer\'s https:// address');
  if (!isTexts(audience) || audience.length === 0) throw malformed('audience', audience, 'a list of one audience or more');
  if (tokenHeader !== undefined && (typeof tokenHeader !== 'string' || tokenHeader === '')) throw malformed('tokenHeader', tokenHeader, 'the name of a header');
  if (scopes !== undefined && !isListOfScopes(scopes)) throw malformed('scopes', scopes, 'an object of route keys with lists of scopes');
  return { issuer, audience, tokenHeader, scopes };
}

/**
 * The scopes of which a token needs one on this route; empty when any token will do.
 *
 * @param routeKeys the spellings of the route, the most specific one first
 */
export function scopesOfRoute({ scopes = {} }: TokenRules, routeKeys: string[]): string[] {
  const key = routeKeys.find((routeKey) => Object.hasOwn(scopes, routeKey));
  return key === undefined ? [] : scopes[key];
}

/** Whether a token that is good for one route may not be for another. */
export function differByRoute({ scopes = {} }: TokenRules): boolean {
  return Object.values(scopes).some((list) => list.length > 0);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');
}

function isListOfScopes(value: unknown): value is Record<string, string[]> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isTexts);
}

function malformed(name: string, value: unknown, remedy: string): Error {
  return new Error(`TOKEN_RULES has '${JSON.stringify(value)}' as its ${name}, with which no token can be checked; write ${remedy}`);
}
