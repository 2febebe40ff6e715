import { Construct } from 'constructs';

/**
 * Runs a step that creates constructs under `scope`; when it throws, what it created is taken away again.
 */
export function undoOnError<T>(scope: Construct, step: () => T): T {
  const before = new Set(scope.node.children);
  try {
    return step();
  } catch (error) {
    for (const child of scope.node.children) {
      if (!before.has(child)) scope.node.tryRemoveChild(child.node.id);
    }
    throw error;
  }
}
