import { Duration, Token, aws_apigatewayv2 as apigatewayv2, aws_lambda as lambda } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { AuthorizerKind, BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { authorizerName } from './authorizer-name';
import { checkIdentitySources, identitySourcesOf } from './identity-sources';
import { LambdaAuthorizerAnswer } from './lambda-authorizer-answer';
import { checkResultsCacheTtl, refuseResultsCacheTtl } from './results-cache';
import { KnowsNoScopes, refuseScopes } from './scopes';
import { checkGivenConstruct } from '../integrations/given-construct';
import { invocationUri } from '../integrations/lambda-function';
import { allowInvoke } from '../integrations/lambda-permission';
import { Limits } from '../limits';
import { OptingOut } from '../route-opt-outs';

/**
 * What of a request says who calls.
 */
export interface LambdaRequestOptions {
  /**
   * What tells callers apart: `method.request.header.X`, `method.request.querystring.X`, `stageVariables.X`, `context.X`.
   * A request that lacks one is refused with 401 and the function is not asked.
   *
   * The spelling of HTTP APIs (`$request.header.X`) and that of WebSocket APIs (`route.request.header.X`) say the same, on APIs of any type.
   *
   * @default - ['method.request.header.Authorization'] on REST and HTTP APIs. On a WebSocket API none, as browsers can send it no such header: the function is asked about everybody who connects
   */
  readonly identitySources?: string[];

  /**
   * How long API Gateway remembers the function's answer for the same identity sources: 0 to 3600 seconds.
   *
   * On a REST API the remembered policy serves every route of the API: let it name `<api>/<stage>/*`, or answer 0 here.
   * On an HTTP API answers are remembered for each route by itself. A WebSocket API asks once, when somebody connects, and remembers nothing.
   *
   * @default - 300 seconds; on a WebSocket API none
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * How the function answers; REST and WebSocket APIs know a policy alone.
   *
   * @default LambdaAuthorizerAnswer.POLICY
   */
  readonly answer?: LambdaAuthorizerAnswer;

  /**
   * The form of the event that the function gets from an HTTP API. REST and WebSocket APIs always send their own, which is that of version 1.0.
   *
   * @default - 1.0 with a policy as the answer, so that one function serves both types of API; 2.0 with a simple answer
   */
  readonly payloadFormatVersion?: apigatewayv2.AuthorizerPayloadVersion;

  /**
   * Who gives API Gateway the permission to invoke the function, and why not this library.
   *
   * @default - the library makes one permission for each function and API
   */
  readonly permissionManagedElsewhere?: string;
}

const ROUTE_KEY = '$context.routeKey';
const AUTHORIZATION = ['method.request.header.Authorization'];
const DEFAULT_SOURCES: { readonly [apiType in ApiType]: string[] } = {
  [ApiType.REST]: AUTHORIZATION,
  [ApiType.HTTP]: AUTHORIZATION,
  [ApiType.WEBSOCKET]: [],
};

/** A function that judges a request. */
export class LambdaRequestAuthorizer implements IRouteAuthorizer, KnowsNoScopes {
  public readonly insteadOfScopes = 'a Lambda authorizer answers with a policy';
  private readonly handler: lambda.IFunction;
  private readonly options: LambdaRequestOptions;

  public constructor(handler: lambda.IFunction, options: LambdaRequestOptions) {
    checkGivenConstruct('Authorizer.lambdaRequest()', 'function', handler);
    this.handler = handler;
    this.options = options;
    const { identitySources, resultsCacheTtl, answer, payloadFormatVersion } = options;
    checkResultsCacheTtl('Authorizer.lambdaRequest()', resultsCacheTtl);
    if (identitySources !== undefined) checkIdentitySources('Authorizer.lambdaRequest()', identitySources);
    if (identitySources?.length === 0 && remembers(resultsCacheTtl)) {
      throw new Error('Authorizer.lambdaRequest() was given no identity sources, so one caller\'s answer would be remembered for all; '
        + 'name what tells callers apart, or write resultsCacheTtl: Duration.seconds(0)');
    }
    if (answer === LambdaAuthorizerAnswer.SIMPLE && payloadFormatVersion === '1.0') {
      throw new Error('Authorizer.lambdaRequest() was given the payloadFormatVersion 1.0 with a simple answer, which API Gateway reads with 2.0 alone; '
        + 'leave payloadFormatVersion out, or write LambdaAuthorizerAnswer.POLICY');
    }
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig & OptingOut {
    const { apiType } = options;
    const { identitySources = DEFAULT_SOURCES[apiType], resultsCacheTtl, permissionManagedElsewhere } = this.options;
    refuseScopes(options, this);
    if (apiType !== ApiType.HTTP) this.refuseWhatOnlyHttpApisHave(options);
    if (apiType === ApiType.WEBSOCKET && remembers(resultsCacheTtl)) refuseResultsCacheTtl('Authorizer.lambdaRequest()', options, resultsCacheTtl);
    const optOuts = allowInvoke(this.handler, { ...options, permissionManagedElsewhere });
    return {
      authorizerKind: AuthorizerKind.LAMBDA_REQUEST,
      authorizerName: authorizerName(this.handler),
      authorizerUri: invocationUri(this.handler),
      callerParameters: callerParameters(identitySourcesOf(ApiType.REST, identitySources)),
      target: this.handler,
      optOuts,
      ...this.asked(apiType, identitySourcesOf(apiType, identitySources)),
    };
  }

  private asked(apiType: ApiType, identitySources: string[]): Partial<RouteAuthorizerConfig> {
    switch (apiType) {
      case ApiType.REST: return { identitySources, resultsCacheTtl: this.options.resultsCacheTtl };
      case ApiType.HTTP: return this.forHttpApi(identitySources);
      case ApiType.WEBSOCKET: return { identitySources };
    }
  }

  /** An HTTP API remembers nothing unless told to, and then for all routes together unless the route is one of the sources. */
  private forHttpApi(identitySources: string[]) {
    const { answer, resultsCacheTtl = Duration.seconds(Limits.AUTHORIZER_TTL_DEFAULT_SECONDS) } = this.options;
    const simpleAnswers = answer === LambdaAuthorizerAnswer.SIMPLE;
    const perRoute = remembers(resultsCacheTtl) && !Token.isUnresolved(identitySources) && !identitySources.includes(ROUTE_KEY);
    return {
      identitySources: perRoute ? [...identitySources, ROUTE_KEY] : identitySources,
      resultsCacheTtl,
      simpleAnswers,
      payloadFormatVersion: this.options.payloadFormatVersion ?? (simpleAnswers ? '2.0' : '1.0'),
    };
  }

  private refuseWhatOnlyHttpApisHave({ apiType, routeKey }: BindAuthorizerOptions): void {
    const { answer, payloadFormatVersion } = this.options;
    const [apis, instead] = apiType === ApiType.REST ? ['REST APIs', ', or use LeanHttpApi'] : ['WebSocket APIs', ''];
    if (answer === LambdaAuthorizerAnswer.SIMPLE) {
      throw new Error(`'${routeKey}' was given an authorizer with simple answers, which ${apis} do not read; let the function answer with a policy${instead}`);
    }
    if (payloadFormatVersion !== undefined && payloadFormatVersion !== '1.0') {
      throw new Error(`'${routeKey}' was given an authorizer with the payloadFormatVersion '${payloadFormatVersion}', and ${apis} send their events in one form; leave it out`);
    }
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
