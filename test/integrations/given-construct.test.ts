import { Token, aws_sqs as sqs } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { checkGivenConstruct } from '../../src/integrations/given-construct';
import { Integration } from '../../src/integrations/integration';
import { testStack } from '../rest-api';

/** Every factory that takes a construct, given what only JavaScript lets through. */
const FACTORIES: [string, (given: never) => unknown, string][] = [
  ['Integration.lambdaFunction', (given) => Integration.lambdaFunction(given), 'function, and takes constructs alone; write lambda.Function.fromFunctionArn('],
  ['Integration.sqsQueue', (given) => Integration.sqsQueue(given), 'queue, and takes constructs alone; write sqs.Queue.fromQueueArn('],
  ['Integration.sqsReceive', (given) => Integration.sqsReceive(given), 'queue, and'],
  ['Integration.sqsDelete', (given) => Integration.sqsDelete(given, { receiptHandle: '$request.body.handle' }), 'queue, and'],
  ['Integration.sqsPurge', (given) => Integration.sqsPurge(given), 'queue, and'],
  ['Integration.dynamoDbPut', (given) => Integration.dynamoDbPut(given, { item: { id: '1' } }), 'table, and takes constructs alone; write dynamodb.Table.fromTableArn('],
  ['Integration.dynamoDbGet', (given) => Integration.dynamoDbGet(given, { key: { id: '1' }, attributes: ['id'] }), 'table, and'],
  ['Integration.dynamoDbDelete', (given) => Integration.dynamoDbDelete(given, { key: { id: '1' } }), 'table, and'],
  ['Integration.dynamoDbQuery', (given) => Integration.dynamoDbQuery(given, { partitionKey: { id: '1' }, startAfter: { at: '$request.body.at' }, attributes: ['id'] }), 'table, and'],
  ['Integration.eventBridge', (given) => Integration.eventBridge(given, { source: 's', detailType: 't' }), 'event bus, and takes constructs alone; write events.EventBus.fromEventBusArn('],
  ['Integration.kinesisStream', (given) => Integration.kinesisStream(given), 'stream, and takes constructs alone; write kinesis.Stream.fromStreamArn('],
  ['Integration.stepFunctions', (given) => Integration.stepFunctions(given), 'state machine, and takes constructs alone; write sfn.StateMachine.fromStateMachineArn('],
  ['Integration.stepFunctionsSync', (given) => Integration.stepFunctionsSync(given), 'state machine, and'],
  ['Integration.stepFunctionsStop', (given) => Integration.stepFunctionsStop(given, { executionArn: '$request.body.arn' }), 'state machine, and'],
  ['Integration.appConfig', (given) => Integration.appConfig(given, {}), 'AppConfig environment, and takes constructs alone; write appconfig.Environment.fromEnvironmentArn('],
  ['Integration.privateAlb', (given) => Integration.privateAlb(given), 'listener of an Application Load Balancer, and takes constructs alone; write elbv2.ApplicationListener.from'],
  ['Integration.privateNlb', (given) => Integration.privateNlb(given), 'listener of a Network Load Balancer, and takes constructs alone; write elbv2.NetworkListener.from'],
  ['Integration.cloudMapService', (given) => Integration.cloudMapService(given), 'AWS Cloud Map service, and takes constructs alone; write servicediscovery.Service.from'],
  ['Authorizer.lambdaRequest', (given) => Authorizer.lambdaRequest(given), 'function, and'],
  ['Authorizer.lambdaToken', (given) => Authorizer.lambdaToken(given), 'function, and'],
  ['Authorizer.userPool', (given) => Authorizer.userPool(given), 'user pool, and takes constructs alone; write cognito.UserPool.fromUserPoolArn('],
];

describe.each(FACTORIES)('%s', (factory, make, message) => {
  test.each([undefined, null, '', 'arn:aws:x:eu-west-1:123456789012:y'])('fails for %j in place of a construct', (given) => {
    expect(() => make(given as never)).toThrow(`${factory}() was given '${given}' as its ${message}`);
  });
});

test('an ARN that only a deployment knows fails, and its mark is not shown', () => {
  expect(() => checkGivenConstruct('Integration.sqsQueue()', 'queue', Token.asString({ Ref: 'Arn' }))).toThrow(
    "Integration.sqsQueue() was given '<token>' as its queue, and takes constructs alone; write sqs.Queue.fromQueueArn(this, 'Queue', '<arn>'), or one that this app makes");
});

test('attributes in place of a construct fail', () => {
  expect(() => checkGivenConstruct('Integration.sqsQueue()', 'queue', { queueArn: 'arn' })).toThrow('Integration.sqsQueue() was given an object as its queue, and');
});

test('constructs pass, those of this app and imported ones', () => {
  const stack = testStack();
  for (const queue of [new sqs.Queue(stack, 'Own'), sqs.Queue.fromQueueArn(stack, 'Theirs', Token.asString({ Ref: 'Arn' }))]) {
    expect(() => checkGivenConstruct('Integration.sqsQueue()', 'queue', queue)).not.toThrow();
  }
});
