import { Duration, aws_sqs as sqs } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { ActionParameter } from './action-parameter';
import { MessageTarget, checkFifoRules, isFifo } from './fifo-rules';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { parseMessageAttributes } from './message-attributes';
import { httpServiceAction, mappedServiceAction } from './service-action';
import { SqsMessage, sendMessageForm } from './sqs-message';
import { sqsSeconds } from './sqs-seconds';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const DELAY_MAX_SECONDS = 15 * 60;
const ATTRIBUTES = { service: 'SQS', most: 10 };

/**
 * What message is sent.
 *
 * Values are texts, or references to the request: `$request.body`, `$request.body.x`, `$request.header.x`, `$request.querystring.x`,
 * `$request.path.x`, `$context.x`, `$stageVariables.x`, on every kind of API. Messages of a WebSocket API have neither header, query string nor path.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html#http-api-develop-integrations-aws-services-parameter-mapping
 */
export interface SqsQueueOptions {
  /**
   * The message. SQS refuses an empty one; a REST API takes the body of JSON requests only and answers 415 to others. `$connect` and `$disconnect` of a WebSocket API have no body.
   *
   * @default '$request.body'
   */
  readonly messageBody?: string;

  /**
   * The group within which messages keep their order; of a standard queue, the tenant among whom SQS shares the queue fairly.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
   * @default - none; a FIFO queue needs one
   */
  readonly messageGroupId?: string;

  /**
   * Where the request has what makes the message unique, as `$request.header.Idempotency-Key`, or `$request.body.id` of a WebSocket API: within five minutes SQS delivers only the first of its messages.
   * FIFO queues only.
   *
   * @default - SQS compares contents, where the queue has `contentBasedDeduplication`
   */
  readonly messageDeduplicationId?: string;

  /**
   * How long the message stays hidden, in whole seconds: 0 to 15 minutes. Standard queues only.
   *
   * @default - the queue's own
   */
  readonly delay?: Duration;

  /**
   * Message attributes of the type String, at most ten; one that the request lacks is left out. REST and WebSocket APIs only: AWS does not say how HTTP APIs
   * quote a caller's value in them.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
   * @default - none
   */
  readonly messageAttributes?: { [name: string]: string };
}

/** Sends a message to a queue. */
export class SqsQueueIntegration implements IRouteIntegration {
  private readonly queue: sqs.IQueue;
  private readonly options: SqsQueueOptions;

  public constructor(queue: sqs.IQueue, options: SqsQueueOptions) {
    checkGivenConstruct('Integration.sqsQueue()', 'queue', queue);
    this.queue = queue;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    const message = this.message(options);
    const target = messageTarget(this.queue);
    checkFifoRules(target, message, options);
    if (isFifo(target) && message.delaySeconds !== undefined) {
      throw new Error(`'${options.routeKey}' sends to the FIFO queue '${this.queue.node.path}' with delay, which SQS refuses for a single message there; write deliveryDelay on the queue`);
    }
    const bind = options.apiType === ApiType.HTTP ? bindHttp : bindMapped;
    return bind(this.queue, message, options);
  }

  private message(options: BindIntegrationOptions): SqsMessage {
    const { messageBody = '$request.body', messageGroupId, messageDeduplicationId, delay, messageAttributes = {} } = this.options;
    const parse = (text: string | undefined, name: string) => text === undefined ? undefined : ActionParameter.parse(text, name, options);
    return {
      body: ActionParameter.parse(messageBody, 'messageBody', options),
      groupId: parse(messageGroupId, 'messageGroupId'),
      deduplicationId: parse(messageDeduplicationId, 'messageDeduplicationId'),
      delaySeconds: delay && sqsSeconds(delay, `the delay of '${options.routeKey}'`, DELAY_MAX_SECONDS),
      attributes: parseMessageAttributes(ATTRIBUTES, messageAttributes, options),
    };
  }
}

function messageTarget(queue: sqs.IQueue): MessageTarget {
  const resource = queue.node.defaultChild;
  return {
    kind: 'queue',
    service: 'SQS',
    construct: queue,
    name: queue.queueName,
    ...sqs.CfnQueue.isCfnQueue(resource) && { resource: { fifo: resource.fifoQueue, contentBasedDeduplication: resource.contentBasedDeduplication } },
  };
}

function bindHttp(queue: sqs.IQueue, message: SqsMessage, options: BindIntegrationOptions): RouteIntegrationConfig {
  const { body, groupId, deduplicationId, delaySeconds, attributes } = message;
  if (attributes.length > 0) {
    throw new Error(`the message of '${options.routeKey}' has messageAttributes, and AWS does not say how an HTTP API quotes a caller's value in them; put it into the message, or use GovernedRestApi`);
  }
  queue.grantSendMessages(integrationRole(options.scope));
  return httpServiceAction(options, queue, 'SQS-SendMessage', {
    QueueUrl: queue.queueUrl,
    MessageBody: body.text,
    ...groupId && { MessageGroupId: groupId.text },
    ...deduplicationId && { MessageDeduplicationId: deduplicationId.text },
    ...delaySeconds !== undefined && { DelaySeconds: delaySeconds },
  });
}

/** @see https://repost.aws/knowledge-center/api-gateway-rest-api-sqs-errors */
function bindMapped(queue: sqs.IQueue, message: SqsMessage, options: BindIntegrationOptions): RouteIntegrationConfig {
  const config = mappedServiceAction(options, queue, {
    action: `sqs:path/${queue.env.account}/${queue.queueName}`,
    // SQS answers a form in XML, which no template can read, unless it is asked for JSON: REST APIs do so by themselves.
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...options.apiType === ApiType.WEBSOCKET && { Accept: 'application/json' } },
    request: sendMessageForm(message),
    success: '{"messageId":"$!input.path(\'$.SendMessageResponse.SendMessageResult.MessageId\')"}',
    errorPath: '$.Error.Code',
  });
  queue.grantSendMessages(integrationRole(options.scope));
  return config;
}
