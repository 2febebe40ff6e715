import { AuthorizerRequest, headerValues, queryValues } from './authorizer-request';
import { TokenRefused } from './token';
import { TokenRules } from './token-rules';

/**
 * The token of a request, from the one place where the rules say it is.
 *
 * @throws TokenRefused when there is no token, or more than one: the backend might read another than was checked
 */
export function tokenOf(request: AuthorizerRequest, { tokenHeader = 'authorization', tokenQuery, tokenSubprotocol }: TokenRules): string {
  if (tokenSubprotocol !== undefined) return subprotocolToken(request, tokenSubprotocol);
  if (tokenQuery !== undefined) return single(queryValues(request, tokenQuery));
  // As API Gateway's own JWT authorizer, with `Bearer` before the token or without.
  return single(headerValues(request, tokenHeader)).replace(/^Bearer +/i, '');
}

/**
 * A server that takes none of the offered subprotocols, or one that was not offered, makes browsers close the connection.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6455#section-4.1
 */
function subprotocolToken(request: AuthorizerRequest, prefix: string): string {
  const offered = headerValues(request, 'sec-websocket-protocol').flatMap((value) => value.split(',')).map((entry) => entry.trim()).filter((entry) => entry !== '');
  const isToken = (entry: string) => entry.toLowerCase().startsWith(prefix);
  const token = single([...new Set(offered.filter(isToken))]);
  if (offered.every(isToken)) {
    throw new TokenRefused('no application protocol is offered beside it, so it would have to be echoed; '
      + `offer one as well, as new WebSocket(url, ['gatehouse', '${prefix}<token>'])`);
  }
  return token.slice(prefix.length);
}

function single(tokens: string[]): string {
  if (tokens.length !== 1) throw new TokenRefused(`the request has ${tokens.length} tokens`);
  return tokens[0];
}
