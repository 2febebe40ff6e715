import { Duration, IResolvable, Lazy, Stack, Token, aws_apigateway as apigateway, aws_certificatemanager as acm, aws_cognito as cognito, aws_route53 as route53 } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { openApiProblems } from '../openapi-validator';
import { Document, restApi, testHandler, testStack } from '../rest-api';

const { OBJECT, STRING, ARRAY, INTEGER, NULL } = apigateway.JsonSchemaType;
const integration = Integration.mock();

/** An API with every authorizer, integration and shape of request. */
function richApi(stack: Stack, props: Partial<GovernedRestApiProps> = {}): GovernedRestApi {
  const handler = testHandler(stack);
  const pool = new cognito.UserPool(stack, 'Pool');
  const staff = new cognito.UserPool(stack, 'Staff');
  const order: apigateway.JsonSchema = {
    title: 'Order',
    type: OBJECT,
    required: ['lines'],
    properties: {
      lines: { type: ARRAY, minItems: 1, items: { ref: '#/definitions/line' } },
      note: { type: [STRING, NULL], maxLength: 200 },
      point: { type: ARRAY, items: [{ type: INTEGER }, { type: INTEGER }] },
    },
    definitions: { line: { type: OBJECT, properties: { sku: { type: STRING } }, patternProperties: { '^x-': { type: STRING } } } },
  };
  const api = restApi(stack, { authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }), description: 'Orders', cache: { size: CacheSize.GB_0_5 }, ...props });
  const add = (routeKey: string, options: Partial<Parameters<GovernedRestApi['addRoute']>[1]> = {}) => api.addRoute(routeKey, { integration, ...options });

  add('GET /', { authorizer: Authorizer.none('a welcome page'), operationName: 'welcome' });
  add('GET /orders', { request: { requiredQuery: ['page'], optionalQuery: ['size'], requiredHeaders: ['X-Trace'], optionalHeaders: ['Accept-Language'] }, cache: { perCaller: true } });
  add('POST /orders', { integration: Integration.lambdaFunction(handler), request: { body: order }, scopes: ['orders/write', 'orders/admin'], apiKeyRequired: true, operationName: 'createOrder' });
  add('ANY /orders/{id}', { request: { body: order }, operationName: 'order', description: 'Anything with an order' });
  add('GET /orders/{id}', { integration: Integration.httpProxy('https://backend.example.com/{id}'), authorizer: Authorizer.iam(), operationName: 'order_put' });
  add('ANY /{proxy+}', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.lambdaToken(handler, { tokenHeader: 'X-Token' }) });
  add('PATCH /orders/{id}/lines/{line}', { authorizer: Authorizer.userPool(staff), request: { body: { type: OBJECT } } });
  add('DELETE /orders/{id}/lines/{line}', { authorizer: Authorizer.lambdaRequest(handler, { identitySources: ['method.request.querystring.key', 'method.request.header.X-Partner'] }) });
  add('OPTIONS /orders', { integration: Integration.mock({ statusCode: 204, headers: { Allow: 'GET' } }), authorizer: Authorizer.none('anybody may ask'), apiKeyRequired: true });
  add('HEAD /orders', {
    integration: Integration.custom({ integrationType: apigateway.IntegrationType.MOCK, responses: [{ statusCode: '200', selectionPattern: '2..' }, { statusCode: '502' }] }),
    authorizer: Authorizer.lambdaRequest(handler, { identitySources: ['context.path'], resultsCacheTtl: Duration.minutes(1) }),
  });
  return api;
}

const ownDomain = (stack: Stack): Partial<GovernedRestApiProps> => ({
  domain: {
    domainName: 'api.example.com',
    basePath: 'v1',
    certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/abc'),
    hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
  },
});

const documentOf = (api: GovernedRestApi) => JSON.parse(api.openApiDocument) as Document;

function contractOf(routes: { [routeKey: string]: Partial<Parameters<GovernedRestApi['addRoute']>[1]> }, props: Partial<GovernedRestApiProps> = {}): Document {
  const api = restApi(testStack(), props);
  Object.entries(routes).forEach(([routeKey, options]) => api.addRoute(routeKey, { integration, ...options }));
  return documentOf(api);
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

describe('the contract of an API with everything', () => {
  test.each<[string, (stack: Stack) => Partial<GovernedRestApiProps>]>([
    ['on the default endpoint', () => ({})],
    ['with a domain of its own', ownDomain],
    ['with a name that only a deployment knows', () => ({ apiName: Token.asString({ Ref: 'Name' }), stageName: Token.asString({ Ref: 'Stage' }) })],
  ])('is valid OpenAPI 3.0 %s', (_, props) => {
    const stack = testStack();
    expect(openApiProblems(richApi(stack, props(stack)).openApiDocument)).toEqual([]);
  });

  test('has the API\'s routes, ANY as every method that has no route of its own', () => {
    const { paths } = documentOf(richApi(testStack()));
    const operations = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`));
    expect(operations.sort()).toEqual([
      'get /', 'get /orders', 'head /orders', 'options /orders', 'post /orders',
      ...['delete', 'get', 'head', 'patch', 'post', 'put'].map((method) => `${method} /orders/{id}`),
      'delete /orders/{id}/lines/{line}', 'patch /orders/{id}/lines/{line}',
      ...['delete', 'get', 'head', 'patch', 'post', 'put'].map((method) => `${method} /{proxy}`),
    ].sort());
    expect(operations.every((operation) => METHODS.includes(operation.split(' ')[0]))).toBe(true);
  });

  test('has no word of AWS\'s dialect, and no token', () => {
    const text = richApi(testStack()).openApiDocument;
    expect(text).not.toMatch(/x-amazon|Fn::|"Ref"|Token\[|unresolved|arn:/);
    expect(Object.keys((JSON.parse(text) as Document).paths).join()).not.toContain('+}');
  });

  test('is the same each time', () => {
    const api = richApi(testStack());
    expect(api.openApiDocument).toBe(api.openApiDocument);
    expect(api.openApiDocument).toBe(richApi(testStack()).openApiDocument);
  });
});

describe('the security of an operation', () => {
  const secured = (options: object, props: Partial<GovernedRestApiProps> = {}) => contractOf({ 'GET /pets': options }, props);

  test('is an empty list where it is open, so that nobody takes it for forgotten', () => {
    expect(secured({}).paths['/pets'].get.security).toEqual([]);
  });

  test('is one object for an authorizer and an API key, as both must hold', () => {
    expect(secured({ authorizer: Authorizer.iam(), apiKeyRequired: true }).paths['/pets'].get.security).toEqual([{ Iam: [], ApiKey: [] }]);
  });

  test('names scopes of tokens', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.userPool(new cognito.UserPool(stack, 'Pool')) });
    api.addRoute('GET /pets', { integration, scopes: ['pets/read'] });
    const { paths, components } = documentOf(api);
    expect(paths['/pets'].get.security).toEqual([{ Pool: ['pets/read'] }]);
    expect(components.securitySchemes.Pool.type).toBe('openIdConnect');
  });

  test('is described by what a caller sends', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    const resultsCacheTtl = Duration.seconds(0);
    const request = (...identitySources: string[]) => {
      const authorizer = Authorizer.lambdaRequest(handler, { identitySources, resultsCacheTtl });
      return { integration, authorizer };
    };
    const api = restApi(stack, { authorizer: Authorizer.lambdaToken(handler, { tokenHeader: 'X-Token' }) });
    api.addRoute('GET /a', { integration, apiKeyRequired: true });
    api.addRoute('GET /b', { integration, authorizer: Authorizer.iam() });
    api.addRoute('GET /c', request('method.request.querystring.key'));
    api.addRoute('GET /d', request('method.request.header.X-Partner', 'method.request.querystring.key', 'context.path'));
    expect(documentOf(api).components.securitySchemes).toEqual({
      ApiKey: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      Handler: { type: 'apiKey', name: 'X-Token', in: 'header' },
      Iam: { type: 'apiKey', name: 'Authorization', in: 'header', description: 'AWS Signature Version 4' },
      Handler2: { type: 'apiKey', name: 'key', in: 'query' },
      Handler3: { type: 'apiKey', name: 'X-Partner', in: 'header', description: 'Together with querystring.key' },
    });
  });
});

describe('an operation', () => {
  test('has its parameters, a greedy one without its plus sign', () => {
    const { paths } = contractOf({ 'GET /files/{proxy+}': { request: { requiredQuery: ['page'], optionalHeaders: ['X-A'] } } });
    const schema = { type: 'string' };
    expect(paths['/files/{proxy}'].get.parameters).toEqual([
      { name: 'proxy', in: 'path', required: true, schema }, { name: 'page', in: 'query', required: true, schema }, { name: 'X-A', in: 'header', required: false, schema },
    ]);
  });

  test('has its body where its method has one, and a schema that OpenAPI knows', () => {
    const { paths, components } = contractOf({ 'ANY /pets': { request: { body: { title: 'Pet', type: [OBJECT, NULL] } } } });
    for (const method of ['post', 'put', 'patch', 'delete']) {
      expect(paths['/pets'][method].requestBody).toEqual({ required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } });
    }
    for (const method of ['get', 'head']) expect(paths['/pets'][method]).not.toHaveProperty('requestBody');
    expect(components.schemas.Pet).toEqual({ title: 'Pet', type: 'object', nullable: true });
  });

  test('answers what its integration answers, or an error of the gateway', () => {
    const error = { description: 'An error', content: { 'application/json': { schema: { $ref: '#/components/schemas/GatewayError' } } } };
    const { paths } = contractOf({ 'GET /a': { integration: Integration.mock({ statusCode: 204 }) }, 'GET /b': { integration: Integration.httpProxy('https://example.com') } });
    expect(paths['/a'].get.responses).toEqual({ 204: { description: 'Status 204' }, default: error });
    expect(paths['/b'].get.responses).toEqual({ 200: { description: 'The answer' }, default: error });
  });

  test('has a name of its own for each method of ANY, whatever names other routes have', () => {
    const { paths } = contractOf({ 'ANY /a': { operationName: 'pets' }, 'GET /b': { operationName: 'pets_get' }, 'GET /c': { operationName: 'pets_get_' }, 'GET /d': {} });
    const idOf = (path: string, method: string): unknown => paths[path][method].operationId;
    expect([idOf('/a', 'post'), idOf('/a', 'get'), idOf('/b', 'get'), idOf('/c', 'get')]).toEqual(['pets_post', 'pets_get__', 'pets_get', 'pets_get_']);
    expect(paths['/d'].get).not.toHaveProperty('operationId');
  });

  test('has words for what only a deployment knows, in its schema too, and no numbers', () => {
    const states: IResolvable = Lazy.any({ produce: () => ['new', 'paid'] });
    const state = { type: STRING, description: Token.asString({ Ref: 'Text' }), enum: states as unknown as string[], maxLength: Token.asNumber({ Ref: 'Length' }) };
    const { paths, components } = contractOf({ 'POST /pets': { description: `In ${Token.asString({ Ref: 'AWS::Region' })}`, request: { body: { title: 'Pet', type: OBJECT, properties: { state } } } } });
    expect(paths['/pets'].post.description).toBe('In Region');
    expect(components.schemas.Pet.properties.state).toEqual({ type: 'string', description: 'Text', enum: ['new', 'paid'] });
  });
});

describe('the contract', () => {
  test('says what the API is and where it is', () => {
    const stack = testStack();
    expect(documentOf(restApi(stack, { apiName: 'Orders', description: 'Orders of all kinds', ...ownDomain(stack) }))).toMatchObject({
      openapi: '3.0.3', info: { title: 'Orders', description: 'Orders of all kinds', version: '1.0' }, servers: [{ url: 'https://api.example.com/v1' }],
    });
  });

  test('has a variable for the name of a wildcard domain', () => {
    const stack = testStack();
    const { domain } = ownDomain(stack);
    const text = restApi(stack, { domain: { ...domain!, domainName: '*.example.com' } }).openApiDocument;
    expect((JSON.parse(text) as Document).servers).toEqual([{ url: 'https://{name}.example.com/v1', variables: { name: { default: 'api', description: 'One of the names for which the domain stands' } } }]);
    expect(openApiProblems(text)).toEqual([]);
  });

  test('has variables for the address of the default endpoint, and the construct\'s id for a name', () => {
    const { info, servers } = contractOf({}, { stageName: 'test' });
    expect(info.title).toBe('Api');
    expect(servers).toEqual([{
      url: 'https://{apiId}.execute-api.{region}.{suffix}/{stage}',
      variables: {
        apiId: expect.objectContaining({ default: 'api-id' }),
        region: expect.objectContaining({ default: 'us-east-1' }),
        suffix: expect.objectContaining({ default: 'amazonaws.com' }),
        stage: { default: 'test' },
      },
    }]);
  });

  test('is a valid document without any route', () => {
    expect(openApiProblems(restApi(testStack()).openApiDocument)).toEqual([]);
  });
});

test('the linter finds what is wrong, so that its silence means something', () => {
  const operation = { operationId: 'a', security: [{ Missing: [] }], responses: {} };
  const problems = openApiProblems({ openapi: '3.0.3', info: { title: 'A', version: '1' }, paths: { '/a/{id}': { get: operation }, '/b': { get: operation } } });
  expect(problems.join('\n')).toMatch(/operationId/i);
  expect(problems.join('\n')).toMatch(/Missing/);
  expect(problems.join('\n')).toMatch(/id/);
});
