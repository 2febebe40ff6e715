import { fixedPreflightHeaders } from './cors-headers';
import { CorsPolicy } from './cors-policy';
import { PreflightedPath } from '../openapi/rest-import-body';

/**
 * The `options` operation that answers preflight requests for one path, in API Gateway's dialect of OpenAPI.
 *
 * A mock whose request template sets every header by itself, so that neither the method's nor the integration's response names one:
 * there is a preflight on every path, and all of them share one template of limited size. It asks for no authorization, because browsers send none.
 *
 * Overrides in a mock's request template are recorded against AWS (by LocalStack's tests); AWS's own page shows them in response templates.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
 */
export function preflightOperation(policy: CorsPolicy, { methods, requestHeaders, convertToText }: PreflightedPath): { [key: string]: unknown } {
  const headers = Object.entries(fixedPreflightHeaders(policy, methods, requestHeaders)).map(([name, value]) => override(name, `'${value}'`));
  return {
    'responses': { 204: { description: 'CORS' } },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      ...(convertToText && { contentHandling: 'CONVERT_TO_TEXT' }),
      requestTemplates: { 'application/json': `${allowOrigin(policy.allowOrigins)}${headers.join('')}{"statusCode":204}` },
      responses: { default: { statusCode: '204' } },
    },
  };
}

/**
 * One origin is stated. Of several, the one that the request names is stated, and none for a stranger.
 *
 * The caller's own text is only compared, never answered, and the header is set in one place: a second override of it would be a 5XX.
 * API Gateway keeps the case of header names, and clients of HTTP/2 send lower case.
 */
function allowOrigin(origins: string[]): string {
  if (origins.length === 1) return override('Access-Control-Allow-Origin', `'${origins[0]}'`);
  const list = origins.map((origin) => `'${origin}'`).join(',');
  return '#set($h=$input.params().header)'
    + `#foreach($o in [${list}])#if($h.get('origin')==$o||$h.get('Origin')==$o)#set($a=$o)#end#end`
    + `#if($a)${override('Access-Control-Allow-Origin', '$a')}#end${override('Vary', "'Origin'")}`;
}

function override(header: string, value: string): string {
  return `#set($context.responseOverride.header.${header}=${value})`;
}
