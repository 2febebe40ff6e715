import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, restStage, route, v2Authorizer, v2Stage } from '../resources';

type Properties = { [key: string]: Json };

const AUTHORIZER = { AuthorizerId: { Ref: 'Authorizer' } };
const MUTUAL_TLS = { TruststoreUri: 's3://bucket/truststore.pem' };

function httpUnder(domain: Properties): Resources {
  return {
    ...httpApi(),
    ...lambdaFunction(),
    ...v2Stage(),
    Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com', ...domain } },
    Mapping: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: 'live' } },
  };
}

function restUnder(domain: Properties): Resources {
  return {
    ...restApi(),
    ...lambdaFunction(),
    ...restStage(),
    Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'api.example.com', RegionalCertificateArn: 'arn:aws:acm:::certificate/c', ...domain } },
    Mapping: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { RestApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: 'live' } },
  };
}

function record(properties: Properties): Resources {
  const target = { DNSName: { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] }, HostedZoneId: { 'Fn::GetAtt': ['Domain', 'RegionalHostedZoneId'] } };
  return { Record: { Type: 'AWS::Route53::RecordSet', Properties: { Name: 'api.example.com.', Type: 'A', AliasTarget: target, ...properties } } };
}

const SIGNED = "'GET /pets' checks signatures, which are for one region, and DNS leads callers of 'api.example.com' to several";

describeRule('iam-auth-in-multi-region', {
  template: (policy: Properties) => ({ ...httpUnder({}), ...route('GET /pets'), ...record(policy) }),
  passes: [{}, { Weight: 10, SetIdentifier: 'a' }, { Region: 'eu-west-1', AliasTarget: { DNSName: 'elsewhere.example.com', HostedZoneId: 'Z' }, Name: 'other.example.com' }],
  fails: [{ Failover: 'PRIMARY', SetIdentifier: 'a' }, { Region: 'eu-west-1', SetIdentifier: 'a' }],
  message: SIGNED,
  unknown: 'a policy is given or not',
});

describeRule('iam-auth-in-multi-region', {
  template: (kind) => ({
    ...restUnder({}),
    ...restAuthorizer(),
    ...method('GET /pets', { AuthorizationType: kind, ...AUTHORIZER }),
    Records: { Type: 'AWS::Route53::RecordSetGroup', Properties: { RecordSets: [record({ Failover: 'PRIMARY', SetIdentifier: 'a' }).Record.Properties as Json] } },
  }),
  passes: ['CUSTOM', 'NONE'],
  fails: ['AWS_IAM'],
  message: SIGNED,
  unknown: [UNKNOWN],
}, 'a REST API, and records in a group');

const UNCHECKED = "'Pets' stands under 'api.example.com' with client certificates, and no Lambda authorizer looks whether they were revoked";

describeRule('mtls-revocation-missing', {
  template: (kind) => ({ ...restUnder({ MutualTlsAuthentication: MUTUAL_TLS }), ...restAuthorizer(), ...method('GET /pets', { AuthorizationType: kind, ...AUTHORIZER }) }),
  passes: ['CUSTOM'],
  fails: ['AWS_IAM', 'NONE'],
  message: UNCHECKED,
  unknown: [UNKNOWN],
});

describeRule('mtls-revocation-missing', {
  template: (mutualTls) => ({ ...httpUnder({ MutualTlsAuthentication: mutualTls }), ...route('GET /pets') }),
  passes: [undefined],
  fails: [MUTUAL_TLS],
  message: UNCHECKED,
  unknown: 'mutual TLS is given or not',
}, 'an HTTP API');

describeRule('crl-authorizer-long-cache', {
  template: (ttl) => ({
    ...restUnder({ MutualTlsAuthentication: MUTUAL_TLS }), ...restAuthorizer({ AuthorizerResultTtlInSeconds: ttl }), ...method('GET /pets', { AuthorizationType: 'CUSTOM', ...AUTHORIZER }),
  }),
  passes: [0, 60],
  fails: [61, 300],
  message: (ttl) => `the authorizer 'Authorizer' of an API with client certificates remembers its answers for ${ttl} seconds`,
  unknown: [UNKNOWN],
});

describeRule('crl-authorizer-long-cache', {
  template: (mutualTls) => ({
    ...httpUnder({ MutualTlsAuthentication: mutualTls }), ...v2Authorizer({ AuthorizerResultTtlInSeconds: 300 }), ...route('GET /pets', { AuthorizationType: 'CUSTOM', ...AUTHORIZER }),
  }),
  passes: [undefined],
  fails: [MUTUAL_TLS],
  message: "the authorizer 'Authorizer' of an API with client certificates remembers its answers for 300 seconds",
  unknown: 'mutual TLS is given or not',
}, 'an HTTP API');
