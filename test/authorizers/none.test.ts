import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { acknowledged, bodyOf, restApi, testStack } from '../rest-api';

const integration = Integration.mock();
const finding = (route: string) => `Gatehouse::Gatehouse-rest-method-without-auth[${route}]`;

describe('Authorizer.none', () => {
  test('asks nobody who they are: the operation has no security', () => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', { integration, authorizer: Authorizer.none('a price list') });
    expect(bodyOf(stack).paths['/pets'].get).not.toHaveProperty('security');
    expect(bodyOf(stack).components.securitySchemes).toEqual({});
  });

  test('stands with its reason at the API, for each route', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.none('all of it is public') });
    api.addRoute('GET /pets/{id}', { integration });
    api.addRoute('ANY /health', { integration, authorizer: Authorizer.none('health check') });
    api.addRoute('POST /pets', { integration, authorizer: Authorizer.iam() });
    expect(acknowledged(api)).toEqual({
      [finding('GET:/pets/{id}')]: 'all of it is public',
      [finding('ANY:/health')]: 'health check',
    });
  });

  test('leaves API keys to be asked for', () => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', { integration, authorizer: Authorizer.none('partners have keys'), apiKeyRequired: true });
    expect(bodyOf(stack).paths['/pets'].get.security).toEqual([{ ApiKey: [] }]);
  });

  test('fails without a reason, as JavaScript may', () => {
    expect(() => (Authorizer.none as () => unknown)()).toThrow("Authorizer.none() was given undefined for a reason, and whoever reviews the app needs to know why in words; write Authorizer.none('<why>')");
  });

  test.each(['', '   '])('fails with the reason %j, where it is written', (reason) => {
    expect(() => Authorizer.none(reason)).toThrow("Authorizer.none() was given an empty reason; whoever reviews the app needs to know why: write Authorizer.none('<why>')");
  });
});
