/**
 * Ids of the rules that an opt-out acknowledges. They are the ids of the rule pack to come and never change.
 */
export const RuleIds = {
  REST_METHOD_WITHOUT_AUTH: 'rest-method-without-auth',
  CACHE_USER_DATA_SHARED: 'cache-user-data-shared',
  REST_STAGE_WITHOUT_WAF: 'rest-stage-without-waf',
  ACCOUNT_LOG_ROLE_MISSING: 'account-log-role-missing',
  HTTP_BACKEND_PLAINTEXT: 'http-backend-plaintext',
  LAMBDA_INVOKE_PERMISSION_MISSING: 'lambda-invoke-permission-missing',
  DEFAULT_ENDPOINT_OPEN: 'default-endpoint-open',
  DATA_TRACE_ON: 'data-trace-on',
} as const;
