import { App, Aspects, NestedStack, Stack, aws_lambda as lambda, aws_ssm as ssm } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { StageAccessLog } from '../../src/stage/access-log';
import { SessionTable } from '../../src/web-socket/session-table';
import { Sessions } from '../../src/web-socket/sessions';
import { testDomain } from '../governed-rest-api/full-api';
import { template, testHandler, testStack } from '../rest-api';
import { webSocketApi } from '../web-socket-api';

interface Setting {
  readonly app: App;
  readonly stack: Stack;
  readonly handler: lambda.Function;
  readonly api: RealtimeWebSocketApi;
}

type Home = (stack: Stack, app: App) => Construct;

type Props = (stack: Stack, app: App) => Partial<RealtimeWebSocketApiProps>;

function setting(home: Home = (stack) => stack, props: Props = () => ({}), apiHome: Home = (stack) => stack): Setting {
  const app = new App();
  const stack = testStack(app);
  const handler = testHandler(home(stack, app), 'Send');
  const api = webSocketApi(apiHome(stack, app), props(stack, app));
  api.addRoute('sendMessage', { integration: Integration.lambdaFunction(handler) });
  return { app, stack, handler, api };
}

const another: Home = (_stack, app) => new Stack(app, 'Functions');
const nested: Home = (stack) => new NestedStack(stack, 'Nested');

const grips: [string, (setting: Setting) => unknown, RegExp][] = [
  ['the address to which messages are sent', ({ handler, api }) => handler.addEnvironment('ENDPOINT', api.callbackUrl), /\(Environment\.Variables\.ENDPOINT\) -> 'Stack\/Chat\/Resource'/],
  ['the address of clients', ({ handler, api }) => handler.addEnvironment('URL', api.url), /\(Environment\.Variables\.URL\) -> 'Stack\/Chat\/Resource'/],
  ['the right to manage connections', ({ handler, api }) => api.grantManageConnections(handler), /\(PolicyDocument\..*\) -> 'Stack\/Chat\/Resource'/],
  ['the right to broadcast', ({ handler, api }) => api.grantBroadcast(handler), /\(Environment\.Variables\.REALTIME_\w+\) -> 'Stack\/Chat\//],
];

describe.each(grips)('a function that answers a route and holds %s', (_what, hold, where) => {
  test('is sound in the API\'s own stack', () => {
    const made = setting();
    hold(made);

    // The assertions of the CDK refuse a template with a circle.
    expect(() => template(made.stack)).not.toThrow();
  });

  test('is sound in a nested stack of it', () => {
    const made = setting(nested);
    hold(made);

    expect(() => made.app.synth()).not.toThrow();
    expect(() => template(made.stack)).not.toThrow();
  });

  test('fails in another stack, and both ends, the way between and the remedies are named', () => {
    const made = setting(another);
    hold(made);
    const synth = () => made.app.synth();

    expect(synth).toThrow(/^route 'sendMessage' leads to 'Functions\/Send' in the stack 'Functions', which needs the API's stack 'Stack': 'Functions\/Send\//);
    expect(synth).toThrow(where);
    expect(synth).toThrow(/make the function in the API's stack or in a nested stack of it.*event\.requestContext\.domainName.*custom domain.*SSM parameter.*SessionTable of a third stack$/);
  });

  test('fails in the stack around the API\'s nested one', () => {
    const made = setting(undefined, undefined, nested);
    hold(made);

    expect(() => made.app.synth()).toThrow(/^route 'sendMessage' leads to 'Stack\/Send' in the stack 'Stack', which needs the API's stack 'Stack\/Nested'/);
  });

  test('fails in a nested stack beside the API\'s', () => {
    const made = setting((stack) => new NestedStack(stack, 'Functions'), undefined, nested);
    hold(made);

    expect(() => made.app.synth()).toThrow(/^route 'sendMessage' leads to 'Stack\/Functions\/Send' in the stack 'Stack\/Functions', which needs the API's stack 'Stack\/Nested'/);
  });
});

describe('fails', () => {
  test('for another function of the stack in which the one stands that answers a route', () => {
    const made = setting(another);
    const other = testHandler(Stack.of(made.handler), 'Other');
    made.api.grantBroadcast(other);

    expect(() => made.app.synth()).toThrow(/^route 'sendMessage' leads to 'Functions\/Send' in the stack 'Functions', which needs the API's stack 'Stack': 'Functions\/Other\//);
  });

  test('for another function of the nested stack in which the one stands that answers a route', () => {
    const made = setting((stack) => new NestedStack(stack, 'Functions'), undefined, nested);
    made.api.grantBroadcast(testHandler(Stack.of(made.handler), 'Other'));

    expect(() => made.app.synth()).toThrow(/^route 'sendMessage' leads to 'Stack\/Functions\/Send' in the stack 'Stack\/Functions', which needs the API's stack 'Stack\/Nested'/);
  });

  test('for the function of an authorizer', () => {
    const app = new App();
    const stack = testStack(app);
    const judge = testHandler(new Stack(app, 'Functions'), 'Judge');
    const api = webSocketApi(stack, { authorizer: Authorizer.lambdaRequest(judge, { identitySources: ['route.request.querystring.ticket'] }) });
    judge.addEnvironment('URL', api.url);

    expect(() => app.synth()).toThrow(/^route '\$connect' leads to 'Functions\/Judge' in the stack 'Functions'/);
  });

  test('for a function that waits for the API as a whole', () => {
    const made = setting();
    made.handler.node.addDependency(made.api);

    expect(() => made.app.synth()).toThrow(/^route 'sendMessage' leads to 'Stack\/Send', which waits for the API's routes: 'Stack\/Send\/Resource' \(DependsOn\) -> '.*'; routes wait for their backends, so neither could be created before the other; take url, callbackUrl or webSocketApi\.apiId/);
  });

  test('for a route that an Aspect adds', () => {
    const app = new App();
    const stack = testStack(app);
    const handler = testHandler(new Stack(app, 'Functions'), 'Send');
    const api = webSocketApi(stack);
    handler.addEnvironment('URL', api.url);
    Aspects.of(stack).add({ visit: (node) => { if (node === api) api.addRoute('late', { integration: Integration.lambdaFunction(handler) }); } });

    expect(() => app.synth()).toThrow(/^route 'late' leads to 'Functions\/Send'/);
  });
});

describe('no cycle is there', () => {
  test('when the function of another stack holds nothing of the API\'s', () => {
    const { app, stack } = setting(another);
    app.synth();

    expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['Functions']);
  });

  test('when the function of another stack holds the address of a custom domain', () => {
    const made = setting(another, (stack) => ({ domain: testDomain(stack, { domainName: 'chat.example.com' }) }));
    made.handler.addEnvironment('ENDPOINT', made.api.callbackUrl);

    expect(() => made.app.synth()).not.toThrow();
  });

  test('when the function of another stack reads sessions of a third one', () => {
    const made = setting(another, (_stack, app) => ({ sessions: Sessions.stored({ table: new SessionTable(new Stack(app, 'Data'), 'Sessions').table }) }));
    const table = made.app.node.findChild('Data').node.findChild('Sessions') as SessionTable;
    table.table.grantReadData(made.handler);

    expect(() => made.app.synth()).not.toThrow();
  });

  test('when a function of another stack that answers no route broadcasts', () => {
    const made = setting();
    made.api.grantBroadcast(testHandler(new Stack(made.app, 'Jobs'), 'Job'));

    expect(() => made.app.synth()).not.toThrow();
  });

  test('when the function of another stack reads an SSM parameter that both know by a literal name', () => {
    const made = setting(another);
    new ssm.StringParameter(made.stack, 'Endpoint', { parameterName: '/chat/endpoint', stringValue: made.api.callbackUrl });
    ssm.StringParameter.fromStringParameterName(made.handler, 'ToRead', '/chat/endpoint').grantRead(made.handler);

    expect(() => made.app.synth()).not.toThrow();
  });

  test('when the function holds the log that the stage writes, which needs no route', () => {
    const made = setting();
    made.handler.addEnvironment('LOG', StageAccessLog.tryLogGroupOf(made.api.stage)!.logGroupName);

    expect(() => template(made.stack)).not.toThrow();
  });
});
