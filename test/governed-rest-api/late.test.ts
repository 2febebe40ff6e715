import { App, Aspects, CfnResource, NestedStack, Stack, Stage, aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { Limits } from '../../src/limits';
import { bodyOf, restApi, template, testStack, warnings } from '../rest-api';

const mock = Integration.mock();
const resource = (api: GovernedRestApi) => api.restApi.node.defaultChild as apigateway.CfnRestApi;

function apiIn(scope: Construct): GovernedRestApi {
  const api = restApi(scope);
  api.addRoute('GET /pets', { integration: mock });
  return api;
}

describe('a route that is added', () => {
  test('fails after synthesis, and says where routes may be added', () => {
    const app = new App();
    const api = apiIn(testStack(app));
    app.synth();

    expect(() => api.addRoute('GET /late', { integration: mock })).toThrow(
      "'GET /late' was added to 'Stack/Api' after synthesis began, so it would be missing from the template; add routes in constructors or in Aspects",
    );
  });

  test('fails once the API has been validated, which is before templates are written', () => {
    const app = new App();
    const stack = testStack(app);
    const api = apiIn(stack);
    new Construct(stack, 'After').node.addValidation({
      validate: () => {
        api.addRoute('GET /late', { integration: mock });
        return [];
      },
    });

    expect(() => app.synth()).toThrow(/'GET \/late' was added to 'Stack\/Api' after synthesis began/);
  });

  test('comes in time from an Aspect, however late that is itself', () => {
    const stack = testStack();
    const api = apiIn(stack);
    Aspects.of(stack).add({ visit: (node) => { if (node === api) api.addRoute('GET /late', { integration: mock }); } }, { priority: 10_000 });

    expect(Object.keys(bodyOf(stack).paths)).toEqual(['/late', '/pets']);
  });

  test('is in the template after the definition was looked at', () => {
    const stack = testStack();
    const api = apiIn(stack);
    const before = stack.resolve(resource(api).body);
    api.addRoute('GET /owners', { integration: mock });

    expect(Object.keys(before.paths)).toEqual(['/pets']);
    expect(Object.keys(bodyOf(stack).paths)).toEqual(['/owners', '/pets']);
  });
});

/** As another team would get hold of the API: by its id and the id of its root. */
function imported(scope: Construct, api: GovernedRestApi): apigateway.IRestApi {
  return apigateway.RestApi.fromRestApiAttributes(scope, 'Imported', { restApiId: api.restApi.restApiId, rootResourceId: api.restApi.restApiRootResourceId });
}

const beside: [string, string, (scope: Construct, api: GovernedRestApi) => unknown, string][] = [
  ['a method of the handle', 'AWS::ApiGateway::Method', (_scope, api) => api.restApi.root.addMethod('GET', new apigateway.MockIntegration()), 'Api/Api/Default/GET/Resource'],
  ['a method of an import', 'AWS::ApiGateway::Method', (scope, api) => imported(scope, api).root.addMethod('GET'), 'Imported/Default/GET/Resource'],
  ['a resource of an import', 'AWS::ApiGateway::Resource', (scope, api) => imported(scope, api).root.addResource('x'), 'Imported/Default/x/Resource'],
  ['an L1 method', 'AWS::ApiGateway::Method', (scope, api) => new apigateway.CfnMethod(scope, 'X', {
    restApiId: api.restApi.restApiId, resourceId: api.restApi.restApiRootResourceId, httpMethod: 'GET',
  }), 'X'],
  ['an L1 authorizer', 'AWS::ApiGateway::Authorizer', (scope, api) => new apigateway.CfnAuthorizer(scope, 'X', {
    restApiId: api.restApi.restApiId, name: 'x', type: 'TOKEN',
  }), 'X'],
  ['a gateway response', 'AWS::ApiGateway::GatewayResponse', (_scope, api) => api.restApi.addGatewayResponse('X', { type: apigateway.ResponseType.DEFAULT_4XX }), 'Api/Api/X/Resource'],
  ['an L2 model', 'AWS::ApiGateway::Model', (scope, api) => new apigateway.Model(scope, 'X', { restApi: api.restApi, schema: {} }), 'X/Resource'],
  ['an L2 validator', 'AWS::ApiGateway::RequestValidator', (scope, api) => new apigateway.RequestValidator(scope, 'X', { restApi: api.restApi }), 'X/Resource'],
  ['a documentation part', 'AWS::ApiGateway::DocumentationPart', (scope, api) => new apigateway.CfnDocumentationPart(scope, 'X', {
    restApiId: api.restApi.restApiId, location: { type: 'API' }, properties: '{}',
  }), 'X'],
  ['a generic resource', 'AWS::ApiGateway::Model', (scope, api) => new CfnResource(scope, 'X', {
    type: 'AWS::ApiGateway::Model', properties: { RestApiId: api.restApi.restApiId, ContentType: 'application/json' },
  }), 'X'],
];

describe.each(beside)('fails at synth for %s beside the definition', (_what, type, add, path) => {
  test('and names its path and what to write instead', () => {
    const app = new App();
    const stack = testStack(app);
    add(stack, apiIn(stack));
    const synth = () => app.synth();

    expect(synth).toThrow(`'Stack/${path}' adds an ${type} to the API 'Stack/Api/Api/Resource', whose next deployment deletes it`);
    expect(synth).toThrow(/; write .* instead/);
  });
});

test.each<[string, (stack: Stack) => Construct]>([
  ['another stack', (stack) => new Stack(stack.node.root, 'Elsewhere')],
  ['a nested stack', (stack) => new NestedStack(stack, 'Nested')],
])('fails at synth for a method that %s adds', (_place, home) => {
  const app = new App();
  const stack = testStack(app);
  imported(home(stack), apiIn(stack)).root.addMethod('GET');

  expect(() => app.synth()).toThrow(/Imported\/Default\/GET\/Resource' adds an AWS::ApiGateway::Method to the API 'Stack\/Api\/Api\/Resource'/);
});

test('lets methods of another API of the stack be', () => {
  const app = new App();
  const stack = testStack(app);
  apiIn(stack);
  new apigateway.RestApi(stack, 'Plain', { cloudWatchRole: false }).root.addMethod('GET');

  expect(() => app.synth()).not.toThrow();
});

test('finds what stands beside the definition within a Stage', () => {
  const app = new App();
  const stack = new Stack(new Stage(app, 'Live'), 'Stack');
  imported(stack, apiIn(stack)).root.addMethod('GET');

  expect(() => app.synth()).toThrow(/'Live\/Stack\/Imported\/Default\/GET\/Resource' adds an AWS::ApiGateway::Method/);
});

describe('a definition that fills its template', () => {
  /** Routes whose answers make up the given number of bytes. */
  function apiOfBytes(stack: Stack, bytes: number): GovernedRestApi {
    const api = restApi(stack);
    const perRoute = 40_000;
    for (let rest = bytes, number = 0; rest > 0; rest -= perRoute, number++) {
      api.addRoute(`GET /r${number}`, { integration: Integration.mock({ body: 'x'.repeat(Math.min(rest, perRoute)) }) });
    }
    return api;
  }

  test('is fine up to the size that the message about it names', () => {
    const stack = testStack();
    apiOfBytes(stack, Limits.BODY_WARNING_BYTES - 50_000);

    expect(warnings(stack, '/Stack/Api', 'largeDefinition')).toEqual([]);
  });

  test('warns when little is left, with the remedies', () => {
    const stack = testStack();
    apiOfBytes(stack, Limits.BODY_WARNING_BYTES);

    expect(warnings(stack, '/Stack/Api', 'suppressTemplateIndentation.*share schemas.*second API.*cdk-gatehouse:largeDefinition')).toHaveLength(1);
  });

  test('fails when nothing is left, with the remedies', () => {
    const app = new App();
    apiOfBytes(testStack(app), Limits.BODY_ERROR_BYTES);

    expect(() => app.synth()).toThrow(/the definition of 'Stack\/Api' takes \d+ bytes of a template.*suppressTemplateIndentation.*second API/);
  });

  test('is measured as it stands in the template', () => {
    const app = new App();
    const stack = testStack(app);
    const api = apiOfBytes(stack, Limits.BODY_ERROR_BYTES);
    const said = /takes (\d+) bytes/.exec(messageOf(() => app.synth()))?.[1];
    const Body = stack.resolve(resource(api).body);
    const text = JSON.stringify({ Resources: { Api: { Properties: { Body } } } }, undefined, 1);

    expect(Math.abs(Number(said) - text.length)).toBeLessThan(500);
  });
});

function messageOf(step: () => unknown): string {
  try {
    step();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was thrown');
}

describe('an API', () => {
  test('fails to synthesize without any route, which API Gateway could not deploy', () => {
    const stack = testStack();
    new GovernedRestApi(stack, 'Api', { authorizer: Authorizer.none('a test') });

    expect(() => template(stack)).toThrow("the API 'Stack/Api' has no routes, and API Gateway makes no deployment of an API without any; write addRoute('GET /health', ...)");
  });

  test('fails to synthesize with a policy that was added to the handle, beside the definition', () => {
    const stack = testStack();
    restApi(stack).restApi.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] }));

    expect(() => template(stack)).toThrow(/has a resource policy beside its definition.*write policy on the API instead/);
  });
});
