import {
  App, CfnResource, Fn, Lazy, NestedStack, Stack, Stage, Token,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_apigatewayv2_integrations as integrations, aws_iam as iam,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { httpApi } from './http-api';
import { template, testStack } from './rest-api';
import { besideHttpBody, besideRestBody } from '../src/beside-the-body';

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

describe('besideHttpBody', () => {
  const bodyApi = (scope: Construct, id = 'Api') => new apigatewayv2.CfnApi(scope, id, { body: definition, failOnWarnings: true });

  test.each<[string, string]>([
    ['AWS::ApiGatewayV2::Route', 'addRoute(\'GET /path\', ...)'],
    ['AWS::ApiGatewayV2::Integration', 'integration on a route'],
    ['AWS::ApiGatewayV2::Authorizer', 'authorizer on the API or on a route'],
  ])('fails an %s, and says to write %s', (type, instead) => {
    const stack = new Stack(new App(), 'Stack');
    const api = bodyApi(stack);
    new CfnResource(stack, 'Beside', { type, properties: { ApiId: api.ref } });

    expect(besideHttpBody(api)).toEqual([`'Stack/Beside' adds an ${type} to the API 'Stack/Api', whose next deployment deletes it, `
      + `because API Gateway replaces all of the API with its definition; write ${instead} instead`]);
  });

  test.each<[string, (scope: Construct, api: apigatewayv2.CfnApi) => unknown]>([
    ['an L2 route of an import', (scope, api) => new apigatewayv2.HttpRoute(scope, 'X', {
      httpApi: apigatewayv2.HttpApi.fromHttpApiAttributes(scope, 'Import', { httpApiId: api.ref }),
      routeKey: apigatewayv2.HttpRouteKey.DEFAULT,
      integration: new integrations.HttpUrlIntegration('Url', 'https://backend.example.com'),
    })],
    ['a raw Ref', (scope, api) => new CfnResource(scope, 'X', { type: 'AWS::ApiGatewayV2::Route', properties: { ApiId: { Ref: Stack.of(scope).resolve(api.logicalId) } } })],
    ['a lazy id', (scope, api) => new apigatewayv2.CfnRoute(scope, 'X', { apiId: Lazy.string({ produce: () => api.ref }), routeKey: 'GET /x' })],
    ['an override', (scope, api) => new apigatewayv2.CfnRoute(scope, 'X', { apiId: 'other', routeKey: 'GET /x' }).addPropertyOverride('ApiId', api.ref)],
  ])('finds %s', (_spelling, add) => {
    const stack = new Stack(new App(), 'Stack');
    const api = bodyApi(stack);
    add(stack, api);

    expect(besideHttpBody(api).length).toBeGreaterThan(0);
  });

  test('says nothing of stages, deployments, mappings and routes of other APIs', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = bodyApi(stack);
    const deployment = new apigatewayv2.CfnDeployment(stack, 'Deployment', { apiId: api.ref });
    new apigatewayv2.CfnStage(stack, 'Stage', { apiId: api.ref, stageName: 'live', deploymentId: deployment.ref });
    new apigatewayv2.CfnApiMapping(stack, 'Mapping', { apiId: api.ref, domainName: 'api.example.com', stage: 'live' });
    new apigatewayv2.CfnRoute(stack, 'Elsewhere', { apiId: bodyApi(stack, 'Other').ref, routeKey: 'GET /x' });
    new apigatewayv2.CfnRoute(stack, 'Literal', { apiId: 'abcde12345', routeKey: 'GET /x' });

    expect(besideHttpBody(api)).toEqual([]);
  });

  test.each<[string, (api: apigatewayv2.CfnApi) => unknown, string]>([
    ['Name', (api) => { api.name = 'x'; }, 'apiName'],
    ['Description', (api) => { api.description = 'x'; }, 'description'],
    ['ProtocolType', (api) => { api.protocolType = 'HTTP'; }, 'cors, description, domain, ipAddressType'],
    ['CorsConfiguration', (api) => { api.corsConfiguration = { allowOrigins: ['*'] }; }, 'cors'],
    ['CorsConfiguration', (api) => api.addPropertyOverride('CorsConfiguration.AllowOrigins', ['*']), 'cors'],
    ['DisableExecuteApiEndpoint', (api) => { api.disableExecuteApiEndpoint = false; }, 'domain'],
    ['IpAddressType', (api) => { api.ipAddressType = 'dualstack'; }, 'ipAddressType'],
    ['Tags', (api) => api.tags.setTag('team', 'pets'), 'cors, description, domain, ipAddressType'],
    ['Version', (api) => { api.version = Lazy.string({ produce: () => '2' }); }, 'cors, description, domain, ipAddressType'],
  ])('fails the property %s (%#), which CloudFormation refuses beside a definition', (property, set, props) => {
    const api = bodyApi(new Stack(new App(), 'Stack'));
    set(api);

    expect(besideHttpBody(api)).toEqual([`the API 'Stack/Api' has the property ${property} beside its definition, and CloudFormation refuses it as redundant; `
      + `write it as a prop of the API (${props}), and tags with Tags.of()`]);
  });

  test('says nothing of properties that may stand there, or do not', () => {
    const api = bodyApi(new Stack(new App(), 'Stack'));
    api.basePath = 'prepend';
    api.name = Lazy.string({ produce: () => undefined });
    api.tags.setTag('team', 'pets');
    api.addPropertyDeletionOverride('Tags');

    expect(besideHttpBody(api)).toEqual([]);
  });

  test('fails the synthesis of an API with a property that was set on its L1', () => {
    const stack = testStack();
    (httpApi(stack).node.defaultChild as apigatewayv2.CfnApi).corsConfiguration = { allowOrigins: ['*'] };

    expect(() => template(stack)).toThrow("the API 'Stack/Api/Resource' has the property CorsConfiguration beside its definition, and CloudFormation refuses it as redundant; "
      + 'write it as a prop of the API (cors), and tags with Tags.of()');
  });
});
