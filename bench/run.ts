/**
 * Measures the library beside aws-cdk-lib's own constructs, in one run: each sample is a process of its own, kinds alternate, medians count.
 *
 * `npm run bench -- --json` prints one JSON array of `{ name, unit, ours, peers, ratio }`; without `--json` a table. `--runs N` sets the samples (5), `--only rest` or `--only http` leaves the other type out.
 */
import { measure } from './measure';
import { Comparison, asTable, compare } from './report';

const options = process.argv.slice(2);
const runsAt = options.indexOf('--runs');
const runs = runsAt >= 0 ? Number(options[runsAt + 1]) : 5;
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write(`--runs '${options[runsAt + 1]}' is no number of samples; write a whole number of 1 or more\n`);
  process.exit(2);
}

const onlyAt = options.indexOf('--only');
const only = onlyAt >= 0 ? options[onlyAt + 1] : undefined;
if (only !== undefined && only !== 'rest' && only !== 'http') {
  process.stderr.write(`--only '${only}' is no type of API that is measured; write rest or http\n`);
  process.exit(2);
}

const samples = measure(runs, only);
const comparisons: Comparison[] = compare(samples);
process.stdout.write(options.includes('--json') ? `${JSON.stringify(comparisons, undefined, 2)}\n` : asTable(comparisons));
