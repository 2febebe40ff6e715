import { Lazy } from 'aws-cdk-lib';
import { OK, documentOf, failure, read, reductions } from '../contracts';

const PATHS = { '/pets': { get: OK } };

describe('a document', () => {
  test.each(['3.0.0', '3.0.3', '3.0.4', '3.0'])('of OpenAPI %s is read', (openapi) => {
    expect(read(documentOf(PATHS, { openapi })).operations).toHaveLength(1);
  });

  test.each<[string, object, string]>([
    ['Swagger 2.0', { openapi: undefined, swagger: '2.0' }, "the OpenAPI contract is Swagger 2.0 by '#/swagger', and its schemas and bodies are written otherwise; convert it to OpenAPI 3.0, for example with 'npx swagger2openapi'"],
    ['nothing that it says', { openapi: undefined }, "the OpenAPI contract has no 'openapi' at '#/openapi', so that nobody knows what it is written in; write openapi: 3.0.3"],
    ['OpenAPI 3.1', { openapi: '3.1.0' }, "the OpenAPI contract is OpenAPI 3.1.0 by '#/openapi', and API Gateway imports 3.0 only; write openapi: 3.0.3, and what 3.0 says otherwise (nullable: true instead of the type null)"],
    ['OpenAPI 3.2', { openapi: '3.2.0' }, "is OpenAPI 3.2.0 by '#/openapi'"],
    ['a number, as YAML reads 3.0', { openapi: 3 }, "is OpenAPI 3 by '#/openapi', and API Gateway imports 3.0 only; write openapi: 3.0.3"],
    ['another text', { openapi: 'latest' }, "the OpenAPI contract has 'latest' at '#/openapi', which is no version of OpenAPI; write openapi: 3.0.3"],
    ['a token', { openapi: Lazy.string({ produce: () => '3.0.3' }) }, "has a token at '#/openapi', which is no version of OpenAPI"],
    ['nothing, for null', { openapi: null }, "has null at '#/openapi', which is no version of OpenAPI"],
  ])('fails as %s', (_what, more, message) => {
    expect(failure(documentOf(PATHS, more))).toContain(message);
  });

  test.each<[string, object, string]>([
    ['without paths', { paths: undefined }, "'#/paths' does not exist, so that there is nothing to route; write the API's paths"],
    ['with paths that are a list', { paths: [] }, "'#/paths' is a list, which is no map from paths to operations; write an object"],
    ['with no path', { paths: {} }, "'#/paths' has no operation, so that there is nothing to route; write one, as '/pets: { get: ... }'"],
    ['with a path and no operation', { paths: { '/pets': { summary: 'x' } } }, "'#/paths' has no operation"],
    ['without info', { info: undefined }, "'#/info' does not exist; write info: { title: Orders, version: '1.0' }"],
    ['without a title', { info: { version: '1' } }, "'#/info/title' does not exist; write the title of the API"],
    ['with a number for a version', { info: { title: 'x', version: 1.2 } }, "'#/info/version' is 1.2, which is no text; write a text in quotes, as '1.2'"],
    ['with components that are null', { components: null }, "'#/components' is null, which is no map of components; write an object"],
    ['with a list of schemas', { components: { schemas: [] } }, "'#/components/schemas' is a list, which is no map from names to components; write an object"],
    ['with a text for servers', { servers: 'https://x' }, "'#/servers' is 'https://x', which is no list of servers; write a list"],
    ['with paths that are a token', { paths: Lazy.any({ produce: () => ({}) }) }, "'#/paths' is only known at deploy time, but the API is built from it; write an object"],
  ])('fails %s', (_what, more, message) => {
    expect(failure(documentOf(PATHS, more))).toContain(`the OpenAPI contract: ${message}`);
  });

  test('names all problems in one error', () => {
    expect(failure(documentOf({ '/pets': { get: null } }, { info: undefined, tags: 'x' }))).toBe([
      'the OpenAPI contract has 3 problems:',
      "  - '#/info' does not exist; write info: { title: Orders, version: '1.0' }",
      "  - '#/tags' is 'x', which is no list of tags; write a list",
      "  - '#/paths/~1pets/get' is null, which is no operation; write an object",
    ].join('\n'));
  });

  test.each([[20, undefined], [21, '  and 1 more'], [300, '  and 280 more']])('names at most 20 of %i problems', (count, rest) => {
    const paths = Object.fromEntries(Array.from({ length: count }, (_, index) => [`/pets${index}`, null]));
    const [head, ...lines] = failure(documentOf(paths)).split('\n');
    expect(head).toBe(`the OpenAPI contract has ${count} problems:`);
    expect(lines.filter((line) => line.startsWith('  - '))).toHaveLength(20);
    expect(lines[20]).toBe(rest);
  });
});

describe('what a contract leaves to the options of routes', () => {
  test.each<[string, object, string]>([
    ['of the document', { security: [{ Key: [] }], components: { securitySchemes: { Key: {} } } }, '#/security'],
    ['of an operation', { paths: { '/pets': { get: { ...OK, security: [] } } }, components: { securitySchemes: { Key: {} } } }, '#/paths/~1pets/get/security'],
    ['of components alone', { components: { securitySchemes: { Key: {} } } }, '#/components/securitySchemes'],
  ])('is security %s, which is said once', (_what, more, pointer) => {
    const document = documentOf(PATHS, more);
    expect(reductions(document)).toEqual([
      `${pointer} is left out, as every security of the document: the authorizers of the routes decide who may call, and the contract says what they ask for`,
    ]);
    expect(read(document).components).not.toHaveProperty('securitySchemes');
    expect(read(document).operations[0].written).toEqual({ responses: { 200: { description: 'OK' } } });
  });

  test('are extensions of API Gateway, each said once', () => {
    const integration = { 'x-amazon-apigateway-integration': { type: 'mock' } };
    expect(reductions(documentOf({ '/pets': { get: { ...OK, ...integration }, post: { ...OK, ...integration } } }, { 'x-amazon-apigateway-policy': {} }))).toEqual([
      '#/paths/~1pets/get/x-amazon-apigateway-integration is an extension of API Gateway that stands at 2 places and is left out; the options of the API and of its routes say that',
      '#/x-amazon-apigateway-policy is an extension of API Gateway and is left out; the options of the API and of its routes say that',
    ]);
  });

  test('is nothing in a document that has neither', () => {
    expect(reductions(documentOf(PATHS))).toEqual([]);
  });
});
