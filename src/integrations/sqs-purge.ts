import { aws_sqs as sqs } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { checkOffered } from './offered-api-types';
import { sqsAction } from './sqs-action';

/** Deletes all messages of a queue. */
export class SqsPurgeIntegration implements IRouteIntegration {
  private readonly queue: sqs.IQueue;

  public constructor(queue: sqs.IQueue) {
    this.queue = queue;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkOffered(options, 'Integration.sqsPurge', [ApiType.HTTP]);
    this.queue.grant(integrationRole(options.scope), 'sqs:PurgeQueue');
    return sqsAction(options, this.queue, 'SQS-PurgeQueue', {});
  }
}
