import { createHash } from 'crypto';
import { CfnResource, IResolveContext, Lazy, Stack } from 'aws-cdk-lib';
import { isRecord } from '../intrinsic';
import { replacementTraits } from './replacement-traits';

/**
 * A resource of which a deployment holds a copy.
 */
interface SnapshotPart {
  readonly resource: CfnResource;
  /** Where it names backends, roles and authorizers, unresolved. */
  readonly names: unknown;
  /** What of its properties is in the copy; all else acts at once, or only steers an import. */
  readonly snapshotOf: (properties: Record<string, unknown>) => unknown;
}

/**
 * Gives a deployment a new logical id, and so makes it a new deployment, whenever what it is a snapshot of has changed.
 *
 * A deployment never changes: without a new one, CloudFormation updates the API and the stage goes on serving the old snapshot.
 * Each part of the API is read as the template has it, so a property that is set through an L1 or an override counts as well; so does whatever replaces a resource
 * that a part names, such as another name of a function.
 */
export class DeploymentFingerprint {
  private readonly deployment: CfnResource;
  private readonly parts: () => SnapshotPart[];
  private sealed?: string;

  /** @param parts what the snapshot is made of, asked for whenever the template is written */
  public constructor(deployment: CfnResource, parts: () => SnapshotPart[]) {
    this.deployment = deployment;
    this.parts = parts;
    const logicalId = Stack.of(deployment).getLogicalId(deployment);
    deployment.overrideLogicalId(Lazy.uncachedString({
      // While the CDK looks for references, the API is not final and its fingerprint is of no use.
      produce: ({ preparing }: IResolveContext) => preparing ? logicalId : `${logicalId}${this.fingerprint()}`,
    }));
  }

  private fingerprint(): string {
    if (this.sealed !== undefined) return this.sealed;
    const snapshot = this.parts().flatMap(({ resource, names, snapshotOf }) => [
      snapshotOf(propertiesOf(resource)),
      ...replacementTraits(names, resource),
    ]);
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
