import {
  Duration, Stack, Token,
  aws_apigateway as apigateway, aws_iam as iam, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Authorizer } from '../../src/authorizers/authorizer';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { Document, bodyOf, restApi, template, testHandler, testStack, warnings } from '../rest-api';
import { testDomain } from './full-api';

const mock = Integration.mock();

function apiWith(props: (stack: Stack) => Partial<GovernedRestApiProps> = () => ({})): { stack: Stack; api: GovernedRestApi } {
  const stack = testStack();
  return { stack, api: restApi(stack, props(stack)) };
}

function stageProperties(stack: Stack): Document {
  const [stage] = Object.values(template(stack).findResources('AWS::ApiGateway::Stage'));
  return stage.Properties as Document;
}

/** An ARN of the API as the template writes it, after `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>`. */
function resourceOf(stack: Stack, arn: unknown): string {
  const parts: unknown[] = stack.resolve(arn)['Fn::Join'][1];
  const text = parts.map((part) => typeof part === 'string' ? part : `<${Object.values(part as object)[0]}>`).join('');
  expect(text).toMatch(/^arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<ApiCD79AAA0>\/<ApiStage4697DF29>\//);
  return text.split('<ApiStage4697DF29>')[1];
}

describe('a grant', () => {
  test('on the API covers each method and path of the stage', () => {
    const { stack, api } = apiWith();
    const user = new iam.User(stack, 'User');
    expect(api.grantInvoke(user).success).toBe(true);

    const [{ Properties: { PolicyDocument: { Statement: [statement] } } }] = Object.values(template(stack).findResources('AWS::IAM::Policy'));
    expect(statement).toMatchObject({ Action: 'execute-api:Invoke', Effect: 'Allow' });
    expect(resourceOf(stack, statement.Resource)).toBe('/*');
  });

  test.each([
    ['GET /', '/GET/'],
    ['GET /pets', '/GET/pets'],
    ['GET /pets/{id}', '/GET/pets/*'],
    ['DELETE /shops/{shop}/pets/{pet-id}', '/DELETE/shops/*/pets/*'],
    ['ANY /pets', '/*/pets'],
    ['ANY /', '/*/'],
    ['ANY /files/{proxy+}', '/*/files/*'],
  ])('on the route %s covers %s', (routeKey, resource) => {
    const { stack, api } = apiWith();
    const route = api.addRoute(routeKey, { integration: mock, authorizer: Authorizer.iam() });
    route.grantInvoke(new iam.User(stack, 'User'));

    const [{ Properties: { PolicyDocument: { Statement: [statement] } } }] = Object.values(template(stack).findResources('AWS::IAM::Policy'));
    expect(resourceOf(stack, statement.Resource)).toBe(resource);
    expect(resourceOf(stack, route.routeArn)).toBe(resource);
  });
});

test('a route knows its key, its method and its path', () => {
  const { api } = apiWith();

  expect(api.addRoute('GET /pets/{id}', { integration: mock })).toMatchObject({ routeKey: 'GET /pets/{id}', method: 'GET', path: '/pets/{id}' });
});

describe('metrics', () => {
  test('of the API have its name and its stage', () => {
    const { stack, api } = apiWith(() => ({ restApiName: 'pets' }));
    const metric = api.metrics.metricServerError();

    expect(metric).toMatchObject({ namespace: 'AWS/ApiGateway', metricName: '5XXError' });
    expect(stack.resolve(metric.dimensions)).toEqual({ ApiName: 'pets', Stage: { Ref: 'ApiStage4697DF29' } });
  });

  test('of an API without a name of its own have the one that the template gives it', () => {
    const { stack, api } = apiWith();
    const [{ Properties: { Name } }] = Object.values(template(stack).findResources('AWS::ApiGateway::RestApi'));

    expect(stack.resolve(api.metrics.metricCount().dimensions).ApiName).toBe(Name);
  });

  test('of a route have its method and its path as well', () => {
    const { stack, api } = apiWith(() => ({ restApiName: 'pets' }));
    const metric = api.addRoute('GET /pets/{id}', { integration: mock }).metrics.metricLatency();

    expect(metric.metricName).toBe('Latency');
    expect(stack.resolve(metric.dimensions)).toEqual({ ApiName: 'pets', Stage: { Ref: 'ApiStage4697DF29' }, Method: 'GET', Resource: '/pets/{id}' });
  });
});

describe('the address', () => {
  test('is that of the stage on the default endpoint', () => {
    const { stack, api } = apiWith();

    expect(stack.resolve(api.url)).toEqual(stack.resolve(api.stage.urlForPath('/')));
  });

  test('is that of the domain, with a slash at its end', () => {
    expect(apiWith((stack) => ({ domain: testDomain(stack) })).api.url).toBe('https://api.example.com/');
  });

  test('holds the base path of the domain', () => {
    expect(apiWith((stack) => ({ domain: testDomain(stack, { basePath: 'v1/pets' }) })).api.url).toBe('https://api.example.com/v1/pets/');
  });
});

describe('a domain', () => {
  test('has the certificate, a mapping to the stage, and alias records of both kinds', () => {
    const { stack, api } = apiWith((scope) => ({ domain: testDomain(scope, { basePath: 'v1' }) }));
    const found = template(stack);

    expect(api.domainName).toBeDefined();
    found.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'api.example.com', EndpointConfiguration: { Types: ['REGIONAL'] }, SecurityPolicy: 'TLS_1_2', RegionalCertificateArn: Match.anyValue(),
    });
    found.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      BasePath: 'v1', RestApiId: { Ref: 'ApiCD79AAA0' }, Stage: { Ref: 'ApiStage4697DF29' }, DomainName: stack.resolve(api.domainName?.domainName),
    });
    for (const Type of ['A', 'AAAA']) found.hasResourceProperties('AWS::Route53::RecordSet', { Type, Name: 'api.example.com.' });
    expect(bodyOf(stack).servers).toEqual([{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }]);
  });

  test('of an edge-optimized API has its certificate from us-east-1', () => {
    const { stack } = apiWith((scope) => ({ endpointType: apigateway.EndpointType.EDGE, domain: testDomain(scope, {}, 'us-east-1') }));

    template(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      EndpointConfiguration: { Types: ['EDGE'] }, CertificateArn: Match.anyValue(), RegionalCertificateArn: Match.absent(),
    });
    template(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['EDGE'] }, Parameters: { endpointConfigurationTypes: 'EDGE' },
    });
  });

  test('takes a TLS policy', () => {
    const { stack } = apiWith((scope) => ({ domain: testDomain(scope, { tlsPolicy: DomainTlsPolicy.TLS13_1_3_2025_09 }) }));

    template(stack).hasResourceProperties('AWS::ApiGateway::DomainName', { SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: 'STRICT' });
  });

  test('takes client certificates', () => {
    const { stack } = apiWith((scope) => ({
      domain: testDomain(scope, { mutualTls: { truststore: s3.Bucket.fromBucketName(scope, 'Bucket', 'trust'), key: 'ca.pem', version: '1' } }),
    }));

    template(stack).hasResourceProperties('AWS::ApiGateway::DomainName', {
      MutualTlsAuthentication: { TruststoreUri: 's3://trust/ca.pem', TruststoreVersion: '1' },
    });
  });
});

describe('a usage plan', () => {
  const metered = (): { stack: Stack; api: GovernedRestApi } => {
    const made = apiWith();
    made.api.addRoute('POST /orders', { integration: mock, apiKeyRequired: true });
    made.api.addRoute('GET /', { integration: mock, apiKeyRequired: true });
    return made;
  };

  test('limits the stage, and single routes by their keys', () => {
    const { stack, api } = metered();
    api.addUsagePlan('free', {
      throttle: { rateLimit: 5, burstLimit: 10 },
      quota: { limit: 10_000, period: apigateway.Period.MONTH },
      routes: { 'POST /orders': { rateLimit: 1, burstLimit: 2 }, 'GET /': { rateLimit: 3, burstLimit: 4 } },
    });

    template(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      UsagePlanName: 'free',
      Throttle: { RateLimit: 5, BurstLimit: 10 },
      Quota: { Limit: 10_000, Period: 'MONTH' },
      ApiStages: [{
        ApiId: { Ref: 'ApiCD79AAA0' },
        Stage: { Ref: 'ApiStage4697DF29' },
        Throttle: { '/orders/POST': { RateLimit: 1, BurstLimit: 2 }, '//GET': { RateLimit: 3, BurstLimit: 4 } },
      }],
    });
  });

  test('takes another name for the console', () => {
    const { stack, api } = metered();
    api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 }, planName: 'Free of charge' });

    template(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', { UsagePlanName: 'Free of charge' });
  });

  test('has keys whose values are nowhere in the template', () => {
    const { stack, api } = metered();
    const tier = api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 } });
    tier.addApiKey('acme');
    tier.importApiKey('initech', 'abc123');

    template(stack).resourceCountIs('AWS::ApiGateway::UsagePlanKey', 2);
    const [key] = Object.values(template(stack).findResources('AWS::ApiGateway::ApiKey'));
    expect(key.Properties).not.toHaveProperty('Value');
  });

  test('is one of several tiers', () => {
    const { stack, api } = metered();
    for (const name of ['free', 'pro']) api.addUsagePlan(name, { throttle: { rateLimit: 5, burstLimit: 10 } });

    template(stack).resourceCountIs('AWS::ApiGateway::UsagePlan', 2);
  });

  test('may limit a route that is added after it', () => {
    const { stack, api } = apiWith();
    api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 }, routes: { 'GET /late': { rateLimit: 1, burstLimit: 1 } } });
    api.addRoute('GET /late', { integration: mock, apiKeyRequired: true });

    expect(() => template(stack)).not.toThrow();
  });

  test('asks for the key on the routes that want one, beside the authorizer', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.iam() });
    api.addRoute('GET /metered', { integration: mock, apiKeyRequired: true });
    api.addRoute('GET /free', { integration: mock });
    const { paths, components } = bodyOf(stack);

    expect(paths['/metered'].get.security).toEqual([{ Iam: [] }, { ApiKey: [] }]);
    expect(paths['/free'].get.security).toEqual([{ Iam: [] }]);
    expect(components.securitySchemes.ApiKey).toEqual({ type: 'apiKey', name: 'x-api-key', in: 'header' });
  });

  test('warns when no route wants a key', () => {
    const { stack, api } = apiWith();
    api.addRoute('GET /pets', { integration: mock });
    api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 } });

    expect(warnings(stack, '/Stack/Api/UsagePlan-free', 'cdk-gatehouse:usagePlanLimitsNobody')).toHaveLength(1);
  });

  test.each<[string, string, RegExp]>([
    ['a route that the API does not have', 'GET /nowhere', /limits the route 'GET \/nowhere', which the API does not have/],
    ['a route that wants no key', 'GET /open', /limits the route 'GET \/open', on which it limits nobody/],
  ])('fails at synth for %s', (_what, routeKey, message) => {
    const { stack, api } = metered();
    api.addRoute('GET /open', { integration: mock });
    api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 }, routes: { [routeKey]: { rateLimit: 1, burstLimit: 1 } } });

    expect(() => template(stack)).toThrow(message);
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

describe('throttles', () => {
  test('of single routes stand beside the stage\'s, with its logging and metrics', () => {
    const { stack, api } = apiWith(() => ({ throttle: { rateLimit: 100, burstLimit: 50 } }));
    api.addRoute('POST /pets/{id}', { integration: mock, throttle: { rateLimit: 1, burstLimit: 2 } });
    api.addRoute('ANY /files/{proxy+}', { integration: mock, throttle: { rateLimit: 0, burstLimit: 0 } });

    expect(stageProperties(stack).MethodSettings).toEqual([
      expect.objectContaining({ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 }),
      expect.objectContaining({ ResourcePath: '/~1files~1{proxy+}', HttpMethod: 'ANY', ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 }),
      expect.objectContaining({ ResourcePath: '/~1pets~1{id}', HttpMethod: 'POST', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2, LoggingLevel: 'ERROR', MetricsEnabled: true }),
    ]);
  });

  test('and the cache of one route are one setting', () => {
    const { stack, api } = apiWith(() => ({ cache: { size: CacheSize.GB_0_5 } }));
    api.addRoute('GET /pets', { integration: mock, throttle: { rateLimit: 1, burstLimit: 2 }, cache: { ttl: Duration.seconds(1) } });

    expect(stageProperties(stack).MethodSettings).toEqual([
      expect.objectContaining({ ResourcePath: '/*' }),
      expect.objectContaining({ ResourcePath: '/~1pets', ThrottlingRateLimit: 1, CachingEnabled: true, CacheTtlInSeconds: 1 }),
    ]);
  });
});

describe('the stage', () => {
  test('has its name and its variables', () => {
    const { stack, api } = apiWith(() => ({ stageName: 'v1', stageVariables: { mode: 'live' } }));

    expect(stageProperties(stack)).toMatchObject({ StageName: 'v1', Variables: { mode: 'live' } });
    expect(JSON.parse(api.openApiDocument).servers[0].variables.stage).toEqual({ default: 'v1' });
  });

  test('sends a share of the traffic to a canary', () => {
    const { stack } = apiWith(() => ({ canary: { percentTraffic: 10, baseDeploymentId: 'abc123' } }));
    const [deployment] = Object.keys(template(stack).findResources('AWS::ApiGateway::Deployment'));

    expect(stageProperties(stack)).toMatchObject({ DeploymentId: 'abc123', CanarySetting: { PercentTraffic: 10, DeploymentId: { Ref: deployment } } });
  });

  test('takes a concern of one\'s own beside the API\'s', () => {
    const { stack, api } = apiWith();
    (api.stage.node.defaultChild as apigateway.CfnStage).clientCertificateId = 'cert';

    expect(stageProperties(stack)).toMatchObject({ ClientCertificateId: 'cert', TracingEnabled: true });
  });
});

describe('the handles', () => {
  test('are the real L2s', () => {
    const { stack, api } = apiWith((scope) => ({ domain: testDomain(scope) }));

    expect(api.restApi.deploymentStage).toBe(api.stage);
    expect(apigateway.CfnRestApi.isCfnRestApi(api.restApi.node.defaultChild)).toBe(true);
    expect(apigateway.CfnDeployment.isCfnDeployment(api.deployment.node.defaultChild)).toBe(true);
    expect(apigateway.CfnStage.isCfnStage(api.stage.node.defaultChild)).toBe(true);
    expect(stack.resolve(api.stage.stageName)).toEqual({ Ref: 'ApiStage4697DF29' });
    expect(Token.isUnresolved(api.domainName?.domainNameAliasDomainName)).toBe(true);
  });

  test('take part in the L2\'s own methods', () => {
    const { stack, api } = apiWith();
    const metric = api.restApi.metricCount();

    expect(stack.resolve(api.restApi.arnForExecuteApi('GET', '/pets'))).toEqual(stack.resolve(
      stack.formatArn({ service: 'execute-api', resource: api.restApi.restApiId, resourceName: '*/GET/pets' }),
    ));
    expect(metric.dimensions?.ApiName).toBe(api.metrics.metricCount().dimensions?.ApiName);
  });
});

test('names of one\'s own and a description are in the definition', () => {
  const { stack } = apiWith(() => ({ restApiName: 'pets', description: 'All pets' }));

  expect(bodyOf(stack).info).toEqual({ title: 'pets', description: 'All pets', version: '1.0' });
  template(stack).hasResourceProperties('AWS::ApiGateway::RestApi', { Name: 'pets', Description: Match.absent() });
});

test('routes of the prop are the same as those of addRoute', () => {
  const routes = { 'GET /pets': { integration: mock }, 'POST /pets': { integration: mock, throttle: { rateLimit: 1, burstLimit: 1 } } };
  const byProp = testStack();
  restApi(byProp, { routes });
  const byCall = testStack();
  const api = restApi(byCall);
  for (const [key, options] of Object.entries(routes)) api.addRoute(key, options);

  expect(template(byProp).toJSON()).toEqual(template(byCall).toJSON());
});

describe('what only the whole table shows', () => {
  test('warns of more resources than the quota', () => {
    const stack = testStack();
    const api = restApi(stack);
    for (let number = 0; number < 301; number++) api.addRoute(`GET /r${number}`, { integration: mock });
    template(stack);

    expect(warnings(stack, '/Stack/Api', 'more than 300 resources.*cdk-gatehouse:resourceQuota')).toHaveLength(1);
  });

  test('does not warn at the quota', () => {
    const stack = testStack();
    const api = restApi(stack);
    for (let number = 0; number < 299; number++) api.addRoute(`GET /r${number}`, { integration: mock });
    api.addRoute('POST /r0', { integration: mock });
    api.addRoute('GET /r0/{id}', { integration: mock });

    expect(warnings(stack, '/Stack/Api', 'resourceQuota')).toEqual([]);
  });
});
