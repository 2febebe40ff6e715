import { Duration, Lazy, Token } from 'aws-cdk-lib';
import { SILENT_ROUTES, messageRoute } from './message-route';
import { HttpProxyOptions } from '../../src/integrations/http-proxy';
import { Integration } from '../../src/integrations/integration';
import { httpApi, httpBodyOf } from '../http-api';
import { acknowledged, bindOptions, bodyOf, errorOf, restApi, testStack } from '../rest-api';

const DEPLOYED = Token.asString({ Ref: 'Backend' });

function integrationOf(routeKey: string, url: string, options?: HttpProxyOptions) {
  const stack = testStack();
  restApi(stack).addRoute(routeKey, { integration: Integration.httpProxy(url, options) });
  const [operations] = Object.values(bodyOf(stack).paths);
  return Object.values(operations)[0]['x-amazon-apigateway-integration'];
}

function failure(routeKey: string, url: string, options?: HttpProxyOptions): string {
  const stack = testStack();
  const api = restApi(stack);
  return errorOf(stack, () => api.addRoute(routeKey, { integration: Integration.httpProxy(url, options) }));
}

describe('Integration.httpProxy', () => {
  test('passes requests on as they are, by the route\'s own method', () => {
    expect(integrationOf('PATCH /pets', 'https://backend.example.com/pets')).toEqual({ type: 'http_proxy', httpMethod: 'PATCH', uri: 'https://backend.example.com/pets' });
    expect(integrationOf('ANY /pets', 'https://backend.example.com/pets')).toHaveProperty('httpMethod', 'ANY');
  });

  test('uses another method towards the backend, where one is named', () => {
    expect(integrationOf('PUT /pets', 'https://backend.example.com', { httpMethod: 'POST' })).toHaveProperty('httpMethod', 'POST');
    expect(integrationOf('PUT /pets', 'https://backend.example.com', { httpMethod: DEPLOYED })).toHaveProperty('httpMethod', { Ref: 'Backend' });
  });

  test.each(['post', 'FETCH', ''])('fails with the method %j', (httpMethod) => {
    expect(failure('PUT /pets', 'https://backend.example.com', { httpMethod })).toBe(
      `the backend of 'PUT /pets' has the httpMethod '${httpMethod}', which API Gateway does not know; write one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, ANY`);
  });

  test('hands the path\'s parameters to those of the address, a greedy one without its plus sign', () => {
    expect(integrationOf('GET /pets/{id}/{rest+}', 'https://backend.example.com/{rest}/of/{id}')).toHaveProperty('requestParameters', {
      'integration.request.path.rest': 'method.request.path.rest',
      'integration.request.path.id': 'method.request.path.id',
    });
  });

  test('hands no parameters to an address that asks for none', () => {
    expect(integrationOf('GET /pets/{id}', 'https://backend.example.com/pets')).not.toHaveProperty('requestParameters');
  });

  test('takes stage variables for what they are', () => {
    const url = 'https://${stageVariables.host}/pets/{id}';
    expect(integrationOf('GET /pets/{id}', url)).toMatchObject({ uri: url, requestParameters: { 'integration.request.path.id': 'method.request.path.id' } });
  });

  test('takes addresses that only a deployment knows, wholly or in part', () => {
    expect(integrationOf('GET /pets', DEPLOYED)).toHaveProperty('uri', { Ref: 'Backend' });
    expect(integrationOf('GET /pets/{id}', `https://${DEPLOYED}/pets/{id}`)).toMatchObject({
      uri: { 'Fn::Sub': 'https://${Backend}/pets/{id}' }, requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
    });
    expect(integrationOf('GET /pets', `https://\${stageVariables.host}/${DEPLOYED}`)).toHaveProperty('uri', { 'Fn::Sub': 'https://${!stageVariables.host}/${Backend}' });
  });

  test('takes an address whose scheme only a deployment knows', () => {
    const scheme = Lazy.string({ produce: () => 'https:' });
    expect(integrationOf('GET /pets', `${scheme}//backend.example.com`)).toHaveProperty('uri', 'https://backend.example.com');
  });

  test.each<[string, string, string]>([
    ['GET /pets/{id}', 'https://backend.example.com/{name}', "asks for '{name}', but the route has no path parameter of that name; write '{id}'"],
    ['GET /{a}/{b}', 'https://backend.example.com/{c}', "asks for '{c}', but the route has no path parameter of that name; write '{a}' or '{b}'"],
    ['GET /{rest+}', 'https://backend.example.com/{rest+}', "asks for '{rest+}', but the route has no path parameter of that name; write '{rest}'"],
    ['GET /pets', 'https://backend.example.com/{id}', "asks for '{id}', but the route has no path parameters; write the value out, or add the parameter to the route key"],
    ['GET /pets', 'https://backend.example.com/{}', "asks for '{}', but the route has no path parameters"],
    ['GET /pets', `https://${DEPLOYED}/{id}`, "the backend address 'https://<token>/{id}' of 'GET /pets' asks for '{id}'"],
  ])('fails for %s with the address %s', (routeKey, url, message) => {
    expect(failure(routeKey, url)).toContain(message);
  });

  test.each(['backend.example.com', 'ftp://backend.example.com', '//backend.example.com', 'HTTPS://backend.example.com', '${stageVariables.url}', ''])(
    'fails for the address %j, which has no scheme to call', (url) => {
      expect(failure('GET /pets', url)).toBe(`the backend of 'GET /pets' is '${url}', which has no scheme that API Gateway can call; write 'https://…' `
        + '(the scheme cannot come from a stage variable)');
    });

  test.each([['http://backend.example.com', 'http://backend.example.com'], [`http://${DEPLOYED}/pets`, 'http://<token>/pets'], ['http://${stageVariables.host}', 'http://${stageVariables.host}']])(
    'fails for the clear text of %s', (url, shown) => {
      expect(failure('GET /pets', url)).toBe(`the backend of 'GET /pets' is '${shown}', which would carry requests and tokens in clear text; write 'https://…', or { plaintext: '<why>' }`);
    });

  test('calls a backend in clear text for a reason, which stands with the API', () => {
    const stack = testStack();
    const api = restApi(stack);
    api.addRoute('GET /pets', { integration: Integration.httpProxy(`http://${DEPLOYED}`, { plaintext: 'within the VPC' }) });
    expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration']).toHaveProperty('uri', { 'Fn::Sub': 'http://${Backend}' });
    expect(acknowledged(api)).toHaveProperty(['Gatehouse::Gatehouse-http-backend-plaintext[GET:/pets]'], 'within the VPC');
  });

  test('says nothing of clear text where the address has none, whatever the reason', () => {
    const stack = testStack();
    Integration.httpProxy('https://backend.example.com', { plaintext: 'a left-over' }).bindIntegration(bindOptions(stack));
    expect(acknowledged(stack)).toEqual({});
  });

  test('fails for clear text with an empty reason', () => {
    expect(failure('GET /pets', 'http://backend.example.com', { plaintext: '' })).toMatch(/^plaintext was given an empty reason; .*: write plaintext: '<why>'$/);
  });
});

describe('Integration.httpProxy on an HTTP API', () => {
  function httpIntegrationsOf(...routes: [string, string, HttpProxyOptions?][]) {
    const stack = testStack();
    const api = httpApi(stack);
    routes.forEach(([routeKey, url, options]) => api.addRoute(routeKey, { integration: Integration.httpProxy(url, options) }));
    return Object.values(httpBodyOf(stack).components['x-amazon-apigateway-integrations']);
  }

  test('passes requests on as they are, and puts path parameters into the address by itself', () => {
    expect(httpIntegrationsOf(['PATCH /pets/{id}', 'https://backend.example.com/pets/{id}'])).toEqual([
      { type: 'http_proxy', httpMethod: 'ANY', uri: 'https://backend.example.com/pets/{id}', payloadFormatVersion: '1.0' },
    ]);
  });

  test('is one for all routes to an address, whatever their methods, and another where it is called by a method of its own', () => {
    const url = 'https://backend.example.com';
    expect(httpIntegrationsOf(['GET /a', url], ['GET /b', url], ['POST /a', url], ['ANY /c', url], ['$default', url])).toMatchObject([{ httpMethod: 'ANY' }]);
    expect(httpIntegrationsOf(['GET /a', url, { httpMethod: 'POST' }], ['POST /a', url])).toHaveLength(2);
  });

  test('keeps stage variables and what only a deployment knows', () => {
    expect(httpIntegrationsOf(['GET /pets', `https://\${stageVariables.host}/${DEPLOYED}`])[0].uri).toEqual({ 'Fn::Sub': 'https://${!stageVariables.host}/${Backend}' });
  });

  test.each<[string, string, string]>([
    ['GET /pets', 'https://backend.example.com/{id}', "asks for '{id}', but the route has no path parameters"],
    ['$default', 'https://backend.example.com/{proxy}', "asks for '{proxy}', but the route has no path parameters"],
    ['GET /pets', 'http://backend.example.com', 'which would carry requests and tokens in clear text'],
  ])('fails for %s with the address %s', (routeKey, url, message) => {
    const stack = testStack();
    const api = httpApi(stack);
    expect(errorOf(stack, () => api.addRoute(routeKey, { integration: Integration.httpProxy(url) }))).toContain(message);
  });
});

describe('Integration.httpProxy on a WebSocket API', () => {
  function bind(url: string, options?: HttpProxyOptions, routeKey?: string) {
    return Integration.httpProxy(url, options).bindIntegration(messageRoute(testStack(), routeKey));
  }

  test.each(['sendMessage', '$default', ...SILENT_ROUTES])('hands %s to the backend by POST', (routeKey) => {
    expect(bind('https://backend.example.com/chat', undefined, routeKey)).toEqual({
      integrationType: 'HTTP_PROXY', httpMethod: 'POST', uri: 'https://backend.example.com/chat', timeout: undefined, requestParameters: undefined, optOuts: [],
    });
  });

  test('uses another method where one is named, and stage variables', () => {
    expect(bind('https://${stageVariables.backend}/chat', { httpMethod: 'PUT' })).toMatchObject({ httpMethod: 'PUT', uri: 'https://${stageVariables.backend}/chat' });
  });

  test('waits for 29 seconds', () => {
    expect(bind('https://backend.example.com', { timeout: Duration.seconds(29) }).timeout?.toSeconds()).toBe(29);
    expect(() => bind('https://backend.example.com', { timeout: Duration.seconds(30) })).toThrow("the integration timeout of 'sendMessage' is 30000 ms, and WEBSOCKET APIs wait 29000 ms at most");
  });

  test('goes in clear text for a reason alone', () => {
    expect(() => bind('http://backend.example.com')).toThrow("the backend of 'sendMessage' is 'http://backend.example.com', which would carry requests and tokens in clear text");
    expect(bind('http://backend.example.com', { plaintext: 'in the lab' })).toMatchObject({ optOuts: [{ reason: 'in the lab' }] });
  });

  test.each<[string, string, HttpProxyOptions | undefined, string]>([
    ['a path parameter', 'https://backend.example.com/{room}', undefined,
      "the backend address 'https://backend.example.com/{room}' of 'sendMessage' asks for '{room}', and what a WebSocket API gets has no path parameters; write the value out, or '${stageVariables.x}'"],
    ['the method ANY', 'https://backend.example.com', { httpMethod: 'ANY' },
      "the backend of 'sendMessage' has the httpMethod 'ANY', which passes on the method of a request, and messages have none; write the method that the backend takes, as httpMethod: 'POST'"],
    ['a method that is none', 'https://backend.example.com', { httpMethod: 'SEND' }, "the backend of 'sendMessage' has the httpMethod 'SEND', which API Gateway does not know"],
    ['responseMapping', 'https://backend.example.com', { responseMapping: {} }, "the integration of 'sendMessage' was given responseMapping, which only HTTP APIs have; write Integration.custom({ requestParameters, responses, ... })"],
  ])('fails for %s', (_what, url, options, message) => {
    expect(() => bind(url, options)).toThrow(new Error(message.endsWith('not know') ? `${message}; write one of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, ANY` : message));
  });
});
