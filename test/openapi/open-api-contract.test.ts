import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Lazy, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { parse } from 'yaml';
import { documentOf, OK } from './contracts';
import { checkBodySchema } from '../../src/openapi/json-schema-check';
import { SchemaComponents } from '../../src/openapi/json-schema-components';
import { OpenApiContract } from '../../src/openapi/open-api-contract';
import { testStack } from '../rest-api';

const ORDERS = join(__dirname, 'documents', 'orders.yaml');
const PETS = join(__dirname, 'documents', 'pets.json');

describe('a contract in a file', () => {
  test('names its operations in the order of the file', () => {
    const contract = OpenApiContract.fromFile(ORDERS);
    expect(contract.operations).toEqual(['GET /orders', 'POST /orders', 'GET /orders/{id}', 'GET /files/{path+}']);
    expect(contract.operationIds).toEqual(['orders/list', 'createOrder', 'getFile']);
  });

  test('is read as JSON too', () => {
    expect(OpenApiContract.fromFile(PETS).operations).toEqual(['GET /pets/{id}']);
  });

  test.each<[string, Buffer]>([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])], ['UTF-16', Buffer.from('openapi: 3.0.3', 'utf16le')], ['JSON behind a control character', Buffer.from('\u0001{}')],
  ])('fails for %s, and quotes none of its bytes', (_what, bytes) => {
    const file = join(mkdtempSync(join(tmpdir(), 'contract-')), 'bytes.yaml');
    writeFileSync(file, bytes);
    expect(() => OpenApiContract.fromFile(file)).toThrow(new Error(`contract '${file}' holds bytes that are no text in UTF-8; write an OpenAPI 3.0 document in YAML or JSON, and save it as UTF-8`));
  });

  test.each<[unknown, string]>([[undefined, 'undefined'], [{}, 'an object'], [3, '3']])('fails for %p, which names none', (path, given) => {
    expect(() => OpenApiContract.fromFile(path as string)).toThrow(`OpenApiContract.fromFile() was given ${given}, which is no name of a file; write OpenApiContract.fromFile('orders.yaml')`);
  });

  test('is read by what it contains and not by its name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'contract-'));
    writeFileSync(join(folder, 'pets.yaml'), `\uFEFF${readFileSync(PETS, 'utf-8')}`);
    writeFileSync(join(folder, 'orders.json'), readFileSync(ORDERS, 'utf-8'));
    expect(OpenApiContract.fromFile(join(folder, 'pets.yaml')).operations).toHaveLength(1);
    expect(OpenApiContract.fromFile(join(folder, 'orders.json')).operations).toHaveLength(4);
  });

  test('hands out copies of its lists', () => {
    const contract = OpenApiContract.fromFile(PETS);
    contract.operations.push('GET /more');
    contract.operationIds.push('more');
    expect(contract.operations).toEqual(['GET /pets/{id}']);
    expect(contract.operationIds).toEqual(['getPet']);
  });

  test('keeps everything that callers read', () => {
    const { info, tags, components, operations } = OpenApiContract.fromFile(ORDERS)._document;
    expect(tags).toEqual([{ name: 'orders' }]);
    expect(info).toMatchObject({ version: '1.0' });
    expect(components).toMatchObject({ schemas: { Order: { description: 'What a customer wants', properties: { note: { nullable: true, example: 'Thank you' } } } } });
    expect(operations[0]).toMatchObject({ summary: 'Every order', written: { tags: ['orders'] }, operationId: 'orders/list', operationName: 'orders_list', pointer: '#/paths/~1orders/get' });
    expect(operations[0].written.responses).toEqual({ '200': { description: 'OK' }, '4XX': { description: 'The caller is wrong' } });
    expect(operations[1].written.requestBody).toEqual({ $ref: '#/components/requestBodies/Order' });
    expect(operations[2]).toMatchObject({ pathItem: { summary: 'One order' }, operationId: undefined, operationName: undefined });
    expect(Object.keys(operations[2].written.responses as object)).toEqual(['200', '404', '4XX']);
  });

  test('says of each request what API Gateway can check', () => {
    const requests = OpenApiContract.fromFile(ORDERS)._document.operations.map(({ request }) => request);
    const Line = {
      type: 'object', required: ['product'], properties: { product: { type: 'string' }, count: { type: 'integer', minimum: 1 } },
    };
    const Order = {
      type: 'object',
      required: ['lines'],
      properties: { id: { type: 'string' }, note: { type: ['string', 'null'] }, lines: { type: 'array', items: { ref: '#/definitions/Line' } } },
    };
    expect(requests).toEqual([
      { requiredQuery: ['state'], optionalQuery: ['page'], requiredHeaders: ['X-Tenant'] },
      { requiredHeaders: ['X-Tenant'], body: { ref: '#/definitions/Order', definitions: { Order, Line } } },
      undefined,
      undefined,
    ]);
  });
});

describe('a contract in a text', () => {
  test('is read like a file', () => {
    expect(OpenApiContract.fromText(readFileSync(ORDERS, 'utf-8')).operations).toEqual(OpenApiContract.fromFile(ORDERS).operations);
  });

  test('fails with a name that is no file\'s', () => {
    expect(() => OpenApiContract.fromText('[]')).toThrow('the OpenAPI contract is a list, which is no OpenAPI document; write an object with \'openapi: 3.0.3\', \'info\' and \'paths\'');
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /was given undefined, which is no text; write the document as YAML or JSON, or OpenApiContract\.fromFile\('orders\.yaml'\)$/],
    ['an object', { openapi: '3.0.3' }, /was given an object, which is no text; write OpenApiContract\.fromInline\(document\)$/],
    ['bytes', Buffer.from('openapi: 3.0.3'), /was given an object of the class Buffer, which is no text; write OpenApiContract\.fromInline/],
    ['a text that only a deployment knows', Token.asString({ Ref: 'Text' }), /was given a text that is only known at deploy time, but the API is built from it/],
  ])('fails for %s', (_what, text, message) => {
    expect(() => OpenApiContract.fromText(text as string)).toThrow(message);
  });

  test('fails when it is larger than API Gateway takes, and not at the limit', () => {
    const text = readFileSync(ORDERS, 'utf-8');
    const filled = (bytes: number) => `${text}#${'x'.repeat(bytes - Buffer.byteLength(text) - 1)}`;
    expect(OpenApiContract.fromText(filled(6 * 1024 * 1024)).operations).toHaveLength(4);
    expect(() => OpenApiContract.fromText(filled(6 * 1024 * 1024 + 1))).toThrow('the OpenAPI contract has 6291457 bytes, and API Gateway takes definitions of at most 6 MB');
  });
});

describe('a contract in an object', () => {
  test('takes tokens as values', () => {
    const stack = testStack();
    const pool = new cognito.UserPool(stack, 'Pool');
    const description = Lazy.string({ produce: () => 'late' });
    const limits = Lazy.any({ produce: () => 5 });
    const contract = OpenApiContract.fromInline(documentOf(
      { '/pets': { get: { ...OK, description: `Of ${pool.userPoolId}`, summary: Lazy.any({ produce: () => 'x' }) } } },
      { 'info': { title: description, version: '1.0' }, 'x-limits': limits },
    ));
    expect(stack.resolve(contract._document.info.title)).toBe('late');
    const [{ written, summary }] = contract._document.operations;
    expect(stack.resolve(written.description)).toEqual({ 'Fn::Join': ['', ['Of ', { Ref: 'PoolD3F588B8' }]] });
    expect(Token.isUnresolved(summary)).toBe(true);
  });

  test('is not changed by what happens to the object later', () => {
    const paths = { '/pets': { get: { ...OK, operationId: 'list' } } };
    const contract = OpenApiContract.fromInline(documentOf(paths));
    paths['/pets'].get.operationId = 'changed';
    expect(contract._document.operations[0].written.operationId).toBe('list');
  });

  test('fails on what is no JSON', () => {
    const inInfo = (extra: unknown) => () => OpenApiContract.fromInline(documentOf({}, { info: { title: 'Test', version: '1', extra } }));
    expect(inInfo(new Map())).toThrow("the OpenAPI contract: '#/info/extra' is a Map; write plain objects, lists, texts, numbers, true or false");
    expect(inInfo(() => 1)).toThrow("'#/info/extra' is a function");
    expect(inInfo(BigInt(1))).toThrow("'#/info/extra' is a bigint");
    expect(() => OpenApiContract.fromInline(undefined)).toThrow('the OpenAPI contract is undefined, which is no OpenAPI document');
    expect(() => OpenApiContract.fromInline(new Date())).toThrow("'#' is a Date");
    expect(() => OpenApiContract.fromInline(testStack())).toThrow('the OpenAPI contract is an object, which is no OpenAPI document');
  });
});

describe('substitutions', () => {
  test('take the place of their names inside of values, tokens too', () => {
    const stack = testStack();
    const pool = new cognito.UserPool(stack, 'Pool');
    const contract = OpenApiContract.fromText(
      'openapi: 3.0.3\ninfo: { title: "${title} of ${title}", version: "1" }\npaths: { /pets: { get: { description: "at ${pool}", responses: {} } } }',
      { substitutions: { title: 'Orders $& ${pool}', pool: pool.userPoolId } },
    );
    expect(contract._document.info.title).toBe('Orders $& ${pool} of Orders $& ${pool}');
    expect(stack.resolve(contract._document.operations[0].description)).toEqual({ 'Fn::Join': ['', ['at ', { Ref: 'PoolD3F588B8' }]] });
  });

  test('leave other placeholders, and keys, as they are', () => {
    const { info, operations } = OpenApiContract.fromFile(ORDERS, { substitutions: { title: 'Orders' } })._document;
    expect(info.title).toBe('Orders');
    expect(info.description).toContain('curl ${HOST}/orders');
    expect(operations).toHaveLength(4);
  });

  test.each([['tilte'], ['toString'], ['constructor']])("fail when '%s' occurs nowhere", (name) => {
    expect(() => OpenApiContract.fromFile(ORDERS, { substitutions: { title: 'Orders', [name]: 'x' } }))
      .toThrow(`contract '${ORDERS}' was given a substitution for '${name}', but none of its values has '\${${name}}'; write it where the value belongs, or leave the substitution out`);
  });

  test('count where an extension of API Gateway has them', () => {
    const text = JSON.stringify(documentOf({ '/pets': { get: { ...OK, 'x-amazon-apigateway-integration': { uri: '${uri}' } } } }));
    expect(OpenApiContract.fromText(text, { substitutions: { uri: 'x' } }).operations).toEqual(['GET /pets']);
  });
});

describe('whatever stands at any place of a document', () => {
  const valid = parse(readFileSync(ORDERS, 'utf-8'), { merge: true }) as unknown;
  const ways: string[][] = [];
  const collect = (value: unknown, way: string[]): void => {
    ways.push(way);
    if (typeof value === 'object' && value !== null) Object.entries(value).forEach(([key, member]) => collect(member, [...way, key]));
  };
  collect(valid, []);

  const replaced = (value: unknown, [key, ...rest]: string[], by: unknown): unknown => {
    if (key === undefined) return by;
    const copy = (Array.isArray(value) ? [...value as unknown[]] : { ...value as object }) as { [name: string]: unknown };
    copy[key] = replaced(copy[key], rest, by);
    return copy;
  };

  test.each([
    ['null', null], ['a number', -7], ['a text', 'text'], ['an empty text', ''], ['a list', []], ['a list of null', [null]], ['an object', {}], ['true', true],
    ['an object in an object', { x: { y: null } }], ['a dangling reference', { $ref: '#/nowhere' }], ['no reference', { $ref: 3 }], ['a token', Lazy.any({ produce: () => 1 })],
    ['nothing', undefined],
  ])('%s is read or named with its place', (_what, by) => {
    expect(ways.length).toBeGreaterThan(100);
    let refused = 0;
    for (const way of ways) {
      let contract: OpenApiContract;
      try {
        contract = OpenApiContract.fromInline(replaced(valid, way, by));
      } catch (error) {
        refused++;
        const { message, constructor } = error as Error;
        expect([way.join('/'), constructor.name]).toEqual([way.join('/'), 'Error']);
        expect(message).toMatch(/'#\/|^the OpenAPI contract is /);
        continue;
      }
      // A route finds nothing more to refuse in a body that was read.
      for (const { request, pointer } of contract._document.operations) {
        if (request?.body === undefined) continue;
        checkBodySchema(request.body, pointer);
        expect(new SchemaComponents().register(request.body, 'Body')).toMatch(/^[A-Za-z0-9]+$/);
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});
