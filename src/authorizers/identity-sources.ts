import { Token } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { givenValue } from '../given-value';
import { isHeaderName } from '../header-name';

const REST_OR_WEB_SOCKET_SOURCE = /^((?:method|route)\.request\.(header|querystring)|stageVariables|context)\.[A-Za-z0-9._-]+$/;
const HTTP_SOURCE = /^\$(request\.(header|querystring)|stageVariables|context)\.[A-Za-z0-9._-]+$/;

/**
 * @throws when the text is no name of a header that API Gateway can read
 */
export function checkHeaderName(authorizer: string, name: string): void {
  if (!Token.isUnresolved(name) && typeof name === 'string' && isHeaderName(name)) return;
  throw new Error(`${authorizer} was given the header ${Token.isUnresolved(name) ? '\'<token>\'' : givenValue(name)}, `
    + 'which is no header name that can stand in a definition: letters, digits, \'-\', \'_\' and \'.\' only; write it out, as \'Authorization\'');
}

/**
 * @throws when API Gateway knows no such place in a request
 */
export function checkIdentitySources(authorizer: string, sources: string[]): void {
  if (Token.isUnresolved(sources)) return;
  if (!Array.isArray(sources)) {
    throw new Error(`${authorizer} was given the identitySources ${givenValue(sources)}, which are no list; `
      + `write [${typeof sources === 'string' ? givenValue(sources) : '\'method.request.header.<name>\''}]`);
  }
  for (const source of sources as string[]) {
    if (Token.isUnresolved(source) || REST_OR_WEB_SOCKET_SOURCE.test(source) || HTTP_SOURCE.test(source)) continue;
    throw new Error(`${authorizer} was given the identity source ${givenValue(source)}, which API Gateway does not know; `
      + 'write \'method.request.header.<name>\', \'method.request.querystring.<name>\', \'stageVariables.<name>\' or \'context.<name>\'');
  }
}

/** How each type begins the place of a header or a query parameter, and how that of a stage variable or of the context. */
const WORDS: { readonly [apiType in ApiType]: { readonly request: string; readonly other: string } } = {
  [ApiType.REST]: { request: 'method.request.', other: '' },
  [ApiType.HTTP]: { request: '$request.', other: '$' },
  [ApiType.WEBSOCKET]: { request: 'route.request.', other: '' },
};

/**
 * Identity sources in the words of the API's type: `method.request.header.X` of a REST API is `$request.header.X` of an HTTP API and `route.request.header.X` of a WebSocket API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-authorizer.html
 */
export function identitySourcesOf(apiType: ApiType, sources: string[]): string[] {
  if (Token.isUnresolved(sources)) return sources;
  const { request, other } = WORDS[apiType];
  return sources.map((source) => {
    if (Token.isUnresolved(source)) return source;
    const place = source.replace(/^\$/, '').replace(/^(method|route)\./, '');
    return place.startsWith('request.') ? place.replace('request.', () => request) : `${other}${place}`;
  });
}
