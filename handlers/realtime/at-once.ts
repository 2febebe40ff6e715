/**
 * Does the same with each item, no more than so many at once, and no longer begins once it is told to stop.
 *
 * One item that takes long holds up none but the last ones.
 *
 * @param most how many at once, 1 or more; it may become less while this goes on
 * @returns the items that were not begun
 */
export async function forEachAtOnce<T>(
  items: readonly T[], most: () => number, work: (item: T) => Promise<void>, isOver: () => boolean,
): Promise<readonly T[]> {
  let begun = 0;
  let workers = Math.min(most(), items.length);
  const worker = async () => {
    while (begun < items.length && !isOver() && workers <= most()) await work(items[begun++]);
    workers -= 1;
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return items.slice(begun);
}
