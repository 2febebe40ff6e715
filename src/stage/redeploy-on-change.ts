import { Lazy, Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';

/**
 * Gives a deployment a new logical id, and so makes a new deployment, whenever what it is a snapshot of has changed.
 *
 * A deployment never changes: without a new one, CloudFormation updates the API and the stage goes on serving the old snapshot.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
 */
export function redeployOnChange(deployment: apigateway.Deployment, fingerprint: () => string): void {
  const resource = deployment.node.defaultChild as apigateway.CfnDeployment;
  const logicalId = Stack.of(deployment).getLogicalId(resource);
  resource.overrideLogicalId(Lazy.uncachedString({
    // While the CDK looks for references, a definition is not final and its fingerprint is of no use.
    produce: (context) => context.preparing ? logicalId : `${logicalId}${fingerprint()}`,
  }));
}
