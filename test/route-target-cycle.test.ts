import {
  App, ArnFormat, AspectPriority, Aspects, CfnParameter, Fn, NestedStack, Stack, Token,
  aws_apigateway as apigateway, aws_cognito as cognito, aws_iam as iam, aws_lambda as lambda, aws_ssm as ssm,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct, IConstruct } from 'constructs';
import { NoRouteCycle, RouteTarget, assertNoRouteCycle } from '../src/route-target-cycle';

interface Api {
  /** The L1, to which the Aspect belongs. */
  readonly l1: apigateway.CfnRestApi;
  readonly url: string;
  readonly restApiId: string;
  readonly stageName: string;
  readonly arn: string;
}

type ApiSpelling = (scope: Construct, uris: string[]) => Api;

const definition = (uris: string[]) => ({
  openapi: '3.0.1',
  info: { title: 'api', version: '1' },
  paths: Object.fromEntries(uris.map((uri, index) => [`/r${index}`, {
    get: { 'responses': {}, 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } },
  }])),
});

const spellings: [string, ApiSpelling][] = [
  ['SpecRestApi', (scope, uris) => {
    const api = new apigateway.SpecRestApi(scope, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline(definition(uris)) });
    return {
      l1: api.node.defaultChild as apigateway.CfnRestApi,
      url: api.url,
      restApiId: api.restApiId,
      stageName: api.deploymentStage.stageName,
      arn: api.arnForExecuteApi(),
    };
  }],
  ['CfnRestApi', (scope, uris) => {
    const api = new apigateway.CfnRestApi(scope, 'Api', { body: definition(uris) });
    const deployment = new apigateway.CfnDeployment(scope, 'Deployment', { restApiId: api.ref });
    const stage = new apigateway.CfnStage(scope, 'Stage', { restApiId: api.ref, deploymentId: deployment.ref, stageName: 'prod' });
    return {
      l1: api,
      url: `https://${api.ref}.execute-api.${Stack.of(scope).region}.amazonaws.com/${stage.ref}/`,
      restApiId: api.ref,
      stageName: stage.ref,
      arn: Stack.of(scope).formatArn({ service: 'execute-api', resource: api.ref, resourceName: '*/GET/r0' }),
    };
  }],
];

function functionIn(scope: Construct, id = 'Fn', more: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({});'),
    ...more,
  });
}

const uriOf = (fn: lambda.IFunction) => Fn.sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${fn}/invocations', { fn: fn.functionArn });
const mayCall = (arn: string) => new iam.PolicyStatement({ actions: ['execute-api:Invoke'], resources: [arn] });
const guard = (api: Api, targets: RouteTarget[]) => Aspects.of(api.l1).add(new NoRouteCycle(() => targets), { priority: AspectPriority.READONLY });

describe.each(spellings)('a route of a %s', (_spelling, restApi) => {
  describe.each<[string, (api: Api, fn: lambda.Function) => void, RegExp]>([
    ['holds the address in its environment', (api, fn) => fn.addEnvironment('API_URL', api.url), /\(Environment\.Variables\.API_URL\)/],
    ['holds the id in its environment', (api, fn) => fn.addEnvironment('API_ID', api.restApiId), /\(Environment\.Variables\.API_ID\)/],
    ['holds a grant on the API', (api, fn) => fn.addToRolePolicy(mayCall(api.arn)), /DefaultPolicy\/Resource' \(PolicyDocument\.Statement\.\d+\.Resource[^)]*\)/],
    ['waits for the API', (api, fn) => fn.node.addDependency(api.l1), /\(DependsOn\)/],
  ])('whose function %s', (_how, hold, where) => {
    test('fails, and says who, how, which route and what to do instead', () => {
      const stack = new Stack(new App(), 'Stack');
      const fn = functionIn(stack);
      const api = restApi(stack, [uriOf(fn)]);
      hold(api, fn);

      const check = () => assertNoRouteCycle(api.l1, [{ routeKey: 'GET /r0', target: fn }]);

      expect(check).toThrow(`route 'GET /r0' leads to 'Stack/Fn', which holds the API '${api.l1.node.path}': 'Stack/Fn/Resource' (`);
      expect(check).toThrow(where);
      expect(check).toThrow(/requestContext\.domainName, stage, apiId.*custom domain name.*SSM parameter.*iam\.Policy of its own.*stage variable$/);
      // The circle is real: CloudFormation would refuse the template.
      expect(() => Template.fromStack(stack)).toThrow(/dependency cycle/);
    });

    test.each<[string, (app: App, stack: Stack) => Construct]>([
      ['another stack', (app) => new Stack(app, 'Functions')],
      ['a nested stack', (_app, stack) => new NestedStack(stack, 'Nested')],
      ['the parent of a nested stack', (_app, stack) => Stack.of(stack.node.scope!)],
    ])('fails from %s too, before the CDK says it in its own words', (place, scopeOf) => {
      const app = new App();
      const stack = place.startsWith('the parent') ? new NestedStack(new Stack(app, 'Parent'), 'Stack') : new Stack(app, 'Stack');
      const fn = functionIn(scopeOf(app, stack));
      const api = restApi(stack, [uriOf(fn)]);
      hold(api, fn);
      guard(api, [{ routeKey: 'GET /r0', target: fn }]);

      expect(() => app.synth()).toThrow(/^route 'GET \/r0' leads to '.*Fn', which holds the API/);
    });
  });

  test('fails when the grant is on a role in another stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const role = new iam.Role(new Stack(app, 'Roles'), 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const fn = functionIn(stack, 'Fn', { role });
    const api = restApi(stack, [uriOf(fn)]);
    fn.addToRolePolicy(mayCall(api.arn));
    guard(api, [{ routeKey: 'GET /r0', target: fn }]);

    expect(() => app.synth()).toThrow(/^route 'GET \/r0'.*'Stack\/Fn\/Resource' \([^)]+\) -> 'Roles\/Role\/DefaultPolicy\/Resource' \(PolicyDocument/);
  });

  test.each<[string, (fn: lambda.Function) => IConstruct]>([
    ['the function\'s L1', (fn) => fn.node.defaultChild!],
    ['an alias', (fn) => new lambda.Alias(fn.stack, 'Alias', { aliasName: 'live', version: fn.currentVersion })],
    ['a version', (fn) => fn.currentVersion],
    ['a user pool with a trigger', (fn) => new cognito.UserPool(fn.stack, 'Pool', { lambdaTriggers: { preSignUp: fn } })],
  ])('fails through %s', (_what, targetOf) => {
    const stack = new Stack(new App(), 'Stack');
    const fn = functionIn(stack);
    const api = restApi(stack, [uriOf(fn)]);
    const target = targetOf(fn);
    fn.addEnvironment('API_ID', api.restApiId);

    expect(() => assertNoRouteCycle(api.l1, [{ routeKey: 'GET /r0', target }])).toThrow(`route 'GET /r0' leads to '${target.node.path}'`);
  });

  test('fails through a singleton function', () => {
    const stack = new Stack(new App(), 'Stack');
    const target = new lambda.SingletonFunction(stack, 'Fn', {
      uuid: 'one', runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x'),
    });
    const api = restApi(stack, [uriOf(target)]);
    target.addEnvironment('API_ID', api.restApiId);

    expect(() => assertNoRouteCycle(api.l1, [{ routeKey: 'GET /r0', target }])).toThrow('leads to \'Stack/Fn\'');
  });

  test('fails with up to three of the routes that share a function, and the number of the others', () => {
    const stack = new Stack(new App(), 'Stack');
    const fn = functionIn(stack);
    const innocent = functionIn(stack, 'Innocent');
    const api = restApi(stack, [uriOf(fn)]);
    fn.addEnvironment('API_ID', api.restApiId);
    const targets = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ routeKey: `GET /${name}`, target: name === 'a' ? innocent : fn }));

    expect(() => assertNoRouteCycle(api.l1, targets.slice(0, 4))).toThrow(/^routes 'GET \/b', 'GET \/c', 'GET \/d' lead to 'Stack\/Fn'/);
    expect(() => assertNoRouteCycle(api.l1, targets)).toThrow(/^routes 'GET \/b', 'GET \/c', 'GET \/d' and 1 more lead to/);
  });

  describe('has no cycle', () => {
    const synthesizes = (stack: Stack, api: Api, ...targets: IConstruct[]) => {
      guard(api, targets.map((target, index) => ({ routeKey: `GET /r${index}`, target })));
      // Looks for cycles in the template as well.
      return Template.fromStack(stack);
    };

    test('when the function reads the request context', () => {
      const stack = new Stack(new App(), 'Stack');
      const fn = functionIn(stack, 'Fn', {
        code: lambda.Code.fromInline('exports.handler = async ({ requestContext: { domainName, stage } }) => ({ body: `https://${domainName}/${stage}/` });'),
      });
      const api = restApi(stack, [uriOf(fn)]);
      fn.addPermission('Invoke', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn: api.arn, scope: stack });

      synthesizes(stack, api, fn).resourceCountIs('AWS::Lambda::Permission', 1);
    });

    test('when the function holds the custom domain name as a literal', () => {
      const stack = new Stack(new App(), 'Stack');
      const fn = functionIn(stack, 'Fn', { environment: { API_URL: 'https://api.example.com/v1' } });
      const api = restApi(stack, [uriOf(fn)]);
      const domain = new apigateway.CfnDomainName(stack, 'Domain', { domainName: 'api.example.com' });
      new apigateway.CfnBasePathMapping(stack, 'Mapping', { domainName: domain.ref, restApiId: api.restApiId, stage: api.stageName, basePath: 'v1' });

      synthesizes(stack, api, fn).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { API_URL: 'https://api.example.com/v1' } } });
    });

    test('when the function reads an SSM parameter that both sides know by a literal name', () => {
      const stack = new Stack(new App(), 'Stack');
      const fn = functionIn(stack, 'Fn', { environment: { API_URL_PARAMETER: '/orders/api-url' } });
      fn.addToRolePolicy(new iam.PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: [stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: 'orders/api-url', arnFormat: ArnFormat.SLASH_RESOURCE_NAME })],
      }));
      const api = restApi(stack, [uriOf(fn)]);
      new ssm.StringParameter(stack, 'ApiUrl', { parameterName: '/orders/api-url', stringValue: api.url });

      synthesizes(stack, api, fn).resourceCountIs('AWS::SSM::Parameter', 1);
    });

    test('but one again when the function names the SSM parameter by its token', () => {
      const stack = new Stack(new App(), 'Stack');
      const fn = functionIn(stack);
      const api = restApi(stack, [uriOf(fn)]);
      const parameter = new ssm.StringParameter(stack, 'ApiUrl', { parameterName: '/orders/api-url', stringValue: api.url });
      fn.addEnvironment('API_URL_PARAMETER', parameter.parameterName);

      expect(() => synthesizes(stack, api, fn)).toThrow(/'Stack\/ApiUrl\/Resource' \(Value\)/);
    });

    test.each<[string, (app: App, stack: Stack) => Stack]>([
      ['the same stack', (_app, stack) => stack],
      ['another stack', (app) => new Stack(app, 'Functions')],
    ])('when the grant stands in a policy of its own beside the API, with the function in %s', (_place, scopeOf) => {
      const app = new App();
      const stack = new Stack(app, 'Stack');
      const fn = functionIn(scopeOf(app, stack));
      const api = restApi(stack, [uriOf(fn)]);
      new iam.Policy(stack, 'MayCall', { roles: [fn.role!], statements: [mayCall(api.arn)] });

      synthesizes(stack, api, fn).resourceCountIs('AWS::IAM::Policy', 1);
    });

    test('when the function is bound through a stage variable, and may hold the id and a grant', () => {
      const stack = new Stack(new App(), 'Stack');
      const fn = functionIn(stack);
      const api = restApi(stack, ['arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${stageVariables.fn}/invocations']);
      fn.addEnvironment('API_ID', api.restApiId);
      fn.addToRolePolicy(mayCall(api.arn));
      const stage = stack.node.findAll().find(apigateway.CfnStage.isCfnStage)!;
      stage.variables = { fn: fn.functionArn };

      // The definition names no target.
      synthesizes(stack, api).hasResourceProperties('AWS::ApiGateway::Stage', { Variables: { fn: { 'Fn::GetAtt': ['Fn9270CBC0', 'Arn'] } } });
    });

    test('when the function holds another API', () => {
      const stack = new Stack(new App(), 'Stack');
      const other = restApi(new Construct(stack, 'Other'), []);
      const fn = functionIn(stack, 'Fn', { environment: { OTHER_URL: other.url } });
      const api = restApi(stack, [uriOf(fn)]);

      synthesizes(stack, api, fn).resourceCountIs('AWS::ApiGateway::RestApi', 2);
    });

    test('when what cannot be known is a target: imports and parameters', () => {
      const stack = new Stack(new App(), 'Stack');
      const imported = lambda.Function.fromFunctionArn(stack, 'Imported', Fn.importValue('elsewhere'));
      const parameter = new CfnParameter(stack, 'Arn');
      const byParameter = lambda.Function.fromFunctionArn(stack, 'ByParameter', parameter.valueAsString);
      const ambiguous = new Construct(stack, 'Ambiguous');
      new Construct(ambiguous, 'Resource');
      new Construct(ambiguous, 'Default');
      const api = restApi(stack, [uriOf(imported), uriOf(byParameter)]);

      expect(Token.isUnresolved(imported.functionArn)).toBe(true);
      synthesizes(stack, api, imported, byParameter, ambiguous).resourceCountIs('AWS::ApiGateway::RestApi', 1);
    });
  });
});

test('NoRouteCycle reads the routes when it visits, not when it is made', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const fn = functionIn(stack);
  const api = spellings[1][1](stack, [uriOf(fn)]);
  fn.addEnvironment('API_ID', api.restApiId);
  const targets: RouteTarget[] = [];
  guard(api, targets);
  targets.push({ routeKey: 'GET /late', target: fn });

  expect(() => app.synth()).toThrow(/^route 'GET \/late'/);
});
