import { Stack, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { httpBodyOf } from './http-api';
import { openApiProblems } from './openapi-validator';
import { Document, bodyOf, errorOf, testHandler, testStack, warnings } from './rest-api';
import { Authorizer } from '../src/authorizers/authorizer';
import { GovernedRestApi } from '../src/governed-rest-api';
import { Integration } from '../src/integrations/integration';
import { LeanHttpApi } from '../src/lean-http-api';
import { OpenApiContract } from '../src/openapi/open-api-contract';
import { RouteOptions } from '../src/route-options';
import { RoutedApiProps } from '../src/routed-api-props';

const PETS = {
  openapi: '3.0.1',
  info: { title: 'Pets', version: '2.4', description: 'All pets', contact: { name: 'The keeper' } },
  tags: [{ name: 'pets', description: 'What has fur' }],
  servers: [{ url: 'https://old.example.com' }],
  security: [{ old: [] }],
  paths: {
    '/pets': {
      summary: 'Pets',
      parameters: [{ name: 'X-Trace', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } }],
      get: {
        operationId: 'listPets',
        tags: ['pets'],
        parameters: [{ name: 'page', in: 'query', schema: { type: 'integer', minimum: 1 }, example: 3 }],
        responses: { 200: { description: 'Pets', content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Pet' } } } } } },
      },
      post: {
        operationId: 'pets/create',
        summary: 'A new pet',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' }, examples: { cat: { value: { name: 'Tom' } } } } } },
        responses: { 201: { description: 'Made' } },
      },
    },
    '/pets/{id}': {
      get: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }], responses: { 200: { description: 'A pet' } } },
    },
  },
  components: {
    schemas: {
      Pet: { type: 'object', required: ['name'], properties: { name: { type: 'string', example: 'Tom' }, owner: { $ref: '#/components/schemas/Owner' }, mother: { $ref: '#/components/schemas/Pet' } } },
      Owner: { type: 'object', nullable: true, properties: { name: { type: 'string' } } },
    },
    securitySchemes: { old: { type: 'http', scheme: 'basic' } },
  },
};

const BOTH: [string, typeof GovernedRestApi | typeof LeanHttpApi][] = [['GovernedRestApi', GovernedRestApi], ['LeanHttpApi', LeanHttpApi]];
const integration = Integration.httpProxy('https://backend.example.com');
const ANSWERS = { 'listPets': { integration }, 'pets/create': { integration }, 'GET /pets/{id}': { integration } };

type Construct = typeof GovernedRestApi | typeof LeanHttpApi;

function make(construct: Construct, props: Partial<RoutedApiProps> = {}, stack: Stack = testStack()) {
  return new construct(stack, 'Api', { authorizer: Authorizer.none('a test'), contract: OpenApiContract.fromInline(PETS), routes: ANSWERS, ...props });
}

function contractOf(api: GovernedRestApi | LeanHttpApi): Document {
  return JSON.parse(api.openApiDocument) as Document;
}

describe.each(BOTH)('a contract for %s', (_, construct) => {
  test('makes a route of each operation, under its operationId or its route key', () => {
    const stack = testStack();
    make(construct, {}, stack);
    const { paths } = construct === LeanHttpApi ? httpBodyOf(stack) : bodyOf(stack);
    expect(Object.entries(paths).map(([path, methods]) => [path, Object.keys(methods)])).toEqual([['/pets', ['get', 'post']], ['/pets/{id}', ['get']]]);
    expect(paths['/pets'].get.operationId).toBe('listPets');
    expect(paths['/pets'].post.operationId).toBe('pets_create');
  });

  test('goes on in the contract of the API, but for its servers and its security', () => {
    const document = contractOf(make(construct, { authorizer: Authorizer.iam() }));
    expect(document).toMatchObject({ info: PETS.info, tags: PETS.tags, components: { schemas: PETS.components.schemas } });
    expect(document.servers).not.toEqual(PETS.servers);
    expect(Object.keys(document.components.securitySchemes)).toEqual(['Iam']);
    const { parameters, ...list } = PETS.paths['/pets'].get;
    expect(document.paths['/pets']).toMatchObject({ summary: 'Pets', get: { ...list, security: [{ Iam: [] }] }, post: PETS.paths['/pets'].post });
    expect(document.paths['/pets'].get.parameters).toEqual([...PETS.paths['/pets'].parameters, ...parameters]);
    expect(openApiProblems(document)).toEqual([]);
  });

  test('gives the same operations when the contract of the API is read again', () => {
    const again = OpenApiContract.fromText(make(construct).openApiDocument);
    expect(again.operations).toEqual(['GET /pets', 'POST /pets', 'GET /pets/{id}']);
    expect(again.operationIds).toEqual(['listPets', 'pets/create']);
  });

  test('takes routes that it does not name, whose schemas have names of their own', () => {
    const api = make(construct);
    api.addRoute('GET /health', { integration, operationName: 'health' });
    const { paths, components } = contractOf(api);
    expect(paths['/health'].get.responses.default).toBeDefined();
    expect(components.schemas.Pet).toEqual(PETS.components.schemas.Pet);
    expect(openApiProblems(api.openApiDocument)).toEqual([]);
  });

  test('lets the user say otherwise', () => {
    const stack = testStack();
    make(construct, { routes: { ...ANSWERS, listPets: { integration, operationName: 'pets', scopes: [], authorizer: Authorizer.iam() } } }, stack);
    const { paths } = construct === LeanHttpApi ? httpBodyOf(stack) : bodyOf(stack);
    expect(paths['/pets'].get).toMatchObject({ operationId: 'pets', security: [{ Iam: [] }] });
  });

  test('takes values that only a deployment knows', () => {
    const stack = testStack();
    const contract = OpenApiContract.fromText(JSON.stringify({ ...PETS, info: { title: 'Pets of ${owner}', version: '1' } }), {
      substitutions: { owner: Token.asString({ Ref: 'Owner' }) },
    });
    expect(contractOf(make(construct, { contract }, stack)).info.title).toBe('Pets of Owner');
  });

  test.each<[string, { [name: string]: RouteOptions } | undefined, string[]]>([
    ['without any options', undefined, ['no options for 3 operations', '\'listPets\' (GET /pets, #/paths/~1pets/get)', '\'GET /pets/{id}\' (#/paths/~1pets~1{id}/get)', 'routes: { listPets:']],
    ['without the options of one operation', { 'listPets': { integration }, 'POST /pets': { integration } }, ['no options for 1 operation of', 'GET /pets/{id}', 'so nothing would answer it']],
    ['with options for an operation that it does not have', { ...ANSWERS, dropPets: { integration } }, ['\'dropPets\', which is no operationId', 'write one that it has, or a route key']],
    ['with two options for one operation', { ...ANSWERS, 'GET /pets': { integration } }, ['\'listPets\' and \'GET /pets\', which are one operation', 'write one of the two']],
  ])('fails %s, and nothing is made', (_case, routes, words) => {
    const stack = testStack();
    const message = errorOf(stack, () => make(construct, { routes }, stack));
    words.forEach((word) => expect(message).toContain(word));
  });

  test('has its own operation names among the reasons to fail', () => {
    const stack = testStack();
    const routes = { ...ANSWERS, 'GET /pets/{id}': { integration, operationName: 'listPets' } };
    expect(errorOf(stack, () => make(construct, { routes }, stack))).toContain('\'listPets\', which \'GET /pets\' has already');
  });
});

describe('what a REST API checks of a contract', () => {
  test('is bodies and required parameters, unless the route says otherwise', () => {
    const stack = testStack();
    make(GovernedRestApi, { routes: { ...ANSWERS, listPets: { integration, request: { requiredQuery: ['page'] } } } }, stack);
    const { paths, components } = bodyOf(stack);
    expect(paths['/pets'].post.requestBody).toEqual({ required: false, content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } });
    expect(paths['/pets'].post.parameters).toEqual([{ name: 'X-Trace', in: 'header', required: true, schema: { type: 'string' } }]);
    expect(paths['/pets'].get.parameters).toEqual([{ name: 'page', in: 'query', required: true, schema: { type: 'string' } }]);
    expect(components.schemas.Pet).toEqual({
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, owner: { $ref: '#/components/schemas/Owner' }, mother: { $ref: '#/components/schemas/Pet' } },
    });
    expect(components.schemas.Owner).toEqual({ type: ['object', 'null'], properties: { name: { type: 'string' } } });
  });

  test('is warned of where it is less than the contract says, once', () => {
    const stack = testStack();
    const cookie = { name: 'session', in: 'cookie', schema: { type: 'string' } };
    const contract = OpenApiContract.fromInline({ ...PETS, paths: { '/pets': { get: { parameters: [cookie], responses: { 200: { description: 'OK' } } } } } });
    make(GovernedRestApi, { contract, routes: { 'GET /pets': { integration } } }, stack);
    const [warning, ...others] = warnings(stack, '/Stack/Api', 'contractReduced');
    expect(others).toEqual([]);
    expect(warning).toContain('\'#/paths/~1pets/get/parameters/0\' declares the cookie \'session\'');
    expect(warning).toContain('\'#/security\' is left out');
  });
});

test('an HTTP API is warned of what its contract lacks alone, as it checks nothing anyway', () => {
  const stack = testStack();
  const cookie = { name: 'session', in: 'cookie', schema: { type: 'string' } };
  const contract = OpenApiContract.fromInline({ ...PETS, paths: { '/pets': { get: { parameters: [cookie], responses: { 200: { description: 'OK' } } } } } });
  make(LeanHttpApi, { contract, routes: { 'GET /pets': { integration } } }, stack);
  const [warning] = warnings(stack, '/Stack/Api', 'contractReduced');
  expect(warning).toContain('\'#/security\' is left out');
  expect(warning).not.toContain('cookie');
});

describe('a contract that code made', () => {
  const body = { type: apigateway.JsonSchemaType.OBJECT, properties: { name: { type: apigateway.JsonSchemaType.STRING } } };
  const KEYS = ['ANY /files/{proxy+}', 'DELETE /pets/{id}', 'GET /', 'GET /files/{proxy+}', 'POST /pets'];

  test.each(BOTH)('gives the routes of %s when it is read again', (_, construct) => {
    const stack = testStack();
    const api = new construct(stack, 'Api', { authorizer: Authorizer.none('a test') });
    KEYS.forEach((key) => api.addRoute(key, { integration: Integration.lambdaFunction(stack.node.tryFindChild('Handler') as never ?? testHandler(stack)), operationName: key.replace(/\W+/g, '_') }));
    expect(openApiProblems(api.openApiDocument)).toEqual([]);
    expect([...OpenApiContract.fromText(api.openApiDocument).operations].sort()).toEqual(KEYS);
  });

  test('keeps what a REST API checks', () => {
    const api = new GovernedRestApi(testStack(), 'Api', { authorizer: Authorizer.none('a test') });
    api.addRoute('POST /pets', { integration: Integration.mock(), request: { body, requiredQuery: ['page'] } });
    const again = OpenApiContract.fromText(api.openApiDocument);
    const stack = testStack();
    make(GovernedRestApi, { contract: again, routes: { 'POST /pets': { integration } } }, stack);
    expect(bodyOf(stack).paths['/pets'].post).toMatchObject({
      requestBody: { required: true, content: { 'application/json': { schema: { $ref: expect.stringContaining('#/components/schemas/') } } } },
      parameters: [{ name: 'page', in: 'query', required: true, schema: { type: 'string' } }],
    });
  });
});
