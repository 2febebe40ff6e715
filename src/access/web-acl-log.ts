import { ArnFormat, Aws, Fn, Names, RemovalPolicy, Stack, Token, aws_kms as kms, aws_logs as logs, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { letLogsUse } from '../stage/log-encryption';

/**
 * What a web ACL writes down.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
 */
export interface WebAclLogOptions {
  /**
   * How long entries are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * The key that encrypts the log. Its policy is extended so that CloudWatch Logs may use it; for an imported key there is a warning, and its owner extends the policy.
   *
   * @default - CloudWatch Logs encrypts with a key of its own
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What becomes of the log when the web ACL is removed.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Headers whose values are kept out of the log and of sampled requests, besides `authorization`, `cookie`, `x-api-key` and `sec-websocket-protocol`, in which browsers send tokens.
   *
   * @default - those four
   */
  readonly redactedHeaders?: string[];

  /**
   * Whether the query string is kept out of the log and of sampled requests as well.
   *
   * @default false
   */
  readonly redactQueryString?: boolean;
}

/** AWS WAF writes to no log group of another name. */
const LOG_GROUP_PREFIX = 'aws-waf-logs-';
const SECRET_HEADERS = ['authorization', 'cookie', 'x-api-key', 'sec-websocket-protocol'];

/**
 * @throws when a header's name is none
 */
export function checkWebAclLog(options: WebAclLogOptions = {}): void {
  for (const header of options.redactedHeaders ?? []) {
    // AWS WAF's own limit for a protected header is 64 characters.
    if (Token.isUnresolved(header) || /^[\w!#$%&'*+.^`|~-]{1,64}$/.test(header)) continue;
    throw new Error(`the redacted header '${header}' is not a header's name of at most 64 characters, so AWS WAF could not keep it out of the log; write one like 'x-session-token'`);
  }
}

/**
 * Sampled requests hold headers too, and the redaction of the log does not reach them: the web ACL's own data protection does.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-masking.html
 */
export function dataProtection(options: WebAclLogOptions = {}): wafv2.CfnWebACL.DataProtectionConfigProperty {
  const dataProtections = [{ action: 'SUBSTITUTION', field: { fieldType: 'SINGLE_HEADER', fieldKeys: secretHeaders(options) } }];
  const queryString = { action: 'SUBSTITUTION', field: { fieldType: 'QUERY_STRING' } };
  return { dataProtections: options.redactQueryString ? [...dataProtections, queryString] : dataProtections };
}

/**
 * Makes the web ACL write its log to a log group of its own.
 */
export function logWebAcl(scope: Construct, webAcl: wafv2.CfnWebACL, options: WebAclLogOptions = {}): void {
  const logGroup = new logs.LogGroup(scope, 'WebAclLogs', {
    logGroupName: logGroupName(scope),
    retention: options.retention ?? logs.RetentionDays.THREE_MONTHS,
    encryptionKey: options.encryptionKey,
    removalPolicy: options.removalPolicy ?? RemovalPolicy.RETAIN,
  });
  if (options.encryptionKey) {
    letLogsUse(options.encryptionKey, {
      scope,
      logGroups: `${LOG_GROUP_PREFIX}*`,
      title: 'web ACL\'s log',
      warningId: 'cdk-gatehouse:webAclLogKeyNotGranted',
    });
  }

  new wafv2.CfnLoggingConfiguration(scope, 'WebAclLogging', {
    resourceArn: webAcl.attrArn,
    // Not the L2's ARN: that ends in `:*`, which AWS WAF refuses.
    logDestinationConfigs: [Stack.of(scope).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroup.logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })],
    redactedFields: [
      // The L1 has no type for this field and writes it as it is, hence CloudFormation's spelling.
      ...secretHeaders(options).map((header) => ({ singleHeader: { Name: header } })),
      ...(options.redactQueryString ? [{ queryString: {} }] : []),
    ],
  });
}

/** Unique in the account, also beside a group that an earlier stack of the same name left behind. */
function logGroupName(scope: Construct): string {
  const stackGuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return `${LOG_GROUP_PREFIX}${Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' })}-${stackGuid}`;
}

function secretHeaders(options: WebAclLogOptions): string[] {
  return [...new Set([...SECRET_HEADERS, ...(options.redactedHeaders ?? []).map((header) => header.toLowerCase())])];
}
