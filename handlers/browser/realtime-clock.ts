/**
 * Time and chance, as far as a connection needs them; tests bring their own.
 */
export interface RealtimeClock {
  /** Milliseconds since 1970. */
  now(): number;

  /** A number from 0 up to, but not including, 1. */
  random(): number;

  /**
   * Rings once, after so many milliseconds.
   *
   * @returns what calls it off
   */
  after(millis: number, ring: () => void): () => void;
}

export const systemClock: RealtimeClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (millis, ring) => {
    const timer = setTimeout(ring, millis);
    return () => clearTimeout(timer);
  },
};
