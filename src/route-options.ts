import { Duration, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IRouteAuthorizer } from './authorizers/authorizer-contract';
import { IRouteIntegration } from './integrations/integration-contract';
import { ThrottleLimits } from './stage/throttle';

/**
 * What a route does, who may call it, and how much of it.
 */
export interface RouteOptions {
  /**
   * What answers the route.
   */
  readonly integration: IRouteIntegration;

  /**
   * Who may call the route. On a WebSocket API only for `$connect`: for messages API Gateway asks nobody.
   *
   * @default - the API's own `authorizer`
   */
  readonly authorizer?: IRouteAuthorizer;

  /**
   * The scopes of which a caller's access token must have at least one (`orders/read`).
   *
   * An empty list asks for none, where the API has `defaultScopes`. On a WebSocket API only for `$connect`, with `Authorizer.jwt` or `Authorizer.userPool`.
   *
   * @default - the API's `defaultScopes`, where the route also takes the API's `authorizer`; otherwise none
   */
  readonly scopes?: string[];

  /**
   * What a request must look like. API Gateway answers one that lacks a required parameter, or whose JSON body does not fit the schema,
   * with 400 and never calls the integration. A body of another content type than `application/json` is not looked at.
   *
   * A WebSocket API checks messages by `body`, and `$connect` by `requiredQuery` and `requiredHeaders`. An HTTP API checks no requests, so there it is an error.
   *
   * @default - anything goes
   */
  readonly request?: RequestShape;

  /**
   * Whether a caller must send an API key, by which a usage plan knows whom to limit. A key identifies; it does not authorize.
   *
   * On a WebSocket API only for `$connect`. An HTTP API knows no API keys, so there it is an error.
   *
   * @default false
   */
  readonly apiKeyRequired?: boolean;

  /**
   * How many requests the route takes from all callers together.
   *
   * @default - the API's own `throttle`
   */
  readonly throttle?: ThrottleLimits;

  /**
   * Keep the route's answers in the stage's cache. Only for `GET`, and only where the API has a `cache`.
   *
   * REST APIs only: HTTP and WebSocket APIs keep no answers, so there it is an error. CloudFront in front of it does, by `cloudFront: { behaviors }`.
   *
   * @default - answers are not kept
   */
  readonly cache?: RouteCache;

  /**
   * The operation's name in generated clients and in the contract (`getOrder`); letters, digits and underscores, on a WebSocket API at most 64.
   *
   * @default - none
   */
  readonly operationName?: string;

  /**
   * What the route is for, in the contract. A WebSocket API has no place for it, so there it is an error.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * What a request must look like to get past the gate.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export interface RequestShape {
  /**
   * The schema (JSON Schema draft 4) of a JSON body: of requests with the content type `application/json`, or with none.
   *
   * A body of any other content type passes unchecked, and the backend has to refuse it. An integration through templates (`Integration.custom` of the
   * type `HTTP` or `AWS`) refuses it with 415 when its only request template is for `application/json`.
   *
   * @default - bodies are not looked at
   */
  readonly body?: apigateway.JsonSchema;

  /**
   * Query parameters without which a request is refused.
   *
   * @default - none
   */
  readonly requiredQuery?: string[];

  /**
   * Further query parameters that the route knows; a cache key can only name declared ones.
   *
   * @default - none
   */
  readonly optionalQuery?: string[];

  /**
   * Headers without which a request is refused.
   *
   * @default - none
   */
  readonly requiredHeaders?: string[];

  /**
   * Further headers that the route knows; a cache key can only name declared ones.
   *
   * @default - none
   */
  readonly optionalHeaders?: string[];
}

/**
 * How a route's answers are kept.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export interface RouteCache {
  /**
   * How long an answer is kept: 1 second to 1 hour.
   *
   * @default - 5 minutes
   */
  readonly ttl?: Duration;

  /**
   * What keeps answers apart, beside the path's parameters: `querystring.page`, `header.Accept-Language`; declared in `request`.
   *
   * @default - the path's parameters and every declared query parameter
   */
  readonly keyParameters?: string[];

  /**
   * Keep a separate answer for each caller: what identifies one to the authorizer becomes part of the key.
   *
   * @default false
   */
  readonly perCaller?: boolean;

  /**
   * Why one caller may see the answer that was made for another. An authorized route is cached either with this or `perCaller`.
   *
   * @default - an authorized route needs `perCaller`
   */
  readonly sharedAcrossCallers?: string;
}
