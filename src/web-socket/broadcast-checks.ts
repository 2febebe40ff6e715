import { Duration, Token } from 'aws-cdk-lib';
import { BroadcastOptions } from './broadcast-options';
import { requireDuration } from '../duration-check';
import { givenValue } from '../given-value';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const CONCURRENCY_MIN = 2;
const CONCURRENCY_MAX = 1_000;

const LINK_MIN = Duration.minutes(1);
const LINK_MAX = Duration.hours(12);

/**
 * @throws when AWS would refuse it, or nobody could follow a link
 */
export function checkBroadcastOptions({ maxConcurrency, offload }: BroadcastOptions): void {
  if (maxConcurrency !== undefined && !Token.isUnresolved(maxConcurrency)
    && !(Number.isInteger(maxConcurrency) && maxConcurrency >= CONCURRENCY_MIN && maxConcurrency <= CONCURRENCY_MAX)) {
    throw new Error(`broadcast.maxConcurrency is ${givenValue(maxConcurrency)}, and Lambda takes whole numbers from ${CONCURRENCY_MIN} to ${CONCURRENCY_MAX} for a queue; write one of them, or leave it out for ${CONCURRENCY_MIN}`);
  }
  const lifetime = offload?.linkLifetime;
  if (lifetime === undefined) return;
  requireDuration('broadcast.offload.linkLifetime', lifetime);
  if (lifetime.isUnresolved()) throw new Error('broadcast.offload.linkLifetime is only known at deploy time, and a function reads it as a number; write Duration.minutes(15)');
  const seconds = lifetime.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < LINK_MIN.toSeconds() || seconds > LINK_MAX.toSeconds()) {
    throw new Error(`broadcast.offload.linkLifetime is ${lifetime.toHumanString()}, and a link is good for whole seconds from 1 minute to 12 hours; write Duration.minutes(15), or leave it out`);
  }
}
