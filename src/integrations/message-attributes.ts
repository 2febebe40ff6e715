import { Token } from 'aws-cdk-lib';
import { ActionParameter } from './action-parameter';
import { BindIntegrationOptions } from './integration-contract';
import { formText, formValue } from './velocity-value';

/** An attribute of a message, of the type String. */
export interface MessageAttribute {
  readonly name: string;
  readonly value: ActionParameter;
}

/** What a service takes for the attributes of a message. */
interface MessageAttributeRules {
  readonly service: string;
  /** As many as fit into the message by default. */
  readonly most?: number;
  /** Those of AWS's own names that mean something to the service. */
  readonly ownNames?: RegExp;
}

const NAME_MAX_LENGTH = 256;

/**
 * @throws for attributes that the service refuses, or whose values API Gateway could not read
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function parseMessageAttributes(
  rules: MessageAttributeRules, attributes: { [name: string]: string }, options: BindIntegrationOptions,
): MessageAttribute[] {
  checkNames(rules, Object.keys(attributes), options);
  return Object.entries(attributes).map(([name, text]) => ({ name, value: ActionParameter.parse(text, `message attribute '${name}'`, options) }));
}

/**
 * What prints the attributes as fields of a form. Both services refuse an attribute without a value, and a list with a gap in it, so the numbers are given when the request is there.
 *
 * @param list how the names of the fields begin
 */
export function attributeFields(list: string, attributes: MessageAttribute[]): string {
  if (attributes.length === 0) return '';
  const fields = attributes.map(({ name, value }, index) => {
    const { set, text, present } = formValue(value, `attribute${index}`);
    const prefix = `&${list}.\${number}.`;
    const written = `#set($number = $number + 1)${prefix}Name=${formText(name)}${prefix}Value.DataType=String${prefix}Value.StringValue=${text}`;
    return set + (present ? `#if(${present})${written}#end` : written);
  });
  return `#set($number = 0)${fields.join('')}`;
}

function checkNames({ service, most, ownNames }: MessageAttributeRules, names: string[], { routeKey }: BindIntegrationOptions): void {
  const what = `the message of '${routeKey}' has`;
  if (most !== undefined && names.length > most) {
    throw new Error(`${what} ${names.length} messageAttributes, and ${service} takes ${most}; put the others into the message`);
  }
  for (const name of names) {
    if (Token.isUnresolved(name)) throw new Error(`${what} a message attribute whose name is only known at deploy time, which a mapping template cannot encode; write it out`);
    if (!/^[\w-]+(\.[\w-]+)*$/.test(name) || name.length > NAME_MAX_LENGTH) {
      throw new Error(`${what} the message attribute '${name}', which ${service} refuses; write at most ${NAME_MAX_LENGTH} letters, digits, '_', '-' and single '.' between them`);
    }
    if (/^(aws|amazon)\./i.test(name) && !ownNames?.test(name)) {
      throw new Error(`${what} the message attribute '${name}', and AWS keeps names that begin so for itself; write another, as 'my.${name}'`);
    }
  }
}
