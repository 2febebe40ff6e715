import { App, CfnResource, Lazy, NestedStack, Stack, Stage, Validations, aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { reportOf } from '../nag-report';
import { ApiGatewayChecks, Authorizer, GovernedRestApi, Integration } from 'cdk-gatehouse';

/** Rules that are not what a test is about, but speak of every bare API, are left out of its comparison. */
const OPEN = 'Gatehouse-rest-method-without-auth';

function openApi(stack: Stack, id = 'Api'): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, id, { cloudWatchRole: false });
  api.root.addResource('pets').addMethod('GET', new apigateway.MockIntegration());
  return api;
}

function about<T extends { ruleName: string }>(violations: T[], rule = OPEN): T[] {
  return violations.filter(({ ruleName }) => ruleName.startsWith(rule));
}

test('an error ends the synthesis, and the report names rule, route, place, fix and page', () => {
  const app = new App();
  openApi(new Stack(app, 'Stack'));
  Validations.of(app).addPlugins(new ApiGatewayChecks(app));
  expect(() => app.synth()).toThrow(/Gatehouse-rest-method-without-auth\[GET:\/pets\]/);
});

test('a finding of the report can be traced to its template, its property and its page', () => {
  const app = new App();
  openApi(new Stack(app, 'Stack'));
  const [violation] = about(reportOf(app, new ApiGatewayChecks(app)).violations);
  expect(violation).toMatchObject({
    ruleName: `${OPEN}[GET:/pets]`,
    description: "'GET /pets' has no authorization: anybody can call it",
    severity: 'error',
    suggestedFix: expect.stringContaining('AuthorizationType'),
    ruleMetadata: { docs: expect.stringContaining('https://docs.aws.amazon.com/'), category: 'security', route: 'GET /pets' },
    violatingConstructs: [{
      constructPath: 'Stack/Api/Default/pets/GET/Resource',
      cloudFormationResource: { templatePath: expect.stringMatching(/Stack\.template\.json$/), logicalId: expect.stringMatching(/^ApipetsGET/), propertyPaths: ['Properties'] },
    }],
  });
});

test('warnings and what cannot be known do not end the synthesis, unless warnings are to', () => {
  const build = () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const unknown = new CfnResource(stack, 'Method', { type: 'AWS::ApiGateway::Method', properties: { RestApiId: 'abc123', HttpMethod: 'GET' } });
    unknown.addPropertyOverride('AuthorizationType', { Ref: 'Kind' });
    unknown.addPropertyOverride('ResourceId', 'root');
    stack.node.tryFindChild('Kind') ?? new CfnResource(stack, 'Kind', { type: 'Custom::Kind' });
    return app;
  };
  const report = new ApiGatewayChecks().validateScope(build());
  expect(report.violations.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(about(report.violations)).toMatchObject([{ severity: 'info', description: expect.stringContaining("the authorization of 'GET ?' cannot be known: ") }]);
  expect(report.success).toBe(true);
});

test('checks of a stage leave the other stages alone', () => {
  const app = new App();
  const [live, test] = ['Live', 'Test'].map((id) => new Stage(app, id));
  openApi(new Stack(live, 'Stack'));
  openApi(new Stack(test, 'Stack'));
  Validations.of(live).addPlugins(new ApiGatewayChecks(live));
  const { violations } = new ApiGatewayChecks().validateScope(live);
  const paths = about(violations).flatMap(({ violatingResources }) => violatingResources.map(({ constructPath }) => constructPath));
  expect(paths).toEqual(['Live/Stack/Api/Default/pets/GET/Resource']);
  expect(() => app.synth()).toThrow(/Live\/Stack\/Api/);
});

test('a nested stack is checked', () => {
  const app = new App();
  openApi(new NestedStack(new Stack(app, 'Stack'), 'Nested') as Stack);
  expect(about(reportOf(app, new ApiGatewayChecks(app)).violations)).toMatchObject([{ violatingConstructs: [{ constructPath: 'Stack/Nested/Api/Default/pets/GET/Resource' }] }]);
});

test('overrides and generic resources are seen as they will be deployed', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const method = openApi(stack).methods[0].node.defaultChild as CfnResource;
  method.addPropertyOverride('AuthorizationType', 'AWS_IAM');
  new CfnResource(stack, 'Generic', {
    type: 'AWS::ApiGateway::Method', properties: { RestApiId: 'abc123', ResourceId: 'def456', HttpMethod: 'PUT', AuthorizationType: 'NONE' },
  });
  expect(about(new ApiGatewayChecks().validateScope(app).violations).map(({ violatingResources }) => violatingResources[0].constructPath)).toEqual(['Stack/Generic']);
});

describe('a finding that is acknowledged', () => {
  function appWith(acknowledge: (api: apigateway.RestApi, app: App) => void): App {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const api = openApi(stack);
    api.root.addMethod('POST', new apigateway.MockIntegration());
    acknowledge(api, app);
    return app;
  }

  test.each([
    ['for one route', `Gatehouse::${OPEN}[GET:/pets]`, [`${OPEN}[GET:/pets]`], [`${OPEN}[POST:/]`]],
    ['for the rule, which means all of its routes', `Gatehouse::${OPEN}`, [OPEN, OPEN], []],
  ])('%s stands in the report with its reason', (_, id, suppressed, left) => {
    const app = appWith((api) => Validations.of(api).acknowledge({ id, reason: 'a price list' }));
    const report = reportOf(app, new ApiGatewayChecks(app));
    expect(about(report.suppressedViolations).map(({ ruleName, reason }) => [ruleName, reason])).toEqual(suppressed.map((rule) => [rule, 'a price list']));
    expect(about(report.violations).map(({ ruleName }) => ruleName)).toEqual(left);
  });

  test('above, on the app, counts as well', () => {
    const app = appWith((_, root) => Validations.of(root).acknowledge({ id: `Gatehouse::${OPEN}`, reason: 'a demo' }));
    expect(about(reportOf(app, new ApiGatewayChecks(app)).violations)).toEqual([]);
  });

  test('on another construct does not count', () => {
    const app = appWith((api) => Validations.of(new Stack(api.node.root as App, 'Other')).acknowledge({ id: `Gatehouse::${OPEN}`, reason: 'elsewhere' }));
    expect(about(reportOf(app, new ApiGatewayChecks(app)).violations)).toHaveLength(2);
  });
});

test('a route key with spaces and brackets has an id that the CDK takes', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const api = new CfnResource(stack, 'Api', { type: 'AWS::ApiGatewayV2::Api', properties: { Name: 'Odd', ProtocolType: 'HTTP' } });
  new CfnResource(stack, 'Route', { type: 'AWS::ApiGatewayV2::Route', properties: { ApiId: api.ref, RouteKey: 'GET /a]b{c (d)' } });
  const [violation] = about(reportOf(app, new ApiGatewayChecks(app)).violations, 'Gatehouse-http-route-without-auth');
  expect(violation.ruleName).toBe('Gatehouse-http-route-without-auth[GET:/a-b-c--d-]');
});

test('an opt-out of our constructs stands in the report with the reason of the user', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const api = new GovernedRestApi(stack, 'Api', { authorizer: Authorizer.iam() });
  const fn = new lambda.Function(stack, 'Function', { code: lambda.Code.fromInline('code'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X });
  api.addRoute('GET /health', { integration: Integration.lambdaFunction(fn), authorizer: Authorizer.none('asked by the load balancer') });
  const report = reportOf(app, new ApiGatewayChecks(app));
  expect(about(report.suppressedViolations)).toMatchObject([{ ruleName: `${OPEN}[GET:/health]`, reason: 'asked by the load balancer' }]);
  expect(about(report.violations)).toEqual([]);
});

test('what nobody can read is told, and is no pass', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  new CfnResource(stack, 'Sam', { type: 'AWS::Serverless::HttpApi' });
  new CfnResource(stack, 'Broken', { type: 'AWS::ApiGateway::RestApi', properties: { Name: Lazy.string({ produce: () => { throw new Error('no name yet'); } }) } });
  const report = new ApiGatewayChecks().validateScope(app);
  expect(report.violations.filter(({ ruleName }) => ruleName === 'Gatehouse-not-checked')).toMatchObject([
    { severity: 'info', description: expect.stringMatching(/^not checked: 'Stack\/Broken' cannot be rendered: .*no name yet/s) },
    { severity: 'info', description: expect.stringContaining('not checked: 1 AWS::Serverless resource is only expanded by the transform') },
  ]);
  expect(report.success).toBe(true);
});

test('ids of rules are told to the CDK', () => {
  expect(new ApiGatewayChecks().ruleIds).toContain(OPEN);
  expect(new ApiGatewayChecks().name).toBe('Gatehouse');
});
