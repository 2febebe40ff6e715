import { CONDITIONS, apiMapping, basePathMapping, onCondition, restDomain, v2Domain } from './domains';
import { CfnTemplate, Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, route, webSocketApi } from '../resources';

type Properties = { [key: string]: Json };

const rest = (properties: Properties = {}) => ({ ...restApi(properties), ...lambdaFunction(), ...method('GET /pets') });
const http = (properties: Properties = {}) => ({ ...httpApi(properties), ...lambdaFunction(), ...route('GET /pets') });
const truststore = { TruststoreUri: 's3://truststores/partners.pem', TruststoreVersion: 'v1' };
const distribution = (host: Json): Resources => ({
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'api', DomainName: host }], DefaultCacheBehavior: { TargetOriginId: 'api' } } },
  },
});

describeRule('no-custom-domain', {
  template: (id) => ({ ...rest(), ...restDomain(), ...id === undefined ? {} : basePathMapping({ RestApiId: id }) }),
  passes: [{ Ref: 'Api' }],
  fails: [undefined, 'abc123'],
  message: "the API 'Pets' has no custom domain, so callers bind to the id of the API",
  unknown: [UNKNOWN],
});

describeRule('no-custom-domain', {
  template: (type) => rest({ EndpointConfiguration: { Types: [type] } }),
  passes: ['PRIVATE'],
  fails: ['REGIONAL', 'EDGE'],
  message: "the API 'Pets' has no custom domain, so callers bind to the id of the API",
  unknown: [UNKNOWN],
}, 'private APIs need none');

describeRule('no-custom-domain', {
  template: (host) => ({ ...http(), ...distribution(host) }),
  passes: [
    { 'Fn::Join': ['', [{ Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
    { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }] },
    { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com/live/']] }] }] },
    {
      'Fn::Select': [0, {
        'Fn::Split': ['/', {
          'Fn::Select': [1, { 'Fn::Split': ['://', { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/live/']] }] }],
        }],
      }],
    },
  ],
  fails: ['www.example.com', 'abc123.execute-api.eu-west-1.amazonaws.com'],
  message: "the API 'Pets' has no custom domain, so callers bind to the id of the API",
  unknown: [UNKNOWN],
}, 'an API behind CloudFront has the name of the distribution');

describeRule('no-custom-domain', {
  template: (isMapped: boolean) => ({ ...webSocketApi(), ...isMapped ? { ...v2Domain(), ...apiMapping() } : {} }),
  passes: [true],
  fails: [false],
  message: "the API 'Chat' has no custom domain, so callers bind to the id of the API",
  unknown: 'a mapping is there or not',
}, 'of a WebSocket API');

describeRule('default-endpoint-open', {
  template: (isOff) => ({ ...rest({ DisableExecuteApiEndpoint: isOff }), ...restDomain(), ...basePathMapping() }),
  passes: [true, 'true'],
  fails: [false, undefined],
  message: "the API 'Pets' stands under the domain 'api.example.com' and still answers at its execute-api address",
  unknown: [UNKNOWN],
});

describeRule('default-endpoint-open', {
  template: (condition: string | undefined): CfnTemplate => ({
    ...CONDITIONS, Resources: { ...rest(), ...onCondition(condition, { ...restDomain(), ...basePathMapping() }) },
  }),
  passes: ['IsNever'],
  fails: [undefined, 'IsAlways'],
  message: "the API 'Pets' stands under the domain 'api.example.com' and still answers at its execute-api address",
  unknown: ['IsUnknown'],
}, 'under a domain that may not be made');

describeRule('default-endpoint-open', {
  template: (isOff) => ({ ...http({ DisableExecuteApiEndpoint: isOff }), ...v2Domain(), ...apiMapping() }),
  passes: [true],
  fails: [false, undefined],
  message: "the API 'Pets' stands under the domain 'api.example.com' and still answers at its execute-api address",
  unknown: [UNKNOWN],
}, 'of an HTTP API');

describeRule('default-endpoint-open', {
  template: (isOff) => ({ ...webSocketApi({ DisableExecuteApiEndpoint: isOff }), ...apiMapping({ DomainName: 'live.example.com' }) }),
  passes: [true],
  fails: [undefined],
  message: "the API 'Chat' stands under a custom domain and still answers at its execute-api address",
  unknown: [UNKNOWN],
}, 'of a WebSocket API, under a domain from elsewhere');

const documented = (place: Properties): Resources => ({
  ...restApi({ Body: { openapi: '3.0.1', info: { title: 'Pets', version: '1' }, paths: {}, ...place } }), ...restDomain(), ...basePathMapping(),
});

describeRule('default-endpoint-open', {
  template: documented,
  passes: [
    { servers: [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }] },
    { 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } },
  ],
  fails: [{}, { servers: [{ url: 'https://api.example.com' }] }, { 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: false } }],
  message: "the API 'Pets' stands under the domain 'api.example.com' and still answers at its execute-api address",
  unknown: [{ servers: [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: UNKNOWN } }] }],
}, 'said by a definition');

describeRule('mtls-default-endpoint-open', {
  template: (isOff) => ({ ...http({ DisableExecuteApiEndpoint: isOff }), ...v2Domain({}, { MutualTlsAuthentication: truststore }), ...apiMapping() }),
  passes: [true],
  fails: [false, undefined],
  message: "the API 'Pets' stands under the domain 'api.example.com', which asks for client certificates, and answers without one at its execute-api address",
  unknown: [UNKNOWN],
});

describeRule('mtls-default-endpoint-open', {
  template: (mutualTls) => ({ ...rest(), ...restDomain({ MutualTlsAuthentication: mutualTls }), ...basePathMapping({ DomainName: 'api.example.com' }) }),
  passes: [undefined],
  fails: [truststore],
  message: "the API 'Pets' stands under the domain 'api.example.com', which asks for client certificates, and answers without one at its execute-api address",
  unknown: 'the endpoint is open by default here',
}, 'of a REST API, under the name of its domain');

const record = (properties: Properties): Resources => ({ Record: { Type: 'AWS::Route53::RecordSet', Properties: { Name: 'api.example.com.', ...properties } } });

describeRule('dns-to-execute-api', {
  template: (host) => ({ ...http(), ...restDomain(), ...record({ Type: 'CNAME', TTL: '60', ResourceRecords: [host] }) }),
  passes: [
    'd-abc123.execute-api.eu-west-1.amazonaws.com', 'vpce-0a1b2c-3d4e.execute-api.eu-west-1.vpce.amazonaws.com',
    { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] }, 'www.example.com', UNKNOWN,
  ],
  fails: ['abc123.execute-api.eu-west-1.amazonaws.com', { 'Fn::Join': ['', [{ Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com']] }],
  message: "the record 'api.example.com' leads to the execute-api address of an API, which does not know that name",
  unknown: 'a host that only the deployment tells is most often that of the domain',
});

describeRule('dns-to-execute-api', {
  template: (host) => ({
    ...http(), Records: { Type: 'AWS::Route53::RecordSetGroup', Properties: { RecordSets: [{ Name: 'api.example.com', Type: 'A', AliasTarget: { DNSName: host, HostedZoneId: 'Z1' } }] } },
  }),
  passes: ['d-abc123.execute-api.eu-west-1.amazonaws.com'],
  fails: ['abc123.execute-api.eu-west-1.amazonaws.com', { 'Fn::Select': ['2', { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }] }],
  message: "the record 'api.example.com' leads to the execute-api address of an API, which does not know that name",
  unknown: 'a host that only the deployment tells is most often that of the domain',
}, 'in a group');

describeRule('domain-in-child-account', {
  template: (kind: 'made' | 'mapped') => ({ ...http(), ...kind === 'made' ? v2Domain() : {}, ...apiMapping({ DomainName: 'api.example.com' }) }),
  passes: ['mapped'],
  fails: ['made'],
  message: "the domain 'api.example.com' is made here, and domains are made elsewhere",
  unknown: 'a domain is made or not',
  intent: { domainsMadeElsewhere: true },
});

describeRule('domain-in-child-account', {
  template: (type: 'AWS::ApiGateway::DomainName' | 'AWS::Route53::HostedZone') => ({ Domain: { Type: type, Properties: { DomainName: 'api.example.com' } } }),
  passes: ['AWS::Route53::HostedZone'],
  fails: ['AWS::ApiGateway::DomainName'],
  message: "the domain 'api.example.com' is made here, and domains are made elsewhere",
  unknown: 'a domain is made or not',
  intent: { domainsMadeElsewhere: true },
}, 'of the first generation');
