import { fieldsOf } from './inner-values';
import { TemplateValue } from './template-value';

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
  const pending: { value: object; depth: number }[] = [];
  const add = (value: unknown, depth: number) => {
    if (typeof value === 'object' && value !== null) pending.push({ value, depth });
    else bytes += typeof value === 'string' ? textBytes(value) : (JSON.stringify(value) ?? 'null').length;
  };
  add(document, 0);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    let count = 0;
    if (Array.isArray(value)) {
      for (const entry of value) add(entry, depth + 1);
      count = value.length;
    } else {
      for (const [key, entry] of Object.entries(value)) {
        if (entry === undefined) continue;
        bytes += textBytes(key) + (indentation > 0 ? 2 : 1);
        add(entry, depth + 1);
        count++;
      }
    }
    bytes += 1 + Math.max(count, 1);
    if (indentation > 0 && count > 0) bytes += count * (1 + (depth + 1) * indentation) + 1 + depth * indentation;
  }
  return bytes;
}

/** Letters of one byte that JSON writes as they are. */
const PLAIN = /^[ !#-[\]-~]*$/;

function textBytes(text: string): number {
  return PLAIN.test(text) ? text.length + 2 : Buffer.byteLength(JSON.stringify(text));
}
