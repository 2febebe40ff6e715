import { App, IPolicyValidationPlugin, Stack, aws_cognito as cognito, aws_lambda as lambda } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { testDomain } from '../governed-rest-api/full-api';
import { httpApi } from '../http-api';
import { findings, reportOf } from '../nag-report';
import { testHandler, testStack } from '../rest-api';

describe('AwsSolutionsChecks', () => {
  function apiWithPool(props: (stack: Stack) => Partial<LeanHttpApiProps> = () => ({})): App {
    const app = new App();
    const stack = testStack(app);
    const pool = cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-1_abc');
    const clients = [cognito.UserPoolClient.fromUserPoolClientId(stack, 'Web', 'web')];
    const api = new LeanHttpApi(stack, 'Api', { authorizer: Authorizer.userPool(pool, { clients }), ...props(stack) });
    api.addRoute('GET /pets', { integration: Integration.lambdaFunction(lambda.Function.fromFunctionName(stack, 'Handler', 'pets')) });
    api.addRoute('$default', { integration: Integration.httpProxy('https://backend.example.com'), authorizer: Authorizer.iam() });
    return app;
  }

  test('find nothing in an API as it comes', () => {
    expect(findings(reportOf(apiWithPool(), new AwsSolutionsChecks()).violations)).toEqual([]);
  });

  test('find nothing more in a domain, CORS and automatic deployments', () => {
    const app = apiWithPool((stack) => ({ domain: testDomain(stack), cors: { allowOrigins: ['https://app.example.com'] }, autoDeploy: 'a sandbox' }));

    expect(findings(reportOf(app, new AwsSolutionsChecks()).violations)).toEqual([]);
  });
});

/** A pack that reports one rule at one construct, as the rule pack of this library names its findings. */
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

const API = 'Stack/Api/Resource';
const STAGE = 'Stack/Api/Stage/Resource';
const reason = 'because of the test';
const backend = Integration.httpProxy('https://backend.example.com');

describe('an opt-out stands in the validation report with its reason', () => {
  test.each<[string, string, string, (stack: Stack) => unknown]>([
    ['Authorizer.none on the API', 'http-route-without-auth[GET:/x]', API, (stack) => {
      httpApi(stack, { authorizer: Authorizer.none(reason) }).addRoute('GET /x', { integration: backend });
    }],
    ['Authorizer.none on a route', 'http-route-without-auth[GET:/pets/{id}]', API, (stack) => {
      httpApi(stack, { authorizer: Authorizer.iam() }).addRoute('GET /pets/{id}', { integration: backend, authorizer: Authorizer.none(reason) });
    }],
    ['Authorizer.none on $default', 'http-route-without-auth[$default]', API, (stack) => {
      httpApi(stack, { authorizer: Authorizer.none(reason) }).addRoute('$default', { integration: backend });
    }],
    ['autoDeploy', 'v2-auto-deploy-in-production', STAGE, (stack) => httpApi(stack, { autoDeploy: reason })],
    ['keepDefaultEndpoint', 'default-endpoint-open', API, (stack) => httpApi(stack, { domain: testDomain(stack, { keepDefaultEndpoint: reason }) })],
    ['plaintext', 'http-backend-plaintext[GET:/x]', API, (stack) => {
      httpApi(stack).addRoute('GET /x', { integration: Integration.httpProxy('http://backend.example.com', { plaintext: reason }) });
    }],
    ['permissionManagedElsewhere', 'lambda-invoke-permission-missing[GET:/x]', API, (stack) => {
      httpApi(stack).addRoute('GET /x', { integration: Integration.lambdaFunction(testHandler(stack), { permissionManagedElsewhere: reason }) });
    }],
  ])('%s acknowledges %s', (_optOut, ruleId, constructPath, make) => {
    const app = new App();
    make(testStack(app));

    const { violations, suppressedViolations } = reportOf(app, new Gatehouse({ ruleId, constructPath }));

    expect(violations).toEqual([]);
    expect(suppressedViolations).toEqual([expect.objectContaining({ ruleName: `Gatehouse-${ruleId}`, reason })]);
  });

  test('and acknowledges nothing of another route', () => {
    const app = new App();
    httpApi(testStack(app), { authorizer: Authorizer.iam() }).addRoute('GET /open', { integration: backend, authorizer: Authorizer.none(reason) });

    const { violations } = reportOf(app, new Gatehouse({ ruleId: 'http-route-without-auth[GET:/closed]', constructPath: API }));

    expect(findings(violations)).toEqual([`Gatehouse-http-route-without-auth[GET:/closed] at ${API}`]);
  });
});
