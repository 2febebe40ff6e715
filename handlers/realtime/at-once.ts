/**
 * Does the same with each item, no more than so many at once, and no longer begins once it is told to stop.
 *
 * One item that takes long holds up none but the last ones.
 *
 * @returns the items that were not begun
 */
export async function forEachAtOnce<T>(
  items: readonly T[], most: number, work: (item: T) => Promise<void>, isOver: () => boolean,
): Promise<readonly T[]> {
  let begun = 0;
  const worker = async () => {
    while (begun < items.length && !isOver()) await work(items[begun++]);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return items.slice(begun);
}
