import { App, Aws, Lazy, NestedStack, Stack, aws_apigateway as apigateway, aws_cognito as cognito, aws_iam as iam, aws_lambda as lambda, aws_ssm as ssm } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiRoute } from '../../src/api-route';
import { Authorizer } from '../../src/authorizers/authorizer';
import { IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration } from '../../src/integrations/integration-contract';
import { restApi, testHandler, testStack } from '../rest-api';
import { testDomain } from './full-api';

interface Setting {
  readonly app: App;
  readonly stack: Stack;
  readonly handler: lambda.Function;
  readonly api: GovernedRestApi;
  readonly route: ApiRoute;
}

function setting(props: (stack: Stack) => Partial<GovernedRestApiProps> = () => ({}), home: (stack: Stack) => Stack = (stack) => stack): Setting {
  const app = new App();
  const stack = testStack(app);
  const handler = testHandler(home(stack));
  const api = restApi(stack, props(stack));
  const route = api.addRoute('GET /pets/{id}', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.iam() });
  return { app, stack, handler, api, route };
}

const grip: [string, (setting: Setting) => unknown, RegExp][] = [
  ['the address', ({ handler, api }) => handler.addEnvironment('API_URL', api.url), /\(Environment\.Variables\.API_URL\)/],
  ['the id', ({ handler, api }) => handler.addEnvironment('API_ID', api.restApi.restApiId), /\(Environment\.Variables\.API_ID\)/],
  ['the stage', ({ handler, api }) => handler.addEnvironment('STAGE', api.stage.stageName), /\(Environment\.Variables\.STAGE\)/],
  ['a grant on the API', ({ handler, api }) => api.grantInvoke(handler), /\(PolicyDocument\./],
  ['a grant on the route', ({ handler, route }) => route.grantInvoke(handler), /\(PolicyDocument\./],
  ['a dependency on the API', ({ handler, api }) => handler.node.addDependency(api), /\(DependsOn\)/],
];

describe.each(grip)('fails for a route whose function holds %s', (_what, hold, where) => {
  test('and names both ends, the way between and the remedies', () => {
    const made = setting();
    hold(made);
    const synth = () => made.app.synth();

    expect(synth).toThrow(/^route 'GET \/pets\/\{id\}' leads to 'Stack\/Handler', which holds the API 'Stack\/Api\/Api\/Resource': 'Stack\/Handler\/Resource' \(/);
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
  test('whose function holds the address', () => {
    const app = new App();
    const stack = testStack(app);
    const judge = testHandler(stack, 'Judge');
    const api = restApi(stack, { authorizer: Authorizer.lambdaToken(judge) });
    api.addRoute('GET /pets', { integration: Integration.mock() });
    judge.addEnvironment('API_URL', api.url);

    expect(() => app.synth()).toThrow(/^route 'GET \/pets' leads to 'Stack\/Judge', which holds the API/);
  });

  test('whose user pool has a trigger that holds the address', () => {
    const app = new App();
    const stack = testStack(app);
    const trigger = testHandler(stack, 'Trigger');
    const pool = new cognito.UserPool(stack, 'Pool', { lambdaTriggers: { preSignUp: trigger } });
    const api = restApi(stack, { authorizer: Authorizer.userPool(pool) });
    api.addRoute('GET /pets', { integration: Integration.mock() });
    trigger.addEnvironment('API_URL', api.url);

    expect(() => app.synth()).toThrow(/^route 'GET \/pets' leads to 'Stack\/Pool'.*'Stack\/Trigger\/Resource' \(Environment\.Variables\.API_URL\)/);
  });
});

/** The assertions of the CDK refuse a template with a circle. */
function synthesized({ stack }: Setting): Template {
  return Template.fromStack(stack);
}

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
    made.handler.addEnvironment('API_URL_PARAMETER', '/pets/api-url');
    ssm.StringParameter.fromStringParameterName(made.stack, 'ToRead', '/pets/api-url').grantRead(made.handler);

    synthesized(made).resourceCountIs('AWS::SSM::Parameter', 1);
  });

  test('when the grant on the API stands in a policy of its own', () => {
    const made = setting();
    const policy = new iam.Policy(made.stack, 'MayCall', { roles: [made.handler.role!] });
    made.api.grantInvoke(policy);

    synthesized(made).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow' }] } });
  });

  test('when the grant on a route stands in a policy of its own, with the function in another stack', () => {
    const made = setting(undefined, (stack) => new Stack(stack.node.root, 'Functions'));
    const policy = new iam.Policy(made.stack, 'MayCall', { roles: [made.handler.role!] });
    made.route.grantInvoke(policy);
    made.app.synth();

    synthesized(made).resourceCountIs('AWS::IAM::Policy', 1);
  });

  test('when the function is bound through a stage variable, and may then hold the address, the id and a grant', () => {
    const app = new App();
    const stack = testStack(app);
    const handler = testHandler(stack);
    const api = restApi(stack, { stageVariables: { pets: handler.functionArn } });
    api.addRoute('GET /pets', {
      integration: Integration.custom({
        integrationType: apigateway.IntegrationType.AWS_PROXY,
        httpMethod: 'POST',
        uri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/\${stageVariables.pets}/invocations`,
      }),
    });
    handler.addPermission('Invoke', {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: api.restApi.arnForExecuteApi(),
    });
    handler.addEnvironment('API_ID', api.restApi.restApiId);
    handler.addEnvironment('API_URL', api.url);
    api.grantInvoke(handler);

    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::ApiGateway::Stage', { Variables: { pets: stack.resolve(handler.functionArn) } });
    const [{ Properties: { Body } }] = Object.values(template.findResources('AWS::ApiGateway::RestApi'));
    expect(Body.paths['/pets'].get['x-amazon-apigateway-integration'].uri).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${!stageVariables.pets}/invocations',
    });
  });

  test('when the function holds another API', () => {
    const made = setting();
    const other = restApi(made.stack, {}, 'Other');
    other.addRoute('GET /owners', { integration: Integration.mock() });
    made.handler.addEnvironment('OWNERS_URL', other.url);

    synthesized(made).resourceCountIs('AWS::ApiGateway::RestApi', 2);
  });

  test('when a function that answers no route holds the API', () => {
    const made = setting();
    const caller = testHandler(made.stack, 'Caller');
    caller.addEnvironment('API_URL', made.api.url);
    made.api.grantInvoke(caller);

    synthesized(made).resourceCountIs('AWS::IAM::Policy', 1);
  });
});

describe('what else a definition names', () => {
  interface Made { readonly pool: cognito.UserPool; readonly url: () => string }
  interface Options { readonly authorizer?: IRouteAuthorizer; readonly integration?: IRouteIntegration }

  test.each<[string, (stack: Stack, made: Made) => Options, RegExp]>([
    ['an app client', (_stack, { pool, url }) => {
      const client = pool.addClient('Web', { oAuth: { callbackUrls: [Lazy.string({ produce: url })] } });
      return { authorizer: Authorizer.userPool(pool, { clients: [client] }) };
    }, /'Stack\/Pool\/Web\/Resource' \(callback/],
    ['a further user pool', (stack, { pool, url }) => {
      const other = new cognito.UserPool(stack, 'Other', { userInvitation: { emailBody: Lazy.string({ produce: () => `{username} {####} ${url()}` }) } });
      return { authorizer: Authorizer.userPool(pool, { otherUserPools: [other] }) };
    }, /'Stack\/Other\/Resource'/],
    ['the role of a custom integration', (stack, { url }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'), description: Lazy.string({ produce: url }) });
      return {
        integration: Integration.custom({
          integrationType: apigateway.IntegrationType.HTTP, httpMethod: 'GET', uri: 'https://example.com', credentialsArn: role.roleArn, responses: [{ statusCode: '200' }],
        }),
      };
    }, /'Stack\/Role\/Resource' \(Description\)/],
  ])('fails where %s holds the API', (_what, kindOf, message) => {
    const app = new App();
    const stack = testStack(app);
    const api = restApi(stack);
    const kind = kindOf(stack, { pool: new cognito.UserPool(stack, 'Pool'), url: () => api.url });
    api.addRoute('GET /pets', { integration: kind.integration ?? Integration.mock(), authorizer: kind.authorizer });

    expect(() => app.synth()).toThrow(message);
    expect(() => app.synth()).toThrow(/^route 'GET \/pets' leads to/);
  });
});
