import { Lazy } from 'aws-cdk-lib';
import { RouteKey } from '../src/route-key';

describe('RouteKey', () => {
  test.each([
    ['GET /', 'GET', '/', []],
    ['POST /orders', 'POST', '/orders', []],
    ['GET /pets/{id}', 'GET', '/pets/{id}', ['id']],
    ['PUT /owners/{ownerId}/pets/{pet_id}', 'PUT', '/owners/{ownerId}/pets/{pet_id}', ['ownerId', 'pet_id']],
    ['ANY /{proxy+}', 'ANY', '/{proxy+}', ['proxy']],
    ['GET /v1.2/a-b_c,d:e', 'GET', '/v1.2/a-b_c,d:e', []],
    ['GET /pinging', 'GET', '/pinging', []],
    ['GET /ping/deep', 'GET', '/ping/deep', []],
    ['POST /pets:batch', 'POST', '/pets:batch', []],
  ])('takes %p apart', (text, method, path, parameters) => {
    const key = RouteKey.parse(text);

    expect(key.method).toBe(method);
    expect(key.path).toBe(path);
    expect(key.pathParameters).toEqual(parameters);
    expect(key.toString()).toBe(text);
  });

  test.each([
    ['GET pets', "has no '/' before its path; write 'GET /pets'"],
    ['/pets', "no space between its method and its path; write 'GET /pets'"],
    ['pets', "no space between its method and its path; write 'GET /pets'"],
    ['GET /pets/:id', "the segment ':id', which is text to API Gateway; write 'GET /pets/{id}'"],
    ['ANY /files/*', "the segment '*', which API Gateway does not know; write 'ANY /files/{proxy+}'"],
    ['', 'no space between its method and its path'],
    ['get /pets', "lower case; write 'GET /pets'"],
    ['FETCH /pets', "'FETCH', which is no method of API Gateway"],
    ['GET  /pets', "more than one space; write 'GET /pets'"],
    ['GET /pets/', "ends in '/'"],
    ['GET //', "ends in '/'"],
    ['GET /a//b', "empty segment ('//'); write 'GET /a/b'"],
    ['GET /ping', "uses '/ping', which API Gateway answers itself"],
    ['GET /sping', "uses '/sping', which API Gateway answers itself"],
    ['GET /{proxy+}/more', "goes on after '{proxy+}'"],
    ['GET /pets-{id}', 'a parameter must fill its whole segment'],
    ['GET /{}', 'a parameter must fill its whole segment'],
    ['GET /pets/[id]', 'API Gateway takes letters, digits'],
    ['GET /pets?all=1', 'API Gateway takes letters, digits'],
    ['GET /café', 'API Gateway takes letters, digits'],
    ['GET /{id}/toys/{id}', "two parameters named 'id'"],
    ['$connect', 'no space between its method and its path'],
  ])('fails for %p and says what to write', (text, message) => {
    expect(() => RouteKey.parse(text)).toThrow(message);
  });

  test.each(['ANY $default', 'GET $default', 'any $Default', '$DEFAULT', ' $default', 'ANY /$default', '/$default'])('fails for %p and says to write $default alone', (text) => {
    expect(() => RouteKey.parse(text)).toThrow(`route key '${text}' is not how API Gateway names the route for all that no other takes, which has no method of its own; write '$default'`);
  });

  test.each<[unknown, string]>([[undefined, 'undefined'], [5, '5'], [['GET', '/pets'], 'a list'], [{ method: 'GET' }, 'an object']])('fails for %p, which is no text', (text, given) => {
    expect(() => RouteKey.parse(text as string)).toThrow(`a route key was given as ${given}, and it is a method and a path; write it as 'GET /pets/{id}'`);
  });

  test('fails for a token, which cannot be a key of a definition', () => {
    const token = Lazy.string({ produce: () => 'GET /pets' });

    expect(() => RouteKey.parse(token)).toThrow('only known at deploy time');
    expect(() => RouteKey.parse(`GET /${token}`)).toThrow('only known at deploy time');
  });
});
