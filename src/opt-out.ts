import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Keeps an opt-out and its reason with the construct: in the assembly's metadata, and in the validation report of a pack that has the rule.
 *
 * Only the form with the pack's prefix reaches the report; the bare form erases the finding without a trace.
 */
export function acknowledgeOptOut(construct: IConstruct, ruleId: string, reason: string, finding?: string): void {
  const id = `Gatehouse::Gatehouse-${ruleId}${finding ? `[${finding}]` : ''}`;
  Validations.of(construct).acknowledge({ id, reason });
}

/**
 * An opt-out without a reason is a mistake that nobody can review later.
 *
 * @throws when the reason is empty or blank
 */
export function requireReason(call: string, reason: string): string {
  if (reason.trim() === '') {
    throw new Error(`${call} was given an empty reason; whoever reviews the app needs to know why: write ${call.endsWith('()') ? call.replace('()', '(\'<why>\')') : `${call}: '<why>'`}`);
  }
  return reason;
}
