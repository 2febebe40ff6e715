import { CONDITIONS, apiMapping, onCondition, privateDomain, restDomain, v2Domain } from './domains';
import { CfnTemplate, Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, webSocketApi } from '../resources';

const truststore = { TruststoreUri: 's3://truststores/partners.pem' };
const maybe: Json = { 'Fn::If': ['IsStrict', truststore, { Ref: 'AWS::NoValue' }] };

describeRule('domain-tls-old', {
  template: (policy) => restDomain({ SecurityPolicy: policy }),
  passes: ['TLS_1_2', 'SecurityPolicy_TLS13_1_3_2025_09'],
  fails: ['TLS_1_0'],
  message: "the domain 'api.example.com' has the security policy TLS_1_0, with which callers may speak TLS 1.0",
  unknown: [UNKNOWN],
});

describeRule('domain-tls-old', {
  template: (policy) => v2Domain({ SecurityPolicy: policy }),
  passes: ['TLS_1_2', undefined],
  fails: ['TLS_1_0'],
  message: "the domain 'api.example.com' has the security policy TLS_1_0, with which callers may speak TLS 1.0",
  unknown: [UNKNOWN],
}, 'of the second generation, which API Gateway gives TLS 1.2 by itself');

describeRule('domain-tls-old', {
  template: (type: 'DomainName' | 'DomainNameV2') => type === 'DomainName' ? restDomain({ SecurityPolicy: undefined }) : privateDomain(),
  passes: ['DomainNameV2'],
  fails: ['DomainName'],
  severity: 'warning',
  message: "the domain 'api.example.com' has no security policy, so API Gateway chooses, and TLS_1_0 is among its choices",
  unknown: 'the policy is not there',
}, 'left to API Gateway');

describeRule('domain-access-mode-missing', {
  template: (mode) => restDomain({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: mode }),
  passes: ['STRICT', 'BASIC'],
  fails: [undefined],
  message: "the domain 'api.example.com' has the enhanced security policy SecurityPolicy_TLS13_1_3_2025_09, which API Gateway takes only with an endpoint access mode",
  unknown: [UNKNOWN, { 'Fn::If': ['IsStrict', 'STRICT', { Ref: 'AWS::NoValue' }] }],
});

describeRule('domain-access-mode-missing', {
  template: (policy) => ({ ...restApi({ SecurityPolicy: policy }), ...lambdaFunction(), ...method('GET /pets') }),
  passes: ['TLS_1_2', undefined],
  fails: ['SecurityPolicy_TLS13_1_3_2025_09'],
  message: "the API 'Pets' has the enhanced security policy SecurityPolicy_TLS13_1_3_2025_09, which API Gateway takes only with an endpoint access mode",
  unknown: [UNKNOWN],
}, 'of an API');

describeRule('domain-access-mode-missing', {
  template: (mode) => ({ ...restApi({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: mode }), ...lambdaFunction(), ...method('GET /pets') }),
  passes: ['STRICT', 'BASIC'],
  fails: [undefined],
  message: "the API 'Pets' has the enhanced security policy SecurityPolicy_TLS13_1_3_2025_09, which API Gateway takes only with an endpoint access mode",
  unknown: [UNKNOWN],
}, 'said beside the policy, in a definition as well');

describeRule('domain-access-mode-missing', {
  template: (body: Json) => restApi({ Name: 'Pets', SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', Body: body }),
  passes: [{ 'openapi': '3.0.1', 'info': { title: 'Pets', version: '1' }, 'paths': {}, 'x-amazon-apigateway-endpoint-access-mode': 'STRICT' }],
  fails: [{ openapi: '3.0.1', info: { title: 'Pets', version: '1' }, paths: {} }],
  message: "the API 'Pets' has the enhanced security policy SecurityPolicy_TLS13_1_3_2025_09, which API Gateway takes only with an endpoint access mode",
  unknown: [UNKNOWN],
}, 'where the definition says the mode');

describeRule('domain-access-mode-basic', {
  template: (mode) => restDomain({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: mode }),
  passes: ['STRICT', undefined],
  fails: ['BASIC'],
  message: "the domain 'api.example.com' has the endpoint access mode BASIC, which does not compare the Host header with the TLS handshake",
  unknown: [UNKNOWN],
});

const onEndpoint = (type: Json, policy: string) => restDomain({ EndpointConfiguration: { Types: [type] }, SecurityPolicy: policy, EndpointAccessMode: 'STRICT' });

describeRule('domain-policy-endpoint-mismatch', {
  template: (type) => onEndpoint(type, 'SecurityPolicy_TLS13_2025_EDGE'),
  passes: ['EDGE'],
  fails: ['REGIONAL', 'PRIVATE'],
  message: (type) => `the domain 'api.example.com' has the security policy SecurityPolicy_TLS13_2025_EDGE, which is for edge-optimized endpoints, and its endpoint is ${String(type)}`,
  unknown: [UNKNOWN],
});

describeRule('domain-policy-endpoint-mismatch', {
  template: (type) => onEndpoint(type, 'SecurityPolicy_TLS13_1_3_2025_09'),
  passes: ['REGIONAL', 'PRIVATE'],
  fails: ['EDGE'],
  message: "the domain 'api.example.com' has the security policy SecurityPolicy_TLS13_1_3_2025_09, which is not for edge-optimized endpoints, and its endpoint is EDGE",
  unknown: [UNKNOWN],
}, 'a Regional policy');

describeRule('ws-domain-enhanced-policy', {
  template: (policy) => ({ ...webSocketApi(), ...v2Domain({ SecurityPolicy: policy }), ...apiMapping() }),
  passes: ['TLS_1_2', undefined],
  fails: ['SecurityPolicy_TLS13_1_3_2025_09', 'TLS_1_0'],
  message: (policy) => `the domain 'api.example.com' leads to the WebSocket API 'Chat' and has the security policy ${String(policy)}, which WebSocket APIs do not know`,
  unknown: [UNKNOWN],
});

describeRule('mtls-tls-1-0', {
  template: (policy) => restDomain({ SecurityPolicy: policy, MutualTlsAuthentication: { TruststoreUri: 's3://truststores/partners.pem' } }),
  passes: ['TLS_1_2'],
  fails: ['TLS_1_0'],
  message: "the domain 'api.example.com' asks for client certificates with the security policy TLS_1_0, and mutual TLS needs TLS 1.2",
  unknown: [UNKNOWN],
});

describeRule('mtls-tls-1-0', {
  template: (mutualTls) => restDomain({ SecurityPolicy: 'TLS_1_0', MutualTlsAuthentication: mutualTls }),
  passes: [undefined],
  fails: [truststore],
  message: "the domain 'api.example.com' asks for client certificates with the security policy TLS_1_0, and mutual TLS needs TLS 1.2",
  unknown: [maybe],
}, 'where mutual TLS may be set');

describeRule('domain-policy-with-mtls', {
  template: (policy) => restDomain({ SecurityPolicy: policy, EndpointAccessMode: 'STRICT', MutualTlsAuthentication: truststore }),
  passes: ['TLS_1_2', undefined],
  fails: ['SecurityPolicy_TLS13_1_3_2025_09', 'SecurityPolicy_TLS13_1_2_PQ_2025_09'],
  message: (policy) => `the domain 'api.example.com' asks for client certificates and has the enhanced security policy ${String(policy)}, with which API Gateway cannot`,
  unknown: [UNKNOWN],
});

describeRule('domain-policy-with-mtls', {
  template: (mutualTls) => restDomain({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: 'STRICT', MutualTlsAuthentication: mutualTls }),
  passes: [undefined],
  fails: [truststore],
  message: "the domain 'api.example.com' asks for client certificates and has the enhanced security policy SecurityPolicy_TLS13_1_3_2025_09, with which API Gateway cannot",
  unknown: [maybe],
}, 'where mutual TLS may be set');

describeRule('domain-policy-with-http-api', {
  template: (policy) => ({ ...httpApi(), ...restDomain({ SecurityPolicy: policy, EndpointAccessMode: 'STRICT' }), ...apiMapping() }),
  passes: ['TLS_1_2', undefined],
  fails: ['SecurityPolicy_TLS13_1_3_2025_09'],
  message: "the domain 'api.example.com' has the enhanced security policy SecurityPolicy_TLS13_1_3_2025_09 and leads to the HTTP API 'Pets', which can have none",
  unknown: [UNKNOWN],
});

describeRule('domain-policy-with-http-api', {
  template: (type: 'REST' | 'HTTP') => ({
    ...type === 'REST' ? { ...restApi(), ...lambdaFunction(), ...method('GET /pets') } : httpApi(),
    ...restDomain({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: 'STRICT' }),
    ...apiMapping({ DomainName: 'api.example.com' }),
  }),
  passes: ['REST'],
  fails: ['HTTP'],
  message: "the domain 'api.example.com' has the enhanced security policy SecurityPolicy_TLS13_1_3_2025_09 and leads to the HTTP API 'Pets', which can have none",
  unknown: 'the policy is literal here',
}, 'REST APIs may stand under it');

describeRule('domain-policy-with-http-api', {
  template: (condition: string | undefined): CfnTemplate => ({
    ...CONDITIONS,
    Resources: { ...httpApi(), ...restDomain({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: 'STRICT' }), ...onCondition(condition, apiMapping()) },
  }),
  passes: ['IsNever'],
  fails: [undefined],
  message: "the domain 'api.example.com' has the enhanced security policy SecurityPolicy_TLS13_1_3_2025_09 and leads to the HTTP API 'Pets', which can have none",
  unknown: ['IsUnknown'],
}, 'by a mapping that may not be made');
