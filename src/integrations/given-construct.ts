import { Token } from 'aws-cdk-lib';

/** What an integration or an authorizer is made for, and how one that is not of this app becomes a construct. */
const IMPORTS = {
  'function': "lambda.Function.fromFunctionArn(this, 'Function', '<arn>')",
  'queue': "sqs.Queue.fromQueueArn(this, 'Queue', '<arn>')",
  'topic': "sns.Topic.fromTopicArn(this, 'Topic', '<arn>')",
  'event bus': "events.EventBus.fromEventBusArn(this, 'Bus', '<arn>')",
  'table': "dynamodb.Table.fromTableArn(this, 'Table', '<arn>')",
  'stream': "kinesis.Stream.fromStreamArn(this, 'Stream', '<arn>')",
  'state machine': "sfn.StateMachine.fromStateMachineArn(this, 'StateMachine', '<arn>')",
  'AppConfig environment': "appconfig.Environment.fromEnvironmentArn(this, 'Environment', '<arn>')",
  'listener of an Application Load Balancer': "elbv2.ApplicationListener.fromApplicationListenerAttributes(this, 'Listener', { listenerArn, securityGroup })",
  'listener of a Network Load Balancer': "elbv2.NetworkListener.fromNetworkListenerArn(this, 'Listener', '<arn>')",
  'AWS Cloud Map service': "servicediscovery.Service.fromServiceAttributes(this, 'Service', { ... })",
  'client certificate': "new apigateway.CfnClientCertificate(this, 'Certificate')",
  'user pool': "cognito.UserPool.fromUserPoolArn(this, 'Pool', '<arn>')",
} as const;

/**
 * The compiler knows that a construct is wanted, and JavaScript and a missing environment variable do not.
 *
 * @throws when it is nothing, or an ARN
 */
export function checkGivenConstruct(factory: string, kind: keyof typeof IMPORTS, given: unknown): void {
  if (typeof given === 'object' && given !== null && 'node' in given) return;
  throw new Error(`${factory} was given ${shown(given)} as its ${kind}, and takes constructs alone; write ${IMPORTS[kind]}, or one that this app makes`);
}

function shown(given: unknown): string {
  if (Token.isUnresolved(given)) return '\'<token>\'';
  return typeof given === 'object' && given !== null ? 'an object' : `'${String(given)}'`;
}
