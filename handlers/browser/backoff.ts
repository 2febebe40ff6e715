import { RealtimeClock } from './realtime-clock';

/**
 * The delays between attempts.
 */
export interface Backoff {
  /** Milliseconds until the next attempt. */
  next(): number;

  /** How many delays there were since the last success. */
  failures(): number;

  /** After a success the delays are short again. */
  reset(): void;
}

const FIRST = 500;

/**
 * Each delay is drawn from zero up to a bound, which doubles from half a second to the longest.
 *
 * So a thousand clients that lose their connection in one moment do not knock in one moment.
 *
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function newBackoff(clock: RealtimeClock, longest: number): Backoff {
  let failures = 0;
  return {
    next: () => {
      const bound = Math.min(longest, FIRST * 2 ** failures);
      failures += 1;
      return clock.random() * bound;
    },
    failures: () => failures,
    reset: () => {
      failures = 0;
    },
  };
}
