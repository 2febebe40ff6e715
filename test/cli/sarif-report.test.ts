import { readFileSync } from 'fs';
import { join } from 'path';
import { pathToFileURL } from 'url';
import Ajv from '@redocly/ajv';
import addFormats from 'ajv-formats';
import { workingFolder } from './command-line';
import { SAMPLE_RULES } from './sample-rules';
import { OPEN, OPEN_YAML, UNKNOWN } from './sample-templates';
import { main } from '../../src/cli/gatehouse';
import { RULES } from '../../src/rules/all-rules';

const folder = workingFolder();

interface Sarif {
  readonly runs: [{
    readonly tool: { readonly driver: { readonly name: string; readonly rules: { readonly id: string; readonly properties: object }[] } };
    readonly originalUriBaseIds: object;
    readonly invocations: [{ readonly toolExecutionNotifications: object[] }];
    readonly results: {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly kind: string;
      readonly level: string;
      readonly locations: [{ readonly physicalLocation: { readonly artifactLocation: object; readonly region: object } }];
      readonly partialFingerprints: { readonly primaryLocationLineHash: string };
      readonly suppressions: object[];
    }[];
  }];
}

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(join(__dirname, 'sarif-schema-2.1.0.json'), 'utf8')) as object);
const flaws = (sarif: unknown) => validate(sarif) ? [] : validate.errors;
const report = (...args: string[]) => {
  const sarif = JSON.parse(folder.current.run('check', ...args, '--format', 'sarif').out) as Sarif;
  expect(flaws(sarif)).toEqual([]);
  return sarif.runs[0];
};

describe('the report in SARIF', () => {
  test('is valid with findings of every kind, and without any', () => {
    folder.current.write({
      'open.yaml': OPEN_YAML,
      'unknown.json': UNKNOWN,
      'sam.json': { Resources: { Sam: { Type: 'AWS::Serverless::Api' } } },
      'acknowledged.yaml': '- { rule: rest-method-without-auth, file: open.yaml, reason: a shop window }',
    });

    expect(report('.', '--severity', 'unknown', '--acknowledge', 'acknowledged.yaml').results).toHaveLength(2);
    expect(report('sam.json').results).toEqual([]);
  });

  test('is valid with the text of every rule', () => {
    folder.current.write({ 'open.yaml': OPEN_YAML });

    const sarif = JSON.parse(folder.current.runWith({ rules: RULES }, 'check', '.', '--format', 'sarif').out) as Sarif;
    expect(flaws(sarif)).toEqual([]);
    expect(sarif.runs[0].tool.driver.rules).toHaveLength(RULES.length);
  });

  test('fails to be valid when something is wrong: the schema has teeth', () => {
    expect(flaws({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ kind: 'maybe', message: { text: 'x' } }] }] })).not.toEqual([]);
  });

  test('says of each rule what code scanning shows', () => {
    folder.current.write({ 'open.yaml': OPEN_YAML });

    expect(report('.').tool.driver.rules).toEqual(expect.arrayContaining([{
      id: 'rest-method-without-auth',
      shortDescription: { text: 'A route has no authorization' },
      fullDescription: { text: 'A route has no authorization. Anybody can call it.' },
      help: {
        text: 'Anybody can call it. Fix: give it an authorizer. https://example.com/authorization',
        markdown: 'Anybody can call it.\n\n**Fix:** give it an authorizer.\n\n```yaml\nProperties:\n  AuthorizationType: AWS_IAM\n```\n\n[Documentation](https://example.com/authorization)',
      },
      helpUri: 'https://example.com/authorization',
      defaultConfiguration: { level: 'error' },
      properties: {
        'tags': ['api-gateway', 'security', 'rest', 'http', 'APIGateway.8'], 'precision': 'high', 'problem.severity': 'error', 'security-severity': '8.0',
      },
    }, expect.objectContaining({
      id: 'api-for-testing',
      properties: { 'tags': ['api-gateway', 'operations', 'rest', 'http', 'APIGateway.8'], 'precision': 'high', 'problem.severity': 'warning' },
    })]));
  });

  test('places a finding by a path relative to the root of the sources', () => {
    folder.current.write({ 'my stacks/ä.yaml': OPEN_YAML });
    const { originalUriBaseIds, results: [{ ruleId, ruleIndex, kind, level, locations: [{ physicalLocation }] }], tool } = report('.');

    expect(originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: `${pathToFileURL(folder.current.path).href}/` } });
    expect({ kind, level, physicalLocation }).toEqual({
      kind: 'fail',
      level: 'error',
      physicalLocation: { artifactLocation: { uri: 'my%20stacks/%C3%A4.yaml', uriBaseId: '%SRCROOT%' }, region: { startLine: 14, startColumn: 5 } },
    });
    expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  test('gives a file outside of the working folder a URI of its own', () => {
    folder.current.write({ 'open.yaml': OPEN_YAML, 'inside/clean.txt': '' });
    let out = '';
    main(['check', '../open.yaml', '--format', 'sarif'], { workingFolder: join(folder.current.path, 'inside'), out: (text) => { out += text; }, err: () => {}, isWatched: false }, SAMPLE_RULES);

    const sarif = JSON.parse(out) as Sarif;
    expect(flaws(sarif)).toEqual([]);
    expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri: pathToFileURL(join(folder.current.path, 'open.yaml')).href });
  });

  test('keeps what cannot be known open', () => {
    folder.current.write({ 'unknown.json': UNKNOWN });

    expect(report('.').results).toEqual([]);
    expect(report('.', '--severity', 'unknown').results).toEqual([expect.objectContaining({ kind: 'open', level: 'none' })]);
  });

  test('suppresses what is acknowledged, with the reason', () => {
    folder.current.write({ 'open.yaml': OPEN_YAML, 'other.json': OPEN, 'acknowledged.yaml': '- { rule: rest-method-without-auth, file: open.yaml, reason: a shop window }' });

    expect(report('.', '--acknowledge', 'acknowledged.yaml').results.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'external', justification: 'a shop window' }], [],
    ]);
  });

  test('gives a finding a fingerprint that stays when its line moves, and that no other has', () => {
    const fingerprints = () => report('.').results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    folder.current.write({ 'a.yaml': OPEN_YAML, 'b.yaml': OPEN_YAML });
    const before = fingerprints();
    folder.current.write({ 'a.yaml': `# moved\n\n${OPEN_YAML}` });

    expect(new Set(before).size).toBe(2);
    expect(fingerprints()).toEqual(before);
    expect(before[0]).toMatch(/^[0-9a-f]{16}:1$/);
  });

  test('notifies of what was not checked', () => {
    folder.current.write({ 'sam.json': { Resources: { Sam: { Type: 'AWS::Serverless::Api' } } } });

    expect(report('.').invocations[0].toolExecutionNotifications).toEqual([{
      level: 'warning',
      message: { text: expect.stringMatching(/^not checked: 1 AWS::Serverless resource is only expanded by the transform; /) },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'sam.json', uriBaseId: '%SRCROOT%' } } }],
    }]);
  });
});
