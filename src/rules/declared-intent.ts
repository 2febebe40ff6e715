/**
 * What no template says and only its owner knows. Undeclared, a rule that needs it is silent or a warning.
 */
export interface DeclaredIntent {
  /**
   * Whether the APIs serve production.
   *
   * @default - not declared
   */
  readonly production?: boolean;

  /**
   * The endpoint types that APIs may have: EDGE, REGIONAL, PRIVATE. HTTP and WebSocket APIs are REGIONAL.
   *
   * @default - any
   */
  readonly allowedEndpointTypes?: string[];

  /**
   * Keys of the tags that every API, domain name and usage plan must have.
   *
   * @default - none
   */
  readonly requiredTags?: string[];

  /**
   * Whether consumers read the documentation that API Gateway holds: descriptions, operation names and published versions of them.
   *
   * @default - not declared, and missing documentation is not reported
   */
  readonly documented?: boolean;

  /**
   * How many resources a REST API may have, if the account was granted another quota.
   *
   * @default 300
   */
  readonly restResourceQuota?: number;

  /**
   * How many routes an HTTP or WebSocket API may have, if the account was granted another quota.
   *
   * @default 300
   */
  readonly routeQuota?: number;

  /**
   * How many integrations a WebSocket API may have, if the account was granted another quota. That of HTTP APIs is fixed.
   *
   * @default 300
   */
  readonly webSocketIntegrationQuota?: number;

  /**
   * How many stages an API may have, if the account was granted another quota.
   *
   * @default 10
   */
  readonly stageQuota?: number;

  /**
   * How many authorizers an API may have, if the account was granted another quota.
   *
   * @default 10
   */
  readonly authorizerQuota?: number;

  /**
   * How many characters the resource policy of a REST API may have, if the account was granted another quota.
   *
   * @default 8192
   */
  readonly resourcePolicyQuota?: number;

  /**
   * The longest integration timeout that the accounts' quota allows REST APIs, in milliseconds.
   *
   * @default - 29000, as in an account without a raised quota
   */
  readonly grantedIntegrationTimeoutMillis?: number;

  /**
   * Whether anybody on the internet may find the APIs.
   *
   * @default - not declared
   */
  readonly publicApis?: boolean;

  /**
   * The largest body that callers send, in bytes.
   *
   * @default - not declared
   */
  readonly largestBodyBytes?: number;

  /**
   * Whether every custom domain asks its callers for a certificate.
   *
   * @default - not asked for
   */
  readonly mutualTlsRequired?: boolean;

  /**
   * Whether domains lead to REST APIs by routing rules, as API Gateway recommends, and not by mappings of base paths.
   *
   * @default - not asked for
   */
  readonly routingRulesPreferred?: boolean;

  /**
   * Whether custom domains are made elsewhere, by a central team for instance, and so not in these templates.
   *
   * @default - not asked for
   */
  readonly domainsMadeElsewhere?: boolean;

  /**
   * For how long, in seconds, an authorizer may remember its answers: how long a permission may outlive its revocation.
   * With 0, authorizers that remember nothing are meant so.
   *
   * @default 300
   */
  readonly authorizerTtlSeconds?: number;

  /**
   * Whether functions are to be called by an alias.
   *
   * @default - not asked for
   */
  readonly lambdaAliases?: boolean;

  /**
   * Whether the policies that Lambda authorizers of REST APIs answer with cover the whole API, so that they may be remembered for every path.
   *
   * @default - not declared
   */
  readonly authorizersAllowWholeApi?: boolean;

  /**
   * Whether callers prove who they are by a session cookie.
   *
   * @default - not declared
   */
  readonly sessionCookies?: boolean;

  /**
   * Whether browsers call the APIs.
   *
   * @default - not declared
   */
  readonly browserClients?: boolean;

  /**
   * Whether answers are compressed on their way to the caller.
   *
   * @default - not asked for
   */
  readonly compressionRequired?: boolean;

  /**
   * Whether every route that takes tokens asks for scopes, which ID tokens do not have.
   *
   * @default - only routes whose authorizer asks for scopes on other routes
   */
  readonly scopesRequired?: boolean;

  /**
   * The authorization types that routes may have: AWS_IAM, CUSTOM, COGNITO_USER_POOLS, JWT.
   *
   * @default - any
   */
  readonly allowedAuthorizationTypes?: string[];

  /**
   * The functions that may be Lambda authorizers: names or ARNs, of which `*` may be any part.
   *
   * @default - any
   */
  readonly allowedAuthorizerFunctions?: string[];

  /**
   * Whether the accounts have a role with which API Gateway writes logs, set elsewhere than in these templates.
   *
   * @default - not declared
   */
  readonly accountLogRole?: boolean;

  /**
   * For how many days access logs must be kept at least.
   *
   * @default 30
   */
  readonly accessLogDays?: number;

  /**
   * Whether what callers send must be masked in the logs.
   *
   * @default - not declared
   */
  readonly sensitiveData?: boolean;

  /**
   * How many directives a mapping template may have: `#set`, `#if`, `#elseif`, `#foreach`.
   *
   * @default - any number
   */
  readonly mappingTemplateDirectives?: number;

  /**
   * Whether every call counts for the usage plan of its caller, who sends an API key. HTTP APIs cannot do that.
   *
   * @default - not declared
   */
  readonly metered?: boolean;

  /**
   * How many usage plans an account may have in a region, if it was granted another quota.
   *
   * @default 300
   */
  readonly usagePlanQuota?: number;

  /**
   * To how many usage plans an API key may belong, if the account was granted another quota.
   *
   * @default 10
   */
  readonly usagePlansPerKeyQuota?: number;

  /**
   * Whether X-Ray must trace every request from API Gateway on.
   *
   * @default - not asked for
   */
  readonly tracingRequired?: boolean;

  /**
   * Ids of the VPCs and VPC endpoints that resource policies may name: `vpc-…`, `vpce-…`.
   *
   * @default - any
   */
  readonly allowedVpcs?: string[];

  /**
   * Numbers of other accounts whose identities call the APIs with signed requests.
   *
   * @default - none declared
   */
  readonly consumerAccounts?: string[];

  /**
   * Whether public APIs are called, by their own names, from the VPCs that have endpoints for private ones.
   *
   * @default - not declared
   */
  readonly vpcsCallPublicApis?: boolean;

  /**
   * How many requests per second the account was granted in its region, over all of its APIs.
   *
   * @default - 10000, or 2500 in the younger regions
   */
  readonly accountRateQuota?: number;

  /**
   * How many requests at once the account was granted in its region, over all of its APIs.
   *
   * @default - 5000, or 1250 in the younger regions; not known where accountRateQuota is given
   */
  readonly accountBurstQuota?: number;

  /**
   * Whether each method of a REST API that writes must have a throttle of its own.
   *
   * @default - not asked for
   */
  readonly writesThrottled?: boolean;

  /**
   * Whether earlier deployments must stay, so that a stage can be set back to one of them.
   *
   * @default - not asked for
   */
  readonly retainedDeployments?: boolean;

  /**
   * Whether the APIs run in several places, regions for instance, between which something decides.
   *
   * @default - not declared
   */
  readonly multiRegion?: boolean;

  /**
   * Whether a canary is to share the cache of its stage, so that a promotion does not begin with an empty one.
   *
   * @default - not asked for: with a shared cache, answers of the canary reach everybody
   */
  readonly canarySharesCache?: boolean;

  /**
   * Whether clients of WebSocket APIs send messages that are no text.
   *
   * @default - not declared
   */
  readonly binaryMessages?: boolean;
}
