/// <reference lib="dom" />

/**
 * Where people sign in: the domain of a user pool, and the app client of the page.
 */
export interface SignInConfig {
  readonly url: string;
  readonly clientId: string;
}

interface Tokens {
  readonly access_token: string;
  /** Not given again when it is used. */
  readonly refresh_token?: string;
  /** Seconds. */
  readonly expires_in: number;
}

const STORED = 'chat-sign-in';
const SCOPE = 'chat/use';

/** A token that has less left might be over before it is looked at. */
const LEAST_LEFT_MILLIS = 60_000;

/**
 * Somebody who has signed in, by the authorization code flow with PKCE.
 *
 * Tokens stay in memory: with the page they are gone, and signing in again takes one click as long as Cognito's own session stands.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/using-pkce-in-authorization-code.html
 */
export class SignIn {
  /** Leaves the page for the one where people sign in. */
  public static async start({ url, clientId }: SignInConfig): Promise<void> {
    const verifier = randomText();
    const state = randomText();
    sessionStorage.setItem(STORED, JSON.stringify({ verifier, state }));
    const challenge = base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
    location.assign(`${url}/oauth2/authorize?${new URLSearchParams({
      response_type: 'code', client_id: clientId, redirect_uri: pageUrl(), scope: SCOPE, state, code_challenge_method: 'S256', code_challenge: challenge,
    })}`);
  }

  /**
   * Whoever comes back from there; undefined for somebody who was not there.
   *
   * @throws when the sign-in failed, or is not one that this page began
   */
  public static async finish(config: SignInConfig): Promise<SignIn | undefined> {
    const answer = new URLSearchParams(location.search);
    const [code, state, error] = ['code', 'state', 'error'].map((name) => answer.get(name));
    if (code === null && error === null) return undefined;
    const { verifier, state: expected } = JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as { verifier?: string; state?: string };
    sessionStorage.removeItem(STORED);
    // A code is good once: neither a reload nor the history shall try it again.
    history.replaceState(null, '', pageUrl());
    if (code === null || verifier === undefined || state !== expected) throw new Error('signing in did not work; try again');
    return new SignIn(config, await tokensOf(config, { grant_type: 'authorization_code', code, redirect_uri: pageUrl(), code_verifier: verifier }));
  }

  private expiresAt: number;

  private constructor(private readonly config: SignInConfig, private tokens: Tokens) {
    this.expiresAt = expiryOf(tokens);
  }

  /** A good access token, a new one if need be. */
  public async token(): Promise<string> {
    const { refresh_token } = this.tokens;
    if (this.expiresAt - Date.now() < LEAST_LEFT_MILLIS && refresh_token !== undefined) {
      this.tokens = { refresh_token, ...await tokensOf(this.config, { grant_type: 'refresh_token', refresh_token }) };
      this.expiresAt = expiryOf(this.tokens);
    }
    return this.tokens.access_token;
  }

  /** Leaves the page, and ends Cognito's session. */
  public end(): void {
    const { url, clientId } = this.config;
    location.assign(`${url}/logout?${new URLSearchParams({ client_id: clientId, logout_uri: pageUrl() })}`);
  }
}

async function tokensOf({ url, clientId }: SignInConfig, grant: Record<string, string>): Promise<Tokens> {
  const answer = await fetch(`${url}/oauth2/token`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, ...grant }) });
  if (!answer.ok) throw new Error('the sign-in is over; sign in again');
  return await answer.json() as Tokens;
}

function expiryOf({ expires_in }: Tokens): number {
  return Date.now() + expires_in * 1_000;
}

function pageUrl(): string {
  return `${location.origin}/`;
}

function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
