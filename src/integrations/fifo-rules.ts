import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ActionParameter, exampleReference, repeatIdReference } from './action-parameter';
import { BindIntegrationOptions } from './integration-contract';

/** What takes messages, in order or not, as far as the app knows it. */
export interface MessageTarget {
  readonly kind: 'queue' | 'topic';
  readonly service: 'SQS' | 'SNS';
  readonly construct: IConstruct & { readonly fifo?: boolean };
  readonly name: string;
  /** What its resource says, where this app makes it. */
  readonly resource?: { readonly fifo: unknown; readonly contentBasedDeduplication: unknown };
}

/** What keeps messages in order, and tells repeated ones. */
interface FifoIds {
  readonly groupId?: ActionParameter;
  readonly deduplicationId?: ActionParameter;
}

/** Letters, digits and punctuation of ASCII. */
const ID = /^[\x21-\x7e]{1,128}$/;

/**
 * @throws for a message that a FIFO queue or topic refuses, or a standard one
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function checkFifoRules(target: MessageTarget, { groupId, deduplicationId }: FifoIds, options: BindIntegrationOptions): void {
  const { kind, service } = target;
  checkId(groupId, 'messageGroupId', target, options);
  checkId(deduplicationId, 'messageDeduplicationId', target, options);
  if (deduplicationId?.source === 'literal') {
    throw new Error(`the messageDeduplicationId of '${options.routeKey}' is '${deduplicationId.text}' for every message, so ${service} would deliver one in five minutes and drop the others; `
      + `write where the request has it, as '${repeatIdReference(options)}'`);
  }

  const fifo = isFifo(target);
  const given = `'${options.routeKey}' sends to the ${fifo ? 'FIFO' : 'standard'} ${kind} '${target.construct.node.path}'`;
  if (fifo === false && deduplicationId) throw new Error(`${given} with messageDeduplicationId, which only FIFO ${kind}s take; leave it out, or make the ${kind} with fifo: true`);
  if (!fifo) return;
  if (!groupId) throw new Error(`${given} without messageGroupId, and ${service} refuses such messages; write messageGroupId: '${exampleReference(options)}', of what must stay in order`);
  if (!deduplicationId && !mayCompareContents(target)) {
    throw new Error(`${given} without messageDeduplicationId, and ${service} refuses such messages as the ${kind} does not compare contents; `
      + `write messageDeduplicationId: '${repeatIdReference(options)}', or contentBasedDeduplication: true on the ${kind}`);
  }
}

/** Undefined when only a deployment knows: an imported queue or topic says false then. */
export function isFifo({ construct, name, resource }: MessageTarget): boolean | undefined {
  if (construct.fifo) return true;
  if (!resource) return Token.isUnresolved(name) ? undefined : false;
  return Token.isUnresolved(resource.fifo) ? undefined : resource.fifo === true;
}

/** Whether it makes out repeated messages by itself, or may. */
function mayCompareContents({ resource }: MessageTarget): boolean {
  return !resource || Token.isUnresolved(resource.contentBasedDeduplication) || resource.contentBasedDeduplication === true;
}

function checkId(id: ActionParameter | undefined, name: string, { service }: MessageTarget, { routeKey }: BindIntegrationOptions): void {
  if (id?.source !== 'literal' || ID.test(id.text)) return;
  throw new Error(`the ${name} of '${routeKey}' is '${id.text}', which ${service} refuses; write 1 to 128 letters, digits and punctuation marks of ASCII, without spaces`);
}
