import { App, NestedStack, Stack, aws_lambda as lambda } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { acknowledged, errorOf, restApi, template, testHandler, testStack } from '../rest-api';

const TYPE = 'AWS::Lambda::Permission';
const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:pets';

function permissions(stack: Stack): object[] {
  return Object.values(template(stack).findResources(TYPE)).map((resource) => (resource as { Properties: object }).Properties);
}

/** Every way in which a route comes to call a function. */
const USES: [string, (handler: lambda.IFunction, permissionManagedElsewhere?: string) => Parameters<ReturnType<typeof restApi>['addRoute']>[1]][] = [
  ['an integration', (handler, permissionManagedElsewhere) => ({ integration: Integration.lambdaFunction(handler, { permissionManagedElsewhere }) })],
  ['a token authorizer', (handler, permissionManagedElsewhere) => (
    { integration: Integration.mock(), authorizer: Authorizer.lambdaToken(handler, { permissionManagedElsewhere }) })],
  ['a request authorizer', (handler, permissionManagedElsewhere) => (
    { integration: Integration.mock(), authorizer: Authorizer.lambdaRequest(handler, { permissionManagedElsewhere }) })],
];

describe.each(USES)('the permission to invoke a function as %s', (_, route) => {
  test('is for API Gateway, from every route and authorizer of the API and from no other API', () => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', route(testHandler(stack)));

    const apis = Object.keys(template(stack).findResources('AWS::ApiGateway::RestApi'));
    expect(permissions(stack)).toEqual([{
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', { Ref: apis[0] }, '/*']] },
    }]);
  });

  test('is one for each function, however many routes it has', () => {
    const stack = testStack();
    const api = restApi(stack);
    const handler = testHandler(stack);
    for (let count = 0; count < 50; count++) api.addRoute(`GET /pets${count}`, route(handler));
    template(stack).resourceCountIs(TYPE, 1);
  });

  test('is one for each of two functions of one id in different scopes', () => {
    const stack = testStack();
    const api = restApi(stack);
    api.addRoute('GET /pets', route(testHandler(new Construct(stack, 'Cats'))));
    api.addRoute('GET /dogs', route(testHandler(new Construct(stack, 'Dogs'))));
    template(stack).resourceCountIs(TYPE, 2);
    template(stack).hasResourceProperties(TYPE, { FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CatsHandler'), 'Arn'] } });
    template(stack).hasResourceProperties(TYPE, { FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DogsHandler'), 'Arn'] } });
  });

  test('is one for each of two APIs that share a function', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    restApi(stack, {}, 'One').addRoute('GET /pets', route(handler));
    restApi(stack, {}, 'Two').addRoute('GET /pets', route(handler));

    const sources = permissions(stack).map((permission) => JSON.stringify(permission).match(/"(One|Two)Api\w+"/)?.[1]);
    expect(sources.sort()).toEqual(['One', 'Two']);
  });

  test('is for the alias or the version that the route calls', () => {
    const stack = testStack();
    const api = restApi(stack);
    const handler = testHandler(stack);
    const alias = handler.addAlias('live');
    api.addRoute('GET /pets', route(alias));
    api.addRoute('GET /cats', route(handler.currentVersion));
    api.addRoute('GET /dogs', route(handler));

    const named = permissions(stack).map((permission) => (permission as { FunctionName: unknown }).FunctionName);
    expect(named).toHaveLength(3);
    expect(named).toEqual(expect.arrayContaining([alias, handler.currentVersion, handler].map((one) => stack.resolve(one.functionArn))));
  });

  test.each<[string, (app: App) => [Stack, Stack]]>([
    ['another stack', (app) => [testStack(app, 'Functions'), testStack(app)]],
    ['the parent of the API\'s nested stack', (app) => { const parent = testStack(app); return [parent, new NestedStack(parent, 'Nested')]; }],
    ['a nested stack beside the API', (app) => { const parent = testStack(app); return [new NestedStack(parent, 'Nested'), parent]; }],
  ])('stands with the API when the function is in %s, so that no cycle arises', (_place, stacks) => {
    const app = new App();
    const [functions, apis] = stacks(app);
    restApi(apis).addRoute('GET /pets', route(testHandler(functions)));

    expect(() => app.synth()).not.toThrow();
    template(apis).resourceCountIs(TYPE, 1);
    template(functions).resourceCountIs(TYPE, 0);
  });

  test.each<[string, (stack: Stack) => lambda.IFunction]>([
    ['imported by attributes as of the same environment', (stack) => lambda.Function.fromFunctionAttributes(stack, 'Imported', { functionArn: ARN, sameEnvironment: true })],
    ['imported by name', (stack) => lambda.Function.fromFunctionName(stack, 'Imported', 'pets')],
    ['made once for the whole stack', (stack) => new lambda.SingletonFunction(stack, 'Single', {
      uuid: 'pets', runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('-'),
    })],
  ])('is made for a function %s', (_how, handler) => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', route(handler(stack)));
    template(stack).resourceCountIs(TYPE, 1);
  });

  test('is made for a function imported by ARN into a stack of its account and region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    restApi(stack).addRoute('GET /pets', route(lambda.Function.fromFunctionArn(stack, 'Imported', ARN)));
    template(stack).hasResourceProperties(TYPE, { FunctionName: ARN });
  });

  test.each<[string, (stack: Stack) => lambda.IFunction]>([
    ['imported by ARN into a stack without an environment', (stack) => lambda.Function.fromFunctionArn(stack, 'Imported', ARN)],
    ['imported as one that nobody may open', (stack) => lambda.Function.fromFunctionAttributes(stack, 'Imported', { functionArn: ARN, skipPermissions: true })],
  ])('fails for a function %s, and says how it is had', (_how, handler) => {
    const stack = testStack();
    const api = restApi(stack);
    const imported = handler(stack);

    expect(errorOf(stack, () => api.addRoute('GET /pets', route(imported)))).toBe(
      "the function 'Stack/Imported' of 'GET /pets' was imported from what may be another account, so the CDK adds no permission to it and every call would end in a 500; "
      + 'import it with lambda.Function.fromFunctionAttributes(..., { functionArn, sameEnvironment: true }), '
      + "or give the permission yourself and write { permissionManagedElsewhere: '<where>' }");
    expect(() => api.addRoute('GET /pets', route(testHandler(stack)))).not.toThrow();
  });

  test('fails for a function imported by ARN into a stack of another account', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '999999999999', region: 'eu-west-1' } });
    const api = restApi(stack);
    const imported = lambda.Function.fromFunctionArn(stack, 'Imported', ARN);
    expect(errorOf(stack, () => api.addRoute('GET /pets', route(imported)))).toMatch(/was imported from what may be another account/);
  });

  test('fails for a latest version, and says to give the function', () => {
    const stack = testStack();
    const api = restApi(stack);
    const { latestVersion } = testHandler(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', route(latestVersion))))
      .toBe("'GET /pets' was given the latestVersion of 'Stack/Handler', to which the CDK adds no permission; give it the function itself, which is its latest version, or an alias");
  });

  test('is not made where it is managed elsewhere, and the reason stands with the API', () => {
    const stack = testStack();
    const api = restApi(stack);
    api.addRoute('GET /pets', route(lambda.Function.fromFunctionArn(stack, 'Imported', ARN), 'the pets stack gives it'));

    template(stack).resourceCountIs(TYPE, 0);
    expect(acknowledged(api)).toHaveProperty(['Gatehouse::Gatehouse-lambda-invoke-permission-missing[GET:/pets]'], 'the pets stack gives it');
  });

  test.each(['', '  '])('fails where it is managed elsewhere for the reason %j', (reason) => {
    const stack = testStack();
    const api = restApi(stack);
    const handler = testHandler(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', route(handler, reason)))).toMatch(/^permissionManagedElsewhere was given an empty reason; .*write permissionManagedElsewhere: '<why>'$/);
  });
});

test('a function that answers routes and judges them has one permission', () => {
  const stack = testStack();
  const handler = testHandler(stack);
  const api = restApi(stack, { authorizer: Authorizer.lambdaRequest(handler) });
  api.addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });
  api.addRoute('GET /cats', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.lambdaToken(handler) });
  template(stack).resourceCountIs(TYPE, 1);
});

test('a permission that an earlier route needs stays when a later route fails', () => {
  const stack = testStack();
  const api = restApi(stack);
  const handler = testHandler(stack);
  api.addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });
  expect(errorOf(stack, () => api.addRoute('GET /cats', {
    authorizer: Authorizer.lambdaToken(handler), integration: Integration.httpProxy('ftp://backend'),
  }))).toMatch(/has no scheme that API Gateway can call/);
  template(stack).resourceCountIs(TYPE, 1);
});

test('a permission that was made for a route goes when the route fails later on', () => {
  const stack = testStack();
  const api = restApi(stack);
  const handler = testHandler(stack);
  expect(errorOf(stack, () => api.addRoute('GET /cats', {
    authorizer: Authorizer.lambdaToken(handler), integration: Integration.httpProxy('ftp://backend'),
  }))).toMatch(/has no scheme that API Gateway can call/);
  template(stack).resourceCountIs(TYPE, 0);
});
