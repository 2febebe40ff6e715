import { readFileSync } from 'fs';
import { join } from 'path';
import { workingFolder } from './command-line';
import { CLEAN } from './sample-templates';
import { DECLARABLE, DECLARABLE_QUOTAS } from '../../src/cli/declarable';
import { RULES } from '../../src/rules/all-rules';

const folder = workingFolder();
const check = (declared: string | object, ...args: string[]) => folder.current
  .write({ 'pets.json': CLEAN, 'declared.yaml': declared })
  .runWith({ rules: RULES }, 'check', 'pets.json', '--declare', 'declared.yaml', '--format', 'json', ...args);
const found = (declared: string | object): string[] => (JSON.parse(check(declared).out) as { ruleId: string; message: string }[]).map(({ ruleId, message }) => `${ruleId}: ${message}`);

describe('--declare', () => {
  test('lets rules speak that are silent otherwise', () => {
    expect(found({}).join('\n')).not.toContain('api-tags-missing');
    expect(found({ requiredTags: ['owner'] }).join('\n')).toContain('api-tags-missing');
  });

  test('reads YAML as people write it', () => {
    expect(found('# ours\nproduction: yes\nrequiredTags: [owner]\nquotas:\n  routes: 600\n').join('\n')).toContain('api-tags-missing');
  });

  test('raises a quota, or lowers it', () => {
    expect(found({ quotas: { restResources: 1 } }).join('\n')).toContain('rest-resource-count');
    expect(found({ quotas: { restResources: 600 } }).join('\n')).not.toContain('rest-resource-count');
  });

  test.each([
    ['there is no such file', undefined, /^'nowhere\.yaml' cannot be read: ENOENT.*; write the path of a file that you may read$/],
    ['it is a list', ['production'], /^'declared\.yaml' is no object; write what is declared as 'production: true'$/],
    ['it is empty', '', /^'declared\.yaml' is no object; /],
    ['it is broken', 'production: [', /^declared\.yaml:1:\d+: this is no YAML: /],
    ['a name stands twice', 'production: true\nproduction: false\n', /^declared\.yaml:2:1: this key stands twice in one object, and only one of the two would count; write it once$/],
    ['a name is misspelt', 'documented: true\nproducton: true\n', /^declared\.yaml:2:1: 'producton' is nothing that can be declared; write production$/],
    ['a name does not exist', { nothingLikeIt: 1 }, /^declared\.yaml:2:3: 'nothingLikeIt' is nothing that can be declared; write one of accessLogDays, .*, writesThrottled$/],
    ['a name is one that every object has', { toString: true }, /^declared\.yaml:2:3: 'toString' is nothing that can be declared; /],
    ['a quota stands beside what is declared', { routes: 600 }, /^declared\.yaml:2:3: 'routes' is nothing that can be declared; write 'quotas: \{ routes: <number> \}'$/],
    ['a quota is misspelt', { quotas: { rotues: 600 } }, /^declared\.yaml:3:5: 'rotues' is nothing that can be declared; write routes$/],
    ['the quotas are a number', { quotas: 600 }, /^declared\.yaml:2:3: 'quotas' was given 600, which is no object; write 'quotas: \{ routes: 600 \}'$/],
    ['a quota is a text', { quotas: { routes: '600' } }, /^declared\.yaml:3:5: 'routes' was given "600", which is no number; write 'routes: 600'$/],
    ['a number is infinite', 'accessLogDays: .inf\n', /^declared\.yaml:1:1: 'accessLogDays' was given null, which is no number; write 'accessLogDays: <number>'$/],
    ['a truth value is a text', { production: 'no' }, /^declared\.yaml:2:3: 'production' was given "no", which is neither true nor false; write 'production: false'$/],
    ['a name has no value', 'production:\n', /^declared\.yaml:1:1: 'production' was given null, which is neither true nor false; write 'production: true'$/],
    ['a list is a text', { requiredTags: 'owner' }, /^declared\.yaml:2:3: 'requiredTags' was given "owner", which is no list of texts; write 'requiredTags: \["owner"\]'$/],
    ['an account is a number', { consumerAccounts: [123456789012] }, /^declared\.yaml:2:3: 'consumerAccounts' was given \[123456789012\], which is no list of texts; write 'consumerAccounts: \["123456789012"\]'$/],
  ])('fails when %s', (_what, declared, message) => {
    const { exit, out, err } = declared === undefined
      ? folder.current.write({ 'pets.json': CLEAN }).run('check', 'pets.json', '--declare', 'nowhere.yaml')
      : check(declared);

    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.replace(/^gatehouse: /, '').trimEnd()).toMatch(message);
  });

  test.each([
    [DECLARABLE, ['declared-intent.ts', 'organisation-standards.ts']],
    [DECLARABLE_QUOTAS, ['granted-quotas.ts']],
  ])('knows every option of the checks, and its kind', (known, sources) => {
    const text = sources.map((source) => readFileSync(join(__dirname, '../../src/rules', source), 'utf8')).join('\n');
    const kinds: Record<string, string> = { 'boolean': 'boolean', 'number': 'number', 'string[]': 'texts' };
    const declared = [...text.matchAll(/^ {2}readonly (\w+)\?: (.+);$/gm)].map(([, name, type]) => [name, kinds[type]]);

    expect(known).toEqual(Object.fromEntries(declared));
  });
});
