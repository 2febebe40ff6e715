import { Duration, aws_apigateway as apigateway, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from '../../src/api-type';
import { Authorizer } from '../../src/authorizers/authorizer';
import { AuthorizerKind, BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from '../../src/authorizers/authorizer-contract';
import { Integration } from '../../src/integrations/integration';
import { bodyOf, errorOf, restApi, template, testHandler, testStack } from '../rest-api';

const integration = Integration.mock();

/** What a user of the library may write: a function of another account, called with a role of the API's own. */
class RoleAuthorizer implements IRouteAuthorizer {
  public readonly seen: BindAuthorizerOptions[] = [];
  private readonly failure?: Error;

  public constructor(failure?: Error) {
    this.failure = failure;
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig {
    this.seen.push(options);
    const role = options.scope.node.tryFindChild('Gate') as iam.Role | undefined
      ?? new iam.Role(options.scope, 'Gate', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    if (this.failure) throw this.failure;
    return {
      authorizerName: 'Gate',
      authorizerKind: AuthorizerKind.LAMBDA_REQUEST,
      authorizerUri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/elsewhere/invocations',
      identitySources: ['method.request.header.X-Partner'],
      resultsCacheTtl: Duration.minutes(1),
      credentialsArn: role.roleArn,
    };
  }
}

describe('an authorizer of the user\'s own', () => {
  test('is bound once for each route, when it is added, and told for whom', () => {
    const stack = testStack();
    const authorizer = new RoleAuthorizer();
    const api = restApi(stack, { authorizer, defaultScopes: ['a'] });
    api.addRoute('GET /pets', { integration });
    api.addRoute('POST /pets/{id}', { integration, scopes: ['b'] });
    template(stack);

    expect(authorizer.seen.map(({ scope, apiType, routeKey, scopes }) => ({ scope, apiType, routeKey, scopes }))).toEqual([
      { scope: api, apiType: ApiType.REST, routeKey: 'GET /pets', scopes: ['a'] },
      { scope: api, apiType: ApiType.REST, routeKey: 'POST /pets/{id}', scopes: ['b'] },
    ]);
    expect(JSON.stringify(stack.resolve(authorizer.seen[0].executeApiArn))).toMatch(/:execute-api:.*"Api\w+".*\/\*"/);
  });

  test('is one in the definition, however many routes take it', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: new RoleAuthorizer() });
    api.addRoute('GET /pets', { integration });
    api.addRoute('POST /pets', { integration, authorizer: new RoleAuthorizer() });
    expect(bodyOf(stack).components.securitySchemes).toEqual({
      Gate: {
        'type': 'apiKey',
        'name': 'Unused',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'request',
          identitySource: 'method.request.header.X-Partner',
          authorizerUri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/elsewhere/invocations',
          authorizerCredentials: { 'Fn::GetAtt': [expect.stringMatching(/^ApiGate/), 'Arn'] },
          authorizerResultTtlInSeconds: 60,
        },
      },
    });
  });

  test('fails half way without leaving anything behind, and its route can be added again', () => {
    const stack = testStack();
    const api = restApi(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration, authorizer: new RoleAuthorizer(new Error('no partner')) }))).toBe('no partner');
    expect(() => api.addRoute('GET /pets', { integration, authorizer: new RoleAuthorizer() })).not.toThrow();
  });

  test('leaves nothing behind when the integration fails after it', () => {
    const stack = testStack();
    const api = restApi(stack);
    const failing = { bindIntegration: () => { throw new Error('no backend'); } };
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: failing, authorizer: new RoleAuthorizer() }))).toBe('no backend');
  });
});

describe('a route', () => {
  test.each<[string, (scope: Construct) => unknown]>([
    ['a Cognito authorizer of aws-cdk-lib', (scope) => new apigateway.CognitoUserPoolsAuthorizer(scope, 'Authorizer', { cognitoUserPools: [new cognito.UserPool(scope, 'Pool')] })],
    ['a token authorizer of aws-cdk-lib', (scope) => new apigateway.TokenAuthorizer(scope, 'Authorizer', { handler: testHandler(scope) })],
    ['an imported authorizer', () => ({ authorizerId: 'abc', authorizationType: apigateway.AuthorizationType.CUSTOM })],
  ])('fails with %s, which belongs to another API', (_, make) => {
    const stack = testStack();
    const api = restApi(stack);
    const authorizer = make(stack) as IRouteAuthorizer;
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration, authorizer }))).toBe(
      "'GET /pets' was given an authorizer that belongs to another API (a resource of aws-cdk-lib, say), which a definition cannot name; "
      + "write Authorizer.jwt({ issuer, audience }), Authorizer.userPool(pool), Authorizer.lambdaToken(fn), Authorizer.lambdaRequest(fn), Authorizer.iam() or Authorizer.none('<why>')");
  });

  test('takes its own authorizer before that of the API', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.iam() });
    api.addRoute('GET /pets', { integration, authorizer: Authorizer.lambdaToken(testHandler(stack)) });
    api.addRoute('POST /pets', { integration });
    expect(bodyOf(stack).paths['/pets']).toMatchObject({ get: { security: [{ Handler: [] }] }, post: { security: [{ Iam: [] }] } });
  });
});
