import { Duration } from 'aws-cdk-lib';
import { requireDuration } from '../duration-check';
import { Limits } from '../limits';

/**
 * @throws when API Gateway cannot remember an authorizer's answer for that long
 */
export function checkResultsCacheTtl(authorizer: string, ttl?: Duration): void {
  if (ttl === undefined) return;
  requireDuration(`resultsCacheTtl of ${authorizer}`, ttl);
  if (ttl.isUnresolved()) {
    // Throws for a unit that cannot be converted at deploy time: here, and not at synthesis.
    ttl.toSeconds();
    return;
  }
  const seconds = ttl.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds > Limits.AUTHORIZER_TTL_MAX_SECONDS) {
    throw new Error(`${authorizer} was given a resultsCacheTtl of ${seconds} seconds, which API Gateway refuses; `
      + `write whole seconds from 0 (answers are not kept) to ${Limits.AUTHORIZER_TTL_MAX_SECONDS}`);
  }
}
