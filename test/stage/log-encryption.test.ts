import { Stack, Token, aws_kms as kms } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { letLogsUse } from '../../src/stage/log-encryption';

const log = (scope: Stack) => ({ scope, logGroups: 'audit-*', title: 'audit log', warningId: 'cdk-gatehouse:auditKeyNotGranted' });

test('CloudWatch Logs of this account and region may use a key of the app, for the named log groups', () => {
  const stack = new Stack(undefined, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  letLogsUse(new kms.Key(stack, 'Key'), log(stack));
  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([{
        Effect: 'Allow',
        Principal: { Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
        Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        Resource: '*',
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111122223333:log-group:audit-*']] } } },
      }]),
    },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test.each(['0000', Token.asString({ Ref: 'KeyId' })])('the key %s from elsewhere stays as it is, with a warning that names the log', (resourceName) => {
  const stack = new Stack();
  letLogsUse(kms.Key.fromKeyArn(stack, 'Key', stack.formatArn({ service: 'kms', resource: 'key', resourceName })), log(stack));
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('the encryption key of the audit log is not part of the app.*cdk-gatehouse:auditKeyNotGranted'));
});
