import { VISIBLE, distribution, managed, rateRule, webAcl } from './web-acls';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route } from '../resources';

const rest = (): Resources => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage() });
const COMMON = 'AWSManagedRulesCommonRuleSet';
const BASELINE = [COMMON, 'AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesSQLiRuleSet', 'AWSManagedRulesAmazonIpReputationList'];
const baseline = (): Json[] => BASELINE.map((name) => managed(name));
const withRules = (rules: Json): Resources => ({ ...rest(), ...webAcl({ Rules: rules }) });

describeRule('waf-missing-baseline-groups', {
  template: withRules,
  passes: [baseline(), [rateRule(), ...baseline()]],
  fails: [baseline().slice(0, 2), [managed(COMMON), managed(BASELINE[1]), managed(BASELINE[2], { VendorName: 'Other' })]],
  message: "the web ACL 'Guard' lacks the managed rule groups SQLiRuleSet, AmazonIpReputationList of AWS",
  unknown: [UNKNOWN, [UNKNOWN], [managed(COMMON, { Name: UNKNOWN })], [managed(COMMON, { VendorName: UNKNOWN })]],
});

describeRule('waf-missing-baseline-groups', {
  template: (host: Json) => ({
    ...httpApi(),
    ...lambdaFunction(),
    ...route('GET /pets'),
    WebAcl: { Type: 'AWS::WAFv2::WebACL', Properties: { Name: 'Guard', Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } } },
    ...distribution({ WebACLId: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } }, host),
  }),
  passes: ['www.example.com'],
  fails: ['abc123.execute-api.eu-west-1.amazonaws.com', { 'Fn::Join': ['', [{ Ref: 'Api' }, '.execute-api.eu-west-1.amazonaws.com']] }],
  message: "the web ACL 'Guard' lacks the managed rule groups CommonRuleSet, KnownBadInputsRuleSet, SQLiRuleSet, AmazonIpReputationList of AWS",
  unknown: 'the rules are literal here',
}, 'only where it protects an API');

const group = (rules: Json, capacity = 100): Resources => ({ Group: { Type: 'AWS::WAFv2::RuleGroup', Properties: { Scope: 'REGIONAL', Capacity: capacity, Rules: rules } } });
const referring = (arn: Json): Json => ({
  Name: 'Own', Priority: 5, OverrideAction: { None: {} }, VisibilityConfig: VISIBLE, Statement: { RuleGroupReferenceStatement: { Arn: arn } },
});

describeRule('waf-no-rate-rule', {
  template: withRules,
  passes: [[rateRule()], [managed(COMMON), rateRule()]],
  fails: [[], [managed(COMMON)], undefined],
  message: "the web ACL 'Guard' has no rule that limits how often an address may call",
  unknown: [UNKNOWN, [referring('arn:aws:wafv2:eu-west-1:111122223333:regional/rulegroup/Own/abc')]],
});

describeRule('waf-no-rate-rule', {
  template: (rules) => ({ ...withRules([referring({ 'Fn::GetAtt': ['Group', 'Arn'] })]), ...group(rules) }),
  passes: [[rateRule()]],
  fails: [[]],
  message: "the web ACL 'Guard' has no rule that limits how often an address may call",
  unknown: [UNKNOWN],
}, 'in a group');

describeRule('waf-capacity', {
  template: (capacity: number) => ({ ...withRules([...baseline(), rateRule(), referring({ 'Fn::GetAtt': ['Group', 'Arn'] })]), ...group([], capacity) }),
  passes: [373],
  fails: [374],
  message: "the web ACL 'Guard' takes at least 1501 WCU, and the price of a request includes 1500",
  unknown: 'what cannot be counted only makes it more',
});

describeRule('waf-capacity', {
  template: (capacity) => ({ ...withRules([referring({ 'Fn::GetAtt': ['Group', 'Arn'] })]), ...group([], capacity as number) }),
  passes: [1500],
  fails: [5001],
  severity: 'error',
  message: "the web ACL 'Guard' takes at least 5001 WCU, and AWS WAF has no more than 5000",
  unknown: 'what cannot be counted only makes it more',
}, 'more than there is');

describeRule('waf-capacity', {
  template: withRules,
  passes: [baseline()],
  fails: [[...baseline(), ...baseline()]],
  message: "the web ACL 'Guard' takes at least 2250 WCU, and the price of a request includes 1500",
  unknown: [UNKNOWN],
}, 'by managed groups');

const counted = { RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }] };

describeRule('waf-body-rule-blocks-payload', {
  template: withRules,
  passes: [
    [managed(COMMON, counted)],
    [managed(COMMON, { ExcludedRules: [{ Name: 'SizeRestrictions_BODY' }] })],
    [managed(COMMON, {}, { OverrideAction: { Count: {} } })],
    [managed(COMMON, { ScopeDownStatement: { ByteMatchStatement: { SearchString: '/pets' } } })],
    [rateRule()],
  ],
  fails: [
    [managed(COMMON)],
    [managed(COMMON, { RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Block: {} } }] })],
    [managed(COMMON, { RuleActionOverrides: [{ Name: 'SizeRestrictions_QUERYSTRING', ActionToUse: { Count: {} } }] })],
  ],
  message: "the web ACL 'Guard' blocks bodies over 8192 bytes by the rule 'AWSManagedRulesCommonRuleSet', and callers send 8193",
  unknown: [
    UNKNOWN,
    [managed(COMMON, { RuleActionOverrides: UNKNOWN })],
    [managed(COMMON, { RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { 'Fn::If': ['IsLive', { Block: {} }, { Count: {} }] } }] })],
    [managed(COMMON, {}, { OverrideAction: { 'Fn::If': ['IsLive', { None: {} }, { Count: {} }] } })],
  ],
  intent: { largestBodyBytes: 8193 },
});

const BOTS = 'AWSManagedRulesBotControlRuleSet';

describeRule('waf-expensive-group-unscoped', {
  template: withRules,
  passes: [[managed(BOTS, { ScopeDownStatement: { ByteMatchStatement: { SearchString: '/login' } } })], [managed(COMMON)]],
  fails: [[managed(BOTS)], [managed(COMMON), managed(BOTS, { ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'COMMON' } }] })]],
  message: "the web ACL 'Guard' lets the group AWSManagedRulesBotControlRuleSet, which is billed by the request, see every request",
  unknown: [UNKNOWN, [managed(BOTS, { ScopeDownStatement: { 'Fn::If': ['IsLive', {}, { Ref: 'AWS::NoValue' }] } })]],
});
