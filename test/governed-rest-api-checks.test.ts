import { Duration, Stack, Token, aws_apigateway as apigateway, aws_cognito as cognito } from 'aws-cdk-lib';
import { bodyOf, errorOf, restApi, testHandler, testStack } from './rest-api';
import { Authorizer } from '../src/authorizers/authorizer';
import { AuthorizerKind, IRouteAuthorizer } from '../src/authorizers/authorizer-contract';
import { checkGovernedRestApi } from '../src/governed-rest-api-checks';
import { GovernedRestApiProps } from '../src/governed-rest-api-props';
import { Integration } from '../src/integrations/integration';

const check = (props: Partial<GovernedRestApiProps>, stack = testStack()) =>
  errorOf(stack, () => checkGovernedRestApi(stack, { authorizer: Authorizer.none('a test'), ...props }));
const PASSES = 'it did not fail';

describe('before anything is created, the check of a REST API', () => {
  test.each<[string, Partial<GovernedRestApiProps>, string]>([
    ['an empty name', { apiName: '' }, "apiName is '', and API Gateway makes no API without a name; write one, as 'orders', or leave it out"],
    ['a blank name', { apiName: ' ' }, "apiName is ' ', and API Gateway makes no API without a name"],
    ['an alarm that could never ring', { alarms: { serverErrors: { percent: 100 } } }, "serverErrors.percent was given as '100'"],
    ['an alarm that would always ring', { alarms: { latency: Duration.seconds(0) } }, 'latency was given as'],
    ['an alarm that looks back too far with its own period', { alarms: { serverErrors: { evaluationPeriods: 1441 } } }, 'serverErrors was given 1441 periods of 1 minute'],
    ['a cache alarm that looks back too far', { alarms: { cacheHitRatio: { evaluationPeriods: 289 } } }, 'cacheHitRatio was given 289 periods of 5 minutes'],
    ['a preflight age in a unit that a deployment cannot convert', {
      cors: { allowOrigins: ['https://app.example.com'], maxAge: Duration.minutes(Token.asNumber({ Ref: 'Age' })) },
    }, "must be specified as 'Duration.seconds()'"],
    ['a binary type that is none', { binaryMediaTypes: ['png'] }, "binaryMediaTypes holds 'png'"],
    ['no authorizer, as JavaScript may write null', { authorizer: null as unknown as IRouteAuthorizer }, 'the API was given the authorizer null, which says nobody who may call; write Authorizer.jwt({ issuer, audience }), Authorizer.userPool(pool), Authorizer.lambdaToken(fn)'],
  ])('fails for %s', (_, props, message) => {
    expect(check(props)).toContain(message);
  });

  test('fails for an authorizer of aws-cdk-lib, as a route does', () => {
    const stack = testStack();
    const authorizer = new apigateway.TokenAuthorizer(stack, 'L2', { handler: testHandler(stack) }) as unknown as IRouteAuthorizer;
    const rest = ' was given an authorizer that belongs to another API (a resource of aws-cdk-lib, say), which a definition cannot name; '
      + "write Authorizer.jwt({ issuer, audience }), Authorizer.userPool(pool), Authorizer.lambdaToken(fn), Authorizer.lambdaRequest(fn), Authorizer.iam() or Authorizer.none('<why>')";
    expect(check({ authorizer }, stack)).toBe(`the API${rest}`);
    const api = restApi(stack);
    expect(errorOf(stack, () => api.addRoute('GET /x', { integration: Integration.mock(), authorizer }))).toBe(`'GET /x'${rest}`);
  });

  test.each<[string, (stack: Stack) => IRouteAuthorizer]>([
    ['a user pool', (stack) => Authorizer.userPool(new cognito.UserPool(stack, 'Pool'))],
    ['an authorizer of the user\'s own', () => ({ bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.IAM }) })],
  ])('lets default scopes be beside %s', (_, make) => {
    const stack = testStack();
    expect(check({ authorizer: make(stack), defaultScopes: ['a'] }, stack)).toBe(PASSES);
  });

  test.each<[string, Partial<GovernedRestApiProps>]>([
    ['a name that only a deployment knows', { apiName: Token.asString({ Ref: 'Name' }) }],
    ['alarms that look back as far as CloudWatch does', { alarms: { serverErrors: { evaluationPeriods: 1440 }, clientErrors: { evaluationPeriods: 288 } } }],
    ['a preflight age in seconds that only a deployment knows', { cors: { allowOrigins: ['*'], maxAge: Duration.seconds(Token.asNumber({ Ref: 'Age' })) } }],
    ['binary types that only a deployment knows', { binaryMediaTypes: Token.asList({ Ref: 'Types' }) }],
  ])('lets %s be', (_, props) => {
    expect(check(props)).toBe(PASSES);
  });
});

test('binary types in a list that only a deployment knows stand in the definition as that list', () => {
  const stack = testStack();
  restApi(stack, { binaryMediaTypes: Token.asList({ Ref: 'Types' }) }).addRoute('GET /pets', { integration: Integration.mock() });
  expect(bodyOf(stack)['x-amazon-apigateway-binary-media-types']).toEqual({ Ref: 'Types' });
});
