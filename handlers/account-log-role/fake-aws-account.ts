import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/**
 * An answer that the service gives instead of doing its work.
 */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * One account in one region, over HTTP: API Gateway's `GET` and `PATCH /account`, and `GetRole` of IAM's query protocol.
 */
export class FakeAwsAccount {
  /** The account's log role, when it has one. */
  public logRoleArn?: string;

  /** The ARNs of the roles that exist. */
  public readonly roles = new Set<string>();

  /** What `PATCH /account` answers first, in this order; afterwards it works. */
  public readonly patchRefusals: Refusal[] = [];

  /** What `PATCH /account` always answers. */
  public patchRefusal?: Refusal;

  /** What `GET /account` answers first, in this order; afterwards it works. */
  public readonly getRefusals: Refusal[] = [];

  /** What `GetRole` always answers. */
  public getRoleRefusal?: Refusal;

  /** Every request, as `GET /account` or `GetRole name`. */
  public readonly requests: string[] = [];

  private readonly server: Server;

  constructor() {
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

    if (request.url === '/account') return this.account(request.method!, body, response);
    return this.getRole(new URLSearchParams(body), response);
  }

  private account(method: string, body: string, response: ServerResponse): void {
    this.requests.push(`${method} /account`);
    const refusal = method === 'PATCH' ? this.patchRefusals.shift() ?? this.patchRefusal : this.getRefusals.shift();
    if (refusal) {
      response.writeHead(refusal.status, { 'content-type': 'application/json', 'x-amzn-errortype': refusal.code });
      response.end(JSON.stringify({ message: refusal.message }));
      return;
    }
    if (method === 'PATCH') {
      const [operation] = (JSON.parse(body) as { patchOperations: { op: string; path: string; value: string }[] }).patchOperations;
      if (operation.op === 'replace' && operation.path === '/cloudwatchRoleArn') this.logRoleArn = operation.value;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ apiKeyVersion: '4', cloudwatchRoleArn: this.logRoleArn, throttleSettings: { burstLimit: 5000, rateLimit: 10000 } }));
  }

  private getRole(query: URLSearchParams, response: ServerResponse): void {
    const name = query.get('RoleName');
    this.requests.push(`${query.get('Action')} ${name}`);
    const arn = [...this.roles].find((role) => role.endsWith(`/${name}`));
    const refusal = this.getRoleRefusal
      ?? (arn ? undefined : { status: 404, code: 'NoSuchEntity', message: `The role with name ${name} cannot be found.` });
    response.writeHead(refusal?.status ?? 200, { 'content-type': 'text/xml' });
    response.end(refusal
      ? `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${refusal.code}</Code>`
        + `<Message>${refusal.message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`
      : '<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>'
        + `<Path>/</Path><Arn>${arn}</Arn><RoleName>${name}</RoleName><RoleId>AROA1</RoleId><CreateDate>2024-01-01T00:00:00Z</CreateDate>`
        + '</Role></GetRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetRoleResponse>');
  }
}
