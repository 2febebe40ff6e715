import { Token, isResolvableObject } from 'aws-cdk-lib';

/**
 * Resolves a document leaf by leaf, each distinct one once. A definition names the same few functions and authorizers
 * hundreds of times, and the CDK's own resolution would begin anew each time.
 *
 * Members that are undefined are left out, as the CDK does.
 */
export function resolveLeaves(document: unknown, resolveLeaf: (leaf: unknown) => unknown): unknown {
  const known = new Map<unknown, unknown>();
  const walk = (value: unknown): unknown => {
    if (isLeaf(value)) {
      if (!Token.isUnresolved(value)) return value;
      if (!known.has(value)) known.set(value, resolveLeaf(value));
      return known.get(value);
    }
    if (Array.isArray(value)) return value.map(walk).filter((member) => member !== undefined);
    const members: [string, unknown][] = [];
    for (const [key, member] of Object.entries(value as object)) {
      const resolved = walk(member);
      if (resolved !== undefined) members.push([key, resolved]);
    }
    return Object.fromEntries(members);
  };
  return walk(document);
}

/**
 * The distinct leaves of a document that only a deployment knows: all that the CDK needs to see of it while it looks for references.
 */
export function unresolvedLeaves(document: unknown): unknown[] {
  const leaves = new Set<unknown>();
  resolveLeaves(document, (leaf) => leaves.add(leaf));
  return [...leaves];
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null || isResolvableObject(value);
}
