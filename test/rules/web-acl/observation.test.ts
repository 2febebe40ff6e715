import { VISIBLE, distribution, executeApi, managed, rateRule, stageArn, webAcl } from './web-acls';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route } from '../resources';

type Properties = { [key: string]: Json };

const COMMON = 'AWSManagedRulesCommonRuleSet';
const rest = (): Resources => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage() });
const withRules = (rules: Json): Resources => ({ ...rest(), ...webAcl({ Rules: rules }) });

describeRule('waf-body-inspection-default', {
  template: (limit) => ({ ...rest(), ...webAcl({ AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: limit } } } }) }),
  passes: ['KB_32', 'KB_64'],
  fails: ['KB_16', undefined],
  message: "the web ACL 'Guard' looks at the first 16384 bytes of a body, and callers send 32768",
  unknown: [UNKNOWN],
  intent: { largestBodyBytes: 32768 },
});

describeRule('waf-body-inspection-default', {
  template: (source: string) => ({
    ...httpApi(),
    ...lambdaFunction(),
    ...route('GET /pets'),
    WebAcl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: { Name: 'Guard', Scope: 'CLOUDFRONT', AssociationConfig: { RequestBody: { [source]: { DefaultSizeInspectionLimit: 'KB_48' } } } },
    },
    ...distribution({ WebACLId: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } }),
  }),
  passes: ['CLOUDFRONT'],
  fails: ['API_GATEWAY'],
  message: "the web ACL 'Guard' looks at the first 16384 bytes of a body, and callers send 20000",
  unknown: 'the limit is literal here',
  intent: { largestBodyBytes: 20000 },
}, 'before a distribution');

describeRule('waf-everything-counts', {
  template: withRules,
  passes: [[managed(COMMON)], [managed(COMMON, {}, { OverrideAction: { Count: {} } }), managed('AWSManagedRulesSQLiRuleSet')], [rateRule()]],
  fails: [[managed(COMMON, {}, { OverrideAction: { Count: {} } }), rateRule()]],
  message: "the web ACL 'Guard' serves production, and every managed group of it only counts",
  unknown: [UNKNOWN, [managed(COMMON, {}, { OverrideAction: UNKNOWN })]],
  intent: { production: true },
});

describeRule('waf-metrics-off', {
  template: (isOn) => ({ ...rest(), ...webAcl({ VisibilityConfig: { ...VISIBLE as Properties, SampledRequestsEnabled: isOn } }) }),
  passes: [true],
  fails: [false],
  message: "the web ACL 'Guard' has SampledRequestsEnabled switched off",
  unknown: [UNKNOWN],
});

describeRule('waf-metrics-off', {
  template: (isOn) => withRules([managed(COMMON, {}, { VisibilityConfig: { ...VISIBLE as Properties, CloudWatchMetricsEnabled: isOn } })]),
  passes: [true, 'true'],
  fails: [false],
  message: "the rule 'AWSManagedRulesCommonRuleSet' of the web ACL 'Guard' has CloudWatchMetricsEnabled switched off",
  unknown: [UNKNOWN],
}, 'of a rule');

const log = (arn: Json): Resources => ({ Log: { Type: 'AWS::WAFv2::LoggingConfiguration', Properties: { ResourceArn: arn, LogDestinationConfigs: [] } } });

describeRule('waf-logging-off', {
  template: (arn: Json) => ({ ...rest(), ...webAcl(), ...arn === undefined ? {} : log(arn) }),
  passes: [{ 'Fn::GetAtt': ['WebAcl', 'Arn'] }],
  fails: [undefined, 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/Other/abc'],
  message: "the web ACL 'Guard' writes no log",
  unknown: [UNKNOWN],
});

const captcha: Json = { Name: 'Ask', Priority: 3, Action: { Captcha: {} }, Statement: { GeoMatchStatement: { CountryCodes: ['XX'] } }, VisibilityConfig: VISIBLE };

describeRule('waf-token-domain', {
  template: (domains) => ({ ...rest(), ...webAcl({ Rules: [captcha], TokenDomains: domains }, stageArn('live')), ...distribution({ Aliases: ['www.example.com'] }) }),
  passes: [['www.example.com'], ['example.com'], ['api.example.com', 'example.com']],
  fails: [undefined, ['api.example.com']],
  message: "the web ACL 'Guard' asks for tokens, and its TokenDomains lack 'www.example.com', the name that viewers see",
  unknown: [UNKNOWN, [UNKNOWN]],
});

const challenging = (usage: string) => ({
  ManagedRuleGroupConfigs: [{ AWSManagedRulesAntiDDoSRuleSet: { ClientSideActionConfig: { Challenge: { UsageOfAction: usage } } } }],
});
const targeted = { ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } }] };

describeRule('waf-token-domain', {
  template: (rule) => ({ ...rest(), ...webAcl({ Rules: [rule] }), ...distribution({ Aliases: ['www.example.com'] }, executeApi()) }),
  passes: [rateRule(), managed('AWSManagedRulesBotControlRuleSet'), managed('AWSManagedRulesAntiDDoSRuleSet', challenging('DISABLED'))],
  fails: [
    managed('AWSManagedRulesBotControlRuleSet', targeted),
    managed('AWSManagedRulesAntiDDoSRuleSet', challenging('ENABLED')),
    managed('AWSManagedRulesACFPRuleSet'),
    managed(COMMON, { RuleActionOverrides: [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Challenge: {} } }] }),
  ],
  message: "the web ACL 'Guard' asks for tokens, and its TokenDomains lack 'www.example.com', the name that viewers see",
  unknown: 'a rule that is not known asks for nothing',
}, 'where a rule asks for them');
