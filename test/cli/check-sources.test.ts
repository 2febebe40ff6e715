import { join } from 'path';
import { workingFolder } from './command-line';
import { CLEAN, OPEN, OPEN_DEFINITION, OPEN_YAML, petsTemplate } from './sample-templates';

const folder = workingFolder();
const findings = (...paths: string[]) => {
  const { out } = folder.current.run('check', ...paths, '--format', 'json', '--severity', 'unknown');
  return (JSON.parse(out) as { ruleId: string; severity: string; file: string; message: string; route?: string }[])
    .map(({ ruleId, severity, file, route }) => `${severity} ${ruleId} ${file} ${route}`);
};
const summary = (...paths: string[]) => folder.current.run('check', ...paths).out.trim().split('\n').at(-1)!.split('; ')[1];
const OPEN_PETS = 'error rest-method-without-auth';

describe('the files that are checked', () => {
  test.each(['open.json', 'open.template', 'open.template.json'])('take JSON in %s', (name) => {
    folder.current.write({ [name]: OPEN });

    expect(findings(name)).toEqual([`${OPEN_PETS} ${name} GET /pets`]);
  });

  test.each(['open.yaml', 'open.yml', 'open.template', 'open'])('take YAML in %s', (name) => {
    folder.current.write({ [name]: OPEN_YAML });

    expect(findings(name)).toEqual([`${OPEN_PETS} ${name} GET /pets`]);
  });

  test('take JSON whatever the name says, and YAML with braces', () => {
    folder.current.write({ 'json.yaml': OPEN, 'braces.yaml': '{ Resources: { Topic: { Type: AWS::SNS::Topic } } }' });

    expect(findings('json.yaml', 'braces.yaml')).toEqual([`${OPEN_PETS} json.yaml GET /pets`]);
    expect(summary('json.yaml', 'braces.yaml')).toBe('2 templates, 1 API');
  });

  test('take a file that begins with a byte order mark', () => {
    folder.current.write({ 'open.json': `\uFEFF${JSON.stringify(OPEN)}`, 'open.yaml': `\uFEFF${OPEN_YAML}` });

    expect(summary('open.json', 'open.yaml')).toBe('2 templates, 2 APIs');
  });

  test('are found in folders, without what is no template, node_modules and hidden folders', () => {
    folder.current.write({
      'all/open.json': OPEN,
      'all/deep/er/open.yml': OPEN_YAML,
      'all/package.json': { name: 'x', Resources: 'AWS::No::Template' },
      'all/orders.yaml': OPEN_DEFINITION,
      'all/helm.yaml': '{{ if .Values }}\na: [b',
      'all/notes.txt': OPEN_YAML,
      'all/node_modules/x/open.json': OPEN,
      'all/.git/open.json': OPEN,
    });

    expect(findings('all')).toEqual([`${OPEN_PETS} all/deep/er/open.yml GET /pets`, `${OPEN_PETS} all/open.json GET /pets`]);
  });

  test('are checked once, however often they are given', () => {
    folder.current.write({ 'all/open.json': OPEN });

    expect(summary('all', './all/open.json', 'all', join(folder.current.path, 'all'))).toBe('1 template, 1 API');
  });

  test('are alone when nothing links them', () => {
    folder.current.write({ 'a.json': petsTemplate({ 'Fn::ImportValue': 'Authorization' }), 'b/b.json': { ...CLEAN, Outputs: { A: { Value: 'NONE', Export: { Name: 'Authorization' } } } } });

    expect(findings('.')).toEqual(['unknown rest-method-without-auth a.json GET /pets']);
  });

  test('belong together where one imports what another one of its folder exports', () => {
    folder.current.write({ 'a.json': petsTemplate({ 'Fn::ImportValue': 'Authorization' }), 'b.json': { ...CLEAN, Outputs: { A: { Value: 'NONE', Export: { Name: 'Authorization' } } } } });

    expect(findings('.')).toEqual([`${OPEN_PETS} a.json GET /pets`]);
  });

  test('do not belong together where two export the same', () => {
    const exporting = (value: string) => ({ ...CLEAN, Outputs: { A: { Value: value, Export: { Name: 'Authorization' } } } });
    folder.current.write({ 'a.json': petsTemplate({ 'Fn::ImportValue': 'Authorization' }), 'b.json': exporting('NONE'), 'c.json': exporting('AWS_IAM') });

    expect(findings('.')).toEqual(['unknown rest-method-without-auth a.json GET /pets']);
  });

  describe('with nested stacks', () => {
    const parent = (url: unknown, authorization: string) => ({
      Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url, Parameters: { Authorization: authorization } } } },
    });
    const child = petsTemplate({ Ref: 'Authorization' }, { Parameters: { Authorization: { Type: 'String' } } });

    test('know what a nested stack is given', () => {
      folder.current.write({ 'parent.json': parent('./stacks/child.json', 'NONE'), 'stacks/child.json': child });

      expect(findings('parent.json')).toEqual([`${OPEN_PETS} stacks/child.json GET /pets`]);
      expect(findings('.')).toEqual([`${OPEN_PETS} stacks/child.json GET /pets`]);
      expect(summary('.')).toBe('2 templates, 1 API');
    });

    test('check a nested template alone when only it is given', () => {
      folder.current.write({ 'parent.json': parent('./stacks/child.json', 'NONE'), 'stacks/child.json': child });

      expect(findings('stacks')).toEqual(['unknown rest-method-without-auth stacks/child.json GET /pets']);
    });

    test('say the same once when two parents nest it', () => {
      folder.current.write({ 'a.json': parent('child.json', 'NONE'), 'b.json': parent('child.json', 'NONE'), 'child.json': child });

      expect(findings('.')).toEqual([`${OPEN_PETS} child.json GET /pets`]);
    });

    test('say which nested stack has its template elsewhere', () => {
      folder.current.write({ 'parent.json': parent('https://bucket.s3.amazonaws.com/child.json', 'NONE') });

      expect(folder.current.run('check', 'parent.json').out).toContain(
        'not checked in parent.json: the nested stack \'Nested\' has its template elsewhere; give the file\'s path beside this one, or write it as TemplateURL\n');
    });

    test('say which nested stack is broken', () => {
      folder.current.write({ 'parent.json': parent('child.json', 'NONE'), 'child.json': '{' });

      expect(folder.current.run('check', 'parent.json').out).toContain('not checked in parent.json: the nested stack \'Nested\' cannot be read: child.json:1:2: this is no JSON: ');
    });

    test('end where stacks nest each other, or themselves', () => {
      folder.current.write({ 'a.json': parent('b.json', 'x'), 'b.json': parent('a.json', 'x'), 'c.json': parent('c.json', 'x') });

      expect(folder.current.run('check', '.')).toMatchObject({ exit: 0, err: '' });
      expect(summary('.')).toBe('3 templates, 0 APIs');
    });
  });

  describe('with definitions in files', () => {
    const withDefinition = (properties: object) => ({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: properties } } });

    test('read a file that BodyS3Location names', () => {
      folder.current.write({ 'stacks/api.json': withDefinition({ BodyS3Location: '../orders.yaml' }), 'orders.yaml': OPEN_DEFINITION });

      expect(findings('stacks/api.json')).toEqual(['error openapi-operation-without-auth stacks/api.json GET /orders']);
    });

    test('read a file that AWS::Include names', () => {
      folder.current.write({
        'api.yaml': 'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      Body:\n        Fn::Transform: { Name: AWS::Include, Parameters: { Location: orders.yaml } }\n',
        'orders.yaml': OPEN_DEFINITION,
      });

      expect(findings('api.yaml')).toEqual(['error openapi-operation-without-auth api.yaml GET /orders']);
      expect(folder.current.run('check', 'api.yaml').out).toContain('api.yaml:5:7  error');
    });

    test('read a template that AWS::Include adds to', () => {
      folder.current.write({
        'api.json': { ...CLEAN, Transform: { Name: 'AWS::Include', Parameters: { Location: './more.json' } } },
        'more.json': { Resources: { Other: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Other' } } } },
      });

      expect(summary('api.json')).toBe('1 template, 2 APIs');
    });

    test.each(['s3://bucket/orders.yaml', 'https://example.com/orders.yaml', 'nowhere.yaml'])('leave %s unknown', (location) => {
      folder.current.write({ 'api.json': withDefinition({ Body: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: location } } } }), 'other.json': withDefinition({ BodyS3Location: location }) });

      expect(folder.current.run('check', '.')).toMatchObject({ exit: 0, err: '' });
    });

    test('fail for a broken file that AWS::Include names', () => {
      folder.current.write({ 'api.json': withDefinition({ Body: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'orders.json' } } } }), 'orders.json': '{ "a": }' });

      expect(folder.current.run('check', 'api.json')).toEqual({ exit: 2, out: '', err: 'gatehouse: orders.json:1:8: this is no JSON: value expected\n' });
    });
  });

  describe('with parts that are not there', () => {
    const PROCESSED = 'run the check on the processed template, as \'aws cloudformation get-template --template-stage Processed\' prints it';
    test.each([
      ['resources of SAM', { A: { Type: 'AWS::Serverless::Api' }, B: { Type: 'AWS::Serverless::Function' } }, 'AWS::Serverless-2016-10-31', `2 AWS::Serverless resources are only expanded by the transform; ${PROCESSED}`],
      ['loops', { 'Fn::ForEach::Topics': ['A', [], {}] }, 'AWS::LanguageExtensions', `1 Fn::ForEach loop is only expanded by AWS::LanguageExtensions; ${PROCESSED}`],
      ['modules', { A: { Type: 'My::Api::Module::MODULE' } }, undefined, `1 module is only expanded at deployment; ${PROCESSED}`],
      ['transforms', { 'A': { Type: 'AWS::SNS::Topic' }, 'Fn::Transform': { Name: 'Mine' } }, undefined, `resources that a Fn::Transform adds at deployment; ${PROCESSED}`],
      ['macros', { A: { Type: 'AWS::SNS::Topic' } }, ['AWS::Serverless-2016-10-31', 'Mine'], `what the transform 'Mine' changes at deployment; ${PROCESSED}`],
      ['resources without a type', { A: { Type: 'AWS::SNS::Topic' }, B: { Properties: {} } }, undefined, '\'B\' has no Type, so that nobody knows what it is; write its Type'],
    ])('say so for %s', (_what, resources, transform, message) => {
      folder.current.write({ 'api.json': { Transform: transform, Resources: resources } });

      expect(folder.current.run('check', 'api.json')).toEqual({
        exit: 0, err: '', out: `not checked in api.json: ${message}\n\n0 errors, 0 warnings, 0 unknown, 0 acknowledged; 1 template, 0 APIs\n`,
      });
    });
  });
});
