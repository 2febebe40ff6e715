import { CONNECT, takesMessages } from '../predefined-routes';

/**
 * Why nobody gets what is sent on a route of a WebSocket API; undefined where the client does.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export function whyNobodyGets(routeKey: string): string | undefined {
  if (takesMessages(routeKey)) return undefined;
  return routeKey === CONNECT ? 'the connection is not made yet' : 'the client has gone';
}
