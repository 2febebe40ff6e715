import { RealtimeClock } from './realtime-clock';

/**
 * Notices that nobody has used something for a while.
 */
export interface IdleWatch {
  /** Somebody uses it; watches again if it did not. */
  use(): void;
  stop(): void;
}

/**
 * @param maxIdle milliseconds; nothing waits for infinitely many
 */
export function newIdleWatch(maxIdle: number, clock: RealtimeClock, onIdle: () => void): IdleWatch {
  let lastUse = 0;
  let callOff: (() => void) | undefined;
  const wait = (millis: number) => {
    // Use moves no timer: it may come with every key.
    callOff = clock.after(millis, () => {
      const left = lastUse + maxIdle - clock.now();
      if (left > 0) return wait(left);
      callOff = undefined;
      onIdle();
    });
  };
  return {
    use: () => {
      lastUse = clock.now();
      if (maxIdle < Infinity && !callOff) wait(maxIdle);
    },
    stop: () => {
      callOff?.();
      callOff = undefined;
    },
  };
}
