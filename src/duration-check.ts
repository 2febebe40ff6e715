import { Duration } from 'aws-cdk-lib';
import { givenValue } from './given-value';

/**
 * The compiler knows the difference between 5 and five seconds, and JavaScript does not.
 *
 * @param what names the value in messages, as `cors.maxAge`
 * @throws for what is no `Duration`
 */
export function requireDuration(what: string, value: Duration): void {
  // Not `instanceof`: an app may have two copies of aws-cdk-lib.
  if (typeof (value as Duration | null)?.toSeconds === 'function') return;
  const given: unknown = value;
  const seconds = typeof given === 'number' && Number.isFinite(given) && given >= 0 ? given : 5;
  throw new Error(`${what} was given ${givenValue(given)}, which has no unit; write a Duration, as Duration.seconds(${seconds})`);
}
