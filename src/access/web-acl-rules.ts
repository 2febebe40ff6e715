import { Duration, Names, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { anyOf } from './web-acl-address-lists';
import { ManagedRuleGroup } from './web-acl-rule-group';
import { Limits } from '../limits';

/** The name of a rule, which is its metric's name too. */
const NAME_LENGTH = 128;
/** Two for "starts with" and ten for decoding. */
const PATH_WCU = 12;
/** What AWS WAF itself takes without a window, and the only one that older regions had. */
const DEFAULT_WINDOW_SECONDS = 300;

/** One rule before it has its place. */
export type UnplacedRule = Omit<wafv2.CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

/** The four groups for every public API. */
export const BASELINE_GROUPS = (['AmazonIpReputationList', 'KnownBadInputsRuleSet', 'CommonRuleSet', 'SQLiRuleSet'] as const)
  .map((name) => `AWSManagedRules${name}` as const)
  .map((name) => ManagedRuleGroup.named('AWS', name, { wcu: Limits.WAF_GROUP_CAPACITY[name] }));
const COMMON_GROUP = 'AWSManagedRulesCommonRuleSet';

/** Rules in the order in which AWS WAF shall try them, each with its metric and samples. */
export function placeRules(rules: UnplacedRule[]): wafv2.CfnWebACL.RuleProperty[] {
  return rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) }));
}

export function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

/** Two web ACLs with one metric name would be counted together. */
export function webAclMetricName(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: NAME_LENGTH, separator: '-' });
}

/** A rule for each address that asks too often. */
export function rateRule(requests: number, window: Duration, action: wafv2.CfnWebACL.RuleActionProperty): UnplacedRule {
  const seconds = window.toSeconds();
  return {
    name: 'RatePerAddress',
    action,
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        limit: requests,
        evaluationWindowSec: seconds === DEFAULT_WINDOW_SECONDS ? undefined : seconds,
      },
    },
  };
}

/** A managed group; where bodies may be large, its rule against bodies over 8 KB only counts. */
export function groupRule(group: ManagedRuleGroup, overrideAction: wafv2.CfnWebACL.OverrideActionProperty, largeBodies: boolean): UnplacedRule {
  return {
    name: groupRuleName(group),
    overrideAction,
    statement: {
      managedRuleGroupStatement: {
        vendorName: group.vendorName,
        name: group.groupName,
        managedRuleGroupConfigs: group.configuration ? [group.configuration] : undefined,
        scopeDownStatement: anyOf(group.paths.map(pathStartsWith)),
        ruleActionOverrides: largeBodies && group.groupName === COMMON_GROUP
          ? [{ name: 'SizeRestrictions_BODY', actionToUse: { count: {} } }]
          : undefined,
      },
    },
  };
}

/** A rule's name has letters, digits, `_` and `-`; a vendor's may have more. */
export function groupRuleName(group: ManagedRuleGroup): string {
  return `${group.vendorName}-${group.groupName}`.replace(/\W+/g, '-').slice(0, NAME_LENGTH);
}

export function groupWcu(group: ManagedRuleGroup): number {
  return (group.wcu ?? 0) + group.paths.length * PATH_WCU;
}

/** Decoded first: `/%6Cogin` reaches the route `/login` and must not slip past its group. */
function pathStartsWith(path: string): wafv2.CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'STARTS_WITH',
      searchString: path,
      textTransformations: [{ priority: 0, type: 'URL_DECODE' }],
    },
  };
}
