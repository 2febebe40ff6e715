/**
 * The ids of the messages that came; for messages come at least once.
 */
interface SeenIds {
  /** Takes note of an id; whether it is a new one. */
  add(id: string): boolean;

  /** Lets an id be new again. */
  forget(id: string): void;
}

const GENERATION = 5_000;

/**
 * Remembers the newest 5,000 to 10,000 ids.
 *
 * There are two generations, of which the older one is forgotten as a whole: that takes no time however many ids there are.
 */
export function newSeenIds(): SeenIds {
  let newer = new Set<string>();
  let older = new Set<string>();
  return {
    add: (id) => {
      if (newer.has(id) || older.has(id)) return false;
      if (newer.size === GENERATION) [older, newer] = [newer, new Set()];
      newer.add(id);
      return true;
    },
    forget: (id) => {
      newer.delete(id);
      older.delete(id);
    },
  };
}
