import { CfnResource, Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DeploymentFingerprint } from './deployment-fingerprint';

/** What of an API acts at once, or only steers the import; all else is in the snapshot. */
const NOT_IN_SNAPSHOT = ['Tags', 'FailOnWarnings', 'Mode'];

/**
 * A deployment of a REST API that is a new one whenever what it is a snapshot of has changed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
 */
export class RestDeployment extends apigateway.Deployment {
  private readonly added: unknown[] = [];

  public constructor(scope: Construct, id: string, api: apigateway.SpecRestApi) {
    super(scope, id, { api, retainDeployments: true });
    const resource = api.node.defaultChild as apigateway.CfnRestApi;
    new DeploymentFingerprint(this.node.defaultChild as CfnResource, () => [{
      resource,
      names: resource.body,
      snapshotOf: (properties) => [
        Object.entries(properties).filter(([name]) => !NOT_IN_SNAPSHOT.includes(name)),
        Stack.of(this).resolve(this.added),
      ],
    }]);
  }

  public override addToLogicalId(data: unknown): void {
    this.added.push(data);
  }
}
