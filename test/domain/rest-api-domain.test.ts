import {
  App, Lazy, Stack,
  aws_apigateway as apigateway, aws_certificatemanager as acm, aws_lambda as lambda, aws_route53 as route53, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ApiDomainOptions } from '../../src/domain/api-domain-options';
import { closesDefaultEndpoint } from '../../src/domain/domain-address';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { RestApiDomain } from '../../src/domain/rest-api-domain';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111111111111:certificate/abc';
const EDGE_CERTIFICATE = 'arn:aws:acm:us-east-1:111111111111:certificate/abc';

const apis = {
  'L2 with methods': (stack: Stack) => {
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET');
    return api;
  },
  'L2 with a body': (stack: Stack) => new apigateway.SpecRestApi(stack, 'Api', {
    apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1', info: { title: 'x', version: '1' }, paths: {} }),
  }),
};

interface Given extends Partial<ApiDomainOptions> { readonly edge?: boolean; readonly kind?: keyof typeof apis }

function domainWith(given: Given = {}, stack = new Stack(new App(), 'Stack', { env: ENV })) {
  const { edge = false, kind = 'L2 with a body', ...options } = given;
  const restApi = apis[kind](stack);
  const domain = new RestApiDomain(stack, 'Domain', {
    options: {
      domainName: 'api.example.com',
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', edge ? EDGE_CERTIFICATE : CERTIFICATE),
      ...options,
    },
    restApi,
    stage: restApi.deploymentStage,
    edge,
  });
  return { stack, restApi, domain, template: () => Template.fromStack(stack) };
}

const zoneIn = (stack: Stack) => route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });

describe.each(Object.keys(apis) as (keyof typeof apis)[])('the domain of an API that is %s', (kind) => {
  test('has TLS 1.2, a Regional endpoint and a mapping of its root to the stage', () => {
    const { template } = domainWith({ kind });

    template().hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'api.example.com',
      RegionalCertificateArn: CERTIFICATE,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
      EndpointAccessMode: Match.absent(),
      MutualTlsAuthentication: Match.absent(),
    });
    template().hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      DomainName: { Ref: Match.stringLikeRegexp('Domain') },
      RestApiId: { Ref: Match.stringLikeRegexp('^Api') },
      Stage: { Ref: Match.stringLikeRegexp('Stage') },
      BasePath: Match.absent(),
    });
  });

  test.each([
    ['v1', 'AWS::ApiGateway::BasePathMapping'],
    ['v1/orders', 'AWS::ApiGatewayV2::ApiMapping'],
  ])('maps %s by %s, after the stage and the domain, and is deleted before them', (basePath, resourceType) => {
    const template = domainWith({ kind, basePath }).template();
    const [mapping] = Object.values(template.findResources(resourceType));
    const [domainId] = Object.keys(template.findResources('AWS::ApiGateway::DomainName'));
    const [stageId] = Object.keys(template.findResources('AWS::ApiGateway::Stage'));

    expect(mapping.DependsOn).toEqual(expect.arrayContaining([domainId, stageId]));
    expect(mapping.Properties).toMatchObject({ Stage: { Ref: stageId }, DomainName: { Ref: domainId } });
    expect(mapping.Properties.BasePath ?? mapping.Properties.ApiMappingKey).toBe(basePath);
    template.resourceCountIs('AWS::ApiGateway::BasePathMapping', basePath === 'v1' ? 1 : 0);
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', basePath === 'v1' ? 0 : 1);
  });
});

test.each([
  [false, 'AWS::ApiGatewayV2::ApiMapping'],
  [true, 'AWS::ApiGateway::BasePathMapping'],
])('a base path that is only known at deploy time is mapped by what takes it (edge: %p)', (edge, resourceType) => {
  const { template } = domainWith({ edge, basePath: Lazy.string({ produce: () => 'v9' }) });

  template().resourceCountIs(resourceType, 1);
});

describe('records', () => {
  test.each([[false, 'Regional'], [true, 'Distribution']])('A and AAAA point at the domain (edge: %p)', (edge, prefix) => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const { template } = domainWith({ edge, hostedZone: zoneIn(stack) }, stack);

    template().resourceCountIs('AWS::Route53::RecordSet', 2);
    for (const recordType of ['A', 'AAAA']) {
      template().hasResourceProperties('AWS::Route53::RecordSet', {
        Type: recordType,
        Name: 'api.example.com.',
        HostedZoneId: 'Z1',
        AliasTarget: {
          DNSName: { 'Fn::GetAtt': [Match.anyValue(), `${prefix}DomainName`] },
          HostedZoneId: { 'Fn::GetAtt': [Match.anyValue(), `${prefix}HostedZoneId`] },
        },
      });
    }
  });

  test('go into a zone that was imported by its id', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const { template } = domainWith({ hostedZone: route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z2') }, stack);

    template().hasResourceProperties('AWS::Route53::RecordSet', { Type: 'AAAA', Name: 'api.example.com.', HostedZoneId: 'Z2' });
  });

  test('are none without a zone', () => {
    domainWith().template().resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});

test('an edge-optimized domain takes its certificate as CloudFront does', () => {
  domainWith({ edge: true }).template().hasResourceProperties('AWS::ApiGateway::DomainName', {
    CertificateArn: EDGE_CERTIFICATE,
    RegionalCertificateArn: Match.absent(),
    EndpointConfiguration: { Types: ['EDGE'] },
  });
});

test.each([
  [DomainTlsPolicy.TLS13_1_3_2025_09, false, 'STRICT'],
  [DomainTlsPolicy.TLS13_1_2_FIPS_PQ_2025_09, false, 'STRICT'],
  [DomainTlsPolicy.of('SecurityPolicy_TLS13_1_2_PQ_2025_09', apigateway.EndpointAccessMode.BASIC), false, 'BASIC'],
  [DomainTlsPolicy.TLS12_PFS_2025_EDGE, true, 'STRICT'],
])('%# an enhanced TLS policy comes with its access mode', (tlsPolicy, edge, mode) => {
  domainWith({ tlsPolicy, edge }).template().hasResourceProperties('AWS::ApiGateway::DomainName', {
    SecurityPolicy: tlsPolicy.policyName,
    EndpointAccessMode: mode,
  });
});

test('mutual TLS names the truststore and its version', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const truststore = s3.Bucket.fromBucketName(stack, 'Truststore', 'trust');
  const { template } = domainWith({ mutualTls: { truststore, key: 'partners/ca.pem', version: 'abc' } }, stack);

  template().hasResourceProperties('AWS::ApiGateway::DomainName', {
    MutualTlsAuthentication: { TruststoreUri: 's3://trust/partners/ca.pem', TruststoreVersion: 'abc' },
  });
});

test('an IP address type goes beside the endpoint type', () => {
  domainWith({ ipAddressType: apigateway.IpAddressType.DUAL_STACK }).template().hasResourceProperties('AWS::ApiGateway::DomainName', {
    EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
  });
});

describe('url', () => {
  test.each([
    [undefined, 'https://api.example.com'],
    ['v1', 'https://api.example.com/v1'],
    ['v1/orders', 'https://api.example.com/v1/orders'],
  ])('with the base path %p is %s', (basePath, url) => {
    expect(domainWith({ basePath }).domain.url).toBe(url);
  });

  test('is known to a function on which the API depends, without a cycle', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const fn = new lambda.Function(stack, 'Fn', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('//') });
    const { domain, restApi, template } = domainWith({}, stack);
    restApi.node.addDependency(fn);

    fn.addEnvironment('URL', domain.url);

    // Template.fromStack refuses templates with circular dependencies.
    template().hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { URL: 'https://api.example.com' } } });
  });
});

describe('the default endpoint', () => {
  const certificate = (stack: Stack) => acm.Certificate.fromCertificateArn(stack, 'C', CERTIFICATE);

  test('closes with a domain, stays open without one or with a reason', () => {
    const domain = { domainName: 'api.example.com', certificate: certificate(new Stack()) };

    expect(closesDefaultEndpoint(domain)).toBe(true);
    expect(closesDefaultEndpoint({ ...domain, keepDefaultEndpoint: 'old clients' })).toBe(false);
    expect(closesDefaultEndpoint(undefined)).toBe(false);
  });

  test('that stays open acknowledges its rule on the API, with the reason', () => {
    const { restApi } = domainWith({ keepDefaultEndpoint: 'old clients' });

    expect(JSON.stringify(restApi.node.metadata)).toContain('Gatehouse::Gatehouse-default-endpoint-open');
    expect(JSON.stringify(restApi.node.metadata)).toContain('old clients');
  });

  test('that closes acknowledges nothing', () => {
    expect(JSON.stringify(domainWith().restApi.node.metadata)).not.toContain('default-endpoint-open');
  });
});

test('fails before anything is created', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });

  expect(() => domainWith({ domainName: 'API.example.com' }, stack)).toThrow(/upper-case/);
  expect(stack.node.tryFindChild('Domain')).toBeUndefined();
});

test('works in a stack without account and region', () => {
  const stack = new Stack(new App(), 'Stack');
  const { template } = domainWith({ hostedZone: zoneIn(stack) }, stack);

  template().resourceCountIs('AWS::ApiGateway::DomainName', 1);
});
