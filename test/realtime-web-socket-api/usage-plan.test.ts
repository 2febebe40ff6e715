import { Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { Sessions } from '../../src/web-socket/sessions';
import { errorOf, template, testHandler, testStack, warnings } from '../rest-api';
import { resourcesOf, routeOf, webSocketApi } from '../web-socket-api';

const throttle = { rateLimit: 5, burstLimit: 10 };
const connect = { apiKeyRequired: true };

function apiWith(props: Partial<RealtimeWebSocketApiProps> = {}): { stack: Stack; api: RealtimeWebSocketApi } {
  const stack = testStack();
  return { stack, api: webSocketApi(stack, props) };
}

describe('a usage plan', () => {
  test('limits who connects to the stage, after the stage is there', () => {
    const { stack, api } = apiWith({ connect });
    api.addUsagePlan('free', { throttle, quota: { limit: 100, period: apigateway.Period.DAY } });
    const [plan] = Object.values(template(stack).findResources('AWS::ApiGateway::UsagePlan')) as unknown as { Properties: object; DependsOn: string[] }[];
    const [apiId] = Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Api'));

    expect(plan.Properties).toEqual({
      UsagePlanName: 'free', Throttle: { RateLimit: 5, BurstLimit: 10 }, Quota: { Limit: 100, Period: 'DAY' }, ApiStages: [{ ApiId: { Ref: apiId }, Stage: 'prod' }],
    });
    expect(plan.DependsOn).toEqual(expect.arrayContaining(Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Stage'))));
  });

  test('asks for the key when a client connects, and with no message after that', () => {
    const { stack, api } = apiWith({ connect });
    api.addRoute('sendMessage', { integration: Integration.mock() });
    api.addUsagePlan('free', { throttle });

    expect(routeOf(stack, '$connect').ApiKeyRequired).toBe(true);
    for (const key of ['$disconnect', '$default', 'sendMessage']) expect(routeOf(stack, key).ApiKeyRequired).toBeUndefined();
  });

  test('has keys whose values are nowhere in the template', () => {
    const { stack, api } = apiWith({ connect });
    const tier = api.addUsagePlan('free', { throttle, planName: 'Free of charge' });
    tier.addApiKey('acme');
    tier.importApiKey('initech', 'abc123');

    template(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', { UsagePlanName: 'Free of charge' });
    template(stack).resourceCountIs('AWS::ApiGateway::UsagePlanKey', 2);
    expect(resourcesOf(stack, 'ApiGateway::ApiKey')).toEqual([{ Description: 'acme', Enabled: true }]);
  });

  test('of a $connect of the user\'s own limits who sends a key there', () => {
    const { stack, api } = apiWith({ sessions: Sessions.none('a test') });
    api.addUsagePlan('free', { throttle });
    api.addRoute('$connect', { integration: Integration.mock(), apiKeyRequired: true });

    expect(warnings(stack, '*', 'usagePlanLimitsNobody')).toEqual([]);
  });

  test('warns where nobody is asked for a key', () => {
    const { stack, api } = apiWith();
    api.addUsagePlan('free', { throttle });

    expect(warnings(stack, '/Stack/Chat/UsagePlan-free', 'usagePlanLimitsNobody')).toEqual([
      expect.stringContaining('no route of the API requires an API key, so this usage plan limits nobody; write connect: { apiKeyRequired: true } on the API, or it on its $connect'),
    ]);
  });
});

describe('fails', () => {
  test.each(['sendMessage', '$connect'])('for a limit of the single route %s', (routeKey) => {
    const { stack, api } = apiWith({ connect });

    expect(errorOf(stack, () => api.addUsagePlan('free', { throttle, routes: { [routeKey]: throttle } })))
      .toBe(`a usage plan limits the route '${routeKey}' of a WebSocket API, and clients send their key when they connect and with no message after that; leave routes out: the plan's throttle is for $connect, and throttle on a route is for all clients together`);
  });

  test('for a plan that limits nobody, and for a second one of the name', () => {
    const { stack, api } = apiWith({ connect });
    api.addUsagePlan('free', { throttle });

    expect(errorOf(stack, () => api.addUsagePlan('pro', {}))).toContain('a usage plan with neither throttle nor quota limits nobody');
    expect(errorOf(stack, () => api.addUsagePlan('free', { throttle }))).toContain("There is already a Construct with name 'UsagePlan-free'");
  });
});

describe('the key of a client', () => {
  const selection = ({ stack }: { stack: Stack }) => resourcesOf(stack, 'ApiGatewayV2::Api')[0].ApiKeySelectionExpression;
  const { HEADER, AUTHORIZER } = apigateway.ApiKeySourceType;

  test('comes from the header unless said, which is API Gateway\'s own', () => {
    expect(selection(apiWith({ connect }))).toBeUndefined();
    expect(selection(apiWith({ connect, apiKeySource: HEADER }))).toBe('$request.header.x-api-key');
  });

  test('can come from a Lambda authorizer of the user\'s', () => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: ['route.request.querystring.ticket'] });
    webSocketApi(stack, { authorizer, connect, apiKeySource: AUTHORIZER });

    expect(selection({ stack })).toBe('$context.authorizer.usageIdentifierKey');
  });

  test.each<[string, IRouteAuthorizer]>([
    ['nobody is asked', Authorizer.none('a test')],
    ['callers sign', Authorizer.iam()],
    ['a function of this library checks tokens', Authorizer.jwt({ issuer: 'https://login.example.com/', audience: ['web'] })],
  ])('fails at synth to come from an authorizer where %s', (_what, authorizer) => {
    const { stack } = apiWith({ authorizer, connect, apiKeySource: AUTHORIZER });

    expect(() => template(stack)).toThrow("the API 'Stack/Chat' has apiKeySource AUTHORIZER, but nobody who connects is asked by a Lambda authorizer of your own, "
      + 'which alone could hand over a key (usageIdentifierKey), so nobody could connect; write authorizer: Authorizer.lambdaRequest(fn), '
      + 'or leave apiKeySource out, and clients send their key in the header x-api-key');
  });

  test('may come from nobody where no key is asked for', () => {
    expect(() => template(apiWith({ apiKeySource: AUTHORIZER }).stack)).not.toThrow();
  });

  test.each(['header', 'QUERY', ''])('fails to come from %p', (source) => {
    const stack = testStack();

    expect(errorOf(stack, () => webSocketApi(stack, { connect, apiKeySource: source as apigateway.ApiKeySourceType })))
      .toBe(`apiKeySource is '${source}', where API Gateway looks for no key; write ApiKeySourceType.HEADER or ApiKeySourceType.AUTHORIZER, or leave it out for the header`);
  });
});
