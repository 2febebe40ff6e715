import { Aws, Duration, Fn, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { AuthorizerKind, BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { authorizerName } from './authorizer-name';
import { CheckedByFunction, Lockable, checkedByFunction, jwtConfig } from './checked-by-function';
import { checkAudience, checkScopeCount } from './jwt';
import { checkResultsCacheTtl, refuseResultsCacheTtl } from './results-cache';
import { checkTokenPlace, tokenPlaceOf } from './token-place';
import { checkGivenConstruct } from '../integrations/given-construct';

/**
 * Which tokens of a user pool are accepted.
 */
export interface UserPoolAuthorizerOptions {
  /**
   * The app clients whose identity tokens are accepted.
   *
   * A REST API compares a token's audience with them. Access tokens of Cognito have no audience, so on routes with scopes it is
   * the scopes granted to each app client that decide; there this list is not consulted.
   * HTTP and WebSocket APIs compare every token with them, identity token or access token, and need the list.
   *
   * @default - on a REST API those of every app client of the pool; required on HTTP and WebSocket APIs
   */
  readonly clients?: cognito.IUserPoolClient[];

  /**
   * Further user pools whose tokens are accepted as well, on a REST API.
   *
   * @default - none
   */
  readonly otherUserPools?: cognito.IUserPool[];

  /**
   * The header that carries the token.
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
   * How long a REST API remembers that a token is good: 0 to 3600 seconds. It never asks whether the pool has revoked a token:
   * keep tokens short-lived where that matters.
   *
   * @default - 300 seconds
   */
  readonly resultsCacheTtl?: Duration;
}

const API_OF_TYPE = { [ApiType.REST]: 'a REST API', [ApiType.HTTP]: 'an HTTP API', [ApiType.WEBSOCKET]: 'a WebSocket API' };

/** Tokens of one or more user pools. */
export class UserPoolAuthorizer implements IRouteAuthorizer, CheckedByFunction {
  private readonly userPool: cognito.IUserPool;
  private readonly options: UserPoolAuthorizerOptions;

  public constructor(userPool: cognito.IUserPool, options: UserPoolAuthorizerOptions) {
    checkGivenConstruct('Authorizer.userPool()', 'user pool', userPool);
    this.userPool = userPool;
    this.options = options;
    checkResultsCacheTtl('Authorizer.userPool()', options.resultsCacheTtl);
    checkTokenPlace('Authorizer.userPool()', options);
    if (options.clients?.length === 0) {
      throw new Error('Authorizer.userPool() was given an empty list of clients, which would accept the tokens of every app client; '
        + 'name those that are meant, or leave clients out');
    }
  }

  public asCallersSeeIt(options: BindAuthorizerOptions): RouteAuthorizerConfig & Lockable | undefined {
    return options.apiType === ApiType.WEBSOCKET ? this.asJwt(options) : undefined;
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig & Lockable {
    switch (options.apiType) {
      case ApiType.REST: return this.asUserPool(options);
      case ApiType.WEBSOCKET: return checkedByFunction(options, this.asJwt(options));
      case ApiType.HTTP: {
        checkScopeCount(options);
        return this.asJwt(options);
      }
    }
  }

  private asUserPool(options: BindAuthorizerOptions): RouteAuthorizerConfig & Lockable {
    const { clients = [], otherUserPools = [], resultsCacheTtl } = this.options;
    const { tokenHeader } = tokenPlaceOf('Authorizer.userPool()', options, this.options);
    // An expression would refuse every access token: those have no audience to compare.
    const onlyClients = clients.length > 0 && options.scopes.length === 0;

    return {
      authorizerKind: AuthorizerKind.USER_POOL,
      authorizerName: `${authorizerName(this.userPool)}${onlyClients ? 'Clients' : ''}`,
      userPoolArns: [this.userPool, ...otherUserPools].map((pool) => pool.userPoolArn),
      tokenHeader,
      identityValidationExpression: onlyClients ? `^(${clients.map((client) => client.userPoolClientId).join('|')})$` : undefined,
      resultsCacheTtl,
      callerParameters: [`method.request.header.${tokenHeader}`],
      tokenIssuer: issuerOf(this.userPool),
      target: this.userPool,
      lockedTokens: clients.length === 0 ? undefined
        : () => ({ issuer: issuerOf(this.userPool), audience: clients.map((client) => client.userPoolClientId), tokenHeader }),
    };
  }

  /** Beside REST APIs a user pool is an issuer like any other, and its app clients are the audience. */
  private asJwt(options: BindAuthorizerOptions): RouteAuthorizerConfig & Required<Lockable> {
    const { clients = [], otherUserPools = [], resultsCacheTtl } = this.options;
    const api = API_OF_TYPE[options.apiType];
    const refused = (what: string, write: string) => new Error(`'${options.routeKey}' was given Authorizer.userPool() ${what}; ${write}`);
    if (clients.length === 0) {
      throw refused(`without clients, and ${api} compares each token with the app clients it may come from`, 'write Authorizer.userPool(pool, { clients: [web] })');
    }
    if (otherUserPools.length > 0) {
      throw refused(`with otherUserPools, but an authorizer of ${api} has one issuer`, options.apiType === ApiType.WEBSOCKET
        ? 'leave otherUserPools out, or write Authorizer.lambdaRequest(fn) with a function that verifies the tokens of both'
        : 'give the routes of the other pool an Authorizer.userPool() of its own');
    }
    refuseResultsCacheTtl('Authorizer.userPool()', options, resultsCacheTtl);
    const audience = clients.map((client) => client.userPoolClientId);
    checkAudience('Authorizer.userPool()', audience);
    const tokens = { issuer: issuerOf(this.userPool), audience, ...tokenPlaceOf('Authorizer.userPool()', options, this.options) };
    return jwtConfig(options, { authorizerName: authorizerName(this.userPool), tokens, target: this.userPool });
  }
}

/** The address under which a pool publishes its keys. The pool's own region decides, which is that of its ARN. */
function issuerOf(userPool: cognito.IUserPool): string {
  const region = Token.isUnresolved(userPool.userPoolArn) ? userPool.env.region : Fn.select(3, Fn.split(':', userPool.userPoolArn));
  return `https://cognito-idp.${region}.${Aws.URL_SUFFIX}/${userPool.userPoolId}`;
}
