import { isRecord } from '../intrinsic';

/**
 * Writes each `Fn::Join` of a resolved document as one `Fn::Sub` string, which is a fraction of its size: a body of 300 routes
 * with joins leaves no room in a template for much else.
 *
 * A join that holds more than text, `Ref` and `Fn::GetAtt` stays as it is.
 */
export function compactIntrinsics(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compactIntrinsics);
  if (!isRecord(value)) return value;
  const join = value['Fn::Join'];
  if (join !== undefined) return substitution(join) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, compactIntrinsics(member)]));
}

function substitution(join: unknown): { 'Fn::Sub': string } | undefined {
  if (!Array.isArray(join) || join[0] !== '' || !Array.isArray(join[1])) return undefined;
  let substituted = '';
  let text = '';
  for (const part of join[1]) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const reference = referenceOf(part);
    if (reference === undefined) return undefined;
    substituted += `${escaped(text)}\${${reference}}`;
    text = '';
  }
  return { 'Fn::Sub': substituted + escaped(text) };
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
