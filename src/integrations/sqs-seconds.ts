import { Duration, Token, Tokenization } from 'aws-cdk-lib';

/**
 * A duration as SQS takes it: whole seconds, as text.
 *
 * @throws when SQS would refuse it
 */
export function sqsSeconds(duration: Duration, what: string, longest: number): string {
  if (duration.isUnresolved()) return numberText(duration.toSeconds());
  const seconds = duration.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= longest) return String(seconds);
  throw new Error(`${what} is ${seconds} seconds, which SQS refuses; write whole seconds from 0 to ${longest}`);
}

/** A number as text, also one that only a deployment knows. */
export function numberText(value: number): string {
  return Token.isUnresolved(value) ? Tokenization.stringifyNumber(value) : String(value);
}
