import { Duration, Token } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { CheckedByFunction, Lockable, checkedByFunction, jwtConfig } from './checked-by-function';
import { checkResultsCacheTtl, refuseResultsCacheTtl } from './results-cache';
import { checkTokenPlace, tokenPlaceOf } from './token-place';
import { givenValue } from '../given-value';
import { Limits } from '../limits';
import { isYetUnknown } from '../yet-unknown';

/**
 * Whose tokens are accepted, and for whom they must be meant.
 */
export interface JwtAuthorizerOptions {
  /**
   * The issuer's address exactly as it stands in the `iss` claim of its tokens: `https://example.eu.auth0.com/`, with the last slash where the issuer has one.
   *
   * The keys are read from below it (`/.well-known/openid-configuration`), so it must be reachable from the internet.
   */
  readonly issuer: string;

  /**
   * For whom a token must be meant: its `aud` claim or, where it has none, its `client_id` must be one of these. 1 to 50.
   */
  readonly audience: string[];

  /**
   * The header that carries the token, with or without `Bearer ` before it.
   *
   * @default 'Authorization'; on a WebSocket API the offered subprotocol that begins with `bearer.`, as browsers can send it no header:
   * `new WebSocket(url, ['gatehouse', 'bearer.<token>'])`
   */
  readonly tokenHeader?: string;

  /**
   * The query parameter that carries the token, on a WebSocket API. Addresses end in logs and in histories: let such tokens live shortly.
   *
   * @default - the token is no part of the address
   */
  readonly tokenQuery?: string;

  /**
   * How long a REST API remembers that a token is good: 0 to 3600 seconds. For so long it is accepted after it has expired.
   *
   * @default Duration.minutes(1)
   */
  readonly resultsCacheTtl?: Duration;
}

const DISCOVERY = '/.well-known/openid-configuration';

/** JSON web tokens of one issuer: an HTTP API checks them itself, for the others a function of the library's does. */
export class JwtAuthorizer implements IRouteAuthorizer, CheckedByFunction {
  private readonly options: JwtAuthorizerOptions;

  public constructor(options: JwtAuthorizerOptions) {
    if (typeof options !== 'object' || options === null) {
      throw new Error(`Authorizer.jwt() was given ${givenValue(options)}, so nobody has said whose tokens are accepted; write Authorizer.jwt({ issuer: 'https://...', audience: ['web'] })`);
    }
    this.options = options;
    checkIssuer(options.issuer);
    checkAudience('Authorizer.jwt()', options.audience);
    checkTokenPlace('Authorizer.jwt()', options);
    checkResultsCacheTtl('Authorizer.jwt()', options.resultsCacheTtl);
  }

  public asCallersSeeIt(options: BindAuthorizerOptions): RouteAuthorizerConfig & Lockable | undefined {
    return options.apiType === ApiType.HTTP ? undefined : this.config(options);
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig & Lockable {
    const config = this.config(options);
    if (options.apiType !== ApiType.HTTP) return checkedByFunction(options, config);
    checkScopeCount(options);
    return config;
  }

  private config(options: BindAuthorizerOptions) {
    const { issuer, audience, resultsCacheTtl } = this.options;
    refuseResultsCacheTtl('Authorizer.jwt()', options, resultsCacheTtl);
    const place = tokenPlaceOf('Authorizer.jwt()', options, this.options);
    return jwtConfig(options, { authorizerName: 'Jwt', tokens: { issuer, audience, ...place }, resultsCacheTtl });
  }
}

/**
 * @throws when a route asks for more scopes than API Gateway compares
 */
export function checkScopeCount({ routeKey, scopes }: BindAuthorizerOptions): void {
  if (Token.isUnresolved(scopes) || scopes.length <= Limits.JWT_SCOPES_PER_ROUTE) return;
  throw new Error(`'${routeKey}' asks for ${scopes.length} scopes, and API Gateway compares ${Limits.JWT_SCOPES_PER_ROUTE} for each route; `
    + 'let one scope stand for several, as \'orders:write\'');
}

/**
 * @throws when nobody could be meant, or more than API Gateway compares
 */
export function checkAudience(authorizer: string, audience: string[]): void {
  if (Token.isUnresolved(audience)) return;
  const given = Array.isArray(audience) ? audience : [];
  const blank = given.findIndex((one: string | undefined) => !Token.isUnresolved(one) && !one?.trim());
  if (given.length === 0 || blank >= 0) {
    throw new Error(`${authorizer} was given ${blank < 0 ? 'no audience' : `the audience '${given[blank]}'`}, and without one API Gateway makes no authorizer; `
      + 'write what the issuer puts into the tokens\' aud or client_id, as audience: [\'web\']');
  }
  if (audience.length > Limits.JWT_AUDIENCES) {
    throw new Error(`${authorizer} was given ${audience.length} audiences, and API Gateway compares ${Limits.JWT_AUDIENCES}; `
      + 'let the issuer put a common audience into the tokens, or give groups of routes authorizers of their own');
  }
}

function checkIssuer(issuer: string): void {
  if (isYetUnknown(issuer)) return;
  const refused = (why: string, write: string) => new Error(`Authorizer.jwt() was given the issuer '${issuer}', ${why}; write ${write}`);
  if (!/^https:\/\/\S+$/i.test(issuer) || !URL.canParse(issuer)) {
    throw refused('which is no https address, so API Gateway could not read its keys', 'the issuer as it stands in the tokens\' iss claim, as \'https://example.eu.auth0.com/\'');
  }
  if (issuer.includes(DISCOVERY)) throw refused('which is its discovery document; API Gateway adds that path itself', `'${issuer.replace(DISCOVERY, '')}'`);
  const { search, hash, username, password } = new URL(issuer);
  if (username || password) {
    // Not quoted: messages end in logs.
    throw new Error('Authorizer.jwt() was given an issuer with a user name or a password in it, which no token\'s iss claim has and everybody can read in the template; '
      + `write '${issuer.replace(/^(https:\/\/)[^/?#]*@/i, '$1')}'`);
  }
  if (search || hash) throw refused('which has a query or a fragment, and an issuer has none', `'${issuer.replace(/[?#].*$/, '')}'`);
}
