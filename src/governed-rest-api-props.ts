import { Duration, Size, aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import { CorsPolicy } from './access/cors-policy';
import { GatewayResponseOverride } from './access/gateway-response-override';
import { WebAcl } from './access/web-acl';
import { IRouteAuthorizer } from './authorizers/authorizer-contract';
import { ApiDomainOptions } from './domain/api-domain-options';
import { ApiAlarmsOptions } from './observability/api-alarms-options';
import { RouteOptions } from './route-options';
import { StageAccessLogOptions } from './stage/access-log';
import { AccountLogRole } from './stage/account-log-role';
import { CacheSize } from './stage/cache-size';
import { StageCanaryOptions } from './stage/canary';
import { StageExecutionLogOptions } from './stage/execution-log';
import { ThrottleLimits } from './stage/throttle';

/**
 * A REST API, and everything that a production one needs.
 */
export interface GovernedRestApiProps {
  /**
   * Who may call a route that does not say so itself. There is no safe default: `Authorizer.none('<why>')` is an answer, silence is not.
   */
  readonly authorizer: IRouteAuthorizer;

  /**
   * The scopes of which a caller's access token must have at least one, on routes that take the API's `authorizer` and name no scopes themselves.
   *
   * @default - none
   */
  readonly defaultScopes?: string[];

  /**
   * Routes by their keys (`GET /pets/{id}`); the same as `addRoute` for each.
   *
   * @default - none; use `addRoute`
   */
  readonly routes?: { [routeKey: string]: RouteOptions };

  /**
   * The API's name, under which CloudWatch keeps its metrics: two APIs of one name in a region are counted together.
   *
   * @default - a name made from the construct's path
   */
  readonly restApiName?: string;

  /**
   * What the API is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Where API Gateway meets the internet.
   *
   * @default EndpointType.REGIONAL
   */
  readonly endpointType?: apigateway.EndpointType;

  /**
   * The resource policy, as API Gateway reads it: who may reach the API at all. At most 8,192 characters.
   *
   * Resources are best written short (`execute-api:/prod/GET/pets`): the API's own id would be a circular dependency.
   *
   * @default - everybody may reach it; its authorizers decide
   */
  readonly policy?: iam.PolicyDocument;

  /**
   * Which web pages may call the API: answers preflight requests on every path and marks the gateway's own errors.
   *
   * @default - none of another origin
   */
  readonly cors?: CorsPolicy;

  /**
   * What the gateway's own errors say, by response type (`THROTTLED`).
   *
   * @default - a message without internals, and the request's id
   */
  readonly gatewayResponses?: { [responseType: string]: GatewayResponseOverride };

  /**
   * Content types that are passed as bytes, not as text.
   *
   * @default - none
   */
  readonly binaryMediaTypes?: string[];

  /**
   * Compress answers from this size on, for callers who accept it: 0 bytes to 10 MiB.
   *
   * @default - answers are not compressed
   */
  readonly minimumCompressionSize?: Size;

  /**
   * The integration timeout that your account's quota allows, once AWS has raised it: up to 300 seconds, on Regional endpoints.
   *
   * A raised timeout may come with a lower throttle quota.
   *
   * @default - 29 seconds, which no account has to ask for
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
   */
  readonly integrationTimeoutQuota?: Duration;

  /**
   * The stage's name, part of the default endpoint's address: letters, digits, `-` and `_`.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * Values that integrations and templates read as `stageVariables.<name>`. Not a place for secrets.
   *
   * @default - none
   */
  readonly stageVariables?: { [name: string]: string };

  /**
   * How many requests the stage takes from all callers together.
   *
   * @default - 1,000 requests a second with bursts of 500, a tenth of an account's default quota: one API cannot starve the others of its region
   */
  readonly throttle?: ThrottleLimits;

  /**
   * The stage's cache, in which routes can keep their answers. Billed by the hour, used or not.
   *
   * @default - no cache
   */
  readonly cache?: RestApiCache;

  /**
   * A share of the traffic that goes to another deployment than the rest.
   *
   * @default - all traffic goes to the newest deployment
   */
  readonly canary?: StageCanaryOptions;

  /**
   * The access log: one line of JSON for each request.
   *
   * @default - on, with the fields for diagnosis, kept for three months
   */
  readonly accessLog?: StageAccessLogOptions;

  /**
   * The execution log: what the gateway did with a request.
   *
   * @default - errors only, never the data
   */
  readonly executionLog?: StageExecutionLogOptions;

  /**
   * Whether requests are traced with AWS X-Ray.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * Whether CloudWatch counts each route by itself, for `route.metrics`. It bills five custom metrics for each route that is called:
   * with many routes that is soon the most expensive part of a small API, and `false` saves it.
   *
   * @default true
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
   */
  readonly detailedMetrics?: boolean;

  /**
   * Who gives API Gateway the role by which it writes logs, one for each account and region.
   *
   * @default - the stack sets one where none is set, and never replaces one that works
   */
  readonly accountLogRole?: AccountLogRole;

  /**
   * The API's own domain. With it the default endpoint is switched off.
   *
   * @default - the default endpoint of API Gateway
   */
  readonly domain?: ApiDomainOptions;

  /**
   * The web ACL of AWS WAF in front of the stage.
   *
   * @default - `WebAcl.managed()`
   */
  readonly webAcl?: WebAcl;

  /**
   * The alarms.
   *
   * @default - all of them, with their default thresholds; a warning as long as nobody is told
   */
  readonly alarms?: ApiAlarmsOptions;

  /**
   * Whether the deployment fails when API Gateway does not understand a part of the definition, which it would otherwise leave out in silence.
   *
   * @default true
   */
  readonly failOnWarnings?: boolean;
}

/**
 * The cache of a REST API's stage.
 */
export interface RestApiCache {
  /**
   * How much it holds, which decides its price by the hour.
   *
   * @see https://aws.amazon.com/api-gateway/pricing/
   */
  readonly size: CacheSize;
}
