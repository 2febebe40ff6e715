import { nameOf, webAclRule } from './web-acl-rule';
import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { Fact } from '../../reflection/fact';
import { TemplateValue } from '../../reflection/template-value';
import { WebAclRule } from '../../reflection/web-acl-reflection';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';

const BEFORE = [ApiType.REST, ApiType.HTTP];
const TESTING = 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-testing.html';

/** How much web ACLs see, and what they show of it. */
export const observation: Rule[] = [
  webAclRule({
    id: 'waf-body-inspection-default',
    severity: 'warning',
    category: 'security',
    appliesTo: BEFORE,
    title: 'A web ACL looks at a part of the bodies only',
    why: 'What stands behind the limit of the inspection passes unseen.',
    fix: 'raise DefaultSizeInspectionLimit, at an extra fee, up to KB_64, and block larger bodies by a SizeConstraintStatement',
    snippet: `
      Type: AWS::WAFv2::WebACL
      Properties:
        AssociationConfig:
          RequestBody:
            API_GATEWAY:
              DefaultSizeInspectionLimit: KB_64`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html',
  }, (webAcl, { app, intent }) => {
    const { largestBodyBytes = 0 } = intent;
    const source = app.distributions.behindWebAcl(webAcl.resource).length > 0 ? 'CLOUDFRONT' : 'API_GATEWAY';
    const place = webAcl.resource.property('AssociationConfig').at('RequestBody', source, 'DefaultSizeInspectionLimit');
    return largestBodyBytes <= Limits.WAF_BODY_INSPECTION_BYTES ? undefined : judge(place.string().orDefault('KB_16'), {
      what: `how much of a body ${nameOf(webAcl)} looks at`,
      place,
      known: (limit) => {
        const bytes = Number(limit.replace('KB_', '')) * 1024;
        return bytes < largestBodyBytes ? violation(`${nameOf(webAcl)} looks at the first ${bytes} bytes of a body, and callers send ${largestBodyBytes}`, place) : undefined;
      },
    });
  }),

  webAclRule({
    id: 'waf-everything-counts',
    severity: 'warning',
    category: 'security',
    appliesTo: BEFORE,
    title: 'A web ACL in production only counts',
    why: 'Every managed group is overridden to Count, so nothing is blocked.',
    fix: 'set OverrideAction to None once the log shows that nobody who is welcome would be blocked',
    snippet: `
      Rules:
        - Name: Common
          OverrideAction: {None: {}}`,
    docs: TESTING,
  }, (webAcl, { intent }) => !intent.production ? undefined : judge(webAcl.rules, {
    what: `the rules of ${nameOf(webAcl)}`,
    place: webAcl.resource.property('Rules'),
    known: (rules) => {
      const groups = rules.filter(({ statement }) => statement.get('ManagedRuleGroupStatement').isGiven);
      return judge(Fact.all(groups.map(isCounting)), {
        what: `whether ${nameOf(webAcl)} blocks`,
        known: (counting) => counting.length > 0 && counting.every(Boolean) ? violation(`${nameOf(webAcl)} serves production, and every managed group of it only counts`) : undefined,
      });
    },
  })),

  webAclRule({
    id: 'waf-metrics-off',
    severity: 'warning',
    category: 'operations',
    appliesTo: BEFORE,
    title: 'A web ACL or a rule of it shows no metrics or samples',
    why: 'Nobody can tell whom a rule blocks or would block, nor when it may go from counting to blocking.',
    fix: 'set CloudWatchMetricsEnabled and SampledRequestsEnabled to true',
    snippet: `
      VisibilityConfig:
        CloudWatchMetricsEnabled: true
        SampledRequestsEnabled: true
        MetricName: Orders`,
    docs: TESTING,
  }, (webAcl) => {
    const places: [string, TemplateValue][] = [[nameOf(webAcl), webAcl.resource.property('VisibilityConfig')],
      ...(webAcl.rules.value ?? []).map(({ name, place }): [string, TemplateValue] => [`the rule '${name}' of ${nameOf(webAcl)}`, place.get('VisibilityConfig')])];
    return places.flatMap(([subject, place]) => ['CloudWatchMetricsEnabled', 'SampledRequestsEnabled'].flatMap((name) => judge(place.get(name).boolean(), {
      what: `${name} of ${subject}`,
      place: place.get(name),
      known: (isOn) => isOn ? undefined : violation(`${subject} has ${name} switched off`, place.get(name)),
    })));
  }),

  webAclRule({
    id: 'waf-logging-off',
    severity: 'warning',
    category: 'operations',
    appliesTo: BEFORE,
    title: 'A web ACL writes no log',
    why: 'Nobody can tell which requests were blocked, nor by which rule.',
    fix: 'add a logging configuration with a destination whose name begins with aws-waf-logs-',
    snippet: `
      Type: AWS::WAFv2::LoggingConfiguration
      Properties:
        ResourceArn: !GetAtt WebAcl.Arn
        LogDestinationConfigs:
          - !Sub arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:aws-waf-logs-orders`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html',
    related: ['WAFv2LoggingEnabled', 'CKV2_AWS_31'],
  }, (webAcl, { app }) => judge(app.webAcls.logOf(webAcl), {
    what: `the log of ${nameOf(webAcl)}`,
    known: () => undefined,
    absent: () => violation(`${nameOf(webAcl)} writes no log`),
  })),

  webAclRule({
    id: 'waf-token-domain',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A web ACL behind CloudFront does not take the tokens of its viewers',
    why: 'Tokens of challenges and CAPTCHAs are for the name that viewers see; the web ACL of the stage sees another one and asks again and again.',
    fix: 'add the names of the distribution to TokenDomains, and let CloudFront forward the cookie aws-waf-token',
    snippet: `
      Type: AWS::WAFv2::WebACL
      Properties:
        TokenDomains: [www.example.com]`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/waf-tokens-domains.html',
  }, (webAcl, { app }) => {
    const apis = app.webAcls.associationsOf(webAcl).flatMap(({ api }) => api.toList());
    const distributions = [...new Set(apis.flatMap((api) => app.distributions.originsOfApi(api)).map(({ distribution }) => distribution))];
    const asks = (webAcl.rules.value ?? []).some(asksForTokens);
    return !asks ? undefined : distributions.flatMap((distribution) => judge(distribution.config.get('Aliases').strings().flatMap((names) => {
      const domains = webAcl.resource.property('TokenDomains').strings().orDefault([]);
      return domains.map((given) => names.filter((name) => !given.some((domain) => name === domain || name.endsWith(`.${domain}`))));
    }), {
      what: `whether ${nameOf(webAcl)} takes the tokens of its viewers`,
      known: (missing) => missing.length === 0 ? undefined : violation(`${nameOf(webAcl)} asks for tokens, and its TokenDomains lack '${missing[0]}', the name that viewers see`),
    }));
  }),
];

function isCounting({ place }: WebAclRule): Fact<boolean> {
  return place.get('OverrideAction').entries().orDefault([]).map((entries) => entries.some(([name]) => name === 'Count'));
}

/** Rules that challenge, and groups that do so of themselves. */
function asksForTokens({ place, statement, managedGroup }: WebAclRule): boolean {
  const group = statement.get('ManagedRuleGroupStatement');
  const actions = [place.get('Action'), ...(group.get('RuleActionOverrides').items().value ?? []).map((override) => override.get('ActionToUse'))];
  if (actions.some((action) => action.get('Captcha').isGiven || action.get('Challenge').isGiven)) return true;
  const settings = (group.get('ManagedRuleGroupConfigs').items().value ?? []).map((config) => config.get(managedGroup ?? '?'));
  switch (managedGroup) {
    case 'AWSManagedRulesBotControlRuleSet': return settings.some((one) => one.get('InspectionLevel').string().is((level) => level === 'TARGETED'));
    case 'AWSManagedRulesAntiDDoSRuleSet': return settings.some((one) => one.at('ClientSideActionConfig', 'Challenge', 'UsageOfAction').string().is((usage) => usage === 'ENABLED'));
    // Whoever opens the page on which accounts are made is challenged.
    default: return managedGroup === 'AWSManagedRulesACFPRuleSet';
  }
}
