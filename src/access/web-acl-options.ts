import { Duration, Size, Token } from 'aws-cdk-lib';
import { addressSets, checkAddresses } from './web-acl-address-lists';
import { WebAclLogOptions, checkWebAclLog } from './web-acl-log';
import { ManagedRuleGroup } from './web-acl-rule-group';
import { BASELINE_GROUPS, groupRuleName, groupWcu } from './web-acl-rules';
import { Limits } from '../limits';

/**
 * What the rules of a web ACL do with a request that they match.
 */
export enum WebAclMode {
  /**
   * Count it, sample it, log it, and let it pass. To start in: see what would be blocked before it is.
   */
  COUNT = 'COUNT',

  /**
   * Block it with status 403.
   */
  BLOCK = 'BLOCK',
}

/**
 * How much of a request's body AWS WAF sees.
 */
export enum BodyInspectionLimit {
  /**
   * 16 KB, which the price includes.
   */
  KB_16 = 'KB_16',

  /**
   * 32 KB, at an extra fee.
   */
  KB_32 = 'KB_32',

  /**
   * 48 KB, at an extra fee.
   */
  KB_48 = 'KB_48',

  /**
   * 64 KB, the most there is, at an extra fee.
   */
  KB_64 = 'KB_64',
}

/**
 * How many requests one IP address may send.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-high-level-settings.html
 */
export interface WebAclRate {
  /**
   * Requests within the window: 10 to 2,000,000,000.
   */
  readonly requests: number;

  /**
   * The window: 1, 2, 5 or 10 minutes.
   *
   * @default Duration.minutes(5)
   */
  readonly per?: Duration;
}

/**
 * What a web ACL of this library looks for.
 */
export interface ManagedWebAclOptions {
  /**
   * What the managed groups and the rate rule do with a request that they match.
   *
   * @default WebAclMode.COUNT - nothing is blocked but `blockIps` and `blockCountries`
   */
  readonly mode?: WebAclMode;

  /**
   * How many requests one IP address may send.
   *
   * @default - 2,000 in 5 minutes
   */
  readonly rate?: WebAclRate;

  /**
   * The largest body that callers may send. Over 8 KB, the common rule set's `SizeRestrictions_BODY` only counts, as it would block them.
   *
   * @default - 8 KB
   */
  readonly maxBody?: Size;

  /**
   * How much of a body AWS WAF sees. What lies behind it is not inspected.
   *
   * @default - 16 KB
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html
   */
  readonly bodyInspectionLimit?: BodyInspectionLimit;

  /**
   * Managed rule groups beyond the baseline.
   *
   * @default - none
   */
  readonly groups?: ManagedRuleGroup[];

  /**
   * Ranges of IP addresses, in CIDR notation, that no other rule looks at. A token, and a list of them, is taken for IP version 4.
   *
   * @default - none
   */
  readonly allowIps?: string[];

  /**
   * Ranges of IP addresses, in CIDR notation, that are blocked, whatever the mode. A token, and a list of them, is taken for IP version 4.
   *
   * @default - none
   */
  readonly blockIps?: string[];

  /**
   * Countries whose requests are blocked, whatever the mode, by their ISO 3166-1 alpha-2 codes, such as `NZ`.
   *
   * @default - none
   */
  readonly blockCountries?: string[];

  /**
   * The log of every request that AWS WAF has seen.
   *
   * @default - kept for three months, without the headers that carry credentials
   */
  readonly log?: WebAclLogOptions;
}

const WINDOW_SECONDS = [60, 120, 300, 600];
const GEO_RULE_WCU = 1;

/**
 * @throws when AWS WAF would refuse an option, or all together
 */
export function checkManagedWebAcl(options: ManagedWebAclOptions): void {
  checkRate(options.rate);
  checkAddresses('allowIps', options.allowIps);
  checkAddresses('blockIps', options.blockIps);
  checkCountries(options.blockCountries);
  checkWebAclLog(options.log);
  checkGroups(options.groups);
  const wcu = webAclCapacity(options);
  if (wcu > Limits.WAF_CAPACITY_MAX) {
    throw new Error(`the rules of this web ACL take ${wcu} WCU, and AWS WAF has at most ${Limits.WAF_CAPACITY_MAX} for one; write fewer groups, or fewer paths for them`);
  }
}

/** What the rules take, in WCU, as far as it is known; AWS WAF may find a little less, as equal transformations count once. */
export function webAclCapacity(options: ManagedWebAclOptions): number {
  const groups = [...BASELINE_GROUPS, ...(options.groups ?? [])];
  const countries = options.blockCountries?.length ? GEO_RULE_WCU : 0;
  const addresses = addressSets(options.allowIps) + addressSets(options.blockIps);
  return groups.reduce((sum, group) => sum + groupWcu(group), Limits.WAF_RATE_RULE_CAPACITY + countries + addresses);
}

function checkRate(rate?: WebAclRate): void {
  if (!rate) return;
  const { requests, per } = rate;
  const { WAF_RATE_MIN: min, WAF_RATE_MAX: max } = Limits;
  if (!Token.isUnresolved(requests) && (!Number.isInteger(requests) || requests < min || requests > max)) {
    throw new Error(`the web ACL's rate of ${requests} requests is none that AWS WAF counts; write a whole number from ${min} to ${max}`);
  }
  if (per === undefined || per.isUnresolved()) return;
  const seconds = per.toSeconds({ integral: false });
  if (!WINDOW_SECONDS.includes(seconds)) {
    throw new Error(`the web ACL's rate is per ${seconds} seconds, and AWS WAF counts over ${WINDOW_SECONDS.join(', ')} seconds only; write one of them, such as Duration.minutes(5)`);
  }
}

function checkCountries(countries: string[] = []): void {
  if (Token.isUnresolved(countries)) return;
  for (const country of countries) {
    if (Token.isUnresolved(country) || /^[A-Z]{2}$/.test(country)) continue;
    throw new Error(`'${country}' in blockCountries is no ISO 3166-1 alpha-2 code, by which AWS WAF knows countries; write two capital letters, such as 'NZ'`);
  }
}

/** A rule's name stands once in a web ACL, and each group is one rule. */
function checkGroups(groups: ManagedRuleGroup[] = []): void {
  const names = BASELINE_GROUPS.map(groupRuleName);
  for (const group of groups) {
    const name = groupRuleName(group);
    if (names.includes(name)) {
      throw new Error(`the managed rule group '${group.groupName}' is in this web ACL already, and AWS WAF takes each once; write all its paths in one entry, `
        + 'and none for the baseline groups');
    }
    names.push(name);
  }
}
