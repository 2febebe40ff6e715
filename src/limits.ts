/**
 * API Gateway's quotas and fixed limits, each with the page that states it. Nothing else in the library repeats a number from here.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const Limits = {
  /**
   * Every path prefix of a REST API counts as a resource; can be raised.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
   */
  REST_RESOURCES: 300,
  AUTHORIZERS_PER_API: 10,
  STAGES_PER_API: 10,

  /** @see https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html */
  AUTHORIZER_TTL_MAX_SECONDS: 3600,
  AUTHORIZER_TTL_DEFAULT_SECONDS: 300,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
  JWT_AUDIENCES: 50,
  JWT_SCOPES_PER_ROUTE: 10,
  HTTP_ROUTES: 300,
  HTTP_INTEGRATIONS: 300,
  HTTP_INTEGRATION_TIMEOUT_MAX_MILLIS: 30_000,
  HTTP_AUTHORIZER_TIMEOUT_MILLIS: 10_000,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
  WEB_SOCKET_ROUTES: 300,
  WEB_SOCKET_INTEGRATIONS: 300,
  WEB_SOCKET_INTEGRATION_TIMEOUT_MAX_MILLIS: 29_000,

  /**
   * Can be raised.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
   */
  SUBNETS_PER_VPC_LINK: 10,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
  INTEGRATION_TIMEOUT_MIN_MILLIS: 50,
  REST_INTEGRATION_TIMEOUT_MAX_MILLIS: 29_000,
  /** With a raised quota, Regional and private REST APIs only. */
  REST_INTEGRATION_TIMEOUT_RAISED_MAX_MILLIS: 300_000,
  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html */
  REST_STREAM_TIMEOUT_MAX_MILLIS: 900_000,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html */
  CACHE_TTL_MAX_SECONDS: 3600,
  CACHE_TTL_DEFAULT_SECONDS: 300,
  /** In gigabytes, as API Gateway writes them. */
  CACHE_SIZES: ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'],

  /**
   * Account-wide rates per region; the rate can be raised.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
   */
  ACCOUNT_RATE_PER_SECOND: 10_000,
  ACCOUNT_BURST: 5_000,
  /** In the younger regions. */
  LOW_QUOTA_REGIONS: [
    'af-south-1', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2',
    'il-central-1', 'me-central-1', 'mx-central-1',
  ],
  LOW_QUOTA_RATE_PER_SECOND: 2_500,
  LOW_QUOTA_BURST: 1_250,

  /**
   * How far apart two calls must be; an account may make no more.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
   */
  CREATE_DEPLOYMENT_SECONDS: 5,
  CREATE_DOMAIN_NAME_SECONDS: 30,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html */
  STAGE_VARIABLES: 100,
  STAGE_VARIABLE_NAME_LENGTH: 64,
  STAGE_VARIABLE_VALUE_LENGTH: 512,
  STAGE_NAME_LENGTH: 128,

  /**
   * Names of APIs and stages and paths are dimensions of metrics.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
   */
  METRIC_DIMENSION_CHARACTERS: 255,

  /** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
  V2_API_NAME_LENGTH: 128,
  V2_API_DESCRIPTION_LENGTH: 1_024,

  /** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-models.html */
  V2_MODEL_CHARACTERS: 32_768,
  /** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html */
  V2_TEMPLATE_CHARACTERS: 32_768,
  /** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html */
  V2_OPERATION_NAME_LENGTH: 64,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
  ACCESS_LOG_FORMAT_BYTES: 3 * 1024,

  /**
   * Limits of single methods, for each stage of a usage plan; can be raised.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
   */
  USAGE_PLAN_METHOD_THROTTLES: 20,
  /** Per region, as API keys; these cannot be raised. */
  USAGE_PLANS: 300,
  API_KEYS: 10_000,
  USAGE_PLANS_PER_KEY: 10,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html */
  API_KEY_VALUE_MIN_CHARACTERS: 20,
  API_KEY_VALUE_MAX_CHARACTERS: 128,

  /**
   * Can be raised.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
   */
  RESOURCE_POLICY_CHARACTERS: 8_192,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html */
  BASE_PATH_LENGTH: 300,
  /**
   * Base paths of one segment are not counted.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
   */
  MULTI_LEVEL_MAPPINGS_PER_DOMAIN: 200,

  /**
   * Per account and region; can be raised.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
   */
  PUBLIC_DOMAINS: 120,
  PRIVATE_DOMAINS: 50,
  CLIENT_CERTIFICATES: 60,

  /**
   * The number of rules can be raised.
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
   */
  ROUTING_RULES_PER_DOMAIN: 50,
  ROUTING_RULE_PRIORITY_MIN: 1,
  ROUTING_RULE_PRIORITY_MAX: 1_000_000,
  ROUTING_RULE_HEADER_CONDITIONS: 2,
  ROUTING_RULE_PATH_CONDITIONS: 1,

  /** @see https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html */
  MODEL_BYTES: 400 * 1024,

  /** @see https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html */
  DEFINITION_BYTES: 6 * 1024 * 1024,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
  MAPPING_TEMPLATE_BYTES: 300 * 1024,
  /** Of one `#foreach`. */
  FOREACH_TURNS: 1_000,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
  PAYLOAD_BYTES: 10 * 1024 * 1024,
  /** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  LAMBDA_PAYLOAD_BYTES: 6 * 1024 * 1024,

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/gateway-payload-compression.html */
  COMPRESSION_MIN_BYTES: 0,
  COMPRESSION_MAX_BYTES: 10_485_760,

  /**
   * CloudFormation refuses a larger template; a body may take most of it.
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
   */
  TEMPLATE_BYTES: 1_000_000,
  BODY_WARNING_BYTES: 700_000,
  BODY_ERROR_BYTES: 950_000,

  /**
   * AWS WAF, as it stands in front of a stage: capacity in WCU, rates in requests per window.
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
   */
  WAF_CAPACITY_INCLUDED: 1_500,
  WAF_CAPACITY_MAX: 5_000,
  WAF_RATE_MIN: 10,
  WAF_RATE_MAX: 2_000_000_000,
  WAF_IP_SET_ADDRESSES: 10_000,
  WAF_MATCH_STRING_BYTES: 200,
  /**
   * What managed groups take of the capacity, without their scope-down statements.
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
   */
  WAF_GROUP_CAPACITY: {
    AWSManagedRulesCommonRuleSet: 700,
    AWSManagedRulesKnownBadInputsRuleSet: 200,
    AWSManagedRulesSQLiRuleSet: 200,
    AWSManagedRulesAmazonIpReputationList: 25,
    AWSManagedRulesAnonymousIpList: 50,
    AWSManagedRulesAdminProtectionRuleSet: 100,
    AWSManagedRulesLinuxRuleSet: 200,
    AWSManagedRulesUnixRuleSet: 100,
    AWSManagedRulesWindowsRuleSet: 200,
    AWSManagedRulesPHPRuleSet: 100,
    AWSManagedRulesWordPressRuleSet: 100,
    AWSManagedRulesBotControlRuleSet: 50,
    AWSManagedRulesATPRuleSet: 50,
    AWSManagedRulesACFPRuleSet: 50,
    AWSManagedRulesAntiDDoSRuleSet: 50,
  },
  WAF_RATE_RULE_CAPACITY: 2,
  /** How much of a body AWS WAF looks at unless it is told otherwise: in front of a stage, and of a distribution. */
  WAF_BODY_INSPECTION_BYTES: 16 * 1024,
  /** From here on the common rule set's SizeRestrictions_BODY blocks. */
  WAF_COMMON_BODY_BYTES: 8 * 1024,

  /**
   * How far back an alarm may look: its period times its evaluation periods, for periods below an hour and from an hour on.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  ALARM_WINDOW_MAX_SECONDS: 86_400,
  ALARM_LONG_WINDOW_MAX_SECONDS: 604_800,

  /**
   * How long resolvers may remember a record that follows a health check, as Route 53 recommends.
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover.html
   */
  HEALTH_CHECKED_TTL_SECONDS: 60,
} as const;
