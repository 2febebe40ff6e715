import { AppReflection } from '../../../src/reflection/app-reflection';
import { Template } from '../../../src/reflection/template';
import { RULES } from '../../../src/rules/all-rules';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi } from '../resources';

/** An API with the model `Pet`. */
const withModel = (schema: Json): Resources => ({
  ...restApi(),
  ...lambdaFunction(),
  ...method('POST /pets', { RequestModels: { 'application/json': { Ref: 'Pet' } }, RequestValidatorId: { Ref: 'Validator' } }),
  Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
  Pet: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, ContentType: 'application/json', Schema: schema } },
});

const inside = (schema: Json): Json => ({ type: 'object', properties: { list: { type: 'array', items: [{ anyOf: [{ additionalProperties: schema }] }] } } });

describeRule<Json>('openapi-unsupported-keyword', {
  template: withModel,
  passes: [
    { type: 'object', properties: { nullable: { type: 'boolean' }, discriminator: { type: 'string' } } },
    { type: 'integer', minimum: 1, nullable: false },
    { $ref: '#/definitions/Other', definitions: { Other: { oneOf: [{ type: 'string' }, { type: 'integer' }] } } },
    { enum: [{ nullable: true }] },
  ],
  fails: [{ type: 'string', nullable: true }, inside({ type: 'string', nullable: true }), { definitions: { Other: { nullable: 'true' } } }],
  message: "the schema 'Pet' has 'nullable', which API Gateway does not support",
  unknown: [UNKNOWN],
});

describeRule<{ [key: string]: Json }>('openapi-unsupported-keyword', {
  template: withModel,
  passes: [{ type: 'object' }],
  fails: [
    { discriminator: { propertyName: 'kind' } },
    { type: 'integer', exclusiveMinimum: 3 },
    { allOf: [{ type: 'object' }], $ref: '#/definitions/Other' },
    { oneOf: [{ type: 'object' }], $ref: '#/definitions/Other' },
    { anyOf: [{ type: 'object' }], $ref: '#/definitions/Other' },
  ],
  message: (schema) => {
    const keyword = Object.keys(schema).find((key) => /discriminator|exclusive|Of/.test(key));
    return `the schema 'Pet' has '${keyword}'${'$ref' in schema ? " beside '$ref'" : ''}, which API Gateway does not support`;
  },
  unknown: 'the first case has it',
}, 'every keyword');

describeRule<Json>('openapi-unsupported-keyword', {
  template: (schema) => restApi({ Body: { openapi: '3.0.1', info: { title: 'Pets' }, paths: { '/pets': { post: { requestBody: { content: { 'application/json': { schema } } } } } } } }),
  passes: [{ type: 'string' }],
  fails: [{ type: 'string', nullable: true }],
  message: "the body of 'POST /pets' has 'nullable', which API Gateway does not support",
  unknown: [UNKNOWN],
}, 'a schema that stands in an operation');

const imported = (schema: Json, isValidated: Json = true): Resources => restApi({
  Body: {
    'openapi': '3.0.1',
    'info': { title: 'Pets', version: '1' },
    'x-amazon-apigateway-request-validators': { bodies: { validateRequestBody: isValidated } },
    'paths': { '/pets': { post: { 'x-amazon-apigateway-request-validator': 'bodies', 'requestBody': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } } } } },
    'components': { schemas: { Pet: schema } },
  },
});

describeRule<Json>('model-minmax-items', {
  template: imported,
  passes: [{ type: 'array', items: { type: 'string' } }, { type: 'object', properties: { maxItems: { type: 'integer' } } }],
  fails: [{ type: 'array', maxItems: 10 }, inside({ type: 'array', maxItems: 10 })],
  message: "the schema 'Pet' has 'maxItems', which API Gateway does not enforce after an import",
  unknown: [UNKNOWN],
});

describeRule<Json>('model-minmax-items', {
  template: (isValidated) => imported({ type: 'array', minItems: 1 }, isValidated),
  passes: [false],
  fails: [true, UNKNOWN],
  message: "the schema 'Pet' has 'minItems', which API Gateway does not enforce after an import",
  unknown: 'whether bodies are validated is another question',
}, 'where bodies are validated');

test('model-minmax-items is silent on a model that is a resource, of which no import drops anything', () => {
  const app = new AppReflection([new Template({ Resources: withModel({ type: 'array', maxItems: 10 }) }, { name: 'template.json' })]);
  expect(RULES.find(({ id }) => id === 'model-minmax-items')!.check(app, {})).toEqual([]);
});

const large = (bytes: number): Json => ({ description: 'x'.repeat(bytes - JSON.stringify({ description: '' }).length) });

describeRule<number>('model-too-big', {
  template: (bytes) => withModel(large(bytes)),
  passes: [400 * 1024],
  fails: [400 * 1024 + 1],
  message: "the schema 'Pet' has 409601 bytes, and a model takes at most 409600",
  unknown: 'what is known of a schema is measured',
});

test('a schema that nests deeper than a stack of calls is searched', () => {
  let schema: Json = { type: 'string', nullable: true };
  for (let depth = 0; depth < 3_000; depth++) schema = { items: schema };
  const app = new AppReflection([new Template({ Resources: withModel(schema) }, { name: 'template.json' })]);
  expect(RULES.find(({ id }) => id === 'openapi-unsupported-keyword')!.check(app, {})).toHaveLength(1);
});
