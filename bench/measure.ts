import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join, resolve } from 'path';
import { buildSync } from 'esbuild';

/** An app of bench/apps at one size. */
export interface Subject {
  readonly kind: 'empty' | 'l2' | 'like-for-like' | 'all-defaults' | 'all-defaults-schemas' | 'http-l2' | 'http-like-for-like' | 'http-all-defaults'
  | 'ws-l2' | 'ws-like-for-like' | 'ws-all-defaults';
  readonly routes: number;
}

/** What one app came to. */
export interface Sample {
  readonly subject: Subject;
  readonly resources: number;
  readonly templateBytes: number;
  /** Medians of whole processes: start, loading, building, synthesizing. */
  readonly seconds: number;
  readonly secondsWithoutValidator: number;
}

const SIZES = [10, 50, 98];
const HTTP_SIZES = [10, 100, 200];
/** L2 makes three resources a route, and a stack has 500. */
const WS_SIZES = [10, 50, 150];
const SUBJECTS: Subject[] = [
  { kind: 'empty', routes: 0 },
  ...SIZES.flatMap((routes) => (['l2', 'like-for-like', 'all-defaults'] as const).map((kind) => ({ kind, routes }))),
  { kind: 'all-defaults', routes: 300 },
  { kind: 'all-defaults-schemas', routes: 300 },
  ...HTTP_SIZES.flatMap((routes) => (['http-l2', 'http-like-for-like', 'http-all-defaults'] as const).map((kind) => ({ kind, routes }))),
  { kind: 'http-all-defaults', routes: 300 },
  ...WS_SIZES.flatMap((routes) => (['ws-l2', 'ws-like-for-like', 'ws-all-defaults'] as const).map((kind) => ({ kind, routes }))),
  { kind: 'ws-all-defaults', routes: 300 },
];

/** The types of API, as `--only` names them. */
export const FAMILIES = ['rest', 'http', 'ws'] as const;
export type Family = typeof FAMILIES[number];

/** The type of API that an app has; none for the empty one. */
export function familyOf({ kind }: Subject): Family | undefined {
  if (kind === 'empty') return undefined;
  return kind.startsWith('http-') ? 'http' : kind.startsWith('ws-') ? 'ws' : 'rest';
}

const PROCESS_LIMIT_MS = 120_000;

/** Runs every app `runs` times, with and without the CDK's validator; one after the other, so that a slow minute hits all of them. */
export function measure(runs: number, only?: Family): Sample[] {
  const out = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  try {
    compileApps(out);
    const wanted = SUBJECTS.filter((subject) => only === undefined || [only, undefined].includes(familyOf(subject)));
    const results = wanted.map((subject) => ({ subject, validated: [] as number[], plain: [] as number[] }));
    for (let run = 0; run < runs; run++) {
      for (const { subject, validated, plain } of results) {
        validated.push(runApp(subject, out, true));
        plain.push(runApp(subject, out, false));
      }
    }
    return results.map(({ subject, validated, plain }) => ({
      subject,
      ...templateOf(assemblyOf(out, subject)),
      seconds: median(validated),
      secondsWithoutValidator: median(plain),
    }));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Plain JavaScript on the compiled library: what a user's app runs, without a compiler's time in it. */
function compileApps(folder: string): void {
  buildSync({
    entryPoints: ['empty', 'l2', 'gatehouse', 'http-l2', 'http-gatehouse', 'ws-l2', 'ws-gatehouse'].map((program) => `bench/apps/${program}.ts`),
    outdir: folder,
    bundle: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  // Outside of the project: a link to it from under its own node_modules would be a circle for whoever walks them.
  mkdirSync(join(folder, 'packages'));
  symlinkSync(resolve('.'), join(folder, 'packages', 'cdk-gatehouse'), 'dir');
}

/** Which program makes an app. */
function programOf(subject: Subject): string {
  const { kind } = subject;
  if (kind === 'empty' || kind.endsWith('l2')) return `${kind}.js`;
  const family = familyOf(subject);
  return family === 'rest' ? 'gatehouse.js' : `${family}-gatehouse.js`;
}

function runApp(subject: Subject, out: string, validator: boolean): number {
  const folder = assemblyOf(out, subject);
  mkdirSync(folder, { recursive: true });
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [join(out, programOf(subject)), subject.kind, String(subject.routes)], {
    env: {
      ...process.env,
      NODE_PATH: [join(out, 'packages'), resolve('node_modules')].join(delimiter),
      CDK_OUTDIR: folder,
      CDK_VALIDATION: String(validator),
    },
    timeout: PROCESS_LIMIT_MS,
    encoding: 'utf-8',
  });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (status !== 0) throw new Error(`the app '${subject.kind}' with ${subject.routes} routes failed:\n${stderr}`);
  return seconds;
}

function assemblyOf(out: string, { kind, routes }: Subject): string {
  return join(out, `${kind}-${routes}`);
}

function templateOf(folder: string): { resources: number; templateBytes: number } {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
  const text = readFileSync(join(folder, file), 'utf-8');
  return { resources: Object.keys(JSON.parse(text).Resources ?? {}).length, templateBytes: Buffer.byteLength(text) };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
