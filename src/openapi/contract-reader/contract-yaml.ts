import { Document, YAMLError, parseDocument, visit } from 'yaml';

/** How often aliases may repeat what an anchor names. Files of a few hundred operations share their responses so; a bomb needs far more. */
const MAX_ALIASES = 10_000;

/**
 * The value that a YAML text stands for.
 *
 * @param name names the text in messages
 * @throws with line and column for what is no YAML, for a key that stands twice, and for tags such as `!Ref`
 */
export function parseYaml(text: string, name: string): unknown {
  const document = attempt(name, () => parseDocument(text, { merge: true, logLevel: 'error' }));
  // A tag that nobody knows is a mere warning to YAML, and its value would be taken for text.
  const flaw: YAMLError | undefined = document.errors[0] ?? document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED');
  if (flaw) throw new Error(`${name}, ${placeOf(flaw)}: ${REMEDIES.get(flaw.code) ?? `this is neither YAML nor JSON: ${firstLine(flaw.message)}`}`);
  return attempt(name, () => document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown, () => aliasOfNothing(document, text));
}

const REMEDIES = new Map<string, string>(Object.entries({
  DUPLICATE_KEY: 'this key stands twice in one object, and only one of the two would count; write it once',
  MULTIPLE_DOCS: 'here begins a second document; write one document in one file',
  TAG_RESOLVE_FAILED: 'this tag means something to CloudFormation or to another program, but not in OpenAPI; write ${name} and give its value in substitutions',
}));

/** Some flaws are thrown, without a place: aliases of nothing or without measure, nesting without end. */
function attempt<T>(name: string, step: () => T, explain: () => string | undefined = () => undefined): T {
  try {
    return step();
  } catch (error) {
    throw new Error(`${name}${explain() ?? ` cannot be read as YAML: ${firstLine(error instanceof Error ? error.message : String(error))}`}`);
  }
}

function aliasOfNothing(document: Document, text: string): string | undefined {
  let explanation: string | undefined;
  const anchors = new Set<string>();
  visit(document, {
    Node: (_key, node) => {
      if ('anchor' in node && node.anchor !== undefined) anchors.add(node.anchor);
    },
    Alias: (_key, { source, range }) => {
      if (anchors.has(source)) return undefined;
      const line = text.slice(0, range?.[0] ?? 0).split('\n').length;
      explanation = `, line ${line}: nothing before has the anchor '&${source}'; write it where the value stands`;
      return visit.BREAK;
    },
  });
  return explanation;
}

function placeOf({ linePos }: YAMLError): string {
  return linePos ? `line ${linePos[0].line}, column ${linePos[0].col}` : 'at its beginning';
}

/** Without the lines that show the place, and without the place. */
function firstLine(message: string): string {
  const [line] = message.split('\n');
  return line.replace(/ at line \d+, column \d+:?$/, '').replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
