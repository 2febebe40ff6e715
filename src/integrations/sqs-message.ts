import { ActionParameter } from './action-parameter';
import { MessageAttribute, attributeFields } from './message-attributes';
import { formValue } from './velocity-value';

/** A message, before any kind of API says it in its own way. */
export interface SqsMessage {
  readonly body: ActionParameter;
  readonly groupId?: ActionParameter;
  readonly deduplicationId?: ActionParameter;
  readonly delaySeconds?: string;
  readonly attributes: MessageAttribute[];
}

/**
 * The mapping template of a form that sends the message. No space or line break may stand in it: it would be part of a value.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export function sendMessageForm({ body, groupId, deduplicationId, delaySeconds, attributes }: SqsMessage): string {
  const fields = [
    { name: 'MessageBody', ...formValue(body, 'body') },
    ...groupId ? [{ name: 'MessageGroupId', ...formValue(groupId, 'group') }] : [],
    ...deduplicationId ? [{ name: 'MessageDeduplicationId', ...formValue(deduplicationId, 'deduplication') }] : [],
    ...delaySeconds === undefined ? [] : [{ name: 'DelaySeconds', set: '', text: delaySeconds }],
  ];
  // A directive may end in '#end', which Velocity tells from a text only when no letter follows.
  return 'Action=SendMessage&Version=2012-11-05'
    + fields.map(({ set }) => set).join('')
    + fields.map(({ name, text }) => `&${name}=${text}`).join('')
    + attributeFields('MessageAttribute', attributes);
}
