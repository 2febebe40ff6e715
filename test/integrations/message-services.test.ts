import { App, Duration, Stack, aws_apigateway as apigateway, aws_events as events, aws_kinesis as kinesis, aws_sns as sns, aws_sqs as sqs, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { SILENT_ROUTES, messageRoute } from './message-route';
import { FAILURES, HOSTILE_BODIES, TemplateRequest, mappedAnswer, renderedRequest } from './service-template';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration, RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { errorOf, template, testStack } from '../rest-api';

interface Service {
  readonly make: (scope: Construct) => IRouteIntegration;
  readonly uri: string;
  readonly contentType: string;
  /** What the service gets of a message; of a text, what it parses to. */
  readonly received: (request: string) => unknown;
  readonly actions: unknown;
  /** Where an answer says why it failed. */
  readonly refusal: (type: string) => object;
  /** What `$connect` would have to say for itself. */
  readonly defaultOption?: string;
}

const ARN = (service: string, name: string) => `arn:aws:${service}:eu-west-1:111122223333:${name}`;
const member = (request: string, ...path: string[]) =>
  path.reduce<unknown>((value, name) => (value as { [name: string]: unknown })[name], JSON.parse(request));
const machine = (scope: Construct) => sfn.StateMachine.fromStateMachineArn(scope, 'Machine', ARN('states', 'stateMachine:Orders'));

const SERVICES: { [factory: string]: Service } = {
  sqsQueue: {
    make: (scope) => Integration.sqsQueue(sqs.Queue.fromQueueArn(scope, 'Queue', ARN('sqs', 'jobs'))),
    uri: 'sqs:path/111122223333/jobs',
    contentType: 'application/x-www-form-urlencoded',
    received: (request) => JSON.parse(new URLSearchParams(request).get('MessageBody')!),
    actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    refusal: (Code) => ({ Error: { Code } }),
    defaultOption: 'messageBody',
  },
  snsTopic: {
    make: (scope) => Integration.snsTopic(sns.Topic.fromTopicArn(scope, 'Topic', ARN('sns', 'news'))),
    uri: 'sns:action/Publish',
    contentType: 'application/x-www-form-urlencoded',
    received: (request) => JSON.parse(new URLSearchParams(request).get('Message')!),
    actions: 'sns:Publish',
    refusal: (Code) => ({ Error: { Code } }),
    defaultOption: 'message',
  },
  eventBridge: {
    make: (scope) => Integration.eventBridge(events.EventBus.fromEventBusArn(scope, 'Bus', ARN('events', 'event-bus/orders')), { source: 'chat', detailType: 'said' }),
    uri: 'events:action/PutEvents',
    contentType: 'application/x-amz-json-1.1',
    received: (request) => JSON.parse(String(member(request, 'Entries', '0', 'Detail'))) as unknown,
    actions: 'events:PutEvents',
    refusal: (__type) => ({ __type }),
    defaultOption: 'detail',
  },
  kinesisStream: {
    make: (scope) => Integration.kinesisStream(kinesis.Stream.fromStreamArn(scope, 'Stream', ARN('kinesis', 'stream/clicks'))),
    uri: 'kinesis:action/PutRecord',
    contentType: 'application/x-amz-json-1.1',
    received: (request) => JSON.parse(Buffer.from(String(member(request, 'Data')), 'base64').toString()) as unknown,
    actions: 'kinesis:PutRecord',
    refusal: (__type) => ({ __type }),
    defaultOption: 'data',
  },
  stepFunctions: {
    make: (scope) => Integration.stepFunctions(machine(scope)),
    uri: 'states:action/StartExecution',
    contentType: 'application/x-amz-json-1.0',
    received: (request) => JSON.parse(String(member(request, 'input'))) as unknown,
    actions: 'states:StartExecution',
    refusal: (__type) => ({ __type }),
  },
  stepFunctionsSync: {
    make: (scope) => Integration.stepFunctionsSync(machine(scope)),
    uri: 'states:action/StartSyncExecution',
    contentType: 'application/x-amz-json-1.0',
    received: (request) => JSON.parse(String(member(request, 'input'))) as unknown,
    actions: 'states:StartSyncExecution',
    refusal: (__type) => ({ __type }),
  },
};

function bind(make: Service['make'], routeKey?: string, stack: Stack = testStack()): { stack: Stack; config: RouteIntegrationConfig } {
  return { stack, config: make(stack).bindIntegration(messageRoute(stack, routeKey)) };
}

/** As the service gets what a client sends. */
function sent(make: Service['make'], request: TemplateRequest): string {
  return renderedRequest(bind(make).config, { context: { requestId: 'r-1' }, ...request });
}

describe.each(Object.entries(SERVICES))('Integration.%s on a WebSocket API', (_factory, { make, uri, contentType, received, actions, refusal, defaultOption }) => {
  test('calls the service with one template for all messages, by the role of the API', () => {
    const { stack, config } = bind(make);
    const { responses, requestTemplates } = config;
    expect(stack.resolve({ ...config, target: undefined, requestTemplates: Object.keys(requestTemplates!) })).toMatchObject({
      integrationType: apigateway.IntegrationType.AWS,
      httpMethod: 'POST',
      uri: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:apigateway:eu-west-1:${uri}`]] },
      credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] },
      requestParameters: { 'integration.request.header.Content-Type': `'${contentType}'` },
      requestTemplates: ['$default'],
    });
    expect(responses?.map(({ selectionPattern }) => selectionPattern)).toEqual(['2\\d{2}', undefined]);
    template(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: actions, Effect: 'Allow' })] } });
  });

  test('says the same on every route of messages, so that they share one integration', () => {
    const stack = testStack();
    const integration = make(stack);
    const configs = ['sendMessage', '$default'].map((routeKey) => stack.resolve({ ...integration.bindIntegration(messageRoute(stack, routeKey)), target: undefined }) as object);
    expect(configs[0]).toEqual(configs[1]);
  });

  test.each(HOSTILE_BODIES)('hands on the message %s as it is', (body) => {
    expect(received(sent(make, { body }))).toEqual(JSON.parse(body));
  });

  test.each(FAILURES)('tells the sender of the error %j without a status, as messages have none', (type, _status, message) => {
    const { config } = bind(make);
    expect(mappedAnswer(config, 'failure', refusal(type))).toEqual({ body: JSON.stringify({ message }), status: undefined });
    expect(JSON.stringify(config.responses)).not.toContain('responseOverride');
    expect(Object.keys(config.responses![1].responseTemplates!)).toEqual(['$default']);
  });

  if (defaultOption === undefined) return;

  test.each(SILENT_ROUTES)('fails on %s without a value of its own, and makes nothing', (routeKey) => {
    const stack = testStack();
    const integration = make(stack);
    expect(errorOf(stack, () => integration.bindIntegration(messageRoute(stack, routeKey)))).toContain(`the ${defaultOption} of '${routeKey}' is '$request.body', and no message comes with '${routeKey}'; write '$context.connectionId'`);
  });
});

describe('Integration.sqsQueue on a WebSocket API', () => {
  const queue = (options: Parameters<typeof Integration.sqsQueue>[1], props?: sqs.QueueProps): Service['make'] => (scope) => Integration.sqsQueue(new sqs.Queue(scope, 'Queue', props), options);

  test('answers the id of the message', () => {
    const { config } = bind(queue({}));
    expect(mappedAnswer(config, 'success', { SendMessageResponse: { SendMessageResult: { MessageId: 'm-1' } } }).body).toBe('{"messageId":"m-1"}');
    expect(config.requestParameters).toHaveProperty(['integration.request.header.Accept'], "'application/json'");
  });

  test.each(['&Action=DeleteQueue&QueueUrl=x', 'a&b=c', '$input.body #set($x = 1) ${context.x} #end', 'a\nb\r\n', 'ünï ☃ 😀', '100% + 1 = \\'])('keeps %j within its field, from the message and from the authorizer', (value) => {
    const make = queue({ messageGroupId: '$context.connectionId', messageAttributes: { user: '$context.authorizer.sub', room: '$request.body.room' } });
    const request = { body: JSON.stringify({ room: value }), context: { connectionId: 'c-1=', authorizer: { sub: value } } };
    expect([...new URLSearchParams(sent(make, request))]).toEqual([
      ['Action', 'SendMessage'], ['Version', '2012-11-05'], ['MessageBody', JSON.stringify({ room: value })], ['MessageGroupId', 'c-1='],
      ['MessageAttribute.1.Name', 'user'], ['MessageAttribute.1.Value.DataType', 'String'], ['MessageAttribute.1.Value.StringValue', value],
      ['MessageAttribute.2.Name', 'room'], ['MessageAttribute.2.Value.DataType', 'String'], ['MessageAttribute.2.Value.StringValue', value],
    ]);
  });

  test('leaves out an attribute that the message lacks', () => {
    expect(sent(queue({ messageAttributes: { room: '$request.body.room' } }), { body: '{}' })).not.toContain('MessageAttribute');
  });

  test.each(SILENT_ROUTES)('sends a value of the context on %s', (routeKey) => {
    const { config } = bind(queue({ messageBody: '$context.connectionId' }), routeKey);
    expect(new URLSearchParams(renderedRequest(config, { context: { connectionId: 'c-1=' } })).get('MessageBody')).toBe('c-1=');
  });

  test('fails for what a FIFO queue would refuse, and names what the route has', () => {
    const failure = (options: Parameters<typeof queue>[0], routeKey?: string) => {
      const stack = testStack();
      const integration = queue(options, { fifo: true })(stack);
      return errorOf(stack, () => integration.bindIntegration(messageRoute(stack, routeKey)));
    };
    expect(failure({})).toBe("'sendMessage' sends to the FIFO queue 'Stack/Queue' without messageGroupId, and SQS refuses such messages; write messageGroupId: '$request.body.x', of what must stay in order");
    expect(failure({ messageGroupId: 'all' })).toContain('; write messageDeduplicationId: \'$request.body.id\', or contentBasedDeduplication: true on the queue');
    expect(failure({ messageGroupId: 'all', messageDeduplicationId: 'a' })).toMatch(/; write where the request has it, as '\$request\.body\.id'$/);
    for (const routeKey of SILENT_ROUTES) {
      expect(failure({ messageBody: 'hello' }, routeKey)).toContain('; write messageGroupId: \'$context.connectionId\', of what');
      expect(failure({ messageBody: 'hello', messageGroupId: 'all' }, routeKey)).toContain('; write messageDeduplicationId: \'$context.connectionId\', or');
    }
  });

  test.each([['sendMessage', '$request.body.x', '$request.body.id'], ['$connect', '$context.connectionId', '$context.connectionId']])('takes on %s what its errors say', (routeKey, messageGroupId, messageDeduplicationId) => {
    expect(() => bind(queue({ messageBody: 'hello', messageGroupId, messageDeduplicationId }, { fifo: true }), routeKey)).not.toThrow();
  });
});

describe('Integration.snsTopic on a WebSocket API', () => {
  const topic = (options: Parameters<typeof Integration.snsTopic>[1]): Service['make'] => (scope) => Integration.snsTopic(sns.Topic.fromTopicArn(scope, 'Topic', ARN('sns', 'news')), options);

  test('answers the id of the message, for which it asks in JSON', () => {
    const { config } = bind(topic({}));
    expect(mappedAnswer(config, 'success', { PublishResponse: { PublishResult: { MessageId: 'm-1', SequenceNumber: null } } }).body).toBe('{"messageId":"m-1"}');
    expect(config.requestParameters).toHaveProperty(['integration.request.header.Accept'], "'application/json'");
  });

  test.each(['&Action=DeleteTopic&TopicArn=x', 'a&b=c', '$input.body #set($x = 1) ${context.x} #end', 'a\nb\r\n', 'ünï ☃ 😀', '100% + 1 = \\'])('keeps %j within its field, from the message and from the authorizer', (value) => {
    const make = topic({ subject: '$request.body.room', messageGroupId: '$context.connectionId', messageAttributes: { user: '$context.authorizer.sub' } });
    const request = { body: JSON.stringify({ room: value }), context: { connectionId: 'c-1=', authorizer: { sub: value } } };
    expect([...new URLSearchParams(sent(make, request))]).toEqual([
      ['Action', 'Publish'], ['Version', '2010-03-31'], ['TopicArn', ARN('sns', 'news')], ['Message', JSON.stringify({ room: value })], ['MessageGroupId', 'c-1='], ['Subject', value],
      ['MessageAttributes.entry.1.Name', 'user'], ['MessageAttributes.entry.1.Value.DataType', 'String'], ['MessageAttributes.entry.1.Value.StringValue', value],
    ]);
  });

  test.each(SILENT_ROUTES)('publishes a value of the context on %s', (routeKey) => {
    const { config } = bind(topic({ message: '$context.connectionId' }), routeKey);
    expect(new URLSearchParams(renderedRequest(config, { context: { connectionId: 'c-1=' } })).get('Message')).toBe('c-1=');
  });
});

describe('Integration.eventBridge on a WebSocket API', () => {
  const bus = (options: Partial<Parameters<typeof Integration.eventBridge>[1]>): Service['make'] => (scope) =>
    Integration.eventBridge(events.EventBus.fromEventBusArn(scope, 'Bus', ARN('events', 'event-bus/chat')), { source: 'chat', detailType: 'said', ...options });

  test('answers the id of the event, and says why one was not taken', () => {
    const { config } = bind(bus({}));
    expect(mappedAnswer(config, 'success', { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] }).body).toBe('{"eventId":"e-1"}');
    expect(mappedAnswer(config, 'success', { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] })).toEqual({ body: '{"message":"Too Many Requests"}', status: undefined });
  });

  test('names the connection on $connect', () => {
    const { config } = bind(bus({ detail: '{"connected":true}', resources: ['$context.connectionId'] }), '$connect');
    expect(JSON.parse(renderedRequest(config, { context: { connectionId: 'c-1=' } }))).toEqual({
      Entries: [{ EventBusName: ARN('events', 'event-bus/chat'), Source: 'chat', DetailType: 'said', Detail: '{"connected":true}', Resources: ['c-1='] }],
    });
  });

  test('fails for a time', () => {
    const stack = testStack();
    const integration = bus({ time: '$request.body.at' })(stack);
    expect(errorOf(stack, () => integration.bindIntegration(messageRoute(stack)))).toContain("the event of 'sendMessage' has a time, which no mapping template can turn into the number");
  });
});

describe('Integration.kinesisStream on a WebSocket API', () => {
  test('takes a stream of another account, and the partition from the context', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '222233334444' } });
    const { config } = bind((scope) => Integration.kinesisStream(kinesis.Stream.fromStreamArn(scope, 'There', ARN('kinesis', 'stream/clicks')), { partitionKey: '$context.connectionId' }), undefined, stack);
    expect(JSON.parse(renderedRequest(config, { body: '{}', context: { connectionId: 'c-1=' } }))).toEqual({ StreamARN: ARN('kinesis', 'stream/clicks'), Data: 'e30=', PartitionKey: 'c-1=' });
  });
});

describe('Integration.stepFunctions on a WebSocket API', () => {
  test.each(SILENT_ROUTES)('starts without input on %s, and with what it is given', (routeKey) => {
    expect(JSON.parse(renderedRequest(bind((scope) => Integration.stepFunctions(machine(scope)), routeKey).config))).toEqual({ stateMachineArn: ARN('states', 'stateMachine:Orders') });
    const given = bind((scope) => Integration.stepFunctions(machine(scope), { input: '{"at":"door"}', executionName: '$context.connectionId' }), routeKey);
    expect(JSON.parse(renderedRequest(given.config, { context: { connectionId: 'c-1=' } }))).toEqual({ stateMachineArn: ARN('states', 'stateMachine:Orders'), input: '{"at":"door"}', name: 'c-1=' });
  });
});

describe.each(['stepFunctions', 'stepFunctionsSync'] as const)('an execution of Integration.%s on a WebSocket API', (factory) => {
  const failure = (options: { executionName?: string; input?: string }, routeKey?: string) => {
    const stack = testStack();
    const integration = Integration[factory](machine(stack), options);
    return errorOf(stack, () => integration.bindIntegration(messageRoute(stack, routeKey)));
  };

  test('fails under one name for all, and names what the route has', () => {
    expect(failure({ executionName: 'order' })).toMatch(/; write '\$context\.requestId', or where the request has one, as '\$request\.body\.id'$/);
    expect(failure({ executionName: 'order' }, '$disconnect')).toMatch(/or where the request has one, as '\$context\.connectionId'$/);
    for (const [executionName, routeKey] of [['$context.requestId'], ['$request.body.id'], ['$context.connectionId', '$disconnect']]) {
      expect(() => bind((scope) => Integration[factory](machine(scope), { executionName }), routeKey)).not.toThrow();
    }
  });

  test('fails for an input that is no JSON, and names no body where there is none', () => {
    expect(failure({ input: 'hello' })).toMatch(/; write JSON, as '\{"source":"api"\}', or where the request has it, as '\$request\.body\.order'$/);
    expect(failure({ input: 'hello' }, '$disconnect')).toMatch(/; write JSON, as '\{"source":"api"\}'$/);
  });
});

describe('Integration.stepFunctionsSync on a WebSocket API', () => {
  const sync: Service['make'] = (scope) => Integration.stepFunctionsSync(machine(scope), { timeout: Duration.seconds(29) });

  test.each([
    ['its output', { status: 'SUCCEEDED', output: '{"total":7}' }, '{"total":7}'],
    ['that it took too long', { status: 'TIMED_OUT', cause: 'secret' }, '{"message":"Gateway Timeout"}'],
    ['that it failed, without the cause', { status: 'FAILED', error: 'it\'s "gone"', cause: 'secret' }, '{"message":"Internal Server Error","error":"it\'s \\"gone\\""}'],
    ['that it failed without an error', { status: 'FAILED' }, '{"message":"Internal Server Error","error":""}'],
  ])('answers the sender %s', (_what, execution, body) => {
    expect(mappedAnswer(bind(sync).config, 'success', execution)).toEqual({ body, status: undefined });
  });

  test('waits for 29 seconds, and fails for more', () => {
    expect(bind(sync).config.timeout?.toSeconds()).toBe(29);
    const stack = testStack();
    const integration = Integration.stepFunctionsSync(machine(stack), { timeout: Duration.millis(29_001) });
    expect(errorOf(stack, () => integration.bindIntegration(messageRoute(stack)))).toContain("the integration timeout of 'sendMessage' is 29001 ms, and WEBSOCKET APIs wait 29000 ms at most");
  });

  test('fails on $connect, where an execution that failed would let everybody in', () => {
    const stack = testStack();
    const integration = sync(stack);
    expect(errorOf(stack, () => integration.bindIntegration(messageRoute(stack, '$connect')))).toBe("'$connect' was given Integration.stepFunctionsSync(), and Step Functions answers 200 also for an execution that failed, "
      + 'so that everybody would connect; write Integration.stepFunctions(stateMachine), which does not wait, or let a function or an authorizer decide');
    expect(() => bind(sync, '$disconnect')).not.toThrow();
  });
});
