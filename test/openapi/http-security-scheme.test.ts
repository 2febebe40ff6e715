import { App, Duration, Stack, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { AuthorizerKind, RouteAuthorizerConfig } from '../../src/authorizers/authorizer-contract';
import { httpSecurityScheme } from '../../src/openapi/http-security-scheme';
import { SecuritySchemes } from '../../src/openapi/security-schemes';
import { RouteKey } from '../../src/route-key';

const EXTENSION = 'x-amazon-apigateway-authorizer';
const JWT: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.JWT, authorizerName: 'Jwt', tokenIssuer: 'https://login.example.com', audience: ['web', 'app'] };
const REQUEST: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.LAMBDA_REQUEST, authorizerName: 'Judge', authorizerUri: 'arn:judge' };
/** As it stands in a template, where nothing is left undefined. */
const schemeOf = (config: RouteAuthorizerConfig) => JSON.parse(JSON.stringify(httpSecurityScheme(config))) as { [EXTENSION]: object };

describe('the scheme that an HTTP API imports', () => {
  test('of IAM is a signature, and no authorizer', () => {
    expect(schemeOf({ authorizerKind: AuthorizerKind.IAM })).toEqual({ 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' });
  });

  test('of tokens names issuer and audience, and where the token is', () => {
    expect(schemeOf(JWT)).toEqual({
      type: 'oauth2',
      [EXTENSION]: { type: 'jwt', identitySource: '$request.header.Authorization', jwtConfiguration: { issuer: 'https://login.example.com', audience: ['web', 'app'] } },
    });
  });

  test.each<[string, Partial<RouteAuthorizerConfig>, string]>([
    ['another header', { tokenHeader: 'X-Token' }, '$request.header.X-Token'],
    ['a query parameter', { identitySources: ['$request.querystring.token'], tokenHeader: 'X-Token' }, '$request.querystring.token'],
  ])('of tokens reads them from %s', (_where, config, identitySource) => {
    expect(schemeOf({ ...JWT, ...config })[EXTENSION]).toMatchObject({ identitySource });
  });

  test('of a function says what API Gateway reads, sends, is answered and remembers', () => {
    expect(schemeOf({
      ...REQUEST, credentialsArn: 'arn:role', simpleAnswers: true, payloadFormatVersion: '2.0', identitySources: ['$request.header.X', '$context.routeKey'], resultsCacheTtl: Duration.minutes(2),
    })).toEqual({
      type: 'apiKey',
      name: 'Unused',
      in: 'header',
      [EXTENSION]: {
        type: 'request',
        authorizerUri: 'arn:judge',
        authorizerCredentials: 'arn:role',
        authorizerPayloadFormatVersion: '2.0',
        enableSimpleResponses: true,
        identitySource: ['$request.header.X', '$context.routeKey'],
        authorizerResultTtlInSeconds: 120,
      },
    });
  });

  test('of a user\'s own function has what its configuration documents as the default', () => {
    expect(schemeOf(REQUEST)[EXTENSION]).toEqual({ type: 'request', authorizerUri: 'arn:judge', authorizerPayloadFormatVersion: '2.0', enableSimpleResponses: false });
  });

  test('keeps a time that only a deployment knows', () => {
    const scheme = httpSecurityScheme({ ...REQUEST, resultsCacheTtl: Duration.seconds(Token.asNumber({ Ref: 'Ttl' })) }) as { [EXTENSION]: { authorizerResultTtlInSeconds: unknown } };
    expect(new Stack().resolve(scheme[EXTENSION].authorizerResultTtlInSeconds)).toEqual({ Ref: 'Ttl' });
  });
});

describe('two token authorizers are', () => {
  const stack = new Stack(new App(), 'Stack');
  const integration = { integrationType: apigateway.IntegrationType.HTTP_PROXY };
  const namesOf = (...authorizers: RouteAuthorizerConfig[]) => {
    const schemes = new SecuritySchemes();
    const route = { scope: stack, key: RouteKey.parse('GET /pets'), options: { integration: { bindIntegration: () => integration } }, integration, scopes: [] };
    return authorizers.map((authorizer) => Object.keys(schemes.requirementsOf({ ...route, authorizer })[0])[0]);
  };

  test('one where they say the same', () => {
    expect(namesOf(JWT, { ...JWT, audience: ['web', 'app'] })).toEqual(['Jwt', 'Jwt']);
    expect(namesOf({ ...JWT, tokenIssuer: Token.asString({ Ref: 'Issuer' }) }, { ...JWT, tokenIssuer: Token.asString({ Ref: 'Issuer' }) })).toEqual(['Jwt', 'Jwt']);
  });

  test.each<[string, Partial<RouteAuthorizerConfig>]>([
    ['issuer', { tokenIssuer: 'https://other.example.com' }], ['audience', { audience: ['web'] }], ['header', { tokenHeader: 'X-Token' }],
    ['place of the token', { identitySources: ['$request.querystring.token'] }], ['issuer of the deployment', { tokenIssuer: Token.asString({ Ref: 'Issuer' }) }],
    ['audience of the deployment', { audience: Token.asList({ Ref: 'Audience' }) }],
  ])('two where they have another %s', (_what, other) => {
    expect(namesOf(JWT, { ...JWT, ...other }, JWT)).toEqual(['Jwt', 'Jwt2', 'Jwt']);
  });

  test.each<[string, Partial<RouteAuthorizerConfig>]>([
    ['form of answer', { simpleAnswers: true }], ['form of event', { payloadFormatVersion: '1.0' }], ['source', { identitySources: ['$context.routeKey'] }],
  ])('two functions where they have another %s', (_what, other) => {
    expect(namesOf(REQUEST, { ...REQUEST, ...other })).toEqual(['Judge', 'Judge2']);
  });
});
