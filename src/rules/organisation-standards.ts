/**
 * What your organisation demands of every API. A standard that is not given is not asked for.
 */
export interface OrganisationStandards {
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
   * For how many days access logs must be kept at least.
   *
   * @default 30
   */
  readonly accessLogDays?: number;

  /**
   * How many directives a mapping template may have: `#set`, `#if`, `#elseif`, `#foreach`.
   *
   * @default - any number
   */
  readonly mappingTemplateDirectives?: number;

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
   * Whether a canary is to share the cache of its stage, so that a promotion does not begin with an empty one.
   *
   * @default - not asked for: with a shared cache, answers of the canary reach everybody
   */
  readonly canarySharesCache?: boolean;
}
