/**
 * Writes the types of the published clients: the declarations of each entry and of what it names, and no others.
 *
 * The files of the programs around them say types of the AWS SDK, which users of a client need not have.
 */
import { spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, relative } from 'path';

const ENTRIES = ['sender', 'browser'].map((client) => `${client}/index.d.ts`);
const IMPORT = /from '(\.[^']*)'/g;

const emitted = mkdtempSync(join(tmpdir(), 'gatehouse-clients-'));
try {
  const options = ['--declaration', '--emitDeclarationOnly', '--outDir', emitted, '--rootDir', 'handlers', '--target', 'es2022', '--module', 'node16', '--strict', '--skipLibCheck', '--types', 'node'];
  const { status, stdout } = spawnSync('npx', ['tsc', ...ENTRIES.map((entry) => join('handlers', entry.replace('.d.ts', '.ts'))), ...options], { encoding: 'utf-8' });
  if (status !== 0) throw new Error(`the types of the clients could not be written:\n${stdout}`);
  for (const entry of ENTRIES) publish(join(emitted, entry), new Set());
} finally {
  rmSync(emitted, { recursive: true, force: true });
}

function publish(file: string, done: Set<string>): void {
  if (done.has(file)) return;
  done.add(file);
  const text = readFileSync(file, 'utf-8');
  const foreign = /from '([^.'][^']*)'/.exec(text)?.[1];
  if (foreign !== undefined) throw new Error(`the types of a client name '${foreign}' in '${relative(emitted, file)}', which users may not have; keep it out of what the entry exports`);
  const published = join('clients', relative(emitted, file));
  mkdirSync(dirname(published), { recursive: true });
  copyFileSync(file, published);
  for (const [, imported] of text.matchAll(IMPORT)) {
    const candidates = [`${imported}.d.ts`, `${imported}/index.d.ts`].map((name) => join(dirname(file), name));
    publish(candidates.find(existsSync) ?? candidates[0], done);
  }
}
