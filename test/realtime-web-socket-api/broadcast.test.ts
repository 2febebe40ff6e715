import { App, Duration, Lazy, Stack, aws_cloudwatch_actions as actions, aws_events as events, aws_events_targets as targets, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sns as sns } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { Document, errorOf, template, testHandler, testStack } from '../rest-api';
import { countsOf, resourcesOf, webSocketApi } from '../web-socket-api';

/** The statements of the policies of a principal whose logical id begins so. */
function statementsOf(stack: Stack, role: string): Document[] {
  return resourcesOf(stack, 'IAM::Policy')
    .filter(({ Roles }) => JSON.stringify(Roles).includes(`"${role}`))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement as unknown as Document[]);
}

function functionOf(stack: Stack, description: string): Document {
  const [found] = resourcesOf(stack, 'Lambda::Function').filter(({ Description }) => String(Description).includes(description));
  return found;
}

describe('broadcast', () => {
  const stack = testStack();
  const api = webSocketApi(stack);
  const send = testHandler(stack, 'Send');
  api.addRoute('sendMessage', { integration: Integration.lambdaFunction(send) });
  api.grantBroadcast(send);
  const connections = (method: string) => stack.resolve(stack.formatArn({ service: 'execute-api', resource: api.webSocketApi.apiId, resourceName: `prod/${method}/@connections/*` })) as object;

  test('is not there before it is used', () => {
    const unused = testStack();
    webSocketApi(unused);

    expect(countsOf(unused)['AWS::SQS::Queue']).toBeUndefined();
  });

  test('is a queue that a function reads, a part of each batch at a time, and never too many functions', () => {
    template(stack).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
      BatchSize: 5,
    });
    // It works on a queue that it sends to itself, which Lambda would stop after some 16 rounds.
    expect(functionOf(stack, 'Posts messages')).toMatchObject({ Timeout: 60, MemorySize: 512, RecursiveLoop: 'Allow' });
    template(stack).hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 360, SqsManagedSseEnabled: true, RedrivePolicy: { maxReceiveCount: 5 } });
  });

  test('keeps for two weeks what could not be sent, and rings', () => {
    template(stack).hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 1_209_600 });
    template(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetterQueue'), 'QueueName'] } }],
    });
  });

  test('takes messages over TLS alone', () => {
    template(stack).resourceCountIs('AWS::SQS::QueuePolicy', 2);
  });

  test('tells a function of the app where all of it is', () => {
    const [{ Environment: { Variables } }] = resourcesOf(stack, 'Lambda::Function').filter(({ Code }) => Code.ZipFile);

    expect(Object.keys(Variables).sort()).toEqual(['REALTIME_ENDPOINT', 'REALTIME_QUEUE_URL', 'REALTIME_TABLE']);
    expect(Variables.REALTIME_ENDPOINT).toEqual(stack.resolve(api.callbackUrl));
    expect(functionOf(stack, 'Posts messages').Environment.Variables).toEqual(Variables);
  });

  test('lets the function send, keep sessions, and post to connections of this stage and end them', () => {
    for (const role of ['SendServiceRole', 'ChatBroadcastSender']) {
      expect(statementsOf(stack, role)).toContainEqual(expect.objectContaining({ Action: 'execute-api:ManageConnections', Resource: [connections('POST'), connections('DELETE')] }));
      expect(JSON.stringify(statementsOf(stack, role))).toContain('sqs:SendMessage');
      expect(JSON.stringify(statementsOf(stack, role))).toContain('dynamodb:Query');
    }
  });

  test('needs no circle, though the function that holds the API answers one of its routes', () => {
    expect(() => template(stack)).not.toThrow();
  });
});

test('a principal that is no function gets the permissions alone', () => {
  const stack = testStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  const grant = webSocketApi(stack).grantBroadcast(role);

  expect(grant.success).toBe(true);
  expect(statementsOf(stack, 'Role').map(({ Action }) => Action)).toContainEqual('execute-api:ManageConnections');
});

test('an imported function gets the permissions alone', () => {
  const stack = testStack();
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/Send');
  const handler = lambda.Function.fromFunctionAttributes(stack, 'Send', { functionArn: 'arn:aws:lambda:eu-west-1:111111111111:function:Send', role, sameEnvironment: true });
  webSocketApi(stack).grantBroadcast(handler);

  expect(JSON.stringify(resourcesOf(stack, 'IAM::Policy'))).toContain('execute-api:ManageConnections');
});

test('a function that broadcasts for one API cannot for another, as its environment can name one alone', () => {
  const stack = testStack();
  const send = testHandler(stack, 'Send');
  const chat = webSocketApi(stack);
  chat.grantBroadcast(send);
  const other = webSocketApi(stack, {}, 'Other');

  expect(errorOf(stack, () => other.grantBroadcast(send))).toContain("'Stack/Send' is let broadcast by 'Stack/Chat', and its environment can name one API alone, so 'Stack/Other' would take its messages; write a function for each API");
  expect(() => chat.grantBroadcast(send)).not.toThrow();
});

test('anything that sends to a queue can broadcast', () => {
  const stack = testStack();
  const api = webSocketApi(stack);
  new events.Rule(stack, 'Rule', {
    eventPattern: { source: ['com.example.orders'] },
    targets: [new targets.SqsQueue(api.broadcast.queue, { message: events.RuleTargetInput.fromObject({ to: { everyone: true }, data: events.EventField.fromPath('$.detail') }) })],
  });

  template(stack).hasResourceProperties('AWS::Events::Rule', { Targets: [Match.objectLike({ InputTransformer: Match.anyValue() })] });
});

test('a principal can be let manage connections alone', () => {
  const stack = testStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  webSocketApi(stack).grantManageConnections(role);

  expect(statementsOf(stack, 'Role')).toEqual([expect.objectContaining({ Action: 'execute-api:ManageConnections', Resource: [expect.anything(), expect.anything(), expect.anything()] })]);
});

test('a principal can be let connect, by IAM', () => {
  const stack = testStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  const api = webSocketApi(stack);
  api.grantInvoke(role);

  expect(statementsOf(stack, 'Role')).toEqual([expect.objectContaining({
    Action: 'execute-api:Invoke',
    Resource: stack.resolve(stack.formatArn({ service: 'execute-api', resource: api.webSocketApi.apiId, resourceName: 'prod/$connect' })) as object,
  })]);
});

describe('options', () => {
  const made = (props: (stack: Stack) => Partial<RealtimeWebSocketApiProps>) => {
    const stack = testStack(new App());
    webSocketApi(stack, props(stack));
    return stack;
  };

  test('large messages go into a bucket, closed and encrypted, for a day', () => {
    const stack = made(() => ({ broadcast: { offload: { linkLifetime: Duration.hours(1) } } }));

    template(stack).hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: Match.anyValue(),
      LifecycleConfiguration: { Rules: [Match.objectLike({ Prefix: 'messages/', ExpirationInDays: 1, Status: 'Enabled' })] },
    });
    expect(functionOf(stack, 'Posts messages').Environment.Variables).toMatchObject({ REALTIME_OFFLOAD_BUCKET: expect.anything(), REALTIME_LINK_SECONDS: '3600' });
    expect(JSON.stringify(statementsOf(stack, 'ChatBroadcastSender'))).toContain('messages/*');
  });

  test('large messages go into a bucket of the user\'s', () => {
    const stack = made((scope) => ({ broadcast: { offload: { bucket: s3.Bucket.fromBucketName(scope, 'Bucket', 'ours') } } }));

    expect(functionOf(stack, 'Posts messages').Environment.Variables).toMatchObject({ REALTIME_OFFLOAD_BUCKET: 'ours' });
    template(stack).resourceCountIs('AWS::S3::Bucket', 0);
  });

  test('queues can be encrypted by a key of the user\'s', () => {
    const stack = made((scope) => ({ broadcast: { encryptionKey: new kms.Key(scope, 'Key') } }));

    for (const queue of resourcesOf(stack, 'SQS::Queue')) expect(queue.KmsMasterKeyId).toBeDefined();
  });

  test('the alarm rings where the API\'s own do', () => {
    const stack = made((scope) => ({ broadcast: {}, alarms: { actions: [new actions.SnsAction(new sns.Topic(scope, 'Topic'))] } }));

    for (const alarm of resourcesOf(stack, 'CloudWatch::Alarm')) expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Topic/) }]);
  });

  test.each([[2], [1000], [Lazy.number({ produce: () => 7 })]])('%s functions at once are taken', (maxConcurrency) => {
    expect(resourcesOf(made(() => ({ broadcast: { maxConcurrency } })), 'Lambda::EventSourceMapping')).toHaveLength(1);
  });

  test.each<[RealtimeWebSocketApiProps['broadcast'], string]>([
    [{ maxConcurrency: 1 }, 'broadcast.maxConcurrency is 1, and Lambda takes whole numbers from 2 to 1000 for a queue; write one of them, or leave it out for 2'],
    [{ maxConcurrency: 1001 }, 'broadcast.maxConcurrency is 1001'],
    [{ maxConcurrency: 2.5 }, 'broadcast.maxConcurrency is 2.5'],
    [{ offload: { linkLifetime: Duration.seconds(59) } }, 'broadcast.offload.linkLifetime is 59 seconds, and a link is good for whole seconds from 1 minute to 12 hours'],
    [{ offload: { linkLifetime: Duration.seconds(43_201) } }, 'broadcast.offload.linkLifetime is 12 hours 1 second'],
    [{ offload: { linkLifetime: 900 as unknown as Duration } }, 'broadcast.offload.linkLifetime was given 900, which has no unit; write a Duration, as Duration.seconds(900)'],
    [{ offload: { linkLifetime: Duration.seconds(Lazy.number({ produce: () => 900 })) } }, 'broadcast.offload.linkLifetime is only known at deploy time'],
    [false as never, 'broadcast was given false, which switches nothing off; leave broadcast out'],
    [{ concurrency: 5 } as never, "the API was given 'broadcast.concurrency', which nothing reads, so it would be ignored in silence"],
  ])('fails for %j', (broadcast, message) => {
    const stack = testStack();

    expect(errorOf(stack, () => webSocketApi(stack, { broadcast }))).toContain(message);
  });
});
