import { isRecord } from '../intrinsic';
import type { TemplateValue } from './template-value';

/** Whether a condition holds, in logic of three values: undefined is what only the deployment tells. */
export function evaluateCondition(value: TemplateValue, raw: unknown): boolean | undefined {
  if (!isRecord(raw)) return undefined;
  const [name] = Object.keys(raw);
  const argument = raw[name];
  const parts = (Array.isArray(argument) ? argument : []).map((part, index) => () => evaluateCondition(value.child(part, name, index), part));
  switch (name) {
    case 'Condition': return typeof argument === 'string' ? value.template.isTrue(argument) : undefined;
    case 'Fn::Equals': return equals(value, argument);
    case 'Fn::Not': return negate(parts[0]?.());
    case 'Fn::And': return every(parts.map((part) => part()));
    case 'Fn::Or': return negate(every(parts.map((part) => negate(part()))));
    default: return undefined;
  }
}

function equals(value: TemplateValue, argument: unknown): boolean | undefined {
  if (!Array.isArray(argument) || argument.length !== 2) return undefined;
  const [left, right] = argument.map((part, index) => value.child(part, 'Fn::Equals', index).string());
  if (left.isKnown && right.isKnown) return left.value === right.value;
  return JSON.stringify(argument[0]) === JSON.stringify(argument[1]) ? true : undefined;
}

function negate(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

function every(truths: (boolean | undefined)[]): boolean | undefined {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}
