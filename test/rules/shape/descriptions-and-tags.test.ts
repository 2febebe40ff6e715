import { RULES, checkAll } from '../../../src/rules/all-rules';
import { Json, Resources, UNKNOWN, templateWith } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route } from '../resources';
import { appSpellings } from '../spellings/app-spellings';
import { bodySpellings } from '../spellings/body-spellings';
import { reflect, templateSpellings } from '../spellings/template-spellings';

const documented = { documented: true };

describeRule<Json>('api-description-missing', {
  template: (description) => ({ ...restApi({ Description: description }), ...lambdaFunction(), ...method('GET /pets', { OperationName: 'listPets' }) }),
  intent: documented,
  passes: ['Pets and their owners'],
  fails: [undefined, ' '],
  message: "the API 'Pets' has no description",
  unknown: [UNKNOWN],
});

describeRule<Json>('api-description-missing', {
  template: (name) => ({ ...restApi({ Description: 'Pets' }), ...lambdaFunction(), ...method('GET /pets', { OperationName: name }), ...method('OPTIONS /pets') }),
  intent: documented,
  passes: ['listPets'],
  fails: [undefined, ''],
  message: "'GET /pets' has neither an operation name nor a description",
  unknown: [UNKNOWN],
}, 'of a method');

describeRule<Resources>('api-description-missing', {
  template: (part) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...part }),
  intent: documented,
  passes: [{ Part: { Type: 'AWS::ApiGateway::DocumentationPart', Properties: { RestApiId: { Ref: 'Api' }, Location: { Type: 'API' }, Properties: '{"description":"Pets"}' } } }],
  fails: [{}],
  message: "the API 'Pets' has no description",
  unknown: 'the first case has it',
}, 'documentation parts say it as well');

describeRule<{ [key: string]: Json }>('api-description-missing', {
  template: (operation) => restApi({ Body: { openapi: '3.0.1', info: { title: 'Pets', version: '1', description: 'Pets' }, paths: { '/pets': { get: { 'x-amazon-apigateway-integration': { type: 'mock' }, ...operation } } } } }),
  intent: documented,
  passes: [{ summary: 'All pets' }, { description: 'All pets' }, { operationId: 'listPets' }],
  fails: [{}],
  message: "'GET /pets' has neither an operation name nor a description",
  unknown: 'the first case has it',
}, 'of an operation');

describeRule<Json>('documentation-version-missing', {
  template: (version) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ DocumentationVersion: version }) }),
  intent: documented,
  passes: ['1', { Ref: 'Function' }],
  fails: [undefined],
  message: "the stage 'live' has no documentation version",
  unknown: [UNKNOWN],
});

const required = { requiredTags: ['owner', 'cost-center'] };

describeRule<Json>('api-tags-missing', {
  template: (tags) => ({ ...restApi({ Tags: tags }), ...lambdaFunction(), ...method('GET /pets') }),
  intent: required,
  passes: [[{ Key: 'cost-center', Value: '1' }, { Key: 'owner', Value: UNKNOWN }]],
  fails: [undefined, [{ Key: 'cost-center', Value: 'owner' }]],
  message: "the API 'Pets' has no tag 'owner', which is required",
  unknown: [[{ Key: UNKNOWN, Value: 'pets' }]],
});

describeRule<Json>('api-tags-missing', {
  template: (tags) => ({ ...httpApi({ Tags: tags }), ...lambdaFunction(), ...route('GET /pets') }),
  intent: required,
  passes: [{ 'owner': 'pets', 'cost-center': '1' }],
  fails: [{ 'cost-center': '1' }],
  message: "the API 'Pets' has no tag 'owner', which is required",
  unknown: [UNKNOWN],
  // The L1 takes a Ref for a map of tags, and writes that.
  spellings: [...templateSpellings, ...appSpellings.slice(1), ...bodySpellings],
}, 'of an HTTP API');

describeRule<Json>('api-tags-missing', {
  template: (tags) => ({ Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body: { openapi: '3.0.1', info: { title: 'Pets', version: '1' }, tags } } } }),
  intent: required,
  passes: [[{ 'name': 'owner', 'x-amazon-apigateway-tag-value': 'pets' }, { name: 'cost-center' }]],
  fails: [[{ name: 'cost-center' }], undefined],
  message: "the API 'Pets' has no tag 'owner', which is required",
  unknown: [UNKNOWN],
}, 'of a definition');

describe.each([
  ['AWS::ApiGateway::DomainName', { DomainName: 'pets.example.com' }, "the domain name 'pets.example.com'"],
  ['AWS::ApiGateway::UsagePlan', { UsagePlanName: 'gold' }, "the usage plan 'gold'"],
])('%s', (type, properties, named) => {
  describeRule<Json>('api-tags-missing', {
    template: (tags) => ({ Resource: { Type: type, Properties: { ...properties, Tags: tags } } }),
    intent: required,
    passes: [[{ Key: 'owner', Value: 'pets' }, { Key: 'cost-center', Value: '1' }]],
    fails: [[{ Key: 'cost-center', Value: '1' }]],
    message: `${named} has no tag 'owner', which is required`,
    unknown: [UNKNOWN],
  });
});

test('rules of what an organisation asks for are silent when it does not', () => {
  const app = reflect(templateWith({ ...restApi({ EndpointConfiguration: undefined }), ...lambdaFunction(), ...method('GET /pets'), ...restStage() }));
  const optIn = RULES.filter((rule) => ['documented', 'requiredTags', 'allowedEndpointTypes'].includes(rule.optIn ?? ''));
  expect(optIn).toHaveLength(4);
  expect(checkAll(app, {}, optIn)).toEqual([]);
  expect(checkAll(app, { documented: false, requiredTags: [], allowedEndpointTypes: [] }, optIn)).toEqual([]);
});
