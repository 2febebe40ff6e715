import { AssemblyMetadata, metadataEntries } from './assembly-metadata';
import { isRecord } from '../intrinsic';
import { Finding } from '../rules/finding';
import { findingId } from '../rules/finding-id';

/** The key of `Validations.ACKNOWLEDGED_RULES_METADATA_KEY`, whose module would load the whole CDK. */
const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';

/** What an app acknowledges in its code, by `Validations.of(construct).acknowledge(...)`, and by the opt-outs of this library's constructs. */
export class AssemblyAcknowledgements {
  private readonly reasons = new Map<string, Map<string, string>>();

  public add(metadata: AssemblyMetadata): void {
    for (const { path, data } of metadataEntries(metadata, ACKNOWLEDGED_RULES)) {
      const reasons = this.reasons.get(path) ?? new Map<string, string>();
      for (const [id, reason] of Object.entries(isRecord(data) ? data : {})) reasons.set(id, String(reason));
      this.reasons.set(path, reasons);
    }
  }

  /** The reason on the finding's construct or above it. */
  public reasonFor(finding: Finding): string | undefined {
    const { ruleId, resource } = finding;
    const whole = `Gatehouse-${ruleId}`;
    const id = findingId(finding);
    const rules = id === undefined ? [whole] : [whole, `${whole}[${id}]`];
    const ids = rules.flatMap((rule) => [`Gatehouse::${rule}`, rule]);
    const steps = resource.constructPath?.split('/') ?? [];
    // Above all of its constructs stands the app itself, whose path is empty.
    for (let count = steps.length; count >= 0; count--) {
      const reasons = this.reasons.get(steps.slice(0, count).join('/'));
      const found = ids.find((candidate) => reasons?.has(candidate));
      if (found !== undefined) return reasons?.get(found);
    }
    return undefined;
  }
}
