import { Stack, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { StageThrottle } from '../../src/stage/throttle';
import { httpApi } from '../http-api';
import { Document, template, testStack, warnings } from '../rest-api';

const backend = Integration.httpProxy('https://backend.example.com');

function apiWith(props: Partial<LeanHttpApiProps> = {}): { stack: Stack; api: LeanHttpApi } {
  const stack = testStack();
  return { stack, api: httpApi(stack, props) };
}

function stageOf(stack: Stack): { Properties: Document; DependsOn?: string[] } {
  const [stage] = Object.values(template(stack).findResources('AWS::ApiGatewayV2::Stage'));
  return stage as unknown as { Properties: Document; DependsOn?: string[] };
}

describe('the stage', () => {
  test('has its name and its variables', () => {
    const { stack, api } = apiWith({ stageName: 'v1', stageVariables: { mode: 'live' } });

    expect(stageOf(stack).Properties).toMatchObject({ StageName: 'v1', StageVariables: { mode: 'live' } });
    expect(JSON.parse(api.openApiDocument).servers[0]).toMatchObject({ url: expect.stringMatching(/\/\{stage\}$/), variables: { stage: { default: 'v1' } } });
  });

  test('is no part of the contract\'s address as $default', () => {
    const [server] = JSON.parse(apiWith().api.openApiDocument).servers;

    expect(server.url).toBe('https://{apiId}.execute-api.{region}.{suffix}');
    expect(server.variables).not.toHaveProperty('stage');
  });

  test('serves the deployment, and so comes after it', () => {
    const { stack, api } = apiWith();
    const [deployment] = Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Deployment'));

    expect(stageOf(stack).Properties.DeploymentId).toEqual({ Ref: deployment });
    expect(stack.resolve(api.deployment?.ref)).toEqual({ Ref: deployment });
  });

  test('takes a concern of one\'s own beside the API\'s', () => {
    const { stack, api } = apiWith();
    (api.stage.node.defaultChild as apigatewayv2.CfnStage).clientCertificateId = 'cert';

    expect(stageOf(stack).Properties).toMatchObject({ ClientCertificateId: 'cert', DefaultRouteSettings: { DetailedMetricsEnabled: true } });
  });
});

describe('throttles', () => {
  test('of single routes stand under their keys, with rate and burst together and the stage\'s metrics', () => {
    const { stack, api } = apiWith({ throttle: { rateLimit: 100, burstLimit: 50 } });
    api.addRoute('POST /pets/{id}', { integration: backend, throttle: { rateLimit: 1, burstLimit: 2 } });
    api.addRoute('ANY /files/{proxy+}', { integration: backend, throttle: { rateLimit: 0, burstLimit: 0 } });
    api.addRoute('$default', { integration: backend, throttle: { rateLimit: 3, burstLimit: 4 } });
    api.addRoute('GET /plain', { integration: backend });

    expect(stageOf(stack).Properties.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 });
    expect(stageOf(stack).Properties.RouteSettings).toEqual({
      'POST /pets/{id}': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2, DetailedMetricsEnabled: true },
      'ANY /files/{proxy+}': { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0, DetailedMetricsEnabled: true },
      '$default': { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 4, DetailedMetricsEnabled: true },
    });
  });

  test('above the account\'s quota warn, for the stage and for a route', () => {
    const { stack, api } = apiWith({ throttle: { rateLimit: 10_001, burstLimit: 500 } });
    api.addRoute('GET /pets', { integration: backend, throttle: { rateLimit: 1, burstLimit: 5_001 } });
    api.addRoute('GET /cats', { integration: backend, throttle: { rateLimit: 10_000, burstLimit: 5_000 } });

    expect(warnings(stack, '*', "the throttle of the stage cannot be reached.*rateLimit '10001'")).toHaveLength(1);
    expect(warnings(stack, '*', "the throttle of route 'GET /pets' cannot be reached.*burstLimit '5001'")).toHaveLength(1);
    expect(warnings(stack, '*', "the throttle of route 'GET /cats'")).toEqual([]);
  });

  test('that a user changes on the stage stay when a route with a limit of its own comes later', () => {
    const { stack, api } = apiWith();
    api.stage.with(new StageThrottle({ rateLimit: 7, burstLimit: 3 }));
    api.addRoute('GET /pets', { integration: backend, throttle: { rateLimit: 1, burstLimit: 1 } });

    expect(stageOf(stack).Properties).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 3 },
      RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 } },
    });
  });

  test('that fail leave neither the route nor its limit', () => {
    const { stack, api } = apiWith();
    expect(() => api.addRoute('GET /pets', { integration: backend, throttle: { rateLimit: 1, burstLimit: 0.5 } })).toThrow("burstLimit '0.5' of route 'GET /pets'");
    expect(() => api.addRoute('GET /pets', { integration: backend, scopes: ['x'], throttle: { rateLimit: 1, burstLimit: 1 } })).toThrow('never looks at scopes');

    expect(stageOf(stack).Properties).not.toHaveProperty('RouteSettings');
  });
});

test('automatic deployments are the stage\'s, and a reason stands for them', () => {
  const { stack, api } = apiWith({ autoDeploy: 'a sandbox', authorizer: Authorizer.iam() });

  expect(stageOf(stack).Properties).toMatchObject({ AutoDeploy: true });
  expect(stageOf(stack).Properties).not.toHaveProperty('DeploymentId');
  expect(api.deployment).toBeUndefined();
});
