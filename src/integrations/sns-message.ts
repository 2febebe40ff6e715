import { ActionParameter } from './action-parameter';
import { MessageAttribute, attributeFields } from './message-attributes';
import { formValue, orNothing } from './velocity-value';

/** What is published. */
export interface SnsMessage {
  readonly message: ActionParameter;
  readonly subject?: ActionParameter;
  readonly groupId?: ActionParameter;
  readonly deduplicationId?: ActionParameter;
  readonly attributes: MessageAttribute[];
}

/**
 * The mapping template of a form that publishes the message. No space or line break may stand in it: it would be part of a value.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * @see https://repost.aws/knowledge-center/api-gateway-proxy-integrate-service
 */
export function publishForm(topicArn: string, { message, subject, groupId, deduplicationId, attributes }: SnsMessage): string {
  const fields = [
    { name: 'Message', value: formValue(message, 'message') },
    ...groupId ? [{ name: 'MessageGroupId', value: formValue(groupId, 'group') }] : [],
    ...deduplicationId ? [{ name: 'MessageDeduplicationId', value: formValue(deduplicationId, 'deduplication') }] : [],
  ];
  const subjectValue = subject && formValue(subject, 'subject');
  // A directive may end in '#end', which Velocity tells from a text only when no letter follows.
  return 'Action=Publish&Version=2010-03-31'
    + [...fields.map(({ value }) => value), ...subjectValue ? [subjectValue] : []].map(({ set }) => set).join('')
    + `&TopicArn=$util.urlEncode('${topicArn}')`
    + fields.map(({ name, value }) => `&${name}=${value.text}`).join('')
    // SNS refuses an empty subject.
    + (subjectValue ? orNothing({ ...subjectValue, text: `&Subject=${subjectValue.text}` }) : '')
    + attributeFields('MessageAttributes.entry', attributes);
}
