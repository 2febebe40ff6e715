import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * The logical ids that the CDK writes into `DependsOn` of each resource when it synthesizes, because a construct around it depends on another.
 *
 * Before that they are nowhere in what a resource renders.
 */
export function constructDependencies(root: IConstruct): Map<CfnResource, Set<string>> {
  const found = new Map<CfnResource, Set<string>>();
  for (const construct of root.node.findAll()) {
    const targets = construct.node.dependencies.flatMap(resourcesIn);
    if (targets.length === 0) continue;
    for (const source of resourcesIn(construct)) {
      const ids = found.get(source) ?? new Set();
      const stack = Stack.of(source);
      for (const target of targets) if (target !== source && Stack.of(target) === stack) ids.add(stack.resolve(target.logicalId) as string);
      found.set(source, ids);
    }
  }
  return found;
}

function resourcesIn(construct: IConstruct): CfnResource[] {
  return construct.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each));
}
