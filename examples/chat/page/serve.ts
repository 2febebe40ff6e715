/**
 * Serves the page of a chat that is deployed, at http://localhost:8080/.
 *
 *     npx tsx --tsconfig ../../tsconfig.dev.json page/serve.ts outputs.json
 */
import { readFileSync } from 'node:fs';
import { servePage } from './page-server';

const PORT = 8080;

const file = process.argv[2] ?? 'outputs.json';
const { Chat: outputs } = JSON.parse(readFileSync(file, 'utf-8')) as { readonly Chat?: { readonly [name: string]: string | undefined } };

void servePage({ url: output('Url'), signIn: { url: output('SignInUrl'), clientId: output('ClientId') } }, PORT)
  .then(() => console.log(`the page is at http://localhost:${PORT}/`));

function output(name: string): string {
  const value = outputs?.[name];
  if (value === undefined) throw new Error(`'${file}' has no output '${name}' of the stack 'Chat'; write it with cdk deploy --outputs-file ${file}`);
  return value;
}
