import { aws_apigateway as apigateway, aws_sqs as sqs } from 'aws-cdk-lib';
import { backendRegion } from './backend-region';
import { BindIntegrationOptions, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';

/**
 * An action on a queue as an HTTP API calls it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export function sqsAction(
  { scope }: BindIntegrationOptions, queue: sqs.IQueue, integrationSubtype: string, parameters: { [name: string]: string },
): RouteIntegrationConfig {
  const region = backendRegion(scope, queue);
  return {
    integrationType: apigateway.IntegrationType.AWS_PROXY,
    integrationSubtype,
    credentialsArn: integrationRole(scope).roleArn,
    requestParameters: { QueueUrl: queue.queueUrl, ...parameters, ...region !== undefined && { Region: region } },
    target: queue,
  };
}
