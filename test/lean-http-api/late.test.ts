import { App, Aspects, CfnResource, NestedStack, Stack, Stage, aws_apigatewayv2 as apigatewayv2, aws_apigatewayv2_integrations as integrations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { httpApi, httpBodyOf } from '../http-api';
import { errorOf, template, testHandler, testStack, warnings } from '../rest-api';

const backend = Integration.httpProxy('https://backend.example.com');
const resource = (api: LeanHttpApi) => api.node.defaultChild as apigatewayv2.CfnApi;

function apiIn(scope: Construct): LeanHttpApi {
  const api = httpApi(scope);
  api.addRoute('GET /pets', { integration: backend });
  return api;
}

describe('a route that is added', () => {
  test('fails after synthesis, and says where routes may be added', () => {
    const app = new App();
    const api = apiIn(testStack(app));
    app.synth();

    expect(() => api.addRoute('GET /late', { integration: backend })).toThrow(
      "'GET /late' was added to 'Stack/Api' after synthesis began, so it would be missing from the template; add routes in constructors or in Aspects",
    );
  });

  test('fails once the API has been validated, which is before templates are written', () => {
    const app = new App();
    const stack = testStack(app);
    const api = apiIn(stack);
    new Construct(stack, 'After').node.addValidation({
      validate: () => {
        api.addRoute('GET /late', { integration: backend });
        return [];
      },
    });

    expect(() => app.synth()).toThrow(/'GET \/late' was added to 'Stack\/Api' after synthesis began/);
  });

  test('comes in time from an Aspect, however late that is itself, with its limit and its integration', () => {
    const stack = testStack();
    const api = apiIn(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === api) api.addRoute('GET /late', { integration: Integration.lambdaFunction(testHandler(stack)), throttle: { rateLimit: 1, burstLimit: 2 } });
      },
    }, { priority: 10_000 });

    expect(Object.keys(httpBodyOf(stack).paths)).toEqual(['/late', '/pets']);
    expect(Object.keys(httpBodyOf(stack).components['x-amazon-apigateway-integrations'])).toEqual(['Handler', 'Backend']);
    template(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { RouteSettings: { 'GET /late': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } } });
  });

  test('is in the template after the definition was looked at', () => {
    const stack = testStack();
    const api = apiIn(stack);
    const before = stack.resolve(resource(api).body) as { paths: object };
    api.addRoute('GET /owners', { integration: backend });

    expect(Object.keys(before.paths)).toEqual(['/pets']);
    expect(Object.keys(httpBodyOf(stack).paths)).toEqual(['/owners', '/pets']);
  });

  test('leaves nothing behind when its integration fails after its authorizer made a permission', () => {
    const stack = testStack();
    const api = apiIn(stack);
    const authorizer = Authorizer.lambdaRequest(testHandler(stack));

    expect(errorOf(stack, () => api.addRoute('GET /owners', { integration: Integration.mock(), authorizer }))).toContain('Integration.mock()');
    expect(Object.keys(httpBodyOf(stack).paths)).toEqual(['/pets']);
    template(stack).resourceCountIs('AWS::Lambda::Permission', 0);
  });
});

/** As another team would get hold of the API: by its id. */
const imported = (scope: Construct, api: LeanHttpApi) => apigatewayv2.HttpApi.fromHttpApiAttributes(scope, 'Imported', { httpApiId: api.httpApi.apiId });
const addL2Route = (scope: Construct, httpApiHandle: apigatewayv2.IHttpApi) => new apigatewayv2.HttpRoute(scope, 'X', {
  httpApi: httpApiHandle, routeKey: apigatewayv2.HttpRouteKey.with('/x'), integration: new integrations.HttpUrlIntegration('Url', 'https://backend.example.com'),
});

const beside: [string, string, (scope: Construct, api: LeanHttpApi) => unknown, string, string][] = [
  ['an L1 route', 'AWS::ApiGatewayV2::Route', (scope, api) => new apigatewayv2.CfnRoute(scope, 'X', { apiId: api.httpApi.apiId, routeKey: 'GET /x' }), 'X', 'addRoute('],
  ['an L1 integration', 'AWS::ApiGatewayV2::Integration', (scope, api) => new apigatewayv2.CfnIntegration(scope, 'X', { apiId: api.httpApi.apiId, integrationType: 'HTTP_PROXY' }), 'X', 'integration on a route'],
  ['an L1 authorizer', 'AWS::ApiGatewayV2::Authorizer', (scope, api) => new apigatewayv2.CfnAuthorizer(scope, 'X', { apiId: api.httpApi.apiId, authorizerType: 'JWT', name: 'x' }), 'X', 'authorizer on the API or on a route'],
  ['an L2 route of the handle', 'AWS::ApiGatewayV2::Route', (scope, api) => addL2Route(scope, api.httpApi), 'X/Resource', 'addRoute('],
  ['an L2 route of an import', 'AWS::ApiGatewayV2::Route', (scope, api) => addL2Route(scope, imported(scope, api)), 'X/Resource', 'addRoute('],
  ['a generic resource', 'AWS::ApiGatewayV2::Route', (scope, api) => new CfnResource(scope, 'X', {
    type: 'AWS::ApiGatewayV2::Route', properties: { ApiId: api.httpApi.apiId, RouteKey: 'GET /x' },
  }), 'X', 'addRoute('],
];

test.each(beside)('fails at synth for %s beside the definition, and says what to write instead', (_what, type, add, path, instead) => {
  const app = new App();
  const stack = testStack(app);
  add(stack, apiIn(stack));
  const synth = () => app.synth();

  expect(synth).toThrow(`'Stack/${path}' adds an ${type} to the API 'Stack/Api/Resource', whose next deployment deletes it`);
  expect(synth).toThrow(instead);
});

test.each<[string, (stack: Stack) => Construct]>([
  ['another stack', (stack) => new Stack(stack.node.root, 'Elsewhere')],
  ['a nested stack', (stack) => new NestedStack(stack, 'Nested')],
])('fails at synth for a route that %s adds', (_place, home) => {
  const app = new App();
  const stack = testStack(app);
  const scope = home(stack);
  addL2Route(scope, imported(scope, apiIn(stack)));

  expect(() => app.synth()).toThrow(/X\/Resource' adds an AWS::ApiGatewayV2::Route to the API 'Stack\/Api\/Resource'/);
});

test('finds what stands beside the definition within a Stage', () => {
  const app = new App();
  const stack = new Stack(new Stage(app, 'Live'), 'Stack');
  addL2Route(stack, apiIn(stack).httpApi);

  expect(() => app.synth()).toThrow(/'Live\/Stack\/X\/Resource' adds an AWS::ApiGatewayV2::Route/);
});

test('lets routes of another API of the stack be', () => {
  const app = new App();
  const stack = testStack(app);
  apiIn(stack);
  addL2Route(stack, new apigatewayv2.HttpApi(stack, 'Plain'));

  expect(() => app.synth()).not.toThrow();
});

describe('an API', () => {
  test('fails to synthesize without any route, which API Gateway could not deploy', () => {
    const stack = testStack();
    new LeanHttpApi(stack, 'Api', { authorizer: Authorizer.none('a test') });

    expect(() => template(stack)).toThrow("the API 'Stack/Api' has no routes, and API Gateway makes no deployment of an API without any; write addRoute('GET /health', ...)");
  });

  test.each([[300, 0], [301, 1]])('with %d routes on one backend has %d warnings of the quota', (count, found) => {
    const stack = testStack();
    const api = httpApi(stack);
    for (let number = 0; number < count; number++) api.addRoute(`GET /r${number}`, { integration: backend });

    expect(warnings(stack, '/Stack/Api', `the API has ${count} routes, and 300 is the quota.*cdk-gatehouse:routeQuota`)).toHaveLength(found);
  });
});
