import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { BindWebAclOptions, WebAclScope } from './web-acl-contract';
import { isYetUnknown } from '../yet-unknown';

const EXAMPLE = 'arn:<partition>:wafv2:<region>:<account>:regional/webacl/<name>/<id>';
/** Web ACLs of CloudFront distributions, and all that they refer to, live here. */
const CLOUDFRONT_REGION = 'us-east-1';

/**
 * @throws when a literal ARN is not that of a web ACL of AWS WAF v2
 */
export function checkWebAclArn(webAclArn: string): void {
  if (isYetUnknown(webAclArn)) return;
  const [prefix, , service, , , resource = ''] = webAclArn.split(':');
  if (prefix === 'arn' && service === 'wafv2' && /^(regional|global)\/webacl\/[^/]+\/[^/]+$/.test(resource)) return;
  throw new Error(`'${webAclArn}' is not the ARN of a web ACL of AWS WAF v2, which is the only kind that can be associated; write one like '${EXAMPLE}'`);
}

/**
 * @throws when a literal ARN shows that the web ACL stands elsewhere than what it shall protect
 */
export function checkArnFits(webAclArn: string, options: BindWebAclOptions): void {
  if (isYetUnknown(webAclArn)) return;
  const { account = '', region = '', resource } = Arn.split(webAclArn, ArnFormat.SLASH_RESOURCE_NAME);
  checkScopeFits(`'${webAclArn}'`, resource === 'global' ? WebAclScope.CLOUDFRONT : WebAclScope.REGIONAL, options);
  checkRegionFits(`'${webAclArn}'`, region, options);
  checkAccountFits(`'${webAclArn}'`, account, options);
}

/**
 * @throws when a web ACL has the other scope
 */
export function checkScopeFits(webAcl: string, actual: string, options: BindWebAclOptions): void {
  const wanted = options.webAclScope ?? WebAclScope.REGIONAL;
  if (Token.isUnresolved(actual) || actual === wanted) return;
  const [kind, target] = wanted === WebAclScope.REGIONAL ? ['CloudFront distributions', 'a stage'] : ['resources of a region', 'a CloudFront distribution'];
  throw new Error(`the web ACL ${webAcl} has the scope ${actual}, which is for ${kind} and cannot be associated with ${target}; write a web ACL of scope ${wanted}`);
}

/**
 * @throws when the regions of both are known and differ
 */
export function checkRegionFits(webAcl: string, region: string, options: BindWebAclOptions): void {
  const wanted = options.webAclScope === WebAclScope.CLOUDFRONT ? CLOUDFRONT_REGION : Stack.of(options.scope).region;
  if (Token.isUnresolved(region) || Token.isUnresolved(wanted) || region === wanted) return;
  throw new Error(`the web ACL ${webAcl} is in ${region}, but what it shall protect needs one in ${wanted}; write a web ACL of that region`);
}

/**
 * @throws when the accounts of both are known and differ
 */
export function checkAccountFits(webAcl: string, account: string, options: BindWebAclOptions): void {
  const wanted = Stack.of(options.scope).account;
  if (Token.isUnresolved(account) || Token.isUnresolved(wanted) || account === wanted) return;
  throw new Error(`the web ACL ${webAcl} is in the account ${account}, but what it shall protect is in ${wanted}, and AWS WAF associates within one account; write a web ACL of that account`);
}
