import { TextFlaw } from './text-flaw';
import { isRecord } from '../intrinsic';
import { Position } from '../reflection/template';
import { TemplatePath } from '../reflection/template-value';

/** A text of JSON or YAML as plain values, with their places in it. */
export interface ParsedText {
  readonly document: unknown;
  readonly locate: (path: TemplatePath) => Position | undefined;
}

/** No template comes near; beyond lie endless nesting and aliases that name themselves. */
const MAX_DEPTH = 200;

/**
 * How many keys the objects of a document have.
 *
 * @throws for what is nested without measure
 */
export function countKeys(document: unknown, depth = 0): number {
  if (depth > MAX_DEPTH) throw new TextFlaw(`it is nested more than ${MAX_DEPTH} levels deep, or contains itself; write it flatter`);
  if (Array.isArray(document)) return document.reduce<number>((total, entry) => total + countKeys(entry, depth + 1), 0);
  if (!isRecord(document)) return 0;
  return Object.keys(document).reduce((total, key) => total + 1 + countKeys(document[key], depth + 1), 0);
}
