import { preflightedHeaders, preflightedMethods } from './cors-headers';
import { CorsPolicy } from './cors-policy';

/**
 * A policy as an HTTP API takes it: one for all of its routes. API Gateway answers preflight requests by it, and
 * leaves out what backends say about CORS.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function httpCors(policy: CorsPolicy, methods: string[], requestHeaders: string[]): { [setting: string]: unknown } {
  return {
    allowOrigins: policy.allowOrigins,
    allowMethods: preflightedMethods(policy, methods),
    allowHeaders: preflightedHeaders(policy, requestHeaders),
    exposeHeaders: policy.exposeHeaders,
    allowCredentials: policy.allowCredentials,
    maxAge: policy.maxAge?.toSeconds(),
  };
}
