import { newBackoff } from './backoff';
import { RealtimeClock } from './realtime-clock';

/**
 * Reads the data of large messages, which stand elsewhere.
 */
export interface LinkedData {
  /**
   * @throws what the last of three attempts did
   */
  read(link: string): Promise<unknown>;

  /** Ends all that is being read; what waits for a further attempt waits for ever. */
  stop(): void;
}

const ATTEMPTS = 3;
const LONGEST_DELAY = 5_000;

/**
 * @param given what reads a link once
 */
export function newLinkedData(clock: RealtimeClock, given?: (link: string) => Promise<unknown>): LinkedData {
  const ending = new AbortController();
  const waiting = new Set<() => void>();
  const readOnce = given ?? ((link) => fetched(link, ending.signal));
  const pause = async (millis: number) => new Promise<void>((resolve) => {
    const callOff = clock.after(millis, () => {
      waiting.delete(callOff);
      resolve();
    });
    waiting.add(callOff);
  });
  return {
    read: async (link) => {
      for (const backoff = newBackoff(clock, LONGEST_DELAY); ;) {
        try {
          return await readOnce(link);
        } catch (error) {
          const delay = backoff.next();
          if (backoff.failures() === ATTEMPTS || ending.signal.aborted) throw error;
          await pause(delay);
        }
      }
    },
    stop: () => {
      ending.abort();
      waiting.forEach((callOff) => callOff());
    },
  };
}

async function fetched(link: string, signal: AbortSignal): Promise<unknown> {
  const answer = await fetch(link, { credentials: 'omit', signal });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}
