import { Stack, Token } from 'aws-cdk-lib';
import { render } from 'velocityjs';
import { SILENT_ROUTES, messageRoute } from './message-route';
import { Integration } from '../../src/integrations/integration';
import { MockOptions } from '../../src/integrations/mock';
import { httpApi } from '../http-api';
import { Document, bodyOf, errorOf, restApi, testStack } from '../rest-api';

function operationOf(options?: MockOptions, stack: Stack = testStack()): Document {
  restApi(stack).addRoute('GET /health', { integration: Integration.mock(options) });
  return bodyOf(stack).paths['/health'].get;
}

const integrationOf = (options?: MockOptions) => operationOf(options)['x-amazon-apigateway-integration'];

function failure(options: MockOptions): string {
  const stack = testStack();
  const api = restApi(stack);
  return errorOf(stack, () => api.addRoute('GET /health', { integration: Integration.mock(options) }));
}

describe('Integration.mock', () => {
  test('answers 200 without a body by default', () => {
    expect(operationOf()).toMatchObject({ responses: { 200: { description: 'Response' } } });
    expect(integrationOf()).toEqual({
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      responses: { default: { statusCode: '200' } },
    });
  });

  test.each([200, 404, 599])('answers %d, and declares it', (statusCode) => {
    const operation = operationOf({ statusCode });
    expect(Object.keys(operation.responses)).toEqual([String(statusCode)]);
    expect(operation['x-amazon-apigateway-integration']).toMatchObject({
      requestTemplates: { 'application/json': `{"statusCode":${statusCode}}` }, responses: { default: { statusCode: String(statusCode) } },
    });
  });

  test('answers with its body, content type and headers, which it declares', () => {
    const operation = operationOf({ body: '<ok/>', contentType: 'application/xml', headers: { 'Cache-Control': 'no-store' } });
    expect(operation.responses[200].headers).toEqual({ 'Cache-Control': { schema: { type: 'string' } } });
    expect(operation['x-amazon-apigateway-integration'].responses.default).toMatchObject({
      responseTemplates: { 'application/xml': '<ok/>' }, responseParameters: { 'method.response.header.Cache-Control': "'no-store'" },
    });
  });

  test.each(['{"status":"ok"}', 'it\'s fine', '{"price":"$5"}', '#set($x = 1) $x', '{"a":"${stageVariables.x}"}', '$', '#', 'a\n#b', '{"at":"$context.requestId"}'])(
    'prints %j as it is', (body) => {
      const template = integrationOf({ body }).responses.default.responseTemplates['application/json'];
      expect(render(String(template), { context: { requestId: 'evaluated' }, stageVariables: { x: 'evaluated' } })).toBe(body);
    });

  test('prints an empty body', () => {
    expect(integrationOf({ body: '' }).responses.default.responseTemplates).toEqual({ 'application/json': '' });
  });

  test('prints what only a deployment knows, beside quotes too', () => {
    const name = Token.asString({ Ref: 'Name' });
    const printed = (body: string) => integrationOf({ body }).responses.default.responseTemplates['application/json'];
    expect(printed(`it's ${name}`)).toEqual({ 'Fn::Sub': 'it\'s ${Name}' });
    expect(printed(`${name} for $5`)).toEqual({ 'Fn::Sub': "#set($body='${Name} for $5')$body" });
  });

  test('fails for a body that no template can hold', () => {
    expect(failure({ body: 'it\'s $5' })).toBe("the mock of 'GET /health' has a body with both a single quote and '$' or '#', which a mapping template cannot hold as they are; "
      + 'leave one of them out');
  });

  test('fails for a body one byte longer than a template may be, and takes one of that length', () => {
    expect(failure({ body: 'é'.repeat(150 * 1024) + 'x' })).toBe("the integration of 'GET /health' has a template for 'application/json' of 307201 bytes, and API Gateway takes 307200; "
      + 'write a shorter one, or leave the mapping to a function');
    expect(() => integrationOf({ body: 'x'.repeat(300 * 1024) })).not.toThrow();
  });

  test('takes header values that only a deployment knows', () => {
    expect(integrationOf({ headers: { 'X-Name': Token.asString({ Ref: 'Name' }) } }).responses.default.responseParameters)
      .toEqual({ 'method.response.header.X-Name': { 'Fn::Sub': "'${Name}'" } });
  });

  test.each([199, 600, 100, 0, -1, 200.5, NaN])('fails for the status %d', (statusCode) => {
    expect(failure({ statusCode })).toBe(`the mock of 'GET /health' has the status ${statusCode}, which is no final HTTP status; write a whole number from 200 to 599`);
  });

  test('fails for a status that only a deployment knows, as it is a key of the definition', () => {
    expect(failure({ statusCode: Token.asNumber({ Ref: 'Status' }) })).toContain('has the status <token>, which is no final HTTP status');
  });

  test.each([['X Y', 'X Y'], ['', ''], ['X:', 'X:'], ['X\n', 'X\n'], ['X!A', 'X!A'], [Token.asString({ Ref: 'Name' }), '<token>']])('fails for the header name %j', (name, shown) => {
    expect(failure({ headers: { [name]: '1' } })).toBe(`the mock of 'GET /health' has the header '${shown}', which is no header name: letters, digits, '-', '_' and '.' only; write it out, as 'Cache-Control'`);
  });

  test.each(["it's", 'a\nb', 'a\rb'])('fails for the header value %j', (value) => {
    expect(failure({ headers: { 'X-A': value } })).toBe("the mock of 'GET /health' has a header 'X-A' with a quote or a line break, which a mapping cannot hold; leave it out");
  });
});

test.each(['GET /health', '$default'])('Integration.mock fails on an HTTP API for %s, and says what answers there', (routeKey) => {
  const stack = testStack();
  const api = httpApi(stack);
  expect(errorOf(stack, () => api.addRoute(routeKey, { integration: Integration.mock() }))).toBe(`'${routeKey}' was given Integration.mock(), which HTTP APIs do not have; `
    + 'write Integration.lambdaFunction(fn) with a function that answers, or use GovernedRestApi');
});

describe('Integration.mock on a WebSocket API', () => {
  function config(options?: MockOptions, routeKey?: string) {
    return Integration.mock(options).bindIntegration(messageRoute(testStack(), routeKey));
  }

  test('answers its body to whatever message', () => {
    expect(config({ body: '{"action":"heartbeat"}' })).toEqual({
      integrationType: 'MOCK',
      requestTemplates: { $default: '{"statusCode":200}' },
      responses: [{ selectionPattern: '200', statusCode: '200', responseTemplates: { $default: '{"action":"heartbeat"}' } }],
    });
  });

  test('lets everybody connect whom the authorizer lets in', () => {
    for (const routeKey of SILENT_ROUTES) {
      expect(config(undefined, routeKey).responses).toEqual([{ selectionPattern: '200', statusCode: '200', responseTemplates: undefined }]);
    }
  });

  test('answers a body as it is, although it looks like a template', () => {
    const body = '{"cost":"$5 #1","id":"$input.body"}';
    expect(render(config({ body }).responses![0].responseTemplates!.$default)).toBe(body);
  });

  test.each<[string, MockOptions]>([['statusCode', { statusCode: 200 }], ['statusCode', { statusCode: 403 }], ['contentType', { contentType: 'text/plain' }], ['headers', { headers: {} }]])('fails for %s, which messages do not have', (option, options) => {
    expect(() => config(options)).toThrow(new Error(`the mock of 'sendMessage' has ${option}, which messages do not have; leave it out`));
    expect(() => config(options, '$connect')).toThrow(new Error(`the mock of '$connect' has ${option}, which messages do not have; leave it out: a mock lets everybody connect whom the authorizer lets in`));
  });

  test.each([['$connect', 'the connection is not made yet'], ['$disconnect', 'the client has gone']])('fails for a body on %s', (routeKey, why) => {
    expect(() => config({ body: 'hello' }, routeKey)).toThrow(`the mock of '${routeKey}' has a body, which nobody gets: ${why}; leave it out`);
  });

  test('fails for a body that is longer than a template may be', () => {
    expect(() => config({ body: 'é'.repeat(32_768) })).not.toThrow();
    expect(() => config({ body: 'é'.repeat(32_769) })).toThrow("the integration of 'sendMessage' has a template for '$default' of 32769 characters, and API Gateway takes 32768; write a shorter one, or leave the mapping to a function");
  });
});
