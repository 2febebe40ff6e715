import { App, Duration, Fn, RemovalPolicy, Size, Stack, Token, aws_kms as kms, aws_logs as logs, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { WebAcl } from '../../src/access/web-acl';
import { WebAclScope } from '../../src/access/web-acl-contract';
import { BodyInspectionLimit, ManagedWebAclOptions, WebAclMode } from '../../src/access/web-acl-options';
import { ManagedRuleGroup } from '../../src/access/web-acl-rule-group';

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: object;
  readonly OverrideAction?: object;
  readonly Statement: { readonly ManagedRuleGroupStatement?: object; readonly RateBasedStatement?: object };
  readonly VisibilityConfig: object;
}

const ARN = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/Shared/0f1e2d3c';

function bind(options?: ManagedWebAclOptions, webAclScope?: WebAclScope, region?: string): Stack {
  const stack = new Stack(new App(), 'Stack', region ? { env: { region } } : {});
  WebAcl.managed(options).bindWebAcl({ scope: stack, webAclScope });
  return stack;
}

function rules(options?: ManagedWebAclOptions): Rule[] {
  const [webAcl] = Object.values(Template.fromStack(bind(options)).findResources('AWS::WAFv2::WebACL'));
  return webAcl.Properties.Rules as Rule[];
}

function rule(name: string, options?: ManagedWebAclOptions): Rule {
  const found = rules(options).find((candidate) => candidate.Name === name);
  if (!found) throw new Error(`there is no rule ${name}`);
  return found;
}

describe('a managed web ACL', () => {
  test('is three resources: the web ACL, its log group, and the link between them', () => {
    const template = Template.fromStack(bind());

    expect(Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type).sort())
      .toEqual(['AWS::Logs::LogGroup', 'AWS::WAFv2::LoggingConfiguration', 'AWS::WAFv2::WebACL']);
  });

  test('has the rate rule and the four baseline groups, each once, in order', () => {
    expect(rules().map(({ Name, Priority }) => [Name, Priority])).toEqual([
      ['RatePerAddress', 0],
      ['AWS-AWSManagedRulesAmazonIpReputationList', 1],
      ['AWS-AWSManagedRulesKnownBadInputsRuleSet', 2],
      ['AWS-AWSManagedRulesCommonRuleSet', 3],
      ['AWS-AWSManagedRulesSQLiRuleSet', 4],
    ]);
  });

  test('lets requests pass that match no rule', () => {
    Template.fromStack(bind()).hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
  });

  test.each([undefined, WebAclMode.COUNT])('only counts in mode %s', (mode) => {
    for (const { Statement, Action, OverrideAction } of rules({ mode })) {
      expect({ Action, OverrideAction }).toEqual(Statement.RateBasedStatement
        ? { Action: { Count: {} }, OverrideAction: undefined }
        : { Action: undefined, OverrideAction: { Count: {} } });
    }
  });

  test('blocks in mode BLOCK', () => {
    for (const { Statement, Action, OverrideAction } of rules({ mode: WebAclMode.BLOCK })) {
      expect({ Action, OverrideAction }).toEqual(Statement.RateBasedStatement
        ? { Action: { Block: {} }, OverrideAction: undefined }
        : { Action: undefined, OverrideAction: { None: {} } });
    }
  });

  test('measures and samples itself and every rule', () => {
    const template = Template.fromStack(bind({ blockCountries: ['NZ'], groups: [ManagedRuleGroup.anonymousIps()] }));
    const [webAcl] = Object.values(template.findResources('AWS::WAFv2::WebACL'));

    for (const { VisibilityConfig } of [webAcl.Properties, ...webAcl.Properties.Rules] as Rule[]) {
      expect(VisibilityConfig).toEqual({ CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: expect.stringMatching(/^[\w-]{1,128}$/) });
    }
  });

  test('names its metric after its place, so that two of them are not counted together', () => {
    const stack = new Stack(new App(), 'Stack');
    for (const id of ['One', 'Two']) WebAcl.managed().bindWebAcl({ scope: new Construct(stack, id) });
    const names = Object.values(Template.fromStack(stack).findResources('AWS::WAFv2::WebACL'))
      .map(({ Properties }) => Properties.VisibilityConfig.MetricName as string);

    expect(new Set(names).size).toBe(2);
  });
});

describe('the rate rule of a managed web ACL', () => {
  test('allows 2,000 requests of an address in five minutes, the window that AWS WAF has by default', () => {
    expect(rule('RatePerAddress').Statement.RateBasedStatement).toEqual({ AggregateKeyType: 'IP', Limit: 2000 });
  });

  test.each([[60], [120], [600]])('counts over %i seconds', (seconds) => {
    expect(rule('RatePerAddress', { rate: { requests: 100, per: Duration.seconds(seconds) } }).Statement.RateBasedStatement)
      .toEqual({ AggregateKeyType: 'IP', Limit: 100, EvaluationWindowSec: seconds });
  });

  test.each([59, 61, 180, 601, 0.5])('fails for a window of %d seconds', (seconds) => {
    expect(() => WebAcl.managed({ rate: { requests: 100, per: Duration.millis(seconds * 1000) } }))
      .toThrow(`the web ACL's rate is per ${seconds} seconds, and AWS WAF counts over 60, 120, 300, 600 seconds only; write one of them, such as Duration.minutes(5)`);
  });

  test.each([10, 2_000_000_000])('takes the limit %i', (requests) => {
    expect(rule('RatePerAddress', { rate: { requests } }).Statement.RateBasedStatement).toMatchObject({ Limit: requests });
  });

  test.each([9, 2_000_000_001, 10.5, -1, NaN])('fails for the limit %d', (requests) => {
    expect(() => WebAcl.managed({ rate: { requests } })).toThrow(`rate of ${requests} requests is none that AWS WAF counts; write a whole number from 10 to 2000000000`);
  });

  test('takes a limit that is known only at deployment', () => {
    expect(() => WebAcl.managed({ rate: { requests: Token.asNumber(Fn.importValue('Rate')) } })).not.toThrow();
  });
});

describe('bodies at a managed web ACL', () => {
  const overridden = (maxBody?: Size) => rule('AWS-AWSManagedRulesCommonRuleSet', { mode: WebAclMode.BLOCK, maxBody }).Statement.ManagedRuleGroupStatement;

  test.each([undefined, Size.bytes(1), Size.kibibytes(8)])('are limited by the common rule set up to 8 KB', (maxBody) => {
    expect(overridden(maxBody)).not.toHaveProperty('RuleActionOverrides');
  });

  test.each([Size.bytes(8193), Size.mebibytes(1)])('are only counted beyond 8 KB', (maxBody) => {
    expect(overridden(maxBody)).toHaveProperty('RuleActionOverrides', [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }]);
  });

  test('concern no other group', () => {
    const large = rules({ maxBody: Size.mebibytes(1) }).filter(({ Statement }) => Statement.ManagedRuleGroupStatement && 'RuleActionOverrides' in Statement.ManagedRuleGroupStatement);

    expect(large.map(({ Name }) => Name)).toEqual(['AWS-AWSManagedRulesCommonRuleSet']);
  });

  test.each(Object.values(BodyInspectionLimit))('are inspected up to %s', (bodyInspectionLimit) => {
    Template.fromStack(bind({ bodyInspectionLimit })).hasResourceProperties('AWS::WAFv2::WebACL', {
      AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: bodyInspectionLimit } } },
    });
  });

  test('are inspected as AWS WAF does when nothing is said', () => {
    Template.fromStack(bind()).hasResourceProperties('AWS::WAFv2::WebACL', { AssociationConfig: Match.absent() });
  });

  test.each([[17, 'KB_32'], [32, 'KB_32'], [33, 'KB_48'], [49, 'KB_64'], [1024, 'KB_64']])('of %i KB are warned about, with the limit to write: %s', (size, limit) => {
    Annotations.fromStack(bind({ maxBody: Size.kibibytes(size) })).hasWarning('*', Match.stringLikeRegexp(`${limit}.*webAclBodyNotInspected`));
  });

  test.each([{ maxBody: Size.kibibytes(16) }, { maxBody: Size.kibibytes(64), bodyInspectionLimit: BodyInspectionLimit.KB_16 }])('are not warned about when %j', (options) => {
    Annotations.fromStack(bind(options)).hasNoWarning('*', Match.anyValue());
  });
});

describe('the log of a managed web ACL', () => {
  test('goes to a log group whose name has the prefix that AWS WAF wants and is the stack\'s own', () => {
    Template.fromStack(bind()).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', [Match.stringLikeRegexp('^aws-waf-logs-Stack-?$'), { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]] },
      RetentionInDays: 90,
    });
  });

  test('is named by an ARN that does not end in :*', () => {
    const template = Template.fromStack(bind());
    const [logGroup] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    const [webAcl] = Object.keys(template.findResources('AWS::WAFv2::WebACL'));

    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      ResourceArn: { 'Fn::GetAtt': [webAcl, 'Arn'] },
      LogDestinationConfigs: [{
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:', { Ref: logGroup }]],
      }],
    });
  });

  test('and the samples leave out the headers that carry credentials', () => {
    const template = Template.fromStack(bind());

    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: ['authorization', 'cookie', 'x-api-key', 'sec-websocket-protocol'].map((Name) => ({ SingleHeader: { Name } })),
    });
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      DataProtectionConfig: {
        DataProtections: [{ Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'cookie', 'x-api-key', 'sec-websocket-protocol'] } }],
      },
    });
  });

  test('leaves out further headers and the query string on request', () => {
    const template = Template.fromStack(bind({ log: { redactedHeaders: ['X-Session', 'Cookie'], redactQueryString: true } }));

    template.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [...['authorization', 'cookie', 'x-api-key', 'sec-websocket-protocol', 'x-session'].map((Name) => ({ SingleHeader: { Name } })), { QueryString: {} }],
    });
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      DataProtectionConfig: {
        DataProtections: [
          { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'cookie', 'x-api-key', 'sec-websocket-protocol', 'x-session'] } },
          { Action: 'SUBSTITUTION', Field: { FieldType: 'QUERY_STRING' } },
        ],
      },
    });
  });

  test('takes retention, key and removal policy, and lets CloudWatch Logs use the key', () => {
    const stack = new Stack(new App(), 'Stack');
    const encryptionKey = new kms.Key(stack, 'Key');
    const log = { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY, encryptionKey };
    WebAcl.managed({ log }).bindWebAcl({ scope: stack });
    const template = Template.fromStack(stack);

    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Delete',
      Properties: { RetentionInDays: 365, KmsKeyId: stack.resolve(encryptionKey.keyArn) as object },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': { 'Fn::Join': ['', Match.arrayWith([':log-group:aws-waf-logs-*'])] } } },
        })]),
      },
    });
  });

  test('leaves the policy of a key from elsewhere alone, with a warning', () => {
    const stack = new Stack(new App(), 'Stack');
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', stack.formatArn({ service: 'kms', resource: 'key', resourceName: '0000' }));
    WebAcl.managed({ log: { encryptionKey } }).bindWebAcl({ scope: stack });

    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp("key of the web ACL's log is not part of the app.*webAclLogKeyNotGranted"));
  });

  test.each(['', 'two words', 'x:y', 'x'.repeat(65)])('fails for the redacted header "%s"', (header) => {
    expect(() => WebAcl.managed({ log: { redactedHeaders: [header] } })).toThrow(`the redacted header '${header}' is not a header's name of at most 64 characters`);
  });
});

describe('own lists of a managed web ACL', () => {
  test.each(Object.values(WebAclMode))('act in mode %s and stand first', (mode) => {
    const [allowed, blocked, countries] = rules({ mode, allowIps: ['192.0.2.0/24'], blockIps: ['2001:db8::/32'], blockCountries: ['NZ', 'IS', 'NZ'] });

    expect(allowed).toMatchObject({ Name: 'AllowedAddresses', Action: { Allow: {} } });
    expect(blocked).toMatchObject({ Name: 'BlockedAddresses', Action: { Block: {} } });
    expect(countries).toMatchObject({ Name: 'BlockedCountries', Action: { Block: {} }, Statement: { GeoMatchStatement: { CountryCodes: ['NZ', 'IS'] } } });
  });

  test('of both IP versions become two IP sets and match either', () => {
    const stack = bind({ allowIps: ['192.0.2.1/32', '2001:db8::/32'] });
    const template = Template.fromStack(stack);
    const set = (Properties: object) => Object.keys(template.findResources('AWS::WAFv2::IPSet', { Properties }))[0];
    const v4 = set({ IPAddressVersion: 'IPV4', Addresses: ['192.0.2.1/32'], Scope: 'REGIONAL' });
    const v6 = set({ IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32'], Scope: 'REGIONAL' });

    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Rules: Match.arrayWith([Match.objectLike({
        Statement: { OrStatement: { Statements: [v4, v6].map((id) => ({ IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [id, 'Arn'] } } })) } },
      })]),
    });
  });

  test('that are empty make no rule', () => {
    expect(rules({ allowIps: [], blockIps: [], blockCountries: [] })).toHaveLength(5);
  });

  test.each([
    ['192.0.2.1', "'192.0.2.1' in blockIps has no prefix length, without which AWS WAF refuses it; write '192.0.2.1/32'"],
    ['2001:db8::1', "'2001:db8::1' in blockIps has no prefix length, without which AWS WAF refuses it; write '2001:db8::1/128'"],
    ['192.0.2.256/32', "'192.0.2.256/32' in blockIps is no range of IP addresses in CIDR notation"],
    ['', "'' in blockIps is no range"],
    ['0.0.0.0/0', "'0.0.0.0/0' in blockIps has a prefix length that AWS WAF refuses; write one from /1 to /32"],
    ['192.0.2.0/33', 'write one from /1 to /32'],
    ['2001:db8::/129', 'write one from /1 to /128'],
    ['192.0.2.0/24/1', 'write one from /1 to /32'],
  ])('fail for the address "%s"', (address, message) => {
    expect(() => WebAcl.managed({ blockIps: [address] })).toThrow(message);
  });

  test('hold 10,000 ranges', () => {
    const ranges = Array.from({ length: 10_000 }, (_, i) => `10.${Math.floor(i / 256)}.${i % 256}.0/24`);

    expect(() => WebAcl.managed({ blockIps: ranges })).not.toThrow();
  });

  test('fails for one range more', () => {
    const ranges = Array.from({ length: 10_001 }, (_, i) => `10.${Math.floor(i / 256)}.${i % 256}.0/24`);

    expect(() => WebAcl.managed({ blockIps: ranges })).toThrow('blockIps has 10001 ranges of one IP version, and an IP set holds 10000');
  });

  test.each(['nz', 'NZL', '', 'N1'])('fails for the country "%s"', (country) => {
    expect(() => WebAcl.managed({ blockCountries: [country] })).toThrow(`'${country}' in blockCountries is no ISO 3166-1 alpha-2 code`);
  });

  test('take values that are known only at deployment', () => {
    expect(() => bind({ blockCountries: [Fn.importValue('Country')], blockIps: [Fn.importValue('Range')] })).not.toThrow();
  });
});

describe('the capacity of a managed web ACL', () => {
  const spare = (wcu: number) => ({ groups: [ManagedRuleGroup.named('AWS', 'Spare', { wcu })] });

  test('is within the included price by default', () => {
    Annotations.fromStack(bind()).hasNoWarning('*', Match.anyValue());
  });

  test('is 1,127 WCU by default, so that 373 more are still included', () => {
    Annotations.fromStack(bind(spare(373))).hasNoWarning('*', Match.anyValue());
    Annotations.fromStack(bind(spare(374))).hasWarning('*', Match.stringLikeRegexp('take 1501 WCU.*cdk-gatehouse:webAclCapacity'));
  });

  test('counts lists and paths', () => {
    const groups = [ManagedRuleGroup.named('AWS', 'Spare', { wcu: 373 - 24 - 3, paths: ['/a', '/b'] })];
    const lists = { allowIps: ['192.0.2.0/24', '2001:db8::/32'], blockCountries: ['NZ'] };

    Annotations.fromStack(bind({ groups, ...lists })).hasNoWarning('*', Match.anyValue());
    Annotations.fromStack(bind({ groups, ...lists, blockIps: ['198.51.100.0/24'] })).hasWarning('*', Match.stringLikeRegexp('take 1501 WCU'));
  });

  test('is at most 5,000 WCU', () => {
    expect(() => WebAcl.managed(spare(5000 - 1127))).not.toThrow();
  });

  test('fails for one WCU more, before anything is created', () => {
    expect(() => WebAcl.managed(spare(5001 - 1127))).toThrow('the rules of this web ACL take 5001 WCU, and AWS WAF has at most 5000 for one; write fewer groups');
  });
});

describe('a managed web ACL for CloudFront', () => {
  test('has the scope, the sets and the body limit of CloudFront', () => {
    const template = Template.fromStack(bind(
      { bodyInspectionLimit: BodyInspectionLimit.KB_32, blockIps: ['192.0.2.0/24'] }, WebAclScope.CLOUDFRONT, 'us-east-1'));

    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: 'KB_32' } } },
    });
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Scope: 'CLOUDFRONT' });
  });

  test('fails outside us-east-1, with nothing created', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } });

    expect(() => WebAcl.managed().bindWebAcl({ scope: stack, webAclScope: WebAclScope.CLOUDFRONT })).toThrow('is in eu-west-1, but what it shall protect needs one in us-east-1');
    expect(stack.node.children).toEqual([]);
  });

  test('is let through where the region is not known', () => {
    expect(() => bind({}, WebAclScope.CLOUDFRONT)).not.toThrow();
  });
});

describe('an existing web ACL', () => {
  const stackIn = (region?: string) => new Stack(new App(), 'Stack', region ? { env: { region } } : {});

  test.each(['eu-west-1', undefined])('is handed on by its ARN to a stack in %s, and nothing is created', (region) => {
    const stack = stackIn(region);

    expect(WebAcl.existing(ARN).bindWebAcl({ scope: stack })).toEqual({ webAclArn: ARN });
    expect(stack.node.children).toEqual([]);
  });

  test.each(['arn:aws-us-gov:wafv2:us-gov-west-1:111122223333:regional/webacl/A/b', 'arn:aws-cn:wafv2:cn-north-1:111122223333:regional/webacl/A/b'])('may be %s', (arn) => {
    expect(WebAcl.existing(arn).bindWebAcl({ scope: stackIn() })).toEqual({ webAclArn: arn });
  });

  test.each([
    'MyWebAcl',
    '',
    'arn:aws:waf-regional:eu-west-1:111122223333:webacl/0f1e2d3c',
    'arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/Shared/0f1e2d3c',
    'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/Shared',
  ])('fails for "%s"', (arn) => {
    expect(() => WebAcl.existing(arn)).toThrow(`'${arn}' is not the ARN of a web ACL of AWS WAF v2`);
  });

  test('fails in another region than the stack', () => {
    expect(() => WebAcl.existing(ARN).bindWebAcl({ scope: stackIn('eu-central-1') }))
      .toThrow(`the web ACL '${ARN}' is in eu-west-1, but what it shall protect needs one in eu-central-1; write a web ACL of that region`);
  });

  test('fails in another account than the stack, where both are known', () => {
    const stackOf = (account?: string) => new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account } });

    expect(() => WebAcl.existing(ARN).bindWebAcl({ scope: stackOf('444455556666') }))
      .toThrow(`the web ACL '${ARN}' is in the account 111122223333, but what it shall protect is in 444455556666, and AWS WAF associates within one account; write a web ACL of that account`);
    for (const account of ['111122223333', undefined]) {
      expect(WebAcl.existing(ARN).bindWebAcl({ scope: stackOf(account) })).toEqual({ webAclArn: ARN });
    }
    const late = `arn:aws:wafv2:eu-west-1:${Fn.importValue('Account')}:regional/webacl/Shared/0f1e2d3c`;
    expect(WebAcl.existing(late).bindWebAcl({ scope: stackOf('444455556666') })).toEqual({ webAclArn: late });
  });

  test('fails with the scope of CloudFront at a stage', () => {
    const arn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/Shared/0f1e2d3c';

    expect(() => WebAcl.existing(arn).bindWebAcl({ scope: stackIn('us-east-1') }))
      .toThrow(`the web ACL '${arn}' has the scope CLOUDFRONT, which is for CloudFront distributions and cannot be associated with a stage; write a web ACL of scope REGIONAL`);
    expect(WebAcl.existing(arn).bindWebAcl({ scope: stackIn('eu-west-1'), webAclScope: WebAclScope.CLOUDFRONT })).toEqual({ webAclArn: arn });
  });

  test('fails with the scope of a region at a distribution', () => {
    expect(() => WebAcl.existing(ARN).bindWebAcl({ scope: stackIn(), webAclScope: WebAclScope.CLOUDFRONT })).toThrow('has the scope REGIONAL');
  });

  test('is let through when its ARN is known only at deployment', () => {
    const arn = Fn.importValue('WebAclArn');

    expect(WebAcl.existing(arn).bindWebAcl({ scope: stackIn('eu-west-1') })).toEqual({ webAclArn: arn });
  });
});

describe('a web ACL that is a construct', () => {
  const webAclIn = (stack: Stack, scope: string) => new wafv2.CfnWebACL(stack, 'Own', {
    scope,
    defaultAction: { allow: {} },
    visibilityConfig: { metricName: 'Own', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true },
  });

  test('is handed on', () => {
    const stack = new Stack(new App(), 'Stack');
    const webAcl = webAclIn(stack, 'REGIONAL');

    expect(WebAcl.of(webAcl).bindWebAcl({ scope: stack })).toEqual({ webAclArn: webAcl.attrArn });
  });

  test('fails with the scope of CloudFront at a stage', () => {
    const stack = new Stack(new App(), 'Stack');

    expect(() => WebAcl.of(webAclIn(stack, 'CLOUDFRONT')).bindWebAcl({ scope: stack })).toThrow("the web ACL 'Stack/Own' has the scope CLOUDFRONT");
  });

  test('fails in another region than the stack', () => {
    const app = new App();
    const there = new Stack(app, 'There', { env: { region: 'eu-west-1' } });
    const here = new Stack(app, 'Here', { env: { region: 'eu-central-1' } });

    expect(() => WebAcl.of(webAclIn(there, 'REGIONAL')).bindWebAcl({ scope: here })).toThrow("the web ACL 'There/Own' is in eu-west-1");
  });
});

describe('no web ACL', () => {
  test('has a reason, and creates nothing', () => {
    const stack = new Stack(new App(), 'Stack');

    expect(WebAcl.none('internal only').optOutReason).toBe('internal only');
    expect(WebAcl.none('internal only').bindWebAcl({ scope: stack })).toEqual({});
    expect(stack.node.children).toEqual([]);
  });

  test.each(['', '  '])('fails for the reason "%s"', (reason) => {
    expect(() => WebAcl.none(reason)).toThrow('WebAcl.none() was given an empty reason');
  });

  test.each([WebAcl.managed(), WebAcl.existing(ARN)])('is not said by other web ACLs', (webAcl) => {
    expect(webAcl.optOutReason).toBeUndefined();
  });
});

describe('a list that only a deployment knows', () => {
  const list = Token.asList({ Ref: 'List' });

  test.each<['allowIps' | 'blockIps']>([['allowIps'], ['blockIps']])('is one IP set of version 4 as %s', (prop) => {
    const template = Template.fromStack(bind({ [prop]: list }));
    template.resourceCountIs('AWS::WAFv2::IPSet', 1);
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Addresses: { Ref: 'List' }, IPAddressVersion: 'IPV4' });
  });

  test('is the list of blocked countries', () => {
    expect(rules({ blockCountries: list })[0].Statement).toEqual({ GeoMatchStatement: { CountryCodes: { Ref: 'List' } } });
  });
});
