import { readFileSync } from 'fs';
import { join } from 'path';

/** The version of the package, beside whose `lib` or `src` this stands. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
