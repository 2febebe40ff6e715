import { Aws, Duration, Fn, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { AuthorizerKind, BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { authorizerName } from './authorizer-name';
import { checkHeaderName } from './identity-sources';
import { checkAudience, checkScopeCount } from './jwt';
import { Lockable } from './origin-locked';
import { checkResultsCacheTtl } from './results-cache';
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
   * An HTTP API compares every token with them, identity token or access token, and needs the list.
   *
   * @default - on a REST API those of every app client of the pool; required on an HTTP API
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
   * @default 'Authorization'
   */
  readonly tokenHeader?: string;

  /**
   * How long a REST API remembers that a token is good: 0 to 3600 seconds. It never asks whether the pool has revoked a token:
   * keep tokens short-lived where that matters.
   *
   * @default - 300 seconds
   */
  readonly resultsCacheTtl?: Duration;
}

/** Tokens of one or more user pools. */
export class UserPoolAuthorizer implements IRouteAuthorizer {
  private readonly userPool: cognito.IUserPool;
  private readonly options: UserPoolAuthorizerOptions;

  public constructor(userPool: cognito.IUserPool, options: UserPoolAuthorizerOptions) {
    checkGivenConstruct('Authorizer.userPool()', 'user pool', userPool);
    this.userPool = userPool;
    this.options = options;
    checkResultsCacheTtl('Authorizer.userPool()', options.resultsCacheTtl);
    if (options.tokenHeader !== undefined) checkHeaderName('Authorizer.userPool()', options.tokenHeader);
    if (options.clients?.length === 0) {
      throw new Error('Authorizer.userPool() was given an empty list of clients, which would accept the tokens of every app client; '
        + 'name those that are meant, or leave clients out');
    }
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig & Lockable {
    const { clients = [], otherUserPools = [], tokenHeader = 'Authorization', resultsCacheTtl } = this.options;
    if (options.apiType === ApiType.HTTP) return this.asJwt(options);
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

  /** To an HTTP API a user pool is an issuer like any other, and its app clients are the audience. */
  private asJwt(options: BindAuthorizerOptions): RouteAuthorizerConfig {
    const { clients = [], otherUserPools = [], tokenHeader = 'Authorization', resultsCacheTtl } = this.options;
    const refused = (what: string, write: string) => new Error(`'${options.routeKey}' was given Authorizer.userPool() ${what}; ${write}`);
    if (clients.length === 0) {
      throw refused('without clients, and an HTTP API compares each token with the app clients it may come from', 'write Authorizer.userPool(pool, { clients: [web] })');
    }
    if (otherUserPools.length > 0) {
      throw refused('with otherUserPools, but an authorizer of an HTTP API has one issuer', 'give the routes of the other pool an Authorizer.userPool() of its own');
    }
    if (resultsCacheTtl !== undefined) {
      throw refused('with a resultsCacheTtl, but an HTTP API checks each token itself and remembers nothing', 'leave resultsCacheTtl out');
    }
    const audience = clients.map((client) => client.userPoolClientId);
    checkAudience('Authorizer.userPool()', audience);
    checkScopeCount(options);
    return {
      authorizerKind: AuthorizerKind.JWT,
      authorizerName: authorizerName(this.userPool),
      tokenHeader,
      identitySources: [`$request.header.${tokenHeader}`],
      tokenIssuer: issuerOf(this.userPool),
      audience,
      target: this.userPool,
    };
  }
}

/** The address under which a pool publishes its keys. The pool's own region decides, which is that of its ARN. */
function issuerOf(userPool: cognito.IUserPool): string {
  const region = Token.isUnresolved(userPool.userPoolArn) ? userPool.env.region : Fn.select(3, Fn.split(':', userPool.userPoolArn));
  return `https://cognito-idp.${region}.${Aws.URL_SUFFIX}/${userPool.userPoolId}`;
}
