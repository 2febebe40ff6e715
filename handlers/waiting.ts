/**
 * Time, as far as waiting needs it; tests bring their own.
 */
export interface Clock {
  /** Milliseconds since any fixed moment. */
  now(): number;

  sleep(millis: number): Promise<void>;

  /** A number from 0 up to, but not including, 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (millis) => new Promise((done) => setTimeout(done, millis)),
  random: () => Math.random(),
};

/**
 * How long to wait, in milliseconds.
 */
export interface Patience {
  readonly firstDelay: number;

  /** Delays double up to this one. */
  readonly longestDelay: number;

  /** No attempt begins later than this after the first. */
  readonly total: number;
}

/**
 * Nothing but transient answers came within the time that there was.
 */
export class OutOfPatience extends Error {
  public readonly lastError: Error;

  constructor(lastError: Error) {
    super(lastError.message);
    this.name = 'OutOfPatience';
    this.lastError = lastError;
  }
}

/**
 * Repeats an attempt while its errors are transient, with doubling delays.
 *
 * Each delay is lengthened by up to a quarter, so that stacks deployed together do not knock in step.
 *
 * @throws OutOfPatience when no further attempt would begin within `patience.total`; any other error at once
 */
export async function retryWhileTransient<T>(
  attempt: () => Promise<T>, isTransient: (error: Error) => boolean, patience: Patience, clock: Clock,
): Promise<T> {
  const begin = clock.now();
  for (let delay = patience.firstDelay; ; delay = Math.min(2 * delay, patience.longestDelay)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Error) || !isTransient(error)) throw error;
      const wait = delay * (1 + clock.random() / 4);
      if (clock.now() + wait > begin + patience.total) throw new OutOfPatience(error);
      await clock.sleep(wait);
    }
  }
}
