import { App, Duration, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_sqs as sqs } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { Limits } from '../../src/limits';
import { checkIntegrationCount } from '../../src/openapi/http-import-body';
import { RouteOptions } from '../../src/route-options';
import { testDomain } from '../governed-rest-api/full-api';
import { httpApi, httpBodyOf } from '../http-api';
import { fullHttpApi } from '../lean-http-api/full-api';
import { Document, template, testHandler, testStack } from '../rest-api';

const URL = 'https://backend.example.com';
const integration = Integration.httpProxy(URL);
const jwt = Authorizer.jwt({ issuer: 'https://login.example.com', audience: ['web'] });
const cors = { allowOrigins: ['https://app.example.com'] };
const INTEGRATIONS = 'x-amazon-apigateway-integrations';
const ANY = 'x-amazon-apigateway-any-method';

function importOf(routes: { [routeKey: string]: Partial<RouteOptions> }, props: Partial<LeanHttpApiProps> = {}, stack = testStack()): Document {
  const api = httpApi(stack, props);
  Object.entries(routes).forEach(([routeKey, options]) => api.addRoute(routeKey, { integration, ...options }));
  return httpBodyOf(stack);
}

/** Every name within a document, the names of headers and of integrations among them. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...Array.isArray(value) ? [] : [name], ...namesIn(inner)]);
}

const operationsOf = ({ paths }: Document) => Object.values(paths).flatMap((path) => Object.values(path));

describe('the document that API Gateway imports', () => {
  test('is OpenAPI 3.0.1 with one name', () => {
    const body = importOf({}, { apiName: 'orders', description: 'Orders' });

    expect(body).toMatchObject({ 'openapi': '3.0.1', 'info': { title: 'orders', description: 'Orders', version: '1.0' }, 'x-amazon-apigateway-importexport-version': '1.0' });
    for (const name of ['servers', 'tags', 'x-amazon-apigateway-cors']) expect(body).not.toHaveProperty([name]);
  });

  test('has routes as operations, which share their path, and a greedy parameter under its own name', () => {
    const { paths } = importOf({ 'GET /pets/{id}': { operationName: 'getPet' }, 'DELETE /pets/{id}': {}, 'ANY /files/{proxy+}': {}, 'GET /': {} });

    expect(Object.keys(paths)).toEqual(['/', '/files/{proxy+}', '/pets/{id}']);
    expect(Object.keys(paths['/pets/{id}'])).toEqual(['delete', 'get']);
    expect(paths['/pets/{id}'].get).toMatchObject({ operationId: 'getPet', parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] });
    expect(paths['/files/{proxy+}'][ANY].parameters).toEqual([{ name: 'proxy+', in: 'path', required: true, schema: { type: 'string' } }]);
    expect(paths['/'].get).not.toHaveProperty('parameters');
  });

  test('has $default as the default route of any method', () => {
    const { paths } = importOf({ '$default': {}, 'GET /pets': {} });

    expect(paths['/$default']).toEqual({ [ANY]: expect.objectContaining({ isDefaultRoute: true }) });
    expect(paths['/pets'].get).not.toHaveProperty('isDefaultRoute');
  });

  test('asks one thing at most of the callers of each operation, and nothing at its root', () => {
    const stack = testStack();
    fullHttpApi(stack);
    const body = httpBodyOf(stack);

    expect(body).not.toHaveProperty('security');
    for (const { security } of operationsOf(body)) {
      if (security === undefined) continue;
      expect(security).toHaveLength(1);
      expect(Object.keys(security[0])).toHaveLength(1);
    }
    expect(operationsOf(body).filter(({ security }) => security !== undefined)).toHaveLength(7);
    expect(body.paths['/health'].get).not.toHaveProperty('security');
  });

  test('says nothing that HTTP APIs pass over in silence', () => {
    const stack = testStack();
    fullHttpApi(stack);
    const names = namesIn(httpBodyOf(stack));

    for (const lost of ['requestBody', 'schemas', 'content', 'requestTemplates', 'passthroughBehavior', 'x-amazon-apigateway-gateway-responses',
      'x-amazon-apigateway-request-validators', 'x-amazon-apigateway-request-validator', 'x-amazon-apigateway-binary-media-types', 'x-amazon-apigateway-policy',
      'x-amazon-apigateway-api-key-source', 'cacheKeyParameters']) expect(names).not.toContain(lost);
    expect(JSON.stringify(httpBodyOf(stack))).not.toContain('Makes an order');
  });

  test.each<[string, (stack: Stack) => Partial<LeanHttpApiProps>, object]>([
    ['a domain', (stack) => ({ domain: testDomain(stack) }), { disableExecuteApiEndpoint: true }],
    ['IPv6', () => ({ ipAddressType: apigateway.IpAddressType.DUAL_STACK }), { ipAddressType: 'dualstack' }],
  ])('sets its endpoint with %s', (_what, props, endpoint) => {
    const stack = testStack();

    expect(importOf({}, props(stack), stack).servers).toEqual([{ 'x-amazon-apigateway-endpoint-configuration': endpoint }]);
  });
});

describe('integrations', () => {
  const namesOf = (body: Document) => Object.keys(body.components[INTEGRATIONS]);

  test('are shared by all routes on one function, which name it', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    const body = importOf(Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`GET /r${number}`, { integration: Integration.lambdaFunction(handler) }])), {}, stack);

    expect(namesOf(body)).toEqual(['Handler']);
    for (const operation of operationsOf(body)) expect(operation['x-amazon-apigateway-integration']).toEqual({ $ref: `#/components/${INTEGRATIONS}/Handler` });
  });

  test.each<[string, (stack: Stack) => RouteOptions['integration']]>([
    ['method', () => Integration.httpProxy(URL, { httpMethod: 'POST' })],
    ['address', () => Integration.httpProxy(`${URL}/x`)],
    ['timeout', () => Integration.httpProxy(URL, { timeout: Duration.seconds(1) })],
    ['mapping', () => Integration.httpProxy(URL, { requestMapping: new apigatewayv2.ParameterMapping().removeHeader('X') })],
  ])('are another with another %s', (_what, other) => {
    const stack = testStack();
    const body = importOf({ 'GET /a': {}, 'GET /b': { integration: other(stack) }, 'GET /c': {}, 'GET /d': { integration: other(stack) } }, {}, stack);

    expect(namesOf(body)).toEqual(['Backend', 'Backend2']);
    expect(['/a', '/b', '/c', '/d'].map((path) => body.paths[path].get['x-amazon-apigateway-integration'].$ref)).toEqual(
      ['Backend', 'Backend2', 'Backend', 'Backend2'].map((name) => `#/components/${INTEGRATIONS}/${name}`));
  });

  test('of one name are kept apart by what they call', () => {
    const app = new App();
    const stack = testStack(app, 'Apis');
    const [one, other] = ['One', 'Other'].map((id) => testHandler(testStack(app, id)));
    const body = importOf({ 'GET /a': { integration: Integration.lambdaFunction(one) }, 'GET /b': { integration: Integration.lambdaFunction(other) } }, {}, stack);

    expect(namesOf(body)).toEqual(['Handler', 'Handler2']);
  });

  test('say all that their configuration says', () => {
    const role = 'arn:aws:iam::111122223333:role/queue';
    const body = importOf({
      'POST /events': {
        integration: Integration.custom({
          integrationType: apigateway.IntegrationType.AWS_PROXY,
          integrationSubtype: 'SQS-SendMessage',
          credentialsArn: role,
          requestParameters: { QueueUrl: 'https://queue', MessageBody: '$request.body' },
          responseParameters: { 500: { 'overwrite:statuscode': '503' } },
          timeout: Duration.seconds(3),
        }),
      },
    });

    expect(body.components[INTEGRATIONS]).toEqual({
      SQSSendMessage: {
        type: 'aws_proxy',
        integrationSubtype: 'SQS-SendMessage',
        credentials: role,
        payloadFormatVersion: '1.0',
        requestParameters: { QueueUrl: 'https://queue', MessageBody: '$request.body' },
        responseParameters: { 500: { 'overwrite:statuscode': '503' } },
        timeoutInMillis: 3000,
      },
    });
  });

  test.each([[Limits.HTTP_INTEGRATIONS, 0], [Limits.HTTP_INTEGRATIONS + 1, 1]])('make, when there are %d different ones, %d messages', (count, found) => {
    const shared = Object.fromEntries(Array.from({ length: count }, (_, number) => [`Backend${number}`, {}]));

    expect(checkIntegrationCount({ components: { [INTEGRATIONS]: shared } })).toHaveLength(found);
  });

  test('can be as many different ones as API Gateway makes, and one more fails the synthesis', () => {
    const synthesize = (count: number) => {
      const stack = testStack();
      const api = httpApi(stack);
      for (let number = 0; number < count; number++) api.addRoute(`GET /r${number}`, { integration: Integration.httpProxy(`${URL}/${number}`) });
      return template(stack);
    };

    expect(() => synthesize(Limits.HTTP_INTEGRATIONS)).not.toThrow();
    expect(() => synthesize(Limits.HTTP_INTEGRATIONS + 1)).toThrow('the API has 301 different integrations, and API Gateway makes 300 for an HTTP API, a quota that cannot be raised; '
      + 'let routes share functions and backends, or put some routes into a second API on the same domain');
  });
});

/** A function that does nothing. */
const PREFLIGHT = { $ref: `#/components/${INTEGRATIONS}/Function` };

describe('preflight requests', () => {
  test('are kept away from the authorizer of ANY on its own path, and of $default on the root and on all others', () => {
    const { paths } = importOf({ 'ANY /pets/{id}': {}, '$default': {} }, { authorizer: jwt, cors });

    expect(Object.keys(paths).sort()).toEqual(['/', '/$default', '/pets/{id}', '/{proxy+}']);
    for (const path of ['/', '/pets/{id}', '/{proxy+}']) {
      expect(paths[path].options.responses).toBeDefined();
      expect(paths[path].options).not.toHaveProperty('security');
      expect(paths[path].options['x-amazon-apigateway-integration']).toEqual(PREFLIGHT);
    }
    expect(paths['/'].options).not.toHaveProperty('parameters');
    expect(paths['/pets/{id}'].options.parameters).toEqual([{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]);
    expect(paths['/{proxy+}'].options.parameters).toEqual([{ name: 'proxy+', in: 'path', required: true, schema: { type: 'string' } }]);
  });

  test('have one open route on a path that has several, and where $default and ANY meet', () => {
    const { paths } = importOf({ 'GET /pets': {}, 'ANY /pets': {}, 'ANY /{proxy+}': {}, '$default': {} }, { authorizer: jwt, cors });

    expect(Object.keys(paths['/pets'])).toEqual([ANY, 'get', 'options']);
    expect(Object.keys(paths['/{proxy+}'])).toEqual([ANY, 'options']);
  });

  test('of $default come under the name that a route gives to every path, as API Gateway could not tell two names apart', () => {
    const { paths } = importOf({ 'GET /{path+}': {}, '$default': {} }, { authorizer: jwt, cors });

    expect(Object.keys(paths).sort()).toEqual(['/', '/$default', '/{path+}']);
    expect(Object.keys(paths['/{path+}']).sort()).toEqual(['get', 'options']);
  });

  test('of $default are left to ANY where it has the path, open or with its own answer', () => {
    const own = Integration.httpProxy('https://own.example.com');
    const { paths } = importOf({ 'ANY /': { integration: own, authorizer: Authorizer.none('a test') }, 'ANY /{path+}': { integration: own }, '$default': {} }, { authorizer: jwt, cors });

    expect(Object.keys(paths).sort()).toEqual(['/', '/$default', '/{path+}']);
    expect(paths['/']).not.toHaveProperty('options');
    expect(paths['/{path+}'].options['x-amazon-apigateway-integration']).toEqual(PREFLIGHT);
  });

  test.each<[string, { [routeKey: string]: Partial<RouteOptions> }, Partial<LeanHttpApiProps>]>([
    ['without CORS', { 'ANY /pets': {}, '$default': {} }, { authorizer: jwt }],
    ['for open routes', { 'ANY /pets': {}, '$default': {} }, { cors }],
    ['for routes of one method, which leave OPTIONS to API Gateway', { 'GET /pets': {}, 'POST /pets': {} }, { authorizer: jwt, cors }],
  ])('have no route %s', (_when, routes, props) => {
    for (const path of Object.values(importOf(routes, props).paths)) expect(path).not.toHaveProperty('options');
  });

  test('never let an OPTIONS request that is none reach what an authorizer protects', () => {
    const stack = testStack();
    const purge = Integration.sqsPurge(new sqs.Queue(stack, 'Jobs'));
    const { paths, components } = importOf({ 'ANY /jobs': { integration: purge }, '$default': { integration: Integration.httpProxy('https://own.example.com', { httpMethod: 'DELETE' }) } }, { authorizer: jwt, cors }, stack);

    const open = Object.values(paths).flatMap((path) => Object.values(path)).filter((operation) => operation.security === undefined);
    expect(open).toHaveLength(3);
    for (const operation of open) expect(operation['x-amazon-apigateway-integration']).toEqual(PREFLIGHT);
    expect(components[INTEGRATIONS].Function.uri).toEqual({ 'Fn::Sub': expect.stringMatching(/functions\/\$\{ApiPreflightFunction\w+\.Arn\}/) });
    template(stack).resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('leave OPTIONS to its own route without CORS', () => {
    const { paths } = importOf({ 'ANY /pets': {}, 'OPTIONS /pets': {} }, { authorizer: jwt });

    expect(paths['/pets'].options.security).toEqual([{ Jwt: [] }]);
  });

  test('are told all methods and all headers that authorizers read', () => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaRequest(testHandler(stack), { identitySources: ['method.request.header.X-Partner', 'method.request.querystring.key', '$request.header.authorization'] });
    const body = importOf({ 'GET /a': {}, 'PATCH /b': { authorizer } }, { cors }, stack);

    expect(body['x-amazon-apigateway-cors']).toEqual({
      allowOrigins: ['https://app.example.com'],
      allowMethods: ['GET', 'OPTIONS', 'PATCH'],
      allowHeaders: ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key', 'X-Partner'],
    });
  });
});
