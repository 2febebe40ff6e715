/**
 * What AWS grants your accounts beyond its defaults. A rule about a quota is a warning until the granted one is declared, and an error beyond it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export interface GrantedQuotas {
  /**
   * How many resources a REST API may have, if the account was granted another quota.
   *
   * @default 300
   */
  readonly restResources?: number;

  /**
   * How many routes an HTTP or WebSocket API may have, if the account was granted another quota.
   *
   * @default 300
   */
  readonly routes?: number;

  /**
   * How many integrations a WebSocket API may have, if the account was granted another quota. That of HTTP APIs is fixed.
   *
   * @default 300
   */
  readonly webSocketIntegrations?: number;

  /**
   * How many stages an API may have, if the account was granted another quota.
   *
   * @default 10
   */
  readonly stages?: number;

  /**
   * How many authorizers an API may have, if the account was granted another quota.
   *
   * @default 10
   */
  readonly authorizers?: number;

  /**
   * How many characters the resource policy of a REST API may have, if the account was granted another quota.
   *
   * @default 8192
   */
  readonly resourcePolicyCharacters?: number;

  /**
   * The longest integration timeout that the accounts' quota allows REST APIs, in milliseconds.
   *
   * @default - 29000, as in an account without a raised quota
   */
  readonly integrationTimeoutMillis?: number;

  /**
   * How many usage plans an account may have in a region, if it was granted another quota.
   *
   * @default 300
   */
  readonly usagePlans?: number;

  /**
   * To how many usage plans an API key may belong, if the account was granted another quota.
   *
   * @default 10
   */
  readonly usagePlansPerKey?: number;

  /**
   * How many requests per second the account was granted in its region, over all of its APIs.
   *
   * @default - 10000, or 2500 in the younger regions
   */
  readonly accountRate?: number;

  /**
   * How many requests at once the account was granted in its region, over all of its APIs.
   *
   * @default - 5000, or 1250 in the younger regions; not known where accountRateQuota is given
   */
  readonly accountBurst?: number;
}
