import { Token, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { Limits } from '../limits';

/**
 * How closely AWS WAF looks for bots.
 */
export enum BotControlLevel {
  /**
   * Bots that name themselves, by their signatures.
   */
  COMMON = 'COMMON',

  /**
   * Also bots that hide, by challenges and behaviour. It costs more, and the regions of China do not have it.
   */
  TARGETED = 'TARGETED',
}

/**
 * How a sign-in request carries its fields.
 */
export enum LoginPayload {
  /**
   * A JSON body; fields are JSON pointers, such as `/user/name`.
   */
  JSON = 'JSON',

  /**
   * A form; fields are its field names.
   */
  FORM_ENCODED = 'FORM_ENCODED',
}

/**
 * Where a managed rule group looks.
 */
export interface ManagedRuleGroupOptions {
  /**
   * The group sees only requests whose path starts with one of these, as the client sends it: on the API's own endpoint with the stage (`/prod/login`),
   * on a custom domain with the base path. The log's `httpRequest.uri` shows what AWS WAF compares with.
   *
   * @default - every request
   */
  readonly paths?: string[];
}

/**
 * What Bot Control looks at.
 */
export interface BotControlOptions {
  /**
   * Bot Control sees, and bills, only requests whose path starts with one of these, as the client sends it (`/prod/search`).
   */
  readonly paths: string[];

  /**
   * How closely it looks.
   *
   * @default BotControlLevel.COMMON
   */
  readonly level?: BotControlLevel;
}

/**
 * Where users sign in.
 */
export interface AccountTakeoverOptions {
  /**
   * The path of the sign-in request, as the client sends it (`/prod/login`). The group sees, and bills, only requests whose path starts with it.
   */
  readonly loginPath: string;

  /**
   * Where the user name stands: a JSON pointer such as `/username`, or a form's field name.
   *
   * @default - `/username`, or `username` in a form
   */
  readonly usernameField?: string;

  /**
   * Where the password stands: a JSON pointer such as `/password`, or a form's field name.
   *
   * @default - `/password`, or `password` in a form
   */
  readonly passwordField?: string;

  /**
   * How the request carries its fields.
   *
   * @default LoginPayload.JSON
   */
  readonly payload?: LoginPayload;
}

/**
 * A managed rule group by its names.
 */
export interface NamedRuleGroupOptions extends ManagedRuleGroupOptions {
  /**
   * What the group takes of the web ACL's 5,000 capacity units (WCU), without its paths. Its documentation says.
   *
   * @default - not counted; AWS WAF refuses at deployment what is too much
   */
  readonly wcu?: number;
}

/**
 * A managed rule group beyond the four that every `WebAcl.managed` has.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export class ManagedRuleGroup {
  /**
   * Bot Control: crawlers, scrapers and automated clients. Billed by the request that it sees, hence the paths.
   *
   * @throws when there is no path, or one that AWS WAF could not compare
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html
   */
  public static botControl(options: BotControlOptions): ManagedRuleGroup {
    return new ManagedRuleGroup('AWS', 'AWSManagedRulesBotControlRuleSet', requirePaths('ManagedRuleGroup.botControl', options.paths), Limits.WAF_GROUP_CAPACITY.AWSManagedRulesBotControlRuleSet, {
      awsManagedRulesBotControlRuleSet: { inspectionLevel: options.level ?? BotControlLevel.COMMON },
    });
  }

  /**
   * Account takeover prevention: sign-in attempts with stolen credentials. Billed by the attempt that it sees.
   *
   * @throws when the path or a field is not one that AWS WAF could compare
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-atp.html
   */
  public static accountTakeover(options: AccountTakeoverOptions): ManagedRuleGroup {
    const payload = options.payload ?? LoginPayload.JSON;
    const prefix = payload === LoginPayload.JSON ? '/' : '';
    return new ManagedRuleGroup('AWS', 'AWSManagedRulesATPRuleSet', requirePaths('ManagedRuleGroup.accountTakeover', [options.loginPath]), Limits.WAF_GROUP_CAPACITY.AWSManagedRulesATPRuleSet, {
      awsManagedRulesAtpRuleSet: {
        loginPath: options.loginPath,
        requestInspection: {
          payloadType: payload,
          usernameField: { identifier: loginField(options.usernameField ?? `${prefix}username`, payload) },
          passwordField: { identifier: loginField(options.passwordField ?? `${prefix}password`, payload) },
        },
      },
    });
  }

  /**
   * Callers that hide where they are: proxies, VPNs, Tor; and hosting providers, so callers that run in a cloud, AWS included, are blocked as well.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-ip-rep.html
   */
  public static anonymousIps(options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
    return new ManagedRuleGroup('AWS', 'AWSManagedRulesAnonymousIpList', checkPaths(options.paths), Limits.WAF_GROUP_CAPACITY.AWSManagedRulesAnonymousIpList);
  }

  /**
   * Requests for pages of administrators, which a public API rarely has.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
   */
  public static adminProtection(options: ManagedRuleGroupOptions = {}): ManagedRuleGroup {
    return new ManagedRuleGroup('AWS', 'AWSManagedRulesAdminProtectionRuleSet', checkPaths(options.paths), Limits.WAF_GROUP_CAPACITY.AWSManagedRulesAdminProtectionRuleSet);
  }

  /**
   * Any other managed rule group, of AWS or of a vendor to whom the account is subscribed.
   *
   * @throws when a name is empty, the capacity is no whole number from 0, or a path could not be compared
   */
  public static named(vendorName: string, groupName: string, options: NamedRuleGroupOptions = {}): ManagedRuleGroup {
    if (vendorName.trim() === '' || groupName.trim() === '') {
      throw new Error(`the managed rule group '${vendorName}' '${groupName}' lacks a name, and AWS WAF finds a group by both; `
        + "write ManagedRuleGroup.named('AWS', 'AWSManagedRulesLinuxRuleSet')");
    }
    const { wcu } = options;
    if (wcu !== undefined && !Token.isUnresolved(wcu) && (!Number.isInteger(wcu) || wcu < 0)) {
      throw new Error(`the capacity ${wcu} of the managed rule group '${groupName}' is not one that AWS WAF counts; write a whole number of WCU, such as 200`);
    }
    return new ManagedRuleGroup(vendorName, groupName, checkPaths(options.paths), wcu);
  }

  /**
   * Who sells or gives the group.
   */
  public readonly vendorName: string;

  /**
   * The group's name with its vendor.
   */
  public readonly groupName: string;

  /**
   * The beginnings of the paths that the group sees; all when empty.
   */
  public readonly paths: string[];

  /**
   * The capacity that the group takes, in WCU, without its paths; undefined when not known.
   */
  public readonly wcu?: number;

  /**
   * What the group has to be told, for the groups that have to be told something.
   */
  public readonly configuration?: wafv2.CfnWebACL.ManagedRuleGroupConfigProperty;

  private constructor(
    vendorName: string,
    groupName: string,
    paths: string[],
    wcu?: number,
    configuration?: wafv2.CfnWebACL.ManagedRuleGroupConfigProperty,
  ) {
    this.vendorName = vendorName;
    this.groupName = groupName;
    this.paths = [...paths];
    this.wcu = wcu;
    this.configuration = configuration;
  }
}

function requirePaths(call: string, paths: string[]): string[] {
  if (paths.length === 0) {
    throw new Error(`${call} was given no path, and AWS bills every request that the group sees; write the paths that need it, such as ['/prod/login']`);
  }
  return checkPaths(paths);
}

function checkPaths(paths: string[] = []): string[] {
  for (const path of paths) {
    if (Token.isUnresolved(path)) continue;
    if (!path.startsWith('/') || /[*{}?\s]/.test(path)) {
      throw new Error(`the path '${path}' of a managed rule group cannot match: AWS WAF compares the beginning of the path letter by letter; write one like '/prod/login'`);
    }
    const bytes = Buffer.byteLength(path);
    if (bytes > Limits.WAF_MATCH_STRING_BYTES) {
      throw new Error(`the path '${path}' of a managed rule group has ${bytes} bytes, and AWS WAF compares at most ${Limits.WAF_MATCH_STRING_BYTES}; write a shorter beginning of it`);
    }
  }
  return paths;
}

function loginField(field: string, payload: LoginPayload): string {
  if (Token.isUnresolved(field)) return field;
  if (field === '' || (payload === LoginPayload.JSON && !field.startsWith('/'))) {
    throw new Error(`the sign-in field '${field}' is no JSON pointer, by which AWS WAF finds it in a JSON body; write '/${field || 'username'}'`);
  }
  return field;
}
