import { DECLARABLE, DECLARABLE_QUOTAS, DeclarableKind } from './declarable';
import { ParsedFile, placeIn, readParsedFile } from './parsed-file';
import { UnusableInput } from './unusable-input';
import { isRecord } from '../intrinsic';
import { nearestWord } from '../nearest-word';
import { Declarations } from '../rules/declarations';

/**
 * Reads what a file declares, in YAML or JSON: `{ production: true, requiredTags: [owner], quotas: { routes: 600 } }`.
 *
 * @param name as messages call the file
 * @throws UnusableInput for what is no such object, for a name that does not exist, and for a value of another kind
 */
export function readDeclarations(path: string, name: string): Declarations {
  const file = readParsedFile(path, name);
  const { document } = file;
  if (!isRecord(document)) throw new UnusableInput(`'${name}' is no object; write what is declared as 'production: true'`);
  const { quotas, ...declared } = document;
  checkEach(declared, DECLARABLE, (option) => placeIn(file, name, [option]));
  if ('quotas' in document) checkQuotas(quotas, file, name);
  return document;
}

function checkQuotas(quotas: unknown, file: ParsedFile, name: string): void {
  if (!isRecord(quotas)) throw new UnusableInput(`${placeIn(file, name, ['quotas'])}: 'quotas' was given ${JSON.stringify(quotas)}, which is no object; write 'quotas: { routes: 600 }'`);
  checkEach(quotas, DECLARABLE_QUOTAS, (option) => placeIn(file, name, ['quotas', option]));
}

type Kinds = Readonly<Record<string, DeclarableKind>>;

function checkEach(given: Record<string, unknown>, kinds: Kinds, placeOf: (option: string) => string): void {
  for (const [option, value] of Object.entries(given)) {
    const kind = Object.keys(kinds).includes(option) ? kinds[option] : undefined;
    if (!kind) throw new UnusableInput(`${placeOf(option)}: '${option}' is nothing that can be declared; write ${remedyFor(option, kinds)}`);
    const { what, example } = KINDS[kind];
    if (!KINDS[kind].holds(value)) throw new UnusableInput(`${placeOf(option)}: '${option}' was given ${JSON.stringify(value)}, which is ${what}; write '${option}: ${example(value)}'`);
  }
}

function remedyFor(option: string, kinds: Kinds): string {
  const names = Object.keys(kinds);
  if (Object.keys(DECLARABLE_QUOTAS).includes(option) && kinds !== DECLARABLE_QUOTAS) return `'quotas: { ${option}: <number> }'`;
  return nearestWord(option, names) ?? `one of ${names.join(', ')}`;
}

interface KindText {
  readonly holds: (value: unknown) => boolean;
  /** What a value of another kind is. */
  readonly what: string;
  readonly example: (given: unknown) => string;
}

const KINDS: { readonly [kind in DeclarableKind]: KindText } = {
  boolean: {
    holds: (value) => typeof value === 'boolean',
    what: 'neither true nor false',
    example: (given) => String(/^(false|no|off)$/i.test(String(given)) ? false : true),
  },
  number: {
    holds: (value) => typeof value === 'number' && Number.isFinite(value),
    what: 'no number',
    example: (given) => typeof given === 'string' && /^\d+$/.test(given) ? given : '<number>',
  },
  texts: {
    holds: (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
    what: 'no list of texts',
    example: (given) => JSON.stringify([given].flat().map((entry) => ['string', 'number'].includes(typeof entry) ? String(entry) : '<text>')),
  },
};
