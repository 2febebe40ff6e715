import { Fact } from '../../reflection/fact';
import { GAP, PartialText } from '../../reflection/partial-text';
import { PolicyStatement, policyPatternMatches } from '../../reflection/policy-document';
import { IDENTITY_POLICY_TYPES, IdentityPolicy, identityPoliciesIn } from '../../reflection/role-reflection';
import { Outcome } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

/** A rule that judges each statement of the policies of roles, users and groups. */
export function statementRule(text: RuleText, judgeStatement: (statement: PolicyStatement, policy: IdentityPolicy) => Outcome[]): Rule {
  return resourceRule(text, IDENTITY_POLICY_TYPES, (resource) => identityPoliciesIn(resource).flatMap((policy) =>
    (policy.document.value?.statements ?? []).flatMap((statement) => judgeStatement(statement, policy))));
}

/** What a statement is about, where anything of it is known. */
export function resourcesOf(statement: PolicyStatement): PartialText[] {
  return (statement.resources.value ?? []).filter(({ marked }) => marked !== GAP);
}

/** Whether a statement names a service and allows one of its actions. What allows everything everywhere is not about APIs. */
export function allows(statement: PolicyStatement, service: string, actions: string[]): boolean {
  if (!statement.isAllow.is(Boolean)) return false;
  const named = (statement.actions.value ?? []).filter(({ marked }) => marked.toLowerCase().startsWith(`${service}:`));
  return named.some((pattern) => actions.some((action): boolean => {
    const answer: Fact<boolean> = policyPatternMatches(pattern, `${service}:${action}`);
    return answer.is(Boolean);
  }));
}
