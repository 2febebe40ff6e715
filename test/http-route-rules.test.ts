import { Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { httpApi } from './http-api';
import { errorOf, testStack } from './rest-api';
import { AuthorizerKind } from '../src/authorizers/authorizer-contract';
import { BoundRoute } from '../src/bound-route';
import { HttpRouteRules } from '../src/http-route-rules';
import { Integration } from '../src/integrations/integration';
import { Limits } from '../src/limits';
import { RouteKey } from '../src/route-key';
import { RouteOptions } from '../src/route-options';

const integration = Integration.httpProxy('https://backend.example.com');

/** Rules that have heard of routes. */
function rulesWith(...routeKeys: string[]): HttpRouteRules {
  const rules = new HttpRouteRules();
  routeKeys.forEach((routeKey) => rules.added(RouteKey.parse(routeKey)));
  return rules;
}

const check = (rules: HttpRouteRules, routeKey: string, options: Partial<RouteOptions> = {}) =>
  rules.check(RouteKey.parse(routeKey), { integration, ...options });

describe('what an HTTP API asks of a route', () => {
  test.each<[string, Partial<RouteOptions>, string]>([
    ['request', { request: {} }, 'HTTP APIs check no requests; check them in the function, or use GovernedRestApi, which does'],
    ['cache', { cache: {} }, 'HTTP APIs keep no answers; cache them at the edge with cloudFront, or use GovernedRestApi'],
    ['apiKeyRequired', { apiKeyRequired: true },
      'HTTP APIs know no API keys; tell callers apart by a claim of their token or in Authorizer.lambdaRequest(fn), or use GovernedRestApi with addUsagePlan'],
  ])('is no %s', (option, options, instead) => {
    expect(() => check(rulesWith(), 'POST /pets', options)).toThrow(`'POST /pets' was given ${option}, but ${instead}`);
    expect(check(rulesWith(), 'POST /pets', { [option]: undefined })).toEqual([]);
  });

  test('can be no API key in so many words', () => {
    expect(check(rulesWith(), 'POST /pets', { apiKeyRequired: false })).toEqual([]);
  });

  test.each(['$default', 'ANY /{proxy+}', 'GET /', 'GET /a/{b}/c/{d+}', 'OPTIONS /pets'])('can be %s', (routeKey) => {
    expect(check(rulesWith(), routeKey)).toEqual([]);
    expect(check(rulesWith('GET /pets/{id}'), routeKey)).toEqual([]);
  });

  test('can be a limit of its own, of any method', () => {
    for (const routeKey of ['ANY /pets', '$default']) expect(check(rulesWith(), routeKey, { throttle: { rateLimit: 1, burstLimit: 1 } })).toEqual([]);
  });
});

describe('two routes', () => {
  test.each([
    ['GET /pets/{id}', 'GET /pets/{name}'],
    ['GET /pets/{id}', 'POST /pets/{name}'],
    ['GET /{a}/{b}', 'GET /{a}/{c}'],
    ['ANY /files/{proxy+}', 'GET /files/{path+}'],
  ])('%s and %s fail: API Gateway could not tell their paths apart', (first, second) => {
    expect(() => check(rulesWith(first), second)).toThrow(`the route '${second}' has the path of '${first}' but for the names of its parameters, `
      + 'and API Gateway could not tell them apart; write the same names in both');
  });

  test.each([
    ['GET /pets/{id}', 'POST /pets/{id}'],
    ['GET /pets/{id}', 'GET /pets/mine'],
    ['GET /pets/{id}', 'GET /pets/{rest+}'],
    ['GET /pets/{id}', 'GET /pets/{pet}/owners'],
    ['$default', 'ANY /{proxy+}'],
    ['GET /{a}/x', 'GET /x/{a}'],
  ])('%s and %s go together', (first, second) => {
    expect(check(rulesWith(first), second)).toEqual([]);
    expect(check(rulesWith(second), first)).toEqual([]);
  });

  test('of one path are compared with the first, and one that was refused is never compared with', () => {
    const rules = rulesWith('GET /pets/{id}', 'POST /pets/{id}');
    expect(() => check(rules, 'PUT /pets/{name}')).toThrow("'GET /pets/{id}'");
    expect(check(rules, 'PUT /pets/{id}')).toEqual([]);
    expect(() => check(rules, 'PUT /pets/{name}')).toThrow("'GET /pets/{id}'");
  });
});

describe('the whole table', () => {
  const routes = (count: number): BoundRoute[] => Array.from({ length: count }, (_, number) => ({
    scope: new Stack(),
    key: RouteKey.parse(`GET /r${number}`),
    options: { integration },
    integration: { integrationType: apigateway.IntegrationType.HTTP_PROXY },
    authorizer: { authorizerKind: AuthorizerKind.NONE },
    scopes: [],
  }));

  test('has no warning at the quota of routes, and one beyond', () => {
    const rules = rulesWith();
    expect(rules.judgeAll([])).toEqual([]);
    expect(rules.judgeAll(routes(Limits.HTTP_ROUTES))).toEqual([]);
    expect(rules.judgeAll(routes(Limits.HTTP_ROUTES + 1))).toEqual([{
      id: 'cdk-gatehouse:routeQuota',
      message: "the API has 301 routes, and 300 is the quota unless it was raised; request more, let '{proxy+}' take several, or split the API into two on one domain",
    }]);
  });
});

describe('what a user\'s own kinds say to an HTTP API', () => {
  const failureOf = (options: Partial<RouteOptions>) => {
    const stack = testStack();
    const api = httpApi(stack);
    return errorOf(stack, () => api.addRoute('GET /pets', { integration: Integration.httpProxy('https://backend.example.com'), ...options }));
  };

  test('fails when it is an integration that HTTP APIs do not have', () => {
    const config = { integrationType: apigateway.IntegrationType.MOCK };
    expect(failureOf({ integration: { bindIntegration: () => config } })).toContain('integrationType \'MOCK\', which HTTP APIs do not have');
  });

  test.each([{ tokenIssuer: 'https://issuer.example.com' }, { audience: ['web'] }, {}])('fails when it is a JWT authorizer with %j alone', (given) => {
    const config = { authorizerKind: AuthorizerKind.JWT, authorizerName: 'Own', ...given };
    expect(failureOf({ authorizer: { bindAuthorizer: () => config } })).toContain('without tokenIssuer or audience');
  });

  test('passes when it is complete', () => {
    const config = { authorizerKind: AuthorizerKind.JWT, authorizerName: 'Own', tokenIssuer: 'https://issuer.example.com', audience: ['web'] };
    expect(failureOf({ authorizer: { bindAuthorizer: () => config } })).toBe('it did not fail');
  });
});
