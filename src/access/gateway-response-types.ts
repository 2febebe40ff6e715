/**
 * The kinds of answer that API Gateway gives by itself, with the status of each. `REQUEST_TOO_LARGE` cannot be customized and is not among them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const GATEWAY_RESPONSE_STATUS: { readonly [responseType: string]: number } = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  DEFAULT_4XX: 400,
  DEFAULT_5XX: 500,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
};

/**
 * The response that answers for a type of which nothing else is said.
 */
export function fallbackType(responseType: string): 'DEFAULT_4XX' | 'DEFAULT_5XX' {
  return GATEWAY_RESPONSE_STATUS[responseType] >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
}
