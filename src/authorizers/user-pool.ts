import { Aws, Duration, Fn, Token, aws_apigateway as apigateway, aws_cognito as cognito } from 'aws-cdk-lib';
import { BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { authorizerName } from './authorizer-name';
import { checkHeaderName } from './identity-sources';
import { checkResultsCacheTtl } from './results-cache';

/**
 * Which tokens of a user pool are accepted.
 */
export interface UserPoolAuthorizerOptions {
  /**
   * The app clients whose identity tokens are accepted.
   *
   * API Gateway compares a token's audience with them. Access tokens of Cognito have no audience, so on routes with scopes it is
   * the scopes granted to each app client that decide; there this list is not consulted.
   *
   * @default - those of every app client of the pool
   */
  readonly clients?: cognito.IUserPoolClient[];

  /**
   * Further user pools whose tokens are accepted as well.
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
   * How long API Gateway remembers that a token is good: 0 to 3600 seconds. It never asks whether the pool has revoked a token:
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
    this.userPool = userPool;
    this.options = options;
    checkResultsCacheTtl('Authorizer.userPool()', options.resultsCacheTtl);
    if (options.tokenHeader !== undefined) checkHeaderName('Authorizer.userPool()', options.tokenHeader);
    if (options.clients?.length === 0) {
      throw new Error('Authorizer.userPool() was given an empty list of clients, which would accept the tokens of every app client; '
        + 'name those that are meant, or leave clients out');
    }
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig {
    const { clients = [], otherUserPools = [], tokenHeader = 'Authorization', resultsCacheTtl } = this.options;
    // An expression would refuse every access token: those have no audience to compare.
    const onlyClients = clients.length > 0 && options.scopes.length === 0;

    return {
      authorizationType: apigateway.AuthorizationType.COGNITO,
      authorizerName: `${authorizerName(this.userPool)}${onlyClients ? 'Clients' : ''}`,
      userPoolArns: [this.userPool, ...otherUserPools].map((pool) => pool.userPoolArn),
      tokenHeader,
      identityValidationExpression: onlyClients ? `^(${clients.map((client) => client.userPoolClientId).join('|')})$` : undefined,
      resultsCacheTtl,
      callerParameters: [`method.request.header.${tokenHeader}`],
      tokenIssuer: issuerOf(this.userPool),
      target: this.userPool,
    };
  }
}

/** The address under which a pool publishes its keys. The pool's own region decides, which is that of its ARN. */
function issuerOf(userPool: cognito.IUserPool): string {
  const region = Token.isUnresolved(userPool.userPoolArn) ? userPool.env.region : Fn.select(3, Fn.split(':', userPool.userPoolArn));
  return `https://cognito-idp.${region}.${Aws.URL_SUFFIX}/${userPool.userPoolId}`;
}
