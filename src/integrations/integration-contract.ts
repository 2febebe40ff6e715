import { Duration, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ApiType } from '../api-type';

/**
 * What answers a route: a function, an HTTP backend, a mock.
 *
 * Take one from `Integration`; implement this only for a backend that `Integration.custom` cannot express.
 */
export interface IRouteIntegration {
  /**
   * Creates what the route's backend needs (permissions, roles) and says how API Gateway calls it.
   *
   * Called once per route, when the route is added. Check before you create: an error thrown here leaves nothing behind.
   */
  bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig;
}

/**
 * For whom an integration is bound.
 */
export interface BindIntegrationOptions {
  /**
   * The API. What the integration creates goes under it.
   */
  readonly scope: Construct;

  /**
   * The kind of API that asks; an integration that it cannot have says so here.
   */
  readonly apiType: ApiType;

  /**
   * The route, as `GET /pets/{id}`; for an HTTP API also `$default`; for a WebSocket API `sendMessage`, `$connect`, `$disconnect`, `$default`.
   */
  readonly routeKey: string;

  /**
   * The ARN of everything that this API may invoke or be invoked by: `arn:…:execute-api:<region>:<account>:<api>/*`.
   *
   * The source of a permission: one for the API, never one for each route.
   */
  readonly executeApiArn: string;

  /**
   * The longest that API Gateway waits for a backend in this account.
   */
  readonly maximumTimeout: Duration;

  /**
   * The name of the API's stage, `$default` included: API Gateway puts it before the path towards private backends.
   *
   * @default - not known
   */
  readonly stageName?: string;

  /**
   * The ARN of posting to the connections of the stage: `arn:…:execute-api:<region>:<account>:<api>/<stage>/POST/@connections/*`. WebSocket APIs only.
   *
   * @default - none
   */
  readonly connectionsArn?: string;
}

/**
 * How API Gateway calls a route's backend.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export interface RouteIntegrationConfig {
  /**
   * How requests and responses pass: unchanged (`AWS_PROXY`, `HTTP_PROXY`), through templates (`AWS`, `HTTP`), or not at all (`MOCK`).
   */
  readonly integrationType: apigateway.IntegrationType;

  /**
   * Where the backend is: an `https` address, or the ARN of an AWS action.
   *
   * @default - none, as for a mock
   */
  readonly uri?: string;

  /**
   * The HTTP method that API Gateway uses towards the backend; always `POST` for Lambda.
   *
   * @default - none, as for a mock
   */
  readonly httpMethod?: string;

  /**
   * The action of an AWS service that an HTTP API calls, as `SQS-SendMessage`; `requestParameters` are the action's own then. HTTP APIs only.
   *
   * @default - none; `uri` says where the backend is
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
   */
  readonly integrationSubtype?: string;

  /**
   * The form of the event that a function gets, `2.0` or `1.0`; all other backends have `1.0`. HTTP APIs only.
   *
   * @default '1.0'
   */
  readonly payloadFormatVersion?: string;

  /**
   * The id of the VPC link through which the backend is reached; `uri` is then the ARN of a listener or of a Cloud Map service. HTTP APIs only.
   *
   * @default - none; the backend is reached over the internet
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   */
  readonly vpcLinkId?: string;

  /**
   * The name that the certificate of a backend behind a VPC link must have; with it, that hop is encrypted. HTTP APIs only.
   *
   * @default - none; the hop is not encrypted
   */
  readonly serverNameToVerify?: string;

  /**
   * The ARN of the role that API Gateway takes on to call the backend.
   *
   * @default - none; the backend's own policy lets API Gateway in
   */
  readonly credentialsArn?: string;

  /**
   * How long API Gateway waits for the backend.
   *
   * @default - 29 seconds, on an HTTP API 30
   */
  readonly timeout?: Duration;

  /**
   * What to do with a request whose content type has no template. REST and WebSocket APIs only.
   *
   * @default - API Gateway's own, WHEN_NO_MATCH, except with request templates: NEVER
   */
  readonly passthroughBehavior?: apigateway.PassthroughBehavior;

  /**
   * Parameters for the backend, by their integration names (`integration.request.header.X-Trace`), from `method.request.…`, on a WebSocket API from `route.request.…`; on an HTTP API changes of the request
   * (`append:header.X-Trace`, `overwrite:path`), or the parameters of an `integrationSubtype`.
   *
   * @default - none
   */
  readonly requestParameters?: { [name: string]: string };

  /**
   * Changes of the backend's answer, by its status (`'500'`) and by what is changed (`overwrite:statuscode`, `append:header.X`). HTTP APIs only.
   *
   * @default - none
   */
  readonly responseParameters?: { [statusCode: string]: { [name: string]: string } };

  /**
   * Mapping templates (VTL) by content type; of a WebSocket API, one by the name of `$default`. REST and WebSocket APIs only.
   *
   * @default - none
   */
  readonly requestTemplates?: { [contentType: string]: string };

  /**
   * Whether payloads are converted between text and binary. REST and WebSocket APIs only.
   *
   * @default - they pass as they are
   */
  readonly contentHandling?: apigateway.ContentHandling;

  /**
   * How the backend's answers become the route's answers. REST and WebSocket APIs only; messages of a WebSocket API have no status.
   *
   * @default - none, as for proxies
   */
  readonly responses?: apigateway.IntegrationResponse[];

  /**
   * What the backend is, when it is a construct of the app; names it in errors about circular dependencies.
   *
   * @default - not a construct of this app
   */
  readonly target?: IConstruct;
}
