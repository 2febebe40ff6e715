import { once } from 'node:events';
import { Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { LocalChat } from './local-chat';
import { LocalSignIn } from './local-sign-in';
import { servePage } from '../../examples/chat/page/page-server';
import { SignIn } from '../../examples/chat/page/sign-in';

describe('the page', () => {
  let server: Server;
  let address: string;

  beforeAll(async () => {
    server = await servePage({ url: 'wss://api1.execute-api.eu-west-1.amazonaws.com/prod/', signIn: { url: 'https://chat.example.com', clientId: 'page' } }, 0);
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });

  test('may connect to the API and to the sign-in, and to nothing else', async () => {
    const policy = (await fetch(address)).headers.get('content-security-policy');

    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("connect-src 'self' wss://api1.execute-api.eu-west-1.amazonaws.com https://chat.example.com;");
  });

  test('has every file that it names', async () => {
    const html = await (await fetch(address)).text();
    const named = [...html.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, name]) => name);

    expect(named).toEqual(['page.css', 'page.js']);
    for (const name of [...named, 'config.json']) expect((await fetch(`${address}/${name}`)).status).toBe(200);
    expect((await fetch(`${address}/page.ts`)).status).toBe(404);
  });

  test('is bundled for browsers, with everything that it needs', async () => {
    const script = await (await fetch(`${address}/page.js`)).text();

    expect(script).toContain('bearer.');
    expect(script).not.toMatch(/\brequire\(|^import /m);
  });
});

describe('signing in', () => {
  const chat = new LocalChat();
  const signIn = new LocalSignIn(chat);
  const page = { origin: 'http://localhost:8080', search: '', assign: (url: string) => { page.left = url; }, left: '' };
  const stored = new Map<string, string>();

  beforeAll(async () => {
    await signIn.start();
    Object.assign(globalThis, {
      location: page,
      history: { replaceState: (_data: unknown, _title: string, url: string) => { page.search = new URL(url).search; } },
      sessionStorage: {
        getItem: (name: string) => stored.get(name) ?? null,
        setItem: (name: string, value: string) => stored.set(name, value),
        removeItem: (name: string) => stored.delete(name),
      },
    });
  });
  afterAll(async () => {
    Object.assign(globalThis, { location: undefined, history: undefined, sessionStorage: undefined });
    await signIn.stop();
  });
  beforeEach(() => {
    stored.clear();
    page.search = '';
  });

  const config = () => ({ url: signIn.url, clientId: 'page' });

  /** Gives a name, and comes back with a code. */
  async function signInAs(name: string): Promise<void> {
    await SignIn.start(config());
    const { searchParams } = new URL(page.left);
    searchParams.set('name', name);
    const { headers } = await fetch(`${signIn.url}/signed-in?${searchParams}`, { redirect: 'manual' });
    page.search = new URL(String(headers.get('location'))).search;
  }

  /** The claims of a token. */
  const claimsOf = (token?: string) => JSON.parse(Buffer.from(String(token).split('.')[1], 'base64url').toString()) as object;

  test('gives tokens of whoever has signed in, and takes the code out of the address', async () => {
    await signInAs('ada');
    const ada = await SignIn.finish(config());

    expect(claimsOf(await ada?.token())).toMatchObject({ username: 'ada', scope: 'chat/use' });
    expect(page.search).toBe('');
    expect([...stored]).toEqual([]);
  });

  test('asks for the one scope, with a challenge', async () => {
    await SignIn.start(config());

    expect(Object.fromEntries(new URL(page.left).searchParams)).toEqual({
      response_type: 'code',
      client_id: 'page',
      redirect_uri: 'http://localhost:8080/',
      scope: 'chat/use',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('gives a new token when the old one is nearly over', async () => {
    await signInAs('ada');
    const ada = await SignIn.finish(config());
    const first = await ada?.token();
    expect(await ada?.token()).toBe(first);

    const later = Date.now() + 850_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    const second = await ada?.token();
    jest.restoreAllMocks();

    expect(second).not.toBe(first);
    expect(claimsOf(second)).toMatchObject({ username: 'ada' });
  });

  test('is not begun by somebody who opens the page', async () => {
    expect(await SignIn.finish(config())).toBeUndefined();
  });

  test('fails for a code that another page has asked for', async () => {
    await signInAs('ada');
    stored.clear();

    await expect(SignIn.finish(config())).rejects.toThrow('signing in did not work; try again');
    expect(page.search).toBe('');
  });

  test('fails for a code with the state of another sign-in', async () => {
    await signInAs('ada');
    page.search = page.search.replace(/state=[^&]+/, 'state=other');

    await expect(SignIn.finish(config())).rejects.toThrow('signing in did not work; try again');
  });

  test('fails when the proof is not that of the challenge', async () => {
    await signInAs('ada');
    for (const [name, value] of stored) stored.set(name, JSON.stringify({ ...JSON.parse(value) as object, verifier: 'guessed' }));

    await expect(SignIn.finish(config())).rejects.toThrow('the sign-in is over; sign in again');
  });

  test('fails when the user pool says so', async () => {
    page.search = '?error=access_denied';

    await expect(SignIn.finish(config())).rejects.toThrow('signing in did not work; try again');
  });

  test('ends at the user pool, which sends one back', async () => {
    await signInAs('ada');
    (await SignIn.finish(config()))?.end();

    expect(page.left).toBe(`${signIn.url}/logout?client_id=page&logout_uri=http%3A%2F%2Flocalhost%3A8080%2F`);
  });
});
