/**
 * Headers as API Gateway gives them.
 */
export interface OfferedHeaders {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
}

const HEADER = 'sec-websocket-protocol';

/** Browsers, which can set no header, offer their token as one more protocol. */
const TOKEN = /^bearer\./i;

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
    .find((protocol) => PROTOCOL.test(protocol) && !TOKEN.test(protocol));
}

function valuesIn(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === HEADER)
    .flatMap(([, value]) => value ?? []);
}
