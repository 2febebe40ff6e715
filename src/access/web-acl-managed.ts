import { Annotations, Duration, Size, SizeRoundingBehavior, Stack, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { matchAddresses } from './web-acl-address-lists';
import { checkRegionFits } from './web-acl-arn';
import { BindWebAclOptions, WebAclScope } from './web-acl-contract';
import { dataProtection, logWebAcl } from './web-acl-log';
import { BodyInspectionLimit, ManagedWebAclOptions, WebAclMode, webAclCapacity } from './web-acl-options';
import { BASELINE_GROUPS, UnplacedRule, groupRule, placeRules, rateRule, visibility, webAclMetricName } from './web-acl-rules';
import { Limits } from '../limits';

const DEFAULT_REQUESTS = 2_000;
const DEFAULT_WINDOW = Duration.minutes(5);

/**
 * Creates the web ACL and its log.
 */
export function createManagedWebAcl(bind: BindWebAclOptions, options: ManagedWebAclOptions): wafv2.CfnWebACL {
  const { scope, webAclScope = WebAclScope.REGIONAL } = bind;
  checkRegionFits(`'${scope.node.path}/WebAcl'`, Stack.of(scope).region, bind);
  const webAcl = new wafv2.CfnWebACL(scope, 'WebAcl', {
    scope: webAclScope,
    defaultAction: { allow: {} },
    rules: placeRules([...ownLists(bind, options), ...judgingRules(options)]),
    visibilityConfig: visibility(webAclMetricName(scope)),
    dataProtectionConfig: dataProtection(options.log),
    associationConfig: bodyInspection(webAclScope, options.bodyInspectionLimit),
  });
  logWebAcl(scope, webAcl, options.log);
  warnOfCapacity(webAcl, options);
  warnOfBodies(webAcl, options);
  return webAcl;
}

/** The lists that a user writes are certain: they act in every mode. */
function ownLists({ scope, webAclScope = WebAclScope.REGIONAL }: BindWebAclOptions, options: ManagedWebAclOptions): UnplacedRule[] {
  const rules: UnplacedRule[] = [];
  const allowed = matchAddresses(scope, 'WebAclAllowIps', webAclScope, options.allowIps);
  if (allowed) rules.push({ name: 'AllowedAddresses', action: { allow: {} }, statement: allowed });
  const blocked = matchAddresses(scope, 'WebAclBlockIps', webAclScope, options.blockIps);
  if (blocked) rules.push({ name: 'BlockedAddresses', action: { block: {} }, statement: blocked });
  const countryCodes = [...new Set(options.blockCountries)];
  if (countryCodes.length > 0) rules.push({ name: 'BlockedCountries', action: { block: {} }, statement: { geoMatchStatement: { countryCodes } } });
  return rules;
}

/** Rules that may be wrong about a request, and so start by counting. The cheap ones stand first. */
function judgingRules(options: ManagedWebAclOptions): UnplacedRule[] {
  const blocks = options.mode === WebAclMode.BLOCK;
  const { requests, per } = options.rate ?? { requests: DEFAULT_REQUESTS };
  const override = blocks ? { none: {} } : { count: {} };
  return [
    rateRule(requests, per ?? DEFAULT_WINDOW, blocks ? { block: {} } : { count: {} }),
    ...[...BASELINE_GROUPS, ...(options.groups ?? [])].map((group) => groupRule(group, override, expectsLargeBodies(options.maxBody))),
  ];
}

/** A size that is known only at deployment is named because bodies are large. */
function expectsLargeBodies(maxBody?: Size): boolean {
  if (!maxBody) return false;
  return maxBody.isUnresolved() || maxBody.toBytes() > Limits.WAF_COMMON_BODY_BYTES;
}

function bodyInspection(webAclScope: WebAclScope, limit?: BodyInspectionLimit): wafv2.CfnWebACL.AssociationConfigProperty | undefined {
  if (!limit) return undefined;
  const source = webAclScope === WebAclScope.CLOUDFRONT ? 'CLOUDFRONT' : 'API_GATEWAY';
  return { requestBody: { [source]: { defaultSizeInspectionLimit: limit } } };
}

function warnOfCapacity(webAcl: wafv2.CfnWebACL, options: ManagedWebAclOptions): void {
  const wcu = webAclCapacity(options);
  if (wcu <= Limits.WAF_CAPACITY_INCLUDED) return;
  Annotations.of(webAcl).addWarningV2('cdk-gatehouse:webAclCapacity', `the rules of this web ACL take ${wcu} WCU, and the price of a request includes `
    + `${Limits.WAF_CAPACITY_INCLUDED}; write fewer groups, or accept the extra price of each further 500`);
}

/** Named limits are decisions; only the limit that nobody named may be a surprise. */
function warnOfBodies(webAcl: wafv2.CfnWebACL, { maxBody, bodyInspectionLimit }: ManagedWebAclOptions): void {
  if (bodyInspectionLimit || !maxBody || maxBody.isUnresolved()) return;
  const kibibytes = maxBody.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
  if (kibibytes <= 16) return;
  const sizes = [[32, BodyInspectionLimit.KB_32], [48, BodyInspectionLimit.KB_48]] as const;
  const [, enough] = sizes.find(([size]) => kibibytes <= size) ?? [64, BodyInspectionLimit.KB_64];
  Annotations.of(webAcl).addWarningV2('cdk-gatehouse:webAclBodyNotInspected', `bodies may have ${kibibytes} KB, and AWS WAF inspects the first 16; `
    + `write bodyInspectionLimit: BodyInspectionLimit.${enough}, at an extra fee, or KB_16 to accept it`);
}
