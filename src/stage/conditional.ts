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

/** Only known at deploy time: `Ref`, `Fn::FindInMap`, … */
export function isIntrinsic(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}

/** An object with keys of its own, rather than a list, a plain value or nothing. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const NO_VALUE = { Ref: 'AWS::NoValue' };

function branchesOfIf(value: unknown): unknown[] | undefined {
  const branches = isRecord(value) ? value['Fn::If'] : undefined;
  return Array.isArray(branches) && branches.length === 3 ? branches : undefined;
}
