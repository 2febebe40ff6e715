import { IncomingMessage } from 'node:http';

/** What a function behind the API is given. */
export interface GatewayEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, string[]>>;
  readonly requestContext: {
    readonly connectionId: string;
    readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
    readonly routeKey: string;
    readonly authorizer: Readonly<Record<string, unknown>>;
  };
  readonly body?: string;
}

/** What the authorizer is asked. */
export interface AuthorizerEvent extends Pick<GatewayEvent, 'headers' | 'multiValueHeaders'> {
  readonly type: 'REQUEST';
  readonly methodArn: string;
}

/** Who is, or wants to be, connected. */
export interface GatewayClient {
  readonly connectionId: string;
  /** The one that became the connection. */
  readonly request: IncomingMessage;
  /** What the authorizer said. */
  readonly authorizer: Readonly<Record<string, unknown>>;
}

/** What a function is told of a client. */
export function gatewayEvent(eventType: GatewayEvent['requestContext']['eventType'], routeKey: string, { connectionId, request, authorizer }: GatewayClient): GatewayEvent {
  // Messages come without headers.
  const headers = eventType === 'MESSAGE' ? { headers: {}, multiValueHeaders: {} } : headersOf(request);
  return { ...headers, requestContext: { connectionId, eventType, routeKey, authorizer } };
}

export function headersOf({ headers }: IncomingMessage): Pick<GatewayEvent, 'headers' | 'multiValueHeaders'> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat()] as const);
  return {
    headers: Object.fromEntries(entries.map(([name, values]) => [name, values.join(', ')])),
    multiValueHeaders: Object.fromEntries(entries),
  };
}
