import { ChildProcess, fork } from 'child_process';
import { once } from 'events';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { buildSync } from 'esbuild';
import { ProcessAnswer } from './apps/function-process';
import { median } from './measure';
import { Comparison, rounded } from './report';
import { EventSource } from '../handlers/broadcast/event-source';
import { DynamoEngine } from '../handlers/realtime/dynamo-engine';
import { FakeConnections } from '../handlers/realtime/fake-connections';
import { FakeQueue } from '../handlers/realtime/fake-queue';
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

/** What API Gateway takes for a post. */
const POST_MILLIS = 10;

interface Sample {
  readonly perSecond: number;
  readonly peakMegabytes: number;
  readonly reads: number;
}

/** All that a broadcast meets, in this process; the function has one of its own. */
interface Stage {
  readonly folder: string;
  readonly engine: DynamoEngine;
  readonly connections: FakeConnections;
  readonly queue: FakeQueue;
}

/** One message to all of 100, 1,000 and 10,000 connections that take 10 ms for a post, by one container of a function. */
export async function measureBroadcast(runs: number): Promise<Comparison[]> {
  const stage: Stage = {
    folder: mkdtempSync(join(tmpdir(), 'gatehouse-bench-')), engine: new DynamoEngine(), connections: new FakeConnections(), queue: new FakeQueue(),
  };
  await Promise.all([stage.engine.start(), stage.connections.start(), stage.queue.start()]);
  try {
    compile(stage.folder);
    return await compareSizes(stage, runs);
  } finally {
    await Promise.all([stage.engine.stop(), stage.connections.stop(), stage.queue.stop()]);
    rmSync(stage.folder, { recursive: true, force: true });
  }
}

async function compareSizes(stage: Stage, runs: number): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  let connected = 0;
  for (const { connections, kinds } of SIZES) {
    await connect(stage, connected, connections);
    connected = connections;
    const results = kinds.map((kind) => ({ kind, samples: [] as Sample[] }));
    for (let run = 0; run < Math.min(runs, MOST_RUNS); run++) {
      for (const { kind, samples } of results) samples.push(await sample(stage, kind, connections));
    }
    comparisons.push(...FIGURES.map(({ figure, label, unit }) => {
      const figures = results.map(({ kind, samples }) => ({ kind, value: rounded(median(samples.map((one) => one[figure]))) }));
      const [ours, first] = figures;
      const peers = Object.fromEntries(figures.flatMap(({ kind, value }) => kind === 'ours' ? [] : [[PEERS[kind], value]]));
      return { name: `broadcast to ${connections} connections: ${label}`, unit, ours: ours.value, peers, ratio: rounded(ours.value / first.value) };
    }));
  }
  return comparisons;
}

const FIGURES: { figure: keyof Sample; label: string; unit: string }[] = [
  { figure: 'perSecond', label: 'throughput of one container', unit: 'messages/s' },
  { figure: 'peakMegabytes', label: 'peak memory of the process', unit: 'MB' },
  { figure: 'reads', label: 'reads of the table', unit: 'reads' },
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

async function connect({ engine, connections }: Stage, from: number, to: number): Promise<void> {
  const ids = Array.from({ length: to - from }, (_, index) => `L0SM9cOFvHc${from + index}=`);
  for (const id of ids) connections.connect(id, { millis: POST_MILLIS });
  await engine.put(ids.map((id) => ({
    connectionId: { S: id }, item: { S: 'session' }, onlineIn: { S: 'eu-west-1' }, userId: { S: `user of ${id}` }, connectedAt: { N: '0' }, expiresAt: { N: '9000' },
  })));
}

async function sample(stage: Stage, kind: Kind, connections: number): Promise<Sample> {
  const container = start(stage, kind);
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
    stage.queue.messages.push({ body: JSON.stringify({ to: { everyone: true }, data: { price: 42, at: 'noon' } }), delay: 0 });
    const begin = process.hrtime.bigint();
    await source.drain(async (event) => {
      const reply = await give(event);
      ({ peakBytes } = reply);
      return reply.answer;
    });
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    const posts = stage.connections.requests.length - before.posts;
    if (posts !== connections) throw new Error(`the broadcast '${kind}' to ${connections} connections made ${posts} posts`);
    const reads = stage.engine.calls.slice(before.calls).filter((call) => call === 'Query' || call === 'Scan').length;
    return { perSecond: connections / seconds, peakMegabytes: peakBytes / 1e6, reads };
  } finally {
    container.kill();
  }
}

function start({ folder, engine, connections, queue }: Stage, kind: Kind): ChildProcess {
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
