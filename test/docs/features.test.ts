import { existsSync } from 'fs';
import { join } from 'path';
import { Link, ROOT, links, read, resolveLink } from './markdown';

const FILE = 'docs/features.md';
const STATES = ['works', 'not yet', 'not offered by AWS', 'guidance'];
const IDS = [['F', 188], ['P', 67], ['N', 18]] as const;

interface Row {
  readonly id: string;
  readonly feature: string;
  readonly typed: string;
  readonly state: string;
  readonly shownBy: Link[];
}

/** A bar inside of code would end the cell, so there is none. */
const rows: Row[] = read(FILE).split('\n').filter((line) => /^\| [FPN]\d+ /.test(line)).map((line) => {
  const [, id, feature, typed, state, shownBy] = line.split('|').map((cell) => cell.trim());
  return { id, feature, typed, state, shownBy: links(FILE, shownBy) };
});
const withState = (state: string) => rows.filter((row) => row.state === state);
const paths = (row: Row) => row.shownBy.map(({ target }) => resolveLink(FILE, target).path);
const ids = (found: Row[]) => found.map(({ id }) => id);

describe('the table of features', () => {
  test('has every row once, in order within its kind', () => {
    for (const [kind, count] of IDS) {
      expect(rows.map(({ id }) => id).filter((id) => id.startsWith(kind))).toEqual(Array.from({ length: count }, (_, index) => `${kind}${index + 1}`));
    }
  });

  test('gives each row one of the four states', () => {
    expect(ids(rows.filter(({ state }) => !STATES.includes(state)))).toEqual([]);
    expect(ids(rows.filter(({ feature }) => feature === ''))).toEqual([]);
  });

  test('shows what works by a test or an example, and says what to type', () => {
    const shown = (row: Row) => paths(row).some((path) => /^((test|handlers)\/.*\.test\.ts|examples\/.*\.ts)$/.test(path));

    expect(withState('works').length).toBeGreaterThan(0);
    expect(ids(withState('works').filter((row) => !shown(row)))).toEqual([]);
    expect(ids(withState('works').filter(({ typed }) => typed === ''))).toEqual([]);
  });

  test('tells guidance on a page of ours', () => {
    expect(ids(withState('guidance').filter((row) => !paths(row).some((path) => /^docs\/.*\.md$/.test(path))))).toEqual([]);
  });

  test('shows nothing for what is not there', () => {
    expect(ids([...withState('not yet'), ...withState('not offered by AWS')].filter(({ shownBy }) => shownBy.length > 0))).toEqual([]);
  });

  test('links to files that exist', () => {
    expect(rows.flatMap(paths).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('counts its rows rightly', () => {
    expect(read(FILE)).toContain(`${withState('works').length} rows work, ${withState('guidance').length} are guidance, ${withState('not yet').length} are not there yet.`);
  });
});
