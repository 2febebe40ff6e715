import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Duration, RemovalPolicy, Size, Stack, aws_apigateway as apigateway, aws_kms as kms, aws_logs as logs, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { WebAcl } from '../../src/access/web-acl';
import { WebAclScope } from '../../src/access/web-acl-contract';
import { BodyInspectionLimit, ManagedWebAclOptions, WebAclMode } from '../../src/access/web-acl-options';
import { BotControlLevel, LoginPayload, ManagedRuleGroup } from '../../src/access/web-acl-rule-group';
import { StageWebAcl } from '../../src/stage/web-acl';

const everything: ManagedWebAclOptions = {
  mode: WebAclMode.BLOCK,
  rate: { requests: 100, per: Duration.minutes(1) },
  maxBody: Size.kibibytes(40),
  bodyInspectionLimit: BodyInspectionLimit.KB_48,
  allowIps: ['192.0.2.0/24', '2001:db8::/32'],
  blockIps: ['198.51.100.7/32'],
  blockCountries: ['NZ', 'IS'],
  groups: [
    ManagedRuleGroup.botControl({ paths: ['/live/search', '/live/list'], level: BotControlLevel.TARGETED }),
    ManagedRuleGroup.accountTakeover({ loginPath: '/live/login', payload: LoginPayload.FORM_ENCODED }),
    ManagedRuleGroup.anonymousIps(),
    ManagedRuleGroup.adminProtection({ paths: ['/live/admin'] }),
    ManagedRuleGroup.named('AWS', 'AWSManagedRulesLinuxRuleSet', { wcu: 200 }),
  ],
};

const regions = ['eu-west-1', 'us-gov-west-1', 'cn-north-1'];

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: { readonly constructPath: string }[];
}

const app = new App();

function stackIn(id: string, region: string): Stack {
  return new Stack(app, id, { env: { account: '111111111111', region } });
}

function addStage(stack: Stack, webAcl: WebAcl): void {
  const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { stageName: 'live' } });
  api.root.addMethod('GET', new apigateway.MockIntegration());
  api.deploymentStage.with(new StageWebAcl(webAcl));
}

for (const region of regions) {
  addStage(stackIn(`default-${region}`, region), WebAcl.managed());
  const stack = stackIn(`everything-${region}`, region);
  const log = {
    encryptionKey: new kms.Key(stack, 'Key'),
    removalPolicy: RemovalPolicy.DESTROY,
    retention: logs.RetentionDays.ONE_YEAR,
    redactedHeaders: ['x-session'],
    redactQueryString: true,
  };
  addStage(stack, WebAcl.managed({ ...everything, log }));
}
const cloudFront = stackIn('cloud-front', 'us-east-1');
WebAcl.managed(everything).bindWebAcl({ scope: cloudFront, webAclScope: WebAclScope.CLOUDFRONT });
// Wrong on purpose: shows that the validator looks at web ACLs and that its report is read.
new wafv2.CfnWebACL(stackIn('wrong', 'eu-west-1'), 'WebAcl', {
  scope: 'SOMEWHERE',
  defaultAction: { allow: {} },
  visibilityConfig: { metricName: 'Wrong', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true },
});

describe('the CDK\'s own validator', () => {
  const complaints = new Map<string, string[]>();

  beforeAll(() => {
    const { directory } = app.synth();
    const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as { pluginReports: { violations: Violation[] }[] };
    for (const { ruleName, description, violatingConstructs } of report.pluginReports.flatMap(({ violations }) => violations)) {
      for (const { constructPath } of violatingConstructs) {
        const [stack] = constructPath.split('/');
        complaints.set(stack, [...complaints.get(stack) ?? [], `${ruleName} ${constructPath}: ${description}`]);
      }
    }
  }, 120_000);

  test.each(regions)('accepts a web ACL as it comes in %s', (region) => {
    expect(complaints.get(`default-${region}`) ?? []).toEqual([]);
  });

  test.each(regions)('accepts a web ACL with every option in %s', (region) => {
    expect(complaints.get(`everything-${region}`) ?? []).toEqual([]);
  });

  test('accepts a web ACL for CloudFront', () => {
    expect(complaints.get('cloud-front') ?? []).toEqual([]);
  });

  test('fails a web ACL that is wrong', () => {
    expect(complaints.get('wrong')).toContainEqual(expect.stringContaining("'SOMEWHERE' is not one of"));
  });
});
