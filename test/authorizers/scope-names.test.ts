import { Token } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { errorOf, testStack } from '../rest-api';

const integration = Integration.httpProxy('https://backend.example.com');
const WRONG: [unknown, string][] = [
  [[undefined], 'the scope undefined, which no token can have; write each scope by itself and without spaces, as \'orders/read\''],
  [[null], 'the scope null, which no token can have'],
  [['read', ''], 'the scope \'\', which no token can have'],
  [['read write'], 'the scope \'read write\', which no token can have'],
  ['read', 'the scopes \'read\', which are no list; write [\'read\']'],
];

describe.each([LeanHttpApi, GovernedRestApi])('scopes of %p', (construct) => {
  const authorizer = construct === LeanHttpApi
    ? Authorizer.jwt({ issuer: 'https://id.example.com', audience: ['web'] })
    : { bindAuthorizer: () => ({ authorizerKind: 'user-pool' as never, authorizerName: 'Pool', userPoolArns: ['arn:pool'] }) };

  test.each(WRONG)('fail to be %j on a route', (scopes, message) => {
    const stack = testStack();
    const api = new construct(stack, 'Api', { authorizer });
    expect(errorOf(stack, () => api.addRoute('GET /a', { integration, scopes: scopes as string[] }))).toContain(`'GET /a' was given ${message}`);
  });

  test.each(WRONG)('fail to be %j for the API', (scopes, message) => {
    const stack = testStack();
    expect(errorOf(stack, () => new construct(stack, 'Api', { authorizer, defaultScopes: scopes as string[] }))).toContain(`defaultScopes was given ${message}`);
  });

  test.each([[[]], [['orders/read', 'https://example.com/a']], [[Token.asString({ Ref: 'Scope' })]], [Token.asList({ Ref: 'Scopes' })]])('can be %j', (scopes) => {
    const api = new construct(testStack(), 'Api', { authorizer, defaultScopes: scopes });
    expect(() => api.addRoute('GET /a', { integration, scopes })).not.toThrow();
  });
});
