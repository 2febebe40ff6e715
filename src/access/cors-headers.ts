import { Fn, Token, Tokenization } from 'aws-cdk-lib';
import { CORS_METHODS, CorsPolicy } from './cors-policy';

/** What the authorizers of API Gateway read, and the type of a JSON body. */
const DEFAULT_HEADERS = ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key'];

/**
 * Headers of a preflight answer that are the same for every caller.
 *
 * Expose-Headers is not among them: browsers read it from the answer to the request itself.
 *
 * @see https://fetch.spec.whatwg.org/#http-responses
 */
export function fixedPreflightHeaders(policy: CorsPolicy, methodsOfPath: string[], headersOfPath: string[] = []): { [header: string]: string } {
  const methods = preflightedMethods(policy, methodsOfPath);
  const headers = preflightedHeaders(policy, headersOfPath);
  return {
    'Access-Control-Allow-Methods': joined(methods),
    ...(headers.length > 0 && { 'Access-Control-Allow-Headers': joined(headers) }),
    ...(policy.allowCredentials && { 'Access-Control-Allow-Credentials': 'true' }),
    ...(policy.maxAge && { 'Access-Control-Max-Age': secondsAsText(policy.maxAge.toSeconds()) }),
  };
}

/** The methods that pages may use: what the policy says, or those of the routes. */
export function preflightedMethods(policy: CorsPolicy, methodsOfRoutes: string[]): string[] {
  return policy.allowMethods ?? [...new Set(['OPTIONS', ...methodsOfRoutes.flatMap((method) => (method === 'ANY' ? CORS_METHODS : [method]))])].sort();
}

/** The request headers that pages may send: what the policy says, or the usual ones and those that the routes read. */
export function preflightedHeaders(policy: CorsPolicy, headersOfRoutes: string[]): string[] {
  return policy.allowHeaders ?? [...DEFAULT_HEADERS, ...headersOfRoutes.filter(isFurther)];
}

/**
 * The headers of a policy as parameters of a gateway response: `{ 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://…'" }`.
 *
 * Gateway responses know no conditions. One origin, or `*`, is written as it is. Several become an echo of whatever origin the request names,
 * with `Vary: Origin` and never with Allow-Credentials: error bodies are then readable by any page, but only as an anonymous visitor gets them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.responseParameters.html
 */
export function corsGatewayResponseParameters(policy: CorsPolicy): { [parameter: string]: string } {
  const echo = policy.allowOrigins.length > 1;
  return {
    'gatewayresponse.header.Access-Control-Allow-Origin': echo ? 'method.request.header.Origin' : `'${policy.allowOrigins[0]}'`,
    ...(echo && { 'gatewayresponse.header.Vary': "'Origin'" }),
    ...(policy.allowCredentials && !echo && { 'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'" }),
    ...(policy.exposeHeaders && policy.exposeHeaders.length > 0 && {
      'gatewayresponse.header.Access-Control-Expose-Headers': `'${joined(policy.exposeHeaders)}'`,
    }),
  };
}

function isFurther(header: string): boolean {
  return !DEFAULT_HEADERS.some((known) => known.toLowerCase() === header.toLowerCase());
}

function joined(list: string[]): string {
  return Token.isUnresolved(list) ? Fn.join(',', list) : list.join(',');
}

function secondsAsText(seconds: number): string {
  return Token.isUnresolved(seconds) ? Tokenization.stringifyNumber(seconds) : `${seconds}`;
}
