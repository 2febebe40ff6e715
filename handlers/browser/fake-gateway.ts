import { createServer, Server } from 'node:http';
import { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/**
 * A WebSocket API on this machine, with the routes of API Gateway that matter here: it answers heartbeats and confirms a subprotocol.
 */
export class FakeGateway {
  /** Every attempt to connect: `/path?query` and the subprotocols that it offers. */
  public readonly attempts: { readonly url: string; readonly protocols: string[] }[] = [];

  /** Every message, as `2 {"action":…}` for one of the second connection. Heartbeats are counted instead. */
  public readonly received: string[] = [];
  public heartbeats = 0;

  /** How many connections there were. */
  public connections = 0;

  /** The status with which connections are refused. */
  public refusal?: number;
  /** Whether attempts have no answer at all. */
  public hangs = false;
  public closesAtOnce = false;
  public answersHeartbeats = true;

  private http?: Server;
  /** Those too whose upgrade hangs, which nobody else remembers. */
  private readonly wires = new Set<Socket>();
  private server?: WebSocketServer;
  private port = 0;

  public get url(): string {
    return `ws://127.0.0.1:${this.port}/live`;
  }

  /** How many connections there are. */
  public get open(): number {
    return this.sockets.length;
  }

  private get sockets(): WebSocket[] {
    return [...this.server?.clients ?? []].filter(({ readyState }) => readyState === WebSocket.OPEN);
  }

  /** Starts, again at the port that it had before. */
  public async start(): Promise<void> {
    const http = createServer();
    this.http = http;
    this.server = new WebSocketServer({
      server: http,
      verifyClient: ({ req }, answer) => {
        const protocols = req.headers['sec-websocket-protocol']?.split(/, */) ?? [];
        this.attempts.push({ url: req.url ?? '', protocols });
        if (!this.hangs) answer(this.refusal === undefined, this.refusal);
      },
      handleProtocols: (offered) => [...offered].find((protocol) => !protocol.startsWith('bearer.')) ?? false,
    });
    this.server.on('connection', (socket) => this.accept(socket));
    http.on('connection', (wire) => this.wires.add(wire));
    await new Promise<void>((done) => http.listen(this.port, '127.0.0.1', done));
    this.port = (http.address() as AddressInfo).port;
  }

  public async stop(): Promise<void> {
    this.server?.close();
    const stopped = new Promise((done) => this.http ? this.http.close(done) : done(undefined));
    for (const wire of this.wires) wire.destroy();
    this.wires.clear();
    await stopped;
  }

  /** Sends to every connection: a text as it is, bytes as they are, anything else as JSON. */
  public tell(content: unknown): void {
    for (const socket of this.sockets) socket.send(typeof content === 'string' || content instanceof Buffer ? content : JSON.stringify(content));
  }

  public closeAll(code: number): void {
    for (const socket of this.sockets) socket.close(code);
  }

  /** Closes the connection that is open for the longest time. */
  public closeFirst(code: number): void {
    this.sockets[0]?.close(code);
  }

  private accept(socket: WebSocket): void {
    this.connections += 1;
    const number = this.connections;
    if (this.closesAtOnce) socket.close(1011);
    socket.on('message', (data) => {
      const text = String(data);
      if (text !== '{"action":"heartbeat"}') {
        this.received.push(`${number} ${text}`);
        return;
      }
      this.heartbeats += 1;
      if (this.answersHeartbeats) socket.send(text);
    });
  }
}
