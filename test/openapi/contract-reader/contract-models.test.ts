import { OK, documentOf, documentWithBody, failure, operationOf, read } from '../contracts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

function namesOf(schema: unknown, schemas: object): string[] {
  return Object.keys(operationOf(documentWithBody(schema, schemas)).body!.model!.definitions ?? {});
}

describe('the models of a contract', () => {
  test('have each schema that they refer to once, and no other', () => {
    const schemas = { A: { properties: { b: ref('B'), c: ref('C') } }, B: { items: ref('C') }, C: { type: 'string' }, D: ref('A') };
    expect(operationOf(documentWithBody({ items: ref('A') }, schemas)).body!.model).toEqual({
      items: { ref: '#/definitions/A' },
      definitions: {
        A: { properties: { b: { ref: '#/definitions/B' }, c: { ref: '#/definitions/C' } } },
        B: { items: { ref: '#/definitions/C' } },
        C: { type: 'string' },
      },
    });
  });

  test('are small where many schemas refer to many', () => {
    // Each level refers to the next one twice: written out, the last would stand there a million times.
    const schemas = Object.fromEntries(Array.from({ length: 20 }, (_, level) => [`L${level}`, { properties: { a: ref(`L${level + 1}`), b: ref(`L${level + 1}`) } }]));
    const { model } = operationOf(documentWithBody(ref('L0'), { ...schemas, L20: { type: 'string' } })).body!;
    expect(Object.keys(model!.definitions!)).toHaveLength(21);
    expect(JSON.stringify(model).length).toBeLessThan(3000);
  });

  test('share a schema among routes', () => {
    const body = { requestBody: { content: { 'application/json': { schema: ref('A') } } } };
    const { operations } = read(documentOf({ '/a': { post: { ...OK, ...body }, put: { ...OK, ...body } } }, { components: { schemas: { A: { type: 'object' } } } }));
    expect(operations[0].body!.model).toEqual(operations[1].body!.model);
    expect(operations[0].body!.model!.definitions!.A).toBe(operations[1].body!.model!.definitions!.A);
  });

  test('may contain themselves in parts', () => {
    const Tree = { type: 'object', properties: { children: { type: 'array', items: ref('Tree') }, parent: ref('Parent') } };
    const Parent = { allOf: [ref('Tree')] };
    expect(operationOf(documentWithBody(ref('Tree'), { Tree, Parent })).body!.model).toEqual({
      ref: '#/definitions/Tree',
      definitions: {
        Tree: { type: 'object', properties: { children: { type: 'array', items: { ref: '#/definitions/Tree' } }, parent: { ref: '#/definitions/Parent' } } },
        Parent: { allOf: [{ ref: '#/definitions/Tree' }] },
      },
    });
  });

  test('may contain themselves in a part that is composed', () => {
    expect(namesOf(ref('A'), { A: { properties: { next: { allOf: [ref('A')] } } } })).toEqual(['A']);
  });

  test('have names of their own, whatever the schemas are called', () => {
    const schemas = { 'a/b%c': { type: 'string' }, 'a%20b': {}, 'Pet': { properties: { name: { type: 'string' } } }, 'name': { type: 'boolean' } };
    expect(namesOf({ allOf: [ref('a~1b%25c'), ref('a%2520b'), ref('Pet/properties/name'), ref('name')] }, schemas).sort()).toEqual(['a%20b', 'a/b%c', 'name', 'name2']);
  });

  test.each<[string, object, string]>([
    ['all of themselves', { A: { allOf: [ref('A')] } }, "'#/components/schemas/A' describes itself by itself, in '#/components/schemas/A' → '#/components/schemas/A', so that a check would have no end; break the circle at one place with { type: object }"],
    ['one of those that are all of them', { A: { oneOf: [ref('B')] }, B: { allOf: [{ anyOf: [ref('A')] }] } },
      "describes itself by itself, in '#/components/schemas/A' → '#/components/schemas/B' → '#/components/schemas/A', so that"],
    ['all of themselves and contain themselves', { A: { allOf: [ref('A'), { properties: { a: ref('A') } }] } }, "'#/components/schemas/A' describes itself by itself"],
    ['what is not themselves', { A: { not: ref('A') } }, "'#/components/schemas/A' describes itself by itself"],
  ])('fail when they are %s', (_what, schemas, message) => {
    expect(failure(documentWithBody(ref('A'), schemas))).toContain(message);
  });

  test('are as large as API Gateway takes them', () => {
    // An enum of one text has 13 bytes around the text.
    const filled = (bytes: number) => documentWithBody(ref('Big'), { Big: { enum: ['x'.repeat(bytes - 13)] } });
    expect(read(filled(400 * 1024)).operations).toHaveLength(1);
    expect(failure(filled(400 * 1024 + 1))).toBe("the OpenAPI contract: '#/components/schemas/Big' makes a model of 409601 bytes, but one of API Gateway has at most 409600; move parts of it to '#/components/schemas' and refer to them");
  });

  test('fail at the place that a route would refuse, in components too', () => {
    expect(failure(documentWithBody(ref('a~1b'), { 'a/b': { properties: { 'c d': { minLength: 2, maxLength: 1 } } } })))
      .toContain("the OpenAPI contract: '#/components/schemas/a~1b/properties/c d' has 'minLength: 2' and 'maxLength: 1', so that no value can ever pass");
  });
});
