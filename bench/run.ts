/**
 * Measures the library beside aws-cdk-lib's own constructs, its broadcast beside the tutorials', and its checks beside other linters, in one run: each sample is a process of its own,
 * kinds alternate, medians count.
 *
 * `npm run bench -- --json` prints one JSON array of `{ name, unit, ours, peers, ratio }`; without `--json` a table. `--runs N` sets the samples (5), `--only rest`, `http`, `ws`, `broadcast` or `checks` leaves the rest out.
 */
import { measureBroadcast } from './broadcast';
import { measureChecks } from './checks';
import { FAMILIES, Family, measure } from './measure';
import { Comparison, asTable, compare } from './report';

const BROADCAST = 'broadcast' as const;
const CHECKS = 'checks' as const;

const options = process.argv.slice(2);
const runsAt = options.indexOf('--runs');
const runs = runsAt >= 0 ? Number(options[runsAt + 1]) : 5;
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write(`--runs '${options[runsAt + 1]}' is no number of samples; write a whole number of 1 or more\n`);
  process.exit(2);
}

const only = chosen();

async function comparisons(): Promise<Comparison[]> {
  const wanted = (part: typeof only) => only === undefined || only === part;
  return [
    ...(only === BROADCAST || only === CHECKS ? [] : compare(measure(runs, only))),
    ...(wanted(BROADCAST) ? await measureBroadcast(runs) : []),
    ...(wanted(CHECKS) ? measureChecks(runs) : []),
  ];
}

void comparisons().then((all) => {
  process.stdout.write(options.includes('--json') ? `${JSON.stringify(all, undefined, 2)}\n` : asTable(all));
});

function chosen(): Family | typeof BROADCAST | typeof CHECKS | undefined {
  const at = options.indexOf('--only');
  if (at < 0) return undefined;
  const known = [...FAMILIES, BROADCAST, CHECKS] as const;
  const found = known.find((name) => name === options[at + 1]);
  if (found) return found;
  process.stderr.write(`--only '${options[at + 1]}' is nothing that is measured; write ${known.join(', ')}\n`);
  return process.exit(2);
}
