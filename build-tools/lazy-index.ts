/**
 * Makes the published lib/index.js load each module when one of its names is first used.
 *
 * TypeScript's output requires every module up front; with it, importing one construct would load all of the library.
 */
import { readFileSync, writeFileSync } from 'fs';

const file = 'lib/index.js';
const modules = new Map<string, string>();
const lazy = readFileSync(file, 'utf-8')
  .replace(/^var (\w+) = require\("([^"]+)"\);$/gm, (_line, variable: string, path: string) => {
    modules.set(variable, path);
    return '';
  })
  .replace(/return (\w+)\.(\w+);/g, (line: string, variable: string, name: string) => {
    const path = modules.get(variable);
    return path === undefined ? line : `return require("${path}").${name};`;
  });

if (modules.size === 0 && !lazy.includes('return require(')) {
  throw new Error(`${file} has no exports in the form that TypeScript writes; adapt build-tools/lazy-index.ts to it`);
}
writeFileSync(file, lazy.replace(/\n{3,}/g, '\n'));
