import { App, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Annotations } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { SILENT_ROUTES, messageRoute } from './message-route';
import { Integration } from '../../src/integrations/integration';
import { RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { invokeRole } from '../../src/integrations/invoke-role';
import { LambdaFunctionOptions } from '../../src/integrations/lambda-function';
import { OptingOut } from '../../src/route-opt-outs';
import { errorOf, template, testHandler, testStack } from '../rest-api';

interface Statement {
  readonly Action: string;
  readonly Effect: string;
  readonly Resource: unknown;
}

interface RoleProperties {
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly { readonly Principal: { readonly Service: string } }[] };
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

const imported = (scope: Construct, name: string) => lambda.Function.fromFunctionArn(scope, name, `arn:aws:lambda:us-east-1:111122223333:function:${name}`);

function bind(scope: Construct, handler: lambda.IFunction, options?: LambdaFunctionOptions, routeKey?: string): RouteIntegrationConfig & OptingOut {
  return Integration.lambdaFunction(handler, options).bindIntegration(messageRoute(scope, routeKey));
}

/** What each role by which the API invokes functions may invoke, by its logical id. */
function invoked(stack: Stack): [string, unknown][] {
  const roles = Object.entries(template(stack).findResources('AWS::IAM::Role')) as [string, { Properties: RoleProperties }][];
  return roles.filter(([id]) => id.startsWith('InvokeRole')).map(([id, { Properties }]) => {
    expect(Properties.AssumeRolePolicyDocument.Statement.map(({ Principal }) => Principal)).toEqual([{ Service: 'apigateway.amazonaws.com' }]);
    const [{ Action, Effect, Resource }, ...others] = Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    expect([Action, Effect, others]).toEqual(['lambda:InvokeFunction', 'Allow', []]);
    return [id, Resource];
  });
}

describe('Integration.lambdaFunction on a WebSocket API', () => {
  test.each(['sendMessage', '$default', ...SILENT_ROUTES])('hands %s to the function by a role of the API', (routeKey) => {
    const stack = testStack();
    const handler = testHandler(stack);
    const config = bind(stack, handler, {}, routeKey);
    expect(config.target).toBe(handler);
    expect(stack.resolve({ ...config, target: undefined, uri: undefined })).toEqual({
      integrationType: apigateway.IntegrationType.AWS_PROXY, httpMethod: 'POST', credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^InvokeRole/), 'Arn'] },
    });
    expect(JSON.stringify(stack.resolve(config.uri))).toContain(':lambda:path/2015-03-31/functions/');
    expect(invoked(stack)).toEqual([[expect.stringMatching(/^InvokeRole/), { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'Arn'] }]]);
    template(stack).resourceCountIs('AWS::Lambda::Permission', 0);
    template(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('makes nothing for the second route of a function', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    expect(stack.resolve(bind(stack, handler).credentialsArn)).toEqual(stack.resolve(bind(stack, handler, {}, '$connect').credentialsArn));
    expect(invoked(stack)).toEqual([[expect.any(String), { 'Fn::GetAtt': [expect.stringMatching(/^Handler/), 'Arn'] }]]);
  });

  test('invokes an alias as that alias', () => {
    const stack = testStack();
    bind(stack, new lambda.Alias(stack, 'Live', { aliasName: 'live', version: testHandler(stack).currentVersion }));
    expect(invoked(stack)).toEqual([[expect.any(String), { Ref: expect.stringMatching(/^Live/) as string }]]);
  });

  test('takes a function imported by its ARN into a stack whose account only a deployment knows', () => {
    const stack = testStack();
    bind(stack, imported(stack, 'theirs'));
    expect(invoked(stack)).toEqual([[expect.any(String), 'arn:aws:lambda:us-east-1:111122223333:function:theirs']]);
    Annotations.fromStack(stack).hasNoWarning('*', '*');
  });

  test('makes no circle with a function of another stack', () => {
    const app = new App();
    const functions = new Stack(app, 'Functions');
    const api = new Stack(app, 'Api');
    const handler = testHandler(functions);
    bind(api, handler);
    const webSocketApi = new apigatewayv2.CfnApi(api, 'Resource', { name: 'chat', protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' });
    expect(() => template(functions)).not.toThrow();
    expect(template(api).toJSON()).toHaveProperty(['Resources', api.getLogicalId(webSocketApi)]);
  });

  test('makes no role where the permission is managed elsewhere, and says so', () => {
    const stack = testStack();
    const config = bind(stack, testHandler(stack), { permissionManagedElsewhere: 'in the platform stack' });
    expect(config.credentialsArn).toBeUndefined();
    expect(config.optOuts).toEqual([{ ruleId: expect.any(String), reason: 'in the platform stack' }]);
    expect(invoked(stack)).toEqual([]);
  });

  test('fails for a function of another account, and takes one that lets the API in itself', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '222233334444' } });
    const handler = imported(stack, 'theirs');
    expect(errorOf(stack, () => bind(stack, handler))).toBe("the function 'Stack/theirs' of 'sendMessage' is of the account '111122223333', whose own policy must let this API in; "
      + 'give apigateway.amazonaws.com the permission there and write { permissionManagedElsewhere: \'<where>\' }');
    expect(bind(stack, handler, { permissionManagedElsewhere: 'their stack' }).credentialsArn).toBeUndefined();
  });

  test.each<[string, LambdaFunctionOptions, string]>([
    ['a payload format', { payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_2_0 }, "'sendMessage' was given the payloadFormatVersion '2.0', and events of WebSocket APIs have a form of their own; leave it out"],
    ['the payload format 1.0', { payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_1_0 }, "was given the payloadFormatVersion '1.0', and events"],
    ['requestMapping', { requestMapping: new apigatewayv2.ParameterMapping().appendHeader('x', apigatewayv2.MappingValue.contextVariable('connectionId')) },
      "the integration of 'sendMessage' was given requestMapping, which only HTTP APIs have; write Integration.custom({ requestParameters, responses, ... })"],
    ['responseMapping', { responseMapping: {} }, 'was given responseMapping, which only HTTP APIs have'],
  ])('fails for %s', (_what, options, message) => {
    const stack = testStack();
    const handler = testHandler(stack);
    expect(errorOf(stack, () => bind(stack, handler, options))).toContain(message);
  });
});

describe('the role by which a WebSocket API invokes functions', () => {
  function rolesOf(count: number): iam.IRole[] {
    const stack = testStack();
    return Array.from({ length: count }, (_, index) => invokeRole(stack, imported(stack, `f${index}`)));
  }

  test.each([[1, ['InvokeRole']], [50, ['InvokeRole']], [51, ['InvokeRole', 'InvokeRole2']], [101, ['InvokeRole', 'InvokeRole2', 'InvokeRole3']]])('is one for each 50 functions: for %d', (count, ids) => {
    expect([...new Set(rolesOf(count).map(({ node }) => node.id))]).toEqual(ids);
  });

  test('has a policy that IAM takes, with 50 functions of the longest names', () => {
    const stack = testStack();
    for (let index = 0; index < 50; index++) invokeRole(stack, imported(stack, `f${index}`.padEnd(64, 'x')));
    const [role] = Object.values(template(stack).findResources('AWS::IAM::Role')) as { Properties: RoleProperties }[];
    expect(role.Properties.Policies).toHaveLength(1);
    expect(JSON.stringify(role.Properties.Policies[0].PolicyDocument).length).toBeLessThan(10_240);
  });

  test('is the one that a function has already, however many came after it', () => {
    const stack = testStack();
    const first = imported(stack, 'first');
    const role = invokeRole(stack, first);
    for (let index = 0; index < 60; index++) invokeRole(stack, imported(stack, `f${index}`));
    expect(invokeRole(stack, first)).toBe(role);
    expect(invokeRole(stack, lambda.Function.fromFunctionArn(stack, 'Again', first.functionArn))).toBe(role);
  });

  test('fills what is left of the one before', () => {
    const stack = testStack();
    const made = Array.from({ length: 70 }, (_, index) => invokeRole(stack, imported(stack, `f${index}`)));
    expect(made[69].node.id).toBe('InvokeRole2');
    expect(stack.node.children.filter(({ node }) => node.id.startsWith('InvokeRole'))).toHaveLength(2);
  });
});
