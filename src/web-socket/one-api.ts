import { IConstruct } from 'constructs';

const kept = new WeakMap<IConstruct, IConstruct>();

/** The other API for which a construct is kept; undefined when there is none. */
export function otherApiOf(api: IConstruct, wanted: IConstruct): IConstruct | undefined {
  const other = kept.get(wanted);
  return other !== undefined && other !== api && stands(other) ? other : undefined;
}

/** Keeps a construct for one API: what two would have in common would lead to the connections of the wrong one. */
export function keepFor(api: IConstruct, construct: IConstruct): void {
  kept.set(construct, api);
}

/** One that failed to be made has been taken away again. */
function stands(construct: IConstruct): boolean {
  return construct.node.scope?.node.tryFindChild(construct.node.id) === construct;
}
