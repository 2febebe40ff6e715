import { Node, ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import { errorMessage } from './error-message';
import { ParsedText, countKeys } from './parsed-text';
import { TextFlaw } from './text-flaw';
import { LineStarts, Place, TextPlaces } from './text-places';

/**
 * Reads a text of JSON.
 *
 * @throws TextFlaw for what is no JSON, and for a key that stands twice in one object
 */
export function parseJsonText(text: string): ParsedText {
  const document = parse(text);
  // JSON.parse keeps the last of equal keys. Counting is ten times faster than reading keys with their places.
  if (countKeys(document) !== writtenKeys(text)) throw duplicateKey(text);
  const places = new TextPlaces(text, () => {
    const root = parseTree(text);
    return root && placeOf(root);
  });
  return { document, locate: (path) => places.locate(path) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw syntaxFlaw(text) ?? new TextFlaw(`this is no JSON: ${errorMessage(error)}`);
  }
}

function syntaxFlaw(text: string): TextFlaw | undefined {
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, { disallowComments: true });
  } catch {
    // Nested so deeply that the reader gives up.
    return undefined;
  }
  const [first] = errors;
  return first && new TextFlaw(`this is no JSON: ${inWords(printParseErrorCode(first.error))}`, new LineStarts(text).positionOf(first.offset));
}

/** `CommaExpected`: comma expected. */
function inWords(code: string): string {
  return code.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();
}

/** How many keys stand in a text of JSON: each string that a colon follows. */
function writtenKeys(text: string): number {
  let keys = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*(:?)/gs)) if (colon) keys++;
  return keys;
}

function duplicateKey(text: string): TextFlaw {
  const objects: Set<string>[] = [];
  let found: { key: string; line: number; column: number } | undefined;
  visit(text, {
    onObjectBegin: () => { objects.push(new Set()); },
    onObjectEnd: () => { objects.pop(); },
    onObjectProperty: (key, _offset, _length, line, column) => {
      const keys = objects.at(-1);
      if (keys?.has(key)) found ??= { key, line: line + 1, column: column + 1 };
      keys?.add(key);
    },
  });
  const key = found ? `the key '${found.key}'` : 'a key';
  return new TextFlaw(`${key} stands twice in one object, and only one of the two would count; write it once`, found);
}

/** A field begins with its key. */
function placeOf(node: Node): Place {
  return {
    offset: node.offset,
    children: () => (node.children ?? []).map((child, index): [string, Place] => {
      const [key, value] = node.type === 'object' ? child.children ?? [] : [undefined, child];
      return [String(key ? key.value : index), { ...placeOf(value ?? child), offset: child.offset }];
    }),
  };
}
