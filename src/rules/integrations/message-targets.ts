import { ApiType } from '../../api-type';
import { EncryptionKey, encryptionKey, keyPolicyAllows } from '../../reflection/encryption-key';
import { RoleReflection, roleOf } from '../../reflection/role-reflection';
import { RouteReflection } from '../../reflection/route-reflection';
import { ServiceRequest } from '../../reflection/service-request';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

/** What gets the messages of a service, the property that names its key, and what an action has to do with the key. */
const ENCRYPTED: Record<string, { resourceType: string; key: string; noun: string; actions: Record<string, string[]> } | undefined> = {
  sqs: {
    resourceType: 'AWS::SQS::Queue',
    key: 'KmsMasterKeyId',
    noun: 'queue',
    actions: { SendMessage: ['kms:GenerateDataKey', 'kms:Decrypt'], ReceiveMessage: ['kms:Decrypt'] },
  },
  sns: { resourceType: 'AWS::SNS::Topic', key: 'KmsMasterKeyId', noun: 'topic', actions: { Publish: ['kms:GenerateDataKey', 'kms:Decrypt'] } },
  kinesis: { resourceType: 'AWS::Kinesis::Stream', key: 'StreamEncryption.KeyId', noun: 'stream', actions: { PutRecord: ['kms:GenerateDataKey'], PutRecords: ['kms:GenerateDataKey'] } },
};

/** Queues, topics and streams that routes write to. */
export const messageTargets: Rule[] = [
  integrationRule({
    id: 'encrypted-target-no-kms',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'The role of a route may not use the key of what it writes to',
    why: 'Every call ends with KMS.AccessDeniedException: the message can be neither encrypted nor checked.',
    fix: 'allow the role kms:GenerateDataKey and kms:Decrypt on the key',
    snippet: `
      Type: AWS::IAM::Policy
      Properties:
        PolicyDocument:
          Statement:
            - Effect: Allow
              Action: [kms:GenerateDataKey, kms:Decrypt]
              Resource: !GetAtt Key.Arn`,
    docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
  }, (integration, route, { app }) => {
    const request = ServiceRequest.of(integration).value;
    const kind = request && ENCRYPTED[request.service];
    const target = kind && request.resource(kind.resourceType).value;
    const actions = kind?.actions[request?.action.value ?? ''];
    if (!kind || !target || !actions) return undefined;
    const use = { actions, noun: kind.noun, what: `whether '${route.key}' may use the key of its ${kind.noun}` };
    return judge(encryptionKey(target.property(kind.key)), {
      what: use.what,
      place: target.property(kind.key),
      known: (key) => judge(roleOf(app, integration.field('credentials')), {
        what: use.what,
        place: integration.field('credentials'),
        known: (role) => judgeUse(use, key, role, route),
      }),
    });
  }),

  integrationRule({
    id: 'async-buffer-no-dlq',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A queue that a route fills has no dead-letter queue',
    why: 'The caller has long got his answer: a message that nobody can handle comes back again and again, holds up others, and is dropped in the end.',
    fix: 'give the queue a RedrivePolicy',
    snippet: `
      Type: AWS::SQS::Queue
      Properties:
        RedrivePolicy:
          deadLetterTargetArn: !GetAtt FailedOrders.Arn
          maxReceiveCount: 3`,
    docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    related: ['AwsSolutions-SQS3'],
  }, (integration, route) => {
    const request = ServiceRequest.of(integration).value;
    const queue = request?.service === 'sqs' ? request.resource('AWS::SQS::Queue').value : undefined;
    if (!queue || !request?.action.is((action) => action === 'SendMessage')) return undefined;
    return judge(queue.property('RedrivePolicy').presence(), {
      what: `whether the queue of '${route.key}' has a dead-letter queue`,
      place: queue.property('RedrivePolicy'),
      known: () => undefined,
      absent: () => violation(`'${route.key}' sends messages to a queue without a dead-letter queue`),
    });
  }),
];

interface KeyUse {
  readonly actions: string[];
  readonly noun: string;
  readonly what: string;
}

/** Of the role's policies and the key's own one is enough. */
function judgeUse(use: KeyUse, { resource: key }: EncryptionKey, role: RoleReflection, route: RouteReflection): Outcome | undefined {
  const { actions, noun, what } = use;
  const lacking = actions.filter((action) => !role.allows(action).is(Boolean) && !(key && keyPolicyAllows(key, role.resource, action)));
  if (lacking.length === 0) return undefined;
  const hidden = lacking.map((action) => role.allows(action)).find((answer) => answer.isUnknowable);
  if (hidden) return unknown(what, hidden.why);
  if (!key) return unknown(what, 'the policy of the key is not part of the templates');
  return violation(`'${route.key}' writes to an encrypted ${noun}, and its role lacks ${lacking.map((action) => `'${action}'`).join(' and ')}`);
}
