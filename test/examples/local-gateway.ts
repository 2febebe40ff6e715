import { randomBytes } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse, STATUS_CODES } from 'node:http';
import { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { RawData, WebSocket, WebSocketServer } from 'ws';
import { AuthorizerEvent, GatewayClient, GatewayEvent, gatewayEvent, headersOf } from './gateway-event';
import { restJson } from '../fake-service';

/** What a function answers. */
interface GatewayAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type GatewayFunction = (event: GatewayEvent) => Promise<GatewayAnswer>;

/** The functions behind the API. */
export interface LocalGatewayProps {
  readonly authorizer: (event: AuthorizerEvent) => Promise<object>;
  readonly connect: GatewayFunction;
  readonly disconnect: GatewayFunction;
  /** By the `action` of a message; each of them replies. */
  readonly routes: Readonly<Record<string, GatewayFunction>>;
}

interface Connection extends GatewayClient {
  readonly socket: WebSocket;
}

/** What an authorizer of type REQUEST answers. */
interface PolicyAnswer {
  readonly principalId: string;
  readonly policyDocument: { readonly Statement: readonly { readonly Effect: string }[] };
  readonly context: Readonly<Record<string, string>>;
}

const METHOD_ARN = 'arn:aws:execute-api:eu-west-1:111122223333:api1/prod/$connect';
const NO_ROUTE = '{"action":"error","message":"no route takes this message"}';

/** After that, something does not end. */
const PATIENCE_MILLIS = 30_000;

/**
 * A WebSocket API on a port of this machine alone, as far as API Gateway's documentation says what it does: who connects is asked for by the authorizer and
 * `$connect`, messages go to the function that their `action` names, its answer comes back, and `@connections` posts.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-overview.html
 */
export class LocalGateway {
  /** Nobody can connect while it is true, as in an outage. */
  public isDown = false;

  private readonly connections = new Map<string, Connection>();
  private readonly sockets = new WebSocketServer({ noServer: true, handleProtocols: (_, request) => this.protocols.get(request) ?? false });
  private readonly protocols = new WeakMap<IncomingMessage, string>();
  private readonly server: Server;
  private readonly working = new Set<Promise<void>>();
  private readonly props: () => LocalGatewayProps;

  /**
   * @param props asked for with each connection, as the functions need to know the address first
   */
  constructor(props: () => LocalGatewayProps) {
    this.props = props;
    this.server = createServer((request, response) => this.work(this.manage(request, response)));
    this.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.work(this.upgrade(request, socket, head)));
    this.server.requestTimeout = 2_000;
  }

  /** Where clients connect. */
  public get url(): string {
    return `${this.callbackUrl.replace('http', 'ws')}/`;
  }

  /** Where `@connections` is. */
  public get callbackUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How many are connected. */
  public get open(): number {
    return this.connections.size;
  }

  public async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  public async stop(): Promise<void> {
    this.isDown = true;
    this.drop(() => true);
    await this.emptied();
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  /** Breaks the connections of some users, or of all, as a network does: nobody says goodbye. */
  public drop(isMeant: (userId: unknown) => boolean): void {
    for (const { socket, authorizer } of this.connections.values()) if (isMeant(authorizer.principalId)) socket.terminate();
  }

  /** Waits until nobody is connected, and no function is at work any more. */
  public async emptied(): Promise<void> {
    const end = Date.now() + PATIENCE_MILLIS;
    while (this.open + this.working.size > 0) {
      if (Date.now() > end) throw new Error(`${this.open} connections are open and ${this.working.size} functions at work after ${PATIENCE_MILLIS} ms`);
      await new Promise((done) => setTimeout(done, 1));
    }
  }

  private work(task: Promise<void>): void {
    const done: Promise<void> = task.catch((error: unknown) => console.error(error)).finally(() => this.working.delete(done));
    this.working.add(done);
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A client may hang up at any time.
    socket.on('error', () => socket.destroy());
    const connectionId = randomBytes(11).toString('base64');
    const { status, authorizer, protocol } = this.isDown ? { status: 503 } : await this.ask(connectionId, request);
    if (!authorizer) {
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
      return;
    }
    if (protocol !== undefined) this.protocols.set(request, protocol);
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.accept({ connectionId, socket: opened, request, authorizer }));
  }

  /** What the authorizer and `$connect` say. */
  private async ask(connectionId: string, request: IncomingMessage): Promise<{ status: number; authorizer?: GatewayClient['authorizer']; protocol?: string }> {
    const { authorizer, connect } = this.props();
    let context: GatewayClient['authorizer'];
    try {
      const answer = await authorizer({ type: 'REQUEST', methodArn: METHOD_ARN, ...headersOf(request) }) as PolicyAnswer;
      if (answer.policyDocument.Statement.some(({ Effect }) => Effect !== 'Allow')) return { status: 403 };
      context = { ...answer.context, principalId: answer.principalId };
    } catch (error) {
      return { status: (error as Error).message === 'Unauthorized' ? 401 : 500 };
    }
    const { statusCode, headers } = await connect(gatewayEvent('CONNECT', '$connect', { connectionId, request, authorizer: context }));
    return statusCode === 200 ? { status: 101, authorizer: context, protocol: headers?.['Sec-WebSocket-Protocol'] } : { status: statusCode };
  }

  private accept(connection: Connection): void {
    const { connectionId, socket } = connection;
    this.connections.set(connectionId, connection);
    socket.on('message', (data) => this.work(this.take(connection, data)));
    socket.on('close', () => {
      this.work(this.props().disconnect(gatewayEvent('DISCONNECT', '$disconnect', connection)).then(() => undefined));
      this.connections.delete(connectionId);
    });
  }

  private async take(connection: Connection, data: RawData): Promise<void> {
    const { connectionId, socket } = connection;
    const body = String(data);
    const action = actionOf(body);
    if (action === 'heartbeat') return socket.send('{"action":"heartbeat"}');
    const { routes } = this.props();
    const route = typeof action === 'string' && Object.hasOwn(routes, action) ? routes[action] : undefined;
    if (!route) return socket.send(NO_ROUTE);
    try {
      const answer = await route({ ...gatewayEvent('MESSAGE', String(action), connection), body });
      if (answer.body !== undefined) socket.send(answer.body);
    } catch (error) {
      console.error(error);
      socket.send(JSON.stringify({ message: 'Internal server error', connectionId, requestId: randomBytes(8).toString('hex') }));
    }
  }

  /** `POST` and `DELETE /@connections/{id}`. */
  private async manage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const message = await text(request);
    const connection = this.connections.get(decodeURIComponent(String(request.url).replace(/^\/@connections\//, '')));
    const { status, headers, body } = restJson(connection ? {} : { status: 410, code: 'GoneException', message: 'Gone' });
    if (request.method === 'POST') connection?.socket.send(message);
    if (request.method === 'DELETE') connection?.socket.close(1000);
    response.writeHead(status, { ...headers }).end(body);
  }
}

function actionOf(body: string): unknown {
  try {
    return (Object(JSON.parse(body)) as { action?: unknown }).action;
  } catch {
    return undefined;
  }
}
