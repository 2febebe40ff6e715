import { Lazy, Token } from 'aws-cdk-lib';
import { documentWithBody, failure, operationOf, reductions } from '../contracts';

const PLACE = '#/paths/~1pets/post/requestBody/content/application~1json/schema';

function modelOf(schema: unknown, schemas: object = {}): unknown {
  return operationOf(documentWithBody(schema, schemas)).body!.model;
}

describe('a schema of OpenAPI as a model', () => {
  test('keeps what draft 4 has', () => {
    const schema = {
      type: 'object',
      minProperties: 1,
      maxProperties: 9,
      additionalProperties: false,
      required: ['a'],
      properties: {
        a: { type: 'string', minLength: 1, maxLength: 2, pattern: '^a', format: 'uuid', enum: ['a'] },
        b: { type: 'number', minimum: 1, maximum: 2, multipleOf: 0.5 },
        c: { type: 'array', items: { type: 'boolean' }, minItems: 1, maxItems: 2, uniqueItems: true },
        d: { oneOf: [{ type: 'string' }, { type: 'integer' }], anyOf: [{}], allOf: [{}], not: { type: 'object', additionalProperties: { type: 'string' } } },
      },
    };
    expect(modelOf(schema)).toEqual(schema);
    expect(reductions(documentWithBody(schema))).toEqual([]);
  });

  test('leaves out annotations, which stay in the contract', () => {
    const schema = {
      'type': 'string',
      'title': 'A',
      'description': 'B',
      'default': 'x',
      'example': 'x',
      'examples': ['x'],
      'externalDocs': {},
      'xml': {},
      'deprecated': true,
      'readOnly': true,
      'writeOnly': true,
      'x-mine': 1,
    };
    expect(modelOf(schema)).toEqual({ type: 'string' });
    expect(reductions(documentWithBody(schema))).toEqual([]);
    expect(operationOf(documentWithBody(schema)).written.requestBody).toMatchObject({ content: { 'application/json': { schema } } });
  });

  test('takes properties for properties, also when they are named like keywords', () => {
    const text = { type: 'string' };
    const schema = { properties: { 'nullable': text, 'example': text, 'x-y': text, '$ref': text, ['__proto__']: text, 'a/b': text } };
    expect(modelOf(schema)).toEqual(schema);
  });

  test.each([['int32'], ['int64'], ['decimal'], ['INT64']])("has no format '%s', which API Gateway does not know", (format) => {
    expect(modelOf({ type: 'integer', format })).toEqual({ type: 'integer' });
  });

  test.each<[string, object, object]>([
    ['a type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['a type and values', { type: 'string', nullable: true, enum: ['a'] }, { type: ['string', 'null'], enum: ['a', null] }],
    ['a type and values with null', { type: 'string', nullable: true, enum: [null, 'a'] }, { type: ['string', 'null'], enum: [null, 'a'] }],
    ['values alone', { nullable: true, enum: ['a'] }, { enum: ['a', null] }],
    ['a composition', { nullable: true, allOf: [{ type: 'object' }] }, { anyOf: [{ allOf: [{ type: 'object' }] }, { type: 'null' }] }],
    ['nothing that keeps null out', { nullable: true, minLength: 1 }, { minLength: 1 }],
    ['a type, but false', { type: 'string', nullable: false }, { type: 'string' }],
  ])('takes null where nullable stands beside %s', (_what, schema, model) => {
    expect(modelOf(schema)).toEqual(model);
  });

  test.each<[string, object, object]>([
    ['above a whole number', { type: 'integer', minimum: 0, exclusiveMinimum: true }, { type: 'integer', minimum: 1 }],
    ['above a fraction', { type: 'integer', minimum: 0.5, exclusiveMinimum: true }, { type: 'integer', minimum: 1 }],
    ['below a whole number', { type: 'integer', maximum: 0, exclusiveMaximum: true }, { type: 'integer', maximum: -1 }],
    ['below a fraction', { type: 'integer', maximum: -0.5, exclusiveMaximum: true }, { type: 'integer', maximum: -1 }],
    ['not exclusive', { type: 'number', maximum: 1, exclusiveMaximum: false }, { type: 'number', maximum: 1 }],
    ['exclusive of nothing', { type: 'number', exclusiveMaximum: true }, { type: 'number' }],
  ])('has the next whole number for a bound: %s', (_what, schema, model) => {
    expect(modelOf(schema)).toEqual(model);
    expect(reductions(documentWithBody(schema))).toEqual([]);
  });

  test.each<[string, object, object, string]>([
    ['exclusive bounds of other numbers', { type: 'number', minimum: 0, exclusiveMinimum: true }, { type: 'number', minimum: 0 }, "has 'exclusiveMinimum', and API Gateway lets the minimum itself through"],
    ['a discriminator', { discriminator: { propertyName: 'kind' }, oneOf: [{}] }, { oneOf: [{}] }, "has a 'discriminator', which API Gateway does not look at"],
    ['a keyword of another version', { type: 'string', const: 'a' }, { type: 'string' }, "has 'const', which OpenAPI 3.0 does not have, so that API Gateway does not check it"],
    ['a pattern of another language', { type: 'string', pattern: '(?i)a' }, { type: 'string' }, "has the pattern '(?i)a', which is no regular expression of JavaScript (ECMA 262), so that API Gateway does not check it"],
  ])('says where it lets more through: %s', (_what, schema, model, message) => {
    expect(modelOf({ properties: { 'a/b': schema } })).toEqual({ properties: { 'a/b': model } });
    expect(reductions(documentWithBody({ properties: { 'a/b': schema } }))).toEqual([`${PLACE}/properties/a~1b ${message}`]);
  });

  test('heeds nothing beside a reference, as OpenAPI does, and says so', () => {
    const schemas = { Pet: { type: 'object' } };
    const schema = { $ref: '#/components/schemas/Pet', nullable: true };
    expect(modelOf(schema, schemas)).toEqual({ ref: '#/definitions/Pet', definitions: { Pet: { type: 'object' } } });
    expect(reductions(documentWithBody(schema, schemas))).toEqual([`${PLACE} has 'nullable' beside '$ref', which OpenAPI 3.0 ignores; write 'allOf' with the reference and a schema that has 'nullable'`]);
    expect(reductions(documentWithBody({ $ref: '#/components/schemas/Pet', description: 'x' }, schemas))).toEqual([]);
  });

  test('says the same once where it was said twice or in vain', () => {
    expect(modelOf({ required: ['a', 'a'], enum: [1, 1, { a: 1 }, { a: 1 }] })).toEqual({ required: ['a'], enum: [1, { a: 1 }] });
    expect(modelOf({ required: [] })).toEqual({});
  });

  test('lets tokens through', () => {
    const token = Lazy.any({ produce: () => 5 });
    const names = Token.asList(token);
    expect(modelOf(token)).toBe(token);
    expect(modelOf({ type: 'integer', minimum: token, maximum: Token.asNumber(token), required: names, enum: token, properties: { a: token } }))
      .toEqual({ type: 'integer', minimum: token, maximum: Token.asNumber(token), required: names, enum: token, properties: { a: token } });
    expect(modelOf({ type: 'integer', minimum: Token.asNumber(token), exclusiveMinimum: true })).toMatchObject({ minimum: Token.asNumber(token) });
  });
});

describe('properties that are only read', () => {
  const id = { type: 'string', readOnly: true };

  test('need not be in a request', () => {
    expect(modelOf({ required: ['id', 'name'], properties: { id, name: {} } })).toEqual({ required: ['name'], properties: { id: { type: 'string' }, name: {} } });
    expect(modelOf({ required: ['id'], properties: { id } })).toEqual({ properties: { id: { type: 'string' } } });
  });

  test('are found behind references', () => {
    const schemas = { Id: id };
    expect(modelOf({ required: ['id'], properties: { id: { $ref: '#/components/schemas/Id' } } }, schemas)).not.toHaveProperty('required');
  });

  test('are found in compositions, whichever part requires them', () => {
    const schemas = { Base: { required: ['id', 'name'], properties: { name: {} } }, Read: { properties: { id } } };
    const parts = { allOf: [{ $ref: '#/components/schemas/Base' }, { $ref: '#/components/schemas/Read' }], required: ['id', 'other'] };
    expect(modelOf(parts, schemas)).toEqual({
      required: ['other'],
      allOf: [{ required: ['name'], properties: { name: {} } }, { ref: '#/definitions/Read' }],
      definitions: { Read: { properties: { id: { type: 'string' } } } },
    });
  });

  test('are so in their own schema only', () => {
    const inner = { required: ['id'], properties: { id: {} } };
    expect(modelOf({ required: ['id'], properties: { id, inner } })).toEqual({ properties: { id: { type: 'string' }, inner } });
  });

  test('are required where others require them', () => {
    const schemas = { Base: { required: ['id'] } };
    expect(modelOf({ properties: { a: { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { id } }] }, b: { $ref: '#/components/schemas/Base' } } }, schemas)).toMatchObject({
      properties: { a: { allOf: [{}, {}] }, b: { ref: '#/definitions/Base' } },
      definitions: { Base: { required: ['id'] } },
    });
  });
});

describe('a schema fails', () => {
  test.each<[string, unknown, string]>([
    ['that is no object', 5, "' is 5, which is no schema; write an object, as { type: string }"],
    ['that is true', true, "' is true, which is no schema"],
    ['with another type', { type: 'text' }, "' has 'type: 'text'', which is not one of object, array, string, number, integer, boolean; write one of object"],
    ['with several types', { type: ['string', 'null'] }, "' has 'type: a list', which is not one type (object, array, string, number, integer, boolean), with 'nullable: true' beside it where null is allowed; write one type"],
    ['with the type null', { type: 'null' }, "' has 'type: 'null'', which is not one type"],
    ['with a bound that is a text', { minimum: '5' }, "' has 'minimum: '5'', which is not a number; write a number, or leave it out"],
    ['with a negative length', { minLength: -1 }, "' has 'minLength: -1', which is not a whole number of 0 or more"],
    ['with an exclusive bound of 3.1', { exclusiveMinimum: 5 }, "' has 'exclusiveMinimum: 5', which is neither true nor false; write 'minimum' with the number, and 'exclusiveMinimum: true'"],
    ['with required beside the property', { required: true }, "' has 'required: true', which is no list of names; write the names of required properties beside 'properties'"],
    ['with a number for a required name', { required: [1] }, "' has 'required: a list', which is no list of names"],
    ['with no values to choose from', { enum: [] }, "' has 'enum: a list', which is not a list with at least one entry"],
    ['with bounds that let nothing through', { minimum: 2, maximum: 1 }, "' has 'minimum: 2' and 'maximum: 1', so that no value can ever pass; write a 'minimum' of at most 1"],
    ['with a required name that nothing can have', { required: ['a'], additionalProperties: false }, "' requires 'a' but has no such property"],
    ['with a null property', { properties: { x: null } }, "/properties/x' is null, which is no schema"],
    ['with a text for items', { items: 'Pet' }, "/items' is 'Pet', which is no schema"],
    ['with a list of items', { items: [{}] }, "/items' is a list"],
    ['with a text in a composition', { oneOf: [{}, 'x'] }, "/oneOf/1' is 'x', which is no schema"],
    ['with a list for a negation', { not: [{}] }, "/not' is a list, which is no schema"],
    ['with a number for additional properties', { additionalProperties: 1 }, "/additionalProperties' is 1, which is no schema"],
    ['with a list of properties', { properties: [] }, "' has 'properties: a list', which is not schemas by name"],
  ])('%s', (_what, schema, message) => {
    expect(failure(documentWithBody({ properties: { 'a/b': schema } }))).toContain(`the OpenAPI contract: '${PLACE}/properties/a~1b${message}`);
  });
});
