import { App, IPolicyValidationPlugin, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { Authorizer } from '../../src/authorizers/authorizer';
import { OriginLock } from '../../src/domain/origin-lock';
import { Integration } from '../../src/integrations/integration';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { Sessions } from '../../src/web-socket/sessions';
import { stackIn } from '../domain/fronted-api';
import { testDomain } from '../governed-rest-api/full-api';
import { findings, reportOf } from '../nag-report';
import { testStack } from '../rest-api';
import { webSocketApi } from '../web-socket-api';
import { fullWebSocketApi } from './full-api';

const accountLogRole = AccountLogRole.managedElsewhere('the landing zone sets it');
const jwt = Authorizer.jwt({ issuer: 'https://id.example.com/', audience: ['web'] });

function appWith(make: (stack: Stack) => unknown): App {
  const app = new App();
  make(testStack(app));
  return app;
}

describe('AwsSolutionsChecks', () => {
  test('finds one thing in an API as it comes: the log role writes any log of the account, as it must', () => {
    const { violations, suppressedViolations } = reportOf(appWith((stack) => webSocketApi(stack, { authorizer: jwt })), new AwsSolutionsChecks());

    expect(findings(violations)).toEqual(['AwsSolutions-IAM5[Resource::*] at Stack/ApiGatewayAccountLogRole/Role/Resource']);
    // The rule asks each route for an authorizer, and API Gateway takes one on $connect alone.
    expect(findings(suppressedViolations)).toEqual(['$disconnect', '$default', 'heartbeat'].map((key) => `AwsSolutions-APIG4 at Stack/Chat/${key === '$disconnect' ? 'Routes' : 'Answers'}/${key}`).sort());
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['sessions that API Gateway writes itself', (stack) => webSocketApi(stack, { accountLogRole, authorizer: Authorizer.iam(), sessions: Sessions.direct() })],
    ['routes, a domain, a usage plan and a key', (stack) => {
      const api = webSocketApi(stack, { accountLogRole, authorizer: jwt, connect: { apiKeyRequired: true }, domain: testDomain(stack) });
      api.addRoute('report', { integration: Integration.httpProxy('https://backend.example.com'), reply: true });
      api.addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 1 } }).addApiKey('acme');
    }],
  ])('finds nothing in %s', (_what, make) => {
    expect(findings(reportOf(appWith(make), new AwsSolutionsChecks()).violations)).toEqual([]);
  });

  test('finds $connect where everybody may connect, which is the app\'s to answer for', () => {
    expect(findings(reportOf(appWith((stack) => webSocketApi(stack, { accountLogRole })), new AwsSolutionsChecks()).violations)).toEqual(['AwsSolutions-APIG4 at Stack/Chat/Routes/$connect']);
  });

  test('finds in CloudFront what is the app\'s to decide, and nothing else', () => {
    const app = new App();
    webSocketApi(stackIn('us-east-1', app), { accountLogRole, authorizer: jwt, cloudFront: {} });

    expect(findings(reportOf(app, new AwsSolutionsChecks()).violations)).toEqual([
      'AwsSolutions-CFR1 at Shop/Chat/CloudFront/Distribution/Resource',
      'AwsSolutions-CFR4 at Shop/Chat/CloudFront/Distribution/Resource',
      'AwsSolutions-S1 at Shop/Chat/CloudFront/AccessLog/Resource',
    ]);
  });

  test('finds, in what an API with something of everything makes itself, that nobody logs who reads offloaded messages', () => {
    const { violations } = reportOf(appWith((stack) => fullWebSocketApi(stack, { accountLogRole })), new AwsSolutionsChecks());

    expect(findings(violations).filter((finding) => finding.includes(' at Stack/Chat/'))).toEqual(['AwsSolutions-S1 at Stack/Chat/Broadcast/Offload/Resource']);
  });
});

describe.each(Object.entries({ ServerlessChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks }))('%s', (_name, Pack) => {
  test('finds nothing in the API, its stage, routes, domain and usage plan', () => {
    const { violations } = reportOf(appWith((stack) => fullWebSocketApi(stack)), new Pack());

    expect(findings(violations).filter((finding) => /ApiGW|APIGW/i.test(finding) || / at Stack\/Chat\/(Resource|Stage|Routes|Answers|Domain|UsagePlan|Alarms)/.test(finding))).toEqual([]);
  });
});

/** A pack that reports one rule at one construct, as the rule pack of this library names its findings. */
class Gatehouse implements IPolicyValidationPlugin {
  public readonly name = 'Gatehouse';
  private readonly reported: { ruleId: string; constructPath: string };

  constructor(reported: { ruleId: string; constructPath: string }) {
    this.reported = reported;
  }

  public validate() {
    const { ruleId, constructPath } = this.reported;
    return { success: false, violations: [{ ruleName: `Gatehouse-${ruleId}`, description: ruleId, severity: 'error', violatingResources: [{ constructPath, locations: ['Properties'] }] }] };
  }
}

const API = 'Stack/Chat/Resource';
const reason = 'because of the test';

describe('an opt-out stands in the validation report with its reason', () => {
  test.each<[string, string, string, (stack: Stack) => unknown]>([
    ['Authorizer.none', 'ws-connect-without-auth[$connect]', API, (stack) => webSocketApi(stack, { authorizer: Authorizer.none(reason) })],
    ['Sessions.none', 'ws-no-connect-or-disconnect', API, (stack) => {
      webSocketApi(stack, { sessions: Sessions.none(reason) }).addRoute('$connect', { integration: Integration.mock() });
    }],
    ['keepDefaultEndpoint', 'default-endpoint-open', API, (stack) => webSocketApi(stack, { domain: testDomain(stack, { keepDefaultEndpoint: reason }) })],
    ['OriginLock.none', 'cloudfront-origin-unverified', API, (stack) => webSocketApi(stack, { cloudFront: { originLock: OriginLock.none(reason) } })],
    ['dataTrace', 'data-trace-on', 'Stack/Chat/Stage/Resource', (stack) => webSocketApi(stack, { executionLog: { level: ExecutionLogLevel.INFO, dataTrace: reason } })],
    ['plaintext', 'http-backend-plaintext[report]', API, (stack) => {
      webSocketApi(stack).addRoute('report', { integration: Integration.httpProxy('http://backend.example.com', { plaintext: reason }) });
    }],
  ])('%s acknowledges %s', (_optOut, ruleId, constructPath, make) => {
    const app = new App();
    make(new Stack(app, 'Stack', { env: { region: 'us-east-1', account: '111111111111' } }));

    const { violations, suppressedViolations } = reportOf(app, new Gatehouse({ ruleId, constructPath }));

    expect(violations).toEqual([]);
    expect(suppressedViolations).toEqual([expect.objectContaining({ ruleName: `Gatehouse-${ruleId}`, reason })]);
  });
});
