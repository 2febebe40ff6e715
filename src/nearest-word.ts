/**
 * The word that was meant, where one is so near that a slip of the hand explains the difference: two letters, or one in a short word.
 */
export function nearestWord(written: string, words: string[]): string | undefined {
  const [nearest] = words
    .map((word) => ({ word, distance: editDistance(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= (Math.min(word.length, written.length) > 4 ? 2 : 1))
    .sort((a, b) => a.distance - b.distance);
  return nearest?.word;
}

/** How many letters have to be put in, taken out or exchanged. @see https://en.wikipedia.org/wiki/Levenshtein_distance */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const last = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
  }
  return row[b.length];
}
