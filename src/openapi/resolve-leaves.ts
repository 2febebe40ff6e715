import { Token, isResolvableObject } from 'aws-cdk-lib';

/**
 * Resolves a document leaf by leaf, each distinct one once. A definition names the same few functions and authorizers
 * hundreds of times, and the CDK's own resolution would begin anew each time.
 *
 * Members that are undefined are left out, as the CDK does.
 */
export function resolveLeaves(document: unknown, resolveLeaf: (leaf: unknown) => unknown): unknown {
  // Plain leaves too: most of them stand in every operation, and to look one up is cheaper than to search it for tokens.
  const known = new Map<unknown, unknown>();
  const walk = (value: unknown): unknown => {
    if (isLeaf(value)) {
      let resolved = known.get(value);
      if (resolved === undefined) {
        resolved = isUnresolved(value) ? resolveLeaf(value) : value;
        known.set(value, resolved);
      }
      return resolved;
    }
    if (Array.isArray(value)) return value.map(walk).filter((member) => member !== undefined);
    const members: { [key: string]: unknown } = {};
    for (const key of Object.keys(value as object)) {
      const resolved = walk((value as { [key: string]: unknown })[key]);
      if (resolved !== undefined) members[key] = resolved;
    }
    return members;
  };
  return walk(document);
}

/**
 * The distinct leaves of a document that only a deployment knows: all that the CDK needs to see of it while it looks for references.
 */
export function unresolvedLeaves(document: unknown): unknown[] {
  const leaves = new Set<unknown>();
  const plain = new Set<unknown>();
  const walk = (value: unknown): void => {
    if (!isLeaf(value)) {
      Object.values(value as object).forEach(walk);
    } else if (!plain.has(value)) {
      (isUnresolved(value) ? leaves : plain).add(value);
    }
  };
  walk(document);
  return [...leaves];
}

/** A list that only a deployment knows is one leaf: its single element says nothing by itself. */
function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null || isResolvableObject(value) || (Array.isArray(value) && Token.isUnresolved(value));
}

/** The mark of such a list among other elements is a mistake, which the CDK explains when it resolves it. */
function isUnresolved(leaf: unknown): boolean {
  return Token.isUnresolved(leaf) || (typeof leaf === 'string' && Token.isUnresolved([leaf]));
}
