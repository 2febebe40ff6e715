import { Clock } from '../waiting';

/** In seconds: before the second time, and at most. The fifth attempt so comes after any handshake that the first had met. */
const FIRST = 5;
const LONGEST = 40;

/**
 * How long something stays in the queue that has been tried so many times, in whole seconds: 5, 10, 20, 40, and up to a quarter more,
 * so that what failed together does not come back together.
 */
export function queueDelay(times: number, clock: Clock): number {
  return Math.round(Math.min(FIRST * 2 ** (times - 1), LONGEST) * (1 + clock.random() / 4));
}
