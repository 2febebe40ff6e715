import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpAnswer, Refusal, restJson } from '../../test/fake-service';

/**
 * How a connection behaves that stands.
 */
export interface Behaviour {
  /** As many requests are refused with 429 before one gets through. */
  readonly throttled?: number;

  /** As many requests fail with 500 before one gets through. */
  readonly failing?: number;

  /** What each request takes. */
  readonly millis?: number;

  /** Whatever is posted is refused with 413. */
  readonly tooLarge?: boolean;

  /** The client does not read: whatever is posted is refused with 429. */
  readonly full?: boolean;

  /** The caller is refused with 403. */
  readonly forbidden?: boolean;

  /** The caller may post, and is refused with 403 when it wants to end the connection. */
  readonly lasting?: boolean;
}

const GONE: Refusal = { status: 410, code: 'GoneException', message: 'Gone' };
const NO_ID: Refusal = { status: 400, code: 'BadRequestException', message: 'Invalid connectionId' };
const THROTTLED: Refusal = { status: 429, code: 'LimitExceededException', message: 'Too many requests' };
const FAILED: Refusal = { status: 500, code: 'InternalServerError', message: 'Internal server error' };
const FORBIDDEN: Refusal = { status: 403, code: 'ForbiddenException', message: 'Forbidden' };
const TOO_LARGE: Refusal = { status: 413, code: 'PayloadTooLargeException', message: 'Message too large' };

/** What an id of API Gateway is made of, and any id in these tests. */
const ID = /^[\w+/=-]+$/;

/** 128 KB. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const LARGEST_MESSAGE = 131_072;

interface Connection {
  readonly behaviour: Behaviour;
  readonly received: string[];
  refused: number;
}

/**
 * The connections of a WebSocket API, over HTTP: `POST`, `GET` and `DELETE /@connections/{id}`; those that were not opened are gone, and what is no id is refused.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class FakeConnections {
  /** Every request, as `POST connection1`, in order. */
  public readonly requests: string[] = [];

  /** How many requests were under way at once, at most. */
  public mostInFlight = 0;

  private readonly open = new Map<string, Connection>();
  private readonly server: Server;
  private inFlight = 0;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const { status, headers, body } = await this.answer(request, Buffer.concat(chunks));
        response.writeHead(status, { ...headers }).end(body);
      });
    });
    this.server.requestTimeout = 2_000;
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  public async stop(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  /** Opens a connection, or gives one that stands another behaviour. */
  public connect(connectionId: string, behaviour: Behaviour = {}): void {
    this.open.set(connectionId, { behaviour, received: this.received(connectionId), refused: 0 });
  }

  public disconnect(connectionId: string): void {
    this.open.delete(connectionId);
  }

  public isOpen(connectionId: string): boolean {
    return this.open.has(connectionId);
  }

  /** What a connection that stands was sent, in order. */
  public received(connectionId: string): string[] {
    return this.open.get(connectionId)?.received ?? [];
  }

  private async answer(request: IncomingMessage, body: Buffer): Promise<HttpAnswer> {
    const connectionId = decodeURIComponent(String(request.url).replace(/^\/@connections\//, ''));
    const connection = this.open.get(connectionId);
    this.requests.push(`${request.method} ${connectionId}`);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    if (connection?.behaviour.millis !== undefined) await sleep(connection.behaviour.millis);
    this.inFlight -= 1;
    if (connection === undefined) return restJson(ID.test(connectionId) ? GONE : NO_ID);
    return this.act(String(request.method), connectionId, connection, body);
  }

  private act(method: string, connectionId: string, connection: Connection, body: Buffer): HttpAnswer {
    const refusal = refusalOf(connection);
    if (refusal) return restJson(refusal);
    switch (method) {
      case 'POST': {
        if (connection.behaviour.full) return restJson(THROTTLED);
        if (connection.behaviour.tooLarge || body.byteLength > LARGEST_MESSAGE) return restJson(TOO_LARGE);
        connection.received.push(body.toString());
        return { status: 200, headers: {}, body: '' };
      }
      case 'DELETE': {
        if (connection.behaviour.lasting) return restJson(FORBIDDEN);
        this.disconnect(connectionId);
        return { status: 204, headers: {}, body: '' };
      }
      default: return restJson({ connectedAt: '2026-01-01T00:00:00Z', lastActiveAt: '2026-01-01T00:00:00Z', identity: { sourceIp: '192.0.2.1' } });
    }
  }
}

function refusalOf(connection: Connection): Refusal | undefined {
  const { throttled = 0, failing = 0, forbidden } = connection.behaviour;
  if (forbidden) return FORBIDDEN;
  if (connection.refused === throttled + failing) return undefined;
  connection.refused += 1;
  return connection.refused <= throttled ? THROTTLED : FAILED;
}
