import { Duration, aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { BindAuthorizerOptions, IRouteAuthorizer, LambdaAuthorizerKind, RouteAuthorizerConfig } from './authorizer-contract';
import { authorizerName } from './authorizer-name';
import { checkIdentitySources } from './identity-sources';
import { checkResultsCacheTtl } from './results-cache';
import { KnowsNoScopes, refuseScopes } from './scopes';
import { invocationUri } from '../integrations/lambda-function';
import { allowInvoke } from '../integrations/lambda-permission';
import { OptingOut } from '../route-opt-outs';

/**
 * What of a request says who calls.
 */
export interface LambdaRequestOptions {
  /**
   * What tells callers apart: `method.request.header.X`, `method.request.querystring.X`, `stageVariables.X`, `context.X`.
   * A request that lacks one is refused with 401 and the function is not asked.
   *
   * @default ['method.request.header.Authorization']
   */
  readonly identitySources?: string[];

  /**
   * How long API Gateway remembers the function's answer for the same identity sources: 0 to 3600 seconds.
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

/** A function that judges a request. */
export class LambdaRequestAuthorizer implements IRouteAuthorizer, KnowsNoScopes {
  public readonly insteadOfScopes = 'a Lambda authorizer answers with a policy';
  private readonly handler: lambda.IFunction;
  private readonly options: LambdaRequestOptions;

  public constructor(handler: lambda.IFunction, options: LambdaRequestOptions) {
    this.handler = handler;
    this.options = options;
    const { identitySources, resultsCacheTtl } = options;
    checkResultsCacheTtl('Authorizer.lambdaRequest()', resultsCacheTtl);
    if (identitySources !== undefined) checkIdentitySources('Authorizer.lambdaRequest()', identitySources);
    if (identitySources?.length === 0 && remembers(resultsCacheTtl)) {
      throw new Error('Authorizer.lambdaRequest() was given no identity sources, so one caller\'s answer would be remembered for all; '
        + 'name what tells callers apart, or write resultsCacheTtl: Duration.seconds(0)');
    }
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig & OptingOut {
    const { identitySources = ['method.request.header.Authorization'], resultsCacheTtl, permissionManagedElsewhere } = this.options;
    refuseScopes(options, this);
    const optOuts = allowInvoke(this.handler, { ...options, permissionManagedElsewhere });
    return {
      authorizationType: apigateway.AuthorizationType.CUSTOM,
      authorizerName: authorizerName(this.handler),
      lambdaAuthorizerKind: LambdaAuthorizerKind.REQUEST,
      authorizerUri: invocationUri(this.handler),
      identitySources,
      resultsCacheTtl,
      callerParameters: callerParameters(identitySources),
      target: this.handler,
      optOuts,
    };
  }
}

/** What tells callers apart, as far as a cache key can hold it: all of it or, so that nobody is mistaken for another, nothing. */
function callerParameters(identitySources: string[]): string[] {
  // A stage variable is the same for everybody.
  const telling = identitySources.filter((source) => !source.startsWith('stageVariables.'));
  return telling.every((source) => source.startsWith('method.request.')) ? telling : [];
}

/** Whether API Gateway keeps answers: it does unless told not to. A duration that is only known at deploy time may be long. */
function remembers(ttl?: Duration): boolean {
  return ttl === undefined || ttl.isUnresolved() || ttl.toSeconds({ integral: false }) > 0;
}
