import { createHash, randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { LocalChat } from './local-chat';

/** Who has signed in, and what the page must know to get tokens for it. */
interface SignedIn {
  readonly name: string;
  readonly challenge: string | null;
}

/** How long an access token is good. */
const LIFETIME_SECONDS = 900;

/**
 * The sign-in of a user pool, as far as the page uses it: it believes whatever name one gives, but gives tokens only to the page that has asked for them.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/using-pkce-in-authorization-code.html
 */
export class LocalSignIn {
  private readonly codes = new Map<string, SignedIn>();
  private readonly refreshTokens = new Map<string, string>();
  private readonly server: Server;

  constructor(private readonly chat: LocalChat) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  public get url(): string {
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

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(String(request.url), this.url);
    switch (pathname) {
      case '/oauth2/authorize': return void response.setHeader('content-type', 'text/html; charset=utf-8').end(nameForm(query));
      case '/signed-in': return redirect(response, query.get('redirect_uri'), { code: this.codeFor(query), state: query.get('state') ?? '' });
      case '/logout': return redirect(response, query.get('logout_uri'), {});
      case '/oauth2/token': {
        const name = this.granted(new URLSearchParams(await text(request)));
        response.setHeader('access-control-allow-origin', '*').setHeader('content-type', 'application/json');
        if (name === undefined) response.writeHead(400).end('{"error":"invalid_grant"}');
        else response.end(JSON.stringify(this.tokensOf(name)));
        return;
      }
      default: response.writeHead(404).end();
    }
  }

  private codeFor(query: URLSearchParams): string {
    const code = randomUUID();
    this.codes.set(code, { name: query.get('name') ?? '', challenge: query.get('code_challenge') });
    return code;
  }

  /** Whose tokens are asked for; nobody's when the page cannot prove that it may. */
  private granted(grant: URLSearchParams): string | undefined {
    const refreshed = this.refreshTokens.get(grant.get('refresh_token') ?? '');
    if (refreshed !== undefined) return refreshed;
    const code = grant.get('code') ?? '';
    const signedIn = this.codes.get(code);
    this.codes.delete(code);
    const proof = createHash('sha256').update(grant.get('code_verifier') ?? '').digest('base64url');
    return signedIn?.challenge === proof ? signedIn.name : undefined;
  }

  private tokensOf(name: string): object {
    const refreshToken = randomUUID();
    this.refreshTokens.set(refreshToken, name);
    return { access_token: this.chat.tokenOf({ name, groups: ['crew'] }), refresh_token: refreshToken, expires_in: LIFETIME_SECONDS };
  }
}

function redirect(response: ServerResponse, to: string | null, more: Record<string, string>): void {
  const query = new URLSearchParams(more);
  response.writeHead(302, { location: query.size > 0 ? `${to}?${query}` : `${to}` }).end();
}

function nameForm(query: URLSearchParams): string {
  const kept = ['redirect_uri', 'state', 'code_challenge'].map((name) => `<input type="hidden" name="${name}" value="${encodeURI(query.get(name) ?? '')}">`);
  const field = '<label>Name <input name="name" autofocus required pattern="[a-z]+"></label>';
  return `<!doctype html><title>Sign in</title><form action="/signed-in">${kept.join('')}${field} <button>Sign in</button></form>`;
}
