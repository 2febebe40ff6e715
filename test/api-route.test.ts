import { App, Stack, aws_cognito as cognito, aws_iam as iam } from 'aws-cdk-lib';
import { errorOf, restApi, template, testHandler, testStack } from './rest-api';
import { ApiRoute } from '../src/api-route';
import { Authorizer } from '../src/authorizers/authorizer';
import { AuthorizerKind, IRouteAuthorizer } from '../src/authorizers/authorizer-contract';
import { Integration } from '../src/integrations/integration';

const integration = Integration.mock();

function routeOf(routeKey: string): { route: ApiRoute; stack: Stack } {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const api = restApi(stack, { authorizer: Authorizer.iam() });
  return { route: api.addRoute(routeKey, { integration }), stack };
}

/** The ARN with the reference to the API by name. */
function arnOf(routeKey: string): string {
  const { route, stack } = routeOf(routeKey);
  const { 'Fn::Join': [, parts] } = stack.resolve(route.routeArn) as { 'Fn::Join': [string, (string | { Ref: string })[]] };
  return parts.map((part) => typeof part === 'string' ? part : `<${part.Ref.replace(/[0-9A-F]{8}$/, '')}>`).join('');
}

describe('a route', () => {
  test('knows its key, method and path', () => {
    expect(routeOf('ANY /pets/{id}/{proxy+}').route).toMatchObject({ routeKey: 'ANY /pets/{id}/{proxy+}', method: 'ANY', path: '/pets/{id}/{proxy+}' });
  });

  test.each([
    ['GET /', 'GET/'],
    ['POST /pets', 'POST/pets'],
    ['ANY /pets', '*/pets'],
    ['GET /pets/{id}', 'GET/pets/*'],
    ['DELETE /pets/{id}/toys/{toy}', 'DELETE/pets/*/toys/*'],
    ['ANY /{proxy+}', '*/*'],
  ])('has the ARN of %s, with a star for what can be anything', (routeKey, resource) => {
    expect(arnOf(routeKey)).toBe(`arn:<AWS::Partition>:execute-api:eu-west-1:111122223333:<Api>/prod/${resource}`);
  });

  test('lets a principal call it and nothing else', () => {
    const { route, stack } = routeOf('GET /pets/{id}');
    const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });

    expect(route.grantInvoke(role).success).toBe(true);

    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: stack.resolve(route.routeArn) as object }] },
    });
    template(stack).resourcePropertiesCountIs('AWS::IAM::Policy', { Roles: [stack.resolve(role.roleName)] }, 1);
  });

  test.each<[string, (stack: Stack) => IRouteAuthorizer, string]>([
    ['Authorizer.none', () => Authorizer.none('a test'), 'none'],
    ['Authorizer.lambdaToken', (stack) => Authorizer.lambdaToken(testHandler(stack)), 'lambda-token'],
    ['Authorizer.userPool', (stack) => Authorizer.userPool(new cognito.UserPool(stack, 'Pool')), 'user-pool'],
  ])('fails to let a principal in where it has %s, which would not look at the grant', (_, make, kind) => {
    const stack = testStack();
    const route = restApi(stack, { authorizer: Authorizer.iam() }).addRoute('GET /pets', { integration, authorizer: make(stack) });
    const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    expect(errorOf(stack, () => route.grantInvoke(role))).toBe(`a grant on 'GET /pets' would let nobody in: the route has an authorizer of the kind '${kind}', `
      + "and API Gateway looks at policies where it is 'iam' alone; write authorizer: Authorizer.iam() for the route, or leave grantInvoke out");
    template(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('lets a principal call it where an authorizer of the user\'s own is of IAM\'s kind', () => {
    const stack = testStack();
    const authorizer: IRouteAuthorizer = { bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.IAM }) };
    const route = restApi(stack).addRoute('GET /pets', { integration, authorizer });
    expect(route.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() })).success).toBe(true);
  });

  test('lets in a principal of another stack without a cycle', () => {
    const app = new App();
    const stack = testStack(app);
    const callers = testStack(app, 'Callers');
    const route = restApi(stack, { authorizer: Authorizer.iam() }).addRoute('GET /pets', { integration });
    route.grantInvoke(new iam.Role(callers, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }));
    expect(() => app.synth()).not.toThrow();
    expect(callers.dependencies).toEqual([stack]);
  });

  test('has the metrics of its method and path in its stage', () => {
    const stack = testStack();
    const api = restApi(stack, { apiName: 'Pets' });
    const { metrics } = api.addRoute('GET /pets/{id}', { integration });
    expect(stack.resolve(metrics.metric('Latency').dimensions))
      .toEqual({ ApiName: 'Pets', Method: 'GET', Resource: '/pets/{id}', Stage: 'prod' });
  });
});
