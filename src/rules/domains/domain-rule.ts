import { DOMAIN_TYPES, DomainReflection } from '../../reflection/domain-reflection';
import { Outcome } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

type JudgeDomain = (domain: DomainReflection, around: Surroundings) => Outcome | (Outcome | undefined)[] | undefined;

/** A rule that judges each custom domain name, of whichever generation. */
export function domainRule(text: RuleText, judgeDomain: JudgeDomain): Rule {
  return resourceRule(text, DOMAIN_TYPES, (resource, around) => judgeDomain(around.app.domains.of(resource)!, around));
}

/** As messages name it. */
export function nameOf({ label }: DomainReflection): string {
  return `the domain '${label}'`;
}
