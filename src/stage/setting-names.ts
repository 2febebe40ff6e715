import { isAbsent, mapBranches, outcomesOf } from './conditional';
import { isRecord } from '../intrinsic';
import { camelCase, pascalCase } from '../letter-case';

/*
 * The L1 constructs turn `loggingLevel` into `LoggingLevel`, but neither inside an `Fn::If` nor in a free-form map, where people write
 * either. So settings are read in both spellings and written in the one that reaches CloudFormation.
 */

export function isSet(settings: Record<string, unknown>, name: string): boolean {
  return !isAbsent(settings[camelCase(name)] ?? settings[pascalCase(name)]);
}

/** One setting of settings that may have branches; one value when the branches agree. */
export function settingOf(settings: unknown, name: string): unknown {
  const setting = mapBranches(settings, (branch) => (isRecord(branch) ? branch[camelCase(name)] ?? branch[pascalCase(name)] : undefined));
  const outcomes = outcomesOf(setting);
  return outcomes.every((outcome) => outcome === outcomes[0] || (isAbsent(outcome) && isAbsent(outcomes[0])))
    ? (isAbsent(outcomes[0]) ? undefined : outcomes[0])
    : setting;
}

/** The settings with further ones laid over them; what is undefined changes nothing. */
export function withSettings(settings: Record<string, unknown>, over: object, inTemplate: boolean): Record<string, unknown> {
  const result: Record<string, unknown> = { ...settings };
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    delete result[camelCase(name)];
    delete result[pascalCase(name)];
    result[inTemplate ? pascalCase(name) : camelCase(name)] = value;
  }
  return result;
}
