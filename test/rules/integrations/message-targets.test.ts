import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, method, restApi, route } from '../resources';

const uri = (action: string): Json => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, `:${action}`]] });

const toTopic: Resources = {
  ...restApi(),
  ...method('POST /pets', {
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Credentials: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Uri: uri('sns:action/Publish'),
      RequestTemplates: { 'application/json': { 'Fn::Sub': "Action=Publish&TopicArn=$util.urlEncode('${Topic}')&Message=$util.urlEncode($input.body)" } },
    },
  }),
};

const toQueue = (subtype = 'SQS-SendMessage'): Resources => ({
  ...httpApi(),
  ...route('POST /pets', {}, {
    IntegrationSubtype: subtype,
    IntegrationUri: undefined,
    PayloadFormatVersion: '1.0',
    CredentialsArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
    RequestParameters: { QueueUrl: { Ref: 'Queue' }, MessageBody: '$request.body' },
  }),
});

const key = (statement: Json = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' }): Resources => (
  { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [statement] } } } }
);

const role = (actions: Json): Resources => ({
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
      Policies: [{ PolicyName: 'Send', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } }],
    },
  },
});

const byKey: Json = { 'Fn::GetAtt': ['Key', 'Arn'] };

describeRule('encrypted-target-no-kms', {
  template: (actions) => ({ ...toQueue(), ...key(), ...role(actions), Queue: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: byKey } } }),
  passes: [['sqs:SendMessage', 'kms:GenerateDataKey', 'kms:Decrypt'], 'kms:*', '*', ['kms:GenerateDataKey*', 'kms:Dec*']],
  fails: [['sqs:SendMessage'], 'kms:Encrypt'],
  message: "'POST /pets' writes to an encrypted queue, and its role lacks 'kms:GenerateDataKey' and 'kms:Decrypt'",
  unknown: [UNKNOWN],
});

describeRule('encrypted-target-no-kms', {
  template: (id) => ({ ...toTopic, ...key(), ...role(['sns:Publish', 'kms:Decrypt']), Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: id } } }),
  passes: ['alias/aws/sns', undefined],
  fails: [byKey, { Ref: 'Key' }],
  message: "'POST /pets' writes to an encrypted topic, and its role lacks 'kms:GenerateDataKey'",
  unknown: [UNKNOWN, 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
}, 'by the key of a topic');

describeRule('encrypted-target-no-kms', {
  template: (principal: Json) => ({
    ...toQueue(),
    ...key({ Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:*', Resource: '*' }),
    ...role('sqs:SendMessage'),
    Queue: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: byKey } },
  }),
  passes: [{ 'Fn::GetAtt': ['Role', 'Arn'] }],
  fails: ['arn:aws:iam::123456789012:role/other'],
  message: "'POST /pets' writes to an encrypted queue, and its role lacks 'kms:GenerateDataKey' and 'kms:Decrypt'",
  unknown: 'a principal that cannot be known is most likely no role of an API',
}, 'by the policy of the key');

describeRule('encrypted-target-no-kms', {
  template: (subtype: string) => ({ ...toQueue(subtype), ...key(), ...role('sqs:*'), Queue: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: byKey } } }),
  passes: ['SQS-PurgeQueue', 'SQS-DeleteMessage'],
  fails: ['SQS-ReceiveMessage'],
  message: "'POST /pets' writes to an encrypted queue, and its role lacks 'kms:Decrypt'",
  unknown: 'the action is known here',
}, 'by the action');

describeRule('async-buffer-no-dlq', {
  template: (policy) => ({ ...toQueue(), ...role('sqs:SendMessage'), Queue: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: policy } } }),
  passes: [{ deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:failed', maxReceiveCount: 3 }],
  fails: [undefined],
  message: "'POST /pets' sends messages to a queue without a dead-letter queue",
  unknown: [UNKNOWN],
});

describeRule('async-buffer-no-dlq', {
  template: (subtype: string) => ({ ...toQueue(subtype), ...role('sqs:*'), Queue: { Type: 'AWS::SQS::Queue' } }),
  passes: ['SQS-ReceiveMessage', 'SQS-PurgeQueue'],
  fails: ['SQS-SendMessage'],
  message: "'POST /pets' sends messages to a queue without a dead-letter queue",
  unknown: 'the action is known here',
}, 'by the action');
