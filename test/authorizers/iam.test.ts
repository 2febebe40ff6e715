import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { bodyOf, errorOf, restApi, testHandler, testStack } from '../rest-api';

describe('Authorizer.iam', () => {
  test('asks for signatures, and makes no authorizer', () => {
    const stack = testStack();
    restApi(stack, { authorizer: Authorizer.iam() }).addRoute('GET /pets', { integration: Integration.mock() });
    const { components, paths } = bodyOf(stack);
    expect(components.securitySchemes).toEqual({ Iam: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' } });
    expect(paths['/pets'].get.security).toEqual([{ Iam: [] }]);
  });

  test('leaves the caller\'s credentials to the caller: the function is invoked by its own permission', () => {
    const stack = testStack();
    restApi(stack, { authorizer: Authorizer.iam() }).addRoute('GET /pets', { integration: Integration.lambdaFunction(testHandler(stack)) });
    expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration']).not.toHaveProperty('credentials');
  });

  test('fails for answers that are kept for each caller, as signatures differ each time', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.iam(), cache: { size: CacheSize.GB_0_5 } });
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: Integration.mock(), cache: { perCaller: true } })))
      .toMatch(/^'GET \/pets' is cached perCaller, but what tells callers of its authorizer apart cannot stand in a cache key/);
  });
});
