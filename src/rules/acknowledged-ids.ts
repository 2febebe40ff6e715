import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isRecord } from '../intrinsic';

/** Whether an id is acknowledged on a construct or above it. */
export function acknowledgedIds(root: IConstruct): (constructPath: string, id: string) => boolean {
  const byPath = new Map<string, Set<string>>();
  for (const construct of root.node.findAll()) {
    const ids = construct.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => isRecord(data) ? Object.keys(data) : []);
    if (ids.length > 0) byPath.set(construct.node.path, new Set(ids));
  }
  return (constructPath, id) => {
    const steps = constructPath.split('/');
    return steps.some((_, index) => byPath.get(steps.slice(0, steps.length - index).join('/'))?.has(id)) || byPath.get('')?.has(id) === true;
  };
}
