import { Duration, Token, aws_kms as kms, aws_sqs as sqs } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ApiType } from '../../src/api-type';
import { IRouteIntegration } from '../../src/integrations/integration-contract';
import { SqsDeleteIntegration, SqsPurgeIntegration } from '../../src/integrations/sqs-delete';
import { SqsReceiveIntegration, SqsReceiveOptions } from '../../src/integrations/sqs-receive';
import { bindOptions, errorOf, template, testStack } from '../rest-api';

const ROUTE_KEY = 'POST /pets/{id}';

type Make = (queue: sqs.IQueue) => IRouteIntegration;

const receive = (options: SqsReceiveOptions = {}): Make => (queue) => new SqsReceiveIntegration(queue, options);
const deletes = (receiptHandle: string): Make => (queue) => new SqsDeleteIntegration(queue, { receiptHandle });
const purge: Make = (queue) => new SqsPurgeIntegration(queue);

function bind(make: Make, queue?: sqs.IQueue, stack = testStack()) {
  const target = queue ?? new sqs.Queue(stack, 'Queue');
  const config = make(target).bindIntegration({ ...bindOptions(stack, ROUTE_KEY), apiType: ApiType.HTTP });
  return { stack, target, config, parameters: stack.resolve(config.requestParameters) as { [name: string]: unknown } };
}

function failure(make: Make, apiType = ApiType.HTTP, routeKey = ROUTE_KEY): string {
  const stack = testStack();
  const integration = make(new sqs.Queue(stack, 'Queue'));
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, routeKey), apiType }));
}

const ACTIONS: [string, Make, string][] = [
  ['SQS-ReceiveMessage', receive(), 'sqs:ReceiveMessage'],
  ['SQS-DeleteMessage', deletes('$request.body.handle'), 'sqs:DeleteMessage'],
  ['SQS-PurgeQueue', purge, 'sqs:PurgeQueue'],
];

describe.each(ACTIONS)('%s', (subtype, make, action) => {
  test('is called by the role of the API, which may do nothing else', () => {
    const { stack, target, config } = bind(make);
    expect(config).toMatchObject({ integrationType: 'AWS_PROXY', integrationSubtype: subtype });
    expect(config.target).toBe(target);
    expect(stack.resolve(config.credentialsArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] });
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: action, Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] } }] },
    });
  });

  test('names the queue, and its region when that is another one', () => {
    const stack = testStack();
    expect(bind(make).parameters).toMatchObject({ QueueUrl: { Ref: expect.stringMatching(/^Queue/) as string } });
    expect(bind(make).parameters).not.toHaveProperty('Region');
    expect(bind(make, sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:123456789012:jobs'), stack).parameters).toMatchObject({ Region: 'eu-west-1' });
    const region = { 'Fn::Select': [3, { 'Fn::Split': [':', { Ref: 'Arn' }] }] };
    expect(bind(make, sqs.Queue.fromQueueArn(stack, 'Late', Token.asString({ Ref: 'Arn' })), stack).parameters).toMatchObject({ Region: region });
  });

  test('fails on REST and WebSocket APIs', () => {
    expect(failure(make, ApiType.REST)).toMatch(/^'POST \/pets\/\{id\}' was given Integration\.sqs\w+\(\), which is offered on HTTP APIs only; use LeanHttpApi, or write Integration\.custom\(/);
    expect(failure(make, ApiType.WEBSOCKET)).toMatch(/^'POST \/pets\/\{id\}' was given Integration\.sqs\w+\(\), which is offered on HTTP APIs only; write (a function with the queue as its event source|Integration\.lambdaFunction\(fn\))/);
  });
});

test('the actions of one API share a role', () => {
  const stack = testStack();
  const queue = new sqs.Queue(stack, 'Queue');
  for (const [, make] of ACTIONS) bind(make, queue, stack);
  template(stack).resourceCountIs('AWS::IAM::Role', 1);
});

describe('Integration.sqsReceive', () => {
  test('leaves everything to SQS by default', () => {
    expect(Object.keys(bind(receive()).parameters)).toEqual(['QueueUrl']);
  });

  test.each<[SqsReceiveOptions, object]>([
    [{ maxNumberOfMessages: 1, visibilityTimeout: Duration.seconds(0), waitTime: Duration.seconds(0) }, { MaxNumberOfMessages: '1', VisibilityTimeout: '0', WaitTimeSeconds: '0' }],
    [{ maxNumberOfMessages: 10, visibilityTimeout: Duration.hours(12), waitTime: Duration.seconds(20) }, { MaxNumberOfMessages: '10', VisibilityTimeout: '43200', WaitTimeSeconds: '20' }],
    [{ maxNumberOfMessages: Token.asNumber({ Ref: 'Max' }), waitTime: Duration.seconds(Token.asNumber({ Ref: 'Wait' })) }, { MaxNumberOfMessages: { Ref: 'Max' }, WaitTimeSeconds: { Ref: 'Wait' } }],
  ])('takes %j', (options, parameters) => {
    expect(bind(receive(options)).parameters).toMatchObject(parameters);
  });

  test.each([0, 11, 1.5, -1, NaN])('fails for %d messages', (maxNumberOfMessages) => {
    expect(failure(receive({ maxNumberOfMessages }))).toBe(`the maxNumberOfMessages of 'POST /pets/{id}' is ${maxNumberOfMessages}, which SQS refuses; write a whole number from 1 to 10`);
  });

  test('fails for durations beyond what SQS takes', () => {
    expect(failure(receive({ waitTime: Duration.seconds(21) }))).toBe("the waitTime of 'POST /pets/{id}' is 21 seconds, which SQS refuses; write whole seconds from 0 to 20");
    expect(failure(receive({ visibilityTimeout: Duration.seconds(43201) }))).toBe("the visibilityTimeout of 'POST /pets/{id}' is 43201 seconds, which SQS refuses; write whole seconds from 0 to 43200");
    expect(failure(receive({ waitTime: Duration.millis(500) }))).toContain('is 0.5 seconds, which SQS refuses');
  });

  test('lets the role decrypt the messages of an encrypted queue', () => {
    const stack = testStack();
    bind(receive(), new sqs.Queue(stack, 'Queue', { encryptionMasterKey: new kms.Key(stack, 'Key') }), stack);
    template(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt' })]) } });
  });
});

describe('Integration.sqsDelete', () => {
  test.each(['$request.body.handle', '$request.querystring.handle', '$request.header.X-Handle', '$request.path.id', Token.asString({ Ref: 'Handle' })])('takes the receipt handle from %s', (receiptHandle) => {
    expect(bind(deletes(receiptHandle)).config.requestParameters).toHaveProperty('ReceiptHandle', receiptHandle);
  });

  test.each<[string, string]>([
    ['AQEB', "the receiptHandle of 'POST /pets/{id}' is 'AQEB', and SQS gives each message another one; write where the request has it, as '$request.body.receiptHandle'"],
    ['', "the receiptHandle of 'POST /pets/{id}' is empty"],
    ['$request.handle', "the receiptHandle of 'POST /pets/{id}' is '$request.handle', which API Gateway cannot read"],
    ['$request.path.handle', "but the route has no path parameter '{handle}'; write '$request.path.id'"],
  ])('fails for the receipt handle %j', (receiptHandle, message) => {
    expect(failure(deletes(receiptHandle))).toContain(message);
  });

  test.each(['GET', 'HEAD'])('fails for a receipt handle in the body of a %s request', (method) => {
    expect(failure(deletes('$request.body.receiptHandle'), ApiType.HTTP, `${method} /pets`))
      .toContain(`the receiptHandle of '${method} /pets' is '$request.body.receiptHandle', and a ${method} request has no body; write a route of POST, or`);
  });
});
