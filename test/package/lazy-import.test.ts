import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join, relative, sep } from 'path';

const root = join(__dirname, '..', '..');

/** The modules that a fresh process has loaded after a script, with paths relative to the repository. */
function loadedAfter(script: string): string[] {
  const output = execFileSync(process.execPath, ['-e', `
    const gatehouse = require('./lib');
    ${script}
    console.log(JSON.stringify(Object.keys(require.cache)));
  `], { cwd: root, encoding: 'utf-8' });
  return (JSON.parse(output.trim().split('\n').at(-1)!) as string[]).map((path) => relative(root, path).split(sep).join('/'));
}

/** Every public name that exists at run time, with its module. */
const exported = [...readFileSync(join(root, 'src', 'index.ts'), 'utf-8').matchAll(/^export \{([^}]+)\} from '\.\/([^']+)';$/gm)]
  .flatMap(([, names, module]) => names.split(',').map((name) => name.trim()).filter((name) => name !== '').map((name) => ({ module, name })));

const own = (paths: string[]) => paths.filter((path) => path.startsWith('lib/'));
const heavy = (paths: string[]) => paths.filter((path) => /^lib\/(rules|cli)\/|^node_modules\/(cdk-nag|yaml|js-yaml)\//.test(path));

describe('the published library', () => {
  test('loads none of its modules, nor anybody else\'s, before one of its names is used', () => {
    expect(loadedAfter('')).toEqual(['lib/index.js']);
  });

  test('lists its names without loading what is behind them', () => {
    const script = 'if (!Object.keys(gatehouse).includes("ApiType")) throw new Error("not listed");';

    expect(loadedAfter(script)).toEqual(['lib/index.js']);
  });

  test('loads one module for one small name', () => {
    expect(own(loadedAfter('gatehouse.ApiType.REST;')).sort()).toEqual(['lib/api-type.js', 'lib/index.js']);
  });

  test('loads neither rules, nor command line, nor cdk-nag, nor YAML for all names that are no rules together', () => {
    const names = exported.filter(({ module }) => !/^(rules|cli)\//.test(module)).map(({ name }) => name);
    const loaded = loadedAfter(`for (const name of ${JSON.stringify(names)}) if (gatehouse[name] === undefined) throw new Error(name);`);

    expect(names).toContain('ApiType');
    expect(own(loaded)).toEqual(expect.arrayContaining(exported.filter(({ name }) => names.includes(name)).map(({ module }) => `lib/${module}.js`)));
    expect(heavy(loaded)).toEqual([]);
  });

  test('loads none of them for an API with a route either, however late', () => {
    const loaded = loadedAfter(`
      const { App, Stack } = require('aws-cdk-lib');
      const stack = new Stack(new App(), 'Stack');
      const api = new gatehouse.GovernedRestApi(stack, 'Api', { authorizer: gatehouse.Authorizer.iam() });
      api.addRoute('GET /orders', { integration: gatehouse.Integration.httpProxy('https://example.com/orders') });
      if (!api.openApiDocument.includes('/orders')) throw new Error('no route');
    `);

    expect(own(loaded)).toContain('lib/openapi/contract.js');
    expect(heavy(loaded)).toEqual([]);
  });

  test('would be caught loading them', () => {
    expect(heavy(loadedAfter('require("cdk-nag");'))).not.toEqual([]);
  });
});
