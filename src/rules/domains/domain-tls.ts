import { certainFirst, domainRule, nameOf, violationBy } from './domain-rule';
import { ApiType } from '../../api-type';
import { DomainReflection, DomainTarget } from '../../reflection/domain-reflection';
import { Fact } from '../../reflection/fact';
import type { TemplateResource } from '../../reflection/template-resource';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';

const POLICIES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html';
const POLICIES_OF_DOMAINS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html';
const POLICIES_OF_REST_APIS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html';
const ENHANCED = 'SecurityPolicy_';
const EXTENSIONS = { SecurityPolicy: 'x-amazon-apigateway-security-policy', EndpointAccessMode: 'x-amazon-apigateway-endpoint-access-mode' };

/** What has an endpoint with a security policy that can be chosen. */
const WITH_ENHANCED_POLICIES = ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2'];

/** Which versions of TLS callers may speak. */
export const domainTls: Rule[] = [
  domainRule({
    id: 'domain-tls-old',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A custom domain accepts TLS 1.0',
    why: 'Callers may use versions of TLS whose encryption is broken, and whoever stands between can make them.',
    fix: 'set SecurityPolicy to TLS_1_2, or to an enhanced policy for REST APIs',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        DomainName: api.example.com
        SecurityPolicy: TLS_1_2`,
    docs: POLICIES_OF_DOMAINS,
    related: ['CKV_AWS_206', 'CT.APIGATEWAY.PR.6', 'W62', 'AWS-0005', 'S4423', 'API_GW_DOMAIN_DENY_NON_TLS_TRAFFIC'],
  }, (domain) => judge(domain.securityPolicy.string(), {
    what: `the security policy of ${nameOf(domain)}`,
    place: domain.securityPolicy,
    known: (policy) => policy === 'TLS_1_0' ? violation(`${nameOf(domain)} has the security policy TLS_1_0, with which callers may speak TLS 1.0`, domain.securityPolicy) : undefined,
    // Domains of the second generation know one policy only, and private ones have no old one.
    absent: () => domain.resource.resourceType !== 'AWS::ApiGateway::DomainName' ? undefined : {
      ...violation(`${nameOf(domain)} has no security policy, so API Gateway chooses, and TLS_1_0 is among its choices`), severity: 'warning',
    },
  })),

  resourceRule({
    id: 'domain-access-mode-missing',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'An enhanced security policy has no endpoint access mode',
    why: 'API Gateway refuses an enhanced policy without the mode, so the deployment fails.',
    fix: 'set EndpointAccessMode to STRICT, or to BASIC while callers move over',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        DomainName: api.example.com
        SecurityPolicy: SecurityPolicy_TLS13_1_3_2025_09
        EndpointAccessMode: STRICT`,
    docs: POLICIES,
  }, WITH_ENHANCED_POLICIES, (resource, around) => judgeEnhanced(resource, around, (policy, subject) => {
    const mode = settingOf(resource, around, 'EndpointAccessMode').presence();
    const { document } = around.app.apiOf(resource) ?? {};
    return judge(mode.isAbsent && document?.isUnknowable ? Fact.unknowable<TemplateValue>(document.why) : mode, {
      what: `the endpoint access mode of ${subject}`,
      known: () => undefined,
      absent: () => violation(`${subject} has the enhanced security policy ${policy}, which API Gateway takes only with an endpoint access mode`),
    });
  })),

  resourceRule({
    id: 'domain-access-mode-basic',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'The endpoint access mode is BASIC',
    why: 'Requests whose Host header is not the name in the TLS handshake are answered, and so are those that come through another kind of endpoint.',
    fix: 'set EndpointAccessMode to STRICT once the access log shows that every caller matches',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        SecurityPolicy: SecurityPolicy_TLS13_1_3_2025_09
        EndpointAccessMode: STRICT`,
    docs: POLICIES,
  }, WITH_ENHANCED_POLICIES, (resource, around) => {
    const mode = settingOf(resource, around, 'EndpointAccessMode');
    const subject = subjectOf(resource, around);
    return judge(mode.string(), {
      what: `the endpoint access mode of ${subject}`,
      place: mode,
      known: (value) => value === 'BASIC' ? violation(`${subject} has the endpoint access mode BASIC, which does not compare the Host header with the TLS handshake`, mode) : undefined,
    });
  }),

  resourceRule({
    id: 'domain-policy-endpoint-mismatch',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A security policy is for another type of endpoint',
    why: 'Edge-optimized endpoints have enhanced policies of their own, and API Gateway refuses one of the other kind.',
    fix: 'take a policy that ends in _EDGE for an edge-optimized endpoint, and one without for a Regional or private one',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        EndpointConfiguration:
          Types: [REGIONAL]
        SecurityPolicy: SecurityPolicy_TLS13_1_3_2025_09
        EndpointAccessMode: STRICT`,
    docs: POLICIES_OF_REST_APIS,
  }, WITH_ENHANCED_POLICIES, (resource, around) => judgeEnhanced(resource, around, (policy, subject) => judge(endpointTypeOf(resource, around), {
    what: `the endpoint type of ${subject}`,
    known: (type) => (type === 'EDGE') === policy.endsWith('_EDGE') ? undefined
      : violation(`${subject} has the security policy ${policy}, which is ${type === 'EDGE' ? 'not ' : ''}for edge-optimized endpoints, and its endpoint is ${type}`,
        settingOf(resource, around, 'SecurityPolicy')),
  }))),

  domainRule({
    id: 'ws-domain-enhanced-policy',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'The domain of a WebSocket API has another security policy than TLS_1_2',
    why: 'WebSocket APIs know this policy alone, so API Gateway refuses the mapping.',
    fix: 'set SecurityPolicy to TLS_1_2, or give the WebSocket API a domain of its own',
    snippet: `
      Type: AWS::ApiGatewayV2::DomainName
      Properties:
        DomainName: live.example.com
        DomainNameConfigurations:
          - CertificateArn: !Ref Certificate
            SecurityPolicy: TLS_1_2`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-ciphers.html',
  }, (domain) => {
    const target = certainFirst(domain.targets).find(({ api }) => api.is(({ apiType }) => apiType === ApiType.WEBSOCKET));
    return target && judge(domain.securityPolicy.string(), {
      what: `the security policy of ${nameOf(domain)}`,
      place: domain.securityPolicy,
      known: (policy) => policy === 'TLS_1_2' ? undefined
        : violationBy([target], `${nameOf(domain)} leads to the WebSocket API '${labelOf(target)}' and has the security policy ${policy}, which WebSocket APIs do not know`,
          domain.securityPolicy),
    });
  }),

  domainRule({
    id: 'domain-policy-with-http-api',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'A domain with an enhanced security policy leads to an HTTP API',
    why: 'Enhanced policies are for REST APIs alone: API Gateway maps no HTTP API to a domain that has one, so the deployment fails.',
    fix: 'set SecurityPolicy to TLS_1_2, or give the HTTP API a domain of its own',
    snippet: `
      Type: AWS::ApiGatewayV2::DomainName
      Properties:
        DomainName: http.example.com
        DomainNameConfigurations:
          - CertificateArn: !Ref Certificate
            SecurityPolicy: TLS_1_2`,
    docs: POLICIES_OF_DOMAINS,
  }, (domain) => {
    const target = certainFirst(domain.mappings).find(({ api }) => api.is(({ apiType }) => apiType === ApiType.HTTP));
    return target && judge(domain.securityPolicy.string(), {
      what: `the security policy of ${nameOf(domain)}`,
      place: domain.securityPolicy,
      known: (policy) => policy.startsWith(ENHANCED)
        ? violationBy([target], `${nameOf(domain)} has the enhanced security policy ${policy} and leads to the HTTP API '${labelOf(target)}', which can have none`, domain.securityPolicy)
        : undefined,
    });
  }),

  domainRule({
    id: 'domain-policy-with-mtls',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A domain has an enhanced security policy and mutual TLS',
    why: 'API Gateway does not ask callers for certificates under an enhanced policy and refuses the two together.',
    fix: 'set SecurityPolicy to TLS_1_2 and leave out EndpointAccessMode, or leave out MutualTlsAuthentication',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        SecurityPolicy: TLS_1_2
        MutualTlsAuthentication:
          TruststoreUri: s3://truststores/partners.pem`,
    docs: POLICIES_OF_DOMAINS,
  }, (domain) => domain.mutualTls.isAbsent ? undefined : judge(withMutualTls(domain, (policy) => policy.startsWith(ENHANCED)), {
    what: `whether ${nameOf(domain)} has an enhanced security policy and mutual TLS`,
    place: domain.securityPolicy,
    known: (policy) => violation(`${nameOf(domain)} asks for client certificates and has the enhanced security policy ${policy}, with which API Gateway cannot`, domain.securityPolicy),
  })),

  domainRule({
    id: 'mtls-tls-1-0',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A domain with mutual TLS accepts TLS 1.0',
    why: 'API Gateway asks callers for certificates from TLS 1.2 on, and refuses mutual TLS with an older policy.',
    fix: 'set SecurityPolicy to TLS_1_2',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        SecurityPolicy: TLS_1_2
        MutualTlsAuthentication:
          TruststoreUri: s3://truststores/partners.pem`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html',
  }, (domain) => domain.mutualTls.isAbsent ? undefined : judge(withMutualTls(domain, (policy) => policy === 'TLS_1_0'), {
    what: `whether ${nameOf(domain)} has mutual TLS with TLS 1.0`,
    place: domain.securityPolicy,
    known: () => violation(`${nameOf(domain)} asks for client certificates with the security policy TLS_1_0, and mutual TLS needs TLS 1.2`, domain.securityPolicy),
  })),
];

/** A policy of some kind beside mutual TLS; absent where one of the two is not so. */
function withMutualTls(domain: DomainReflection, isSuch: (policy: string) => boolean): Fact<string> {
  return domain.securityPolicy.string().flatMap((policy) => isSuch(policy) ? domain.mutualTls.presence().map(() => policy) : Fact.absent());
}

function labelOf({ api }: DomainTarget): string {
  return api.value?.label ?? '?';
}

/** Judges what has an enhanced policy. */
function judgeEnhanced(
  resource: TemplateResource,
  around: Surroundings,
  judgePolicy: (policy: string, subject: string) => Outcome | Outcome[] | undefined,
): Outcome | Outcome[] | undefined {
  const subject = subjectOf(resource, around);
  const place = settingOf(resource, around, 'SecurityPolicy');
  return judge(place.string(), {
    what: `the security policy of ${subject}`,
    place,
    known: (policy) => policy.startsWith(ENHANCED) ? judgePolicy(policy, subject) : undefined,
  });
}

/** An API may say it in its definition. */
function settingOf(resource: TemplateResource, { app }: Surroundings, name: keyof typeof EXTENSIONS): TemplateValue {
  return app.apiOf(resource)?.setting(name, ({ root }) => root.get(EXTENSIONS[name])) ?? resource.property(name);
}

function subjectOf(resource: TemplateResource, { app }: Surroundings): string {
  const domain = app.domains.of(resource);
  return domain ? nameOf(domain) : `the API '${app.apiOf(resource)?.label ?? resource.logicalId}'`;
}

function endpointTypeOf(resource: TemplateResource, { app }: Surroundings): Fact<string> {
  return app.domains.of(resource)?.endpointType ?? app.apiOf(resource)?.endpointType ?? Fact.absent();
}
