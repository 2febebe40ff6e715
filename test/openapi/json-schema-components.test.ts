import { Lazy, Stack, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Limits } from '../../src/limits';
import { SchemaComponents } from '../../src/openapi/json-schema-components';

const { OBJECT, STRING, NUMBER, NULL } = apigateway.JsonSchemaType;

describe('SchemaComponents', () => {
  test('makes equal schemas one component, whatever the order of keys and the name', () => {
    const components = new SchemaComponents();
    const first = components.register({ type: OBJECT, properties: { a: { type: STRING }, b: { type: NUMBER } } }, 'First');
    const second = components.register({ schema: apigateway.JsonSchemaVersion.DRAFT4, properties: { b: { type: NUMBER }, a: { type: STRING } }, type: OBJECT }, 'Second');
    expect([first, second]).toEqual(['First', 'First']);
    expect(components.importSchemas()).toEqual({ First: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } } } });
  });

  test.each([
    ['Order', 'Order'],
    ['new café order', 'NewCafeOrder'],
    ['order-line_2', 'OrderLine2'],
    ['???', 'Suggested'],
    ['', 'Suggested'],
    [Token.asString({ Ref: 'Title' }), 'Suggested'],
  ])("names a schema titled '%s' '%s'", (title, name) => {
    expect(new SchemaComponents().register({ title, type: OBJECT }, 'suggested')).toBe(name);
  });

  test('falls back to the suggested name when the title is taken, and then counts', () => {
    const components = new SchemaComponents();
    const register = (maxLength: number) => components.register({ title: 'Order', type: STRING, maxLength }, 'postOrders');
    expect([register(1), register(2), register(3), register(4)]).toEqual(['Order', 'PostOrders', 'PostOrders2', 'PostOrders3']);
  });

  test('never gives two names that differ in case only', () => {
    const components = new SchemaComponents();
    expect([components.register({ type: STRING }, 'Abc'), components.register({ type: NUMBER }, 'ABC')]).toEqual(['Abc', 'ABC2']);
  });

  test('gives a name even where nothing yields one', () => {
    expect(new SchemaComponents().register({}, '/')).toBe('Model');
  });

  test('makes definitions components of their own and shares equal ones between schemas', () => {
    const components = new SchemaComponents();
    const definitions = { line: { type: OBJECT, properties: { sku: { type: STRING } } } };
    components.register({ type: OBJECT, properties: { a: { ref: '#/definitions/line' } }, definitions }, 'A');
    components.register({ type: OBJECT, properties: { b: { ref: '#/definitions/line' } }, definitions }, 'B');
    components.register(definitions.line, 'C');
    expect(components.importSchemas()).toEqual({
      A: { type: 'object', properties: { a: { $ref: '#/components/schemas/Line' } } },
      B: { type: 'object', properties: { b: { $ref: '#/components/schemas/Line' } } },
      Line: { type: 'object', properties: { sku: { type: 'string' } } },
    });
  });

  test('keeps definitions of one name and different content apart', () => {
    const components = new SchemaComponents();
    const schema = (type: apigateway.JsonSchemaType) => ({ items: { ref: '#/definitions/line' }, definitions: { line: { type } } });
    components.register(schema(STRING), 'A');
    components.register(schema(NUMBER), 'B');
    expect(components.importSchemas()).toMatchObject({
      A: { items: { $ref: '#/components/schemas/Line' } },
      B: { items: { $ref: '#/components/schemas/Line2' } },
      Line2: { type: 'number' },
    });
  });

  test('leaves out definitions that nothing refers to', () => {
    const components = new SchemaComponents();
    components.register({ type: OBJECT, definitions: { unused: { type: STRING } } }, 'A');
    expect(Object.keys(components.importSchemas())).toEqual(['A']);
  });

  test('gives the definition itself for a schema that only refers to it', () => {
    const components = new SchemaComponents();
    expect(components.register({ ref: '#/definitions/order', definitions: { order: { type: OBJECT } } }, 'Body')).toBe('Order');
    expect(components.importSchemas()).toEqual({ Order: { type: 'object' } });
  });

  test('registers schemas that refer to themselves and to each other, and knows them again', () => {
    const components = new SchemaComponents();
    const schema: apigateway.JsonSchema = {
      ref: '#/definitions/node',
      definitions: {
        node: { type: OBJECT, properties: { parent: { ref: '#/definitions/node' }, leaf: { ref: '#/definitions/leaf' } } },
        leaf: { type: OBJECT, properties: { node: { ref: '#/definitions/node' } } },
      },
    };
    expect([components.register(schema, 'A'), components.register(structuredClone(schema), 'B')]).toEqual(['Node', 'Node']);
    expect(components.importSchemas()).toEqual({
      Leaf: { type: 'object', properties: { node: { $ref: '#/components/schemas/Node' } } },
      Node: { type: 'object', properties: { parent: { $ref: '#/components/schemas/Node' }, leaf: { $ref: '#/components/schemas/Leaf' } } },
    });
  });

  test('lists components by name, in whatever order they came', () => {
    const components = new SchemaComponents();
    components.register({ type: STRING }, 'B');
    components.register({ type: NUMBER }, 'A');
    expect(Object.keys(components.importSchemas())).toEqual(['A', 'B']);
    expect(Object.keys(components.contractSchemas())).toEqual(['A', 'B']);
  });

  test('gives the contract its own rendering under the same names', () => {
    const components = new SchemaComponents();
    components.register({ type: [STRING, NULL] }, 'A');
    expect(components.importSchemas()).toEqual({ A: { type: ['string', 'null'] } });
    expect(components.contractSchemas()).toEqual({ A: { type: 'string', nullable: true } });
  });

  test('keeps three hundred schemas apart that differ in one bound, and one that is given three hundred times together', () => {
    const tenFields = (maxLength: number): apigateway.JsonSchema => ({
      type: OBJECT,
      required: ['field0'],
      properties: Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`field${index}`, { type: STRING, maxLength }])),
    });
    const components = new SchemaComponents();
    for (let index = 0; index < 300; index++) components.register(tenFields(index), `body${index}`);
    expect(Object.keys(components.importSchemas())).toHaveLength(300);
    for (let index = 0; index < 300; index++) expect(components.register(tenFields(7), 'other')).toBe('Body7');
  });

  test('takes a model at the limit of API Gateway and fails on one a byte larger', () => {
    const frame = JSON.stringify({ description: '' }).length;
    const components = new SchemaComponents();
    expect(components.register({ description: 'x'.repeat(Limits.MODEL_BYTES - frame) }, 'Full')).toBe('Full');
    expect(() => components.register({ description: 'x'.repeat(Limits.MODEL_BYTES - frame + 1) }, 'Over')).toThrow(
      `schema 'Over' has ${Limits.MODEL_BYTES + 1} bytes, but a model of API Gateway has at most ${Limits.MODEL_BYTES}; describe less`,
    );
  });

  test('keeps tokens, and schemas with different tokens apart', () => {
    const components = new SchemaComponents();
    const schema = (value: string) => ({ type: STRING, enum: Lazy.any({ produce: () => [value] }) as unknown as string[] });
    const names = [components.register(schema('a'), 'A'), components.register(schema('b'), 'B')];
    expect(names).toEqual(['A', 'B']);
    expect(new Stack().resolve(components.importSchemas())).toEqual({ A: { type: 'string', enum: ['a'] }, B: { type: 'string', enum: ['b'] } });
  });
});
