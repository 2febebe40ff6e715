import { mkdirSync } from 'fs';
import { join } from 'path';
import { workingFolder } from './command-line';
import { CLEAN, OPEN, OPEN_DEFINITION, OPEN_YAML } from './sample-templates';
import { RULES } from '../../src/rules/all-rules';

const folder = workingFolder();
const REMEDY = 'write the path of a template, of a folder of them, or of a cloud assembly';
const fails = (args: string[], message: string | RegExp) => {
  const { exit, out, err } = folder.current.run(...args);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err.endsWith('\n') && !err.trimEnd().includes('\n')).toBe(true);
  const told = err.trimEnd().replace(/^gatehouse: /, '');
  if (typeof message === 'string') expect(told).toBe(message);
  else expect(told).toMatch(message);
};

describe('bad usage fails with one line', () => {
  test.each([
    ['no command', [], 'it was given no command, so that there is nothing to do; write \'gatehouse check PATH...\''],
    ['a misspelt command', ['chek', 'a'], '\'chek\' is no command; write \'gatehouse check\''],
    ['a path without a command', ['cdk.out'], '\'cdk.out\' is no command; write \'gatehouse check cdk.out\' to check it, or \'gatehouse --help\''],
    ['no path', ['check'], `check was given no path, so that there is nothing to check; ${REMEDY}`],
    ['a misspelt option', ['check', '.', '--frmat', 'json'], '\'--frmat\' is no option of \'gatehouse check\'; write --format'],
    ['an option that does not exist', ['check', '.', '--quick'], '\'--quick\' is no option of \'gatehouse check\'; write one of --format, --category, --severity, --acknowledge, --declare, --help'],
    ['a short option that does not exist', ['check', '.', '-x'], /^'-x' is no option of 'gatehouse check'; write one of /],
    ['an option without its value', ['check', '.', '--format'], '\'--format\' was given no value; write --format json'],
    ['an option with an empty value', ['check', '.', '--acknowledge='], '\'--acknowledge\' was given no value; write --acknowledge gatehouse.yaml'],
    ['an option without its file', ['check', '.', '--declare'], '\'--declare\' was given no value; write --declare declared.yaml'],
    ['a value for an option that takes none', ['check', '--help=yes'], '\'--help\' was given \'yes\', and takes no value; write --help alone'],
    ['a format that does not exist', ['check', '.', '--format', 'xml'], '--format was given \'xml\', which is none of text, json, sarif; write --format text'],
    ['a misspelt severity', ['check', '.', '--severity', 'eror'], '--severity was given \'eror\', which is none of error, warning, unknown; write --severity error'],
    ['a misspelt category', ['check', '.', '--category', 'cost,secrity'], '--category was given \'secrity\', which is none of correctness, security, reliability, cost, operations; write --category security'],
  ])('for %s', (_what, args, message) => {
    fails(args, message);
  });
});

describe('a path that cannot be checked fails with one line', () => {
  test.each([
    ['does not exist', 'nowhere', {}, /^'nowhere' does not exist, looked up from '.+'; write the path of a template, of a folder of them, or of a cloud assembly$/],
    ['is below a file', 'a.json/b', { 'a.json': CLEAN }, /^'a\.json\/b' does not exist, /],
    ['is a folder without a template', 'all', { 'all/readme.md': 'x', 'all/package.json': '{}' }, `'all' has no CloudFormation template, neither *.json, *.yaml, *.yml nor *.template, and no cloud assembly; ${REMEDY}`],
    ['is broken YAML', 'a.yaml', { 'a.yaml': 'Resources:\n  Api: [AWS::A\n' }, /^a\.yaml:3:1: this is no YAML: /],
    ['is broken JSON', 'a.json', { 'a.json': '{\n  "Resources": {\n  }\n' }, /^a\.json:4:1: this is no JSON: close brace expected$/],
    ['has a key twice in YAML', 'a.yaml', { 'a.yaml': `${OPEN_YAML}  Api: { Type: AWS::SNS::Topic }\n` }, 'a.yaml:19:3: this key stands twice in one object, and only one of the two would count; write it once'],
    ['has a key twice in JSON', 'a.json', { 'a.json': '{ "Resources": { "A": {},\n"A": {} } }' }, 'a.json:2:1: the key \'A\' stands twice in one object, and only one of the two would count; write it once'],
    ['is no template', 'a.json', { 'a.json': { name: 'x' } }, `'a.json' is no CloudFormation template: it has no 'Resources'; ${REMEDY}`],
    ['is a list', 'a.json', { 'a.json': '[]' }, `'a.json' is no CloudFormation template: it is a list; ${REMEDY}`],
    ['is a text', 'a.yaml', { 'a.yaml': 'text' }, `'a.yaml' is no CloudFormation template: it is a text; ${REMEDY}`],
    ['is empty', 'a.yaml', { 'a.yaml': '' }, `'a.yaml' is no CloudFormation template: it is empty; ${REMEDY}`],
    ['has resources without types', 'a.yaml', { 'a.yaml': 'Resources: { A: {} }' }, `'a.yaml' is no CloudFormation template: none of its 'Resources' has a 'Type'; ${REMEDY}`],
    ['is an OpenAPI document', 'a.yaml', { 'a.yaml': OPEN_DEFINITION }, '\'a.yaml\' is no CloudFormation template: it is an OpenAPI document; write the path of the template that has it as its Body or BodyS3Location'],
  ])('when it %s', (_what, path, files: { [path: string]: string | object }, message) => {
    folder.current.write(files);

    fails(['check', path], message);
  });

  test('when it is an empty folder', () => {
    mkdirSync(join(folder.current.path, 'empty'));

    fails(['check', 'empty'], `'empty' has no CloudFormation template, neither *.json, *.yaml, *.yml nor *.template, and no cloud assembly; ${REMEDY}`);
  });

  test('when what looked like a template in a folder is none', () => {
    folder.current.write({ 'a.json': { Resources: ['AWS::SNS::Topic'] } });

    fails(['check', '.'], `nothing that was given holds a CloudFormation template; ${REMEDY}`);
  });
});

describe('some bad input among good', () => {
  test('fails when it was given by its name, and checks the rest', () => {
    folder.current.write({ 'a.json': '{', 'b.json': OPEN });

    const { exit, out, err } = folder.current.run('check', 'a.json', 'b.json', 'nowhere');
    expect(exit).toBe(2);
    expect(out).toContain('1 error, ');
    expect(err).toMatch(/^gatehouse: 'nowhere' does not exist, .+\ngatehouse: a\.json:1:2: this is no JSON: .+\n$/);
  });

  test('is told when it was found in a folder, and the rest decides', () => {
    folder.current.write({ 'a.json': '{ "Resources": { "Type": "AWS::SNS::Topic"', 'b.json': CLEAN });

    expect(folder.current.run('check', '.')).toEqual({
      exit: 0,
      out: '0 errors, 0 warnings, 0 unknown, 0 acknowledged; 1 template, 1 API\n',
      err: expect.stringMatching(/^gatehouse: warning: a\.json:1:43: this is no JSON: .+; the file was not checked\n$/),
    });
  });

  test('fails when nothing else was found', () => {
    folder.current.write({ 'a.json': '{ "Resources": { "Type": "AWS::SNS::Topic"' });

    expect(folder.current.run('check', '.').exit).toBe(2);
  });

  test('fails when the checks themselves do, without a stack trace, and checks the rest', () => {
    folder.current.write({ 'a.json': OPEN, 'b.json': CLEAN });
    const [rule] = RULES;
    const failing = { ...rule, check: () => { throw new TypeError('a defect'); } };

    const { exit, out, err } = folder.current.runWith({ rules: [failing] }, 'check', 'a.json', 'b.json');
    expect(exit).toBe(2);
    expect(out).toContain('2 templates');
    expect(err).toContain('gatehouse: \'a.json\' made the checks themselves fail, which is a defect of gatehouse: a defect; report it with the template, and check without the file until it is mended\n');
  });
});

describe('mutated templates', () => {
  /** The same numbers on every run. */
  const random = (seed: number) => () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };

  test.each([['JSON', JSON.stringify(OPEN, undefined, 1)], ['YAML', OPEN_YAML]])('of %s end in findings or a message', (kind, text) => {
    const next = random(7);
    const pick = (length: number) => Math.floor(next() * length);
    for (let round = 0; round < 300; round++) {
      const at = pick(text.length);
      const mutated = [
        text.slice(0, at),
        text.slice(0, at) + text.slice(at + 1 + pick(20)),
        `${text.slice(0, at)}${['{', '}', '[', ']', ':', '"', '!', '&a ', '*a', '\n', '\t', '<<: ', '- ', '\0', '\uD800', '%', '---\n'][pick(17)]}${text.slice(at)}`,
      ][round % 3];
      folder.current.write({ [`a.${kind.toLowerCase()}`]: mutated });

      const { exit, err } = folder.current.run('check', `a.${kind.toLowerCase()}`);
      expect([0, 1, 2]).toContain(exit);
      expect(err).not.toMatch(/defect|\n\s+at /);
    }
  });

  test('with values of another kind end in findings or a message', () => {
    const next = random(11);
    const values = [null, '', 'text', 7, true, [], {}, [null], { Ref: 7 }, { 'Fn::If': ['x'] }, { 'Fn::Sub': [] }, { 'Fn::GetAtt': null }, { 'Fn::Join': 'x' }, { Ref: 'GetPets' }];
    for (let round = 0; round < 500; round++) {
      const template = JSON.parse(JSON.stringify({ ...OPEN, Outputs: { A: { Value: 'x', Export: { Name: 'y' } } }, Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } })) as Record<string, unknown>;
      mutate(template, next, values[Math.floor(next() * values.length)]);
      folder.current.write({ 'a.json': template });

      const { exit, err } = folder.current.runWith({ rules: RULES }, 'check', 'a.json');
      expect([0, 1, 2]).toContain(exit);
      expect(err).not.toMatch(/defect|\n\s+at /);
    }
  });

  /** Puts the value in at some place. */
  function mutate(into: Record<string, unknown>, next: () => number, value: unknown): void {
    const keys = Object.keys(into);
    const key = keys[Math.floor(next() * keys.length)];
    const inner = into[key];
    if (next() < 0.7 && typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0) mutate(inner as Record<string, unknown>, next, value);
    else into[key] = value;
  }
});
