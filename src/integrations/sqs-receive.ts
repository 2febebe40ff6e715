import { Duration, Token, aws_sqs as sqs } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { BY_HTTP_API_OR_TEMPLATE, checkOffered } from './offered-api-types';
import { httpServiceAction } from './service-action';
import { numberText, sqsSeconds } from './sqs-seconds';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const MESSAGES_MAX = 10;
const WAIT_MAX_SECONDS = 20;
const VISIBILITY_MAX_SECONDS = 12 * 60 * 60;

/**
 * How messages are taken from a queue.
 */
export interface SqsReceiveOptions {
  /**
   * How many messages one call gets at most: 1 to 10.
   *
   * @default - SQS's own, 1
   */
  readonly maxNumberOfMessages?: number;

  /**
   * For how long nobody else sees the messages, in whole seconds: 0 to 12 hours. Those not deleted by then come back.
   *
   * @default - the queue's own
   */
  readonly visibilityTimeout?: Duration;

  /**
   * How long SQS waits for a message to come, in whole seconds: 0 to 20.
   *
   * @default - the queue's own
   */
  readonly waitTime?: Duration;
}

/** Hands the messages of a queue to the caller. */
export class SqsReceiveIntegration implements IRouteIntegration {
  private readonly queue: sqs.IQueue;
  private readonly options: SqsReceiveOptions;

  public constructor(queue: sqs.IQueue, options: SqsReceiveOptions) {
    checkGivenConstruct('Integration.sqsReceive()', 'queue', queue);
    this.queue = queue;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkOffered(options, 'Integration.sqsReceive', [ApiType.HTTP], {
      [ApiType.REST]: BY_HTTP_API_OR_TEMPLATE,
      [ApiType.WEBSOCKET]: 'write a function with the queue as its event source, which sends the messages through the connection',
    });
    const { maxNumberOfMessages: messages, visibilityTimeout, waitTime } = this.options;
    const of = `of '${options.routeKey}'`;
    if (messages !== undefined && !Token.isUnresolved(messages) && (!Number.isInteger(messages) || messages < 1 || messages > MESSAGES_MAX)) {
      throw new Error(`the maxNumberOfMessages ${of} is ${messages}, which SQS refuses; write a whole number from 1 to ${MESSAGES_MAX}`);
    }
    const parameters = {
      QueueUrl: this.queue.queueUrl,
      ...messages !== undefined && { MaxNumberOfMessages: numberText(messages) },
      ...visibilityTimeout && { VisibilityTimeout: sqsSeconds(visibilityTimeout, `the visibilityTimeout ${of}`, VISIBILITY_MAX_SECONDS) },
      ...waitTime && { WaitTimeSeconds: sqsSeconds(waitTime, `the waitTime ${of}`, WAIT_MAX_SECONDS) },
    };

    // The queue's own grantConsumeMessages would also allow to delete.
    const role = integrationRole(options.scope);
    this.queue.grant(role, 'sqs:ReceiveMessage');
    this.queue.encryptionMasterKey?.grantDecrypt(role);
    return httpServiceAction(options, this.queue, 'SQS-ReceiveMessage', parameters);
  }
}
