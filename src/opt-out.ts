import { Token, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { givenValue } from './given-value';

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
 * @param call what was given the reason: `Authorizer.none()`, or an option, `plaintext`
 * @throws when the reason is empty or blank, or no text at all
 */
export function requireReason(call: string, reason: string): string {
  if (Token.isUnresolved(reason)) return reason;
  const isCall = call.endsWith('()');
  const write = isCall ? call.replace('()', '(\'<why>\')') : `${call}: '<why>'`;
  if (typeof reason !== 'string') {
    // In JavaScript, who switches an option on writes true.
    throw new Error(`${call} was given ${givenValue(reason)} for a reason, and whoever reviews the app needs to know why in words; `
      + (!isCall && !reason ? `leave ${call} out, or write ${write}` : `write ${write}`));
  }
  if (reason.trim() === '') throw new Error(`${call} was given an empty reason; whoever reviews the app needs to know why: write ${write}`);
  return reason;
}
