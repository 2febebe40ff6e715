import {
  App, Lazy, Stack,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_certificatemanager as acm, aws_route53 as route53, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ApiType } from '../../src/api-type';
import { ApiDomainOptions } from '../../src/domain/api-domain-options';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { V2ApiDomain } from '../../src/domain/v2-api-domain';
import { acknowledged, errorOf, testHandler } from '../rest-api';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111111111111:certificate/abc';

const apis: Record<string, (stack: Stack) => { api: apigatewayv2.IHttpApi; stage: apigatewayv2.IStage }> = {
  'L2 with its default stage': (stack: Stack) => {
    const api = new apigatewayv2.HttpApi(stack, 'Api');
    return { api, stage: api.defaultStage! };
  },
  'L2 with a stage of its own': (stack: Stack) => {
    const api = new apigatewayv2.HttpApi(stack, 'Api', { createDefaultStage: false });
    return { api, stage: new apigatewayv2.HttpStage(stack, 'Stage', { httpApi: api, stageName: 'live' }) };
  },
  'L1 with a body': (stack: Stack) => {
    const resource = new apigatewayv2.CfnApi(stack, 'Api', { body: { openapi: '3.0.1', info: { title: 'x', version: '1' }, paths: {} } });
    const api = apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Handle', { httpApiId: resource.ref });
    return { api, stage: new apigatewayv2.HttpStage(stack, 'Stage', { httpApi: api, autoDeploy: true }) };
  },
};

interface Given extends Partial<ApiDomainOptions> { readonly kind?: string }

const stackHere = () => new Stack(new App(), 'Stack', { env: ENV });
const certificateIn = (stack: Stack) => acm.Certificate.fromCertificateArn(stack, 'Certificate', CERTIFICATE);
const zoneIn = (stack: Stack) => route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });

function domainWith(given: Given = {}, stack = stackHere()) {
  const { kind = 'L2 with its default stage', ...options } = given;
  const { api, stage } = apis[kind](stack);
  const domain = new V2ApiDomain(stack, 'Domain', {
    options: { domainName: 'api.example.com', certificate: certificateIn(stack), ...options },
    apiId: api.apiId,
    apiType: ApiType.HTTP,
    stage,
    api,
  });
  return { stack, api, domain, template: () => Template.fromStack(stack) };
}

describe.each(Object.keys(apis))('the domain of an API that is %s', (kind) => {
  test('has TLS 1.2, a Regional endpoint and a mapping of its root to the stage', () => {
    const { template } = domainWith({ kind });

    template().hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'api.example.com',
      DomainNameConfigurations: [{ CertificateArn: CERTIFICATE, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
      MutualTlsAuthentication: Match.absent(),
    });
    template().resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    template().hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      ApiId: { Ref: Match.stringLikeRegexp('^Api') },
      DomainName: { Ref: Match.stringLikeRegexp('Domain') },
      ApiMappingKey: Match.absent(),
    });
  });

  test.each(['v1', 'v1/orders', 'a/b/c'])('maps %s after the stage and the domain, and is deleted before them', (basePath) => {
    const template = domainWith({ kind, basePath }).template();
    const [mapping] = Object.values(template.findResources('AWS::ApiGatewayV2::ApiMapping'));
    const [domainId] = Object.keys(template.findResources('AWS::ApiGatewayV2::DomainName'));
    const [stageId] = Object.keys(template.findResources('AWS::ApiGatewayV2::Stage'));

    expect(mapping.DependsOn).toEqual(expect.arrayContaining([domainId, stageId]));
    expect(mapping.Properties).toMatchObject({ Stage: kind === 'L2 with a stage of its own' ? 'live' : '$default', DomainName: { Ref: domainId }, ApiMappingKey: basePath });
  });
});

test('a base path that is only known at deploy time is mapped as it is', () => {
  domainWith({ basePath: Lazy.string({ produce: () => 'v9' }) }).template().hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { ApiMappingKey: 'v9' });
});

describe('records', () => {
  test('A and AAAA point at the domain', () => {
    const stack = stackHere();
    const template = domainWith({ hostedZone: zoneIn(stack) }, stack).template();
    const [domainId] = Object.keys(template.findResources('AWS::ApiGatewayV2::DomainName'));

    template.resourceCountIs('AWS::Route53::RecordSet', 2);
    for (const recordType of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Type: recordType,
        Name: 'api.example.com.',
        HostedZoneId: 'Z1',
        AliasTarget: {
          DNSName: { 'Fn::GetAtt': [domainId, 'RegionalDomainName'] },
          HostedZoneId: { 'Fn::GetAtt': [domainId, 'RegionalHostedZoneId'] },
        },
      });
    }
  });

  test('go into a zone that was imported by its id', () => {
    const stack = stackHere();
    const { template } = domainWith({ hostedZone: route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z2') }, stack);

    template().hasResourceProperties('AWS::Route53::RecordSet', { Type: 'AAAA', Name: 'api.example.com.', HostedZoneId: 'Z2' });
  });

  test('are none without a zone', () => {
    domainWith().template().resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});

test('the children have the ids that the domain of a REST API gives its own', () => {
  const stack = stackHere();
  const { domain } = domainWith({ hostedZone: zoneIn(stack) }, stack);

  expect(domain.node.children.map(({ node }) => node.id)).toEqual(['DomainName', 'Mapping', 'AliasA', 'AliasAaaa']);
});

test('mutual TLS names the truststore and its version', () => {
  const stack = stackHere();
  const truststore = s3.Bucket.fromBucketName(stack, 'Truststore', 'trust');
  const { template } = domainWith({ mutualTls: { truststore, key: 'partners/ca.pem', version: 'abc' } }, stack);

  template().hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    MutualTlsAuthentication: { TruststoreUri: 's3://trust/partners/ca.pem', TruststoreVersion: 'abc' },
  });
});

test.each([
  [apigateway.IpAddressType.DUAL_STACK, 'dualstack'],
  [apigateway.IpAddressType.IPV4, 'ipv4'],
])('the IP address type %s goes beside the endpoint type', (ipAddressType, expected) => {
  domainWith({ ipAddressType }).template().hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    DomainNameConfigurations: [{ CertificateArn: CERTIFICATE, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2', IpAddressType: expected }],
  });
});

test('the IP address type is API Gateway\'s own unless given', () => {
  domainWith().template().hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    DomainNameConfigurations: [Match.objectLike({ IpAddressType: Match.absent() })],
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
    const stack = stackHere();
    const handler = testHandler(stack);
    const { domain, api, template } = domainWith({}, stack);
    api.node.addDependency(handler);

    handler.addEnvironment('URL', domain.url);

    // Template.fromStack refuses templates with circular dependencies.
    template().hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { URL: 'https://api.example.com' } } });
  });
});

describe('the default endpoint', () => {
  test('that stays open acknowledges its rule on the API, with the reason', () => {
    expect(acknowledged(domainWith({ keepDefaultEndpoint: 'old clients' }).api)).toEqual({ 'Gatehouse::Gatehouse-default-endpoint-open': 'old clients' });
  });

  test('that closes acknowledges nothing', () => {
    expect(acknowledged(domainWith().api)).toEqual({});
  });
});

describe('nothing is created', () => {
  test.each<[string, Partial<ApiDomainOptions>, RegExp]>([
    ['an upper-case name', { domainName: 'API.example.com' }, /upper-case/],
    ['an enhanced TLS policy', { tlsPolicy: DomainTlsPolicy.TLS13_1_3_2025_09 }, /'SecurityPolicy_TLS13_1_3_2025_09' exists for REST APIs alone/],
    ['a base path that begins with a slash', { basePath: '/v1' }, /base path '\/v1' has a slash at its start/],
  ])('and it fails with %s', (_, given, message) => {
    const stack = stackHere();
    const { api, stage } = apis['L2 with its default stage'](stack);
    const options = { domainName: 'api.example.com', certificate: certificateIn(stack), ...given };

    expect(errorOf(stack, () => new V2ApiDomain(stack, 'Domain', { options, apiId: api.apiId, apiType: ApiType.HTTP, stage, api }))).toMatch(message);
  });
});

test('leads to a WebSocket API as it does to an HTTP API', () => {
  const stack = stackHere();
  const api = new apigatewayv2.WebSocketApi(stack, 'Chat');
  const stage = new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 'live' });
  const options = { domainName: 'chat.example.com', certificate: certificateIn(stack), basePath: 'v1' };
  const { url } = new V2ApiDomain(stack, 'Domain', { options, apiId: api.apiId, apiType: ApiType.WEBSOCKET, stage, api });

  expect(url).toBe('https://chat.example.com/v1');
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { ApiId: { Ref: Match.stringLikeRegexp('^Chat') }, Stage: 'live', ApiMappingKey: 'v1' });
});

test('works in a stack without account and region', () => {
  const stack = new Stack(new App(), 'Stack');
  const { template } = domainWith({ hostedZone: zoneIn(stack) }, stack);

  template().resourceCountIs('AWS::ApiGatewayV2::DomainName', 1);
});
