type Listener<Detail> = (detail: Detail) => unknown;

/**
 * Who listens to what.
 */
interface Listeners<Events> {
  /** @returns what ends it */
  add<Event extends keyof Events>(event: Event, hear: Listener<Events[Event]>): () => void;

  /** @returns whether anybody listens */
  tell<Event extends keyof Events>(event: Event, detail: Events[Event]): boolean;

  /** Ends them all. */
  clear(): void;
}

/**
 * @param failed what a listener threw, at once or later; it harms nobody else
 */
export function newListeners<Events>(failed: (event: keyof Events, error: unknown) => void): Listeners<Events> {
  // An entry for each time that a function was added: one may listen twice.
  const entries = new Set<{ readonly event: keyof Events; readonly hear: Listener<never> }>();
  const call = async <Event extends keyof Events>(event: Event, hear: Listener<Events[Event]>, detail: Events[Event]) => {
    try {
      await hear(detail);
    } catch (error) {
      failed(event, error);
    }
  };
  return {
    add: (event, hear) => {
      const entry = { event, hear };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    tell: (event, detail) => {
      const concerned = [...entries].filter((entry) => entry.event === event);
      for (const entry of concerned) {
        // One of them may have ended another.
        if (entries.has(entry)) void call(event, entry.hear as Listener<typeof detail>, detail);
      }
      return concerned.length > 0;
    },
    clear: () => entries.clear(),
  };
}
