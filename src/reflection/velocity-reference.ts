/** A call or a member of a reference: `.params('id')`, `.header`, `['X']`. */
interface ReferenceStep {
  /** Undefined for an index. */
  readonly name?: string;
  /** Set for a call and for an index. */
  readonly argument?: string;
}

/** A reference of Velocity, as `$util.escapeJavaScript($input.json('$'))`. */
export interface VelocityReference {
  readonly name: string;
  readonly steps: ReferenceStep[];
  /** As it is written. */
  readonly text: string;
}

/** The reference that begins at a `$`; undefined when none does. */
export function referenceAt(text: string, start: number): VelocityReference | undefined {
  const head = /^\$!?(\{?)!?([A-Za-z_][\w-]*)/.exec(text.slice(start, start + 200));
  if (!head) return undefined;
  const steps: ReferenceStep[] = [];
  let end = start + head[0].length;
  for (;;) {
    const member = text[end] === '.' ? /^\.([A-Za-z_][\w-]*)/.exec(text.slice(end, end + 200)) : null;
    const opening = end + (member?.[0].length ?? 0);
    const bracket = text[opening];
    const takesArgument = member ? bracket === '(' : bracket === '[';
    const closing = takesArgument ? closingAt(text, opening) : undefined;
    if (!member && closing === undefined) break;
    steps.push({ name: member?.[1], argument: closing === undefined ? undefined : text.slice(opening + 1, closing) });
    end = closing === undefined ? opening : closing + 1;
  }
  if (head[1] && text[end] === '}') end++;
  return { name: head[2], steps, text: text.slice(start, end) };
}

const PAIRS: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** Where the bracket closes that opens here; texts in quotes are passed over. Undefined when it does not. */
export function closingAt(text: string, opening: number): number | undefined {
  const expected: string[] = [];
  for (let index = opening; index < text.length; index++) {
    const letter = text[index];
    if (letter === '\'' || letter === '"') {
      const end = endOfString(text, index);
      if (end === undefined) return undefined;
      index = end;
    } else if (letter in PAIRS) {expected.push(PAIRS[letter]);} else if (letter === expected.at(-1)) {
      expected.pop();
      if (expected.length === 0) return index;
    }
  }
  return undefined;
}

/** Where a text in quotes ends. In double quotes, one that stands twice or behind a backslash is a part of the text. */
export function endOfString(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let index = start + 1; index < text.length; index++) {
    if (quote === '"' && text[index] === '\\') {index++;} else if (text[index] === quote) {
      if (quote === '\'' || text[index + 1] !== quote) return index;
      index++;
    }
  }
  return undefined;
}
