import { Token } from 'aws-cdk-lib';
import { BindAuthorizerOptions } from './authorizer-contract';
import { checkHeaderName } from './identity-sources';
import { ApiType } from '../api-type';
import { givenValue } from '../given-value';
import { isHeaderName } from '../header-name';

/**
 * Where requests carry their token: in one of the three.
 */
export interface TokenPlace {
  readonly tokenHeader?: string;
  readonly tokenQuery?: string;
  /** How the offered subprotocol of a WebSocket begins that carries the token. */
  readonly tokenSubprotocol?: string;
}

/** What users say of the place. */
interface TokenPlaceOptions {
  readonly tokenHeader?: string;
  readonly tokenQuery?: string;
}

const SUBPROTOCOLS = 'Sec-WebSocket-Protocol';
/** Whoever answers `$connect` knows it too, so as never to echo a token. */
const TOKEN_SUBPROTOCOL = 'bearer.';

/**
 * @throws when there is no such place, or more than one
 */
export function checkTokenPlace(authorizer: string, { tokenHeader, tokenQuery }: TokenPlaceOptions): void {
  if (tokenHeader !== undefined) checkHeaderName(authorizer, tokenHeader);
  if (tokenQuery === undefined) return;
  if (Token.isUnresolved(tokenQuery) || typeof tokenQuery !== 'string' || !isHeaderName(tokenQuery)) {
    throw new Error(`${authorizer} was given the tokenQuery ${givenValue(tokenQuery)}, which is no name that API Gateway can look for: letters, digits, '-', '_' and '.' only; `
      + 'write it out, as \'token\'');
  }
  if (tokenHeader === undefined) return;
  throw new Error(`${authorizer} was given a tokenHeader and a tokenQuery, and a token is read from one place, so that nobody behind it reads another than was checked; leave one of the two out`);
}

/**
 * Browsers can set no header when they open a WebSocket: what they can name is the subprotocols, and the address.
 *
 * @throws when an API of this type reads no tokens there
 */
export function tokenPlaceOf(authorizer: string, { apiType, routeKey }: BindAuthorizerOptions, options: TokenPlaceOptions): TokenPlace {
  const { tokenHeader, tokenQuery } = options;
  if (apiType !== ApiType.WEBSOCKET) {
    if (tokenQuery === undefined) return { tokenHeader: tokenHeader ?? 'Authorization' };
    throw new Error(`'${routeKey}' was given ${authorizer} with a tokenQuery, and addresses end in logs: only WebSocket APIs read tokens there, as browsers can send them no header; `
      + 'write tokenHeader, or leave both out for the header Authorization');
  }
  if (tokenQuery !== undefined) return { tokenQuery };
  if (tokenHeader === undefined) return { tokenSubprotocol: TOKEN_SUBPROTOCOL };
  if (tokenHeader.toLowerCase() !== SUBPROTOCOLS.toLowerCase()) return { tokenHeader };
  throw new Error(`'${routeKey}' was given ${authorizer} with the tokenHeader '${tokenHeader}', which is a list of subprotocols; `
    + `leave tokenHeader out: the token is then read from the one that begins with '${TOKEN_SUBPROTOCOL}'`);
}

/** The place as an identity source, in a REST API's words. */
export function sourceOfPlace({ tokenHeader, tokenQuery }: TokenPlace): string {
  return tokenQuery === undefined ? `method.request.header.${tokenHeader ?? SUBPROTOCOLS}` : `method.request.querystring.${tokenQuery}`;
}
