import { isRecord } from '../intrinsic';
import { intrinsicOf } from './intrinsic-functions';
import type { Template } from './template';

/**
 * The logical ids in a part of a template to which it refers: CloudFormation makes those before it.
 *
 * They are read as they are written, for what a reference turns out to be may stand in another template. True is for ids that are certain,
 * false for those below an `Fn::If` that only the deployment decides.
 */
export function referredIds(root: unknown, template: Template): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const pending: [unknown, boolean][] = [[root, true]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, isCertain] = next;
    const intrinsic = intrinsicOf(value);
    const [ids, inner] = intrinsic ? referencesOf(intrinsic.name, intrinsic.argument) : [[], entriesOf(value)];
    for (const id of ids) found.set(id, isCertain || found.get(id) === true);
    const decided = intrinsic?.name === 'Fn::If' ? template.isTrue(String(inner[0])) : true;
    const isTaken = (index: number) => intrinsic?.name !== 'Fn::If' || decided === undefined || index === (decided ? 1 : 2);
    for (const [index, entry] of inner.entries()) if (isTaken(index)) pending.push([entry, isCertain && decided !== undefined]);
  }
  return found;
}

function entriesOf(value: unknown): unknown[] {
  return Array.isArray(value) || isRecord(value) ? Object.values(value) : [];
}

const VARIABLE = /\$\{([^!}][^}]*)\}/g;

/** The ids that an intrinsic function names, and what else may hold some. */
function referencesOf(name: string, argument: unknown): [string[], unknown[]] {
  const list: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (name === 'Ref') return [[String(argument)], []];
  if (name === 'Fn::GetAtt') return [[String(list[0]).split('.')[0]], []];
  if (name !== 'Fn::Sub') return [[], list];
  const variables = isRecord(list[1]) ? list[1] : {};
  const named = [...String(list[0]).matchAll(VARIABLE)].map(([, variable]) => variable.trim()).filter((variable) => !(variable in variables));
  return [named.map((variable) => variable.split('.')[0]), Object.values(variables)];
}
