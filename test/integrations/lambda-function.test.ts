import { App, Stack, aws_apigatewayv2 as apigatewayv2, aws_lambda as lambda } from 'aws-cdk-lib';
import { Integration } from '../../src/integrations/integration';
import { LambdaFunctionOptions } from '../../src/integrations/lambda-function';
import { httpApi, httpBodyOf } from '../http-api';
import { bodyOf, errorOf, restApi, testHandler, testStack } from '../rest-api';

const uriOf = (stack: Stack) => bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration'].uri;
const uri = (functionArn: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
});

describe('Integration.lambdaFunction', () => {
  test('passes requests on as they are, by POST, whatever the route\'s method', () => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', { integration: Integration.lambdaFunction(testHandler(stack)) });
    expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration']).toEqual({
      type: 'aws_proxy', httpMethod: 'POST', uri: { 'Fn::Sub': expect.stringMatching(/\$\{Handler\w+\.Arn\}/) },
    });
  });

  test('names the function by one substitution, in the partition and region of the API', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    restApi(stack).addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });
    const { 'Fn::GetAtt': [logicalId] } = stack.resolve(handler.functionArn) as { 'Fn::GetAtt': string[] };
    expect(uriOf(stack)).toEqual(uri(`\${${logicalId}.Arn}`));
  });

  test('calls an alias and a version as such', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    const api = restApi(stack);
    const alias = handler.addAlias('live');
    api.addRoute('GET /pets', { integration: Integration.lambdaFunction(alias) });
    api.addRoute('GET /cats', { integration: Integration.lambdaFunction(handler.currentVersion) });

    const { paths } = bodyOf(stack);
    const reference = (of: lambda.IFunction) => (stack.resolve(of.functionArn) as { Ref: string }).Ref;
    expect(paths['/pets'].get['x-amazon-apigateway-integration'].uri).toEqual(uri(`\${${reference(alias)}}`));
    expect(paths['/cats'].get['x-amazon-apigateway-integration'].uri).toEqual(uri(`\${${reference(handler.currentVersion)}}`));
  });

  test('calls a function of another stack by its export, in one direction only', () => {
    const app = new App();
    const functions = testStack(app, 'Functions');
    const stack = testStack(app);
    restApi(stack).addRoute('GET /pets', { integration: Integration.lambdaFunction(testHandler(functions)) });

    expect(() => app.synth()).not.toThrow();
    expect(stack.dependencies).toEqual([functions]);
    expect(functions.dependencies).toEqual([]);
    expect(uriOf(stack)).toEqual({
      'Fn::Sub': [
        'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Value1}/invocations',
        { Value1: { 'Fn::ImportValue': expect.stringMatching(/:ExportsOutputFnGetAtt/) } },
      ],
    });
  });

  test('writes out the ARN of an imported function', () => {
    const stack = testStack();
    const handler = lambda.Function.fromFunctionAttributes(stack, 'Imported', { functionArn: 'arn:aws-cn:lambda:cn-north-1:111122223333:function:pets', sameEnvironment: true });
    restApi(stack).addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });
    expect(uriOf(stack)).toEqual(uri('arn:aws-cn:lambda:cn-north-1:111122223333:function:pets'));
  });
});

describe('Integration.lambdaFunction on an HTTP API', () => {
  const { VERSION_1_0, VERSION_2_0 } = apigatewayv2.PayloadFormatVersion;

  function httpIntegrationOf(options?: LambdaFunctionOptions) {
    const stack = testStack();
    httpApi(stack).addRoute('GET /pets', { integration: Integration.lambdaFunction(testHandler(stack), options) });
    return httpBodyOf(stack).components['x-amazon-apigateway-integrations'];
  }

  test('is an integration of its own name, by POST and with the event of the newer form', () => {
    expect(httpIntegrationOf()).toEqual({
      Handler: { type: 'aws_proxy', httpMethod: 'POST', uri: { 'Fn::Sub': expect.stringMatching(/\$\{Handler\w+\.Arn\}/) }, payloadFormatVersion: '2.0' },
    });
  });

  test.each([[VERSION_1_0, '1.0'], [VERSION_2_0, '2.0'], [apigatewayv2.PayloadFormatVersion.custom('3.0'), '3.0']])('sends the event in the form that is asked for (%#)', (payloadFormatVersion, version) => {
    expect(httpIntegrationOf({ payloadFormatVersion }).Handler.payloadFormatVersion).toBe(version);
  });

  test('is one for an alias, and another for each function', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    const api = httpApi(stack);
    api.addRoute('GET /a', { integration: Integration.lambdaFunction(handler.addAlias('live')) });
    api.addRoute('GET /b', { integration: Integration.lambdaFunction(handler) });
    api.addRoute('GET /c', { integration: Integration.lambdaFunction(testHandler(stack, 'Other')) });
    expect(Object.keys(httpBodyOf(stack).components['x-amazon-apigateway-integrations'])).toEqual(['Aliaslive', 'Handler', 'Other']);
  });

  test('fails for the newer form on a REST API, which sends its own, and not for the one that it sends', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    const api = restApi(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: Integration.lambdaFunction(handler, { payloadFormatVersion: VERSION_2_0 }) })))
      .toBe("'GET /pets' was given the payloadFormatVersion '2.0', which a REST API passes over in silence; leave it out, or use LeanHttpApi");
    api.addRoute('GET /pets', { integration: Integration.lambdaFunction(handler, { payloadFormatVersion: VERSION_1_0 }) });
    expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration']).not.toHaveProperty('payloadFormatVersion');
  });
});
