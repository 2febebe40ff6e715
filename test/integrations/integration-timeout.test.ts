import { Duration, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration } from '../../src/integrations/integration-contract';
import { Limits } from '../../src/limits';
import { httpApi, httpBodyOf } from '../http-api';
import { bindOptions, bodyOf, errorOf, restApi, testHandler, testStack } from '../rest-api';

const QUOTA = Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS;
const RAISED = Limits.REST_INTEGRATION_TIMEOUT_RAISED_MAX_MILLIS;

/** Every integration that waits for a backend. */
const INTEGRATIONS: [string, (stack: ReturnType<typeof testStack>, timeout: Duration) => IRouteIntegration][] = [
  ['a function', (stack, timeout) => Integration.lambdaFunction(testHandler(stack), { timeout })],
  ['an HTTP backend', (_, timeout) => Integration.httpProxy('https://backend.example.com', { timeout })],
  ['a custom integration', (_, timeout) => Integration.custom({ integrationType: apigateway.IntegrationType.HTTP_PROXY, httpMethod: 'GET', uri: 'https://backend.example.com', timeout })],
];

describe.each(INTEGRATIONS)('the timeout of %s', (_, integration) => {
  const bind = (timeout: Duration, maximumTimeout = Duration.millis(QUOTA)) => {
    const stack = testStack();
    const made = integration(stack, timeout);
    return () => made.bindIntegration({ ...bindOptions(stack), maximumTimeout });
  };

  test.each([Limits.INTEGRATION_TIMEOUT_MIN_MILLIS, QUOTA])('can be %d ms', (millis) => {
    expect(bind(Duration.millis(millis))().timeout?.toMilliseconds()).toBe(millis);
  });

  test('can be as long as a raised quota, and no longer', () => {
    expect(bind(Duration.millis(RAISED), Duration.millis(RAISED))().timeout?.toMilliseconds()).toBe(RAISED);
    expect(bind(Duration.seconds(60), Duration.seconds(60))().timeout?.toSeconds()).toBe(60);
    expect(bind(Duration.millis(60_001), Duration.seconds(60))).toThrow("is 60001 ms, and the account's quota is 60000 ms");
  });

  test.each([QUOTA + 1, RAISED])('fails at %d ms, and says how a longer one is had', (millis) => {
    expect(bind(Duration.millis(millis))).toThrow(`the integration timeout of 'GET /pets/{id}' is ${millis} ms, and the account's quota is ${QUOTA} ms; write at most that, `
      + 'answer 202 and work on behind a queue, or have the quota raised and write it as the API\'s integrationTimeoutQuota');
  });

  test.each([0, Limits.INTEGRATION_TIMEOUT_MIN_MILLIS - 1, 100.5, RAISED + 1])('fails at %d ms, which no account has', (millis) => {
    expect(bind(Duration.millis(millis))).toThrow(`is ${millis} ms, which API Gateway refuses; write whole milliseconds from 50 to ${QUOTA}`);
  });

  test.each<[unknown, string, number]>([[5, '5', 5], ['PT5S', "'PT5S'", 5], [null, 'null', 5], [29, '29', 29]])('fails for %p, which is no Duration', (timeout, given, seconds) => {
    expect(bind(timeout as Duration)).toThrow(`the integration timeout of 'GET /pets/{id}' was given ${given}, which has no unit; write a Duration, as Duration.seconds(${seconds})`);
  });

  test('is what only a deployment knows, where that is in milliseconds', () => {
    expect(bind(Duration.millis(Token.asNumber({ Ref: 'Timeout' })))).not.toThrow();
    expect(bind(Duration.seconds(Token.asNumber({ Ref: 'Timeout' })))).toThrow(/must be specified as 'Duration\.millis\(\)'/);
  });

  test('fails before anything is created', () => {
    const stack = testStack();
    const api = restApi(stack);
    const made = integration(stack, Duration.seconds(30));
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: made }))).toMatch(/^the integration timeout of 'GET \/pets' is 30000 ms/);
    expect(() => api.addRoute('GET /pets', { integration: integration(testStack(), Duration.seconds(29)) })).not.toThrow();
  });

  test('stands in the definition in milliseconds', () => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', { integration: integration(stack, Duration.seconds(5)) });
    expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration'].timeoutInMillis).toBe(5000);
  });
});

test('an integration without a timeout leaves it to API Gateway', () => {
  const stack = testStack();
  restApi(stack).addRoute('GET /pets', { integration: Integration.lambdaFunction(testHandler(stack)) });
  expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration']).not.toHaveProperty('timeoutInMillis');
});

describe.each(INTEGRATIONS)('on an HTTP API the timeout of %s', (_, integration) => {
  const HTTP_MOST = Limits.HTTP_INTEGRATION_TIMEOUT_MAX_MILLIS;

  function failure(timeout: Duration): string {
    const stack = testStack();
    const made = integration(stack, timeout);
    const api = httpApi(stack);
    return errorOf(stack, () => api.addRoute('GET /pets', { integration: made }));
  }

  test.each([Limits.INTEGRATION_TIMEOUT_MIN_MILLIS, HTTP_MOST])('can be %d ms', (millis) => {
    const stack = testStack();
    httpApi(stack).addRoute('GET /pets', { integration: integration(stack, Duration.millis(millis)) });
    expect(Object.values(httpBodyOf(stack).components['x-amazon-apigateway-integrations'])[0].timeoutInMillis).toBe(millis);
  });

  test.each([HTTP_MOST + 1, RAISED, RAISED + 1])('fails at %d ms, whatever the quota', (millis) => {
    expect(failure(Duration.millis(millis))).toBe(`the integration timeout of 'GET /pets' is ${millis} ms, and HTTP APIs wait ${HTTP_MOST} ms at most, whatever the quota; write at most that, `
      + 'answer 202 and work on behind a queue, or use GovernedRestApi, whose quota can be raised');
  });

  test.each([0, Limits.INTEGRATION_TIMEOUT_MIN_MILLIS - 1, 100.5])('fails at %d ms, which API Gateway refuses', (millis) => {
    expect(failure(Duration.millis(millis))).toBe(`the integration timeout of 'GET /pets' is ${millis} ms, which API Gateway refuses; write whole milliseconds from 50 to ${HTTP_MOST}`);
  });

  test('is what only a deployment knows, where that is in milliseconds', () => {
    const stack = testStack();
    httpApi(stack).addRoute('GET /pets', { integration: integration(stack, Duration.millis(Token.asNumber({ Ref: 'Timeout' }))) });
    expect(Object.values(httpBodyOf(stack).components['x-amazon-apigateway-integrations'])[0].timeoutInMillis).toEqual({ Ref: 'Timeout' });
    expect(failure(Duration.seconds(Token.asNumber({ Ref: 'Timeout' })))).toMatch(/must be specified as 'Duration\.millis\(\)'/);
  });
});
