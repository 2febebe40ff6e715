import { App, NestedStack, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { SharedDomain } from '../../src/domain/shared-domain';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { Sessions } from '../../src/web-socket/sessions';
import { testDomain } from '../governed-rest-api/full-api';
import { fullWebSocketApi } from '../realtime-web-socket-api/full-api';
import { testHandler } from '../rest-api';
import { webSocketApi } from '../web-socket-api';

const account = '111111111111';

interface Variant {
  readonly name: string;
  readonly region?: string;
  readonly make: (stack: Stack) => unknown;
}

const jwt = Authorizer.jwt({ issuer: 'https://id.example.com/', audience: ['web'] });

function plainApi(stack: Stack): RealtimeWebSocketApi {
  const api = new RealtimeWebSocketApi(stack, 'Chat', { authorizer: jwt });
  api.addRoute('sendMessage', { integration: Integration.lambdaFunction(testHandler(stack)) });
  return api;
}

const variants: Variant[] = [
  { name: 'as it comes', make: plainApi },
  { name: 'with something of everything', make: (stack) => fullWebSocketApi(stack) },
  { name: 'under its own address', make: (stack) => fullWebSocketApi(stack, { domain: undefined, stageName: 'live' }) },
  { name: 'with sessions that API Gateway writes', make: (stack) => webSocketApi(stack, { authorizer: Authorizer.iam(), sessions: Sessions.direct() }) },
  { name: 'with routes of its own alone', make: (stack) => webSocketApi(stack, { sessions: Sessions.none('a test'), routes: { $connect: { integration: Integration.mock() }, $disconnect: { integration: Integration.mock() } } }) },
  {
    name: 'with keys that an authorizer hands over',
    make: (stack) => webSocketApi(stack, {
      authorizer: Authorizer.lambdaRequest(testHandler(stack), { identitySources: ['route.request.querystring.ticket'] }),
      connect: { apiKeyRequired: true },
      apiKeySource: apigateway.ApiKeySourceType.AUTHORIZER,
    }).addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 1 } }),
  },
  {
    name: 'with keys for everything that is kept',
    make: (stack) => {
      const encryptionKey = new kms.Key(stack, 'Key');
      webSocketApi(stack, { sessions: Sessions.stored({ encryptionKey }), broadcast: { encryptionKey, offload: {} }, accessLog: { encryptionKey } });
    },
  },
  {
    name: 'with grants',
    make: (stack) => {
      const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
      const api = plainApi(stack);
      for (const grant of ['grantInvoke', 'grantManageConnections', 'grantBroadcast'] as const) api[grant](caller);
    },
  },
  {
    name: 'two under one domain',
    make: (stack) => {
      const first = webSocketApi(stack, { domain: testDomain(stack, { domainName: 'chat.example.com', basePath: 'chat' }) }, 'One');
      webSocketApi(stack, { domain: { domainName: 'chat.example.com', existing: SharedDomain.webSocket(first.domainName!), basePath: 'news' } }, 'Two');
    },
  },
  { name: 'behind CloudFront', region: 'us-east-1', make: (stack) => webSocketApi(stack, { authorizer: jwt, cloudFront: {} }) },
  { name: 'behind CloudFront elsewhere', make: (stack) => webSocketApi(stack, { cloudFront: {}, domain: testDomain(stack, { domainName: 'origin.example.com' }) }) },
  { name: 'in a nested stack', make: (stack) => fullWebSocketApi(new NestedStack(stack, 'Nested')) },
  { name: 'in GovCloud', region: 'us-gov-west-1', make: (stack) => fullWebSocketApi(stack) },
  { name: 'in China', region: 'cn-north-1', make: (stack) => fullWebSocketApi(stack) },
];

const stackName = ({ name }: Variant) => name.replace(/ /g, '-');

describe('with the CDK\'s validator, a RealtimeWebSocketApi passes', () => {
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
