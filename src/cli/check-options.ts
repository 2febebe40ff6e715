import { parseArgs } from 'util';
import { UnusableInput } from './unusable-input';
import { nearestWord } from '../nearest-word';
import { Category } from '../rules/rule-text';

const FORMATS = ['text', 'json', 'sarif'] as const;
const SEVERITIES = ['error', 'warning', 'unknown'] as const;
const CATEGORIES: readonly Category[] = ['correctness', 'security', 'reliability', 'cost', 'operations'];

/** What `gatehouse check` is asked for. */
export interface CheckOptions {
  readonly paths: string[];
  readonly format: typeof FORMATS[number];
  /** The least severity that is listed. */
  readonly severity: typeof SEVERITIES[number];
  readonly categories: readonly Category[];
  readonly acknowledge?: string;
  readonly declare?: string;
  readonly help: boolean;
}

const OPTIONS = {
  format: { type: 'string' },
  category: { type: 'string', multiple: true },
  severity: { type: 'string' },
  acknowledge: { type: 'string' },
  declare: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * @throws UnusableInput for an option that does not exist, or has a value that it cannot have
 */
export function parseCheckOptions(args: string[]): CheckOptions {
  // Not strict: its messages tell what is wrong, but not what to write.
  const { values, positionals, tokens } = parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) if (token.kind === 'option') checkOption(token);
  const { format = 'text', category = [], severity = 'warning', acknowledge, declare, help = false } = values;
  const categories = [category].flat().flatMap((list) => String(list).split(',')).map((name) => name.trim()).filter((name) => name !== '');
  return {
    paths: positionals,
    format: oneOf(FORMATS, format, 'format'),
    severity: oneOf(SEVERITIES, severity, 'severity'),
    categories: categories.length === 0 ? CATEGORIES : categories.map((name) => oneOf(CATEGORIES, name, 'category')),
    acknowledge: typeof acknowledge === 'string' ? acknowledge : undefined,
    declare: typeof declare === 'string' ? declare : undefined,
    help: help === true,
  };
}

function checkOption({ name, rawName, value }: { name: string; rawName: string; value?: string }): void {
  const [, option] = Object.entries(OPTIONS).find(([known]) => known === name) ?? [];
  if (!option) {
    const meant = nearestWord(name, Object.keys(OPTIONS));
    throw new UnusableInput(`'${rawName}' is no option of 'gatehouse check'; write ${meant ? `--${meant}` : `one of ${Object.keys(OPTIONS).map((known) => `--${known}`).join(', ')}`}`);
  }
  if (option.type === 'string' && (value === undefined || value === '')) throw new UnusableInput(`'${rawName}' was given no value; write ${EXAMPLES[name]}`);
  if (option.type === 'boolean' && value !== undefined) throw new UnusableInput(`'${rawName}' was given '${value}', and takes no value; write ${rawName} alone`);
}

const EXAMPLES: { readonly [name: string]: string } = {
  format: '--format json',
  category: '--category security,cost',
  severity: '--severity error',
  acknowledge: '--acknowledge gatehouse.yaml',
  declare: '--declare declared.yaml',
};

function oneOf<T extends string>(allowed: readonly T[], given: string | boolean, option: string): T {
  const found = allowed.find((each) => each === given);
  if (found !== undefined) return found;
  const meant = nearestWord(String(given), [...allowed]);
  throw new UnusableInput(`--${option} was given '${given}', which is none of ${allowed.join(', ')}; write --${option} ${meant ?? allowed[0]}`);
}
