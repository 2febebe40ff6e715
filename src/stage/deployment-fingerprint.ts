import { createHash } from 'crypto';
import { CfnResource, IResolveContext, Lazy, Stack } from 'aws-cdk-lib';
import { isRecord } from '../intrinsic';
import { replacementTraits } from './replacement-traits';

/**
 * Gives a deployment a new logical id, and so makes it a new deployment, whenever what it is a snapshot of has changed.
 *
 * A deployment never changes: without a new one, CloudFormation updates the API and the stage goes on serving the old snapshot.
 * The API is read as the template has it, so a property that is set through an L1 or an override counts as well; so does whatever replaces a resource
 * that the definition names, such as another name of a function.
 */
export class DeploymentFingerprint {
  private readonly deployment: CfnResource;
  private readonly api: CfnResource;
  private readonly snapshotOf: (properties: Record<string, unknown>) => unknown;
  private sealed?: string;

  /** @param snapshotOf what of the API's properties stands in the snapshot; all else acts at once, or only steers the import */
  public constructor(deployment: CfnResource, api: CfnResource, snapshotOf: (properties: Record<string, unknown>) => unknown) {
    this.deployment = deployment;
    this.api = api;
    this.snapshotOf = snapshotOf;
    const logicalId = Stack.of(deployment).getLogicalId(deployment);
    deployment.overrideLogicalId(Lazy.uncachedString({
      // While the CDK looks for references, the API is not final and its fingerprint is of no use.
      produce: ({ preparing }: IResolveContext) => preparing ? logicalId : `${logicalId}${this.fingerprint()}`,
    }));
  }

  private fingerprint(): string {
    if (this.sealed !== undefined) return this.sealed;
    const snapshot = [this.snapshotOf(propertiesOf(this.api)), ...replacementTraits(Reflect.get(this.api, 'body'), this.api)];
    const fingerprint = createHash('sha256').update(JSON.stringify(snapshot)).digest('hex').slice(0, 32);
    // Nothing changes once the API is locked.
    if (this.deployment.node.locked) this.sealed = fingerprint;
    return fingerprint;
  }
}

/** A resource's properties as the template has them, overrides among them. */
function propertiesOf(resource: CfnResource): Record<string, unknown> {
  const fragment: unknown = Stack.of(resource).resolve(resource._toCloudFormation());
  const [definition] = Object.values((fragment as { Resources: Record<string, unknown> }).Resources);
  return isRecord(definition) && isRecord(definition.Properties) ? definition.Properties : {};
}
