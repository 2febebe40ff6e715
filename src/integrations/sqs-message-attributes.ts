import { Token } from 'aws-cdk-lib';
import { BindIntegrationOptions } from './integration-contract';

const ATTRIBUTES_MAX = 10;
const NAME_MAX_LENGTH = 256;

/**
 * @throws for names that SQS refuses
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function checkMessageAttributeNames(names: string[], { routeKey }: BindIntegrationOptions): void {
  const what = `the message of '${routeKey}' has`;
  if (names.length > ATTRIBUTES_MAX) {
    throw new Error(`${what} ${names.length} messageAttributes, and SQS takes ${ATTRIBUTES_MAX}; put the others into the message`);
  }
  for (const name of names) {
    if (Token.isUnresolved(name)) throw new Error(`${what} a message attribute whose name is only known at deploy time, which a mapping template cannot encode; write it out`);
    if (!/^[\w-]+(\.[\w-]+)*$/.test(name) || name.length > NAME_MAX_LENGTH) {
      throw new Error(`${what} the message attribute '${name}', which SQS refuses; write at most ${NAME_MAX_LENGTH} letters, digits, '_', '-' and single '.' between them`);
    }
    if (/^(aws|amazon)\./i.test(name)) throw new Error(`${what} the message attribute '${name}', and AWS keeps names that begin so for itself; write another, as 'my.${name}'`);
  }
}
