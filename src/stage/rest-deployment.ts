import { createHash } from 'crypto';
import { CfnResource, Lazy, Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { isRecord } from '../intrinsic';

/** What of an API acts at once, or only steers the import; all else is in the snapshot. */
const NOT_IN_SNAPSHOT = ['Tags', 'FailOnWarnings', 'Mode'];

/**
 * A deployment that has a new logical id, and so is a new deployment, whenever what it is a snapshot of has changed.
 *
 * A deployment never changes: without a new one, CloudFormation updates the API and the stage goes on serving the old snapshot.
 * The API is read as the template has it, so a property that is set through an L1 or an override counts as well.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html
 */
export class RestDeployment extends apigateway.Deployment {
  private readonly restApi: CfnResource;
  private readonly added: unknown[] = [];
  private sealed?: string;

  public constructor(scope: Construct, id: string, api: apigateway.SpecRestApi) {
    super(scope, id, { api, retainDeployments: true });
    this.restApi = api.node.defaultChild as CfnResource;
    const deployment = this.node.defaultChild as apigateway.CfnDeployment;
    const logicalId = Stack.of(this).getLogicalId(deployment);
    deployment.overrideLogicalId(Lazy.uncachedString({
      // While the CDK looks for references, the API is not final and its fingerprint is of no use.
      produce: (context) => context.preparing ? logicalId : `${logicalId}${this.fingerprint()}`,
    }));
  }

  public override addToLogicalId(data: unknown): void {
    this.added.push(data);
  }

  private fingerprint(): string {
    if (this.sealed !== undefined) return this.sealed;
    const stack = Stack.of(this);
    const snapshot = Object.entries(propertiesOf(this.restApi)).filter(([name]) => !NOT_IN_SNAPSHOT.includes(name));
    const fingerprint = createHash('sha256').update(JSON.stringify([snapshot, stack.resolve(this.added)])).digest('hex').slice(0, 32);
    // Nothing changes once the API is locked.
    if (this.node.locked) this.sealed = fingerprint;
    return fingerprint;
  }
}

/** A resource's properties as the template has them, overrides among them. */
function propertiesOf(resource: CfnResource): Record<string, unknown> {
  const fragment: unknown = Stack.of(resource).resolve(resource._toCloudFormation());
  const [definition] = Object.values((fragment as { Resources: Record<string, unknown> }).Resources);
  return isRecord(definition) && isRecord(definition.Properties) ? definition.Properties : {};
}
