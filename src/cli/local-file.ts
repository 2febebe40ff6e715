import { existsSync, readFileSync, statSync } from 'fs';
import { resolve } from 'path';

/** The file that a template names by a path relative to itself; undefined for what is in S3 or elsewhere, or not there. */
export function localFile(name: unknown, folder: string): string | undefined {
  if (typeof name !== 'string' || name === '' || /^[a-z][a-z0-9+.-]+:/i.test(name) || name.includes('\0')) return undefined;
  const path = resolve(folder, name);
  return existsSync(path) && statSync(path).isFile() ? path : undefined;
}

export function readLocalFile(name: unknown, folder: string): string | undefined {
  const path = localFile(name, folder);
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}
