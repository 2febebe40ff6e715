import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/**
 * An answer that API Gateway gives instead of doing its work.
 */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const NOT_FOUND: Refusal = { status: 404, code: 'NotFoundException', message: 'Invalid stage identifier specified' };
const NO_CANARY: Refusal = { status: 400, code: 'BadRequestException', message: 'There is nothing at this path' };

/**
 * API Gateway with one stage, over HTTP: `GET` and `PATCH /restapis/{id}/stages/{name}`.
 */
export class FakeStage {
  public hasCanary = true;

  /** What `PATCH` answers first, in this order; afterwards it works. */
  public readonly patchRefusals: Refusal[] = [];

  /** What `PATCH` always answers. */
  public patchRefusal?: Refusal;

  /** What `GET` always answers. */
  public getRefusal?: Refusal;

  /** Every request, as `GET /restapis/api1/stages/prod`, and what a `PATCH` asks for. */
  public readonly requests: string[] = [];

  private readonly path: string;
  private readonly server: Server;

  constructor(restApiId: string, stageName: string) {
    this.path = `/restapis/${restApiId}/stages/${stageName}`;
    this.server = createServer((request, response) => void this.serve(request, response));
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

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    this.requests.push([request.method, request.url, ...body === '' ? [] : [body]].join(' '));

    const refusal = request.url !== this.path ? NOT_FOUND : request.method === 'PATCH' ? this.patch(body) : this.getRefusal;
    response.writeHead(refusal?.status ?? 200, { 'content-type': 'application/json', ...refusal && { 'x-amzn-errortype': refusal.code } });
    response.end(JSON.stringify(refusal ? { message: refusal.message } : {
      stageName: 'prod',
      deploymentId: 'dep1',
      ...this.hasCanary && { canarySettings: { deploymentId: 'dep2', percentTraffic: 10 } },
    }));
  }

  private patch(body: string): Refusal | undefined {
    const refusal = this.patchRefusals.shift() ?? this.patchRefusal;
    if (refusal) return refusal;
    const [{ op, path }] = (JSON.parse(body) as { patchOperations: { op: string; path: string }[] }).patchOperations;
    if (op !== 'remove' || path !== '/canarySettings') return { status: 400, code: 'BadRequestException', message: `Invalid patch path ${path}` };
    if (!this.hasCanary) return NO_CANARY;
    this.hasCanary = false;
    return undefined;
  }
}
