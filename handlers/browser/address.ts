/**
 * Where to connect to, and who is calling.
 */
export interface RealtimeAddress {
  /** The address of the stage or of the custom domain, with `wss://`. */
  readonly url: string;

  /**
   * Gives the caller's token, asked anew for each attempt to connect.
   *
   * @default - no token: the API lets anybody in
   */
  readonly token?: () => string | Promise<string>;

  /**
   * The query parameter that carries the token.
   *
   * Addresses stand in logs, and browsers print them when a connection fails; without need for this, leave the token in the subprotocol.
   *
   * @default - the token is offered as the subprotocol `bearer.<token>`, as browsers cannot set headers
   */
  readonly tokenQuery?: string;

  /**
   * The subprotocol of the application; a browser gives up when the server does not confirm it.
   *
   * @default - `gatehouse` beside a token in the subprotocol, else none
   */
  readonly protocol?: string;
}

/**
 * What a WebSocket is made with.
 */
interface Target {
  readonly url: string;
  readonly protocols: string[];
}

/** No usable token came. It quotes none. */
export class TokenError extends Error {}

/**
 * The most characters of an address.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const LONGEST_URL = 4_096;

/** @see https://datatracker.ietf.org/doc/html/rfc6455#section-4.1 */
const SUBPROTOCOL = /^[\w!#$%&'*+.^`|~-]+$/;

const ENCRYPTED_OR_LOCAL = /^(wss|ws:\/\/(localhost|127\.0\.0\.1|\[::1])[:/])/;

/**
 * @throws when it is wrong already before there is a token
 */
export function checkAddress({ url, token }: RealtimeAddress): void {
  if (!/^wss?:\/\/[^#]+$/.test(url)) throw new Error(`url '${url}' is not the address of a WebSocket; write 'wss://…', without '#'`);
  if (token && !ENCRYPTED_OR_LOCAL.test(url)) throw new Error(`url '${url}' is not encrypted and would show the token; write 'wss://…'`);
}

/**
 * Asks for the token and puts it where it belongs.
 *
 * @throws TokenError
 */
export async function targetOf({ url, token, tokenQuery, protocol }: RealtimeAddress): Promise<Target> {
  const protocols = protocol === undefined ? [] : [protocol];
  if (!token) return { url, protocols };
  const value = await given(token);
  if (tokenQuery === undefined) {
    if (!SUBPROTOCOL.test(value)) throw new TokenError('the token has characters that a subprotocol cannot carry; encode it, or give \'tokenQuery\'');
    return { url, protocols: [protocol ?? 'gatehouse', `bearer.${value}`] };
  }
  const address = new URL(url);
  address.searchParams.set(tokenQuery, value);
  const { href } = address;
  if (href.length > LONGEST_URL) throw new TokenError(`with the token the address has ${href.length} characters, of which API Gateway takes ${LONGEST_URL}; leave out 'tokenQuery'`);
  return { url: href, protocols };
}

async function given(token: () => string | Promise<string>): Promise<string> {
  let value: string;
  try {
    value = await token();
  } catch (cause) {
    throw new TokenError('\'token\' failed, so nothing can connect; its error is the cause', { cause });
  }
  if (typeof value !== 'string' || !value) throw new TokenError('\'token\' gave no text, so nothing can connect; let it give a token');
  return value;
}
