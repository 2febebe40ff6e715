import { Duration, Size, aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import { GatewayResponseOverride } from './access/gateway-response-override';
import { WebAcl } from './access/web-acl';
import { RoutedApiProps } from './routed-api-props';
import { AccountLogRole } from './stage/account-log-role';
import { CacheSize } from './stage/cache-size';
import { StageCanaryOptions } from './stage/canary';
import { StageExecutionLogOptions } from './stage/execution-log';

/**
 * A REST API, and everything that a production one needs.
 */
export interface GovernedRestApiProps extends RoutedApiProps {
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
   * Who gives API Gateway the role by which it writes logs, one for each account and region.
   *
   * @default - the stack sets one where none is set, and never replaces one that works
   */
  readonly accountLogRole?: AccountLogRole;

  /**
   * The web ACL of AWS WAF in front of the stage.
   *
   * @default - `WebAcl.managed()`
   */
  readonly webAcl?: WebAcl;
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
