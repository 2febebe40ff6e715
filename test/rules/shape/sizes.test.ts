import * as fc from 'fast-check';
import { sizeOfValue, writtenBytes } from '../../../src/reflection/json-size';
import { Template } from '../../../src/reflection/template';
import { TemplateValue } from '../../../src/reflection/template-value';
import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi } from '../resources';
import { appSpellings } from '../spellings/app-spellings';
import { templateSpellings } from '../spellings/template-spellings';

const body = (bytes: number): Json => {
  const empty = { openapi: '3.0.1', info: { title: 'Pets', description: '' }, paths: { '/pets': { get: { operationId: 'pets' } } } };
  return { ...empty, info: { title: 'Pets', description: 'x'.repeat(bytes - JSON.stringify(empty).length) } };
};

describe.each(['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'])('%s', (type) => {
  describeRule<number>('import-body-too-big', {
    template: (bytes) => ({ Api: { Type: type, Properties: { Body: body(bytes) } } }),
    // Six megabytes in every spelling would take minutes.
    spellings: [templateSpellings[0], appSpellings[0]],
    passes: [6 * 1024 * 1024],
    fails: [6 * 1024 * 1024 + 1],
    message: "the definition of the API 'Pets' has 6291457 bytes, and an import takes at most 6291456",
    unknown: 'a definition that cannot be read is not measured',
  });
});

const policy = (characters: number, resource: Json = 'execute-api:/*'): Json => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: resource, Sid: '' };
  const known = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Resource: typeof resource === 'string' ? resource : '' }] }).length;
  return { Version: '2012-10-17', Statement: [{ ...statement, Sid: 'S'.repeat(characters - known) }] };
};

describeRule<Json>('resource-policy-length', {
  template: (written) => ({ ...restApi({ Policy: written }), ...lambdaFunction(), ...method('GET /pets') }),
  passes: [policy(8192), undefined, UNKNOWN, policy(4000, { 'Fn::Sub': '${Unknown}' })],
  fails: [policy(8193)],
  message: "the resource policy of the API 'Pets' has 8193 characters, and a policy has at most 8192 unless the account was granted more",
  unknown: [policy(8150, { 'Fn::Sub': '${Unknown}' })],
});

describeRule<Json>('resource-policy-length', {
  template: (written) => ({ ...restApi({ Policy: written }), ...lambdaFunction(), ...method('GET /pets') }),
  intent: { quotas: { resourcePolicyCharacters: 10_000 } },
  passes: [policy(10_000)],
  fails: [policy(10_001)],
  message: "the resource policy of the API 'Pets' has 10001 characters, and the account was granted 10000",
  severity: 'error',
  unknown: 'the first case has it',
}, 'with a declared quota');

/** A template of exactly so many bytes. */
const filled = (bytes: number) => {
  const resources = (code: string) => ({ ...httpApi(), ...lambdaFunction('Function', { Code: { ZipFile: code } }) });
  return resources('x'.repeat(bytes - JSON.stringify({ Resources: resources('') }).length));
};

describeRule<number>('template-near-size-limit', {
  template: filled,
  spellings: templateSpellings.slice(0, 1),
  passes: [699_999],
  fails: [700_000, 949_999],
  message: "the template of the API 'Pets' takes 70 % of the 1000000 bytes that CloudFormation takes, or more",
  unknown: 'a template can be measured',
}, 'to the byte');

describeRule<number>('template-near-size-limit', {
  template: filled,
  // Of two stacks, or of a nested one and its parent, one alone is large; mappings say it for two regions.
  spellings: [...templateSpellings, ...appSpellings].filter(({ name }) => !/two stacks|^a nested stack$|mappings/.test(name)),
  passes: [690_000],
  fails: [950_000],
  message: "the template of the API 'Pets' takes 95 % of the 1000000 bytes that CloudFormation takes, or more",
  severity: 'error',
  unknown: 'a template can be measured',
});

test('a document is as large as it is written, indented or not', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.nat(3), (document, indentation) => {
    expect(writtenBytes(document, indentation)).toBe(Buffer.byteLength(JSON.stringify(document, undefined, indentation)));
  }));
});

const template = new Template({}, { name: 'template.json' });

test('a value without gaps is as large as its JSON', () => {
  const keys = fc.string().filter((key) => key !== 'Ref' && !key.startsWith('Fn::'));
  const fields = fc.dictionary(keys, fc.jsonValue({ maxDepth: 0 }).filter((value) => value !== null));
  fc.assert(fc.property(fields, (value) => {
    const json = JSON.stringify(value);
    expect(sizeOfValue(TemplateValue.of(value, template, []))).toEqual({ bytes: Buffer.byteLength(json), characters: json.length, gaps: 0 });
  }));
});

test('a document that nests deeper than a stack of calls is measured', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`);
  expect(writtenBytes(deep, 0)).toBe(20_000);
  expect(sizeOfValue(TemplateValue.of(deep, template, [])).bytes).toBe(20_000);
});
