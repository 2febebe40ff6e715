import { App, Aws, Lazy, NestedStack, Stack, aws_apigateway as apigateway, aws_cognito as cognito, aws_iam as iam, aws_lambda as lambda, aws_ssm as ssm } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiRoute } from '../../src/api-route';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { testDomain } from '../governed-rest-api/full-api';
import { httpApi, httpBodyOf } from '../http-api';
import { testHandler, testStack } from '../rest-api';

interface Setting {
  readonly app: App;
  readonly stack: Stack;
  readonly handler: lambda.Function;
  readonly api: LeanHttpApi;
  readonly route: ApiRoute;
}

function setting(props: (stack: Stack) => Partial<LeanHttpApiProps> = () => ({}), home: (stack: Stack) => Stack = (stack) => stack): Setting {
  const app = new App();
  const stack = testStack(app);
  const handler = testHandler(home(stack));
  const api = httpApi(stack, props(stack));
  const route = api.addRoute('GET /pets/{id}', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.iam() });
  return { app, stack, handler, api, route };
}

const grip: [string, (setting: Setting) => unknown, RegExp][] = [
  ['the address', ({ handler, api }) => handler.addEnvironment('API_URL', api.url), /\(Environment\.Variables\.API_URL\)/],
  ['the endpoint of the handle', ({ handler, api }) => handler.addEnvironment('API_URL', api.httpApi.apiEndpoint), /\(Environment\.Variables\.API_URL\)/],
  ['the id', ({ handler, api }) => handler.addEnvironment('API_ID', api.httpApi.apiId), /\(Environment\.Variables\.API_ID\)/],
  ['a grant on the API', ({ handler, api }) => api.grantInvoke(handler), /\(PolicyDocument\./],
  ['a grant on the route', ({ handler, route }) => route.grantInvoke(handler), /\(PolicyDocument\./],
  ['a dependency on the API', ({ handler, api }) => handler.node.addDependency(api), /\(DependsOn\)/],
];

describe.each(grip)('fails for a route whose function holds %s', (_what, hold, where) => {
  test('and names both ends, the way between and the remedies', () => {
    const made = setting();
    hold(made);
    const synth = () => made.app.synth();

    expect(synth).toThrow(/^route 'GET \/pets\/\{id\}' leads to 'Stack\/Handler', which holds the API 'Stack\/Api\/Resource': 'Stack\/Handler\/Resource' \(/);
    expect(synth).toThrow(where);
    expect(synth).toThrow(/event\.requestContext\.domainName.*custom domain name.*SSM parameter.*iam\.Policy of its own.*stage variable/);
  });

  test.each<[string, (stack: Stack) => Stack]>([
    ['another stack', (stack) => new Stack(stack.node.root, 'Functions')],
    ['a nested stack', (stack) => new NestedStack(stack, 'Nested')],
  ])('from %s too', (_place, home) => {
    const made = setting(undefined, home);
    hold(made);

    expect(() => made.app.synth()).toThrow(/^route 'GET \/pets\/\{id\}' leads to '.*Handler', which holds the API/);
  });
});

describe('fails for an authorizer', () => {
  const backend = Integration.httpProxy('https://backend.example.com');

  test('whose function holds the address, also of $default', () => {
    const app = new App();
    const stack = testStack(app);
    const judge = testHandler(stack, 'Judge');
    const api = httpApi(stack, { authorizer: Authorizer.lambdaRequest(judge) });
    api.addRoute('$default', { integration: backend });
    judge.addEnvironment('API_URL', api.url);

    expect(() => app.synth()).toThrow(/^route '\$default' leads to 'Stack\/Judge', which holds the API/);
  });

  test('whose user pool has a trigger that holds the address', () => {
    const app = new App();
    const stack = testStack(app);
    const trigger = testHandler(stack, 'Trigger');
    const pool = new cognito.UserPool(stack, 'Pool', { lambdaTriggers: { preSignUp: trigger } });
    const api = httpApi(stack, { authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }) });
    api.addRoute('GET /pets', { integration: backend });
    trigger.addEnvironment('API_URL', api.url);

    expect(() => app.synth()).toThrow(/^route 'GET \/pets' leads to 'Stack\/Pool'.*'Stack\/Trigger\/Resource' \(Environment\.Variables\.API_URL\)/);
  });

  test('whose app client is told the address', () => {
    const app = new App();
    const stack = testStack(app);
    const pool = new cognito.UserPool(stack, 'Pool');
    const url = { of: () => '' };
    const client = pool.addClient('Web', { oAuth: { callbackUrls: [Lazy.string({ produce: () => url.of() })] } });
    const api = httpApi(stack, { authorizer: Authorizer.userPool(pool, { clients: [client] }) });
    api.addRoute('GET /pets', { integration: backend });
    url.of = () => api.url;

    expect(() => app.synth()).toThrow(/^route 'GET \/pets' leads to.*'Stack\/Pool\/Web\/Resource' \(callback/i);
  });
});

/** The assertions of the CDK refuse a template with a circle. */
const synthesized = ({ stack }: Setting) => Template.fromStack(stack);

describe('no cycle is there', () => {
  test('when the function reads the request context at run time', () => {
    synthesized(setting()).resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('when the function holds the address of the custom domain', () => {
    const made = setting((stack) => ({ domain: testDomain(stack, { basePath: 'v1' }) }));
    made.handler.addEnvironment('API_URL', made.api.url);

    synthesized(made).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { API_URL: 'https://api.example.com/v1/' } } });
  });

  test('when the function reads an SSM parameter that both know by a literal name', () => {
    const made = setting();
    new ssm.StringParameter(made.stack, 'ApiUrl', { parameterName: '/pets/api-url', stringValue: made.api.url });
    ssm.StringParameter.fromStringParameterName(made.stack, 'ToRead', '/pets/api-url').grantRead(made.handler);

    synthesized(made).resourceCountIs('AWS::SSM::Parameter', 1);
  });

  test('when a grant stands in a policy of its own, also with the function in another stack', () => {
    for (const home of [undefined, (stack: Stack) => new Stack(stack.node.root, 'Functions')]) {
      const made = setting(undefined, home);
      const policy = new iam.Policy(made.stack, 'MayCall', { roles: [made.handler.role!] });
      made.api.grantInvoke(policy);
      made.route.grantInvoke(policy);
      made.app.synth();

      synthesized(made).resourceCountIs('AWS::IAM::Policy', 1);
    }
  });

  test('when the function is bound through a stage variable, and may then hold the address, the id and a grant', () => {
    const app = new App();
    const stack = testStack(app);
    const handler = testHandler(stack);
    const api = httpApi(stack, { stageVariables: { pets: handler.functionArn } });
    api.addRoute('GET /pets', {
      integration: Integration.custom({
        integrationType: apigateway.IntegrationType.AWS_PROXY,
        httpMethod: 'POST',
        uri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/\${stageVariables.pets}/invocations`,
        payloadFormatVersion: '2.0',
      }),
    });
    handler.addEnvironment('API_ID', api.httpApi.apiId);
    handler.addEnvironment('API_URL', api.url);
    api.grantInvoke(handler);

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { StageVariables: { pets: stack.resolve(handler.functionArn) } });
    expect(Object.values(httpBodyOf(stack).components['x-amazon-apigateway-integrations'])).toEqual([expect.objectContaining({
      uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${!stageVariables.pets}/invocations' },
    })]);
  });

  test('when a function that answers no route holds the API, or the function another one', () => {
    const made = setting();
    const caller = testHandler(made.stack, 'Caller');
    caller.addEnvironment('API_URL', made.api.url);
    made.api.grantInvoke(caller);
    made.handler.addEnvironment('OWNERS_URL', httpApi(made.stack, {}, 'Other').url);

    synthesized(made).resourceCountIs('AWS::ApiGatewayV2::Api', 2);
  });
});
