import { workingFolder } from './command-line';
import { OPEN } from './sample-templates';

const folder = workingFolder();
const check = (acknowledged: string | object, ...args: string[]) => folder.current
  .write({ 'stacks/pets.json': OPEN, 'stacks/more/other.json': OPEN, 'acknowledged.yaml': acknowledged })
  .run('check', 'stacks', '--acknowledge', 'acknowledged.yaml', ...args);
const ENTRY = { rule: 'rest-method-without-auth', reason: 'a shop window' };

describe('--acknowledge', () => {
  test.each([
    ['everywhere', {}, 2],
    ['in a file', { file: 'stacks/pets.json' }, 1],
    ['in a file that begins with ./', { file: './stacks/pets.json' }, 1],
    ['in files of a folder', { file: 'stacks/*.json' }, 1],
    ['in files at any depth', { file: 'stacks/**/*.json' }, 2],
    ['in all below a folder', { file: 'stacks/more/**' }, 1],
    ['in files whose names differ in a letter', { file: 'stacks/pet?.json' }, 1],
    ['for a resource', { resource: 'GetPets' }, 2],
    ['for a route', { route: 'GET /pets' }, 2],
    ['for all of them together', { file: '**/other.json', resource: 'GetPets', route: 'GET /pets' }, 1],
  ])('takes findings %s from what counts', (_where, where, acknowledged) => {
    const { exit, out, err } = check([{ ...ENTRY, ...where }]);

    expect(err).toBe('');
    expect(exit).toBe(acknowledged === 2 ? 0 : 1);
    expect(out).toContain(`${2 - acknowledged} error${acknowledged === 1 ? '' : 's'}, 0 warnings, 0 unknown, ${acknowledged} acknowledged`);
  });

  test('reads YAML as people write it', () => {
    expect(check('# why\n- rule: rest-method-without-auth\n  reason: >\n    a shop\n    window\n').exit).toBe(0);
  });

  test('leaves findings out of text and JSON', () => {
    expect(check([ENTRY]).out).toBe('0 errors, 0 warnings, 0 unknown, 2 acknowledged; 2 templates, 2 APIs\n');
    expect(check([ENTRY], '--format', 'json').out).toBe('[]\n');
  });

  test.each([
    ['another file', { file: 'stacks/gone.json' }],
    ['a file of another folder', { file: '*.json' }],
    ['another resource', { resource: 'PutPets' }],
    ['another route', { route: 'PUT /pets' }],
  ])('warns of an entry for %s, so that the list does not rot', (_what, where) => {
    const { exit, err } = check([ENTRY, { ...ENTRY, ...where }]);

    expect(exit).toBe(0);
    expect(err).toMatch(/^gatehouse: warning: acknowledged\.yaml:\d+:3: this acknowledges 'rest-method-without-auth' where nothing was found; take it out, or mend its file, resource or route\n$/);
  });

  test('does not warn of an entry whose category was not asked for', () => {
    expect(check([ENTRY], '--category', 'cost').err).toBe('');
  });

  test.each([
    ['there is no such file', undefined, /^'nowhere\.yaml' cannot be read: ENOENT.*; write the path of a file that you may read$/],
    ['it is no list', { rule: 'x' }, /^'acknowledged\.yaml' is no list; write entries as '- \{ rule: rest-method-without-auth, reason: <why> \}'$/],
    ['it is empty', '', /^'acknowledged\.yaml' is no list; /],
    ['it is broken', '- rule: [', /^acknowledged\.yaml:1:\d+: this is no YAML: /],
    ['an entry is no object', ['rest-method-without-auth'], /^acknowledged\.yaml:2:3: this entry is no object; write '\{ rule: rest-method-without-auth, reason: <why> \}'$/],
    ['an entry has no rule', [{ reason: 'x' }], /^acknowledged\.yaml:2:3: this entry has no rule, so that nobody knows what it acknowledges; write 'rule: <id>', of those that 'gatehouse rules' lists$/],
    ['an entry has no reason', [{ rule: ENTRY.rule }], /^acknowledged\.yaml:2:3: 'rest-method-without-auth' is acknowledged without a reason, and whoever reviews it needs to know why; write 'reason: <why>'$/],
    ['a reason is blank', [{ ...ENTRY, reason: ' ' }], /^acknowledged\.yaml:2:3: 'rest-method-without-auth' is acknowledged without a reason, /],
    ['a rule is misspelt', [{ ...ENTRY, rule: 'rest-metod-without-auth' }], /^acknowledged\.yaml:2:3: 'rest-metod-without-auth' is no rule; write 'rest-method-without-auth'$/],
    ['a rule does not exist', [{ ...ENTRY, rule: 'nothing-like-it' }], /^acknowledged\.yaml:2:3: 'nothing-like-it' is no rule; write one of those that 'gatehouse rules' lists$/],
    ['a field is misspelt', [{ ...ENTRY, ressource: 'GetPets' }], /^acknowledged\.yaml:2:3: 'ressource' is nothing that an entry has; write resource$/],
    ['a field does not exist', [{ ...ENTRY, until: '2030' }], /^acknowledged\.yaml:2:3: 'until' is nothing that an entry has; write one of rule, reason, file, resource, route$/],
    ['a field is no text', [{ ...ENTRY, reason: 3 }], /^acknowledged\.yaml:2:3: 'reason' was given 3, which is no text; write it in quotes$/],
  ])('fails when %s', (_what, acknowledged, message) => {
    const { exit, out, err } = acknowledged === undefined
      ? folder.current.write({ 'a.json': OPEN }).run('check', 'a.json', '--acknowledge', 'nowhere.yaml')
      : check(acknowledged);

    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.replace(/^gatehouse: /, '').trimEnd()).toMatch(message);
  });
});
