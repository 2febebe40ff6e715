import { WebAclReflection } from '../../reflection/web-acl-reflection';
import { Outcome } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

type JudgeWebAcl = (webAcl: WebAclReflection, around: Surroundings) => Outcome | (Outcome | undefined)[] | undefined;

/** A rule that judges each web ACL in front of an API: that of a stage, or of a distribution that asks an API. */
export function webAclRule(text: RuleText, judgeWebAcl: JudgeWebAcl): Rule {
  return resourceRule(text, ['AWS::WAFv2::WebACL'], (resource, around) => {
    const webAcl = around.app.webAcls.of(resource)!;
    return isBeforeApi(webAcl, around) ? judgeWebAcl(webAcl, around) : undefined;
  });
}

/** As messages name it. */
export function nameOf({ label }: WebAclReflection): string {
  return `the web ACL '${label}'`;
}

function isBeforeApi(webAcl: WebAclReflection, { app }: Surroundings): boolean {
  return app.webAcls.associationsOf(webAcl).some(({ api }) => api.isKnown) || app.distributions.behindWebAcl(webAcl.resource).length > 0;
}
