/**
 * What a token must be like, and where a request has it: in one of the three places.
 */
export interface TokenRules {
  /** Exactly as the tokens name it; its keys are found through OpenID discovery. */
  readonly issuer: string;

  /** At least one of these the token must be made for. */
  readonly audience: string[];

  /**
   * The header that carries the token.
   *
   * @default 'authorization', where no other place is named
   */
  readonly tokenHeader?: string;

  /**
   * The query parameter that carries the token.
   *
   * @default - the header
   */
  readonly tokenQuery?: string;

  /**
   * How the one of the offered subprotocols of a WebSocket begins that carries the token; what follows is the token.
   *
   * @default - the header
   */
  readonly tokenSubprotocol?: string;

  /**
   * Scopes of which a token needs one.
   *
   * @default - any token of the issuer and audience will do
   */
  readonly scopes?: string[];
}

const PLACES = ['tokenHeader', 'tokenQuery', 'tokenSubprotocol'] as const;

/**
 * Reads rules from JSON.
 *
 * @throws when they are incomplete: the function then answers nothing, and API Gateway lets nobody in
 */
export function parseTokenRules(text: string): TokenRules {
  const { issuer, audience, scopes, ...others } = JSON.parse(text) as Partial<Record<keyof TokenRules, unknown>>;
  if (typeof issuer !== 'string' || !/^https:\/\//i.test(issuer)) throw malformed('issuer', issuer, 'the issuer\'s https:// address');
  if (!isTexts(audience)) throw malformed('audience', audience, 'a list of one audience or more');
  if (scopes !== undefined && !isTexts(scopes)) throw malformed('scopes', scopes, 'a list of one scope or more, or leave it out');
  return { issuer, audience, scopes, ...placeOf(others) };
}

function placeOf(rules: Partial<Record<keyof TokenRules, unknown>>): Pick<TokenRules, typeof PLACES[number]> {
  const [place, second] = PLACES.filter((one) => rules[one] !== undefined);
  if (place === undefined) return {};
  const name = rules[place];
  if (typeof name !== 'string' || name === '') throw malformed(place, name, 'a name');
  if (second !== undefined) throw malformed(second, rules[second], `${place} or ${second}, not both`);
  return { [place]: name };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '');
}

function malformed(name: string, value: unknown, remedy: string): Error {
  return new Error(`TOKEN_RULES has '${JSON.stringify(value)}' as its ${name}, with which no token can be checked; write ${remedy}`);
}
