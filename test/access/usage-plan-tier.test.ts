import { App, Stack, Token, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_iam as iam } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { UsagePlanTierOptions } from '../../src/access/usage-plan-options';
import { MeteredRoute, UsagePlanTier, usagePlanTierId } from '../../src/access/usage-plan-tier';

const throttle = { rateLimit: 5, burstLimit: 10 };
const POST = { rateLimit: 1, burstLimit: 2 };

const apis = {
  'L2 with methods': (stack: Stack) => {
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET', undefined, { apiKeyRequired: true });
    api.root.addResource('orders').addMethod('POST', undefined, { apiKeyRequired: true });
    return api;
  },
  'L2 with a body': (stack: Stack) => new apigateway.SpecRestApi(stack, 'Api', {
    apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1', info: { title: 'x', version: '1' }, paths: {} }),
  }),
};

function tierWith(options: UsagePlanTierOptions = { throttle }, kind: keyof typeof apis = 'L2 with a body') {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const api = apis[kind](stack);
  const tier = new UsagePlanTier(stack, 'Free', { ...options, stage: api.deploymentStage });
  return { app, stack, api, tier, template: () => Template.fromStack(stack) };
}

describe.each(Object.keys(apis) as (keyof typeof apis)[])('a tier of an API that is %s', (kind) => {
  test('limits each key on the stage, and single routes by their keys', () => {
    const { template } = tierWith({
      throttle,
      quota: { limit: 10_000, period: apigateway.Period.MONTH, offset: 3 },
      routes: { 'POST /orders': POST, 'GET /': throttle, 'GET /v1.0/{id}': POST },
      description: 'to try it out',
      planName: 'free',
    }, kind);

    template().hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      UsagePlanName: 'free',
      Description: 'to try it out',
      Throttle: { RateLimit: 5, BurstLimit: 10 },
      Quota: { Limit: 10_000, Period: 'MONTH', Offset: 3 },
      ApiStages: [{
        ApiId: { Ref: Match.stringLikeRegexp('^Api') },
        Stage: { Ref: Match.stringLikeRegexp('Stage') },
        Throttle: {
          '/orders/POST': { RateLimit: 1, BurstLimit: 2 },
          '//GET': { RateLimit: 5, BurstLimit: 10 },
          '/v1.0/{id}/GET': { RateLimit: 1, BurstLimit: 2 },
        },
      }],
    });
  });

  test('comes after the stage and is deleted before it', () => {
    const template = tierWith({ throttle }, kind).template();
    const [plan] = Object.values(template.findResources('AWS::ApiGateway::UsagePlan'));

    expect(plan.DependsOn).toEqual(expect.arrayContaining(Object.keys(template.findResources('AWS::ApiGateway::Stage'))));
  });
});

test('spells the routes as the CDK does where it has methods', () => {
  const stack = new Stack(new App(), 'Stack');
  const api = new apigateway.RestApi(stack, 'Api');
  const methods = [api.root.addMethod('GET'), api.root.addResource('orders').addResource('{id}').addMethod('POST')];
  new apigateway.UsagePlan(stack, 'Theirs', { throttle, apiStages: [{ stage: api.deploymentStage, throttle: methods.map((method) => ({ method, throttle: POST })) }] });
  new UsagePlanTier(stack, 'Ours', { stage: api.deploymentStage, throttle, routes: { 'GET /': POST, 'POST /orders/{id}': POST } });

  const [ours, theirs] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGateway::UsagePlan')).map((plan) => plan.Properties.ApiStages);
  expect(ours[0].Throttle).toEqual({ '//GET': { RateLimit: 1, BurstLimit: 2 }, '/orders/{id}/POST': { RateLimit: 1, BurstLimit: 2 } });
  expect(ours).toEqual(theirs);
});

test('takes numbers that are only known at deploy time', () => {
  const late = Token.asNumber({ resolve: () => ({ Ref: 'Rate' }) });
  const { template } = tierWith({ throttle: { rateLimit: late, burstLimit: late }, routes: { 'GET /': { rateLimit: late, burstLimit: late } } });

  template().hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    Throttle: { RateLimit: { Ref: 'Rate' }, BurstLimit: { Ref: 'Rate' } },
    ApiStages: [{ Throttle: { '//GET': { RateLimit: { Ref: 'Rate' }, BurstLimit: { Ref: 'Rate' } } } }],
  });
});

test('the real usage plan still takes further stages', () => {
  const { stack, tier, template } = tierWith({ throttle, routes: { 'POST /orders': POST } });
  const second = new apigateway.RestApi(stack, 'Second');
  second.root.addMethod('GET');

  tier.usagePlan.addApiStage({ stage: second.deploymentStage });

  template().hasResourceProperties('AWS::ApiGateway::UsagePlan', {
    ApiStages: [{ Throttle: { '/orders/POST': Match.anyValue() } }, { ApiId: { Ref: Match.stringLikeRegexp('^Second') } }],
  });
});

test('fails before anything is created', () => {
  const stack = new Stack(new App(), 'Stack');
  const { deploymentStage } = apis['L2 with a body'](stack);

  expect(() => new UsagePlanTier(stack, 'Free', { stage: deploymentStage })).toThrow(/neither throttle nor quota/);
  expect(stack.node.tryFindChild('Free')).toBeUndefined();
});

describe('an API key', () => {
  test('has a value that API Gateway makes up, so that the template holds none', () => {
    const { tier, template } = tierWith();

    tier.addApiKey('acme', { description: 'Acme Corp', enabled: false });

    template().hasResourceProperties('AWS::ApiGateway::ApiKey', { Description: 'Acme Corp', Enabled: false, Value: Match.absent() });
    template().hasResourceProperties('AWS::ApiGateway::UsagePlanKey', {
      KeyId: { Ref: Match.stringLikeRegexp('acmeKey') },
      KeyType: 'API_KEY',
      UsagePlanId: { Ref: Match.stringLikeRegexp('^FreePlan') },
    });
  });

  test('is enabled and described by its consumer unless told otherwise', () => {
    const { tier, template } = tierWith();

    tier.addApiKey('acme');

    template().hasResourceProperties('AWS::ApiGateway::ApiKey', { Description: 'acme', Enabled: true });
  });

  test('keeps its logical ids when another consumer leaves', () => {
    const idsWith = (...consumers: string[]) => {
      const { tier, template } = tierWith();
      consumers.forEach((consumer) => tier.addApiKey(consumer));
      return ['AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::UsagePlanKey'].flatMap((resourceType) => Object.keys(template().findResources(resourceType)));
    };

    expect(idsWith('first', 'acme')).toEqual(expect.arrayContaining(idsWith('acme')));
    expect(idsWith('acme')).toHaveLength(2);
  });

  test('can be read by whoever is granted it, alone', () => {
    const { stack, tier, template } = tierWith();
    const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });

    tier.addApiKey('acme').grants.read(reader);

    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: 'apigateway:GET',
          Resource: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/apikeys/'), { Ref: Match.stringLikeRegexp('acmeKey') }])] },
        }],
      },
    });
  });

  test('that exists already joins by its id', () => {
    const { tier, template } = tierWith();

    expect(tier.importApiKey('acme', 'abc123').keyId).toBe('abc123');

    template().resourceCountIs('AWS::ApiGateway::ApiKey', 0);
    template().hasResourceProperties('AWS::ApiGateway::UsagePlanKey', { KeyId: 'abc123' });
  });

  test('that exists already joins by an id that is only known at deploy time', () => {
    const { tier, template } = tierWith();

    tier.importApiKey('acme', Token.asString({ Ref: 'KeyId' }));

    template().hasResourceProperties('AWS::ApiGateway::UsagePlanKey', { KeyId: { Ref: 'KeyId' } });
  });

  test('fails for a consumer who has one', () => {
    const { tier } = tierWith();
    tier.addApiKey('acme');

    expect(() => tier.addApiKey('acme')).toThrow(/consumer 'acme' has an API key in this tier already; .*'acme-2'/);
    expect(() => tier.importApiKey('acme', 'abc123')).toThrow(/consumer 'acme' has an API key in this tier already/);
  });

  test('fails without a name or an id', () => {
    const { tier } = tierWith();

    expect(() => tier.addApiKey('')).toThrow(/consumer '' has no name/);
    expect(() => tier.importApiKey('acme', '')).toThrow(/has the id '', which names no key/);
    expect(() => tier.importApiKey('acme', undefined as unknown as string)).toThrow(/has the id 'undefined', which names no key/);
    expect(() => tier.addApiKey(undefined as unknown as string)).toThrow(/a consumer was given the name 'undefined'/);
    expect(tier.node.tryFindChild('Consumer-undefined')).toBeUndefined();
    expect(tier.node.tryFindChild('Consumer-acme')).toBeUndefined();
  });
});

describe('an API key that is in a tier already', () => {
  const beside = (tier: UsagePlanTier, stage: apigateway.Stage, id = 'Pro') => new UsagePlanTier(tier.node.scope!, id, { throttle, stage });

  test('fails to join it again under another name', () => {
    const { tier } = tierWith();
    tier.importApiKey('acme', 'abc123');

    expect(() => tier.importApiKey('acme-2', 'abc123'))
      .toThrow("the API key 'abc123' of 'acme-2' is in the tier 'Stack/Free' already, as the key of 'acme', and API Gateway takes a key once for a stage; leave one of the two out");
    expect(tier.node.tryFindChild('Consumer-acme-2')).toBeUndefined();
  });

  test('fails to join another tier of the stage', () => {
    const { api, tier } = tierWith();
    const pro = beside(tier, api.deploymentStage);
    tier.importApiKey('acme', 'abc123');

    expect(() => pro.importApiKey('acme', 'abc123')).toThrow("is in the tier 'Stack/Free' already, as the key of 'acme'");
  });

  test('fails also when this library made it, though its id is a token', () => {
    const { api, tier } = tierWith();
    const key = tier.addApiKey('acme');

    expect(() => beside(tier, api.deploymentStage).importApiKey('acme', key.keyId)).toThrow("the API key '<token>' of 'acme' is in the tier 'Stack/Free' already");
  });

  test('may join a tier of another stage', () => {
    const { stack, tier } = tierWith();
    const other = new apigateway.RestApi(stack, 'Other');
    other.root.addMethod('GET');
    tier.importApiKey('acme', 'abc123');

    expect(() => beside(tier, other.deploymentStage).importApiKey('acme', 'abc123')).not.toThrow();
  });

  test('keeps nobody out whose id is another, or another token', () => {
    const { tier } = tierWith();
    tier.importApiKey('acme', 'abc123');
    tier.importApiKey('late', Token.asString({ Ref: 'KeyId' }));

    expect(() => tier.importApiKey('umbrella', 'abc124')).not.toThrow();
    expect(() => tier.importApiKey('later', Token.asString({ Ref: 'OtherKeyId' }))).not.toThrow();
  });
});

describe('the routes of a tier', () => {
  function synth(limited: string[], routes: MeteredRoute[]): Stack {
    const { app, stack, tier } = tierWith({ throttle, routes: Object.fromEntries(limited.map((routeKey) => [routeKey, POST])) });
    const late: MeteredRoute[] = [];
    tier._judgeRoutes(() => late);
    late.push(...routes);
    app.synth();
    return stack;
  }
  const metered = (routeKey: string): MeteredRoute => ({ routeKey, apiKeyRequired: true });
  const open = (routeKey: string): MeteredRoute => ({ routeKey, apiKeyRequired: false });
  const LIMITS_NOBODY = Match.stringLikeRegexp('no route of the API requires an API key');

  test('may be added after the tier', () => {
    Annotations.fromStack(synth(['POST /orders'], [metered('POST /orders'), open('GET /orders')])).hasNoWarning('*', LIMITS_NOBODY);
  });

  test('fail when the API does not have one of them', () => {
    expect(() => synth(['POST /orders', 'GET /pets'], [metered('POST /orders')]))
      .toThrow(/limits the route 'GET \/pets', which the API does not have; write the key of one of its routes/);
  });

  test('fail when one of them requires no API key', () => {
    expect(() => synth(['POST /orders'], [open('POST /orders'), metered('GET /orders')]))
      .toThrow(/limits the route 'POST \/orders', on which it limits nobody because the route requires no API key; write apiKeyRequired: true/);
  });

  test('fail together, so that one synth names them all', () => {
    expect(() => synth(['GET /a', 'GET /b'], [])).toThrow(/'GET \/a'[\s\S]*'GET \/b'/);
  });

  test('warn when none of the API\'s requires an API key', () => {
    const stack = synth([], [open('GET /orders')]);

    Annotations.fromStack(stack).hasWarning('/Stack/Free', LIMITS_NOBODY);
  });

  test('are not looked at where nobody says what they are', () => {
    expect(() => tierWith({ throttle, routes: { 'GET /pets': POST } }).app.synth()).not.toThrow();
  });
});

test('a tier has a construct id of its own under its API', () => {
  expect(usagePlanTierId('free')).toBe('UsagePlan-free');
  expect(() => usagePlanTierId('a/b')).toThrow(/usage plan 'a\/b' has no name that can identify a construct/);
});

describe('a tier of a WebSocket API that is', () => {
  const stages: Record<string, (stack: Stack) => apigatewayv2.IWebSocketStage> = {
    'an L2': (stack) => new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigatewayv2.WebSocketApi(stack, 'Api'), stageName: 'live' }),
    'imported': (stack) => apigatewayv2.WebSocketStage.fromWebSocketStageAttributes(stack, 'Stage', {
      api: apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'abc' }), stageName: 'live',
    }),
  };

  test.each(Object.keys(stages))('%s limits each key on the stage', (kind) => {
    const stack = new Stack();
    const tier = new UsagePlanTier(stack, 'Free', { throttle, planName: 'free', webSocketStage: stages[kind](stack) });
    tier.addApiKey('acme');

    const apiId = kind === 'an L2' ? { Ref: Match.stringLikeRegexp('^Api') } : 'abc';
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', { UsagePlanName: 'free', Throttle: { RateLimit: 5, BurstLimit: 10 }, ApiStages: [{ ApiId: apiId, Stage: 'live' }] });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
  });

  test('an L2 comes after the stage and is deleted before it', () => {
    const stack = new Stack();
    new UsagePlanTier(stack, 'Free', { throttle, webSocketStage: stages['an L2'](stack) });
    const template = Template.fromStack(stack);
    const [plan] = Object.values(template.findResources('AWS::ApiGateway::UsagePlan')) as { DependsOn: string[] }[];

    expect(plan.DependsOn).toEqual(expect.arrayContaining(Object.keys(template.findResources('AWS::ApiGatewayV2::Stage'))));
  });

  test('an L2 can limit a stage of a REST API as well, by the CDK\'s own word', () => {
    const stack = new Stack();
    const tier = new UsagePlanTier(stack, 'Free', { throttle, webSocketStage: stages['an L2'](stack) });
    tier.usagePlan.addApiStage({ stage: apis['L2 with methods'](new Stack(undefined, 'Other')).deploymentStage });

    expect(stack.resolve((tier.usagePlan.node.defaultChild as apigateway.CfnUsagePlan).apiStages)).toEqual([expect.objectContaining({ stage: 'live' }), expect.anything()]);
  });

  test.each(Object.keys(stages))('%s takes a key once', (kind) => {
    const stack = new Stack();
    const webSocketStage = stages[kind](stack);
    new UsagePlanTier(stack, 'Free', { throttle, webSocketStage }).importApiKey('acme', 'abc');

    expect(() => new UsagePlanTier(stack, 'Pro', { throttle, webSocketStage }).importApiKey('acme', 'abc')).toThrow('API Gateway takes a key once for a stage');
  });
});

describe('a tier fails', () => {
  test('without a stage, and with two', () => {
    const stack = new Stack();
    const webSocketStage = new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigatewayv2.WebSocketApi(stack, 'Chat'), stageName: 'live' });
    const stage = apis['L2 with a body'](stack).deploymentStage;

    expect(() => new UsagePlanTier(stack, 'Free', { throttle })).toThrow('a usage plan was given no stage, so it limits no API; write stage: restApi.deploymentStage, or webSocketStage for a WebSocket API');
    expect(() => new UsagePlanTier(stack, 'Free', { throttle, stage, webSocketStage }))
      .toThrow('a usage plan was given stage and webSocketStage, and what each key may ask is counted for one API; make a tier for each of them');
    expect(stack.node.tryFindChild('Free')).toBeUndefined();
  });

  test('with limits of single routes on a WebSocket API', () => {
    const stack = new Stack();
    const webSocketStage = new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigatewayv2.WebSocketApi(stack, 'Chat'), stageName: 'live' });

    expect(() => new UsagePlanTier(stack, 'Free', { throttle, webSocketStage, routes: { sendMessage: throttle } })).toThrow("a usage plan limits the route 'sendMessage' of a WebSocket API");
    expect(() => new UsagePlanTier(stack, 'Free', { throttle, webSocketStage, routes: {} })).not.toThrow();
  });
});
