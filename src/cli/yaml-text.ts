import { Alias, CollectionTag, Document, Node, Pair, Scalar, ScalarTag, Tags, YAMLError, YAMLMap, YAMLSeq, isAlias, isMap, isNode, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { errorMessage } from './error-message';
import { ParsedText, countKeys } from './parsed-text';
import { TextFlaw } from './text-flaw';
import { LineStarts, Place, TextPlaces } from './text-places';
import { nearestWord } from '../nearest-word';

/** How often aliases may repeat what an anchor names: a bomb needs far more. */
const MAX_ALIASES = 10_000;

/**
 * Reads a text of YAML as CloudFormation does: functions in their short form become long, `yes` and `on` are true, and `012` is a text.
 *
 * @throws TextFlaw for what is no YAML, for a key that stands twice, and for a misspelt function
 */
export function parseYamlText(text: string): ParsedText {
  const document = attempt(() => parseDocument(text, { merge: true, logLevel: 'error', customTags: (tags) => [...tags.map(asCloudFormationReads), ...shortForms(text)] }));
  const flaw: YAMLError | undefined = document.errors[0] ?? document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED');
  if (flaw) throw new TextFlaw(describe(flaw), new LineStarts(text).positionOf(flaw.pos[0]));
  const content = attempt(() => document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown, () => aliasOfNothing(document, text));
  countKeys(content);
  const places = new TextPlaces(text, () => document.contents ? placeOf(document.contents, document) : undefined);
  return { document: content, locate: (path) => places.locate(path) };
}

const REMEDIES: { readonly [code: string]: string | undefined } = {
  DUPLICATE_KEY: 'this key stands twice in one object, and only one of the two would count; write it once',
  MULTIPLE_DOCS: 'here begins a second document; write one template in one file',
};

function describe({ code, message }: YAMLError): string {
  // Messages about short forms are our own.
  return REMEDIES[code] ?? (message.startsWith('\'!') ? firstLine(message) : `this is no YAML: ${firstLine(message)}`);
}

/** Aliases of nothing or without measure, and nesting without end, are thrown without a place. */
function attempt<T>(step: () => T, explain: () => TextFlaw | undefined = () => undefined): T {
  try {
    return step();
  } catch (error) {
    throw explain() ?? new TextFlaw(`this is no YAML: ${firstLine(errorMessage(error))}`);
  }
}

function aliasOfNothing(document: Document, text: string): TextFlaw | undefined {
  let lost: Alias | undefined;
  const anchors = new Set<string>();
  visit(document, {
    Node: (_key, node) => {
      if ('anchor' in node && node.anchor !== undefined) anchors.add(node.anchor);
    },
    Alias: (_key, alias) => {
      if (anchors.has(alias.source)) return undefined;
      lost = alias;
      return visit.BREAK;
    },
  });
  return lost && new TextFlaw(`nothing before has the anchor '&${lost.source}'; write it where the value stands`, new LineStarts(text).positionOf(lost.range?.[0] ?? 0));
}

/** Without the lines that show the place, and without the place. */
function firstLine(message: string): string {
  const [line] = message.split('\n');
  return line.replace(/ at line \d+, column \d+:?$/, '').replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

type Tag = Exclude<Tags[number], string>;

/** CloudFormation reads YAML 1.1, but for dates, which stay texts. */
function asCloudFormationReads(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.collection) return tag;
  if (tag.tag === 'tag:yaml.org,2002:bool') {
    return { ...tag, test: /^(true|yes|on|false|no|off)$/i, resolve: (source: string) => new Scalar(/^(t|y|on)/i.test(source)) };
  }
  // The account 012345678901 would lose its zero.
  return tag.tag === 'tag:yaml.org,2002:int' && !tag.format ? { ...tag, test: /^[-+]?(0|[1-9]\d*)$/ } : tag;
}

const FUNCTIONS = [
  'Ref', 'Condition', 'And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'ImportValue', 'Join', 'Length',
  'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'ValueOf', 'ValueOfAll',
];

/** A tag for every word that could be one: functions that come after this library are read as well. */
function shortForms(text: string): Tag[] {
  return [...new Set([...text.matchAll(/!([A-Za-z]\w*)/g)].map(([, name]) => name))].flatMap((name) => {
    const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
    const meant = FUNCTIONS.includes(name) ? undefined : nearestWord(name, FUNCTIONS);
    const check = (onError: (message: string) => void) => {
      if (meant) onError(`'!${name}' is no function of CloudFormation; write !${meant}`);
    };
    const scalar: ScalarTag = {
      tag: `!${name}`,
      resolve: (value, onError) => {
        check(onError);
        return { [key]: value };
      },
    };
    const collection = (kind: 'map' | 'seq'): CollectionTag => ({
      tag: `!${name}`,
      collection: kind,
      resolve: (value: YAMLMap.Parsed | YAMLSeq.Parsed, onError) => {
        check(onError);
        const map = new YAMLMap();
        map.items.push(new Pair(new Scalar(key), value));
        return map;
      },
    });
    return [scalar, collection('map'), collection('seq')];
  });
}

/** A field begins with its key. */
function placeOf(written: Node, document: Document, above = 0): Place {
  const node = isAlias(written) ? written.resolve(document) ?? written : written;
  const offset = written.range?.[0] ?? above;
  return { offset, children: () => childrenOf(node, offset, document) };
}

function childrenOf(node: Node, offset: number, document: Document): [string, Place][] {
  if (isSeq(node)) {
    return node.items.flatMap((item, index): [string, Place][] => isNode(item) ? [[String(index), placeOf(item, document, offset)]] : []);
  }
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }): [string, Place][] => {
    if (!isScalar(key)) return [];
    const place = isNode(value) ? placeOf(value, document, offset) : { offset, children: () => [] };
    return [[String(key.value), { ...place, offset: key.range?.[0] ?? place.offset }]];
  });
}
