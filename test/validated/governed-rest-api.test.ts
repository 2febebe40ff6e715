import { App, NestedStack, Stack, aws_apigateway as apigateway, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { CacheSize } from '../../src/stage/cache-size';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { fullApi, tenFields, testDomain } from '../governed-rest-api/full-api';
import { restApi, testHandler } from '../rest-api';

const account = '111111111111';

interface Variant {
  readonly name: string;
  readonly region?: string;
  readonly make: (stack: Stack) => unknown;
}

function plainApi(stack: Stack): GovernedRestApi {
  const api = new GovernedRestApi(stack, 'Api', { authorizer: Authorizer.userPool(new cognito.UserPool(stack, 'Pool')) });
  api.addRoute('GET /pets/{id}', { integration: Integration.lambdaFunction(testHandler(stack)) });
  return api;
}

/** Amazon Cognito has no user pools in China. */
function apiWithoutCognito(stack: Stack): void {
  const handler = testHandler(stack);
  const api = restApi(stack, { authorizer: Authorizer.lambdaToken(handler), domain: testDomain(stack), cors: { allowOrigins: ['https://app.example.com'] } });
  api.addRoute('POST /orders', { integration: Integration.lambdaFunction(handler), request: { body: tenFields(1) }, apiKeyRequired: true });
  api.addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 1 } }).addApiKey('acme');
}

function apiWithoutExtras(stack: Stack): void {
  restApi(stack, {
    webAcl: WebAcl.none('a test'),
    accountLogRole: AccountLogRole.managedElsewhere('a test'),
    executionLog: { level: ExecutionLogLevel.OFF },
    tracing: false,
    detailedMetrics: false,
  }).addRoute('GET /', { integration: Integration.mock() });
}

/** Two sets of scopes of one issuer, on routes of which one is cached. */
function apiOfAnyIssuer(stack: Stack): void {
  const authorizer = Authorizer.jwt({ issuer: 'https://id.example.com', audience: ['web'] });
  const api = restApi(stack, { authorizer, defaultScopes: ['pets/read'], cache: { size: CacheSize.GB_0_5 }, cors: { allowOrigins: ['https://app.example.com'] } });
  api.addRoute('GET /pets', { integration: Integration.mock(), cache: { perCaller: true } });
  api.addRoute('POST /pets', { integration: Integration.mock(), scopes: ['pets/write'] });
}

const variants: Variant[] = [
  { name: 'as it comes', make: plainApi },
  { name: 'with something of everything', make: (stack) => fullApi(stack) },
  { name: 'with nothing that can be left out', make: apiWithoutExtras },
  { name: 'with tokens of any issuer', make: apiOfAnyIssuer },
  { name: 'edge-optimized', make: (stack) => fullApi(stack, { endpointType: apigateway.EndpointType.EDGE, domain: testDomain(stack, { basePath: 'v1' }, 'us-east-1') }) },
  { name: 'with a canary of its own deployment', make: (stack) => fullApi(stack, { canary: { percentTraffic: 5, baseDeploymentId: 'abc123' } }) },
  { name: 'with a grant', make: (stack) => plainApi(stack).grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() })) },
  { name: 'two in one stack', make: (stack) => ['One', 'Two'].map((id) => restApi(stack, {}, id).addRoute('GET /', { integration: Integration.mock() })) },
  { name: 'in a nested stack', make: (stack) => fullApi(new NestedStack(stack, 'Nested')) },
  { name: 'in GovCloud', region: 'us-gov-west-1', make: (stack) => fullApi(stack) },
  { name: 'in China', region: 'cn-north-1', make: apiWithoutCognito },
];

const stackName = ({ name }: Variant) => name.replace(/ /g, '-');

describe('with the CDK\'s validator, a GovernedRestApi passes', () => {
  // Without the flag the validator's findings are only printed.
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });

  // One synth for all: the validator starts once per synth.
  beforeAll(() => {
    variants.forEach((variant, index) => {
      // An account has one domain of a name.
      variant.make(new Stack(app, stackName(variant), { env: { account: `${Number(account) + index}`, region: variant.region ?? 'eu-west-1' } }));
    });
    app.synth();
  }, 120_000);

  test.each(variants.map((variant) => [variant.name, variant] as const))('%s', (_, variant) => {
    const template = JSON.stringify(app.synth().getStackByName(stackName(variant)).template);

    expect(template).toContain(variant.name === 'in a nested stack' ? 'AWS::CloudFormation::Stack' : 'AWS::ApiGateway::Stage');
    expect(template).not.toContain('arn:aws:');
  });
});

test('with the CDK\'s validator, a property that API Gateway does not have fails', () => {
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const api = plainApi(new Stack(app, 'Stack', { env: { account, region: 'eu-west-1' } }));
  (api.stage.node.defaultChild as apigateway.CfnStage).addPropertyOverride('NoSuchProperty', true);

  expect(() => app.synth()).toThrow(/NoSuchProperty/);
}, 120_000);
