import { Duration } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ApiType } from '../api-type';

/**
 * Who may call a route.
 *
 * Take one from `Authorizer`; implement this only for a kind of authorization that it does not have.
 */
export interface IRouteAuthorizer {
  /**
   * Creates what the authorizer needs (permissions) and says how API Gateway asks it.
   *
   * Called once per route, when the route is added. Check before you create: an error thrown here leaves nothing behind.
   */
  bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig;
}

/**
 * For whom an authorizer is bound.
 */
export interface BindAuthorizerOptions {
  /**
   * The API. What the authorizer creates goes under it.
   */
  readonly scope: Construct;

  /**
   * The kind of API that asks; an authorizer that it cannot have says so here.
   */
  readonly apiType: ApiType;

  /**
   * The route, as `GET /pets/{id}`.
   */
  readonly routeKey: string;

  /**
   * The scopes that the route asks for; an authorizer that knows no scopes refuses them here.
   */
  readonly scopes: string[];

  /**
   * The ARN of everything of this API: `arn:…:execute-api:<region>:<account>:<api>/*`. The source of a permission.
   */
  readonly executeApiArn: string;
}

/**
 * How API Gateway finds out who calls.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export interface RouteAuthorizerConfig {
  /**
   * How callers prove who they are; `NONE` lets everybody in.
   */
  readonly authorizerKind: AuthorizerKind;

  /**
   * The authorizer's name in the API: letters and digits. Routes whose authorizers have one name and one meaning share it.
   *
   * @default - none, as for `NONE` and IAM
   */
  readonly authorizerName?: string;

  /**
   * The ARN by which API Gateway calls the authorizer's function.
   *
   * @default - none; the authorizer is no function
   */
  readonly authorizerUri?: string;

  /**
   * The user pools whose tokens are accepted.
   *
   * @default - none; the authorizer is no user pool
   */
  readonly userPoolArns?: string[];

  /**
   * The header that carries the token.
   *
   * @default 'Authorization'
   */
  readonly tokenHeader?: string;

  /**
   * What of a request says who calls: `method.request.header.X`, `method.request.querystring.X`, `stageVariables.X`, `context.X`,
   * or as HTTP APIs write the same: `$request.header.X`, `$request.querystring.X`, `$stageVariables.X`, `$context.X`.
   * WebSocket APIs write `route.request.header.X`, `route.request.querystring.X`, and the others as REST APIs do.
   *
   * @default - the token's header
   */
  readonly identitySources?: string[];

  /**
   * What a token must look like (a regular expression) before the authorizer is asked.
   *
   * @default - anything
   */
  readonly identityValidationExpression?: string;

  /**
   * How long API Gateway remembers an answer.
   *
   * @default - API Gateway's own: 300 seconds on a REST API, not at all on an HTTP API. A WebSocket API remembers nothing
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * The ARN of the role that API Gateway takes on to call the authorizer's function.
   *
   * @default - none; the function's own policy lets API Gateway in
   */
  readonly credentialsArn?: string;

  /**
   * Request parameters that tell one caller from another, for the key of a cached route (`method.request.header.Authorization`).
   *
   * @default - none: a cached answer cannot be kept apart by caller
   */
  readonly callerParameters?: string[];

  /**
   * Who signs the tokens, as an OpenID issuer address: for the contract, and for API Gateway with `JWT`.
   *
   * @default - none; the contract says no more than which header carries the token
   */
  readonly tokenIssuer?: string;

  /**
   * For whom tokens must be meant, with `JWT`: the `aud` or `client_id` that are accepted.
   *
   * @default - none; the authorizer is no JWT authorizer
   */
  readonly audience?: string[];

  /**
   * For Lambda authorizers of HTTP APIs: whether the function answers with `{ isAuthorized, context }` instead of a policy.
   *
   * @default false
   */
  readonly simpleAnswers?: boolean;

  /**
   * For Lambda authorizers of HTTP APIs: the form of the event that the function gets, `1.0` or `2.0`.
   *
   * @default '2.0'
   */
  readonly payloadFormatVersion?: string;

  /**
   * What the authorizer is, when it is a construct of the app; names it in errors about circular dependencies.
   *
   * @default - not a construct of this app
   */
  readonly target?: IConstruct;

  /**
   * Why everybody may call, with `NONE`; the reason is kept with the API, for reviewers.
   *
   * @default - none
   */
  readonly reason?: string;
}

/**
 * How callers prove who they are.
 */
export enum AuthorizerKind {
  /** They do not: everybody may call. */
  NONE = 'none',
  /** A signature made with AWS credentials. */
  IAM = 'iam',
  /** A token of an Amazon Cognito user pool; REST APIs only. */
  USER_POOL = 'user-pool',
  /** A JSON web token of an OpenID issuer, checked by API Gateway itself; HTTP APIs only. */
  JWT = 'jwt',
  /** One token in one header, which a function judges; REST APIs only. */
  LAMBDA_TOKEN = 'lambda-token',
  /** Headers, query string, path and context, which a function judges. */
  LAMBDA_REQUEST = 'lambda-request',
}
