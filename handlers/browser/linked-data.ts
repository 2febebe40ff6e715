import { RealtimeClock } from './realtime-clock';

/**
 * Reads the data of large messages, which stand elsewhere.
 */
export interface LinkedData {
  /**
   * @throws what the last of four attempts did
   */
  read(link: string): Promise<unknown>;

  /** Ends all that is being read; what waits for a further attempt waits for ever. */
  stop(): void;
}

/** Each delay is drawn from between two numbers of milliseconds. All receivers read one object at once; the last delay outlasts the crowd. */
const DELAYS = [[0, 500], [0, 1_000], [5_000, 10_000]];

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
      for (const [least, most] of DELAYS) {
        try {
          return await readOnce(link);
        } catch (error) {
          if (ending.signal.aborted) throw error;
          await pause(least + clock.random() * (most - least));
        }
      }
      return readOnce(link);
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
