import { DOMAIN_TYPES, DomainReflection, DomainTarget } from '../../reflection/domain-reflection';
import type { TemplateResource } from '../../reflection/template-resource';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

type JudgeDomain = (domain: DomainReflection, around: Surroundings) => Outcome | (Outcome | undefined)[] | undefined;

/** A rule that judges each custom domain name, of whichever generation. */
export function domainRule(text: RuleText, judgeDomain: JudgeDomain): Rule {
  return resourceRule(text, DOMAIN_TYPES, (resource, around) => judgeDomain(around.app.domains.of(resource)!, around));
}

/** A violation by what leads from a domain to APIs; not known where that may not be made though the domain is. */
export function violationBy(targets: DomainTarget[], message: string, place?: TemplateValue): Outcome {
  return targets.every(isMadeWithDomain) ? violation(message, place) : unknown(`whether ${message}`, 'what leads to the API depends on a condition', place);
}

/** Those that are certain first. */
export function certainFirst(targets: DomainTarget[]): DomainTarget[] {
  return [...targets.filter(isMadeWithDomain), ...targets.filter((target) => !isMadeWithDomain(target))];
}

function isMadeWithDomain({ resource, domain }: DomainTarget): boolean {
  return !resource.isConditional || (resource.template === domain?.resource.template && conditionOf(resource) === conditionOf(domain.resource));
}

function conditionOf(resource: TemplateResource): string | undefined {
  return resource.attribute('Condition').string().value;
}

/** As messages name it. */
export function nameOf({ label }: DomainReflection): string {
  return `the domain '${label}'`;
}
