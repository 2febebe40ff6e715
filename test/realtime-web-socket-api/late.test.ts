import { App, Aspects, CfnResource, NestedStack, Stack, Stage, aws_apigatewayv2 as apigatewayv2, aws_apigatewayv2_integrations as integrations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { template, testHandler, testStack } from '../rest-api';
import { integrationOf, resourcesOf, webSocketApi } from '../web-socket-api';

const integration = Integration.mock();

describe('a route that is added', () => {
  test('fails after synthesis, and says where routes may be added', () => {
    const app = new App();
    const api = webSocketApi(testStack(app));
    app.synth();

    expect(() => api.addRoute('late', { integration })).toThrow(
      "'late' was added to 'Stack/Chat' after synthesis began, so it would be missing from the template; add routes in constructors or in Aspects",
    );
  });

  test('fails once the API has been validated, which is before templates are written', () => {
    const app = new App();
    const stack = testStack(app);
    const api = webSocketApi(stack);
    new Construct(stack, 'After').node.addValidation({
      validate: () => {
        api.addRoute('late', { integration });
        return [];
      },
    });

    expect(() => app.synth()).toThrow(/'late' was added to 'Stack\/Chat' after synthesis began/);
  });

  test('comes in time from an Aspect, however late that is itself, with its limit, its integration and its deployment', () => {
    const make = (late: boolean) => {
      const stack = testStack();
      const api = webSocketApi(stack);
      const add = () => api.addRoute('late', { integration: Integration.lambdaFunction(testHandler(stack)), throttle: { rateLimit: 1, burstLimit: 2 } });
      if (late) Aspects.of(stack).add({ visit: (node) => { if (node === api) add(); } }, { priority: 10_000 });
      else add();
      return stack;
    };
    const stack = make(true);

    expect(integrationOf(stack, 'late')).toMatchObject({ IntegrationType: 'AWS_PROXY' });
    template(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { RouteSettings: { late: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } } });
    expect(Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Deployment'))).toEqual(Object.keys(template(make(false)).findResources('AWS::ApiGatewayV2::Deployment')));
  });

  test('comes in time with a usage plan that an Aspect makes', () => {
    const stack = testStack();
    const api = webSocketApi(stack, { connect: { apiKeyRequired: true } });
    Aspects.of(stack).add({ visit: (node) => { if (node === api) api.addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 1 } }); } });

    expect(resourcesOf(stack, 'ApiGateway::UsagePlan')).toHaveLength(1);
  });
});

/** As another team would get hold of the API: by its id. */
const imported = (scope: Construct, api: RealtimeWebSocketApi) => apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(scope, 'Imported', { webSocketId: api.webSocketApi.apiId });
const addL2Route = (scope: Construct, webSocketApiHandle: apigatewayv2.IWebSocketApi) => new apigatewayv2.WebSocketRoute(scope, 'X', {
  webSocketApi: webSocketApiHandle, routeKey: 'x', integration: new integrations.WebSocketMockIntegration('Mock'),
});

const beside: [string, string, (scope: Construct, api: RealtimeWebSocketApi) => unknown, string][] = [
  ['an L1 route', 'AWS::ApiGatewayV2::Route', (scope, api) => new apigatewayv2.CfnRoute(scope, 'X', { apiId: api.webSocketApi.apiId, routeKey: 'x' }), "addRoute('sendMessage', ...)"],
  ['an L1 integration', 'AWS::ApiGatewayV2::Integration', (scope, api) => new apigatewayv2.CfnIntegration(scope, 'X', { apiId: api.webSocketApi.apiId, integrationType: 'MOCK' }), 'integration on a route'],
  ['an L1 authorizer', 'AWS::ApiGatewayV2::Authorizer', (scope, api) => new apigatewayv2.CfnAuthorizer(scope, 'X', { apiId: api.webSocketApi.apiId, authorizerType: 'REQUEST', name: 'x' }), 'authorizer on the API'],
  ['an L1 model', 'AWS::ApiGatewayV2::Model', (scope, api) => new apigatewayv2.CfnModel(scope, 'X', { apiId: api.webSocketApi.apiId, name: 'x', schema: {} }), 'request: { body: schema } on a route'],
  ['an L2 route of the handle', 'AWS::ApiGatewayV2::Route', (scope, api) => addL2Route(scope, api.webSocketApi), "addRoute('sendMessage', ...)"],
  ['an L2 route of an import', 'AWS::ApiGatewayV2::Route', (scope, api) => addL2Route(scope, imported(scope, api)), "addRoute('sendMessage', ...)"],
  ['a generic resource', 'AWS::ApiGatewayV2::Route', (scope, api) => new CfnResource(scope, 'X', {
    type: 'AWS::ApiGatewayV2::Route', properties: { ApiId: api.webSocketApi.apiId, RouteKey: 'x' },
  }), "addRoute('sendMessage', ...)"],
];

test.each(beside)('fails at synth for %s beside the routes, and says what to write instead', (_what, type, add, instead) => {
  const app = new App();
  const stack = testStack(app);
  add(stack, webSocketApi(stack));
  const synth = () => app.synth();

  expect(synth).toThrow(new RegExp(`'Stack/X(/Resource)?' adds an ${type} to the API 'Stack/Chat' beside its routes`));
  expect(synth).toThrow(instead);
});

test.each<[string, (stack: Stack) => Construct]>([
  ['another stack', (stack) => new Stack(stack.node.root, 'Other')],
  ['a nested stack', (stack) => new NestedStack(stack, 'Nested')],
])('fails at synth for a route that %s adds', (_place, home) => {
  const app = new App();
  const stack = testStack(app);
  const scope = home(stack);
  addL2Route(scope, imported(scope, webSocketApi(stack)));

  expect(() => app.synth()).toThrow(/X\/Resource' adds an AWS::ApiGatewayV2::Route to the API 'Stack\/Chat'/);
});

test('finds what stands beside the routes within a Stage', () => {
  const app = new App();
  const stack = new Stack(new Stage(app, 'Live'), 'Stack');
  addL2Route(stack, webSocketApi(stack).webSocketApi);

  expect(() => app.synth()).toThrow(/'Live\/Stack\/X\/Resource' adds an AWS::ApiGatewayV2::Route/);
});

test('lets routes of another API of the stack be', () => {
  const app = new App();
  const stack = testStack(app);
  webSocketApi(stack);
  addL2Route(stack, new apigatewayv2.WebSocketApi(stack, 'Plain'));

  expect(() => app.synth()).not.toThrow();
});
