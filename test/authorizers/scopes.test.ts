import { CfnParameter, Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { Integration } from '../../src/integrations/integration';
import { httpApi } from '../http-api';
import { Document, bodyOf, errorOf, restApi, testHandler, testStack } from '../rest-api';

const integration = Integration.mock();

/** Every authorizer that never looks at scopes, and what it says it does instead. */
const WITHOUT_SCOPES: [string, (stack: Stack) => IRouteAuthorizer, string][] = [
  ['Authorizer.none', () => Authorizer.none('a test'), 'Authorizer.none() lets everybody in'],
  ['Authorizer.iam', () => Authorizer.iam(), "Authorizer.iam() asks the caller's policies"],
  ['Authorizer.lambdaToken', (stack) => Authorizer.lambdaToken(testHandler(stack)), 'a Lambda authorizer answers with a policy'],
  ['Authorizer.lambdaRequest', (stack) => Authorizer.lambdaRequest(testHandler(stack)), 'a Lambda authorizer answers with a policy'],
];

describe.each(WITHOUT_SCOPES)('%s', (_, make, why) => {
  test.each([[['a'], "'a'"], [['orders/read', 'orders/write'], "'orders/read', 'orders/write'"]])('fails for a route with the scopes %j', (scopes, shown) => {
    const stack = testStack();
    const api = restApi(stack);
    const authorizer = make(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration, authorizer, scopes })))
      .toBe(`'GET /pets' asks for the scopes ${shown}, but ${why} and never looks at scopes; write scopes: [] for the route, or give it Authorizer.jwt(...) or Authorizer.userPool(...)`);
  });

  test.each([[['orders/read'], "'orders/read'"], [Token.asList({ Ref: 'Scopes' }), '<token>']])('fails as the API\'s authorizer beside the default scopes %j', (defaultScopes, shown) => {
    const stack = testStack();
    const authorizer = make(stack);
    expect(errorOf(stack, () => restApi(stack, { authorizer, defaultScopes })))
      .toBe(`defaultScopes asks for the scopes ${shown}, but ${why} and never looks at scopes; leave defaultScopes out, or give the API authorizer: Authorizer.jwt(...) or Authorizer.userPool(...)`);
  });

  test('fails for scopes that are no list, as JavaScript may write them', () => {
    const stack = testStack();
    const authorizer = make(stack);
    expect(errorOf(stack, () => restApi(stack, { authorizer, defaultScopes: 'orders/read' as unknown as string[] }))).toContain("defaultScopes asks for the scopes 'orders/read', but");
  });

  test('is the API\'s authorizer beside an empty list of default scopes', () => {
    const stack = testStack();
    expect(() => restApi(stack, { authorizer: make(stack), defaultScopes: [] }).addRoute('GET /pets', { integration })).not.toThrow();
  });

  test('is asked for no default scopes as the route\'s own authorizer', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.userPool(new cognito.UserPool(stack, 'Pool')), defaultScopes: ['orders/read'] });
    expect(() => api.addRoute('GET /pets', { integration, authorizer: make(stack) })).not.toThrow();
  });
});

describe.each(WITHOUT_SCOPES.filter(([name]) => name !== 'Authorizer.lambdaToken'))('on an HTTP API, %s', (_, make, why) => {
  test('fails for scopes, and names what looks at them there', () => {
    const stack = testStack();
    const api = httpApi(stack);
    const authorizer = make(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: Integration.httpProxy('https://backend.example.com'), authorizer, scopes: ['a'] })))
      .toBe(`'GET /pets' asks for the scopes 'a', but ${why} and never looks at scopes; write scopes: [] for the route, or give it Authorizer.jwt(...) or Authorizer.userPool(...)`);
    expect(errorOf(stack, () => httpApi(stack, { authorizer, defaultScopes: ['a'] }, 'Other')))
      .toContain('leave defaultScopes out, or give the API authorizer: Authorizer.jwt(...) or Authorizer.userPool(...)');
  });
});

describe('the scopes of a route', () => {
  const scopesOf = (route: { own?: boolean; scopes?: string[] }, defaultScopes?: string[]) => {
    const stack = testStack();
    const pool = new cognito.UserPool(stack, 'Pool');
    const authorizer = route.own ? Authorizer.userPool(pool) : undefined;
    restApi(stack, { authorizer: Authorizer.userPool(pool), defaultScopes }).addRoute('GET /pets', { integration, authorizer, scopes: route.scopes });
    return bodyOf(stack).paths['/pets'].get.security;
  };

  test('are its own, before those of the API', () => {
    expect(scopesOf({ scopes: ['b', 'c'] }, ['a'])).toEqual([{ Pool: ['b', 'c'] }]);
  });

  test('are those of the API, where it takes the API\'s authorizer', () => {
    expect(scopesOf({}, ['a'])).toEqual([{ Pool: ['a'] }]);
  });

  test('are a list that only a deployment knows, in the definition and as a word in the contract', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.userPool(new cognito.UserPool(stack, 'Pool')) });
    api.addRoute('GET /pets', { integration, scopes: new CfnParameter(stack, 'Scopes', { type: 'CommaDelimitedList' }).valueAsList });
    expect((JSON.parse(api.openApiDocument) as Document).paths['/pets'].get.security).toEqual([{ Pool: ['Scopes'] }]);
    expect(bodyOf(stack).paths['/pets'].get.security).toEqual([{ Pool: { Ref: 'Scopes' } }]);
  });

  test('are none where it asks for none', () => {
    expect(scopesOf({ scopes: [] }, ['a'])).toEqual([{ Pool: [] }]);
    expect(scopesOf({})).toEqual([{ Pool: [] }]);
  });

  test('are none where it has an authorizer of its own', () => {
    expect(scopesOf({ own: true }, ['a'])).toEqual([{ Pool: [] }]);
    expect(scopesOf({ own: true, scopes: ['b'] }, ['a'])).toEqual([{ Pool: ['b'] }]);
  });
});
