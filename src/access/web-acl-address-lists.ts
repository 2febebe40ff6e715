import { isIP } from 'net';
import { Token, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Limits } from '../limits';

/** What one IP set can hold: addresses of one version. */
interface AddressesByVersion {
  readonly IPV4: string[];
  readonly IPV6: string[];
}

/**
 * @throws when an entry is no range of addresses in CIDR notation, or there are more than an IP set holds
 */
export function checkAddresses(prop: string, addresses: string[] = []): void {
  if (Token.isUnresolved(addresses)) return;
  for (const address of addresses) {
    if (Token.isUnresolved(address)) continue;
    const [ip, prefix, ...rest] = address.split('/');
    const version = isIP(ip);
    const longest = version === 6 ? 128 : 32;
    if (version === 0) {
      throw new Error(`'${address}' in ${prop} is no range of IP addresses in CIDR notation, which is all that AWS WAF takes; write one like '192.0.2.0/24'`);
    }
    if (prefix === undefined) {
      throw new Error(`'${address}' in ${prop} has no prefix length, without which AWS WAF refuses it; write '${address}/${longest}'`);
    }
    const length = Number(prefix);
    if (rest.length > 0 || !/^\d+$/.test(prefix) || length < 1 || length > longest) {
      throw new Error(`'${address}' in ${prop} has a prefix length that AWS WAF refuses; write one from /1 to /${longest}`);
    }
  }
  for (const list of Object.values(byVersion(addresses)) as string[][]) {
    if (list.length > Limits.WAF_IP_SET_ADDRESSES) {
      throw new Error(`${prop} has ${list.length} ranges of one IP version, and an IP set holds ${Limits.WAF_IP_SET_ADDRESSES}; `
        + 'write wider ranges, or WebAcl.existing with a web ACL of your own');
    }
  }
}

/** How many IP sets, of one WCU each, the addresses need. */
export function addressSets(addresses: string[] = []): number {
  return (Object.values(byVersion(addresses)) as string[][]).filter((list) => list.length > 0).length;
}

/**
 * Creates the IP sets and says how to match any of them; undefined when there is no address.
 */
export function matchAddresses(scope: Construct, id: string, webAclScope: string, list?: string[]): wafv2.CfnWebACL.StatementProperty | undefined {
  const { IPV4, IPV6 } = byVersion(list ?? []);
  const sets: wafv2.CfnIPSet[] = [];
  if (IPV4.length > 0) sets.push(new wafv2.CfnIPSet(scope, id, { addresses: IPV4, ipAddressVersion: 'IPV4', scope: webAclScope }));
  if (IPV6.length > 0) sets.push(new wafv2.CfnIPSet(scope, `${id}V6`, { addresses: IPV6, ipAddressVersion: 'IPV6', scope: webAclScope }));
  return anyOf(sets.map((set) => ({ ipSetReferenceStatement: { arn: set.attrArn } })));
}

/** AWS WAF refuses an "or" of fewer than two. */
export function anyOf(statements: wafv2.CfnWebACL.StatementProperty[]): wafv2.CfnWebACL.StatementProperty | undefined {
  return statements.length > 1 ? { orStatement: { statements } } : statements[0];
}

function byVersion(addresses: string[]): AddressesByVersion {
  if (Token.isUnresolved(addresses)) return { IPV4: addresses, IPV6: [] };
  const distinct = [...new Set(addresses)];
  const isV6 = (address: string) => !Token.isUnresolved(address) && address.includes(':');
  return { IPV4: distinct.filter((address) => !isV6(address)), IPV6: distinct.filter(isV6) };
}
