import { existsSync } from 'fs';
import { join } from 'path';
import { ROOT, anchors, documents, links, resolveLink } from './markdown';

/** `npx projen docgen` writes it, which no test waits for. */
const GENERATED = ['API.md'];

/** Every link of a document that leads nowhere within the repository: `3: ../src/gone.ts`. */
function broken(file: string, text?: string): string[] {
  return links(file, text).filter(({ target }) => !/^(https?|mailto):/.test(target)).flatMap(({ line, target }) => {
    const { path, anchor } = resolveLink(file, target);
    if (GENERATED.includes(path)) return [];
    const leads = existsSync(join(ROOT, path)) && (anchor === undefined || anchors(path).includes(anchor));
    return leads ? [] : [`${line}: ${target}`];
  });
}

describe('the links of the documents', () => {
  test.each(documents())('lead somewhere in %s', (file) => {
    expect(broken(file)).toEqual([]);
  });

  test('would be reported if they did not', () => {
    const text = '# A\n[gone](gone.md) [there](cors.md) [no heading](cors.md#nowhere)\n`[code](code.md)`\n```\n[code](code.md)\n```\n[heading](cors.md#three-places)\n';

    expect(broken('docs/wrong.md', text)).toEqual(['2: gone.md', '2: cors.md#nowhere']);
  });

  test('are reached from the index, page by page', () => {
    const indexed = links('docs/README.md').map(({ target }) => `docs/${target}`);

    expect(documents().filter((file) => file.startsWith('docs/') && file !== 'docs/README.md').filter((file) => !indexed.includes(file))).toEqual([]);
  });
});
