import { ChildProcess, fork } from 'child_process';
import { once } from 'events';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { buildSync } from 'esbuild';
import { ProcessAnswer } from './apps/function-process';
import { BroadcastStage } from './broadcast-stage';
import { measureColdStarts } from './cold-start';
import { median } from './measure';
import { Comparison, rounded } from './report';
import { EventSource } from '../handlers/broadcast/event-source';
import { TickingClock } from '../handlers/ticking-clock';
import { lambdaEnvironment } from '../test/fake-service';

const PEERS = { 'at-once': 'Scan and Promise.all', 'in-turn': 'Scan and one after another' };
type Kind = 'ours' | keyof typeof PEERS;

/** One after another takes too long for more. */
const SIZES: { connections: number; kinds: Kind[] }[] = [
  { connections: 100, kinds: ['ours', 'at-once', 'in-turn'] },
  { connections: 1_000, kinds: ['ours', 'at-once', 'in-turn'] },
  { connections: 10_000, kinds: ['ours', 'at-once'] },
];

/** Each takes seconds, in which many posts even out. */
const MOST_RUNS = 3;

/** What each receiver gets: some 4 KB. */
const DATA = { price: 42, at: 'noon', remark: 'x'.repeat(4_000) };

/** What the function may use. */
const MOST_MEGABYTES = 256;

interface Sample {
  readonly perSecond: number;
  readonly peakMegabytes: number;
  readonly reads: number;
}

/**
 * One message to all of 100, 1,000 and 10,000 connections that take 10 ms for a post, by one container of a function; and how soon a container is there.
 *
 * The process ends with 1 when ours has used more memory than it may.
 */
export async function measureBroadcast(runs: number): Promise<Comparison[]> {
  const stage = new BroadcastStage();
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  await stage.start();
  try {
    compile(folder);
    return [...await compareSizes(stage, folder, runs), ...measureColdStarts(runs)];
  } finally {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareSizes(stage: BroadcastStage, folder: string, runs: number): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  const speeds: Partial<Record<Kind, number[]>> = {};
  for (const { connections, kinds } of SIZES) {
    await stage.connect(connections);
    const results = kinds.map((kind) => ({ kind, samples: [] as Sample[] }));
    for (let run = 0; run < Math.min(runs, MOST_RUNS); run++) {
      for (const { kind, samples } of results) samples.push(await sample(stage, folder, kind));
    }
    for (const { kind, samples } of results) (speeds[kind] ??= []).push(median(samples.map(({ perSecond }) => perSecond)));
    checkMemory(connections, Math.max(...results[0].samples.map(({ peakMegabytes }) => peakMegabytes)));
    comparisons.push(...FIGURES.map(({ figure, label, unit }) => comparison(
      `broadcast to ${connections} connections: ${label}`, unit,
      results.map(({ kind, samples }) => ({ kind, value: median(samples.map((one) => one[figure])) })),
    )));
  }
  const growths = (['ours', 'at-once'] as const).map((kind) => ({ kind, value: speeds[kind]!.at(-1)! / speeds[kind]![0] }));
  return [...comparisons, comparison('broadcast growth: throughput at 10000 connections to that at 100', 'times', growths)];
}

/** A figure of ours, which comes first, and of the others. */
function comparison(name: string, unit: string, figures: { readonly kind: Kind; readonly value: number }[]): Comparison {
  const [ours, first] = figures;
  const peers = Object.fromEntries(figures.flatMap(({ kind, value }) => kind === 'ours' ? [] : [[PEERS[kind], rounded(value)]]));
  return { name, unit, ours: rounded(ours.value), peers, ratio: rounded(ours.value / first.value) };
}

function checkMemory(connections: number, megabytes: number): void {
  if (megabytes <= MOST_MEGABYTES) return;
  process.stderr.write(`the broadcast to ${connections} connections has used ${rounded(megabytes)} MB, more than the ${MOST_MEGABYTES} that it may\n`);
  process.exitCode = 1;
}

const FIGURES: { figure: keyof Sample; label: string; unit: string }[] = [
  { figure: 'perSecond', label: 'throughput of one container', unit: 'messages/s' },
  { figure: 'peakMegabytes', label: 'peak memory of the process', unit: 'MB' },
  { figure: 'reads', label: 'reads of the table for its receivers', unit: 'reads' },
];

function compile(folder: string): void {
  buildSync({
    entryPoints: ['bench/apps/broadcast.ts', 'bench/apps/naive-broadcast.ts'],
    outdir: folder,
    bundle: true,
    platform: 'node',
    external: ['@aws-sdk/client-*'],
    logLevel: 'error',
  });
}

async function sample(stage: BroadcastStage, folder: string, kind: Kind): Promise<Sample> {
  const gone = await stage.loseSome();
  const connections = stage.size;
  const container = start(stage, folder, kind);
  const ended = once(container, 'exit').then(([code]) => { throw new Error(`the function's process ended with ${String(code)}`); });
  const give = async (event: object) => {
    container.send(event);
    const [reply] = await Promise.race([once(container, 'message') as Promise<[ProcessAnswer]>, ended]);
    return reply;
  };
  try {
    // Loading the program is no part of it.
    let { peakBytes } = await give({ Records: [] });
    const before = { posts: stage.connections.requests.length, calls: stage.engine.calls.length };
    const source = new EventSource(stage.queue, new TickingClock());
    stage.queue.messages.push({ body: JSON.stringify({ to: { everyone: true }, data: DATA }), delay: 0 });
    const begin = process.hrtime.bigint();
    await source.drain(async (event) => {
      const reply = await give(event);
      ({ peakBytes } = reply);
      return reply.answer;
    });
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    const posts = stage.connections.requests.length - before.posts;
    if (posts !== connections) throw new Error(`the broadcast '${kind}' to ${connections} connections made ${posts} posts`);
    const left = (await stage.engine.items()).length;
    if (left !== connections - gone) throw new Error(`the broadcast '${kind}' to ${connections} connections leaves ${left} sessions; ${gone} were gone`);
    const calls = stage.engine.calls.slice(before.calls);
    // Ours also looks what else a connection has that is gone: that is no reading of receivers.
    const reads = calls.filter((call) => call === 'Query' || call === 'Scan').length - (kind === 'ours' ? gone : 0);
    return { perSecond: connections / seconds, peakMegabytes: peakBytes / 1e6, reads };
  } finally {
    container.kill();
  }
}

function start({ engine, connections, queue }: BroadcastStage, folder: string, kind: Kind): ChildProcess {
  return fork(join(folder, kind === 'ours' ? 'broadcast.js' : 'naive-broadcast.js'), [kind], {
    stdio: 'ignore',
    env: {
      ...lambdaEnvironment(process.env, engine.endpoint),
      NODE_PATH: resolve('node_modules'),
      AWS_ENDPOINT_URL_SQS: queue.endpoint,
      REALTIME_TABLE: engine.tableName,
      REALTIME_QUEUE_URL: queue.url,
      REALTIME_ENDPOINT: connections.endpoint,
    },
  });
}
