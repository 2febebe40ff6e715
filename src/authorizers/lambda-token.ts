import { Duration, aws_lambda as lambda } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { AuthorizerKind, BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { authorizerName } from './authorizer-name';
import { checkHeaderName } from './identity-sources';
import { checkResultsCacheTtl } from './results-cache';
import { KnowsNoScopes, refuseScopes } from './scopes';
import { checkGivenConstruct } from '../integrations/given-construct';
import { invocationUri } from '../integrations/lambda-function';
import { allowInvoke } from '../integrations/lambda-permission';
import { OptingOut } from '../route-opt-outs';

/**
 * Which token the function is asked about.
 */
export interface LambdaTokenOptions {
  /**
   * The header that carries the token. A request without it is refused with 401 and the function is not asked.
   *
   * @default 'Authorization'
   */
  readonly tokenHeader?: string;

  /**
   * What a token must look like (a regular expression) for the function to be asked; all others are refused with 401.
   *
   * @default - anything
   */
  readonly validationRegex?: string;

  /**
   * How long API Gateway remembers the function's answer for a token: 0 to 3600 seconds.
   *
   * The remembered policy serves every route of the API: let it name `<api>/<stage>/*`, or answer 0 here.
   *
   * @default - 300 seconds
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * Who gives API Gateway the permission to invoke the function, and why not this library.
   *
   * @default - the library makes one permission for each function and API
   */
  readonly permissionManagedElsewhere?: string;
}

const ON_WEB_SOCKET = 'Authorizer.lambdaRequest(fn), which is asked about everybody who connects, '
  + 'or with { identitySources: [\'route.request.querystring.ticket\'] }, as browsers send no headers of their own then';

/** A function that judges one token. */
export class LambdaTokenAuthorizer implements IRouteAuthorizer, KnowsNoScopes {
  public readonly insteadOfScopes = 'a Lambda authorizer answers with a policy';
  private readonly handler: lambda.IFunction;
  private readonly options: LambdaTokenOptions;

  public constructor(handler: lambda.IFunction, options: LambdaTokenOptions) {
    checkGivenConstruct('Authorizer.lambdaToken()', 'function', handler);
    this.handler = handler;
    this.options = options;
    checkResultsCacheTtl('Authorizer.lambdaToken()', options.resultsCacheTtl);
    if (options.tokenHeader !== undefined) checkHeaderName('Authorizer.lambdaToken()', options.tokenHeader);
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig & OptingOut {
    const { tokenHeader = 'Authorization', validationRegex, resultsCacheTtl, permissionManagedElsewhere } = this.options;
    refuseScopes(options, this);
    if (options.apiType !== ApiType.REST) {
      throw new Error(`'${options.routeKey}' was given Authorizer.lambdaToken(), which only REST APIs have; `
        + `write ${options.apiType === ApiType.WEBSOCKET ? ON_WEB_SOCKET : `Authorizer.lambdaRequest(fn, { identitySources: ['method.request.header.${tokenHeader}'] }), whose function finds the token among the headers`}`);
    }
    const optOuts = allowInvoke(this.handler, { ...options, permissionManagedElsewhere });
    return {
      authorizerKind: AuthorizerKind.LAMBDA_TOKEN,
      authorizerName: authorizerName(this.handler),
      authorizerUri: invocationUri(this.handler),
      tokenHeader,
      identityValidationExpression: validationRegex,
      resultsCacheTtl,
      callerParameters: [`method.request.header.${tokenHeader}`],
      target: this.handler,
      optOuts,
    };
  }
}
