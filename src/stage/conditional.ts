import { isRecord } from '../intrinsic';

/**
 * `Fn::If` in values that a template already spells out: what is changed is changed in both branches, so that neither is lost.
 */
export function mapBranches(value: unknown, change: (branch: unknown, conditional: boolean) => unknown, conditional = false): unknown {
  const branches = branchesOfIf(value);
  if (!branches) return change(value, conditional);
  const [condition, whenTrue, whenFalse] = branches;
  return { 'Fn::If': [condition, mapBranches(whenTrue, change, true) ?? NO_VALUE, mapBranches(whenFalse, change, true) ?? NO_VALUE] };
}

/** What a value may turn out to be: itself, or the ends of its `Fn::If`. */
export function outcomesOf(value: unknown): unknown[] {
  const branches = branchesOfIf(value);
  return branches ? [...outcomesOf(branches[1]), ...outcomesOf(branches[2])] : [value];
}

/** Nothing: not given, or `AWS::NoValue` in a branch. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (isRecord(value) && value.Ref === 'AWS::NoValue');
}

const NO_VALUE = { Ref: 'AWS::NoValue' };

function branchesOfIf(value: unknown): unknown[] | undefined {
  const branches = isRecord(value) ? value['Fn::If'] : undefined;
  return Array.isArray(branches) && branches.length === 3 ? branches : undefined;
}
