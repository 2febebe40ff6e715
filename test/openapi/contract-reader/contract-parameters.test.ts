import { Lazy } from 'aws-cdk-lib';
import { OK, documentOf, failure, operationOf, reductions } from '../contracts';

const TEXT = { schema: { type: 'string' } };

function withParameters(parameters: unknown, path = '/pets', shared?: unknown, components: object = {}): object {
  return documentOf({ [path]: { get: { ...OK, parameters }, ...shared !== undefined && { parameters: shared } } }, { components });
}

function summary(document: object): string[] {
  return operationOf(document).parameters.map(({ name, location, required, mapped, pointer }) =>
    [location, name, required ? 'required' : 'optional', mapped ? 'mapped' : 'unmapped', pointer].join(' '));
}

describe('the parameters of an operation', () => {
  test('are its own and those of its path, unless it describes them anew', () => {
    const own = [{ name: 'page', in: 'query', required: true, ...TEXT }, { name: 'X-TENANT', in: 'header', ...TEXT }];
    const shared = [
      { name: 'id', in: 'path', required: true, ...TEXT }, { name: 'page', in: 'query', ...TEXT }, { name: 'page', in: 'header', ...TEXT },
      { name: 'x-tenant', in: 'header', required: true, ...TEXT },
    ];
    expect(summary(withParameters(own, '/pets/{id}', shared))).toEqual([
      'path id required mapped #/paths/~1pets~1{id}/parameters/0',
      'query page required mapped #/paths/~1pets~1{id}/get/parameters/0',
      'header page optional mapped #/paths/~1pets~1{id}/parameters/2',
      'header X-TENANT optional mapped #/paths/~1pets~1{id}/get/parameters/1',
    ]);
  });

  test('may be references, and stay so in the contract', () => {
    const written = { $ref: '#/components/parameters/Page' };
    const document = withParameters([written], '/pets', undefined, { parameters: { Page: { name: 'page', in: 'query', content: { 'text/plain': TEXT } } } });
    expect(operationOf(document).parameters).toEqual([{ name: 'page', location: 'query', required: false, mapped: true, pointer: '#/paths/~1pets/get/parameters/0', written }]);
    expect(operationOf(document).request).toEqual({ optionalQuery: ['page'] });
  });

  test.each(['path', 'path+'])("may declare a greedy one as '%s'", (name) => {
    const document = withParameters([{ name, in: 'path', required: true, ...TEXT }], '/files/{path+}');
    expect(operationOf(document).parameters.map((parameter) => parameter.name)).toEqual(['path']);
    expect(reductions(document)).toEqual([]);
  });

  test('have those that only the path names, in its order', () => {
    const document = withParameters([{ name: 'b', in: 'path', required: true, ...TEXT }], '/pets/{a}/{b}');
    expect(summary(document)).toEqual(['path a required mapped #/paths/~1pets~1{a}~1{b}/get', 'path b required mapped #/paths/~1pets~1{a}~1{b}/get/parameters/0']);
    expect(operationOf(document).parameters[0].written).toEqual({ name: 'a', in: 'path', required: true, schema: { type: 'string' } });
    expect(reductions(document)).toEqual(["#/paths/~1pets~1{a}~1{b}/get does not declare the parameter 'a' of its path; it is taken as a text"]);
  });

  test('have none that the path lacks', () => {
    const document = withParameters([{ name: 'id', in: 'path', required: true, ...TEXT }]);
    expect(operationOf(document).parameters).toEqual([]);
    expect(reductions(document)).toEqual(["#/paths/~1pets/get/parameters/0 declares the path parameter 'id', which the path '/pets' does not have; it is left out"]);
  });

  test.each<[string, object, string]>([
    ['a cookie', { name: 'session', in: 'cookie' }, "declares the cookie 'session', and API Gateway does not look at cookies"],
    ['an optional name in brackets', { name: 'filter[a]', in: 'query' }, "declares the query parameter 'filter[a]', which API Gateway cannot map; it takes letters, digits and . _ - $"],
    ['a required name in brackets', { name: 'ids[]', in: 'query', required: true }, "declares the query parameter 'ids[]', which API Gateway cannot map"],
    ['a header with a space', { name: 'X Tenant', in: 'header', required: true }, "declares the header parameter 'X Tenant', which API Gateway cannot map"],
    ['a header that OpenAPI describes elsewhere', { name: 'authorization', in: 'header', required: true }, "declares the header 'authorization' as a parameter, which OpenAPI ignores"],
  ])('are not checked but kept: %s', (_what, parameter, message) => {
    const document = withParameters([{ ...parameter, ...TEXT }]);
    expect(reductions(document)).toEqual([expect.stringContaining(`#/paths/~1pets/get/parameters/0 ${message}`)]);
    expect(operationOf(document).parameters).toMatchObject([{ mapped: false, written: parameter }]);
    expect(operationOf(document).request).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['an object', {}, "'#/paths/~1pets/get/parameters' is an object, which is no list of parameters; write a list"],
    ['null among them', [null], "'#/paths/~1pets/get/parameters/0' is null, which is no parameter; write an object"],
    ['one without a name', [{ in: 'query' }], "'#/paths/~1pets/get/parameters/0' is a parameter without a name; write 'name'"],
    ['a number for a name', [{ name: 5, in: 'query' }], "'#/paths/~1pets/get/parameters/0/name' is 5, which is no parameter's name; write a text"],
    ['a token for a name', [{ name: Lazy.string({ produce: () => 'x' }), in: 'query' }], "'#/paths/~1pets/get/parameters/0/name' is only known at deploy time, but the API is built from it"],
    ['no place', [{ name: 'x' }], "'#/paths/~1pets/get/parameters/0' is a parameter with no 'in'; write one of path, query, header, cookie"],
    ['a place of Swagger', [{ name: 'x', in: 'body' }], "'#/paths/~1pets/get/parameters/0' is a parameter with 'in: 'body''; write one of path, query, header, cookie"],
    ['a text for required', [{ name: 'x', in: 'query', required: 'yes' }], "'#/paths/~1pets/get/parameters/0/required' is 'yes', which is neither true nor false; write true or false"],
    ['one twice', [{ name: 'x', in: 'query' }, { name: 'x', in: 'query' }], "'#/paths/~1pets/get/parameters/1' declares the query parameter 'x' a second time; write it once"],
    ['one header in two spellings', [{ name: 'X-A', in: 'header' }, { name: 'x-a', in: 'header' }], "'#/paths/~1pets/get/parameters/1' declares the header parameter 'x-a' a second time"],
  ])('fail when they are or have %s', (_what, parameters, message) => {
    expect(failure(withParameters(parameters))).toContain(`the OpenAPI contract: ${message}`);
  });

  test('tell names that differ in case apart where they are no headers', () => {
    expect(summary(withParameters([{ name: 'x', in: 'query' }, { name: 'X', in: 'query' }]))).toHaveLength(2);
  });
});
