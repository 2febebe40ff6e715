import { workingFolder } from './command-line';
import { CLEAN, OPEN, OPEN_DEFINITION, petsTemplate } from './sample-templates';

const folder = workingFolder();
const stack = (templateFile: string, more: object = {}) => ({
  type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', properties: { templateFile }, ...more,
});
const manifest = (artifacts: object) => ({ version: '54.0.0', artifacts: { Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } }, ...artifacts } });
const findings = (...paths: string[]) => {
  const { out } = folder.current.run('check', ...paths, '--format', 'json', '--severity', 'unknown');
  return (JSON.parse(out) as { ruleId: string; severity: string; file: string; route?: string }[]).map(({ ruleId, severity, file, route }) => `${severity} ${ruleId} ${file} ${route}`);
};
const withPaths = (template: ReturnType<typeof petsTemplate>) => ({
  ...template,
  Resources: { ...template.Resources, GetPets: { ...template.Resources.GetPets, Metadata: { 'aws:cdk:path': 'App/Api/pets/GET/Resource' } } },
});

describe('a cloud assembly', () => {
  test('is checked with all of its stacks, which import from each other', () => {
    folder.current.write({
      'cdk.out/manifest.json': manifest({ A: stack('A.template.json'), B: stack('B.template.json') }),
      'cdk.out/A.template.json': petsTemplate({ 'Fn::ImportValue': 'Authorization' }),
      'cdk.out/B.template.json': { ...CLEAN, Outputs: { A: { Value: 'NONE', Export: { Name: 'Authorization' } } } },
      'cdk.out/Stray.template.json': OPEN,
    });

    expect(findings('cdk.out')).toEqual(['error rest-method-without-auth cdk.out/A.template.json GET /pets']);
    expect(findings('.')).toEqual(findings('cdk.out'));
    expect(findings('cdk.out/manifest.json')).toEqual(findings('cdk.out'));
  });

  test('knows the region and the account of its stacks', () => {
    const conditional = (pseudo: string, value: string) => petsTemplate({ 'Fn::If': ['Here', 'NONE', 'AWS_IAM'] }, { Conditions: { Here: { 'Fn::Equals': [{ Ref: pseudo }, value] } } });
    folder.current.write({
      'cdk.out/manifest.json': manifest({
        A: stack('A.template.json'), B: stack('B.template.json'), C: stack('B.template.json', { environment: 'aws://unknown-account/unknown-region' }),
      }),
      'cdk.out/A.template.json': conditional('AWS::Region', 'eu-west-1'),
      'cdk.out/B.template.json': conditional('AWS::AccountId', '111111111111'),
    });

    expect(findings('cdk.out')).toEqual([
      'error rest-method-without-auth cdk.out/A.template.json GET /pets',
      'error rest-method-without-auth cdk.out/B.template.json GET /pets',
      'unknown rest-method-without-auth cdk.out/B.template.json GET /pets',
    ]);
  });

  test('is checked with the assemblies of its stages, whose assets stand beside them or above', () => {
    const api = { Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { BodyS3Location: { Bucket: { 'Fn::Sub': 'assets-${AWS::Region}' }, Key: 'abc.yaml' } } } } };
    folder.current.write({
      'cdk.out/manifest.json': manifest({ 'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } } }),
      'cdk.out/asset.abc.yaml': OPEN_DEFINITION,
      'cdk.out/assembly-Prod/manifest.json': manifest({ A: stack('A.template.json') }),
      'cdk.out/assembly-Prod/A.template.json': api,
    });

    expect(findings('cdk.out')).toEqual(['error openapi-operation-without-auth cdk.out/assembly-Prod/A.template.json GET /orders']);
  });

  test('is checked with nested stacks, which are files of its assets', () => {
    folder.current.write({
      'cdk.out/manifest.json': manifest({ A: stack('A.template.json') }),
      'cdk.out/A.template.json': {
        Resources: {
          Nested: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::Region}.amazonaws.com/x' }, Parameters: { Authorization: 'NONE' } },
            Metadata: { 'aws:asset:path': 'ANested.nested.template.json', 'aws:asset:property': 'TemplateURL' },
          },
        },
      },
      'cdk.out/ANested.nested.template.json': petsTemplate({ Ref: 'Authorization' }, { Parameters: { Authorization: { Type: 'String' } } }),
    });

    expect(findings('cdk.out')).toEqual(['error rest-method-without-auth cdk.out/ANested.nested.template.json GET /pets']);
  });

  describe('with what the app acknowledges', () => {
    const acknowledging = (path: string, id: string) => ({ [path]: [{ type: 'aws:cdk:acknowledged-rules', data: { [id]: 'it is a shop window' } }] });

    test.each([
      ['on the construct', '/App/Api/pets/GET/Resource', 'Gatehouse::Gatehouse-rest-method-without-auth'],
      ['above it', '/App/Api', 'Gatehouse::Gatehouse-rest-method-without-auth'],
      ['on the app itself', '/', 'Gatehouse::Gatehouse-rest-method-without-auth'],
      ['for its route', '/App', 'Gatehouse::Gatehouse-rest-method-without-auth[GET:/pets]'],
      ['without the prefix of the pack', '/App/Api', 'Gatehouse-rest-method-without-auth'],
    ])('does not count what is acknowledged %s', (_where, path, id) => {
      folder.current.write({
        'cdk.out/manifest.json': manifest({ A: stack('A.template.json', { metadata: acknowledging(path, id) }) }),
        'cdk.out/A.template.json': withPaths(OPEN),
      });

      expect(folder.current.run('check', 'cdk.out')).toEqual({ exit: 0, err: '', out: '0 errors, 0 warnings, 0 unknown, 1 acknowledged; 1 template, 1 API\n' });
    });

    test.each([
      ['elsewhere', '/App/Other', 'Gatehouse::Gatehouse-rest-method-without-auth'],
      ['for another rule', '/App/Api', 'Gatehouse::Gatehouse-http-route-without-auth'],
      ['for another route', '/App/Api', 'Gatehouse::Gatehouse-rest-method-without-auth[PUT:/pets]'],
    ])('counts what is acknowledged %s', (_where, path, id) => {
      folder.current.write({
        'cdk.out/manifest.json': manifest({ A: stack('A.template.json', { metadata: acknowledging(path, id) }) }),
        'cdk.out/A.template.json': withPaths(OPEN),
      });

      expect(folder.current.run('check', 'cdk.out').exit).toBe(1);
    });

    test('reads a file of metadata, and from it the paths that the template does not tell', () => {
      folder.current.write({
        'cdk.out/manifest.json': manifest({ A: stack('A.template.json', { additionalMetadataFile: 'A.metadata.json' }) }),
        'cdk.out/A.metadata.json': {
          '/App/Api/pets/GET/Resource': [{ type: 'aws:cdk:logicalId', data: 'GetPets' }],
          ...acknowledging('/App/Api', 'Gatehouse::Gatehouse-rest-method-without-auth'),
        },
        'cdk.out/A.template.json': OPEN,
      });

      expect(folder.current.run('check', 'cdk.out').exit).toBe(0);
    });
  });

  test.each([
    ['a template is missing', {}, '\'cdk.out/A.template.json\' cannot be read: '],
    ['a template is broken', { 'cdk.out/A.template.json': '{ "Resources" }' }, 'cdk.out/A.template.json:1:15: this is no JSON: '],
    ['an assembly of a stage is missing', {}, '\'cdk.out/assembly-Prod/manifest.json\' cannot be read: '],
  ])('fails when %s, and checks the rest', (_what, files, message) => {
    folder.current.write({
      'cdk.out/manifest.json': manifest({
        'A': stack('A.template.json'), 'B': stack('B.template.json'), 'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
      }),
      'cdk.out/B.template.json': CLEAN,
      ...files,
    });

    const { exit, out, err } = folder.current.run('check', 'cdk.out');
    expect(exit).toBe(2);
    expect(err).toContain(`gatehouse: ${message}`);
    expect(out).toContain('1 template, 1 API');
  });

  test('fails for a manifest that is broken', () => {
    folder.current.write({ 'cdk.out/manifest.json': '{ "artifacts": { "A": { "type": "aws:cloudformation:stack" } }' });

    expect(folder.current.run('check', 'cdk.out')).toEqual({ exit: 2, out: '', err: expect.stringMatching(/^gatehouse: cdk\.out\/manifest\.json:1:\d+: this is no JSON: .+\n$/) });
  });
});
