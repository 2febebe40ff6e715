import { App, Duration, Stack, Token, aws_apigatewayv2_authorizers as authorizers, aws_certificatemanager as acm, aws_cognito as cognito } from 'aws-cdk-lib';
import { httpApi } from './http-api';
import { errorOf, testStack } from './rest-api';
import { Authorizer } from '../src/authorizers/authorizer';
import { AuthorizerKind, IRouteAuthorizer } from '../src/authorizers/authorizer-contract';
import { Integration } from '../src/integrations/integration';
import { checkLeanHttpApi } from '../src/lean-http-api-checks';
import { LeanHttpApiProps } from '../src/lean-http-api-props';

const check = (props: object, stack = testStack()) => errorOf(stack, () => checkLeanHttpApi(stack, { authorizer: Authorizer.none('a test'), ...props }));
const PASSES = 'it did not fail';

describe('before anything is created, the check of an HTTP API', () => {
  test.each<[string, object, string]>([
    ['what REST APIs alone have, before all else', { authorizer: undefined, webAcl: {} }, 'LeanHttpApi was given webAcl, but AWS WAF protects no HTTP API directly'],
    ['what REST APIs alone have, as an empty list', { binaryMediaTypes: [] }, 'LeanHttpApi was given binaryMediaTypes, but'],
    ['no authorizer, as JavaScript may write null', { authorizer: null }, 'the API was given the authorizer null, which says nobody who may call; write Authorizer.jwt({ issuer, audience }), Authorizer.userPool(pool)'],
    ['an empty name', { apiName: '' }, "apiName is '', and API Gateway makes no API without a name"],
    ['an empty reason for automatic deployments', { autoDeploy: '' }, 'autoDeploy was given an empty reason'],
    ['a stage name that begins like $default', { stageName: '$default2' }, "stageName '$default2' is no name that API Gateway takes"],
    ['an alarm that could never ring', { alarms: { serverErrors: { percent: 100 } } }, "serverErrors.percent was given as '100'"],
    ['a preflight age in a unit that a deployment cannot convert', {
      cors: { allowOrigins: ['https://app.example.com'], maxAge: Duration.minutes(Token.asNumber({ Ref: 'Age' })) },
    }, "must be specified as 'Duration.seconds()'"],
    ['default scopes beside IAM', { authorizer: Authorizer.iam(), defaultScopes: ['a'] }, "defaultScopes asks for the scopes 'a'"],
  ])('fails for %s', (_, props, message) => {
    expect(check(props)).toContain(message);
  });

  test('fails for an authorizer of aws-cdk-lib, as a route does', () => {
    const authorizer = new authorizers.HttpJwtAuthorizer('L2', 'https://login.example.com', { jwtAudience: ['web'] }) as unknown as IRouteAuthorizer;
    const stack = testStack();
    const api = httpApi(stack);
    expect(check({ authorizer })).toContain('the API was given an authorizer that belongs to another API');
    expect(errorOf(stack, () => api.addRoute('GET /x', { integration: Integration.httpProxy('https://backend.example.com'), authorizer })))
      .toContain("'GET /x' was given an authorizer that belongs to another API");
  });

  test('fails for a domain whose certificate is elsewhere, and for what the domain of an HTTP API cannot have', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:us-east-1:111111111111:certificate/abc');
    expect(check({ domain: { domainName: 'api.example.com', certificate } }, stack)).toContain("certificate of domain 'api.example.com' is in us-east-1");
  });

  test.each<[string, (stack: Stack) => Partial<LeanHttpApiProps>]>([
    ['tokens with default scopes', () => ({ authorizer: Authorizer.jwt({ issuer: 'https://login.example.com', audience: ['web'] }), defaultScopes: ['a'] })],
    ['a user pool with default scopes', (stack) => ({ authorizer: Authorizer.userPool(new cognito.UserPool(stack, 'Pool')), defaultScopes: ['a'] })],
    ['an authorizer of the user\'s own', () => ({ authorizer: { bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.IAM }) }, defaultScopes: ['a'] })],
    ['a name that only a deployment knows', () => ({ apiName: Token.asString({ Ref: 'Name' }) })],
    ['a stage that only a deployment knows', () => ({ stageName: Token.asString({ Ref: 'Stage' }) })],
    ['a reason that only a deployment knows', () => ({ autoDeploy: Token.asString({ Ref: 'Why' }) })],
    ['the stage $default', () => ({ stageName: '$default' })],
  ])('lets %s be', (_, props) => {
    const stack = testStack();
    expect(check(props(stack), stack)).toBe(PASSES);
  });
});

test('an authorizer of a kind that HTTP APIs do not have fails on its route, and names those that they have', () => {
  const stack = testStack();
  const api = httpApi(stack);
  const authorizer: IRouteAuthorizer = { bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.USER_POOL }) };

  expect(errorOf(stack, () => api.addRoute('GET /x', { integration: Integration.httpProxy('https://backend.example.com'), authorizer }))).toBe(
    "'GET /x' was given an authorizer of the kind 'user-pool', which HTTP APIs do not have; let its authorizerKind be one of 'none', 'iam', 'jwt', 'lambda-request'");
});
