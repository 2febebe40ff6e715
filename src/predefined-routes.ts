/** The one route that knows who is there: authorization, API keys, query string and headers stand here alone. */
export const CONNECT = '$connect';
export const DISCONNECT = '$disconnect';
/** What no other route takes, and what is no JSON. */
export const DEFAULT = '$default';

/**
 * Whether clients send messages to a route, as they do not to `$connect` and `$disconnect`.
 */
export function takesMessages(routeKey: string): boolean {
  return routeKey !== CONNECT && routeKey !== DISCONNECT;
}
