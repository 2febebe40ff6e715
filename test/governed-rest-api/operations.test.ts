import {
  Stack, Token,
  aws_apigateway as apigateway, aws_iam as iam, aws_logs as logs, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Authorizer } from '../../src/authorizers/authorizer';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { StageAccessLog } from '../../src/stage/access-log';
import { bodyOf, restApi, template, testStack, warnings } from '../rest-api';
import { testDomain } from './full-api';

const mock = Integration.mock();

function apiWith(props: (stack: Stack) => Partial<GovernedRestApiProps> = () => ({})): { stack: Stack; api: GovernedRestApi } {
  const stack = testStack();
  return { stack, api: restApi(stack, props(stack)) };
}

/** An ARN of the API as the template writes it, after `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>`. */
function resourceOf(stack: Stack, arn: unknown): string {
  const parts: unknown[] = stack.resolve(arn)['Fn::Join'][1];
  const text = parts.map((part) => typeof part === 'string' ? part : `<${Object.values(part as object)[0]}>`).join('');
  expect(text).toMatch(/^arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<ApiCD79AAA0>\/prod\//);
  return text.split('/prod')[1];
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
    const { stack, api } = apiWith(() => ({ apiName: 'pets' }));
    const metric = api.metrics.metricServerError();

    expect(metric).toMatchObject({ namespace: 'AWS/ApiGateway', metricName: '5XXError' });
    expect(stack.resolve(metric.dimensions)).toEqual({ ApiName: 'pets', Stage: 'prod' });
  });

  test('of an API without a name of its own have the one that the template gives it', () => {
    const { stack, api } = apiWith();
    const [{ Properties: { Name } }] = Object.values(template(stack).findResources('AWS::ApiGateway::RestApi'));

    expect(stack.resolve(api.metrics.metricCount().dimensions).ApiName).toBe(Name);
  });

  test('of a route have its method and its path as well', () => {
    const { stack, api } = apiWith(() => ({ apiName: 'pets' }));
    const metric = api.addRoute('GET /pets/{id}', { integration: mock }).metrics.metricLatency();

    expect(metric.metricName).toBe('Latency');
    expect(stack.resolve(metric.dimensions)).toEqual({ ApiName: 'pets', Stage: 'prod', Method: 'GET', Resource: '/pets/{id}' });
  });
});

describe('the address', () => {
  test('is that of the stage on the default endpoint', () => {
    const { stack, api } = apiWith();

    const parts: unknown[] = stack.resolve(api.url)['Fn::Join'][1];

    expect(parts).toEqual(['https://', { Ref: 'ApiCD79AAA0' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/prod/']);
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
  const { stack } = apiWith(() => ({ apiName: 'pets', description: 'All pets' }));

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

describe('the access log group', () => {
  test('is the API\'s own, or the one that it was given, also later', () => {
    const { stack, api } = apiWith();
    expect(stack.resolve(api.accessLogGroup?.logGroupName)).toEqual({ Ref: expect.stringMatching(/^ApiStageAccessLog/) });

    const given = new logs.LogGroup(stack, 'Given');
    expect(restApi(stack, { accessLog: { logGroup: given } }, 'Other').accessLogGroup).toBe(given);
    api.stage.with(new StageAccessLog({ logGroup: given }));
    expect(api.accessLogGroup).toBe(given);
  });
});

test('the throttle headroom alarm knows the stage\'s own rate', () => {
  const { stack } = apiWith(() => ({ throttle: { rateLimit: 50, burstLimit: 10 } }));

  template(stack).hasResourceProperties('AWS::CloudWatch::Alarm', Match.objectLike({ AlarmDescription: Match.stringLikeRegexp('throttle rate of 50 requests per second') }));
});
