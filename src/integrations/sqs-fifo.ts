import { Token, aws_sqs as sqs } from 'aws-cdk-lib';
import { ActionParameter } from './action-parameter';
import { BindIntegrationOptions } from './integration-contract';
import { SqsMessage } from './sqs-message';

/** Letters, digits and punctuation of ASCII. */
const ID = /^[\x21-\x7e]{1,128}$/;

/**
 * @throws for a message that a FIFO queue refuses, or a standard queue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function checkFifoRules(
  queue: sqs.IQueue, { groupId, deduplicationId, delaySeconds }: SqsMessage, { routeKey }: BindIntegrationOptions,
): void {
  checkId(groupId, 'messageGroupId', routeKey);
  checkId(deduplicationId, 'messageDeduplicationId', routeKey);
  if (deduplicationId?.source === 'literal') {
    throw new Error(`the messageDeduplicationId of '${routeKey}' is '${deduplicationId.text}' for every message, so SQS would deliver one in five minutes and drop the others; `
      + 'write where the request has it, as \'$request.header.Idempotency-Key\'');
  }

  const fifo = isFifo(queue);
  const given = `'${routeKey}' sends to the ${fifo ? 'FIFO' : 'standard'} queue '${queue.node.path}'`;
  if (fifo === false && deduplicationId) throw new Error(`${given} with messageDeduplicationId, which only FIFO queues take; leave it out, or make the queue with fifo: true`);
  if (!fifo) return;
  if (!groupId) throw new Error(`${given} without messageGroupId, and SQS refuses such messages; write messageGroupId: '$request.body.x', of what must stay in order`);
  if (delaySeconds !== undefined) throw new Error(`${given} with delay, which SQS refuses for a single message there; write deliveryDelay on the queue`);
  if (!deduplicationId && !mayCompareContents(queue)) {
    throw new Error(`${given} without messageDeduplicationId, and SQS refuses such messages as the queue does not compare contents; `
      + 'write messageDeduplicationId: \'$request.header.Idempotency-Key\', or contentBasedDeduplication: true on the queue');
  }
}

function checkId(id: ActionParameter | undefined, name: string, routeKey: string): void {
  if (id?.source !== 'literal' || ID.test(id.text)) return;
  throw new Error(`the ${name} of '${routeKey}' is '${id.text}', which SQS refuses; write 1 to 128 letters, digits and punctuation marks of ASCII, without spaces`);
}

/** Undefined when only a deployment knows: an imported queue says false then. */
function isFifo(queue: sqs.IQueue): boolean | undefined {
  if (queue.fifo) return true;
  const resource = queueResource(queue);
  if (!resource) return Token.isUnresolved(queue.queueName) ? undefined : false;
  return Token.isUnresolved(resource.fifoQueue) ? undefined : resource.fifoQueue === true;
}

/** Whether the queue makes out repeated messages by itself, or may. */
function mayCompareContents(queue: sqs.IQueue): boolean {
  const resource = queueResource(queue);
  return !resource || Token.isUnresolved(resource.contentBasedDeduplication) || resource.contentBasedDeduplication === true;
}

function queueResource(queue: sqs.IQueue): sqs.CfnQueue | undefined {
  const resource = queue.node.defaultChild;
  return sqs.CfnQueue.isCfnQueue(resource) ? resource : undefined;
}
