import { Lazy, Token } from 'aws-cdk-lib';
import { canonicalJson, toImportSchema, tryDefinitionName } from '../../src/openapi/json-schema';

const upper = (name: string) => name.toUpperCase();

describe('toImportSchema', () => {
  test('drops the version and the definitions and leaves other keywords alone', () => {
    const schema = { schema: 'http://json-schema.org/draft-04/schema#', type: 'object', title: undefined, definitions: { a: {} }, required: ['x'], enum: [{ ref: 'x' }] };
    expect(toImportSchema(schema, upper)).toEqual({ type: 'object', required: ['x'], enum: [{ ref: 'x' }] });
  });

  test.each([['ref'], ['$ref']])('points %s to the component that the definition becomes, wherever it stands', (spelling) => {
    const reference = { [spelling]: '#/definitions/line' };
    const component = { $ref: '#/components/schemas/LINE' };
    const schema = {
      properties: { ref: reference },
      patternProperties: { '^x': reference },
      dependencies: { a: reference, b: ['ref'] },
      items: [reference],
      additionalItems: false,
      additionalProperties: reference,
      allOf: [reference],
      not: { anyOf: [{ oneOf: [reference] }] },
    };
    expect(toImportSchema(schema, upper)).toEqual({
      properties: { ref: component },
      patternProperties: { '^x': component },
      dependencies: { a: component, b: ['ref'] },
      items: [component],
      additionalItems: false,
      additionalProperties: component,
      allOf: [component],
      not: { anyOf: [{ oneOf: [component] }] },
    });
  });

  test('leaves out what draft 4 ignores beside a reference', () => {
    expect(toImportSchema({ ref: '#/definitions/a', description: 'text' }, upper)).toEqual({ $ref: '#/components/schemas/A' });
  });

  test('does not change the schema that it is given', () => {
    const schema = { type: 'object', properties: { a: { ref: '#/definitions/b' } } };
    toImportSchema(schema, upper);
    expect(schema).toEqual({ type: 'object', properties: { a: { ref: '#/definitions/b' } } });
  });

  test('keeps tokens as they are', () => {
    const token = Lazy.any({ produce: () => ({}) });
    const converted = toImportSchema({ properties: { a: token, b: { ref: Token.asString({ Ref: 'X' }) } } }, upper);
    expect((converted.properties as { a: unknown }).a).toBe(token);
  });
});

test.each([
  ['#/definitions/Line', 'Line'],
  ['#/definitions/a~1b~0c', 'a/b~c'],
  ['#/definitions/a%20b', 'a b'],
  ['#/definitions/100%', '100%'],
  ['#/definitions/', undefined],
  ['#/definitions/A/properties/b', undefined],
  ['#/components/schemas/A', undefined],
  ['#', undefined],
])("'%s' names the definition '%s'", (reference, name) => {
  expect(tryDefinitionName(reference)).toBe(name);
});

describe('canonicalJson', () => {
  test('is the same for equal values in another order of keys', () => {
    expect(canonicalJson({ a: 1, b: [{ c: 'x', d: null }], e: undefined })).toBe(canonicalJson({ b: [{ d: null, c: 'x' }], a: 1 }));
  });

  test('tells lists in another order apart', () => {
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  });

  test('tells two tokens apart and knows one again', () => {
    const [one, other] = [Lazy.any({ produce: () => 1 }), Lazy.any({ produce: () => 2 })];
    expect(canonicalJson({ a: one })).toBe(canonicalJson({ a: one }));
    expect(canonicalJson({ a: one })).not.toBe(canonicalJson({ a: other }));
  });
});
