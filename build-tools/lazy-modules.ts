/**
 * Makes the compiled library load each of its modules when it is first used, as aws-cdk-lib's own build does.
 *
 * TypeScript's output requires every module up front; with it, one construct would load all of the library. The source maps that
 * jsii writes into each file go as well: sources are not published, and every import would read them.
 */
import { readFileSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';

const REQUIRE = /^(?:const|var) (\w+_\d+) = require\("(\.[^"]+)"\);$/gm;

let lazyModules = 0;
for (const file of readdirSync('lib', { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js'))) {
  const path = join('lib', file);
  const source = readFileSync(path, 'utf-8').replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
  const required = [...source.matchAll(REQUIRE)];
  // Once, and then it is a plain value: Node.js looks the path up at each require, which costs more than most of what is called.
  const getters = required.map(([, variable, module]) =>
    `get ${variable}() { const value = require("${module}"); Object.defineProperty(this, "${variable}", { value }); return value; }`);
  const uses = required.reduce((text, [, variable]) => text.replace(new RegExp(`(?<!\\w)${variable}\\.`, 'g'), `ours.${variable}.`), source.replace(REQUIRE, ''));
  writeFileSync(path, required.length === 0 ? source : uses.replace('"use strict";', `"use strict";\nconst ours = { ${getters.join(', ')} };`));
  lazyModules += required.length;
}

if (lazyModules === 0 && !readFileSync('lib/index.js', 'utf-8').includes('const ours = ')) {
  throw new Error('no file of lib/ requires another in the form that TypeScript writes; adapt build-tools/lazy-modules.ts to it');
}
