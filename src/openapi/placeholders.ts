import { isIntrinsic, isRecord } from '../intrinsic';

/**
 * Puts a readable word where a resolved document has a value that only a deployment knows: a contract is read without one.
 */
export function withPlaceholders(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlaceholders);
  if (!isRecord(value)) return value;
  if (isIntrinsic(value)) {
    const [[intrinsic, argument]] = Object.entries(value);
    return placeholder(intrinsic, argument);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withPlaceholders(member)]));
}

function placeholder(intrinsic: string, argument: unknown): string {
  if (intrinsic === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
    return argument[1].map((part) => typeof part === 'string' ? part : String(withPlaceholders(part))).join(String(argument[0] ?? ''));
  }
  if (intrinsic === 'Ref' && argument === 'AWS::URLSuffix') return 'amazonaws.com';
  const words = JSON.stringify(argument).replace('AWS::', '').match(/[A-Za-z0-9]+/g) ?? [];
  return words.join('-');
}
