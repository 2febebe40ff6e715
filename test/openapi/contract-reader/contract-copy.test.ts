import { Lazy } from 'aws-cdk-lib';
import { copyDocument } from '../../../src/openapi/contract-reader/contract-copy';

const NAME = 'the contract';

function nested(levels: number): unknown {
  return levels === 0 ? 'end' : { a: nested(levels - 1) };
}

describe('copyDocument', () => {
  test('leaves extensions of API Gateway out, and says where they stood', () => {
    const { document, extensions } = copyDocument({
      'x-amazon-apigateway-policy': {},
      'x-mine': 1,
      'paths': { '/a': { 'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-integration': {} }, 'get': { 'x-amazon-apigateway-integration': {} } } },
    }, NAME);
    expect(document).toEqual({ 'x-mine': 1, 'paths': { '/a': { 'x-amazon-apigateway-any-method': {}, 'get': {} } } });
    expect([...extensions]).toEqual([
      ['x-amazon-apigateway-policy', { pointer: '#/x-amazon-apigateway-policy', count: 1 }],
      ['x-amazon-apigateway-integration', { pointer: '#/paths/~1a/x-amazon-apigateway-any-method/x-amazon-apigateway-integration', count: 2 }],
    ]);
  });

  test('leaves out what is undefined, and keeps tokens', () => {
    const token = Lazy.any({ produce: () => 1 });
    expect(copyDocument({ a: undefined, b: token, c: null }, NAME).document).toEqual({ b: token, c: null });
  });

  test('takes keys for keys, whatever they are called', () => {
    const { document } = copyDocument(JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'), NAME);
    expect(Object.entries(document as object)).toEqual([['__proto__', { x: 1 }], ['constructor', 2]]);
  });

  test('takes deep documents', () => {
    expect(copyDocument(nested(200), NAME).document).toEqual(nested(200));
  });

  test('fails on deeper ones, and on what contains itself', () => {
    const circle: { [key: string]: unknown } = {};
    circle.self = circle;
    expect(() => copyDocument(nested(201), NAME)).toThrow(/^the contract: '#\/a\/a.*' lies more than 200 levels deep, or contains itself; /);
    expect(() => copyDocument(circle, NAME)).toThrow(/^the contract: '#\/self\/self.*' lies more than 200 levels deep, or contains itself; /);
  });

  test('fails on values that multiply', () => {
    let list: unknown[] = ['x'];
    for (let level = 0; level < 7; level++) list = Array<unknown>(10).fill(list);
    expect(() => copyDocument({ list }, NAME)).toThrow("makes more than 1000000 values of the document; write what its aliases repeat as '$ref'");
  });

  test('fails on keys that are only known at deploy time', () => {
    expect(() => copyDocument({ paths: { [`/${Lazy.string({ produce: () => 'x' })}`]: {} } }, NAME))
      .toThrow("the contract: '#/paths' has a key that is only known at deploy time; write keys out; only values may be tokens");
  });
});
