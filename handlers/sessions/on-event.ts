import { OfferedHeaders, subprotocolOf } from './subprotocol';
import { checkUser } from '../realtime/names';
import { SessionTable } from '../realtime/session-table';
import { userOf, WebSocketEvent } from '../realtime/web-socket-event';

/**
 * What API Gateway sends when a connection begins or ends.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */
export type ConnectionEvent = WebSocketEvent & OfferedHeaders;

/**
 * What API Gateway is told: anything but 200 refuses a connection.
 */
export interface ConnectionAnswer {
  readonly statusCode: 200 | 500;
  readonly headers?: { readonly 'Sec-WebSocket-Protocol': string };
}

/**
 * Keeps the table of sessions true to the connections that begin and end.
 *
 * Nothing of an event is logged but the id of its connection: headers and query have tokens in them.
 *
 * @throws when a session could not be removed, so that API Gateway counts a failure; it goes by its time to live
 */
export async function onEvent(event: ConnectionEvent, sessions: SessionTable): Promise<ConnectionAnswer> {
  const { connectionId, eventType } = event.requestContext;
  switch (eventType) {
    case 'CONNECT': return connect(event, sessions);
    case 'DISCONNECT': {
      await sessions.remove(connectionId);
      return { statusCode: 200 };
    }
    default: throw new Error(`an event of type '${eventType}' neither begins nor ends a connection; let only $connect and $disconnect call this function`);
  }
}

/** Nobody is connected unknown: who cannot be stored is refused, and tries again. */
async function connect(event: ConnectionEvent, sessions: SessionTable): Promise<ConnectionAnswer> {
  const { connectionId } = event.requestContext;
  const userId = userOf(event);
  try {
    if (userId !== undefined) checkUser(userId);
    await sessions.add({ connectionId, userId });
  } catch (error) {
    const { name, message } = error as Error;
    console.error(`connection '${connectionId}' is refused, as its session could not be stored: ${name}: ${message}`);
    return { statusCode: 500 };
  }
  const subprotocol = subprotocolOf(event);
  return { statusCode: 200, ...subprotocol !== undefined && { headers: { 'Sec-WebSocket-Protocol': subprotocol } } };
}
