import { App, CfnResource, Fn, Lazy, NestedStack, Stack, Stage, Token, aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { besideRestBody } from '../src/beside-the-body';

const definition = { openapi: '3.0.1', info: { title: 'api', version: '1' }, paths: {} };
const specApi = (scope: Construct, id = 'Api') => new apigateway.SpecRestApi(scope, id, { apiDefinition: apigateway.ApiDefinition.fromInline(definition) });
const l1 = (api: apigateway.IRestApi) => api.node.defaultChild as apigateway.CfnRestApi;

const remedies: [string, string][] = [
  ['AWS::ApiGateway::Resource', 'addRoute'],
  ['AWS::ApiGateway::Method', 'addRoute'],
  ['AWS::ApiGateway::Authorizer', 'authorizer'],
  ['AWS::ApiGateway::Model', 'request: { body: schema }'],
  ['AWS::ApiGateway::RequestValidator', 'request'],
  ['AWS::ApiGateway::GatewayResponse', 'gatewayResponses'],
  ['AWS::ApiGateway::DocumentationPart', 'description'],
];

describe('besideRestBody', () => {
  test.each(remedies)('fails an %s, and says to write %s', (type, instead) => {
    const stack = new Stack(new App(), 'Stack');
    const api = specApi(stack);
    new CfnResource(stack, 'Beside', { type, properties: { RestApiId: api.restApiId } });

    const messages = besideRestBody(l1(api));

    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(`'Stack/Beside' adds an ${type} to the API 'Stack/Api/Resource', whose next deployment deletes it`);
    expect(messages[0]).toMatch(new RegExp(`write ${instead.replace(/[{}]/g, '\\$&')}.* instead$`));
  });

  test.each<[string, (scope: Construct, api: apigateway.SpecRestApi) => unknown]>([
    ['an L1 method', (scope, api) => new apigateway.CfnMethod(scope, 'X', { restApiId: api.restApiId, resourceId: api.restApiRootResourceId, httpMethod: 'GET' })],
    ['an L2 method', (_scope, api) => api.root.addMethod('GET', new apigateway.MockIntegration())],
    ['an L2 model', (scope, api) => new apigateway.Model(scope, 'X', { restApi: api, schema: {} })],
    ['an L2 validator', (scope, api) => new apigateway.RequestValidator(scope, 'X', { restApi: api })],
    ['a gateway response', (_scope, api) => api.addGatewayResponse('X', { type: apigateway.ResponseType.DEFAULT_4XX })],
    ['an L2 on an import by id', (scope, api) => new apigateway.RequestValidator(scope, 'X', {
      restApi: apigateway.RestApi.fromRestApiId(scope, 'Import', api.restApiId),
    })],
    ['a method on an import by attributes', (scope, api) => apigateway.RestApi
      .fromRestApiAttributes(scope, 'Import', { restApiId: api.restApiId, rootResourceId: api.restApiRootResourceId }).root.addMethod('GET')],
    ['a generic resource with a reference', (scope, api) => new CfnResource(scope, 'X', {
      type: 'AWS::ApiGateway::Model', properties: { RestApiId: Token.asString({ Ref: l1(api).logicalId }) },
    })],
    ['a raw Ref', (scope, api) => new CfnResource(scope, 'X', {
      type: 'AWS::ApiGateway::Model', properties: { RestApiId: { Ref: Stack.of(scope).resolve(l1(api).logicalId) } },
    })],
    ['Fn.ref', (scope, api) => new apigateway.CfnModel(scope, 'X', { restApiId: Fn.ref(l1(api).logicalId) })],
    ['a lazy id', (scope, api) => new apigateway.CfnModel(scope, 'X', { restApiId: Lazy.string({ produce: () => api.restApiId }) })],
    ['an override', (scope, api) => new apigateway.CfnModel(scope, 'X', { restApiId: 'other' }).addPropertyOverride('RestApiId', api.restApiId)],
  ])('finds %s', (_spelling, add) => {
    const stack = new Stack(new App(), 'Stack');
    const api = specApi(stack);
    add(stack, api);

    expect(besideRestBody(l1(api))).toHaveLength(1);
  });

  test.each<[string, (app: App, stack: Stack) => Construct]>([
    ['another stack', (app) => new Stack(app, 'Other')],
    ['a nested stack', (_app, stack) => new NestedStack(stack, 'Nested')],
  ])('finds it in %s, before and after the CDK has linked the stacks', (_place, scopeOf) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const api = specApi(stack);
    new apigateway.CfnModel(scopeOf(app, stack), 'Beside', { restApiId: api.restApiId });

    expect(besideRestBody(l1(api))).toHaveLength(1);
    app.synth();
    expect(besideRestBody(l1(api))).toHaveLength(1);
  });

  test('finds it within the API\'s own stage of the app', () => {
    const app = new App();
    const inStage = (id: string) => {
      const stack = new Stack(new Stage(app, id), 'Stack');
      const api = specApi(stack);
      new apigateway.CfnModel(stack, 'Beside', { restApiId: api.restApiId });
      return api;
    };
    const [one] = [inStage('One'), inStage('Two')];

    expect(besideRestBody(l1(one))).toEqual([expect.stringContaining('\'One/Stack/Beside\'')]);
  });

  test.each<[string, (scope: Construct, api: apigateway.SpecRestApi) => unknown]>([
    ['another API', (scope) => new apigateway.RestApi(scope, 'Other').root.addMethod('GET')],
    ['an API whose method calls this one', (scope, api) => new apigateway.RestApi(scope, 'Other').root.addMethod('GET', new apigateway.HttpIntegration(api.url))],
    ['an API imported by a literal id', (scope) => new apigateway.RequestValidator(scope, 'X', {
      restApi: apigateway.RestApi.fromRestApiId(scope, 'Import', 'abcde12345'),
    })],
    ['an API imported from an export', (scope) => new apigateway.CfnModel(scope, 'X', { restApiId: Fn.importValue('api') })],
    ['an API whose id cannot be resolved', (scope) => new apigateway.CfnModel(scope, 'X', {
      restApiId: Lazy.string({ produce: () => { throw new Error('not yet'); } }),
    })],
    ['an API of the same logical id in another stack', (scope, api) => new CfnResource(new Stack(scope.node.root as App, 'Elsewhere'), 'X', {
      type: 'AWS::ApiGateway::Model', properties: { RestApiId: { Ref: Stack.of(scope).resolve(l1(api).logicalId) } },
    })],
    ['no API at all', (scope) => new CfnResource(scope, 'X', { type: 'AWS::ApiGateway::Model' })],
  ])('says nothing of a part of %s', (_whose, add) => {
    const stack = new Stack(new App(), 'Stack');
    const api = specApi(stack);
    add(stack, api);

    expect(besideRestBody(l1(api))).toEqual([]);
  });

  test('says nothing of what belongs beside a definition', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = specApi(stack);
    const plan = api.addUsagePlan('Plan');
    plan.addApiStage({ api, stage: api.deploymentStage });
    plan.addApiKey(api.addApiKey('Key'));
    new apigateway.CfnDocumentationVersion(stack, 'Docs', { restApiId: api.restApiId, documentationVersion: '1' });
    new apigateway.CfnBasePathMapping(stack, 'Mapping', { restApiId: api.restApiId, domainName: 'api.example.com' });
    new iam.Policy(stack, 'Policy', {
      users: [new iam.User(stack, 'User')],
      statements: [new iam.PolicyStatement({ actions: ['execute-api:Invoke'], resources: [api.arnForExecuteApi()] })],
    });

    expect(besideRestBody(l1(api))).toEqual([]);
  });

  test('names every resource that stands beside, in the order of the app', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = specApi(stack);
    api.root.addResource('pets').addMethod('GET');

    expect(besideRestBody(l1(api)).map((message) => message.split('\'')[1])).toEqual(['Stack/Api/Default/pets/Resource', 'Stack/Api/Default/pets/GET/Resource']);
  });

  test('resolves no resource of another kind', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = specApi(stack);
    let produced = 0;
    new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: { RestApiId: Lazy.uncachedString({ produce: () => `${(produced += 1)}` }) } });

    expect(besideRestBody(l1(api))).toEqual([]);
    expect(produced).toBe(0);
  });

  test('fails the synthesis when an API adds it to its validation', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const api = specApi(stack);
    api.node.addValidation({ validate: () => besideRestBody(l1(api)) });
    new apigateway.CfnModel(stack, 'Beside', { restApiId: api.restApiId });

    expect(() => app.synth()).toThrow(/'Stack\/Beside' adds an AWS::ApiGateway::Model/);
  });
});
