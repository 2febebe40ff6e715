import { App, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { WebAcl } from '../../src/access/web-acl';
import { WebAclMode } from '../../src/access/web-acl-options';
import { BotControlLevel, LoginPayload, ManagedRuleGroup } from '../../src/access/web-acl-rule-group';

const startsWith = (SearchString: string) => ({
  ByteMatchStatement: {
    FieldToMatch: { UriPath: {} },
    PositionalConstraint: 'STARTS_WITH',
    SearchString,
    TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }],
  },
});

function synth(groups: ManagedRuleGroup[], mode?: WebAclMode): Template {
  const stack = new Stack(new App(), 'Stack');
  WebAcl.managed({ groups, mode }).bindWebAcl({ scope: stack });
  return Template.fromStack(stack);
}

function hasRule(template: Template, rule: object): void {
  template.hasResourceProperties('AWS::WAFv2::WebACL', { Rules: Match.arrayWith([Match.objectLike(rule)]) });
}

describe('an extra managed rule group', () => {
  test.each([
    [WebAclMode.COUNT, { Count: {} }],
    [WebAclMode.BLOCK, { None: {} }],
  ])('follows the mode %s of the web ACL and stands behind the baseline', (mode, OverrideAction) => {
    hasRule(synth([ManagedRuleGroup.anonymousIps()], mode), { Name: 'AWS-AWSManagedRulesAnonymousIpList', Priority: 5, OverrideAction });
  });

  test.each([
    [ManagedRuleGroup.anonymousIps(), 'AWSManagedRulesAnonymousIpList', 50],
    [ManagedRuleGroup.adminProtection(), 'AWSManagedRulesAdminProtectionRuleSet', 100],
    [ManagedRuleGroup.botControl({ paths: ['/a'] }), 'AWSManagedRulesBotControlRuleSet', 50],
    [ManagedRuleGroup.accountTakeover({ loginPath: '/a' }), 'AWSManagedRulesATPRuleSet', 50],
  ])('of AWS has its name and its capacity (%#)', (group, name, wcu) => {
    expect(group).toMatchObject({ vendorName: 'AWS', groupName: name, wcu });
  });

  test('sees every request when it has no paths', () => {
    hasRule(synth([ManagedRuleGroup.adminProtection()]), {
      Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesAdminProtectionRuleSet', ScopeDownStatement: Match.absent() } },
    });
  });

  test('sees one path only, decoded before it is compared', () => {
    hasRule(synth([ManagedRuleGroup.adminProtection({ paths: ['/prod/admin'] })]), {
      Statement: { ManagedRuleGroupStatement: { ScopeDownStatement: startsWith('/prod/admin') } },
    });
  });

  test('sees any of several paths', () => {
    hasRule(synth([ManagedRuleGroup.anonymousIps({ paths: ['/a', '/b'] })]), {
      Statement: { ManagedRuleGroupStatement: { ScopeDownStatement: { OrStatement: { Statements: [startsWith('/a'), startsWith('/b')] } } } },
    });
  });

  test('of any vendor is found by its names, and its rule gets a name that AWS WAF takes', () => {
    hasRule(synth([ManagedRuleGroup.named('Cyber Vendor Inc.', 'OWASP')]), {
      Name: 'Cyber-Vendor-Inc-OWASP',
      VisibilityConfig: Match.objectLike({ MetricName: 'Cyber-Vendor-Inc-OWASP' }),
      Statement: { ManagedRuleGroupStatement: { VendorName: 'Cyber Vendor Inc.', Name: 'OWASP', ManagedRuleGroupConfigs: Match.absent() } },
    });
  });

  test.each([['', 'Name'], ['AWS', ' ']])('fails for the names "%s" and "%s"', (vendor, name) => {
    expect(() => ManagedRuleGroup.named(vendor, name)).toThrow(`the managed rule group '${vendor}' '${name}' lacks a name`);
  });

  test.each([-1, 1.5])('fails for a capacity of %d', (wcu) => {
    expect(() => ManagedRuleGroup.named('AWS', 'Name', { wcu })).toThrow(`the capacity ${wcu} of the managed rule group 'Name' is not one that AWS WAF counts`);
  });

  test.each([
    [ManagedRuleGroup.anonymousIps(), ManagedRuleGroup.anonymousIps({ paths: ['/a'] })],
    [ManagedRuleGroup.named('AWS', 'AWSManagedRulesCommonRuleSet')],
  ])('fails when it is in the web ACL already (%#)', (...groups) => {
    expect(() => WebAcl.managed({ groups })).toThrow('is in this web ACL already, and AWS WAF takes each once');
  });
});

describe('the paths of a managed rule group', () => {
  test.each(['login', '', '/users/*', '/users/{id}', '/a?b', '/a b'])('fail for "%s"', (path) => {
    expect(() => ManagedRuleGroup.anonymousIps({ paths: [path] })).toThrow(`the path '${path}' of a managed rule group cannot match`);
  });

  test('may have 200 bytes', () => {
    expect(() => ManagedRuleGroup.anonymousIps({ paths: ['/' + 'a'.repeat(199)] })).not.toThrow();
  });

  test('fail with 201 bytes', () => {
    expect(() => ManagedRuleGroup.anonymousIps({ paths: ['/' + 'a'.repeat(200)] })).toThrow('has 201 bytes, and AWS WAF compares at most 200');
  });

  test('may be known only at deployment', () => {
    expect(() => synth([ManagedRuleGroup.anonymousIps({ paths: [Fn.importValue('Path')] })])).not.toThrow();
  });
});

describe('Bot Control', () => {
  test.each([[undefined, 'COMMON'], [BotControlLevel.COMMON, 'COMMON'], [BotControlLevel.TARGETED, 'TARGETED']])('looks as closely as %s', (level, InspectionLevel) => {
    hasRule(synth([ManagedRuleGroup.botControl({ paths: ['/prod/search'], level })]), {
      Statement: {
        ManagedRuleGroupStatement: {
          Name: 'AWSManagedRulesBotControlRuleSet',
          ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel } }],
          ScopeDownStatement: startsWith('/prod/search'),
        },
      },
    });
  });

  test('fails without paths, as it is billed by the request', () => {
    expect(() => ManagedRuleGroup.botControl({ paths: [] })).toThrow('ManagedRuleGroup.botControl was given no path, and AWS bills every request that the group sees');
  });
});

describe('account takeover prevention', () => {
  test.each([
    [undefined, 'JSON', '/username', '/password'],
    [LoginPayload.FORM_ENCODED, 'FORM_ENCODED', 'username', 'password'],
  ])('finds the usual fields of payload %s', (payload, PayloadType, username, password) => {
    hasRule(synth([ManagedRuleGroup.accountTakeover({ loginPath: '/prod/login', payload })]), {
      Statement: {
        ManagedRuleGroupStatement: {
          Name: 'AWSManagedRulesATPRuleSet',
          ManagedRuleGroupConfigs: [{
            AWSManagedRulesATPRuleSet: {
              LoginPath: '/prod/login',
              RequestInspection: { PayloadType, UsernameField: { Identifier: username }, PasswordField: { Identifier: password } },
            },
          }],
          ScopeDownStatement: startsWith('/prod/login'),
        },
      },
    });
  });

  test('finds the fields that are named', () => {
    const group = ManagedRuleGroup.accountTakeover({ loginPath: '/login', usernameField: '/user/mail', passwordField: '/user/secret' });

    expect(group.configuration).toMatchObject({
      awsManagedRulesAtpRuleSet: { requestInspection: { usernameField: { identifier: '/user/mail' }, passwordField: { identifier: '/user/secret' } } },
    });
  });

  test('fails for a JSON field that is no pointer', () => {
    expect(() => ManagedRuleGroup.accountTakeover({ loginPath: '/login', usernameField: 'mail' })).toThrow("the sign-in field 'mail' is no JSON pointer, by which AWS WAF finds it in a JSON body; write '/mail'");
  });

  test('fails for an empty field of a form', () => {
    expect(() => ManagedRuleGroup.accountTakeover({ loginPath: '/login', payload: LoginPayload.FORM_ENCODED, passwordField: '' })).toThrow('the sign-in field');
  });

  test('fails for a sign-in path that cannot match', () => {
    expect(() => ManagedRuleGroup.accountTakeover({ loginPath: 'login' })).toThrow("the path 'login' of a managed rule group cannot match");
  });
});
