import { certainFirst, domainRule, nameOf, violationBy } from './domain-rule';
import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { AppReflection } from '../../reflection/app-reflection';
import { DomainReflection } from '../../reflection/domain-reflection';
import { Fact } from '../../reflection/fact';
import { PartialText } from '../../reflection/partial-text';
import type { TemplateResource } from '../../reflection/template-resource';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';

const IN_S3 = /^s3:\/\/[^/]+\/./;
const MUTUAL_TLS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html';

/** Domains that ask their callers for a certificate. */
export const mutualTls: Rule[] = [
  domainRule({
    id: 'mtls-not-regional',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Mutual TLS on an edge-optimized domain',
    why: 'CloudFront ends the callers\' connections there and asks for no certificate, so API Gateway refuses the domain.',
    fix: 'make the domain and its API Regional',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        EndpointConfiguration:
          Types: [REGIONAL]
        MutualTlsAuthentication:
          TruststoreUri: s3://truststores/partners.pem`,
    docs: MUTUAL_TLS,
  }, (domain) => domain.mutualTls.isAbsent ? undefined : judge(domain.endpointType.flatMap((type) => type === 'EDGE' ? domain.mutualTls.presence() : Fact.absent()), {
    what: `whether ${nameOf(domain)} can ask for client certificates`,
    known: () => violation(`${nameOf(domain)} asks for client certificates and is edge-optimized, where nobody is asked for one`, domain.mutualTls),
  })),

  domainRule({
    id: 'mtls-on-websocket',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket API stands under a domain with mutual TLS',
    why: 'API Gateway has mutual TLS for REST and HTTP APIs alone, so such a domain cannot lead to a WebSocket API.',
    fix: 'give the WebSocket API a domain without mutual TLS, and let CloudFront ask for client certificates',
    snippet: `
      Type: AWS::ApiGatewayV2::ApiMapping
      Properties:
        ApiId: !Ref Chat
        DomainName: !Ref DomainWithoutMutualTls
        Stage: live`,
    docs: MUTUAL_TLS,
  }, (domain) => domain.mutualTls.isAbsent ? undefined : apisOf(domain).filter(({ apiType }) => apiType === ApiType.WEBSOCKET).map((api) => {
    const [target] = certainFirst(domain.targets.filter(({ api: mapped }) => mapped.is((known) => known === api)));
    return violationBy([target], `${nameOf(domain)} asks for client certificates and leads to the WebSocket API '${api.label}', which cannot`, domain.mutualTls);
  })),

  domainRule({
    id: 'mtls-on-private',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Mutual TLS in front of a private API',
    why: 'API Gateway has no mutual TLS for private domains and APIs and refuses it.',
    fix: 'put a load balancer that verifies client certificates in front of the VPC endpoint',
    snippet: `
      Type: AWS::ElasticLoadBalancingV2::Listener
      Properties:
        MutualAuthentication:
          Mode: verify
          TrustStoreArn: !Ref TrustStore`,
    docs: MUTUAL_TLS,
  }, (domain) => {
    if (domain.mutualTls.isAbsent) return undefined;
    if (domain.endpointType.is((type) => type === 'PRIVATE')) return violation(`${nameOf(domain)} asks for client certificates and is private, where API Gateway cannot`, domain.mutualTls);
    return apisOf(domain).flatMap((api) => judge(api.endpointType, {
      what: `the endpoint type of the API '${api.label}'`,
      known: (type) => type === 'PRIVATE' ? violation(`${nameOf(domain)} asks for client certificates and leads to the private API '${api.label}', for which API Gateway cannot`, domain.mutualTls) : undefined,
    }));
  }),

  domainRule({
    id: 'mtls-truststore-unversioned',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'The truststore of a domain has no version',
    why: 'Nobody can tell which certificates are trusted, and after a bad change there is no way back to the ones before.',
    fix: 'keep versions in the bucket, and set TruststoreVersion',
    snippet: `
      MutualTlsAuthentication:
        TruststoreUri: s3://truststores/partners.pem
        TruststoreVersion: mF3pQ4example`,
    docs: MUTUAL_TLS,
  }, (domain, { app }) => {
    if (domain.mutualTls.isAbsent) return undefined;
    const bucket = truststoreBucket(app, domain);
    const outcomes = [judge(domain.mutualTls.get('TruststoreVersion').presence(), {
      what: `the truststore's version of ${nameOf(domain)}`,
      place: domain.mutualTls,
      known: () => undefined,
      absent: () => violation(`${nameOf(domain)} does not say which version of its truststore holds`, domain.mutualTls),
    })];
    if (bucket) {
      const none = () => violation(`${nameOf(domain)} has its truststore in a bucket that keeps no versions`, domain.mutualTls);
      outcomes.push(judge(bucket.property('VersioningConfiguration.Status').string(), {
        what: `whether the bucket with the truststore of ${nameOf(domain)} keeps versions`,
        place: domain.mutualTls,
        known: (status) => status === 'Enabled' ? undefined : none(),
        absent: none,
      }));
    }
    return outcomes.flat();
  }),

  domainRule({
    id: 'mtls-truststore-region',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'The truststore of a domain is in another region',
    why: 'API Gateway reads truststores of the domain\'s own region alone, so the deployment fails.',
    fix: 'keep the truststore in a bucket in the region of the domain',
    snippet: `
      MutualTlsAuthentication:
        TruststoreUri: !Sub s3://\${BucketBesideTheDomain}/partners.pem
        TruststoreVersion: mF3pQ4example`,
    docs: MUTUAL_TLS,
  }, (domain, { app }) => {
    const bucket = domain.mutualTls.isGiven ? truststoreBucket(app, domain) : undefined;
    if (!bucket || bucket.template === domain.resource.template) return undefined;
    // Where neither is known, nothing binds the two to different regions.
    if (regionOf(bucket).isUnknowable && regionOf(domain.resource).isUnknowable) return undefined;
    return judge(regionOf(bucket).flatMap((theirs) => regionOf(domain.resource).map((ours) => ({ theirs, ours }))), {
      what: `whether the truststore of ${nameOf(domain)} is in its region`,
      place: domain.mutualTls,
      known: ({ theirs, ours }) => theirs === ours ? undefined : violation(`${nameOf(domain)} is in ${ours} and its truststore in ${theirs}`, domain.mutualTls),
    });
  }),

  domainRule({
    id: 'mtls-truststore-uri',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'The truststore of a domain is not named by an address of S3',
    why: 'API Gateway takes s3://bucket/key alone, so the deployment fails.',
    fix: 'write TruststoreUri as s3://bucket/key',
    snippet: `
      MutualTlsAuthentication:
        TruststoreUri: s3://truststores/partners.pem`,
    docs: MUTUAL_TLS,
  }, (domain) => {
    const uri = domain.mutualTls.get('TruststoreUri');
    const what = `the truststore of ${nameOf(domain)}`;
    return judge(uri.text().flatMap((text) => mayBeAddress(text) ? Fact.unknowable<PartialText>(text.gaps[0].why) : Fact.known(text)), {
      what,
      place: uri,
      known: (text) => IN_S3.test(text.marked) ? undefined : violation(`${nameOf(domain)} has the truststore '${text.toString()}', which is not s3://bucket/key`, uri),
    });
  }),

  domainRule({
    id: 'mtls-required',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A domain asks its callers for no certificate',
    why: 'Your organisation asks for mutual TLS on every domain, and this one lets callers without a certificate in.',
    fix: 'set MutualTlsAuthentication',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        MutualTlsAuthentication:
          TruststoreUri: s3://truststores/partners.pem
          TruststoreVersion: mF3pQ4example`,
    docs: MUTUAL_TLS,
    optIn: 'mutualTlsRequired',
  }, (domain, { intent }) => {
    const apis = apisOf(domain);
    const cannot = domain.endpointType.is((type) => type === 'PRIVATE') || (apis.length > 0 && apis.every(({ apiType }) => apiType === ApiType.WEBSOCKET));
    return !intent.mutualTlsRequired || cannot ? undefined : judge(domain.mutualTls.presence(), {
      what: `mutual TLS of ${nameOf(domain)}`,
      known: () => undefined,
      absent: () => violation(`${nameOf(domain)} asks its callers for no certificate`),
    });
  }),
];

/** Whether it is one only if its gaps hold what it lacks. */
function mayBeAddress({ marked, gaps, pieces: [first] }: PartialText): boolean {
  const beginning = typeof first === 'string' ? first : '';
  return gaps.length > 0 && !IN_S3.test(marked) && (beginning.startsWith('s3://') || 's3://'.startsWith(beginning));
}

function apisOf(domain: DomainReflection): ApiReflection[] {
  return [...new Set(domain.targets.flatMap(({ api }) => api.toList()))];
}

/** The bucket, when the app makes it: by a reference, or by its name. */
function truststoreBucket(app: AppReflection, domain: DomainReflection): TemplateResource | undefined {
  const [, , bucket] = domain.mutualTls.get('TruststoreUri').text().value?.split('/') ?? [];
  const referred = bucket?.references[0]?.resource;
  if (referred?.resourceType === 'AWS::S3::Bucket') return referred;
  const name = bucket?.toString();
  return name ? app.resources('AWS::S3::Bucket').find((resource) => resource.property('BucketName').text().value?.toString() === name) : undefined;
}

function regionOf({ template }: TemplateResource): Fact<string> {
  const region = template.pseudoParameter('AWS::Region');
  return region === undefined ? Fact.unknowable('the region of a stack is only known at deployment') : Fact.known(region);
}
