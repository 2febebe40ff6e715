import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IRouteAuthorizer } from './authorizers/authorizer-contract';
import { ApiDomainOptions } from './domain/api-domain-options';
import { CloudFrontOptions } from './domain/cloud-front-options';
import { ApiAlarmsOptions } from './observability/api-alarms-options';
import { StageAccessLogOptions } from './stage/access-log';
import { ThrottleLimits } from './stage/throttle';

/**
 * What all three types of API have in common.
 */
export interface GatehouseApiProps {
  /**
   * Who may call a route that does not say so itself; on a WebSocket API who may connect. There is no safe default: `Authorizer.none('<why>')` is an answer, silence is not.
   */
  readonly authorizer: IRouteAuthorizer;

  /**
   * The scopes of which a caller's access token must have at least one, on routes that take the API's `authorizer` and name no scopes themselves.
   *
   * @default - none
   */
  readonly defaultScopes?: string[];

  /**
   * The API's name. CloudWatch keeps a REST API's metrics under it: two REST APIs of one name in a region are counted together.
   *
   * @default - a name made from the construct's path
   */
  readonly apiName?: string;

  /**
   * What the API is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whether the API's own endpoint is reached by IPv4 alone or by IPv6 as well. A domain has a setting of its own.
   *
   * @default - API Gateway's own: IPv4
   */
  readonly ipAddressType?: apigateway.IpAddressType;

  /**
   * The stage's name, part of the default endpoint's address: letters, digits, `-` and `_`. An HTTP API also has `$default`, which is no part of the address.
   *
   * @default - 'prod' on a REST or WebSocket API, '$default' on an HTTP API
   */
  readonly stageName?: string;

  /**
   * Values that integrations and templates read as `stageVariables.<name>`. Not a place for secrets.
   *
   * @default - none
   */
  readonly stageVariables?: { [name: string]: string };

  /**
   * How many requests the stage takes from all callers together; on a WebSocket API connections and messages.
   *
   * @default - 1,000 requests a second with bursts of 500, a tenth of an account's default quota: one API cannot starve the others of its region
   */
  readonly throttle?: ThrottleLimits;

  /**
   * The access log: one line of JSON for each request, connection or message.
   *
   * @default - on, with the fields for diagnosis, kept for three months
   */
  readonly accessLog?: StageAccessLogOptions;

  /**
   * Whether CloudWatch counts each route by itself, for `route.metrics`. On a REST API it bills five custom metrics for each route
   * that is called: with many routes that is soon the most expensive part of a small API, and `false` saves it.
   *
   * @default true; false on a WebSocket API, as AWS describes no metrics of its routes
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
   */
  readonly detailedMetrics?: boolean;

  /**
   * The API's own domain. With it the default endpoint is switched off.
   *
   * @default - the default endpoint of API Gateway
   */
  readonly domain?: ApiDomainOptions;

  /**
   * CloudFront in front of the API, with AWS WAF and a lock: requests that do not come through CloudFront are refused. `{}` has the defaults.
   *
   * Routes with a JSON web token then find its claims in `event.requestContext.authorizer.lambda` on an HTTP API and in `event.requestContext.authorizer` on a REST or WebSocket API.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Introduction.html
   * @default - callers reach the API directly
   */
  readonly cloudFront?: CloudFrontOptions;

  /**
   * The alarms.
   *
   * @default - all of them, with their default thresholds; a warning as long as nobody is told
   */
  readonly alarms?: ApiAlarmsOptions;
}
