import { Token } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { METHODS, RouteKey } from '../route-key';
import { BindIntegrationOptions } from './integration-contract';

/**
 * The HTTP method towards a backend: the given one, or the request's own. Messages have none, and go by POST.
 *
 * On an HTTP API that is `ANY`, which passes each request's method on, so that all routes to a backend share one integration.
 *
 * @throws when API Gateway does not know the method
 */
export function backendMethod({ apiType, routeKey }: BindIntegrationOptions, given?: string): string {
  if (given === undefined) return methodOf(apiType, routeKey);
  if (given === 'ANY' && apiType === ApiType.WEBSOCKET) {
    throw new Error(`the backend of '${routeKey}' has the httpMethod 'ANY', which passes on the method of a request, and messages have none; write the method that the backend takes, as httpMethod: 'POST'`);
  }
  if (Token.isUnresolved(given) || METHODS.includes(given)) return given;
  throw new Error(`the backend of '${routeKey}' has the httpMethod '${given}', which API Gateway does not know; write one of ${METHODS.join(', ')}`);
}

function methodOf(apiType: ApiType, routeKey: string): string {
  if (apiType === ApiType.WEBSOCKET) return 'POST';
  return apiType === ApiType.HTTP ? 'ANY' : RouteKey.parse(routeKey).method;
}
