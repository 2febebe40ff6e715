import { ApiOrigin } from '../../reflection/distribution-reflection';
import { Outcome } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

type Outcomes = Outcome | (Outcome | undefined)[] | undefined;

/** A rule that judges each origin of a distribution that is an API. */
export function originRule(text: RuleText, judgeOrigin: (origin: ApiOrigin, around: Surroundings) => Outcomes): Rule {
  return resourceRule(text, ['AWS::CloudFront::Distribution'], (resource, around) => around.app.distributions.apiOrigins(resource)
    .flatMap((origin) => judgeOrigin(origin, around)));
}

/** As messages name it. */
export function nameOf({ distribution }: ApiOrigin): string {
  return `the distribution '${distribution.label}'`;
}
