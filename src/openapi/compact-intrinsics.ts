import { isIntrinsic, isRecord } from '../intrinsic';

/**
 * Writes each `Fn::Join` of a resolved document as one `Fn::Sub`, which is a fraction of its size: a body of 300 routes
 * with joins leaves no room in a template for much else.
 *
 * A join with a separator, or of a list that only a deployment knows, stays as it is.
 */
export function compactIntrinsics(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compactIntrinsics);
  if (!isRecord(value)) return value;
  const join = value['Fn::Join'];
  if (join !== undefined) return substitution(join) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, compactIntrinsics(member)]));
}

function substitution(join: unknown): { 'Fn::Sub': unknown } | undefined {
  if (!Array.isArray(join) || join[0] !== '' || !Array.isArray(join[1])) return undefined;
  const parts: unknown[] = join[1];
  const taken = new Set(parts.map(referenceOf));
  const others: { [name: string]: unknown } = {};
  let substituted = '';
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    if (!isIntrinsic(part)) return undefined;
    const name = referenceOf(part) ?? freeName(taken);
    // What is no reference, such as the export of another stack, stands beside the text under a name of its own.
    if (referenceOf(part) === undefined) others[name] = part;
    substituted += `${escaped(text)}\${${name}}`;
    text = '';
  }
  substituted += escaped(text);
  return { 'Fn::Sub': Object.keys(others).length === 0 ? substituted : [substituted, others] };
}

/** A name that no reference of the text has, and none has from now on. */
function freeName(taken: Set<string | undefined>): string {
  let count = 1;
  while (taken.has(`Value${count}`)) count++;
  taken.add(`Value${count}`);
  return `Value${count}`;
}

/** Text that looks like a substitution stays text. */
function escaped(text: string): string {
  return text.replace(/\$\{/g, '${!');
}

function referenceOf(part: unknown): string | undefined {
  if (!isRecord(part)) return undefined;
  if (typeof part.Ref === 'string') return part.Ref;
  const attribute = part['Fn::GetAtt'];
  return Array.isArray(attribute) && attribute.every((name) => typeof name === 'string') ? attribute.join('.') : undefined;
}
