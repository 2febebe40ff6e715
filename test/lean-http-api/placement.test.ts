import { App, NestedStack, Stack, Stage, aws_cognito as cognito, aws_lambda as lambda, aws_ssm as ssm } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { httpApi } from '../http-api';
import { errorOf, testHandler, testStack } from '../rest-api';
import { expectSound, resourcesOf, synthesized } from '../sound-templates';
import { fullHttpApi, poolHttpApi } from './full-api';

const account = '111111111111';

describe.each([[undefined], ['eu-west-1'], ['us-gov-west-1'], ['cn-north-1']])('in the region %s', (region) => {
  const env = region === undefined ? undefined : { account, region };

  test('an API with something of everything is sound', () => {
    const app = new App();
    fullHttpApi(new Stack(app, 'Stack', { env }));
    const templates = synthesized(app);

    expectSound(templates);
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::DomainName')).toHaveLength(1);
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Api')).toHaveLength(1);
  });

  test('a user pool is an issuer of the region and partition', () => {
    const app = new App();
    poolHttpApi(new Stack(app, 'Stack', { env }));
    const [{ Properties: { Body } }] = resourcesOf(synthesized(app), 'AWS::ApiGatewayV2::Api');

    expect(JSON.stringify(Body.components.securitySchemes.ApiPool['x-amazon-apigateway-authorizer'].jwtConfiguration.issuer))
      .toMatch(region === undefined ? /cognito-idp\.\$\{AWS::Region\}\.\$\{AWS::URLSuffix\}/ : new RegExp(`cognito-idp\\.${region}\\.\\$\\{AWS::URLSuffix\\}`));
  });
});

test('two APIs of one stack, on one function and one pool, share nothing', () => {
  const app = new App();
  const stack = testStack(app);
  const handler = testHandler(stack);
  const pool = new cognito.UserPool(stack, 'Pool');
  const authorizer = Authorizer.userPool(pool, { clients: [pool.addClient('Web')] });
  for (const id of ['One', 'Two']) new LeanHttpApi(stack, id, { authorizer }).addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });

  const templates = synthesized(app);

  expectSound(templates);
  expect(new Set(resourcesOf(templates, 'AWS::ApiGatewayV2::Api').map((api) => String(api.Properties.Body.info.title))).size).toBe(2);
  for (const type of ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'AWS::ApiGatewayV2::Deployment', 'AWS::Lambda::Permission', 'AWS::Logs::LogGroup']) {
    expect(resourcesOf(templates, type)).toHaveLength(2);
  }
});

test('an API in a nested stack is sound', () => {
  const app = new App();
  poolHttpApi(new NestedStack(testStack(app), 'Nested'));

  const templates = synthesized(app);

  expect(templates).toHaveLength(2);
  expectSound(templates);
});

describe('a function outside of the API\'s stack', () => {
  const apiWith = (scope: Construct, handler: lambda.IFunction, pool: cognito.UserPool) => {
    const made = new LeanHttpApi(scope, 'Api', { authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }) });
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
    apiWith(apiStack, testHandler(home), new cognito.UserPool(home, 'Pool'));

    const templates = synthesized(app);

    expectSound(templates);
    const withApi = templates.filter((text) => text.includes('"AWS::ApiGatewayV2::Api"'));
    expect(resourcesOf(withApi, 'AWS::Lambda::Permission')).toHaveLength(1);
    expect(resourcesOf(templates, 'AWS::Lambda::Permission')).toHaveLength(1);
  });

  test.each(places)('in %s calls the API when it answers none of its routes', (_place, make) => {
    const app = new App();
    const { home, apiStack } = make(app);
    const made = apiWith(apiStack, testHandler(apiStack), new cognito.UserPool(apiStack, 'Pool'));
    const caller = testHandler(home, 'Caller');
    caller.addEnvironment('API_URL', made.url);
    made.grantInvoke(caller);
    new ssm.StringParameter(home, 'Id', { stringValue: made.httpApi.apiId });

    expectSound(synthesized(app));
  });
});

test('a Stage with a stack of functions and one of the API is sound, once for each environment', () => {
  const app = new App();
  for (const [id, stageAccount, region] of [['Test', account, 'eu-west-1'], ['Live', '222222222222', 'us-gov-west-1']]) {
    const stage = new Stage(app, id, { env: { account: stageAccount, region } });
    const handler = testHandler(new Stack(stage, 'Functions'));
    fullHttpApi(new Stack(stage, 'Api')).addRoute('GET /elsewhere', { integration: Integration.lambdaFunction(handler) });
  }

  const templates = synthesized(app);

  expectSound(templates);
  expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Api')).toHaveLength(2);
});

test('functions imported by name, by ARN of this environment and by attributes answer routes', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account, region: 'eu-west-1' } });
  const made = httpApi(stack);
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
  const made = httpApi(stack);
  const foreign = lambda.Function.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:222222222222:function:pets');

  expect(errorOf(stack, () => made.addRoute('GET /pets', { integration: Integration.lambdaFunction(foreign) }))).toMatch(/sameEnvironment: true.*permissionManagedElsewhere/);
});
