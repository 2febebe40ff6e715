import { readFileSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import {
  App, Duration, Stack, Tags,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_iam as iam, aws_sns as sns,
} from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { RouteOptions } from '../../src/route-options';
import { testDomain } from '../governed-rest-api/full-api';
import { httpApi } from '../http-api';
import { template, testHandler, testStack } from '../rest-api';
import { fullHttpApi } from './full-api';

const backend = Integration.httpProxy('https://backend.example.com');
const cors = { allowOrigins: ['https://app.example.com'] };
const jwt = (options: { issuer?: string; audience?: string[]; tokenHeader?: string } = {}) => Authorizer.jwt({ issuer: 'https://login.example.com', audience: ['web'], ...options });

interface Variant {
  readonly props?: (stack: Stack) => Partial<LeanHttpApiProps>;
  /** Of the route `POST /pets`. */
  readonly route?: (stack: Stack) => Partial<RouteOptions>;
  readonly then?: (api: LeanHttpApi, stack: Stack) => void;
}

function deploymentId(variant: Variant): string {
  const stack = testStack();
  const handler = testHandler(stack);
  const api = httpApi(stack, { authorizer: jwt(), ...variant.props?.(stack) });
  api.addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });
  api.addRoute('POST /pets', { integration: Integration.lambdaFunction(handler), ...variant.route?.(stack) });
  variant.then?.(api, stack);

  const ids = Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Deployment'));
  expect(ids).toHaveLength(1);
  const [stage] = Object.values(template(stack).findResources('AWS::ApiGatewayV2::Stage'));
  expect(stage.Properties.DeploymentId).toEqual({ Ref: ids[0] });
  return ids[0];
}

const base = deploymentId({});

describe('the deployment is another one', () => {
  test.each<[string, Variant]>([
    ['a route is added', { then: (api) => api.addRoute('GET /owners', { integration: backend }) }],
    ['a route has another integration', { route: () => ({ integration: backend }) }],
    ['a route has another timeout', { route: (stack) => ({ integration: Integration.lambdaFunction(testHandler(stack, 'Slow'), { timeout: Duration.seconds(5) }) }) }],
    ['a function gets events of the other form', {
      route: (stack) => ({ integration: Integration.lambdaFunction(testHandler(stack, 'Old'), { payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_1_0 }) }),
    }],
    ['a mapping comes', { route: () => ({ integration: Integration.httpProxy('https://backend.example.com', { requestMapping: new apigatewayv2.ParameterMapping().removeHeader('X') }) }) }],
    ['a route has another authorizer', { route: () => ({ authorizer: Authorizer.iam() }) }],
    ['a route becomes open', { route: () => ({ authorizer: Authorizer.none('a test') }) }],
    ['a route asks for a scope', { route: () => ({ scopes: ['pets:write'] }) }],
    ['the API has another authorizer', { props: () => ({ authorizer: Authorizer.iam() }) }],
    ['the issuer is another', { props: () => ({ authorizer: jwt({ issuer: 'https://other.example.com' }) }) }],
    ['the audience is another', { props: () => ({ authorizer: jwt({ audience: ['app'] }) }) }],
    ['the token is in another header', { props: () => ({ authorizer: jwt({ tokenHeader: 'X-Token' }) }) }],
    ['a route has another operation name', { route: () => ({ operationName: 'createPet' }) }],
    ['the default endpoint is switched off', { props: (stack) => ({ domain: testDomain(stack) }) }],
    ['the endpoint has IPv6', { props: () => ({ ipAddressType: apigateway.IpAddressType.DUAL_STACK }) }],
    ['CORS is switched on', { props: () => ({ cors }) }],
    ['the API has another description', { props: () => ({ description: 'Pets' }) }],
    ['the API has another name, which is the title of its definition', { props: () => ({ apiName: 'pets' }) }],
    ['a part of the definition is overridden', { then: (api) => (api.node.defaultChild as apigatewayv2.CfnApi).addPropertyOverride('Body.info.version', '2') }],
  ])('when %s', (_change, variant) => {
    expect(deploymentId(variant)).not.toBe(base);
    expect(deploymentId(variant)).toBe(deploymentId(variant));
  });

  test.each<[string, Variant, Variant]>([
    ['CORS changes', { props: () => ({ cors }) }, { props: () => ({ cors: { ...cors, maxAge: Duration.minutes(5) } }) }],
    ['the domain keeps the default endpoint', { props: (stack) => ({ domain: testDomain(stack) }) }, { props: (stack) => ({ domain: testDomain(stack, { keepDefaultEndpoint: 'a test' }) }) }],
    ['the answers of a Lambda authorizer are kept for another time',
      { route: (stack) => ({ authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge')) }) },
      { route: (stack) => ({ authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { resultsCacheTtl: Duration.seconds(0) }) }) }],
  ])('when %s', (_change, before, after) => {
    expect(deploymentId(after)).not.toBe(deploymentId(before));
  });
});

describe('the deployment stays', () => {
  test.each<[string, Variant]>([
    ['nothing', {}],
    ['the throttle', { props: () => ({ throttle: { rateLimit: 1, burstLimit: 1 } }) }],
    ['the throttle of a route', { route: () => ({ throttle: { rateLimit: 1, burstLimit: 1 } }) }],
    ['the stage variables', { props: () => ({ stageVariables: { mode: 'test' } }) }],
    ['the access log', { props: () => ({ accessLog: { retention: 7 } }) }],
    ['detailed metrics', { props: () => ({ detailedMetrics: false }) }],
    ['the stage\'s name', { props: () => ({ stageName: 'live' }) }],
    ['the alarms', { props: () => ({ alarms: { throttleHeadroom: 50 } }) }],
    ['that a domain is there beside the default endpoint', { props: (stack) => ({ domain: testDomain(stack, { keepDefaultEndpoint: 'a test' }) }) }],
    ['that warnings fail the deployment', { props: () => ({ failOnWarnings: false }) }],
    ['what only the contract says of a route', { route: () => ({ description: 'Creates a pet' }) }],
    ['tags of the API', { then: (api) => Tags.of(api).add('team', 'pets') }],
    ['tags of the stack', { then: (_api, stack) => Tags.of(stack).add('team', 'pets') }],
    ['a grant', { then: (api, stack) => api.grantInvoke(new iam.User(stack, 'User')) }],
    ['an unrelated resource', { then: (_api, stack) => new sns.Topic(stack, 'Topic') }],
    ['a resource of the API\'s scope', { then: (api) => new sns.Topic(api, 'Topic') }],
  ])('when %s changes', (_change, variant) => {
    expect(deploymentId(variant)).toBe(base);
  });
});

describe('synthesis', () => {
  test('writes the same bytes into every file of the assembly twice', () => {
    const [first, second] = [1, 2].map(synthesized);

    expect(Object.keys(first)).toEqual(expect.arrayContaining(['Stack.template.json', 'manifest.json']));
    expect(second).toEqual(first);
  });

  test('writes the same template for routes that are given in another order', () => {
    const keys = ['GET /pets', 'POST /pets', 'GET /pets/{id}', 'ANY /files/{proxy+}', 'GET /', '$default'];
    const templateOf = (routeKeys: string[]) => {
      const stack = testStack();
      const [handler, other] = [testHandler(stack), testHandler(stack, 'Other')];
      const api = httpApi(stack, { authorizer: jwt(), cors });
      for (const key of routeKeys) {
        api.addRoute(key, { integration: Integration.lambdaFunction(key.startsWith('POST') ? other : handler), throttle: { rateLimit: 1, burstLimit: 1 } });
      }
      return template(stack).toJSON() as object;
    };

    expect(templateOf([...keys].reverse())).toEqual(templateOf(keys));
  });

  test('keeps old deployments, which a stage can be set back to, and gives them no stage', () => {
    const stack = testStack();
    httpApi(stack);

    template(stack).hasResource('AWS::ApiGatewayV2::Deployment', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    const [deployment] = Object.values(template(stack).findResources('AWS::ApiGatewayV2::Deployment'));
    expect(Object.keys(deployment.Properties)).toEqual(['ApiId']);
  });
});

function synthesized(): { [file: string]: string } {
  const app = new App();
  fullHttpApi(testStack(app));
  const { directory } = app.synth();
  const files = readdirSync(directory).filter((file) => statSync(join(directory, file)).isFile()).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'utf8').replaceAll(directory, '')]));
}
