import { nameOf, webAclRule } from './web-acl-rule';
import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { Fact } from '../../reflection/fact';
import { TemplateValue } from '../../reflection/template-value';
import { WebAclRule, rulesOf } from '../../reflection/web-acl-reflection';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';

const MANAGED_GROUPS = 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html';
const BEFORE = [ApiType.REST, ApiType.HTTP];

/** What every public API needs, by the names of AWS without their beginning. */
const BASELINE = ['CommonRuleSet', 'KnownBadInputsRuleSet', 'SQLiRuleSet', 'AmazonIpReputationList'];
/** Groups that AWS bills by the request that they see. */
const BILLED = ['AWSManagedRulesBotControlRuleSet', 'AWSManagedRulesATPRuleSet', 'AWSManagedRulesACFPRuleSet'];

/** What web ACLs look for. */
export const ruleGroups: Rule[] = [
  webAclRule({
    id: 'waf-missing-baseline-groups',
    severity: 'warning',
    category: 'security',
    appliesTo: BEFORE,
    title: 'A web ACL lacks rule groups that every public API needs',
    why: 'Well-known exploits and addresses of attackers reach the API; the four groups together fit into the price of a web ACL.',
    fix: 'add the managed rule groups of AWS that are missing',
    snippet: `
      Rules:
        - Name: Common
          Priority: 1
          OverrideAction: {None: {}}
          Statement:
            ManagedRuleGroupStatement:
              VendorName: AWS
              Name: AWSManagedRulesCommonRuleSet
          VisibilityConfig: {CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: Common}`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html',
    related: ['CKV2_AWS_77'],
  }, (webAcl) => judge(webAcl.rules, {
    what: `the rules of ${nameOf(webAcl)}`,
    place: webAcl.resource.property('Rules'),
    known: (rules) => {
      const missing = BASELINE.filter((name) => !rules.some(({ managedGroup }) => managedGroup === `AWSManagedRules${name}`));
      if (missing.length === 0) return undefined;
      return judge(Fact.all(rules.flatMap(({ statement }) => ['VendorName', 'Name'].map((name) => statement.at('ManagedRuleGroupStatement', name).string()))), {
        what: `which managed rule groups ${nameOf(webAcl)} has`,
        place: webAcl.resource.property('Rules'),
        known: () => violation(`${nameOf(webAcl)} lacks the managed rule groups ${missing.join(', ')} of AWS`),
      });
    },
  })),

  webAclRule({
    id: 'waf-no-rate-rule',
    severity: 'warning',
    category: 'security',
    appliesTo: BEFORE,
    title: 'A web ACL does not limit how often an address may call',
    why: 'One caller can use up the throttle of all others, and whatever it calls is paid by you.',
    fix: 'add a rule with a RateBasedStatement',
    snippet: `
      Rules:
        - Name: RatePerAddress
          Priority: 0
          Action: {Block: {}}
          Statement:
            RateBasedStatement:
              AggregateKeyType: IP
              Limit: 2000`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html',
  }, (webAcl) => judge(webAcl.rules.flatMap(hasRateRule), {
    what: `whether ${nameOf(webAcl)} limits rates`,
    place: webAcl.resource.property('Rules'),
    known: (limits) => limits ? undefined : violation(`${nameOf(webAcl)} has no rule that limits how often an address may call`),
  })),

  webAclRule({
    id: 'waf-capacity',
    severity: 'warning',
    category: 'cost',
    appliesTo: BEFORE,
    title: 'The rules of a web ACL take more capacity than its price includes',
    why: `Each further 500 WCU cost extra by the request, and over ${Limits.WAF_CAPACITY_MAX} WCU the deployment fails.`,
    fix: 'leave out groups that the API does not need',
    snippet: `
      Rules:
        - Name: Common
          Priority: 1
          OverrideAction: {None: {}}
          Statement:
            ManagedRuleGroupStatement: {VendorName: AWS, Name: AWSManagedRulesCommonRuleSet}`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html',
  }, (webAcl) => judge(webAcl.rules, {
    what: `the rules of ${nameOf(webAcl)}`,
    place: webAcl.resource.property('Rules'),
    known: (rules) => {
      // At least: what is not counted here only makes it more.
      const capacity = rules.reduce((sum, rule) => sum + capacityOf(rule), 0);
      if (capacity > Limits.WAF_CAPACITY_MAX) {
        return { ...violation(`${nameOf(webAcl)} takes at least ${capacity} WCU, and AWS WAF has no more than ${Limits.WAF_CAPACITY_MAX}`), severity: 'error' };
      }
      return capacity > Limits.WAF_CAPACITY_INCLUDED ? violation(`${nameOf(webAcl)} takes at least ${capacity} WCU, and the price of a request includes ${Limits.WAF_CAPACITY_INCLUDED}`) : undefined;
    },
  })),

  webAclRule({
    id: 'waf-body-rule-blocks-payload',
    severity: 'warning',
    category: 'correctness',
    appliesTo: BEFORE,
    title: 'A web ACL blocks bodies of a size that callers send',
    why: 'SizeRestrictions_BODY of the common rule set blocks every body over 8 KB, and callers get 403.',
    fix: 'override the action of SizeRestrictions_BODY to Count',
    snippet: `
      ManagedRuleGroupStatement:
        VendorName: AWS
        Name: AWSManagedRulesCommonRuleSet
        RuleActionOverrides:
          - Name: SizeRestrictions_BODY
            ActionToUse: {Count: {}}`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html',
  }, (webAcl, { intent }) => (intent.largestBodyBytes ?? 0) <= Limits.WAF_COMMON_BODY_BYTES ? undefined : judge(webAcl.rules, {
    what: `the rules of ${nameOf(webAcl)}`,
    place: webAcl.resource.property('Rules'),
    known: (rules) => rules.filter(({ managedGroup }) => managedGroup === 'AWSManagedRulesCommonRuleSet').flatMap((rule) => judge(blocksBodies(rule), {
      what: `what the rule '${rule.name}' of ${nameOf(webAcl)} does with large bodies`,
      place: rule.place,
      known: (blocks) => blocks ? violation(`${nameOf(webAcl)} blocks bodies over ${Limits.WAF_COMMON_BODY_BYTES} bytes by the rule '${rule.name}', and callers send ${intent.largestBodyBytes}`, rule.place) : undefined,
    }) ?? []),
  })),

  webAclRule({
    id: 'waf-expensive-group-unscoped',
    severity: 'warning',
    category: 'cost',
    appliesTo: BEFORE,
    title: 'A rule group that is billed by the request sees every request',
    why: 'AWS bills each request that these groups see, and they are meant for sign-in pages and the like: elsewhere they block scripts that are welcome.',
    fix: 'add a ScopeDownStatement with the paths that need the group',
    snippet: `
      ManagedRuleGroupStatement:
        VendorName: AWS
        Name: AWSManagedRulesBotControlRuleSet
        ScopeDownStatement:
          ByteMatchStatement:
            SearchString: /live/login
            FieldToMatch: {UriPath: {}}
            PositionalConstraint: STARTS_WITH
            TextTransformations: [{Priority: 0, Type: URL_DECODE}]`,
    docs: MANAGED_GROUPS,
  }, (webAcl) => judge(webAcl.rules, {
    what: `the rules of ${nameOf(webAcl)}`,
    place: webAcl.resource.property('Rules'),
    known: (rules) => rules.filter(({ managedGroup = '' }) => BILLED.includes(managedGroup)).flatMap(({ place, statement, managedGroup }) => {
      const scope = statement.at('ManagedRuleGroupStatement', 'ScopeDownStatement');
      return judge(scope.presence(), {
        what: `the paths of the group ${managedGroup} of ${nameOf(webAcl)}`,
        place,
        known: () => undefined,
        absent: () => violation(`${nameOf(webAcl)} lets the group ${managedGroup}, which is billed by the request, see every request`, place),
      }) ?? [];
    }),
  })),
];

/** In a rule of its own or in a group of the app; a group that is made elsewhere may have one. */
function hasRateRule(rules: WebAclRule[]): Fact<boolean> {
  if (limitsRates(rules)) return Fact.known(true);
  const groups = rules.map(({ statement }) => statement.at('RuleGroupReferenceStatement', 'Arn')).filter((arn) => arn.isGiven);
  const made = groups.map((arn) => arn.reference().value?.resource);
  const rulesOfGroups = made.map((group): Fact<WebAclRule[]> => group?.resourceType === 'AWS::WAFv2::RuleGroup' ? rulesOf(group) : Fact.unknowable('a rule group is not part of the templates'));
  if (rulesOfGroups.some((listed) => listed.is(limitsRates))) return Fact.known(true);
  return Fact.all(rulesOfGroups).map(() => false);
}

function limitsRates(rules: WebAclRule[]): boolean {
  return rules.some(({ statement }) => statement.get('RateBasedStatement').isGiven);
}

function capacityOf({ statement, managedGroup }: WebAclRule): number {
  if (managedGroup !== undefined) return new Map<string, number>(Object.entries(Limits.WAF_GROUP_CAPACITY)).get(managedGroup) ?? 0;
  if (statement.get('RateBasedStatement').isGiven) return Limits.WAF_RATE_RULE_CAPACITY;
  const group = statement.at('RuleGroupReferenceStatement', 'Arn').reference().value?.resource;
  return group?.property('Capacity').number().value ?? 0;
}

/** Whether the common rule set blocks large bodies: not when it counts, or that rule of it; which requests a scope-down statement leaves it is not looked at. */
function blocksBodies({ place, statement }: WebAclRule): Fact<boolean> {
  const group = statement.get('ManagedRuleGroupStatement');
  const exempted = [place.at('OverrideAction', 'Count'), group.get('ScopeDownStatement')].map((one) => one.presence());
  if (exempted.some((one) => one.isKnown)) return Fact.known(false);
  const excluded = group.get('ExcludedRules').items().orDefault([]);
  const overridden = group.get('RuleActionOverrides').items().orDefault([]).flatMap((overrides) => Fact.all(overrides.map(unlessBlocking)));
  return Fact.all(exempted).flatMap(() => excluded.flatMap((one) => overridden.flatMap((other) => Fact.all([...one, ...other].map((entry) => entry.get('Name').string())))))
    .map((names) => !names.some((name) => name.toUpperCase() === 'SIZERESTRICTIONS_BODY'));
}

/** Absent for one that blocks all the same. */
function unlessBlocking(override: TemplateValue): Fact<TemplateValue> {
  const blocks = override.at('ActionToUse', 'Block').presence().map(() => true).orDefault(false);
  return blocks.flatMap((isBlocking) => isBlocking ? Fact.absent<TemplateValue>() : Fact.known(override));
}
