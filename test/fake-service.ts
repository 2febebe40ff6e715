import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/**
 * An answer that a service gives instead of doing its work.
 */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * What goes back over HTTP.
 */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/**
 * A service of AWS as far as a test needs it, on a port of this machine alone: the real SDK clients speak with it.
 */
export abstract class FakeService {
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { status, headers, body } = this.answer(request, Buffer.concat(chunks).toString());
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

  protected abstract answer(request: IncomingMessage, body: string): HttpAnswer;
}

/** An answer in the way of AWS's REST protocol with JSON. */
export function restJson(content: object | Refusal): HttpAnswer {
  const headers = { 'content-type': 'application/json' };
  if (!('code' in content)) return { status: 200, headers, body: JSON.stringify(content) };
  return { status: content.status, headers: { ...headers, 'x-amzn-errortype': content.code }, body: JSON.stringify({ message: content.message }) };
}

/** For a client of the SDK that speaks with a fake. */
export function clientOf(endpoint: string) {
  return {
    endpoint,
    region: 'eu-west-1',
    // One try per call, so that the tests see each request that the handler means to make.
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  };
}

/** The environment of a process as Lambda gives it to a function, with a fake in the place of AWS. */
export function lambdaEnvironment(environment: NodeJS.ProcessEnv, endpoint: string): NodeJS.ProcessEnv {
  // A developer's own AWS settings (a profile, other endpoints) must not lead the clients elsewhere.
  const withoutAws = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
  return {
    ...withoutAws,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_ENDPOINT_URL: endpoint,
  };
}
