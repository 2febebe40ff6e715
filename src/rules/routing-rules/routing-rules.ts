import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import type { TemplateResource } from '../../reflection/template-resource';
import { TemplateValue } from '../../reflection/template-value';
import { domainRule, nameOf } from '../domains/domain-rule';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';

const RULES_PAGE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html';
const ROUTING_RULE = ['AWS::ApiGatewayV2::RoutingRule'];

/** Single routing rules of domains. */
export const routingRules: Rule[] = [
  resourceRule({
    id: 'routing-rule-target-not-rest',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A routing rule leads to an API that is no REST API',
    why: 'Routing rules know REST APIs alone, so the deployment fails.',
    fix: 'map the domain to the API by AWS::ApiGatewayV2::ApiMapping',
    snippet: `
      Type: AWS::ApiGatewayV2::ApiMapping
      Properties:
        ApiId: !Ref HttpApi
        DomainName: !Ref Domain
        Stage: live`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html',
  }, ROUTING_RULE, (rule, around) => targetsOf(rule).flatMap((id) => {
    const target = id.reference().value?.resource;
    if (target?.resourceType !== 'AWS::ApiGatewayV2::Api') return [];
    const api = around.app.apiOf(target);
    return [violation(`${ruleName(rule)} leads to the ${api?.apiType ?? 'HTTP'} API '${api?.label ?? target.logicalId}', and routing rules lead to REST APIs alone`, id)];
  })),

  domainRule({
    id: 'routing-rule-priority-duplicate',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Two routing rules of a domain have the same priority',
    why: 'API Gateway refuses the second one, so the deployment fails.',
    fix: 'give each rule a priority of its own, with gaps of 100 for those to come',
    snippet: `
      Type: AWS::ApiGatewayV2::RoutingRule
      Properties:
        Priority: 200`,
    docs: RULES_PAGE,
  }, (domain) => {
    const seen = new Map<number, TemplateResource>();
    return [...new Set(domain.rules.map(({ resource }) => resource))].flatMap((rule) => {
      const priority = rule.property('Priority').number().value;
      const first = priority === undefined ? undefined : seen.get(priority);
      if (priority !== undefined && !first) seen.set(priority, rule);
      if (!first) return [];
      const message = `${nameOf(domain)} has two routing rules of the priority ${priority}`;
      // One of them may be made only where the other one is not.
      return first.isConditional || rule.isConditional ? [unknown(`whether ${message}`, 'one of them depends on a condition')] : [violation(message, rule.property('Priority'))];
    });
  }),

  resourceRule({
    id: 'routing-rule-priority-range',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'The priority of a routing rule is none that API Gateway takes',
    why: 'API Gateway refuses it, so the deployment fails.',
    fix: `write a whole number from ${Limits.ROUTING_RULE_PRIORITY_MIN} to ${Limits.ROUTING_RULE_PRIORITY_MAX}`,
    snippet: `
      Type: AWS::ApiGatewayV2::RoutingRule
      Properties:
        Priority: 100`,
    docs: RULES_PAGE,
  }, ROUTING_RULE, (rule) => {
    const place = rule.property('Priority');
    return judge(place.number(), {
      what: 'the priority of a routing rule',
      place,
      known: (priority) => isPriority(priority) ? undefined
        : violation(`the priority ${priority} of a routing rule is no whole number from ${Limits.ROUTING_RULE_PRIORITY_MIN} to ${Limits.ROUTING_RULE_PRIORITY_MAX}`, place),
    });
  }),

  resourceRule({
    id: 'routing-rule-too-many-conditions',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A routing rule has too many conditions',
    why: 'API Gateway takes two conditions on headers and one on base paths, so the deployment fails.',
    fix: 'write the alternatives of a condition into its AnyOf, or make another rule of the rest',
    snippet: `
      Type: AWS::ApiGatewayV2::RoutingRule
      Properties:
        Conditions:
          - MatchBasePaths:
              AnyOf: [shop, store]`,
    docs: RULES_PAGE,
  }, ROUTING_RULE, (rule) => judge(rule.property('Conditions').items(), {
    what: `the conditions of ${ruleName(rule)}`,
    place: rule.property('Conditions'),
    known: (conditions) => [
      ['MatchHeaders', 'headers', Limits.ROUTING_RULE_HEADER_CONDITIONS] as const, ['MatchBasePaths', 'base paths', Limits.ROUTING_RULE_PATH_CONDITIONS] as const,
    ].flatMap(([name, what, most]) => {
      const count = conditions.filter((condition) => condition.get(name).isGiven).length;
      return count <= most ? [] : [violation(`${ruleName(rule)} has ${count} conditions on ${what}, and API Gateway takes ${most}`, rule.property('Conditions'))];
    }),
  })),

  domainRule({
    id: 'routing-rule-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A domain has more routing rules than its quota',
    why: 'The deployment fails at the quota.',
    fix: 'let a rule take several base paths by AnyOf, or have the quota raised',
    snippet: `
      Type: AWS::ApiGatewayV2::RoutingRule
      Properties:
        Conditions:
          - MatchBasePaths:
              AnyOf: [shop, store]`,
    docs: RULES_PAGE,
  }, (domain) => {
    const count = new Set(domain.rules.map(({ resource }) => resource)).size;
    return count <= Limits.ROUTING_RULES_PER_DOMAIN ? undefined : violation(`${nameOf(domain)} has ${count} routing rules, and the quota is ${Limits.ROUTING_RULES_PER_DOMAIN}`);
  }),
];

function targetsOf(rule: TemplateResource): TemplateValue[] {
  return (rule.property('Actions').items().value ?? []).map((action) => action.at('InvokeApi', 'ApiId'));
}

function isPriority(priority: number): boolean {
  return Number.isInteger(priority) && priority >= Limits.ROUTING_RULE_PRIORITY_MIN && priority <= Limits.ROUTING_RULE_PRIORITY_MAX;
}

/** Rules have no names; people know them by their priorities. */
function ruleName(rule: TemplateResource): string {
  return `the routing rule of the priority ${rule.property('Priority').text().value?.toString() ?? '?'}`;
}
