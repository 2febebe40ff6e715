import { toContractSchema } from '../../src/openapi/json-schema-contract';
import { openApiProblems } from '../openapi-validator';

type Schema = { [keyword: string]: unknown };

/** Name, schema of the import body, schema of the contract. */
const RENDERINGS: [string, Schema, Schema][] = [
  ['what both have', { title: 'T', type: 'string', maxLength: 3, pattern: '^a', enum: ['a'] }, { title: 'T', type: 'string', maxLength: 3, pattern: '^a', enum: ['a'] }],
  ['a reference', { $ref: '#/components/schemas/Line' }, { $ref: '#/components/schemas/Line' }],
  ['one type or null', { type: ['string', 'null'], maxLength: 3 }, { type: 'string', nullable: true, maxLength: 3 }],
  ['a list of one type', { type: ['string'] }, { type: 'string' }],
  ['two types', { type: ['string', 'number'], minimum: 1 }, { minimum: 1, anyOf: [{ type: 'string' }, { type: 'number' }] }],
  ['two types or null', { type: ['string', 'null', 'number'] }, { anyOf: [{ type: 'string', nullable: true }, { type: 'number', nullable: true }] }],
  [
    'two types beside anyOf',
    { type: ['string', 'number'], anyOf: [{ maximum: 3 }], allOf: [{ minimum: 1 }] },
    { anyOf: [{ maximum: 3 }], allOf: [{ minimum: 1 }, { anyOf: [{ type: 'string' }, { type: 'number' }] }] },
  ],
  ['two types with an array', { type: ['array', 'string'], items: { type: 'string' } }, { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }] }],
  ['null alone', { type: 'null' }, { type: 'object', nullable: true, enum: [null] }],
  ['null as an alternative', { oneOf: [{ type: 'string' }, { type: 'null' }] }, { oneOf: [{ type: 'string' }, { type: 'object', nullable: true, enum: [null] }] }],
  ['an enum with null', { type: ['string', 'null'], enum: ['a', null] }, { type: 'string', nullable: true, enum: ['a', null] }],
  ['an enum whose null could never match', { type: 'string', enum: ['a', null] }, { type: 'string', enum: ['a'] }],
  ['an enum of null alone that could never match', { type: 'string', enum: [null] }, { type: 'string', enum: [null] }],
  ['an array of anything', { type: 'array' }, { type: 'array', items: {} }],
  ['an array of a tuple', { type: 'array', items: [{ type: 'string' }, { type: ['string'] }, { type: 'number' }], additionalItems: false }, {
    type: 'array', maxItems: 3, items: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  }],
  ['a tuple with a lower bound', { type: 'array', maxItems: 1, items: [{ type: 'string' }, { type: 'string' }], additionalItems: false }, {
    type: 'array', maxItems: 1, items: { type: 'string' },
  }],
  ['a tuple with more of a kind', { type: 'array', items: [{ type: 'string' }], additionalItems: { type: 'number' } }, {
    type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  }],
  ['a tuple with more of any kind', { type: 'array', items: [{ type: 'string' }] }, { type: 'array', items: {} }],
  ['additionalItems without a tuple', { type: 'array', items: { type: 'string' }, additionalItems: false }, { type: 'array', items: { type: 'string' } }],
  ['names by pattern', { type: 'object', patternProperties: { '^x': { type: 'string' }, '^y': { type: 'number' } }, additionalProperties: false }, {
    type: 'object', additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  }],
  ['names by pattern beside any other', { type: 'object', patternProperties: { '^x': { type: 'string' } } }, { type: 'object', additionalProperties: {} }],
  ['names by pattern beside others of a kind', { type: 'object', patternProperties: { '^x': { type: 'string' } }, additionalProperties: { type: 'string' } }, {
    type: 'object', additionalProperties: { type: 'string' },
  }],
  ['dependencies', { type: 'object', dependencies: { a: ['b'], c: { properties: { d: { type: ['string'] } } } } }, {
    type: 'object',
    allOf: [
      { anyOf: [{ not: { required: ['a'] } }, { required: ['b'] }] },
      { anyOf: [{ not: { required: ['c'] } }, { properties: { d: { type: 'string' } } }] },
    ],
  }],
  ['a dependency of what may be no object', { dependencies: { a: { minProperties: 2 } } }, {
    allOf: [{ anyOf: [{ not: { required: ['a'] } }, { minProperties: 2 }, { not: { type: 'object' } }] }],
  }],
  ['oneOf whose cases could overlap', { oneOf: [{ type: 'array', items: [{ type: 'string' }] }, { type: 'string' }] }, {
    allOf: [{ anyOf: [{ type: 'array', items: {} }, { type: 'string' }] }],
  }],
  ['not what becomes wider', { type: 'object', not: { properties: { a: { patternProperties: { '^x': { type: 'string' } } } } } }, { type: 'object' }],
  ['everything inside', { type: 'object', properties: { type: { type: ['string', 'null'] } }, not: { type: 'array' }, additionalProperties: false }, {
    type: 'object', properties: { type: { type: 'string', nullable: true } }, not: { type: 'array', items: {} }, additionalProperties: false,
  }],
];

describe('toContractSchema', () => {
  test.each(RENDERINGS)('renders %s', (_, importSchema, contractSchema) => {
    expect(toContractSchema(importSchema)).toEqual(contractSchema);
  });

  test('does not change the schema that it is given', () => {
    const schema = { type: ['array', 'null'], items: [{ type: 'string' }], dependencies: { a: ['b'] } };
    toContractSchema(schema);
    expect(schema).toEqual({ type: ['array', 'null'], items: [{ type: 'string' }], dependencies: { a: ['b'] } });
  });

  test('makes a valid OpenAPI 3.0 document of every schema, which the import schemas are not', () => {
    const line = { Line: { type: 'string' } };
    const schemas = (column: 1 | 2) => Object.fromEntries(RENDERINGS.map((rendering, index) => [`Model${index}`, rendering[column]]));
    expect(problems({ ...line, ...schemas(2) })).toEqual([]);
    expect(problems({ ...line, ...schemas(1) })).toEqual(expect.arrayContaining([expect.stringContaining('Property `patternProperties` is not expected here.')]));
  });
});

/** What an OpenAPI linter says of a minimal document with these schemas. */
function problems(schemas: Schema): string[] {
  return openApiProblems({ openapi: '3.0.3', info: { title: 'API', version: '1' }, paths: {}, components: { schemas } });
}
