const PATIENCE = 4_000;

/**
 * Waits until something that goes over the network has happened.
 *
 * @throws when it takes too long
 */
export async function until(happened: () => boolean): Promise<void> {
  for (let turn = 0; !happened(); turn += 1) {
    if (turn === PATIENCE) throw new Error(`this has not happened: ${happened}`);
    await new Promise((done) => setTimeout(done, 1));
  }
}
