import {
  App, Environment, NestedStack, Stack, Stage,
  aws_cognito as cognito, aws_iam as iam, aws_lambda as lambda, aws_ssm as ssm,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { restApi, testHandler, testStack } from '../rest-api';
import { expectSound, resourcesOf, synthesized } from '../sound-templates';
import { fullApi } from './full-api';

const account = '111111111111';

describe.each<[string, Environment | undefined]>([
  ['of no particular environment', undefined],
  ['of a region alone', { region: 'eu-west-1' }],
  ['in a commercial region', { account, region: 'eu-west-1' }],
  ['in GovCloud', { account, region: 'us-gov-west-1' }],
  ['in China', { account, region: 'cn-north-1' }],
])('in a stack %s', (_where, env) => {
  test('an API as it comes is sound', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env });
    const pool = new cognito.UserPool(stack, 'Pool');
    new GovernedRestApi(stack, 'Api', { authorizer: Authorizer.userPool(pool) })
      .addRoute('GET /pets', { integration: Integration.lambdaFunction(testHandler(stack)) });

    expectSound(synthesized(app));
  });

  test('an API with something of everything is sound', () => {
    const app = new App();
    fullApi(new Stack(app, 'Stack', { env }));

    const templates = synthesized(app);

    expectSound(templates);
    expect(resourcesOf(templates, 'AWS::ApiGateway::DomainName')).toHaveLength(1);
    expect(resourcesOf(templates, 'AWS::ApiGateway::UsagePlan')).toHaveLength(1);
  });

  test('calls functions by ARNs of the partition that it is deployed to', () => {
    const app = new App();
    fullApi(new Stack(app, 'Stack', { env }));
    const [{ Properties: { Body } }] = resourcesOf(synthesized(app), 'AWS::ApiGateway::RestApi');
    const uri = String(Body.paths['/orders'].get['x-amazon-apigateway-integration'].uri['Fn::Sub']);

    expect(uri).toMatch(/^arn:\$\{AWS::Partition\}:apigateway:/);
    expect(uri).not.toContain('amazonaws.com');
  });
});

test('two APIs of one stack, on one function and one pool, share the account\'s log role and nothing else', () => {
  const app = new App();
  const stack = testStack(app);
  const handler = testHandler(stack);
  const pool = new cognito.UserPool(stack, 'Pool');
  for (const id of ['One', 'Two']) {
    new GovernedRestApi(stack, id, { authorizer: Authorizer.userPool(pool) }).addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });
  }

  const templates = synthesized(app);

  expectSound(templates);
  expect(resourcesOf(templates, 'Custom::ApiGatewayAccountLogRole')).toHaveLength(1);
  expect(new Set(resourcesOf(templates, 'AWS::ApiGateway::RestApi').map((api) => String(api.Properties.Name))).size).toBe(2);
  for (const type of ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::WAFv2::WebACL', 'AWS::WAFv2::WebACLAssociation', 'AWS::Lambda::Permission']) {
    expect(resourcesOf(templates, type)).toHaveLength(2);
  }
});

test('fails for two APIs of one stack that want different log roles, before the second is made', () => {
  const stack = testStack();
  restApi(stack, {}, 'One');
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });

  expect(() => restApi(stack, { accountLogRole: AccountLogRole.ensured({ role }) }, 'Two')).toThrow(/already ensures a role of its own/);
});

test('an API in a nested stack is sound', () => {
  const app = new App();
  const nested = new NestedStack(testStack(app), 'Nested');
  fullApi(nested);

  const templates = synthesized(app);

  expect(templates).toHaveLength(2);
  expectSound(templates);
});

describe('a function outside of the API\'s stack', () => {
  const api = (scope: Construct, handler: lambda.IFunction, pool: cognito.IUserPool) => {
    const made = new GovernedRestApi(scope, 'Api', { authorizer: Authorizer.userPool(pool) });
    made.addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });
    made.addRoute('PUT /pets', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.lambdaRequest(handler) });
    return made;
  };
  const places: [string, (app: App) => { home: Construct; apiStack: Stack }][] = [
    ['another stack', (app) => ({ home: testStack(app, 'Functions'), apiStack: testStack(app) })],
    ['the parent of the API\'s nested stack', (app) => {
      const home = testStack(app);
      return { home, apiStack: new NestedStack(home, 'Nested') };
    }],
    ['a nested stack', (app) => {
      const apiStack = testStack(app);
      return { home: new NestedStack(apiStack, 'Nested'), apiStack };
    }],
    ['a nested stack beside the API\'s', (app) => {
      const parent = testStack(app);
      return { home: new NestedStack(parent, 'Functions'), apiStack: new NestedStack(parent, 'Nested') };
    }],
  ];

  test.each(places)('in %s answers a route, with its permission beside the API', (_place, make) => {
    const app = new App();
    const { home, apiStack } = make(app);
    api(apiStack, testHandler(home), new cognito.UserPool(home, 'Pool'));

    const templates = synthesized(app);

    expectSound(templates);
    const withApi = templates.filter((text) => text.includes('"AWS::ApiGateway::RestApi"'));
    expect(resourcesOf(withApi, 'AWS::Lambda::Permission')).toHaveLength(1);
    expect(resourcesOf(templates, 'AWS::Lambda::Permission')).toHaveLength(1);
  });

  test.each(places)('in %s calls the API when it answers none of its routes', (_place, make) => {
    const app = new App();
    const { home, apiStack } = make(app);
    // The handler is beside the API: what the API needs must not need the API.
    const made = api(apiStack, testHandler(apiStack), new cognito.UserPool(apiStack, 'Pool'));
    const caller = testHandler(home, 'Caller');
    caller.addEnvironment('API_URL', made.url);
    made.grantInvoke(caller);
    new ssm.StringParameter(home, 'Id', { stringValue: made.restApi.restApiId });

    expectSound(synthesized(app));
  });
});

test('a Stage with a stack of functions and one of the API is sound, once for each environment', () => {
  const app = new App();
  for (const [id, region] of [['Test', 'eu-west-1'], ['Live', 'us-gov-west-1']]) {
    const stage = new Stage(app, id, { env: { account, region } });
    const functions = new Stack(stage, 'Functions');
    const handler = testHandler(functions);
    const made = fullApi(new Stack(stage, 'Api'));
    made.addRoute('GET /elsewhere', { integration: Integration.lambdaFunction(handler) });
  }

  const templates = synthesized(app);

  expectSound(templates);
  expect(resourcesOf(templates, 'AWS::ApiGateway::RestApi')).toHaveLength(2);
});

test('functions imported by name, by ARN of this environment and by attributes answer routes', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account, region: 'eu-west-1' } });
  const made = restApi(stack);
  const functionArn = 'arn:aws:lambda:eu-west-1:111111111111:function:pets';
  const imports = [
    lambda.Function.fromFunctionName(stack, 'ByName', 'pets'),
    lambda.Function.fromFunctionArn(stack, 'ByArn', functionArn),
    lambda.Function.fromFunctionAttributes(stack, 'ByAttributes', { functionArn, sameEnvironment: true }),
  ];
  imports.forEach((handler, index) => made.addRoute(`GET /r${index}`, { integration: Integration.lambdaFunction(handler) }));

  expect(resourcesOf(synthesized(app), 'AWS::Lambda::Permission')).toHaveLength(3);
});

test('fails for a function to which the CDK can add no permission, and nothing of the route stays', () => {
  const stack = testStack();
  const made = restApi(stack);
  const imported = lambda.Function.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:222222222222:function:pets');
  const before = made.node.findAll().map((child) => child.node.path);

  expect(() => made.addRoute('GET /pets', { integration: Integration.lambdaFunction(imported) })).toThrow(/sameEnvironment: true.*permissionManagedElsewhere/);
  expect(made.node.findAll().map((child) => child.node.path)).toEqual(before);
});
