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
   * Scopes of which a token needs one.
   *
   * @default - any token of the issuer and audience will do
   */
  readonly scopes?: string[];
}

/**
 * Reads rules from JSON.
 *
 * @throws when they are incomplete: the function then answers nothing, and API Gateway lets nobody in
 */
export function parseTokenRules(text: string): TokenRules {
  const { issuer, audience, tokenHeader, scopes } = JSON.parse(text) as Partial<Record<keyof TokenRules, unknown>>;
  if (typeof issuer !== 'string' || !issuer.startsWith('https://')) throw malformed('issuer', issuer, 'the issuer\'s https:// address');
  if (!isTexts(audience)) throw malformed('audience', audience, 'a list of one audience or more');
  if (tokenHeader !== undefined && (typeof tokenHeader !== 'string' || tokenHeader === '')) throw malformed('tokenHeader', tokenHeader, 'the name of a header');
  if (scopes !== undefined && !isTexts(scopes)) throw malformed('scopes', scopes, 'a list of one scope or more, or leave it out');
  return { issuer, audience, tokenHeader, scopes };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '');
}

function malformed(name: string, value: unknown, remedy: string): Error {
  return new Error(`TOKEN_RULES has '${JSON.stringify(value)}' as its ${name}, with which no token can be checked; write ${remedy}`);
}
