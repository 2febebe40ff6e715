/**
 * Headers as API Gateway gives them.
 */
export interface OfferedHeaders {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
}

const HEADER = 'sec-websocket-protocol';

/** Browsers, which can set no header, offer their token as one more protocol. */
const BEARER = /^bearer\./i;

/**
 * A token without anything before it, which authorizers of users' own may read: three parts or more, of which the first is an encoded `{"` or `{` and white space.
 *
 * Protocols have dots as well, as `ocpp2.0.1`.
 *
 * @see https://www.iana.org/assignments/websocket/websocket.xhtml
 */
const JWT = /^e[wy][\w-]*(\.[\w-]*){2,}$/;

/** @see https://datatracker.ietf.org/doc/html/rfc6455#section-4.1 */
const PROTOCOL = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * The protocol that the client and the API speak: the first one that the client offers. Tokens are never said back.
 *
 * A browser that has offered any ends a connection for which none was chosen.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-connect-route-subprotocol.html
 */
export function subprotocolOf({ headers, multiValueHeaders }: OfferedHeaders): string | undefined {
  const values = valuesIn(multiValueHeaders ?? {});
  return (values.length > 0 ? values : valuesIn(headers ?? {}))
    .flatMap((value) => value.split(','))
    .map((protocol) => protocol.trim())
    .find((protocol) => PROTOCOL.test(protocol) && !BEARER.test(protocol) && !JWT.test(protocol));
}

function valuesIn(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === HEADER)
    .flatMap(([, value]) => value ?? []);
}
