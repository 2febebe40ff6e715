/**
 * Synthesizes every app under examples/ with the checks on, as `cdk synth` would, and prints one line for each.
 *
 *     npm run synth [-- --examples <folder> --out <folder>]
 */
import { spawn } from 'child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'fs';
import { join, resolve } from 'path';
import { parseArgs } from 'util';
import { AssemblySummary, formatSummary, summariseAssembly } from './assembly-summary';

const ROOT = resolve(__dirname, '..');
/** The CDK's validator keeps more than one core busy; more at a time would only make the seconds longer. */
const AT_A_TIME = 2;

interface Outcome {
  readonly summary?: AssemblySummary;
  readonly seconds: number;
  readonly exitCode: number;
  readonly output: string;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { examples: { type: 'string', default: 'examples' }, out: { type: 'string', default: 'cdk.out' } } });
  const examples = resolve(ROOT, values.examples);
  const names = existsSync(examples) ? readdirSync(examples).filter((name) => existsSync(join(examples, name, 'app.ts'))).sort() : [];
  if (names.length === 0) {
    console.error(`'${examples}' holds no example, so there is nothing to synthesize; write an app.ts in a folder of its own there`);
    return 1;
  }

  const width = Math.max(...names.map((name) => name.length));
  const outcomes: Promise<Outcome>[] = [];
  let failed = false;
  for (const [index, name] of names.entries()) {
    while (outcomes.length < Math.min(index + AT_A_TIME, names.length)) {
      const next = names[outcomes.length];
      outcomes.push(synth(join(examples, next), resolve(ROOT, values.out, next)));
    }
    const { summary, seconds, exitCode, output } = await outcomes[index];
    const errors = exitCode !== 0 || summary === undefined || summary.findings.errors > 0;
    failed ||= errors;
    const line = summary === undefined ? `${name.padEnd(width)}  not synthesized` : formatSummary(name, width, summary, seconds);
    console.log(errors ? `${line}  FAILED` : line);
    if (errors) console.error(output);
  }
  return failed ? 1 : 0;
}

/** Runs one app with the environment that `cdk synth` gives it, without analytics. */
async function synth(example: string, outdir: string): Promise<Outcome> {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, [require.resolve('tsx/cli'), '--tsconfig', join(ROOT, 'tsconfig.dev.json'), 'app.ts'], {
    cwd: example,
    env: { ...inheritedEnvironment(), CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(contextOf(example)) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exitCode = await new Promise<number>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 1));
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  // A failed validation leaves its templates and report behind; an app that threw leaves nothing.
  const summary = existsSync(join(outdir, 'manifest.json')) ? summariseAssembly(outdir) : undefined;
  return { summary, seconds, exitCode, output: Buffer.concat(chunks).toString('utf-8') };
}

/** The caller's, without what would turn the checks off or make the CDK believe that a test runs it. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !['CDK_VALIDATION', 'CDK_APP_MODE', 'NODE_ENV'].includes(name)));
}

function contextOf(example: string): Record<string, unknown> {
  const file = join(example, 'cdk.json');
  const own = existsSync(file) ? JSON.parse(readFileSync(file, 'utf-8')) as { context?: Record<string, unknown> } : {};
  return {
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:version-reporting': false,
    'aws:cdk:bundling-stacks': ['**'],
    // Warnings and errors of constructs stand in the report too, where they are counted.
    '@aws-cdk/core:annotationsInValidationReport': true,
    ...own.context,
  };
}

main().then((code) => {
  process.exitCode = code;
}, (error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
