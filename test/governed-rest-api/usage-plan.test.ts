import { Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { bodyOf, restApi, template, testStack, warnings } from '../rest-api';

const mock = Integration.mock();

function apiOf(): { stack: Stack; api: GovernedRestApi } {
  const stack = testStack();
  return { stack, api: restApi(stack) };
}

describe('a usage plan', () => {
  const metered = (): { stack: Stack; api: GovernedRestApi } => {
    const made = apiOf();
    made.api.addRoute('POST /orders', { integration: mock, apiKeyRequired: true });
    made.api.addRoute('GET /', { integration: mock, apiKeyRequired: true });
    return made;
  };

  test('limits the stage, and single routes by their keys', () => {
    const { stack, api } = metered();
    api.addUsagePlan('free', {
      throttle: { rateLimit: 5, burstLimit: 10 },
      quota: { limit: 10_000, period: apigateway.Period.MONTH },
      routes: { 'POST /orders': { rateLimit: 1, burstLimit: 2 }, 'GET /': { rateLimit: 3, burstLimit: 4 } },
    });

    template(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      UsagePlanName: 'free',
      Throttle: { RateLimit: 5, BurstLimit: 10 },
      Quota: { Limit: 10_000, Period: 'MONTH' },
      ApiStages: [{
        ApiId: { Ref: 'ApiCD79AAA0' },
        Stage: { Ref: 'ApiStage4697DF29' },
        Throttle: { '/orders/POST': { RateLimit: 1, BurstLimit: 2 }, '//GET': { RateLimit: 3, BurstLimit: 4 } },
      }],
    });
  });

  test('takes another name for the console', () => {
    const { stack, api } = metered();
    api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 }, planName: 'Free of charge' });

    template(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', { UsagePlanName: 'Free of charge' });
  });

  test('has keys whose values are nowhere in the template', () => {
    const { stack, api } = metered();
    const tier = api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 } });
    tier.addApiKey('acme');
    tier.importApiKey('initech', 'abc123');

    template(stack).resourceCountIs('AWS::ApiGateway::UsagePlanKey', 2);
    const [key] = Object.values(template(stack).findResources('AWS::ApiGateway::ApiKey'));
    expect(key.Properties).not.toHaveProperty('Value');
  });

  test('is one of several tiers', () => {
    const { stack, api } = metered();
    for (const name of ['free', 'pro']) api.addUsagePlan(name, { throttle: { rateLimit: 5, burstLimit: 10 } });

    template(stack).resourceCountIs('AWS::ApiGateway::UsagePlan', 2);
  });

  test('may limit a route that is added after it', () => {
    const { stack, api } = apiOf();
    api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 }, routes: { 'GET /late': { rateLimit: 1, burstLimit: 1 } } });
    api.addRoute('GET /late', { integration: mock, apiKeyRequired: true });

    expect(() => template(stack)).not.toThrow();
  });

  test('asks for the key on the routes that want one, beside the authorizer', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.iam() });
    api.addRoute('GET /metered', { integration: mock, apiKeyRequired: true });
    api.addRoute('GET /free', { integration: mock });
    const { paths, components } = bodyOf(stack);

    expect(paths['/metered'].get.security).toEqual([{ Iam: [] }, { ApiKey: [] }]);
    expect(paths['/free'].get.security).toEqual([{ Iam: [] }]);
    expect(components.securitySchemes.ApiKey).toEqual({ type: 'apiKey', name: 'x-api-key', in: 'header' });
  });

  test('warns when no route wants a key', () => {
    const { stack, api } = apiOf();
    api.addRoute('GET /pets', { integration: mock });
    api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 } });

    expect(warnings(stack, '/Stack/Api/UsagePlan-free', 'cdk-gatehouse:usagePlanLimitsNobody')).toHaveLength(1);
  });

  test.each<[string, string, RegExp]>([
    ['a route that the API does not have', 'GET /nowhere', /limits the route 'GET \/nowhere', which the API does not have/],
    ['a route that wants no key', 'GET /open', /limits the route 'GET \/open', on which it limits nobody/],
  ])('fails at synth for %s', (_what, routeKey, message) => {
    const { stack, api } = metered();
    api.addRoute('GET /open', { integration: mock });
    api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 }, routes: { [routeKey]: { rateLimit: 1, burstLimit: 1 } } });

    expect(() => template(stack)).toThrow(message);
  });
});
