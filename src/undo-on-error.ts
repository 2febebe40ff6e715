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

/**
 * Decorates a construct: when its constructor throws, the construct is taken out of its scope again, with all that it had created under itself.
 */
export function undoneOnError<C extends new (scope: Construct, id: string, props: never) => Construct>(constructClass: C): C {
  // A proxy and not a subclass: name, statics and prototype stay those of the class.
  return new Proxy(constructClass, {
    construct: (target, args, newTarget): Construct => {
      const [scope, id] = args as [Construct, string];
      const taken = scope.node.tryFindChild(id) !== undefined;
      try {
        return Reflect.construct(target, args, newTarget);
      } catch (error) {
        // A second construct of one id fails too, and the first one stays.
        if (!taken) scope.node.tryRemoveChild(id);
        throw error;
      }
    },
  });
}
