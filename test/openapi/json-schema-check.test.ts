import { Lazy, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { checkBodySchema } from '../../src/openapi/json-schema-check';

const { OBJECT, ARRAY, STRING, INTEGER, NUMBER, NULL } = apigateway.JsonSchemaType;
const WHERE = "body of 'POST /orders'";

function check(schema: unknown): string[] {
  return checkBodySchema(schema as apigateway.JsonSchema, WHERE);
}

function inProperty(schema: unknown): unknown {
  return { type: OBJECT, properties: { 'a/b': schema } };
}

describe('checkBodySchema', () => {
  test('lets a draft-4 schema with every enforced keyword through without a warning', () => {
    expect(check({
      schema: apigateway.JsonSchemaVersion.DRAFT4,
      title: 'Order',
      description: 'An order',
      type: OBJECT,
      required: ['id', 'lines'],
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 9,
      properties: {
        id: { type: STRING, pattern: '^[a-z]+$', minLength: 1, maxLength: 1, format: 'uuid' },
        count: { type: [INTEGER, NULL], minimum: 0, maximum: 0, multipleOf: 0.5 },
        state: { enum: ['open', 'closed', 1, null] },
        lines: { type: ARRAY, items: { ref: '#/definitions/Line' }, uniqueItems: true },
        any: {},
        either: { oneOf: [{ type: STRING }, { ref: '#/definitions/Line', description: 'dropped' }], not: { type: NULL } },
      },
      definitions: { Line: { type: OBJECT, properties: { next: { ref: '#/definitions/Line' } }, additionalProperties: { type: STRING } } },
    })).toEqual([]);
  });

  test("takes JSON Schema's own spelling of references and draft", () => {
    expect(check({ $schema: 'http://json-schema.org/draft-04/schema#', $ref: '#/definitions/a~1b', definitions: { 'a/b': { type: STRING } } })).toEqual([]);
  });

  test('takes properties for properties, also when they are named like keywords', () => {
    const text = { type: STRING };
    expect(check({ type: OBJECT, properties: { ref: text, const: text, definitions: text, items: {} } })).toEqual([]);
  });

  test.each([
    'contains', 'propertyNames', 'const', 'if', 'then', 'else', '$defs', 'dependentRequired', 'dependentSchemas', 'prefixItems', '$id', 'id',
    'examples', 'example', 'readOnly', 'writeOnly', 'deprecated', 'nullable', 'discriminator', 'default', 'exclusiveMinimum', 'exclusiveMaximum', 'whatever',
  ])("fails on '%s' and points to the place", (keyword) => {
    expect(() => check(inProperty({ [keyword]: false }))).toThrow(`${WHERE}: the schema at '#/properties/a~1b' has '${keyword}', which`);
  });

  test('says what to write instead', () => {
    expect(() => check(inProperty({ type: NUMBER, exclusiveMinimum: true }))).toThrow(
      "body of 'POST /orders': the schema at '#/properties/a~1b' has 'exclusiveMinimum', which API Gateway does not support; write a 'minimum' at the first value that is allowed",
    );
  });

  test.each<[string, unknown, string]>([
    ['draft 7', { schema: apigateway.JsonSchemaVersion.DRAFT7 }, "is a schema of 'http://json-schema.org/draft-07/schema#'"],
    ["draft 7 in JSON Schema's spelling", { $schema: 'https://json-schema.org/draft/2020-12/schema' }, 'is a schema of'],
    ['a true schema', true, 'is true, but JSON Schema draft 4 has boolean schemas in additionalProperties and additionalItems only; write {} to allow anything'],
    ['a false schema', false, 'write { not: {} } to allow nothing'],
    ['a list for a schema', [{}], 'is [an object], which is no schema'],
    ['null for a schema', null, 'is null, which is no schema'],
    ['a text for a schema', 'string', "is 'string', which is no schema"],
    ['a negative length', { minLength: -1 }, "has 'minLength: -1', which is not a whole number of 0 or more"],
    ['a broken length', { maxLength: 1.5 }, "has 'maxLength: 1.5', which is not a whole number of 0 or more"],
    ['minLength above maxLength', { minLength: 2, maxLength: 1 }, "has 'minLength: 2' and 'maxLength: 1', so that no value can ever pass; write a 'minLength' of at most 1"],
    ['minimum above maximum', { minimum: 2, maximum: 1 }, "write a 'minimum' of at most 1"],
    ['minItems above maxItems', { minItems: 2, maxItems: 1 }, "write a 'minItems' of at most 1"],
    ['minProperties above maxProperties', { minProperties: 2, maxProperties: 1 }, "write a 'minProperties' of at most 1"],
    ['multipleOf 0', { multipleOf: 0 }, "has 'multipleOf: 0', which is not a number above 0"],
    ['a number that is a text', { minimum: '1' }, "has 'minimum: '1'', which is not a number"],
    ['an empty enum', { enum: [] }, "has 'enum: []', which is not a list with at least one entry"],
    ['an enum with duplicates', { enum: [{ a: 1, b: 2 }, 1, { b: 2, a: 1 }] }, "has an object twice in 'enum'"],
    ['an empty required', { required: [] }, "has 'required: []', which is not a list with at least one entry"],
    ['a boolean required', { required: true }, "has 'required: true', which is not a list"],
    ['a duplicate in required', { required: ['a', 'a'] }, "has 'a' twice in 'required', which draft 4 does not allow; write it once"],
    ['a number in required', { required: [1] }, 'requires 1, which is no property name'],
    ['an invalid pattern', { pattern: '(' }, "has 'pattern: '('', which is not a regular expression"],
    ["another language's pattern", { pattern: '(?i)a' }, 'which is not a regular expression of JavaScript'],
    ['an invalid pattern for names', { patternProperties: { '(': {} } }, "has '(' under 'patternProperties', which is no regular expression"],
    ['an unknown type', { type: 'text' }, "has 'type: 'text'', which is no type of JSON Schema; write one of null, boolean, object"],
    ['a list without types', { type: [] }, "has 'type: []', which is not a list with at least one entry"],
    ['a type twice', { type: [STRING, STRING] }, "has 'string' twice in 'type'"],
    ['an empty anyOf', { anyOf: [] }, "has 'anyOf: []'"],
    ['an empty list of items', { items: [] }, "has 'items: []'"],
    ['uniqueItems that is no boolean', { uniqueItems: 1 }, 'which is not true or false'],
    ['properties that are a list', { properties: [] }, 'which is not schemas by name'],
    ['both spellings of a reference', { ref: '#/definitions/A', type: OBJECT }, "has 'type' beside 'ref: #/definitions/A', which draft 4 ignores"],
    ['oneOf beside a reference', { ref: '#/definitions/A', oneOf: [{}] }, "write 'allOf' with the reference and a schema that has 'oneOf'"],
    ['an external reference', { ref: 'https://example.com/a.json' }, "refers to 'https://example.com/a.json', which API Gateway cannot follow; write the schema under 'definitions'"],
    ['a reference to the whole', { ref: '#' }, "refers to '#', which API Gateway cannot follow"],
    ['a reference into a definition', { ref: '#/definitions/A/properties/b' }, 'which API Gateway cannot follow'],
    ['a reference to nothing', { ref: '#/definitions/A' }, "refers to '#/definitions/A', which the schema's own 'definitions' do not lead to; write 'A' under 'definitions'"],
    ['a reference to what objects inherit', { ref: '#/definitions/constructor' }, "write 'constructor' under 'definitions'"],
    ['definitions out of reach', { definitions: { A: {} } }, "has 'definitions', which '#/definitions/<name>' cannot reach from there"],
    ['a required name that may not be there', { required: ['a'], properties: { b: {} }, additionalProperties: false }, "requires 'a' but has no such property"],
    ['an empty dependency', { dependencies: { a: [] } }, 'but draft 4 wants at least one name'],
  ])('fails on %s', (_, schema, message) => {
    expect(() => check(inProperty(schema))).toThrow(message);
  });

  test.each<[string, unknown, string]>([
    ['properties', { properties: { x: true } }, '#/properties/x'],
    ['items', { items: true }, '#/items'],
    ['a place of items', { items: [{}, true] }, '#/items/1'],
    ['anyOf', { anyOf: [{}, true] }, '#/anyOf/1'],
    ['not', { not: true }, '#/not'],
    ['patternProperties', { patternProperties: { '^x/': true } }, '#/patternProperties/^x~1'],
    ['dependencies', { dependencies: { x: true } }, '#/dependencies/x'],
    ['definitions', { definitions: { A: true } }, '#/definitions/A'],
  ])('fails on a boolean schema in %s at its own place', (_, schema, pointer) => {
    expect(() => check(schema)).toThrow(`the schema at '${pointer}' is true`);
  });

  test('fails on references that only lead to each other', () => {
    const definitions = { A: { ref: '#/definitions/B' }, B: { ref: '#/definitions/A' } };
    expect(() => check({ ref: '#/definitions/A', definitions })).toThrow('do not lead to');
  });

  test('fails on an object that contains itself', () => {
    const schema: { [key: string]: unknown } = { type: OBJECT };
    schema.properties = { self: schema };
    expect(() => check(schema)).toThrow("the schema at '#/properties/self' contains itself");
  });

  test('takes one object that is used in two places', () => {
    const name = { type: STRING };
    expect(check({ properties: { first: name, last: name } })).toEqual([]);
  });

  test('counts names that match a pattern as properties', () => {
    expect(() => check({ required: ['x-a'], patternProperties: { '^x-': {} }, additionalProperties: false })).not.toThrow();
  });

  test.each<[string, unknown, string]>([
    ['minItems', { minItems: 1 }, "has 'minItems', which API Gateway does not enforce after an import"],
    ['maxItems', { maxItems: 1 }, "has 'maxItems', which API Gateway does not enforce after an import"],
    ['patternProperties', { patternProperties: { '^x-': {} } }, "has 'patternProperties', which OpenAPI 3.0 does not have"],
    ['dependencies', { dependencies: { a: ['b'] } }, "has 'dependencies'"],
    ['additionalItems', { items: { type: STRING }, additionalItems: false }, "has 'additionalItems'"],
    ['a list of items', { items: [{}] }, "has a list of schemas in 'items'"],
    ['an array or null', { type: [ARRAY, NULL] }, 'allows an array or null'],
    ['a number format', { type: INTEGER, format: 'int64' }, "has 'format: int64', which API Gateway does not support"],
    ['the end of a comment', { description: 'all of */*' }, "has '*/' in its 'description'"],
  ])('warns about %s', (_, schema, message) => {
    expect(check(inProperty(schema))).toEqual([expect.stringContaining(`${WHERE}: the schema at '#/properties/a~1b' ${message}`)]);
  });

  test('lets tokens through wherever they stand', () => {
    const text = Token.asString({ Ref: 'Text' });
    const number = Token.asNumber({ Ref: 'Number' });
    const list = Token.asList({ Ref: 'List' });
    const any = Lazy.any({ produce: () => ({}) });
    expect(check({
      schema: text,
      title: text,
      type: OBJECT,
      required: [text],
      additionalProperties: false,
      properties: {
        a: { minLength: number, maxLength: 1, pattern: text, enum: list },
        b: any,
        c: { ref: text },
        d: { required: list },
        e: { type: text, enum: any },
      },
      definitions: any,
    })).toEqual([]);
    expect(check(any)).toEqual([]);
  });
});
