import { Duration, Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { StageCache } from '../../src/stage/cache';
import { CacheSize } from '../../src/stage/cache-size';
import { StageThrottle } from '../../src/stage/throttle';
import { Document, bodyOf, restApi, template, testHandler, testStack } from '../rest-api';

const mock = Integration.mock();

function apiWith(props: Partial<GovernedRestApiProps> = {}): { stack: Stack; api: GovernedRestApi } {
  const stack = testStack();
  return { stack, api: restApi(stack, props) };
}

function stageProperties(stack: Stack): Document {
  const [stage] = Object.values(template(stack).findResources('AWS::ApiGateway::Stage'));
  return stage.Properties as Document;
}

describe('the stage', () => {
  test('has its name and its variables', () => {
    const { stack, api } = apiWith({ stageName: 'v1', stageVariables: { mode: 'live' } });

    expect(stageProperties(stack)).toMatchObject({ StageName: 'v1', Variables: { mode: 'live' } });
    expect(JSON.parse(api.openApiDocument).servers[0].variables.stage).toEqual({ default: 'v1' });
  });

  test('sends a share of the traffic to a canary', () => {
    const { stack } = apiWith({ canary: { percentTraffic: 10, baseDeploymentId: 'abc123' } });
    const [deployment] = Object.keys(template(stack).findResources('AWS::ApiGateway::Deployment'));

    expect(stageProperties(stack)).toMatchObject({ DeploymentId: 'abc123', CanarySetting: { PercentTraffic: 10, DeploymentId: { Ref: deployment } } });
  });

  test('takes a concern of one\'s own beside the API\'s', () => {
    const { stack, api } = apiWith();
    (api.stage.node.defaultChild as apigateway.CfnStage).clientCertificateId = 'cert';

    expect(stageProperties(stack)).toMatchObject({ ClientCertificateId: 'cert', TracingEnabled: true });
  });
});

describe('throttles', () => {
  test('of single routes stand beside the stage\'s, with its logging and metrics', () => {
    const { stack, api } = apiWith({ throttle: { rateLimit: 100, burstLimit: 50 } });
    api.addRoute('POST /pets/{id}', { integration: mock, throttle: { rateLimit: 1, burstLimit: 2 } });
    api.addRoute('DELETE /files/{proxy+}', { integration: mock, throttle: { rateLimit: 0, burstLimit: 0 } });

    expect(stageProperties(stack).MethodSettings).toEqual([
      expect.objectContaining({ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 }),
      expect.objectContaining({ ResourcePath: '/~1files~1{proxy+}', HttpMethod: 'DELETE', ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 }),
      expect.objectContaining({ ResourcePath: '/~1pets~1{id}', HttpMethod: 'POST', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2, LoggingLevel: 'ERROR', MetricsEnabled: true }),
    ]);
  });

  test('and the cache of one route are one setting', () => {
    const { stack, api } = apiWith({ cache: { size: CacheSize.GB_0_5 } });
    api.addRoute('GET /pets', { integration: mock, throttle: { rateLimit: 1, burstLimit: 2 }, cache: { ttl: Duration.seconds(1) } });

    expect(stageProperties(stack).MethodSettings).toEqual([
      expect.objectContaining({ ResourcePath: '/*' }),
      expect.objectContaining({ ResourcePath: '/~1pets', ThrottlingRateLimit: 1, CachingEnabled: true, CacheTtlInSeconds: 1 }),
    ]);
  });
});

describe('the cache', () => {
  const cached = (authorizer = Authorizer.none('public')) => {
    const stack = testStack();
    return { stack, api: restApi(stack, { authorizer, cache: { size: CacheSize.GB_1_6 } }) };
  };
  const settingsOf = (stack: Stack) => (stageProperties(stack).MethodSettings as unknown) as { [name: string]: unknown }[];

  test('is bought for the API and used by the routes that say so, encrypted', () => {
    const { stack, api } = cached();
    api.addRoute('GET /pets/{id}', { integration: mock, cache: { ttl: Duration.minutes(1) } });
    api.addRoute('GET /', { integration: mock, cache: {} });
    api.addRoute('GET /owners', { integration: mock });

    expect(stageProperties(stack)).toMatchObject({ CacheClusterEnabled: true, CacheClusterSize: '1.6' });
    expect(settingsOf(stack)).toEqual([
      expect.objectContaining({ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: false }),
      expect.objectContaining({ ResourcePath: '/', HttpMethod: 'GET', CachingEnabled: true, CacheTtlInSeconds: 300, CacheDataEncrypted: true }),
      expect.objectContaining({ ResourcePath: '/~1pets~1{id}', HttpMethod: 'GET', CachingEnabled: true, CacheTtlInSeconds: 60, CacheDataEncrypted: true }),
    ]);
  });

  test('leaves logging, metrics and the throttle of a cached route as they are for all', () => {
    const { stack, api } = cached();
    api.addRoute('GET /pets', { integration: mock, cache: {} });

    expect(settingsOf(stack)[1]).toMatchObject({
      LoggingLevel: 'ERROR', DataTraceEnabled: false, MetricsEnabled: true, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500,
    });
  });

  test('has a key of the path\'s parameters and every declared query parameter', () => {
    const { stack, api } = cached();
    api.addRoute('GET /pets/{id}', { integration: mock, request: { requiredQuery: ['lang'], optionalQuery: ['page'], optionalHeaders: ['X-Shop'] }, cache: {} });

    expect(bodyOf(stack).paths['/pets/{id}'].get['x-amazon-apigateway-integration'].cacheKeyParameters)
      .toEqual(['method.request.path.id', 'method.request.querystring.lang', 'method.request.querystring.page']);
  });

  test('has the key parameters that the route names, and the path\'s', () => {
    const { stack, api } = cached();
    api.addRoute('GET /pets/{id}', {
      integration: mock, request: { optionalQuery: ['page'], optionalHeaders: ['X-Shop'] }, cache: { keyParameters: ['header.X-Shop'] },
    });

    expect(bodyOf(stack).paths['/pets/{id}'].get['x-amazon-apigateway-integration'].cacheKeyParameters)
      .toEqual(['method.request.path.id', 'method.request.header.X-Shop']);
  });

  test('keeps callers apart by what their authorizer reads, which becomes a declared parameter', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.lambdaToken(testHandler(stack), { tokenHeader: 'X-Token' }), cache: { size: CacheSize.GB_0_5 } });
    api.addRoute('GET /me', { integration: mock, cache: { perCaller: true } });
    const { get } = bodyOf(stack).paths['/me'];

    expect(get['x-amazon-apigateway-integration'].cacheKeyParameters).toEqual(['method.request.header.X-Token']);
    expect(get.parameters).toEqual([{ name: 'X-Token', in: 'header', required: false, schema: { type: 'string' } }]);
  });

  test('has an alarm on its hit ratio', () => {
    const { stack, api } = cached();

    expect(api.alarms.cacheHitRatio).toBeDefined();
    template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 6);
  });
});

describe('what a user changes on the stage', () => {
  test('stays as it is when a route with a limit or a cache of its own comes later', () => {
    const { stack, api } = apiWith({ cache: { size: CacheSize.GB_0_5 } });
    api.stage.with(new StageThrottle({ rateLimit: 7, burstLimit: 3 }), new StageCache({ size: CacheSize.GB_6_1 }));
    api.addRoute('GET /pets', { integration: mock, throttle: { rateLimit: 1, burstLimit: 1 }, cache: {} });

    expect(stageProperties(stack)).toMatchObject({ CacheClusterSize: '6.1' });
    expect(stageProperties(stack).MethodSettings).toEqual([
      expect.objectContaining({ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 7, ThrottlingBurstLimit: 3 }),
      expect.objectContaining({ ResourcePath: '/~1pets', HttpMethod: 'GET', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1, CachingEnabled: true }),
    ]);
  });
});
