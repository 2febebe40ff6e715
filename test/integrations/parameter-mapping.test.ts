import { Stack, Token, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration } from '../../src/integrations/integration-contract';
import { ParameterMappingOptions } from '../../src/integrations/parameter-mapping';
import { httpApi, httpBodyOf } from '../http-api';
import { Document, errorOf, restApi, testHandler, testStack } from '../rest-api';

const { ParameterMapping, MappingValue } = apigatewayv2;
const mapping = (name: string, value = 'x') => new ParameterMapping().custom(name, value);

/** Every integration that has mappings. */
const INTEGRATIONS: [string, (stack: Stack, options: ParameterMappingOptions) => IRouteIntegration][] = [
  ['a function', (stack, options) => Integration.lambdaFunction(testHandler(stack), options)],
  ['an HTTP backend', (_, options) => Integration.httpProxy('https://backend.example.com', options)],
];

describe.each(INTEGRATIONS)('the mappings of %s', (_, integration) => {
  function imported(options: ParameterMappingOptions): Document {
    const stack = testStack();
    httpApi(stack).addRoute('GET /pets/{id}', { integration: integration(stack, options) });
    return Object.values(httpBodyOf(stack).components['x-amazon-apigateway-integrations'])[0];
  }

  function failure(options: ParameterMappingOptions): string {
    const stack = testStack();
    const made = integration(stack, options);
    const api = httpApi(stack);
    return errorOf(stack, () => api.addRoute('GET /pets', { integration: made }));
  }

  test('stand in the definition as they are', () => {
    expect(imported({
      requestMapping: new ParameterMapping()
        .appendHeader('X-Caller', MappingValue.contextVariable('authorizer.claims.sub'))
        .overwriteQueryString('page', MappingValue.requestQueryString('p'))
        .removeHeader('Cookie')
        .overwritePath(MappingValue.requestPathParam('id')),
      responseMapping: { 500: mapping('overwrite:statuscode', '503'), 200: new ParameterMapping().overwriteHeader('Cache-Control', MappingValue.custom('no-store')).removeHeader('Server') },
    })).toMatchObject({
      requestParameters: {
        'append:header.X-Caller': '$context.authorizer.claims.sub',
        'overwrite:querystring.page': '$request.querystring.p',
        'remove:header.Cookie': '\'\'',
        'overwrite:path': '$request.path.id',
      },
      responseParameters: { 200: { 'overwrite:header.Cache-Control': 'no-store', 'remove:header.Server': '\'\'' }, 500: { 'overwrite:statuscode': '503' } },
    });
  });

  test('are none where none are given', () => {
    expect(imported({})).not.toHaveProperty('requestParameters');
    expect(imported({})).not.toHaveProperty('responseParameters');
  });

  test('take values that only a deployment knows', () => {
    expect(imported({ requestMapping: mapping('overwrite:header.X', Token.asString({ Ref: 'Value' })) }).requestParameters).toEqual({ 'overwrite:header.X': { Ref: 'Value' } });
  });

  test.each(['header.X', 'set:header.X', 'overwrite:body', 'append:path', 'overwrite:header.', 'overwrite:header.X Y', 'overwrite:statuscode', ''])('fail for the request with %j', (name) => {
    expect(failure({ requestMapping: mapping(name) })).toBe(`the requestMapping of 'GET /pets' changes '${name}', which API Gateway does not know; `
      + "write 'overwrite:path', 'append:header.X' or 'remove:querystring.x'");
  });

  test.each(['overwrite:path', 'append:querystring.x', 'statuscode', 'append:statuscode'])('fail for the answer with %j', (name) => {
    expect(failure({ responseMapping: { 200: mapping(name) } })).toBe(`the responseMapping of 'GET /pets' for 200 changes '${name}', which API Gateway does not know; `
      + "write 'overwrite:statuscode', 'append:header.X' or 'remove:header.X'");
  });

  test('fail for a name that only a deployment knows', () => {
    expect(failure({ requestMapping: mapping(Token.asString({ Ref: 'Name' })) })).toContain("changes '<token>', which API Gateway does not know");
  });

  test.each(['Authorization', 'access-control-allow-origin', 'X-Amz-Date', 'x-amzn-trace-id', 'apigw-requestid', 'Content-Length', 'Via', 'X-Forwarded-For'])('fail for the header %s, which nobody may change', (header) => {
    const message = `changes the header '${header}', which API Gateway lets nobody change; write a header of your own, as 'X-${header}'`;
    expect(failure({ requestMapping: new ParameterMapping().overwriteHeader(header, MappingValue.custom('x')) })).toBe(`the requestMapping of 'GET /pets' ${message}`);
    expect(failure({ responseMapping: { 404: new ParameterMapping().removeHeader(header) } })).toBe(`the responseMapping of 'GET /pets' for 404 ${message}`);
  });

  test('change a header whose name only begins like a reserved one, and a query parameter of the name of one', () => {
    expect(imported({ requestMapping: mapping('overwrite:header.X-Via') }).requestParameters).toEqual({ 'overwrite:header.X-Via': 'x' });
    expect(imported({ requestMapping: mapping('overwrite:querystring.via') }).requestParameters).toEqual({ 'overwrite:querystring.via': 'x' });
  });

  test('fail for an empty value where it is no removal', () => {
    expect(failure({ requestMapping: mapping('overwrite:header.X', '') })).toBe("the requestMapping of 'GET /pets' gives 'overwrite:header.X' an empty value, "
      + "which API Gateway refuses; write what it shall be, as '$context.requestId'");
  });

  test.each(['200', '599'])('are for the status %s', (statusCode) => {
    expect(Object.keys(imported({ responseMapping: { [statusCode]: mapping('remove:header.X') } }).responseParameters)).toEqual([statusCode]);
  });

  test.each(['199', '600', '20x', 'default', '2000', ''])('fail for the status %j', (statusCode) => {
    expect(failure({ responseMapping: { [statusCode]: mapping('remove:header.X') } })).toBe(`the responseMapping of 'GET /pets' is for the status '${statusCode}', which no backend answers with; `
      + "write one from '200' to '599'");
  });

  test.each<[string, ParameterMappingOptions]>([
    ['requestMapping', { requestMapping: mapping('remove:header.X') }], ['responseMapping', { responseMapping: { 200: mapping('remove:header.X') } }],
  ])('fail on a REST API as %s, with what does the same', (prop, options) => {
    const stack = testStack();
    const made = integration(stack, options);
    const api = restApi(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: made }))).toBe(`the integration of 'GET /pets' was given ${prop}, which only HTTP APIs have; `
      + 'write Integration.custom({ requestParameters, responses, ... }), or use LeanHttpApi');
  });
});
