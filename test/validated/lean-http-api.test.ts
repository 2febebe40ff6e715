import { App, Duration, NestedStack, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { httpApi } from '../http-api';
import { fullHttpApi, poolHttpApi } from '../lean-http-api/full-api';
import { testHandler } from '../rest-api';

const account = '111111111111';

interface Variant {
  readonly name: string;
  readonly region?: string;
  readonly make: (stack: Stack) => unknown;
}

function plainApi(stack: Stack): LeanHttpApi {
  const pool = new cognito.UserPool(stack, 'Pool');
  const api = new LeanHttpApi(stack, 'Api', { authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }) });
  api.addRoute('GET /pets/{id}', { integration: Integration.lambdaFunction(testHandler(stack)) });
  return api;
}

/** Every part of an integration that a definition can name. */
function apiWithMappings(stack: Stack): void {
  const api = httpApi(stack);
  const { ParameterMapping, MappingValue } = apigatewayv2;
  api.addRoute('GET /pets/{id}', {
    integration: Integration.httpProxy('https://backend.example.com/{id}', {
      timeout: Duration.seconds(30),
      requestMapping: new ParameterMapping().appendHeader('X-Caller', MappingValue.contextVariable('identity.sourceIp')),
      responseMapping: { 500: new ParameterMapping().custom('overwrite:statuscode', '503') },
    }),
  });
  api.addRoute('POST /events', {
    integration: Integration.custom({
      integrationType: apigateway.IntegrationType.AWS_PROXY,
      integrationSubtype: 'SQS-SendMessage',
      credentialsArn: stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'queue' }),
      requestParameters: { QueueUrl: 'https://sqs.example.com/queue', MessageBody: '$request.body' },
    }),
  });
}

const variants: Variant[] = [
  { name: 'as it comes', make: plainApi },
  { name: 'with something of everything', make: (stack) => poolHttpApi(stack) },
  { name: 'with mappings and actions', make: apiWithMappings },
  { name: 'with automatic deployments and nothing that can be left out', make: (stack) => httpApi(stack, { autoDeploy: 'a test', detailedMetrics: false }) },
  { name: 'with a stage of its own and no domain', make: (stack) => fullHttpApi(stack, { stageName: 'live', domain: undefined }) },
  { name: 'with a grant', make: (stack) => plainApi(stack).grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() })) },
  { name: 'two in one stack', make: (stack) => ['One', 'Two'].map((id) => httpApi(stack, {}, id)) },
  { name: 'in a nested stack', make: (stack) => poolHttpApi(new NestedStack(stack, 'Nested')) },
  { name: 'in GovCloud', region: 'us-gov-west-1', make: (stack) => poolHttpApi(stack) },
  { name: 'in China', region: 'cn-north-1', make: (stack) => fullHttpApi(stack) },
];

const stackName = ({ name }: Variant) => name.replace(/ /g, '-');

describe('with the CDK\'s validator, a LeanHttpApi passes', () => {
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

    expect(template).toContain(variant.name === 'in a nested stack' ? 'AWS::CloudFormation::Stack' : 'AWS::ApiGatewayV2::Stage');
    expect(template).not.toContain('arn:aws:');
  });
});

test('with the CDK\'s validator, a property that API Gateway does not have fails', () => {
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const api = plainApi(new Stack(app, 'Stack', { env: { account, region: 'eu-west-1' } }));
  (api.stage.node.defaultChild as apigatewayv2.CfnStage).addPropertyOverride('NoSuchProperty', true);

  expect(() => app.synth()).toThrow(/NoSuchProperty/);
}, 120_000);
