/**
 * Ids of the rules that an opt-out acknowledges. They are ids of the rules in src/rules and never change.
 */
export const RuleIds = {
  REST_METHOD_WITHOUT_AUTH: 'rest-method-without-auth',
  HTTP_ROUTE_WITHOUT_AUTH: 'http-route-without-auth',
  WS_CONNECT_WITHOUT_AUTH: 'ws-connect-without-auth',
  WS_NO_CONNECT_OR_DISCONNECT: 'ws-no-connect-or-disconnect',
  CACHE_USER_DATA_SHARED: 'cache-user-data-shared',
  REST_STAGE_WITHOUT_WAF: 'rest-stage-without-waf',
  ACCOUNT_LOG_ROLE_MISSING: 'account-log-role-missing',
  HTTP_BACKEND_PLAINTEXT: 'http-backend-plaintext',
  HTTP_PRIVATE_NO_TLSCONFIG: 'http-private-no-tlsconfig',
  LAMBDA_INVOKE_PERMISSION_MISSING: 'lambda-invoke-permission-missing',
  DEFAULT_ENDPOINT_OPEN: 'default-endpoint-open',
  DATA_TRACE_ON: 'data-trace-on',
  V2_AUTO_DEPLOY_IN_PRODUCTION: 'v2-auto-deploy-in-production',
  CLOUDFRONT_ORIGIN_UNVERIFIED: 'cloudfront-origin-unverified',
  HTTP_AUTHORIZER_CACHE_NOT_PER_ROUTE: 'http-authorizer-cache-not-per-route',
  BACKEND_LAMBDA_NOT_TRACED: 'backend-lambda-not-traced',
  CLOUDFRONT_CACHES_AUTHORIZED: 'cloudfront-caches-authorized',
  HTTP_PUBLIC_WITHOUT_CLOUDFRONT_WAF: 'http-public-without-cloudfront-waf',
} as const;
