/**
 * The messages that every new connection begins with, in the order in which they were added.
 *
 * Two parts of an app that want the same share one, which is there until both have let it go.
 */
interface Subscriptions {
  /** @returns whether nobody had it before */
  add(text: string): boolean;

  /** @returns whether nobody has it any more */
  remove(text: string): boolean;

  forEach(send: (text: string) => void): void;
}

export function newSubscriptions(): Subscriptions {
  const holders = new Map<string, number>();
  return {
    add: (text) => {
      const held = holders.get(text) ?? 0;
      holders.set(text, held + 1);
      return held === 0;
    },
    remove: (text) => {
      const left = (holders.get(text) ?? 0) - 1;
      if (left > 0) holders.set(text, left);
      else holders.delete(text);
      return left === 0;
    },
    forEach: (send) => holders.forEach((_, text) => send(text)),
  };
}
