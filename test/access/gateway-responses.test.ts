import { Stack, Token } from 'aws-cdk-lib';
import { GatewayResponseOverride } from '../../src/access/gateway-response-override';
import { GATEWAY_RESPONSE_STATUS } from '../../src/access/gateway-response-types';
import { GatewayResponseDefinition, gatewayResponses } from '../../src/access/gateway-responses';

const PREFIX = 'gatewayresponse.header.';
const CORS = { allowOrigins: ['https://app.example.com'] };

/** The body that a caller gets, with API Gateway's variables replaced as it replaces them. */
function body(definition: GatewayResponseDefinition): { [member: string]: string } {
  const template = definition.responseTemplates['application/json']
    .replace('$context.error.messageString', '"Missing required request parameters: [page]"')
    .replace('$context.error.validationErrorString', '[object has missing required properties]')
    .replace('$context.error.responseType', 'ACCESS_DENIED')
    .replace('$context.requestId', 'id-1');
  return JSON.parse(template) as { [member: string]: string };
}

function overridden(responseType: string, override: GatewayResponseOverride, cors = CORS): GatewayResponseDefinition {
  return gatewayResponses({ cors, overrides: { [responseType]: override } })[responseType];
}

describe('gateway responses', () => {
  test('answer for everything with a JSON message and the id of the request', () => {
    const responses = gatewayResponses();
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX', 'UNAUTHORIZED']));
    for (const response of Object.values(responses)) {
      expect(body(response)).toMatchObject({ message: expect.stringMatching(/^[A-Z]/) as string, requestId: 'id-1' });
    }
  });

  test("name API Gateway's types only, sorted, and never the one that cannot be customized", () => {
    const types = Object.keys(gatewayResponses({ cors: CORS }));
    expect(types).toEqual([...types].sort());
    expect(types.filter((type) => !(type in GATEWAY_RESPONSE_STATUS))).toEqual([]);
    expect(types).not.toContain('REQUEST_TOO_LARGE');
  });

  test("pass API Gateway's own words on only about the caller's request", () => {
    const talkative = Object.entries(gatewayResponses()).filter(([, response]) => JSON.stringify(response).includes('$context.error.'));
    expect(talkative.map(([type]) => type)).toEqual(['BAD_REQUEST_BODY', 'BAD_REQUEST_PARAMETERS']);
    expect(JSON.stringify(gatewayResponses())).not.toMatch(/integrationErrorMessage|authorizer|stageVariables|identity/);
    expect(body(gatewayResponses().BAD_REQUEST_BODY).error).toBe('[object has missing required properties]');
    expect(body(gatewayResponses().BAD_REQUEST_PARAMETERS).error).toBe('Missing required request parameters: [page]');
  });

  test('are neither stored nor taken for a page', () => {
    for (const response of Object.values(gatewayResponses())) {
      expect(response.responseParameters).toMatchObject({ [`${PREFIX}Cache-Control`]: "'no-store'", [`${PREFIX}X-Content-Type-Options`]: "'nosniff'" });
    }
  });

  test('name a scheme when credentials are missing, and only then', () => {
    const naming = Object.entries(gatewayResponses()).filter(([, response]) => `${PREFIX}WWW-Authenticate` in response.responseParameters);
    expect(naming.map(([type]) => type)).toEqual(['UNAUTHORIZED']);
  });

  test('carry the CORS headers on every single one, and none without a policy', () => {
    for (const response of Object.values(gatewayResponses({ cors: CORS, overrides: { WAF_FILTERED: { statusCode: 404 } } }))) {
      expect(response.responseParameters).toMatchObject({ [`${PREFIX}Access-Control-Allow-Origin`]: "'https://app.example.com'" });
    }
    expect(JSON.stringify(gatewayResponses())).not.toContain('Access-Control');
  });

  test("keep API Gateway's status codes", () => {
    for (const response of Object.values(gatewayResponses())) expect(response).not.toHaveProperty('statusCode');
  });
});

describe('an override of a gateway response', () => {
  test('changes what it names and leaves the id of the request and the other headers', () => {
    const response = overridden('MISSING_AUTHENTICATION_TOKEN', { statusCode: 404, message: 'No "such" route', headers: { 'X-One': '1', 'X-Two': 'context.stage', 'X-Three': "'3'" } });
    expect(response.statusCode).toBe('404');
    expect(body(response)).toEqual({ message: 'No "such" route', requestId: 'id-1' });
    expect(response.responseParameters).toEqual({
      [`${PREFIX}Cache-Control`]: "'no-store'",
      [`${PREFIX}X-Content-Type-Options`]: "'nosniff'",
      [`${PREFIX}X-One`]: "'1'",
      [`${PREFIX}X-Two`]: 'context.stage',
      [`${PREFIX}X-Three`]: "'3'",
      [`${PREFIX}Access-Control-Allow-Origin`]: "'https://app.example.com'",
    });
  });

  test.each([
    ['ACCESS_DENIED', 'DEFAULT_4XX'],
    ['INTEGRATION_TIMEOUT', 'DEFAULT_5XX'],
  ])('gives %s, which has none, the body of %s', (type, fallback) => {
    expect(overridden(type, { statusCode: 418 }).responseTemplates).toEqual(gatewayResponses()[fallback].responseTemplates);
  });

  test("wins over the library's own headers, however they are spelled", () => {
    const { responseParameters } = overridden('DEFAULT_4XX', { headers: { 'cache-control': 'max-age=60' } });
    expect(responseParameters).toMatchObject({ [`${PREFIX}cache-control`]: "'max-age=60'" });
    expect(responseParameters).not.toHaveProperty([`${PREFIX}Cache-Control`]);
  });

  test('may write the whole body; the id of the request then stays in a header unless every template shows it', () => {
    const silent = { 'application/json': '{}', 'text/plain': '$context.requestId' };
    expect(overridden('THROTTLED', { templates: silent })).toMatchObject({
      responseTemplates: silent,
      responseParameters: { [`${PREFIX}x-request-id`]: 'context.requestId' },
    });
    const telling = overridden('THROTTLED', { templates: { 'application/json': '{"id":"$context.extendedRequestId"}' } });
    expect(telling.responseParameters).not.toHaveProperty([`${PREFIX}x-request-id`]);
  });

  test('may set headers that a policy would, when there is no policy', () => {
    const responses = gatewayResponses({ overrides: { DEFAULT_4XX: { headers: { 'Access-Control-Allow-Origin': '*' } } } });
    expect(responses.DEFAULT_4XX.responseParameters).toMatchObject({ [`${PREFIX}Access-Control-Allow-Origin`]: "'*'" });
  });

  test.each(Object.keys(GATEWAY_RESPONSE_STATUS))('is taken for %s', (type) => {
    expect(overridden(type, { message: 'Text' }).responseTemplates['application/json']).toBe('{"message":"Text","requestId":"$context.requestId"}');
  });

  test.each([[200], [599]])('takes the status %d', (statusCode) => {
    expect(overridden('DEFAULT_4XX', { statusCode }).statusCode).toBe(`${statusCode}`);
  });

  test.each<[string, string, GatewayResponseOverride, string]>([
    ['an unknown type', 'DEFAULT_3XX', {}, "'DEFAULT_3XX', which is no response type of API Gateway; write one of ACCESS_DENIED, API_CONFIGURATION_ERROR"],
    ['a type that objects inherit', 'constructor', {}, "'constructor', which is no response type"],
    ['the type that cannot be customized', 'REQUEST_TOO_LARGE', {}, "which API Gateway does not let anyone customize; write 'DEFAULT_4XX'"],
    ['a status below 200', 'THROTTLED', { statusCode: 199 }, 'gatewayResponses.THROTTLED.statusCode was given 199'],
    ['a status above 599', 'THROTTLED', { statusCode: 600 }, 'write a whole number from 200 to 599'],
    ['half a status', 'THROTTLED', { statusCode: 400.5 }, 'statusCode was given 400.5'],
    ['two bodies', 'THROTTLED', { message: 'a', templates: { 'application/json': 'b' } }, 'given both message and templates'],
    ['no body', 'THROTTLED', { templates: {} }, 'templates was given {}, which leaves no body'],
    ['a message that breaks the JSON', 'THROTTLED', { message: '$context.error.messageString' }, 'would break the JSON; write $context.error.message'],
    ["the backend's error as message", 'INTEGRATION_FAILURE', { message: '$context.integrationErrorMessage' }, "which shows callers the backend's own error"],
    ["the backend's error in a template", 'INTEGRATION_FAILURE', { templates: { 'text/plain': 'x $context.integrationErrorMessage' } }, 'write $context.requestId'],
    ["the backend's error in a header", 'INTEGRATION_FAILURE', { headers: { X: 'context.integrationErrorMessage' } }, "which shows callers the backend's own error"],
    ['a header name with a space', 'THROTTLED', { headers: { 'Retry After': '1' } }, "headers was given 'Retry After', which is no header name"],
    ['a quote in a header', 'THROTTLED', { headers: { X: "it's" } }, 'whose quote or control character would end the value'],
    ['a line break in a header', 'THROTTLED', { headers: { X: 'a\r\nb' } }, 'whose quote or control character would end the value'],
    ['a header of the policy', 'THROTTLED', { headers: { 'access-control-allow-origin': '*' } }, 'which the CORS policy sets on every gateway response; write it in cors'],
  ])('fails on %s', (_, type, override, message) => {
    expect(() => overridden(type, override)).toThrow(message);
  });

  test('fails on a Vary that would replace the one of several origins', () => {
    const cors = { allowOrigins: ['https://a.example', 'https://b.example'] };
    expect(() => overridden('THROTTLED', { headers: { vary: 'Accept' } }, cors)).toThrow("'vary', which the CORS policy sets");
    expect(() => overridden('THROTTLED', { headers: { vary: 'Accept' } })).not.toThrow();
  });

  test('carries tokens', () => {
    const [text, number] = [Token.asString({ Ref: 'Text' }), Token.asNumber({ Ref: 'Number' })];
    expect(new Stack().resolve(overridden('THROTTLED', { statusCode: number, message: text, headers: { X: text } }))).toMatchObject({
      statusCode: { Ref: 'Number' },
      responseParameters: { [`${PREFIX}X`]: { 'Fn::Join': ['', ["'", { Ref: 'Text' }, "'"]] } },
      responseTemplates: { 'application/json': { 'Fn::Join': ['', ['{"message":"', { Ref: 'Text' }, '","requestId":"$context.requestId"}']] } },
    });
  });
});
