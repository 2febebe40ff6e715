import { spawnSync } from 'child_process';
import { statSync } from 'fs';
import { join } from 'path';
import { median } from './measure';
import { Comparison, rounded } from './report';
import { lambdaEnvironment } from '../test/fake-service';

/** What a client has to wait for: the functions behind `$connect`, and the one that posts. */
const HANDLERS = ['sessions', 'jwt-authorizer', 'broadcast'];

/** As the construct sets them. */
const ENVIRONMENT = {
  REALTIME_TABLE: 'sessions',
  REALTIME_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/broadcasts',
  REALTIME_ENDPOINT: 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/prod',
  TOKEN_RULES: '{"issuer":"https://example.com","audience":["web"]}',
};

/** Writes how long it took to load a program, in milliseconds; the start of Node.js is no part of it. */
const LOAD = 'const begin = process.hrtime.bigint(); require(process.argv[1]); process.stdout.write(String(Number(process.hrtime.bigint() - begin) / 1e6)); process.exit();';

/** How long each bundle of a function takes until it is loaded in a process that has loaded nothing yet, the AWS SDK included; and how large it is. */
export function measureColdStarts(runs: number): Comparison[] {
  return HANDLERS.flatMap((handler) => {
    const bundle = join(process.cwd(), 'assets', handler, 'index.js');
    const loads = Array.from({ length: runs }, () => load(bundle));
    return [
      { name: `cold start of ${handler}: loading its bundle`, unit: 'ms', ours: rounded(median(loads)), peers: {}, ratio: null },
      { name: `cold start of ${handler}: size of its bundle`, unit: 'KB', ours: rounded(statSync(bundle).size / 1_000), peers: {}, ratio: null },
    ];
  });
}

function load(bundle: string): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', LOAD, bundle], {
    env: { ...lambdaEnvironment(process.env, 'http://127.0.0.1:1'), ...ENVIRONMENT }, timeout: 60_000, encoding: 'utf-8',
  });
  if (status !== 0) throw new Error(`the bundle '${bundle}' could not be loaded:\n${stderr}`);
  return Number(stdout);
}
