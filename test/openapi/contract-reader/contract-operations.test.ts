import { Lazy } from 'aws-cdk-lib';
import { OK, documentOf, failure, read, reductions } from '../contracts';

function named(...ids: (string | undefined)[]): object {
  return documentOf(Object.fromEntries(ids.map((operationId, index) => [`/p${index}`, { get: { ...OK, operationId } }])));
}

describe('the operations of a contract', () => {
  test('are those of every method, in the order of the document', () => {
    const methods = ['patch', 'get', 'put', 'post', 'delete', 'options', 'head', 'x-amazon-apigateway-any-method'];
    const { operations } = read(documentOf({ '/b': Object.fromEntries(methods.map((method) => [method, OK])), '/a': { get: OK } }));
    expect(operations.map(({ key }) => key.toString())).toEqual(['PATCH /b', 'GET /b', 'PUT /b', 'POST /b', 'DELETE /b', 'OPTIONS /b', 'HEAD /b', 'ANY /b', 'GET /a']);
    expect(operations[7].pointer).toBe('#/paths/~1b/x-amazon-apigateway-any-method');
  });

  test('may stand behind a reference of their path', () => {
    const { operations } = read(documentOf({ '/a': { get: OK }, '/b': { $ref: '#/paths/~1a' } }));
    expect(operations.map(({ key, pointer }) => [key.toString(), pointer])).toEqual([['GET /a', '#/paths/~1a/get'], ['GET /b', '#/paths/~1a/get']]);
  });

  test('keep what API Gateway does not import, without a word', () => {
    const operation = { 'responses': { '4XX': { description: 'x' }, 'default': { $ref: '#/components/responses/X' } }, 'callbacks': { done: {} }, 'deprecated': true, 'x-mine': 1 };
    const document = documentOf({ '/a': { get: operation, description: 'A' } }, { components: { responses: { X: { description: 'x', links: {} } } } });
    expect(read(document).operations[0]).toMatchObject({ written: operation, pathItem: { description: 'A' } });
    expect(reductions(document)).toEqual([]);
  });

  test.each([['of an operation', { get: { ...OK, servers: [] } }], ['of a path', { get: OK, servers: [] }]])('leave servers %s out: clients would call them instead of the API', (_of, path) => {
    const document = documentOf({ '/a': path });
    expect(read(document).operations[0]).toMatchObject({ written: OK });
    expect(JSON.stringify(read(document).operations[0])).not.toContain('servers');
    expect(reductions(document)).toEqual(['#/paths/~1a/get has servers of its own, which are left out: the API is where it is deployed']);
  });

  test.each<[string, unknown, string]>([
    ['a slash at its end', { '/pets/': { get: OK } }, "'#/paths/~1pets~1' makes no route of API Gateway: route key 'GET /pets/' ends in '/', which API Gateway ignores; write 'GET /pets'"],
    ['no slash at its beginning', { pets: { post: OK } }, "'#/paths/pets' makes no route of API Gateway: route key 'POST pets' has no '/' before its path"],
    ['a parameter that does not fill its segment', { '/pets/{id}.json': { get: OK } }, "'#/paths/~1pets~1{id}.json' makes no route of API Gateway: route key 'GET /pets/{id}.json' has the segment '{id}.json'; a parameter must fill its whole segment"],
    ['a query', { '/pets?all': { get: OK } }, "'#/paths/~1pets?all' makes no route of API Gateway: "],
    ['a fragment', { '/pets#all': { get: OK } }, "'#/paths/~1pets#all' makes no route of API Gateway: "],
    ['a space', { '/my pets': { get: OK } }, "'#/paths/~1my pets' makes no route of API Gateway: "],
    ['a reserved name', { '/ping': { get: OK } }, "'#/paths/~1ping' makes no route of API Gateway: "],
    ['other names of parameters than another one', { '/pets/{id}/x': { get: OK }, '/pets/{name}/x': { post: OK } }, "'#/paths/~1pets~1{name}~1x' is the same path as '#/paths/~1pets~1{id}~1x' but for the names of its parameters; write their operations under one of them"],
    ['a list for an item', { '/pets': [] }, "'#/paths/~1pets' is a list, which is no path item; write an object"],
    ['the method TRACE', { '/pets': { trace: OK } }, "'#/paths/~1pets/trace' stands where a method should, and API Gateway has no method 'trace'; write one of get, put, post, delete, options, head, patch, or leave it out"],
    ['a method in upper case', { '/pets': { GET: OK } }, "'#/paths/~1pets/GET' is a method in upper case; write 'get'"],
    ['null for an operation', { '/pets': { get: null } }, "'#/paths/~1pets/get' is null, which is no operation; write an object"],
    ['no responses', { '/pets': { get: {} } }, "'#/paths/~1pets/get' has no responses, which OpenAPI demands; write responses: { '200': { description: OK } }"],
    ['a list of responses', { '/pets': { get: { responses: [] } } }, "'#/paths/~1pets/get/responses' is a list, which is no map from status codes to responses; write an object"],
    ['a number for a description', { '/pets': { get: { ...OK, description: 5 } } }, "'#/paths/~1pets/get/description' is 5, which is no text; write a text in quotes, as '5'"],
    ['a text for tags', { '/pets': { get: { ...OK, tags: 'pets' } } }, "'#/paths/~1pets/get/tags' is 'pets', which is no list of tags; write a list"],
    ['a token for an operationId', { '/pets': { get: { ...OK, operationId: Lazy.string({ produce: () => 'x' }) } } }, "'#/paths/~1pets/get/operationId' is only known at deploy time, but the API is built from it; write a text"],
  ])('fail when a path has %s', (_what, paths, message) => {
    expect(failure(documentOf(paths))).toContain(`the OpenAPI contract: ${message}`);
  });

  test('tell a greedy parameter from a plain one, and a path from a longer one', () => {
    expect(read(documentOf({ '/a/{x}': { get: OK }, '/a/{y+}': { get: OK }, '/a/{x}/b': { get: OK }, '/b/{x}': { get: OK } })).operations).toHaveLength(4);
  });

  test('pass over paths without operations, and over extensions', () => {
    expect(read(documentOf({ '/a': { 'get': OK, 'x-mine': null }, '/b/': {}, 'x-mine': 1 })).operations).toHaveLength(1);
  });
});

describe('the name of an operation', () => {
  test.each<[string, (string | undefined)[], (string | undefined)[]]>([
    ['is its id', ['getPet', 'get_pet2'], ['getPet', 'get_pet2']],
    ['has letters, digits and underscores', ['pets/get-one', 'Größe ändern'], ['pets_get_one', 'Gr_e_ndern']],
    ['is nobody else\'s', ['pets/get', 'pets.get', 'pets_get_2'], ['pets_get', 'pets_get_3', 'pets_get_2']],
    ['makes way for an id that is a name', ['pets/get', 'pets_get'], ['pets_get_2', 'pets_get']],
    ['is missing without an id', [undefined, 'x'], [undefined, 'x']],
  ])('%s', (_what, ids, names) => {
    expect(read(named(...ids)).operations.map(({ operationName }) => operationName)).toEqual(names);
  });

  test('fails when its id is another operation\'s as well', () => {
    expect(failure(named('get', 'x', 'get'))).toBe("the OpenAPI contract: '#/paths/~1p2/get' has the operationId 'get', which '#/paths/~1p0/get' has already; give each operation its own");
  });

  test('fails when its id is empty', () => {
    expect(failure(named(''))).toContain("'#/paths/~1p0/get/operationId' is '', which is no operation's name; write a text");
  });
});
