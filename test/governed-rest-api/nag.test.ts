import { App, Duration, IPolicyValidationPlugin, Stack, aws_cognito as cognito, aws_lambda as lambda } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { CacheSize } from '../../src/stage/cache-size';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { findings, reportOf } from '../nag-report';
import { restApi, testHandler, testStack } from '../rest-api';
import { testDomain } from './full-api';

describe('AwsSolutionsChecks', () => {
  /** A pool that has no findings of its own, and a function of which they are known. */
  function apiWithPool(props: Partial<GovernedRestApiProps> = {}): { app: App; stack: Stack; api: GovernedRestApi } {
    const app = new App();
    const stack = testStack(app);
    const pool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_abc');
    const api = new GovernedRestApi(stack, 'Api', { authorizer: Authorizer.userPool(pool), ...props });
    api.addRoute('GET /pets', { integration: Integration.lambdaFunction(lambda.Function.fromFunctionName(stack, 'Handler', 'pets')) });
    return { app, stack, api };
  }

  test('finds one thing in an API as it comes: the log role writes any log of the account, as it must', () => {
    const { violations, suppressedViolations } = reportOf(apiWithPool().app, new AwsSolutionsChecks());

    expect(findings(violations)).toEqual(['AwsSolutions-IAM5[Resource::*] at Stack/ApiGatewayAccountLogRole/Role/Resource']);
    // The rule looks for resources, and the validator is in the definition.
    expect(findings(suppressedViolations)).toEqual(['AwsSolutions-APIG2 at Stack/Api/Api/Resource']);
  });

  test('finds nothing when the log role is managed elsewhere', () => {
    const { app } = apiWithPool({ accountLogRole: AccountLogRole.managedElsewhere('the landing zone sets it') });

    expect(findings(reportOf(app, new AwsSolutionsChecks()).violations)).toEqual([]);
  });

  test('finds nothing in the function that checks tokens', () => {
    const { app } = apiWithPool({
      accountLogRole: AccountLogRole.managedElsewhere('the landing zone sets it'),
      authorizer: Authorizer.jwt({ issuer: 'https://id.example.com', audience: ['web'] }),
      defaultScopes: ['pets/read'],
    });

    expect(findings(reportOf(app, new AwsSolutionsChecks()).violations)).toEqual([]);
  });

  test('finds nothing more in a cache, a domain, a usage plan and CORS', () => {
    const { app, stack, api } = apiWithPool({
      accountLogRole: AccountLogRole.managedElsewhere('the landing zone sets it'),
      cors: { allowOrigins: ['https://app.example.com'] },
      cache: { size: CacheSize.GB_0_5 },
    });
    api.addRoute('GET /cached', { integration: Integration.mock(), cache: { ttl: Duration.seconds(60), perCaller: true } });
    api.addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 1 } }).addApiKey('acme');
    restApi(stack, { domain: testDomain(stack), accountLogRole: AccountLogRole.managedElsewhere('the landing zone sets it') }, 'WithDomain');

    expect(findings(reportOf(app, new AwsSolutionsChecks()).violations)).toEqual([]);
  });

  test('finds what was left out', () => {
    const { app } = apiWithPool({
      accountLogRole: AccountLogRole.managedElsewhere('the landing zone sets it'),
      webAcl: WebAcl.none('internal only'),
      executionLog: { level: ExecutionLogLevel.OFF },
    });

    expect(findings(reportOf(app, new AwsSolutionsChecks()).violations)).toEqual([
      'AwsSolutions-APIG3 at Stack/Api/Stage/Resource',
      'AwsSolutions-APIG6 at Stack/Api/Stage/Resource',
    ]);
  });
});

/** A pack that reports each given rule at the given construct, as the rule pack of this library names its findings. */
class Gatehouse implements IPolicyValidationPlugin {
  public readonly name = 'Gatehouse';
  private readonly reported: { ruleId: string; constructPath: string }[];

  constructor(...reported: { ruleId: string; constructPath: string }[]) {
    this.reported = reported;
  }

  public validate() {
    return {
      success: false,
      violations: this.reported.map(({ ruleId, constructPath }) => ({
        ruleName: `Gatehouse-${ruleId}`, description: ruleId, severity: 'error', violatingResources: [{ constructPath, locations: ['Properties'] }],
      })),
    };
  }
}

const API = 'Stack/Api/Api/Resource';
const STAGE = 'Stack/Api/Stage/Resource';
const reason = 'because of the test';

describe('an opt-out stands in the validation report with its reason', () => {
  test.each<[string, string, string, (stack: Stack) => unknown]>([
    ['Authorizer.none on the API', 'rest-method-without-auth[GET:/x]', API, (stack) => {
      restApi(stack, { authorizer: Authorizer.none(reason) }).addRoute('GET /x', { integration: Integration.mock() });
    }],
    ['Authorizer.none on a route', 'rest-method-without-auth[GET:/pets/{id}]', API, (stack) => {
      restApi(stack, { authorizer: Authorizer.iam() }).addRoute('GET /pets/{id}', { integration: Integration.mock(), authorizer: Authorizer.none(reason) });
    }],
    ['Authorizer.none on a greedy route', 'rest-method-without-auth[ANY:/{proxy+}]', API, (stack) => {
      restApi(stack, { authorizer: Authorizer.none(reason) }).addRoute('ANY /{proxy+}', { integration: Integration.mock() });
    }],
    ['WebAcl.none', 'rest-stage-without-waf', STAGE, (stack) => restApi(stack, { webAcl: WebAcl.none(reason) })],
    ['AccountLogRole.managedElsewhere', 'account-log-role-missing', STAGE, (stack) => restApi(stack, { accountLogRole: AccountLogRole.managedElsewhere(reason) })],
    ['keepDefaultEndpoint', 'default-endpoint-open', API, (stack) => restApi(stack, { domain: testDomain(stack, { keepDefaultEndpoint: reason }) })],
    ['dataTrace', 'data-trace-on', STAGE, (stack) => restApi(stack, { executionLog: { dataTrace: reason } })],
    ['plaintext', 'http-backend-plaintext[GET:/x]', API, (stack) => {
      restApi(stack).addRoute('GET /x', { integration: Integration.httpProxy('http://backend.example.com', { plaintext: reason }) });
    }],
    ['permissionManagedElsewhere', 'lambda-invoke-permission-missing[GET:/x]', API, (stack) => {
      restApi(stack).addRoute('GET /x', { integration: Integration.lambdaFunction(testHandler(stack), { permissionManagedElsewhere: reason }) });
    }],
    ['sharedAcrossCallers', 'cache-user-data-shared[GET:/x]', API, (stack) => {
      restApi(stack, { authorizer: Authorizer.iam(), cache: { size: CacheSize.GB_0_5 } })
        .addRoute('GET /x', { integration: Integration.mock(), cache: { sharedAcrossCallers: reason } });
    }],
  ])('%s acknowledges %s', (_optOut, ruleId, constructPath, make) => {
    const app = new App();
    make(testStack(app));

    const { violations, suppressedViolations } = reportOf(app, new Gatehouse({ ruleId, constructPath }));

    expect(violations).toEqual([]);
    expect(suppressedViolations).toEqual([expect.objectContaining({ ruleName: `Gatehouse-${ruleId}`, reason })]);
  });
});

test('an opt-out of one route acknowledges nothing of another route or another API', () => {
  const app = new App();
  const stack = testStack(app);
  const one = restApi(stack, { authorizer: Authorizer.iam() });
  one.addRoute('GET /open', { integration: Integration.mock(), authorizer: Authorizer.none(reason) });
  const other = restApi(new Construct(stack, 'Elsewhere'), { authorizer: Authorizer.iam() });
  const otherPath = `${other.node.path}/Api/Resource`;

  const { violations } = reportOf(app, new Gatehouse(
    { ruleId: 'rest-method-without-auth[GET:/open]', constructPath: API },
    { ruleId: 'rest-method-without-auth[GET:/closed]', constructPath: API },
    { ruleId: 'rest-method-without-auth[GET:/open]', constructPath: otherPath },
  ));

  expect(findings(violations)).toEqual([
    `Gatehouse-rest-method-without-auth[GET:/closed] at ${API}`,
    `Gatehouse-rest-method-without-auth[GET:/open] at ${otherPath}`,
  ]);
});
