import { App, Stack, aws_apigatewayv2 as apigatewayv2, aws_iam as iam, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { messageRoute } from './message-route';
import { HOSTILE_BODIES, TemplateRequest, renderedRequest } from './service-template';
import { ApiType } from '../../src/api-type';
import { Integration } from '../../src/integrations/integration';
import { BindIntegrationOptions } from '../../src/integrations/integration-contract';
import { NotifyCaller, NotifyCallerProps } from '../../src/integrations/notify-caller';
import { StepFunctionsOptions } from '../../src/integrations/step-functions-start';
import { connectionArns } from '../../src/web-socket/manage-connections';
import { bindOptions, errorOf, template, testStack } from '../rest-api';
import { webSocketApi } from '../web-socket-api';

const ARN = 'arn:aws:states:us-east-1:111122223333:stateMachine:Orders';
const CONTEXT = { connectionId: 'L0SM9cOFvHcCIhw=', apiId: 'a1b2c3', domainName: 'a1b2c3.execute-api.eu-west-1.amazonaws.com', stage: 'live', requestId: 'r-1=' };

function notifyingMachine(scope: Construct, id = 'Machine', props: Partial<sfn.StateMachineProps> = {}): sfn.StateMachine {
  const tell = new NotifyCaller(scope, `${id}Tell`, { message: sfn.TaskInput.fromObject({ done: true }) });
  return new sfn.StateMachine(scope, id, { definitionBody: sfn.DefinitionBody.fromChainable(tell), ...props });
}

/** A WebSocket API as far as a cycle could go through it: what is bound stands in an integration of it. */
function route(stack: Stack, machine: sfn.IStateMachine, options: StepFunctionsOptions = {}): void {
  const api = new apigatewayv2.CfnApi(stack, 'Api', { name: 'chat', protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' });
  const { integrationType, uri, requestTemplates, credentialsArn } = Integration.stepFunctions(machine, { notifyCaller: true, ...options })
    .bindIntegration({ ...messageRoute(stack), connectionsArn: connectionArns(stack, api.ref, 'live').post });
  new apigatewayv2.CfnIntegration(stack, 'Integration', { apiId: api.ref, integrationType, integrationUri: uri, requestTemplates, credentialsArn });
}

function input(options: StepFunctionsOptions, request: TemplateRequest): unknown {
  const stack = testStack();
  const integration = Integration.stepFunctions(sfn.StateMachine.fromStateMachineArn(stack, 'Machine', ARN), { notifyCaller: true, ...options });
  const config = integration.bindIntegration(messageRoute(stack));
  const sent = JSON.parse(renderedRequest(config, { context: CONTEXT, ...request })) as { [member: string]: string };
  expect(Object.keys(sent)).toEqual(['stateMachineArn', 'input', ...options.executionName ? ['name'] : []]);
  return JSON.parse(sent.input);
}

function failure(options: StepFunctionsOptions, given: Partial<BindIntegrationOptions> = {}): string {
  const stack = testStack();
  const integration = Integration.stepFunctions(notifyingMachine(stack), { notifyCaller: true, ...options });
  return errorOf(stack, () => integration.bindIntegration({ ...messageRoute(stack), ...given }));
}

function stateOf(props: NotifyCallerProps): { [name: string]: unknown } {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '111122223333' } });
  return stack.resolve(new NotifyCaller(stack, 'Tell', props).toStateJson()) as { [name: string]: unknown };
}

describe('an execution that is to notify its caller', () => {
  test.each(HOSTILE_BODIES)('is told who called, beside the message %s', (body) => {
    expect(input({}, { body })).toEqual({ caller: CONTEXT, message: JSON.parse(body) });
  });

  test.each(['it\'s', 'a"b', '\\"},"caller":{"connectionId":"other"}', '"}', null, 7, { caller: { connectionId: 'other' } }])('is told who called, beside the part %j of the message', (order) => {
    expect(input({ input: '$request.body.order' }, { body: JSON.stringify({ order }) })).toEqual({ caller: CONTEXT, message: order });
  });

  test('is told who called, beside what is written out, and has a name', () => {
    expect(input({ input: '{"source":"$chat #1"}', executionName: '$context.requestId' }, {})).toEqual({ caller: CONTEXT, message: { source: '$chat #1' } });
  });

  test('fails for a message that may be no JSON', () => {
    expect(failure({ input: '$context.authorizer.order' })).toBe("the input of 'sendMessage' is '$context.authorizer.order' with notifyCaller, which puts JSON beside the caller; write '$request.body', '$request.body.x', or JSON written out");
  });

  test('fails on REST and HTTP APIs, whose callers do not stay', () => {
    for (const apiType of [ApiType.REST, ApiType.HTTP]) {
      expect(failure({}, { apiType, routeKey: 'POST /orders' })).toBe(`'POST /orders' was given notifyCaller, and the callers of ${apiType} APIs do not stay; leave it out, or write Integration.stepFunctionsSync(stateMachine), which answers them`);
    }
  });

  test.each([['$connect', 'the connection is not made yet'], ['$disconnect', 'the client has gone']])('fails on %s', (routeKey, why) => {
    expect(failure({}, { routeKey })).toBe(`'${routeKey}' was given notifyCaller, and nobody could be notified: ${why}; write it for a route that takes messages`);
  });

  test('fails where nobody says which connections there are', () => {
    expect(failure({}, { connectionsArn: undefined })).toBe("'sendMessage' was given notifyCaller, but no connectionsArn came with it, so its state machine could not be allowed to post to connections; hand on all options that your own bindIntegration() was given");
  });

  test.each<[string, StepFunctionsOptions, boolean | undefined, (stack: Stack) => sfn.IStateMachine]>([
    ['says that it calls back', { notifyCaller: true }, true, notifyingMachine],
    ['says so of an imported state machine', { notifyCaller: true }, true, (stack) => sfn.StateMachine.fromStateMachineArn(stack, 'Theirs', ARN)],
    ['says nothing when it is not to', { notifyCaller: false }, undefined, notifyingMachine],
  ])('%s', (_what, options, callsBack, machine) => {
    const stack = testStack();
    expect(Integration.stepFunctions(machine(stack), options).bindIntegration(messageRoute(stack))).toHaveProperty('callsBack', callsBack);
  });

  test('is as every other when it is not to', () => {
    const stack = testStack();
    Integration.stepFunctions(notifyingMachine(stack), { notifyCaller: false }).bindIntegration({ ...bindOptions(stack, 'POST /orders') });
    expect(JSON.stringify(template(stack).toJSON())).not.toContain('ManageConnections');
  });
});

describe('the state machine of an execution that notifies its caller', () => {
  const CONNECTIONS = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', { Ref: 'Api' }, '/live/POST/@connections/*']] };

  test('may post to the connections of that API and stage, without a circle', () => {
    const stack = testStack();
    const machine = notifyingMachine(stack);
    route(stack, machine);
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'execute-api:ManageConnections', Effect: 'Allow', Resource: CONNECTIONS }] },
      Roles: [{ Ref: Match.stringLikeRegexp('^MachineRole') }],
    });
  });

  test('makes no circle from a stack of its own, before the API\'s', () => {
    const app = new App();
    const machines = new Stack(app, 'Machines');
    const api = new Stack(app, 'Chat');
    route(api, notifyingMachine(machines));
    expect(() => template(machines)).not.toThrow();
    template(api).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'execute-api:ManageConnections' })] } });
    expect(machines.dependencies).toEqual([]);
    expect(api.dependencies).toEqual([machines]);
  });

  test('shares one policy with the others of the API', () => {
    const stack = testStack();
    const [first, second] = [notifyingMachine(stack, 'First'), notifyingMachine(stack, 'Second')];
    for (const [machine, routeKey] of [[first, 'a'], [second, 'b'], [second, 'c']] as const) {
      Integration.stepFunctions(machine, { notifyCaller: true }).bindIntegration(messageRoute(stack, routeKey));
    }
    const policies = Object.values(template(stack).findResources('AWS::IAM::Policy', { Properties: { PolicyDocument: { Statement: [{ Action: 'execute-api:ManageConnections' }] } } }));
    expect(policies.map(({ Properties }) => (Properties as { Roles: unknown[] }).Roles)).toEqual([[{ Ref: expect.stringMatching(/^FirstRole/) as string }, { Ref: expect.stringMatching(/^SecondRole/) as string }]]);
  });

  test('is named in a warning when the app does not know its role', () => {
    const stack = testStack();
    route(stack, sfn.StateMachine.fromStateMachineArn(stack, 'Theirs', ARN));
    Annotations.fromStack(stack).hasWarning('/Stack', Match.stringLikeRegexp("the state machine 'Stack/Theirs' of 'sendMessage' was imported, and the app does not know its role, .*execute-api:ManageConnections on the API's connections \\(arn:<token>:execute-api:.*/live/POST/@connections/\\*\\).*cdk-gatehouse:notifyCallerWithoutGrant"));
    expect(JSON.stringify(template(stack).toJSON())).not.toContain('execute-api:ManageConnections');
  });

  test('takes a role of the user\'s own', () => {
    const stack = testStack();
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') });
    route(stack, notifyingMachine(stack, 'Machine', { role }));
    template(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'execute-api:ManageConnections' })] }, Roles: [{ Ref: Match.stringLikeRegexp('^Own') }] });
  });
});

describe('the state machine of a route of RealtimeWebSocketApi that notifies its caller', () => {
  const POST = ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', { Ref: Match.stringLikeRegexp('^Chat') }];

  test.each([[undefined, 'prod'], ['live', 'live']])('may post to the connections of its stage %s, and do nothing else to the API', (stageName, stage) => {
    const stack = testStack();
    webSocketApi(stack, { stageName }).addRoute('order', { integration: Integration.stepFunctions(notifyingMachine(stack), { notifyCaller: true }) });
    const policies = template(stack).findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^MachineRole') }] } });
    expect(Object.keys(policies)).toEqual([expect.stringMatching(/^ChatNotifyCallerPolicy/)]);
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'execute-api:ManageConnections', Effect: 'Allow', Resource: { 'Fn::Join': ['', [...POST, `/${stage}/POST/@connections/*`]] } }] },
      Roles: [{ Ref: Match.stringLikeRegexp('^MachineRole') }],
    });
  });

  test('is named with those connections in a warning when the app does not know its role', () => {
    const stack = testStack();
    webSocketApi(stack).addRoute('order', { integration: Integration.stepFunctions(sfn.StateMachine.fromStateMachineArn(stack, 'Theirs', ARN), { notifyCaller: true }) });
    Annotations.fromStack(stack).hasWarning('/Stack/Chat', Match.stringLikeRegexp('the API\'s connections \\(arn:<token>:execute-api:<token>:<token>:<token>/prod/POST/@connections/\\*\\)'));
  });
});

describe('NotifyCaller', () => {
  test('posts to the connection that the execution was told of, and hands on what it was given', () => {
    expect(stateOf({ message: sfn.TaskInput.fromObject({ done: true, order: sfn.JsonPath.stringAt('$.order.id') }) })).toEqual({
      End: true,
      Type: 'Task',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':states:::apigateway:invoke']] },
      Parameters: {
        'ApiEndpoint.$': { 'Fn::Join': ['', ["States.Format('{}.execute-api.eu-west-1.", { Ref: 'AWS::URLSuffix' }, "', $$.Execution.Input.caller.apiId)"]] },
        'Stage.$': '$$.Execution.Input.caller.stage',
        'Path.$': "States.Format('/@connections/{}', $$.Execution.Input.caller.connectionId)",
        'Method': 'POST',
        'AuthType': 'IAM_ROLE',
        'RequestBody': { 'done': true, 'order.$': '$.order.id' },
      },
      ResultPath: null,
      Retry: [{
        ErrorEquals: ['ApiGateway.429', 'ApiGateway.500', 'ApiGateway.502', 'ApiGateway.503', 'ApiGateway.504'], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2, JitterStrategy: 'FULL',
      }],
    });
  });

  test.each<[string, sfn.TaskInput, object]>([
    ['a text', sfn.TaskInput.fromText('done'), { RequestBody: 'done' }],
    ['all that it was given', sfn.TaskInput.fromJsonPathAt('$'), { 'RequestBody.$': '$' }],
  ])('sends %s', (_what, message, parameters) => {
    expect(stateOf({ message }).Parameters).toMatchObject(parameters);
  });

  test('speaks JSONata where it is asked to', () => {
    const { Arguments, Output, QueryLanguage, Parameters } = stateOf({ message: sfn.TaskInput.fromObject({ total: '{% $states.input.total %}' }), queryLanguage: sfn.QueryLanguage.JSONATA });
    expect({ Output, QueryLanguage, Parameters }).toEqual({ Output: '{% $states.input %}', QueryLanguage: 'JSONata', Parameters: undefined });
    expect(Arguments).toEqual({
      ApiEndpoint: { 'Fn::Join': ['', ["{% $states.context.Execution.Input.caller.apiId & '.execute-api.eu-west-1.", { Ref: 'AWS::URLSuffix' }, "' %}"]] },
      Stage: '{% $states.context.Execution.Input.caller.stage %}',
      Path: "{% '/@connections/' & $states.context.Execution.Input.caller.connectionId %}",
      Method: 'POST',
      AuthType: 'IAM_ROLE',
      RequestBody: { total: '{% $states.input.total %}' },
    });
  });

  test('lets a workflow go on when the caller has gone', () => {
    const stack = testStack();
    const gone = new sfn.Succeed(stack, 'Gone');
    const state = new NotifyCaller(stack, 'Tell', { message: sfn.TaskInput.fromText('done') }).addCatch(gone, { errors: ['ApiGateway.410'] });
    expect(state.toStateJson()).toMatchObject({ Catch: [{ ErrorEquals: ['ApiGateway.410'], Next: 'Gone' }] });
  });

  test('names no API, so that several may start one workflow', () => {
    const stack = testStack();
    const machine = notifyingMachine(stack);
    route(stack, machine);
    expect(JSON.stringify(stack.resolve((machine.node.defaultChild as sfn.CfnStateMachine).definitionString))).not.toContain('"Ref":"Api"');
  });
});
