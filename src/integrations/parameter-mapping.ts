import { Token, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { BindIntegrationOptions, RouteIntegrationConfig } from './integration-contract';

/**
 * How an HTTP API changes requests and answers on their way.
 */
export interface ParameterMappingOptions {
  /**
   * Changes of the request before it goes to the backend: headers, query string, path. HTTP APIs only; REST and WebSocket APIs map with `Integration.custom`.
   *
   * AWS documents mappings for integrations, but not for those of an OpenAPI definition, which these are.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
   * @default - the request passes as it is
   */
  readonly requestMapping?: apigatewayv2.ParameterMapping;

  /**
   * Changes of the backend's answer, by its status (`'500'`): headers, and the status itself with `custom('overwrite:statuscode', '503')`. HTTP APIs only.
   *
   * AWS documents mappings for integrations, but not for those of an OpenAPI definition, which these are.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
   * @default - the answer passes as it is
   */
  readonly responseMapping?: { [statusCode: string]: apigatewayv2.ParameterMapping };
}

const REQUEST_KEY = /^(?:(append|overwrite|remove):(header|querystring)\.([^\s]+)|overwrite:path)$/;
const RESPONSE_KEY = /^(?:(append|overwrite|remove):(header)\.([^\s]+)|overwrite:statuscode)$/;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html#http-api-mapping-reserved-headers */
const RESERVED_HEADER = /^(access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|via|x-amz-.*|x-amzn-.*|x-forwarded-for|x-forwarded-host|x-forwarded-proto)$/i;

/**
 * Both mappings as a definition says them.
 *
 * @throws on other APIs, and for what API Gateway could not map
 */
export function bindParameterMapping(
  { apiType, routeKey }: BindIntegrationOptions, options: ParameterMappingOptions,
): Pick<RouteIntegrationConfig, 'requestParameters' | 'responseParameters'> {
  const { requestMapping, responseMapping } = options;
  if (requestMapping === undefined && responseMapping === undefined) return {};
  if (apiType !== ApiType.HTTP) {
    throw new Error(`the integration of '${routeKey}' was given ${requestMapping === undefined ? 'responseMapping' : 'requestMapping'}, which only HTTP APIs have; `
      + `write Integration.custom({ requestParameters, responses, ... })${apiType === ApiType.REST ? ', or use LeanHttpApi' : ''}`);
  }
  const requestParameters = requestMapping && written(requestMapping);
  if (requestParameters) {
    checkMappings(`the requestMapping of '${routeKey}'`, requestParameters, REQUEST_KEY, '\'overwrite:path\', \'append:header.X\' or \'remove:querystring.x\'');
  }
  for (const [statusCode, { mappings }] of Object.entries(responseMapping ?? {})) {
    if (!/^[2-5]\d\d$/.test(statusCode)) {
      throw new Error(`the responseMapping of '${routeKey}' is for the status '${statusCode}', which no backend answers with; write one from '200' to '599'`);
    }
    checkMappings(`the responseMapping of '${routeKey}' for ${statusCode}`, mappings, RESPONSE_KEY, '\'overwrite:statuscode\', \'append:header.X\' or \'remove:header.X\'');
  }
  return {
    ...requestParameters && { requestParameters },
    ...responseMapping && {
      responseParameters: Object.fromEntries(Object.entries(responseMapping).map(([statusCode, mapping]) => [statusCode, written(mapping)])),
    },
  };
}

/** What is removed has no value, and API Gateway takes that in quotes only. */
function written({ mappings }: apigatewayv2.ParameterMapping): { [name: string]: string } {
  return Object.fromEntries(Object.entries(mappings).map(([name, value]) => [name, name.startsWith('remove:') && value === '' ? '\'\'' : value]));
}

function checkMappings(what: string, mappings: { [name: string]: string }, known: RegExp, write: string): void {
  for (const [name, value] of Object.entries(mappings)) {
    const parts = known.exec(name);
    if (Token.isUnresolved(name) || !parts) {
      throw new Error(`${what} changes '${Token.isUnresolved(name) ? '<token>' : name}', which API Gateway does not know; write ${write}`);
    }
    const [, action, place, header] = parts;
    if (place === 'header' && RESERVED_HEADER.test(header)) {
      throw new Error(`${what} changes the header '${header}', which API Gateway lets nobody change; write a header of your own, as 'X-${header}'`);
    }
    if (action !== 'remove' && value === '') throw new Error(`${what} gives '${name}' an empty value, which API Gateway refuses; write what it shall be, as '$context.requestId'`);
  }
}
