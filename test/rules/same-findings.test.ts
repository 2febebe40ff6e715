import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  App, CfnElement, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_lambda as lambda,
} from 'aws-cdk-lib';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { CfnTemplate } from './cfn-template';
import { withHttpBody } from './spellings/http-body';
import { withRestBody } from './spellings/rest-body';
import { reflect } from './spellings/template-spellings';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { AppReflection } from '../../src/reflection/app-reflection';
import { templatesOfApp } from '../../src/reflection/app-templates';
import { checkAll } from '../../src/rules/all-rules';

/** What is said, and of which route. */
function saidOf(app: AppReflection): string[] {
  return checkAll(app).map(({ ruleId, severity, route, message }) => [severity, ruleId, route, message].join(' | ')).sort();
}

function stackWith(build: (stack: Stack) => void): Stack {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
  build(stack);
  return stack;
}

function inApp(stack: Stack): AppReflection {
  return new AppReflection(templatesOfApp(stack));
}

function templateOf(stack: Stack): CfnTemplate {
  return (stack.node.root as App).synth().getStackByName(stack.stackName).template as CfnTemplate;
}

function included(template: CfnTemplate): AppReflection {
  const folder = mkdtempSync(join(tmpdir(), 'same-'));
  try {
    writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
    return inApp(stackWith((stack) => new CfnInclude(stack, 'Included', { templateFile: join(folder, 'template.json') })));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function handler(stack: Stack): lambda.Function {
  const code = lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });');
  return new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code });
}

function named(construct: { readonly node: { readonly defaultChild?: unknown } }): void {
  if (CfnElement.isCfnElement(construct.node.defaultChild)) construct.node.defaultChild.overrideLogicalId('Api');
}

const ORIGIN = 'https://app.example.com';

function l2Rest(stack: Stack): void {
  const fn = handler(stack);
  const api = new apigateway.RestApi(stack, 'RestApi', { restApiName: 'pets', endpointTypes: [apigateway.EndpointType.REGIONAL], cloudWatchRole: false });
  named(api);
  const pets = api.root.addResource('pets');
  pets.addCorsPreflight({ allowOrigins: [ORIGIN] });
  pets.addMethod('GET', new apigateway.LambdaIntegration(fn), { authorizationType: apigateway.AuthorizationType.IAM });
  pets.addMethod('POST', new apigateway.HttpIntegration('http://backend.example.com/pets'), { authorizationType: apigateway.AuthorizationType.NONE });
  pets.addResource('{id}').addMethod('GET', new apigateway.LambdaIntegration(fn), { apiKeyRequired: true });
}

function l2Http(stack: Stack): void {
  const fn = handler(stack);
  const api = new apigatewayv2.HttpApi(stack, 'HttpApi', { apiName: 'pets', corsPreflight: { allowOrigins: [ORIGIN] } });
  named(api);
  api.addRoutes({ path: '/pets', methods: [apigatewayv2.HttpMethod.GET], integration: new HttpLambdaIntegration('Get', fn), authorizer: new HttpIamAuthorizer() });
  api.addRoutes({ path: '/pets', methods: [apigatewayv2.HttpMethod.POST], integration: new HttpUrlIntegration('Post', 'http://backend.example.com/pets') });
}

describe.each<[string, (stack: Stack) => void, (template: CfnTemplate) => CfnTemplate]>([
  ['REST', l2Rest, (template) => withRestBody(template, false)],
  ['HTTP', l2Http, withHttpBody],
])('the same %s API gives the same findings', (_, build, withBody) => {
  const expected = saidOf(inApp(stackWith(build)));
  const template = () => templateOf(stackWith(build));

  test('as L2s it has some', () => expect(expected.length).toBeGreaterThan(5));
  test('as L1s', () => expect(saidOf(included(template()))).toEqual(expected));
  test('as a template', () => expect(saidOf(reflect(template()))).toEqual(expected));
  test('as an OpenAPI body', () => {
    // What a body replaces waits for nothing; a fresh copy, because the CDK keeps its own.
    expect(saidOf(reflect(withBody(JSON.parse(JSON.stringify(template())))))).toEqual(expected);
  });
});

/** Findings of routes: what L2s and our constructs say of an API as a whole differs, because the constructs do more. */
const ofRoutes = (said: string[]) => said.filter((line) => line.split(' | ')[2] !== '');

describe('routes of our constructs and of L2s give the same findings', () => {
  test('REST', () => {
    const ours = stackWith((stack) => {
      const fn = Integration.lambdaFunction(handler(stack));
      const api = new GovernedRestApi(stack, 'Pets', { apiName: 'pets', authorizer: Authorizer.iam(), cors: { allowOrigins: [ORIGIN] } });
      api.addRoute('GET /pets', { integration: fn });
      api.addRoute('POST /pets', { integration: Integration.httpProxy('http://backend.example.com/pets', { plaintext: 'a test' }), authorizer: Authorizer.none('a test') });
    });
    const l2 = stackWith(l2Rest);
    const about = (app: AppReflection) => ofRoutes(saidOf(app)).filter((line) => /rest-method-without-auth|http-backend-plaintext/.test(line));
    expect(about(inApp(ours))).toEqual(about(inApp(l2)).filter((line) => !line.includes('{id}')));
    expect(about(inApp(ours))).toHaveLength(2);
  });

  test('HTTP', () => {
    const ours = stackWith((stack) => {
      const fn = Integration.lambdaFunction(handler(stack));
      const api = new LeanHttpApi(stack, 'Pets', { apiName: 'pets', authorizer: Authorizer.iam(), cors: { allowOrigins: [ORIGIN] } });
      api.addRoute('GET /pets', { integration: fn });
      api.addRoute('POST /pets', { integration: Integration.httpProxy('http://backend.example.com/pets', { plaintext: 'a test' }), authorizer: Authorizer.none('a test') });
    });
    expect(ofRoutes(saidOf(inApp(ours)))).toEqual(ofRoutes(saidOf(inApp(stackWith(l2Http)))));
    expect(ofRoutes(saidOf(inApp(ours))).length).toBeGreaterThan(1);
  });

  test('WebSocket', () => {
    const ours = stackWith((stack) => {
      const api = new RealtimeWebSocketApi(stack, 'Chat', { apiName: 'chat', authorizer: Authorizer.none('a test') });
      api.addRoute('send', { integration: Integration.lambdaFunction(handler(stack)) });
    });
    const l2 = stackWith((stack) => {
      const integration = new WebSocketLambdaIntegration('Send', handler(stack));
      const api = new apigatewayv2.WebSocketApi(stack, 'Chat', { apiName: 'chat', connectRouteOptions: { integration } });
      api.addRoute('send', { integration });
    });
    const about = (app: AppReflection) => ofRoutes(saidOf(app)).filter((line) => line.includes('ws-connect-without-auth'));
    expect(about(inApp(ours))).toEqual(about(inApp(l2)));
    expect(about(inApp(ours))).toHaveLength(1);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['GovernedRestApi', (stack) => new GovernedRestApi(stack, 'Pets', {
      authorizer: Authorizer.none('a test'), routes: { 'GET /pets': { integration: Integration.lambdaFunction(handler(stack)) } },
    })],
    ['LeanHttpApi', (stack) => new LeanHttpApi(stack, 'Pets', {
      authorizer: Authorizer.none('a test'), routes: { 'GET /pets': { integration: Integration.lambdaFunction(handler(stack)) } },
    })],
  ])('%s, its L1s and its template', (_, build) => {
    const expected = saidOf(inApp(stackWith(build)));
    const template = templateOf(stackWith(build));
    expect(saidOf(reflect(template))).toEqual(expected);
    expect(saidOf(included(template))).toEqual(expected);
  });
});
