import { App, NestedStack, Stack, Stage, aws_apigateway as apigateway, aws_cloudwatch_actions as actions, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, aws_sns as sns } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { SessionTable } from '../../src/web-socket/session-table';
import { Sessions } from '../../src/web-socket/sessions';
import { testDomain } from '../governed-rest-api/full-api';
import { testHandler, testStack } from '../rest-api';
import { expectSound, resourcesOf, synthesized } from '../sound-templates';
import { webSocketApi } from '../web-socket-api';
import { fullWebSocketApi } from './full-api';

const account = '111111111111';

describe.each([[undefined], ['eu-west-1'], ['us-gov-west-1'], ['cn-north-1']])('in the region %s', (region) => {
  const env = region === undefined ? undefined : { account, region };

  test('an API with something of everything is sound', () => {
    const app = new App();
    fullWebSocketApi(new Stack(app, 'Stack', { env }));
    const templates = synthesized(app);

    expectSound(templates);
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Api')).toHaveLength(1);
  });

  test('an API under its own address is sound, and found under the suffix of the partition', () => {
    const app = new App();
    const api = fullWebSocketApi(new Stack(app, 'Stack', { env }), { domain: undefined });
    const { urlSuffix } = Stack.of(api);

    expectSound(synthesized(app));
    expect(Stack.of(api).resolve(api.callbackUrl)).toEqual(Stack.of(api).resolve(`https://${api.webSocketApi.apiId}.execute-api.${Stack.of(api).region}.${urlSuffix}/prod`));
  });
});

test('two APIs of one stack, on one function, share nothing else', () => {
  const app = new App();
  const stack = testStack(app);
  const handler = testHandler(stack);
  for (const id of ['One', 'Two']) {
    const api = webSocketApi(stack, {}, id);
    api.addRoute('sendMessage', { integration: Integration.lambdaFunction(handler) });
  }

  const templates = synthesized(app);

  expectSound(templates);
  expect(new Set(resourcesOf(templates, 'AWS::ApiGatewayV2::Api').map(({ Properties }) => String(Properties.Name))).size).toBe(2);
  for (const type of ['AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'AWS::ApiGatewayV2::Deployment']) expect(resourcesOf(templates, type)).toHaveLength(2);
  expect(resourcesOf(templates, 'AWS::DynamoDB::Table')).toHaveLength(2);
  expect(resourcesOf(templates, 'Custom::ApiGatewayAccountLogRole')).toHaveLength(1);
});

test('an API in a nested stack is sound', () => {
  const app = new App();
  fullWebSocketApi(new NestedStack(testStack(app), 'Nested'));

  const templates = synthesized(app);

  expect(templates).toHaveLength(2);
  expectSound(templates);
});

const places: [string, (app: App) => { home: Construct; apiStack: Stack }][] = [
  ['another stack', (app) => ({ home: testStack(app, 'Others'), apiStack: testStack(app) })],
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
    return { home: new NestedStack(parent, 'Others'), apiStack: new NestedStack(parent, 'Nested') };
  }],
];

describe.each(places)('what stands in %s', (_place, make) => {
  test('answers routes, and is asked who connects', () => {
    const app = new App();
    const { home, apiStack } = make(app);
    const handler = testHandler(home);
    const authorizer = Authorizer.lambdaRequest(testHandler(home, 'Judge'), { identitySources: ['route.request.querystring.ticket'] });
    webSocketApi(apiStack, { authorizer }).addRoute('sendMessage', { integration: Integration.lambdaFunction(handler) });

    const templates = synthesized(app);

    expectSound(templates);
    // Whatever lets API Gateway call the functions stands beside the API: the role for the route, the permission for the authorizer.
    const [beside] = templates.filter((text) => text.includes('"AWS::ApiGatewayV2::Api"'));
    expect([beside.includes('InvokeRole'), beside.includes('AWS::Lambda::Permission')]).toEqual([true, true]);
  });

  test('keeps the sessions, the keys, the log and the alarms', () => {
    const app = new App();
    const { home, apiStack } = make(app);
    const { table } = new SessionTable(home, 'Sessions');
    const api = webSocketApi(apiStack, {
      sessions: Sessions.stored({ table }),
      broadcast: { encryptionKey: new kms.Key(home, 'Key') },
      accessLog: { logGroup: new logs.LogGroup(home, 'Log') },
      alarms: { actions: [new actions.SnsAction(new sns.Topic(home, 'Topic'))] },
      clientCertificate: new apigateway.CfnClientCertificate(home, 'ClientCertificate'),
    });
    api.addRoute('sendMessage', { integration: Integration.mock() });

    expectSound(synthesized(app));
  });

  test('broadcasts, manages connections and knows the address where it answers no route', () => {
    const app = new App();
    const { home, apiStack } = make(app);
    const api = webSocketApi(apiStack);
    api.addRoute('sendMessage', { integration: Integration.lambdaFunction(testHandler(apiStack)) });
    const job = testHandler(home, 'Job');
    api.grantBroadcast(job);
    api.grantManageConnections(job);
    api.grantInvoke(job);
    job.addEnvironment('URL', api.url);

    expectSound(synthesized(app));
  });
});

test('a Stage with a stack of functions and one of the API is sound, once for each environment', () => {
  const app = new App();
  for (const [id, stageAccount, region] of [['Test', account, 'eu-west-1'], ['Live', '222222222222', 'us-gov-west-1']]) {
    const stage = new Stage(app, id, { env: { account: stageAccount, region } });
    const handler = testHandler(new Stack(stage, 'Functions'));
    fullWebSocketApi(new Stack(stage, 'Api')).addRoute('elsewhere', { integration: Integration.lambdaFunction(handler) });
  }

  const templates = synthesized(app);

  expectSound(templates);
  expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Api')).toHaveLength(2);
});

test('functions imported by name, by ARN of this environment and by attributes answer routes', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account, region: 'eu-west-1' } });
  const api = webSocketApi(stack);
  const functionArn = 'arn:aws:lambda:eu-west-1:111111111111:function:chat';
  const imports = [
    lambda.Function.fromFunctionName(stack, 'ByName', 'chat'),
    lambda.Function.fromFunctionArn(stack, 'ByArn', functionArn),
    lambda.Function.fromFunctionAttributes(stack, 'ByAttributes', { functionArn, sameEnvironment: true }),
  ];
  imports.forEach((handler, index) => api.addRoute(`r${index}`, { integration: Integration.lambdaFunction(handler) }));

  expect(resourcesOf(synthesized(app), 'AWS::ApiGatewayV2::Route')).toHaveLength(7);
});

test('an API behind CloudFront is sound in another region than its web ACL, with a domain of its own', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account, region: 'eu-west-1' } });
  webSocketApi(stack, { cloudFront: {}, domain: testDomain(stack, { domainName: 'origin.example.com' }) });

  const templates = synthesized(app);

  expect(resourcesOf(templates, 'AWS::WAFv2::WebACL')).toHaveLength(1);
  templates.forEach((text) => Template.fromString(text));
});
