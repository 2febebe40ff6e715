import { execFileSync } from 'child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'fs';
import { join } from 'path';

const root = join(__dirname, '..', '..');

interface Tarball {
  readonly files: { readonly path: string }[];
  readonly size: number;
  readonly unpackedSize: number;
}

/** Everything that a user needs; what matches none of these has no business in the tarball. */
const NEEDED: RegExp[] = [
  /^package\.json$/,
  /^README\.md$/,
  /^API\.md$/,
  /^LICENSE$/,
  /^\.jsii(\.gz)?$/,
  /^bin\/gatehouse$/,
  /^lib\/[^.]+\.js$/,
  /^lib\/[^.]+\.d\.ts$/,
  /^assets\/[^./]+\/index\.js$/,
  /^clients\/(browser|sender)\/index\.m?js$/,
  /^clients\/(browser|sender|realtime)\/[^./]+\.d\.ts$/,
  // Bundled, as jsii wants what the other languages have no registry for.
  /^node_modules\/(jsonc-parser|yaml)\//,
];

/** What users import rather than deploy. */
const CLIENTS = ['handlers/browser/', 'handlers/sender/'];

const pack = (): Tarball => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf-8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [tarball] = JSON.parse(output) as Tarball[];
  return tarball;
};

const filesUnder = (folder: string): string[] => existsSync(join(root, folder))
  ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
  : [];

describe('the packed tarball', () => {
  const tarball = pack();
  const paths = tarball.files.map(({ path }) => path);

  test('holds what users need and nothing else', () => {
    expect(paths.filter((path) => !NEEDED.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  test.each(['package.json', 'README.md', 'LICENSE', '.jsii', 'lib/index.js', 'lib/index.d.ts'])('holds %s', (path) => {
    expect(paths).toContain(path);
  });

  test('holds the reference of the API, when it has been generated', () => {
    expect(paths.includes('API.md')).toBe(existsSync(join(root, 'API.md')));
  });

  test('holds everything that was compiled, and nothing that has no source any more', () => {
    const compiled = paths.filter((path) => path.startsWith('lib/'));
    const wanted = filesUnder('src').filter((path) => path.endsWith('.ts'))
      .flatMap((path) => ['.js', '.d.ts'].map((ending) => path.replace(/^src\//, 'lib/').replace(/\.ts$/, ending)));

    expect(compiled.sort()).toEqual(wanted.sort());
  });

  test('holds the bundle of every handler that the library ships', () => {
    const handlers = filesUnder('handlers').filter((path) => /^handlers\/[^/]+\/index\.ts$/.test(path) && !CLIENTS.some((client) => path.startsWith(client)));

    expect(paths.filter((path) => path.startsWith('assets/')).sort())
      .toEqual(handlers.map((path) => path.replace(/^handlers\//, 'assets/').replace(/\.ts$/, '.js')).sort());
  });

  test('holds the clients, for both ways of importing, with their types', () => {
    for (const file of ['index.js', 'index.d.ts']) expect(paths).toEqual(expect.arrayContaining(CLIENTS.map((client) => `${client.replace('handlers/', 'clients/')}${file}`)));
    expect(paths).toContain('clients/browser/index.mjs');
  });

  test('holds no bundle of a handler above 100 KB, as each is loaded while somebody waits', () => {
    const bundles = paths.filter((path) => path.startsWith('assets/'));

    expect(bundles.length).toBeGreaterThan(0);
    expect(bundles.filter((path) => statSync(join(root, path)).size >= 100_000)).toEqual([]);
  });

  test('names an entry point and types that it holds', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf-8')) as { main: string; types: string };

    expect(paths).toEqual(expect.arrayContaining([manifest.main, manifest.types]));
  });

  // The rules with their texts are 140 KB of it, the assembly of jsii and the reference some 85 KB each.
  test('stays below 1.2 MB packed and 6 MB unpacked', () => {
    expect(tarball.size).toBeLessThan(1_200_000);
    expect(tarball.unpackedSize).toBeLessThan(6_000_000);
  });
});
