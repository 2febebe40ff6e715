import { aws_sqs as sqs } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { ActionParameter } from './action-parameter';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { BY_HTTP_API_OR_TEMPLATE, checkOffered } from './offered-api-types';
import { httpServiceAction } from './service-action';

/**
 * Which message of a queue is deleted.
 */
export interface SqsDeleteOptions {
  /**
   * Where the request has the receipt handle that came with the message: `$request.body.receiptHandle`, `$request.querystring.receiptHandle`.
   *
   * A handle has slashes and plus signs in it, so it is no good part of a path, and a caller must encode it for a query string.
   */
  readonly receiptHandle: string;
}

/** Deletes a message that was received. */
export class SqsDeleteIntegration implements IRouteIntegration {
  private readonly queue: sqs.IQueue;
  private readonly options: SqsDeleteOptions;

  public constructor(queue: sqs.IQueue, options: SqsDeleteOptions) {
    checkGivenConstruct('Integration.sqsDelete()', 'queue', queue);
    this.queue = queue;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkOffered(options, 'Integration.sqsDelete', [ApiType.HTTP], {
      [ApiType.REST]: BY_HTTP_API_OR_TEMPLATE,
      [ApiType.WEBSOCKET]: 'write a function with the queue as its event source, which deletes what it has sent',
    });
    const receiptHandle = ActionParameter.parse(this.options.receiptHandle, 'receiptHandle', options);
    if (receiptHandle.source === 'literal') {
      throw new Error(`the receiptHandle of '${options.routeKey}' is '${receiptHandle.text}', and SQS gives each message another one; write where the request has it, as '$request.body.receiptHandle'`);
    }

    this.queue.grant(integrationRole(options.scope), 'sqs:DeleteMessage');
    return httpServiceAction(options, this.queue, 'SQS-DeleteMessage', { QueueUrl: this.queue.queueUrl, ReceiptHandle: receiptHandle.text });
  }
}

/** Deletes all messages of a queue. */
export class SqsPurgeIntegration implements IRouteIntegration {
  private readonly queue: sqs.IQueue;

  public constructor(queue: sqs.IQueue) {
    checkGivenConstruct('Integration.sqsPurge()', 'queue', queue);
    this.queue = queue;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkOffered(options, 'Integration.sqsPurge', [ApiType.HTTP], {
      [ApiType.REST]: BY_HTTP_API_OR_TEMPLATE,
      [ApiType.WEBSOCKET]: 'write Integration.lambdaFunction(fn) with a function that purges the queue',
    });
    this.queue.grant(integrationRole(options.scope), 'sqs:PurgeQueue');
    return httpServiceAction(options, this.queue, 'SQS-PurgeQueue', { QueueUrl: this.queue.queueUrl });
  }
}
