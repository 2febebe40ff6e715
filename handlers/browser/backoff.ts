import { RealtimeClock } from './realtime-clock';

/**
 * The delays between attempts.
 */
export interface Backoff {
  /**
   * Milliseconds until the next attempt.
   *
   * @param refused whether the last one was refused, and not let in and then lost
   */
  next(refused: boolean): number;

  /** How many delays there were since the last success. */
  failures(): number;

  /** After a success the delays are short again. */
  reset(): void;
}

const FIRST = 500;

/** Who is refused more often in a row has a token that does not get better, or a server that is down for long. */
const REFUSALS = 10;
const LONGEST_AFTER_REFUSALS = 5 * 60_000;

/**
 * Each delay is drawn from zero up to a bound, which doubles from half a second to the longest, and further after ten refusals in a row.
 *
 * So a thousand clients that lose their connection in one moment do not knock in one moment, and those that are refused do not knock for ever.
 *
 * @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function newBackoff(clock: RealtimeClock, longest: number): Backoff {
  let failures = 0;
  let refusals = 0;
  return {
    next: (refused) => {
      refusals = refused ? refusals + 1 : 0;
      const most = refusals > REFUSALS ? Math.max(longest, Math.min(LONGEST_AFTER_REFUSALS, longest * 2 ** (refusals - REFUSALS))) : longest;
      const bound = Math.min(most, FIRST * 2 ** failures);
      failures += 1;
      return clock.random() * bound;
    },
    failures: () => failures,
    reset: () => {
      failures = 0;
      refusals = 0;
    },
  };
}
