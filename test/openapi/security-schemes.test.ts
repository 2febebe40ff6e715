import { App, CfnResource, Duration, Fn, Stack, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { AuthorizerKind, RouteAuthorizerConfig } from '../../src/authorizers/authorizer-contract';
import { BoundRoute } from '../../src/bound-route';
import { API_KEY, restSecurityScheme } from '../../src/openapi/rest-security-scheme';
import { SecuritySchemes } from '../../src/openapi/security-schemes';
import { RouteKey } from '../../src/route-key';

const stack = new Stack(new App(), 'Stack');
const integration = { integrationType: apigateway.IntegrationType.MOCK };
const NONE: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.NONE };
const IAM: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.IAM };
const TOKEN: RouteAuthorizerConfig = {
  authorizerKind: AuthorizerKind.LAMBDA_TOKEN, authorizerName: 'Gate', authorizerUri: 'arn:gate', tokenHeader: 'X',
};
const POOL: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.USER_POOL, authorizerName: 'Pool', userPoolArns: ['arn:pool'] };

function route(authorizer: RouteAuthorizerConfig, apiKeyRequired = false, scopes: string[] = []): BoundRoute {
  return { scope: stack, key: RouteKey.parse('GET /pets'), options: { integration: { bindIntegration: () => integration }, apiKeyRequired }, integration, authorizer, scopes };
}

function namesOf(...authorizers: RouteAuthorizerConfig[]): string[] {
  const schemes = new SecuritySchemes();
  return authorizers.map((authorizer) => Object.keys(schemes.requirementsOf(route(authorizer))[0])[0]);
}

describe('what a route asks of its callers', () => {
  test('is nothing on an open route', () => {
    expect(new SecuritySchemes().requirementsOf(route(NONE))).toEqual([]);
  });

  test('is one entry for its authorizer, with its scopes, and one for its API key', () => {
    const schemes = new SecuritySchemes();
    expect(schemes.requirementsOf(route(POOL, true, ['a', 'b']))).toEqual([{ Pool: ['a', 'b'] }, { ApiKey: [] }]);
    expect(schemes.requirementsOf(route(NONE, true))).toEqual([{ ApiKey: [] }]);
  });
});

describe('the scheme of an authorizer', () => {
  test('is one for equal configurations', () => {
    expect(namesOf(TOKEN, { ...TOKEN }, IAM, { ...IAM })).toEqual(['Gate', 'Gate', 'Iam', 'Iam']);
  });

  test.each<[string, Partial<RouteAuthorizerConfig>]>([
    ['function', { authorizerUri: 'arn:other' }], ['kind', { authorizerKind: AuthorizerKind.LAMBDA_REQUEST }], ['header', { tokenHeader: 'Y' }],
    ['expression', { identityValidationExpression: '^a' }], ['time', { resultsCacheTtl: Duration.seconds(1) }], ['role', { credentialsArn: 'arn:role' }],
    ['sources', { identitySources: ['context.path'] }], ['pools', { userPoolArns: ['arn:pool'] }],
  ])('is another for another %s, under a name of its own', (_, other) => {
    expect(namesOf(TOKEN, { ...TOKEN, ...other }, TOKEN)).toEqual(['Gate', 'Gate2', 'Gate']);
  });

  test.each<[string, () => Partial<RouteAuthorizerConfig>]>([
    ['a substitution', () => ({ authorizerUri: Fn.sub('arn:${AWS::Partition}:gate') })],
    ['a join', () => ({ authorizerUri: Fn.join('', ['arn:', Fn.ref('AWS::Partition'), ':gate']) })],
    ['an import', () => ({ credentialsArn: `${Fn.importValue('role')}` })],
    ['a list', () => ({ userPoolArns: Fn.split(',', Fn.importValue('pools')) })],
    ['a number', () => ({ resultsCacheTtl: Duration.seconds(Token.asNumber({ Ref: 'Ttl' })) })],
  ])('is one for %s that is made anew each time, and another for one that says something else', (_, make) => {
    expect(namesOf({ ...TOKEN, ...make() }, { ...TOKEN, ...make() }, { ...TOKEN, ...make(), authorizerUri: Fn.sub('arn:other') })).toEqual(['Gate', 'Gate', 'Gate2']);
  });

  test('is another for a construct of the same logical id in another stack', () => {
    const uriIn = (id: string) => new CfnResource(new Stack(stack, id), 'Gate', { type: 'Test::Gate' }).getAtt('Arn').toString();
    const [one, other] = [uriIn('One'), uriIn('Other')];
    expect(stack.resolve(one)).toEqual(stack.resolve(other));
    expect(namesOf({ ...TOKEN, authorizerUri: one }, { ...TOKEN, authorizerUri: other }, { ...TOKEN, authorizerUri: one })).toEqual(['Gate', 'Gate2', 'Gate']);
  });

  test('is one for times that are equal in other units', () => {
    expect(namesOf({ ...TOKEN, resultsCacheTtl: Duration.minutes(1) }, { ...TOKEN, resultsCacheTtl: Duration.seconds(60) })).toEqual(['Gate', 'Gate']);
  });

  test('never has the name of API keys or of another scheme', () => {
    expect(namesOf({ ...TOKEN, authorizerName: 'ApiKey' }, { ...TOKEN, authorizerName: 'Iam' }, IAM, { ...TOKEN, authorizerName: undefined })).toEqual(['ApiKey2', 'Iam', 'Iam2', 'Authorizer']);
  });

  test('counts as an authorizer of the API, unless it is IAM or an API key', () => {
    const schemes = new SecuritySchemes();
    [NONE, IAM, TOKEN, POOL, { ...TOKEN }].forEach((authorizer) => schemes.requirementsOf(route(authorizer, true)));
    expect(schemes.authorizerCount).toBe(2);
  });
});

describe('the schemes that API Gateway imports', () => {
  const imported = (authorizer: RouteAuthorizerConfig, apiKeyRequired = false) => {
    const schemes = new SecuritySchemes();
    schemes.requirementsOf(route(authorizer, apiKeyRequired));
    return JSON.parse(JSON.stringify(schemes.write(restSecurityScheme, API_KEY))) as object;
  };
  const shared = { resultsCacheTtl: Duration.minutes(2), identityValidationExpression: '^a' };

  test('are none where nobody is asked', () => {
    expect(imported(NONE)).toEqual({});
  });

  test('have the API key in its one header', () => {
    expect(imported(NONE, true)).toEqual({ ApiKey: { type: 'apiKey', name: 'x-api-key', in: 'header' } });
  });

  test('are an apiKey each, in AWS\'s words', () => {
    expect(imported(IAM)).toEqual({ Iam: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' } });
    expect(imported({ ...POOL, ...shared })).toEqual({
      Pool: {
        'type': 'apiKey',
        'name': 'Authorization',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'cognito_user_pools',
        'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn:pool'], authorizerResultTtlInSeconds: 120, identityValidationExpression: '^a' },
      },
    });
    expect(imported({ ...TOKEN, ...shared, credentialsArn: 'arn:role' })).toEqual({
      Gate: {
        'type': 'apiKey',
        'name': 'X',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'token', authorizerUri: 'arn:gate', authorizerCredentials: 'arn:role', authorizerResultTtlInSeconds: 120, identityValidationExpression: '^a',
        },
      },
    });
    expect(imported({ ...TOKEN, authorizerKind: AuthorizerKind.LAMBDA_REQUEST, identitySources: ['context.path', 'stageVariables.x'] })).toEqual({
      Gate: {
        'type': 'apiKey',
        'name': 'Unused',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': { type: 'request', identitySource: 'context.path, stageVariables.x', authorizerUri: 'arn:gate' },
      },
    });
  });

  test('keep a time that only a deployment knows', () => {
    const schemes = new SecuritySchemes();
    schemes.requirementsOf(route({ ...TOKEN, resultsCacheTtl: Duration.seconds(Token.asNumber({ Ref: 'Ttl' })) }));
    const { Gate } = schemes.write(restSecurityScheme, API_KEY) as { Gate: { 'x-amazon-apigateway-authorizer': { authorizerResultTtlInSeconds: unknown } } };
    expect(Token.isUnresolved(Gate['x-amazon-apigateway-authorizer'].authorizerResultTtlInSeconds)).toBe(true);
  });
});
