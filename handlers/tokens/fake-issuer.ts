import { createServer, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Fetch } from './issuer-keys';

/** That of this machine, also where a test has put something in its place. */
const { fetch: realFetch } = globalThis;

/** How the issuer answers: properly, not at all, with a beginning alone, by hanging up, or with something else. */
type Mood = 'well' | 'silent' | 'stalling' | 'down' | 'failing' | 'html' | 'list' | 'no keys' | 'other issuer' | 'no address' | 'plain http' | 'redirecting';

/**
 * An OpenID issuer on a port of this machine, with the address that production would ask.
 */
export class FakeIssuer {
  public readonly url = 'https://issuer.example.com/pool';
  public mood: Mood = 'well';
  public keys: object[] = [];

  /** Every request, as `/pool/keys`. */
  public readonly requests: string[] = [];

  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.requests.push(request.url!);
      this.answer(request.url!, response);
    });
  }

  /** Goes where `https://issuer.example.com` is here. The handler's own check for https stays in force. */
  public readonly fetch: Fetch = (url, options) => {
    const { port } = this.server.address() as AddressInfo;
    return realFetch(url.replace('https://issuer.example.com', `http://127.0.0.1:${port}`), options);
  };

  public async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
  }

  public async stop(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }

  private answer(path: string, response: ServerResponse): void {
    if (this.mood === 'silent') return;
    if (this.mood === 'stalling') {
      response.write('{');
      return;
    }
    if (this.mood === 'down') {
      response.destroy();
      return;
    }
    if (this.mood === 'redirecting' && path !== '/moved') {
      response.writeHead(302, { location: '/moved' }).end();
      return;
    }
    if (this.mood === 'failing') response.statusCode = 503;
    response.end(this.mood === 'html' ? '<html>' : JSON.stringify(this.content(path)));
  }

  private content(path: string): unknown {
    if (this.mood === 'list') return [];
    if (path === '/pool/keys') return this.mood === 'no keys' ? {} : { keys: this.keys };
    return {
      issuer: this.mood === 'other issuer' ? 'https://other.example.com' : this.url,
      ...this.mood !== 'no address' && { jwks_uri: this.mood === 'plain http' ? 'http://issuer.example.com/keys' : `${this.url}/keys` },
    };
  }
}
