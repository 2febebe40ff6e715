/**
 * What is told of the page around us, its network and its user.
 */
interface PageEars {
  /** The network came or went. */
  network(): void;

  /** The page came into view. */
  seen(): void;

  /** Somebody clicked, touched or pressed a key. */
  used(): void;
}

interface Events {
  addEventListener(type: string, listener: () => void, capture: boolean): void;
  removeEventListener(type: string, listener: () => void, capture: boolean): void;
}

interface Surroundings extends Partial<Events> {
  readonly document?: Events & { readonly visibilityState: string };
}

/**
 * Listens to the page, where there is one; a worker has only a network, and Node.js has neither.
 *
 * Nothing depends on it: what is told makes things happen sooner.
 *
 * @returns what ends it
 */
export function listenToPage(ears: PageEars): () => void {
  const around = globalThis as Surroundings;
  const { document } = around;
  const endings: (() => void)[] = [];
  const listen = (target: Partial<Events> | undefined, type: string, listener: () => void) => {
    // Captured, as an app may keep its events from rising.
    target?.addEventListener?.(type, listener, true);
    endings.push(() => target?.removeEventListener?.(type, listener, true));
  };
  listen(around, 'online', () => ears.network());
  listen(around, 'offline', () => ears.network());
  listen(document, 'visibilitychange', () => {
    if (document?.visibilityState === 'visible') ears.seen();
  });
  for (const type of ['pointerdown', 'keydown']) listen(document, type, () => ears.used());
  return () => endings.forEach((end) => end());
}
