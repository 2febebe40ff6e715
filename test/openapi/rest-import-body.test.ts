import { Duration, Size, Stack, Token, aws_apigateway as apigateway, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { RouteOptions } from '../../src/route-options';
import { CacheSize } from '../../src/stage/cache-size';
import { Document, bodyOf, restApi, template, testHandler, testStack } from '../rest-api';

const integration = Integration.mock();

function importOf(routes: { [routeKey: string]: Partial<RouteOptions> }, props: Partial<GovernedRestApiProps> = {}, stack = testStack()): Document {
  const api = restApi(stack, props);
  Object.entries(routes).forEach(([routeKey, options]) => api.addRoute(routeKey, { integration, ...options }));
  return bodyOf(stack);
}

/** Every object within a document. */
function objectsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsOf)];
}

/** An API whose definition names deploy-time values wherever it can. */
function deployedApi(stack: Stack): GovernedRestApi {
  const handler = testHandler(stack);
  const name = Token.asString({ Ref: 'Name' });
  const pool = new cognito.UserPool(stack, 'Pool');
  const api = restApi(stack, {
    authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }),
    apiName: `api-${name}`,
    description: `for ${name}`,
    cors: { allowOrigins: [`https://${name}.example.com`] },
    policy: new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ principals: [new iam.AccountPrincipal(name)], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] })],
    }),
  });
  api.addRoute('POST /a', { integration: Integration.lambdaFunction(handler), description: `a ${name}` });
  api.addRoute('GET /b', { integration: Integration.httpProxy(`https://\${stageVariables.host}/${name}`), authorizer: Authorizer.lambdaToken(handler) });
  api.addRoute('GET /c', { integration: Integration.mock({ body: `{"a":"\${x}","b":"${name}"}` }), authorizer: Authorizer.lambdaRequest(handler) });
  return api;
}

describe('the document that API Gateway imports', () => {
  test('is OpenAPI 3.0.1 with one name, and a validator that applies to every route', () => {
    const stack = testStack();
    expect(importOf({}, { apiName: 'orders', description: 'Orders' }, stack)).toMatchObject({
      'openapi': '3.0.1',
      'info': { title: 'orders', description: 'Orders', version: '1.0' },
      'x-amazon-apigateway-request-validators': { 'body-and-parameters': { validateRequestBody: true, validateRequestParameters: true } },
      'x-amazon-apigateway-request-validator': 'body-and-parameters',
      'paths': {},
    });
    template(stack).hasResourceProperties('AWS::ApiGateway::RestApi', { Name: 'orders' });
  });

  test('has nothing at its root that it need not have', () => {
    const body = importOf({ 'GET /pets': {} });
    expect(Object.keys(body).sort()).toEqual([
      'components', 'info', 'openapi', 'paths', 'x-amazon-apigateway-gateway-responses', 'x-amazon-apigateway-request-validator', 'x-amazon-apigateway-request-validators',
    ]);
    expect(body.info).not.toHaveProperty('description');
  });

  test('says settings of the API that the resource could say as well, once', () => {
    const stack = testStack();
    const policy = new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/prod/*'] })],
    });
    const body = importOf({}, { policy, binaryMediaTypes: ['image/png', 'image/*'], minimumCompressionSize: Size.kibibytes(1), description: 'Orders' }, stack);
    expect(body).toMatchObject({
      'x-amazon-apigateway-binary-media-types': ['image/png', 'image/*'],
      'x-amazon-apigateway-minimum-compression-size': 1024,
      'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/*' }] },
    });
    const [api] = Object.values(template(stack).findResources('AWS::ApiGateway::RestApi')) as { Properties: object }[];
    expect(Object.keys(api.Properties).sort()).toEqual(['Body', 'EndpointConfiguration', 'FailOnWarnings', 'Name', 'Parameters', 'SecurityPolicy']);
  });

  test('compresses from the first byte on where that is asked', () => {
    expect(importOf({}, { minimumCompressionSize: Size.bytes(0) })).toHaveProperty('x-amazon-apigateway-minimum-compression-size', 0);
  });

  test.each([[undefined, true], [true, true], [false, false]])('fails on warnings: %p is %p on the resource', (failOnWarnings, written) => {
    const stack = testStack();
    restApi(stack, { failOnWarnings });
    template(stack).hasResourceProperties('AWS::ApiGateway::RestApi', { FailOnWarnings: written });
  });

  test('says the endpoint type to the resource and to the import', () => {
    const stack = testStack();
    restApi(stack, { endpointType: apigateway.EndpointType.EDGE });
    template(stack).hasResourceProperties('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['EDGE'] }, Parameters: { endpointConfigurationTypes: 'EDGE' } });
  });
});

describe('deploy-time values of the document', () => {
  test('are substitutions in one text each, never joins', () => {
    const stack = testStack();
    deployedApi(stack);
    const body = bodyOf(stack);
    const keys = objectsOf(body).flatMap((object) => Object.keys(object));
    expect(keys).not.toContain('Fn::Join');
    expect(keys.filter((key) => key === 'Fn::Sub').length).toBeGreaterThan(8);
    expect(body.info).toEqual({ title: { 'Fn::Sub': 'api-${Name}' }, description: { 'Fn::Sub': 'for ${Name}' }, version: '1.0' });
    expect(body.paths['/a'].post.description).toEqual({ 'Fn::Sub': 'a ${Name}' });
  });

  test('leave text as it is that only looks like one', () => {
    const stack = testStack();
    deployedApi(stack);
    const { paths } = bodyOf(stack);
    const integrationOf = (path: string) => paths[path].get['x-amazon-apigateway-integration'];
    expect(integrationOf('/b').uri).toEqual({ 'Fn::Sub': 'https://${!stageVariables.host}/${Name}' });
    expect(integrationOf('/c').responses.default.responseTemplates).toEqual({ 'application/json': { 'Fn::Sub': '#set($body=\'{"a":"${!x}","b":"${Name}"}\')$body' } });
  });

  test('leave text alone that has none', () => {
    const { paths } = importOf({ 'GET /b': { integration: Integration.httpProxy('https://${stageVariables.host}/') } });
    expect(paths['/b'].get['x-amazon-apigateway-integration'].uri).toBe('https://${stageVariables.host}/');
  });

  test('name no partition and no region by themselves', () => {
    const stack = testStack();
    deployedApi(stack);
    expect(JSON.stringify(bodyOf(stack))).not.toMatch(/arn:aws|us-east-1|eu-/);
  });
});

describe('the paths of the document', () => {
  test('have their methods, ANY as API Gateway writes it', () => {
    const { paths } = importOf({ 'ANY /{proxy+}': {}, 'GET /': {}, 'DELETE /pets/{id}': {}, 'HEAD /': {}, 'ANY /': {} });
    expect(Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, Object.keys(item).sort()]))).toEqual({
      '/': ['get', 'head', 'x-amazon-apigateway-any-method'],
      '/pets/{id}': ['delete'],
      '/{proxy+}': ['x-amazon-apigateway-any-method'],
    });
  });

  test('have parameters with the few words that an import reads, those of the path among them', () => {
    const request = { requiredQuery: ['page'], optionalQuery: ['size'], requiredHeaders: ['X-Trace'], optionalHeaders: ['Accept-Language'] };
    const { paths } = importOf({ 'GET /pets/{id}/{proxy+}': { request } });
    const schema = { type: 'string' };
    expect(paths['/pets/{id}/{proxy+}'].get.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema },
      { name: 'proxy', in: 'path', required: true, schema },
      { name: 'page', in: 'query', required: true, schema },
      { name: 'size', in: 'query', required: false, schema },
      { name: 'X-Trace', in: 'header', required: true, schema },
      { name: 'Accept-Language', in: 'header', required: false, schema },
    ]);
  });

  test('have an operation with a name, a description and a described answer, and nothing empty', () => {
    const { paths } = importOf({ 'GET /pets': { operationName: 'listPets', description: 'All pets', integration: Integration.httpProxy('https://example.com') }, 'GET /': {} });
    expect(paths['/pets'].get).toEqual({
      'operationId': 'listPets',
      'description': 'All pets',
      'responses': { 200: { description: 'OK' } },
      'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'https://example.com' },
    });
    expect(Object.keys(paths['/'].get).sort()).toEqual(['responses', 'x-amazon-apigateway-integration']);
  });

  test('have a body as a model of letters and digits, and share equal ones', () => {
    const body = { type: apigateway.JsonSchemaType.OBJECT, required: ['id'], properties: { id: { type: apigateway.JsonSchemaType.STRING } } };
    const { paths, components } = importOf({
      'POST /pet-shops/{shop_id}': { request: { body } },
      'PUT /pets': { request: { body: { ...body, properties: { ...body.properties } } } },
      'PATCH /pets': { request: { body: { ...body, title: 'Pet change' } } },
    });
    const content = (name: string) => ({ required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } });
    expect(components.schemas).toEqual({
      PetChange: { type: 'object', required: ['id'], properties: { id: { type: 'string' } }, title: 'Pet change' },
      PostPetShopsShopIdBody: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
    });
    expect(paths['/pet-shops/{shop_id}'].post.requestBody).toEqual(content('PostPetShopsShopIdBody'));
    expect(paths['/pets'].put.requestBody).toEqual(content('PostPetShopsShopIdBody'));
    expect(paths['/pets'].patch.requestBody).toEqual(content('PetChange'));
  });

  test('have a cache key only of declared parameters', () => {
    const handler = (stack: Stack) => Authorizer.lambdaToken(testHandler(stack));
    const stack = testStack();
    const { paths } = importOf(
      { 'GET /pets/{id}': { request: { optionalQuery: ['page'] }, cache: { ttl: Duration.seconds(60), perCaller: true } }, 'GET /cats': { cache: { sharedAcrossCallers: 'the same for all' } } },
      { authorizer: handler(stack), cache: { size: CacheSize.GB_0_5 } }, stack);
    const operation = paths['/pets/{id}'].get;
    expect(operation['x-amazon-apigateway-integration'].cacheKeyParameters)
      .toEqual(['method.request.path.id', 'method.request.querystring.page', 'method.request.header.Authorization']);
    expect(Object.values(operation.parameters).map(({ name, required }) => [name, required])).toEqual([['id', true], ['page', false], ['Authorization', false]]);
    expect(paths['/cats'].get['x-amazon-apigateway-integration']).not.toHaveProperty('cacheKeyParameters');
  });
});

describe('mocks of the document', () => {
  const { MOCK } = apigateway.IntegrationType;
  const custom = (contentHandling?: apigateway.ContentHandling) => Integration.custom({
    integrationType: MOCK, contentHandling, requestTemplates: { 'application/json': '{"statusCode":200}' }, responses: [{ statusCode: '200' }],
  });

  test.each([
    ['convert to text when every type is binary', ['image/png', '*/*'], Integration.mock(), 'CONVERT_TO_TEXT'],
    ['convert nothing when single types are binary', ['image/*'], Integration.mock(), undefined],
    ['convert nothing when no type is binary', undefined, Integration.mock(), undefined],
    ['convert to text when they are custom ones as well', ['*/*'], custom(), 'CONVERT_TO_TEXT'],
    ['keep a conversion of their own', ['*/*'], custom(apigateway.ContentHandling.CONVERT_TO_BINARY), 'CONVERT_TO_BINARY'],
  ])('%s', (_, binaryMediaTypes, mock, contentHandling) => {
    const { paths } = importOf({ 'GET /a': { integration: mock } }, { binaryMediaTypes, cors: { allowOrigins: ['*'] } });
    expect(paths['/a'].get['x-amazon-apigateway-integration'].contentHandling).toBe(contentHandling);
  });

  test('alone convert, not integrations that have a backend', () => {
    const { paths } = importOf({ 'GET /a': { integration: Integration.httpProxy('https://example.com') } }, { binaryMediaTypes: ['*/*'] });
    expect(paths['/a'].get['x-amazon-apigateway-integration']).not.toHaveProperty('contentHandling');
  });
});

describe('the security of the document', () => {
  test('stands on operations and never at the root, and open operations have none', () => {
    const body = importOf({ 'GET /open': {}, 'GET /signed': { authorizer: Authorizer.iam() } });
    expect(body).not.toHaveProperty('security');
    expect(body.paths['/open'].get).not.toHaveProperty('security');
    expect(body.paths['/signed'].get.security).toEqual([{ Iam: [] }]);
  });

  test('has two entries for an authorizer and an API key, of which API Gateway asks both', () => {
    const { paths, components } = importOf({ 'GET /pets': { authorizer: Authorizer.iam(), apiKeyRequired: true } });
    expect(paths['/pets'].get.security).toEqual([{ Iam: [] }, { ApiKey: [] }]);
    expect(components.securitySchemes.ApiKey).toEqual({ type: 'apiKey', name: 'x-api-key', in: 'header' });
  });

  test('has no scheme that no route asks for', () => {
    expect(importOf({ 'GET /pets': {} }, { authorizer: Authorizer.none('a test') }).components.securitySchemes).toEqual({});
    expect(importOf({ 'GET /pets': { authorizer: Authorizer.none('a test') } }, { authorizer: Authorizer.iam() }).components.securitySchemes).toEqual({});
  });
});

describe('preflight answers of the document', () => {
  const cors = { allowOrigins: ['https://app.example.com'] };

  test('stand on every path, without security, and name the path\'s methods', () => {
    const { paths } = importOf({ 'GET /a': { authorizer: Authorizer.iam() }, 'POST /a': {}, 'ANY /b/{proxy+}': { apiKeyRequired: true } }, { cors });
    for (const path of Object.values(paths)) {
      expect(path.options['x-amazon-apigateway-integration'].type).toBe('mock');
      expect(path.options).not.toHaveProperty('security');
    }
    const written = (path: string) => JSON.stringify(paths[path].options);
    expect(written('/a')).toMatch(/GET.*POST/);
    expect(written('/a')).not.toMatch(/DELETE/);
    expect(written('/b/{proxy+}')).toMatch(/DELETE/);
  });

  test('are none without CORS', () => {
    expect(importOf({ 'GET /a': {} }).paths['/a']).not.toHaveProperty('options');
  });
});
