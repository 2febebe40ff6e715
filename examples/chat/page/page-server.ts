import { readFile } from 'node:fs/promises';
import { Server, createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { SignInConfig } from './sign-in';

/** What the page is told of the stack. */
export interface PageConfig {
  /** Of the API, `wss://…`. */
  readonly url: string;
  readonly signIn: SignInConfig;
}

interface PageFile {
  readonly type: string;
  readonly content: string;
}

/**
 * Serves the page on this machine alone: four files, and the policy that lets it connect to the API and to the sign-in, and to nothing else.
 */
export async function servePage(config: PageConfig, port: number): Promise<Server> {
  const files = await pageFiles(config);
  const headers = {
    'content-security-policy': securityPolicy(config),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  const server = createServer(({ url = '/' }, response) => {
    const file = files[url.split('?')[0]];
    if (file) response.writeHead(200, { 'content-type': file.type, ...headers }).end(file.content);
    else response.writeHead(404, headers).end();
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return server;
}

async function pageFiles(config: PageConfig): Promise<{ [path: string]: PageFile | undefined }> {
  const { outputFiles: [script] } = await build({
    entryPoints: [join(__dirname, 'page.ts')], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false,
  });
  const read = async (name: string) => readFile(join(__dirname, name), 'utf-8');
  return {
    '/': { type: 'text/html; charset=utf-8', content: await read('index.html') },
    '/page.css': { type: 'text/css', content: await read('page.css') },
    '/page.js': { type: 'text/javascript', content: script.text },
    '/config.json': { type: 'application/json', content: JSON.stringify(config) },
  };
}

function securityPolicy({ url, signIn }: PageConfig): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ${new URL(url).origin} ${new URL(signIn.url).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
