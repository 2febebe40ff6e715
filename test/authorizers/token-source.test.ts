import { Token } from 'aws-cdk-lib';
import { AuthorizerKind, RouteAuthorizerConfig } from '../../src/authorizers/authorizer-contract';
import { tokenSourceOf } from '../../src/authorizers/token-source';

const late = Token.asString({ Ref: 'Late' });

test.each<[Partial<RouteAuthorizerConfig>, string]>([
  [{}, 'method.request.header.Authorization'],
  [{ tokenHeader: 'X-Token' }, 'method.request.header.X-Token'],
  [{ identitySources: [], tokenHeader: 'X-Token' }, 'method.request.header.X-Token'],
  [{ identitySources: ['$request.header.X-Token'], tokenHeader: 'X-Other' }, 'method.request.header.X-Token'],
  [{ identitySources: ['method.request.querystring.token'] }, 'method.request.querystring.token'],
  [{ identitySources: ['$request.querystring.token', '$request.header.X-Token'] }, 'method.request.querystring.token'],
  [{ identitySources: [late] }, late],
])('a JWT authorizer with %j has its token in %s', (config, source) => {
  expect(tokenSourceOf({ authorizerKind: AuthorizerKind.JWT, ...config })).toBe(source);
});

test('a JWT authorizer whose sources are only known at deploy time has its token in a place that is not known', () => {
  const identitySources = Token.asList({ Ref: 'Late' });
  expect(tokenSourceOf({ authorizerKind: AuthorizerKind.JWT, identitySources })).toBe(identitySources[0]);
});

test('a user pool has its token in its header, whatever its sources are', () => {
  expect(tokenSourceOf({ authorizerKind: AuthorizerKind.USER_POOL, identitySources: ['method.request.querystring.token'], tokenHeader: 'X-Token' })).toBe('method.request.header.X-Token');
});
