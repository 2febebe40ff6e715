import { fieldsOf } from './inner-values';
import { TemplateValue } from './template-value';
import { isRecord } from '../intrinsic';

/** How large a value is as compact JSON, without what is only known at deployment. */
interface JsonSize {
  readonly bytes: number;
  readonly characters: number;
  /** How many of its pieces are only known at deployment. */
  readonly gaps: number;
}

/** The size of a value; whatever it turns out to be, it is not smaller. */
export function sizeOfValue(root: TemplateValue): JsonSize {
  const size = { bytes: 0, characters: 0, gaps: 0 };
  const add = (text: string) => {
    size.bytes += Buffer.byteLength(text);
    size.characters += text.length;
  };
  const pending = [root];
  for (let value = pending.pop(); value; value = pending.pop()) {
    const resolved = value.resolve();
    const text = value.text().value;
    if (text) {
      const isBare = resolved.kind === 'plain' && typeof resolved.content !== 'string';
      add(isBare ? text.toString() : JSON.stringify(text.pieces.filter((piece) => typeof piece === 'string').join('')));
      size.gaps += text.gaps.length;
    } else if (resolved.kind === 'plain') {
      const fields = fieldsOf(value);
      add('{}'.padEnd(1 + Math.max(fields.length, 1), ','));
      for (const [key, inner] of fields) {
        if (typeof key === 'string') add(`${JSON.stringify(key)}:`);
        pending.push(inner);
      }
    } else if (resolved.kind !== 'absent') {
      size.gaps += 1;
    }
  }
  return size;
}

/** The bytes of a document that is written as JSON, on one line or with each level indented by some spaces more. */
export function writtenBytes(document: unknown, indentation: number): number {
  let bytes = 0;
  const pending: [unknown, number][] = [[document, 0]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, depth] = next;
    const isList = Array.isArray(value);
    if (!isList && !isRecord(value)) {
      bytes += Buffer.byteLength(JSON.stringify(value) ?? 'null');
      continue;
    }
    const entries = Object.entries(value).filter(([, entry]) => isList || entry !== undefined);
    bytes += 1 + Math.max(entries.length, 1);
    if (indentation > 0 && entries.length > 0) bytes += entries.length * (1 + (depth + 1) * indentation) + 1 + depth * indentation;
    for (const [key, entry] of entries) {
      if (!isList) bytes += Buffer.byteLength(JSON.stringify(key)) + (indentation > 0 ? 2 : 1);
      pending.push([entry, depth + 1]);
    }
  }
  return bytes;
}
