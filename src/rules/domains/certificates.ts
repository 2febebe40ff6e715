import { domainRule, nameOf } from './domain-rule';
import { ApiType } from '../../api-type';
import { DomainReflection } from '../../reflection/domain-reflection';
import { Fact } from '../../reflection/fact';
import { PartialText } from '../../reflection/partial-text';
import type { TemplateResource } from '../../reflection/template-resource';
import { TemplateValue } from '../../reflection/template-value';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';

/** Where CloudFront, which serves edge-optimized endpoints, reads its certificates. */
const EDGE_REGION = 'us-east-1';
const NAMES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html';

/** The certificates by which domains prove their names. */
export const certificates: Rule[] = [
  domainRule({
    id: 'edge-cert-region',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'The certificate of an edge-optimized domain is not in us-east-1',
    why: 'CloudFront serves the domain and reads certificates there alone, so the deployment fails.',
    fix: 'make or import the certificate in us-east-1, or make the domain Regional',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        EndpointConfiguration:
          Types: [EDGE]
        CertificateArn: arn:aws:acm:us-east-1:111122223333:certificate/abc`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-edge-optimized-custom-domain-name.html',
  }, (domain) => domain.certificate.isAbsent || !domain.endpointType.is((type) => type === 'EDGE') ? undefined : judge(regionOfCertificate(domain), {
    what: `the region of the certificate of ${nameOf(domain)}`,
    place: domain.certificate,
    known: (region) => region === EDGE_REGION ? undefined
      : violation(`${nameOf(domain)} is edge-optimized and its certificate is in ${region}, where CloudFront reads none`, domain.certificate),
  })),

  domainRule({
    id: 'regional-cert-region',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'The certificate of a Regional domain is in another region',
    why: 'API Gateway reads certificates of the domain\'s own region alone, so the deployment fails.',
    fix: 'make or import the certificate in the region of the domain',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        EndpointConfiguration:
          Types: [REGIONAL]
        RegionalCertificateArn: !Ref Certificate`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html',
  }, (domain) => {
    const { template } = domain.resource;
    if (domain.certificate.isAbsent || domain.endpointType.is((type) => type === 'EDGE') || domain.madeCertificate?.template === template) return undefined;
    const [theirs, ours] = [regionOfCertificate(domain), template.pseudoParameter('AWS::Region')];
    // Where neither is known, nothing binds the two to different regions.
    if (!theirs.isKnown && ours === undefined) return undefined;
    const what = `whether the certificate of ${nameOf(domain)} is in its region`;
    if (ours === undefined) return unknown(what, 'the region of the stack is only known at deployment', domain.certificate);
    return judge(theirs, {
      what,
      place: domain.certificate,
      known: (region) => region === ours ? undefined : violation(`${nameOf(domain)} is in ${ours} and its certificate in ${region}`, domain.certificate),
    });
  }),

  domainRule({
    id: 'domain-cert-private-ca',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A public domain has a certificate of a private authority',
    why: 'API Gateway proves that a public name is yours by a public certificate; private authorities are for the certificates of callers.',
    fix: 'take a public certificate of ACM',
    snippet: `
      Type: AWS::CertificateManager::Certificate
      Properties:
        DomainName: api.example.com
        ValidationMethod: DNS`,
    docs: NAMES,
  }, (domain) => {
    if (domain.mutualTls.isGiven || domain.endpointType.is((type) => type === 'PRIVATE')) return undefined;
    const authority = domain.madeCertificate?.property('CertificateAuthorityArn');
    return authority && judge(authority.presence(), {
      what: `the authority of the certificate of ${nameOf(domain)}`,
      place: authority,
      known: () => violation(`${nameOf(domain)} has a certificate of a private authority, which API Gateway takes for no public domain`, domain.certificate),
    });
  }),

  domainRule({
    id: 'wildcard-cert-depth',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'The certificate of a domain is for other names',
    why: 'API Gateway refuses a certificate that does not have the name; a wildcard stands for one label, so *.example.com is not for a.b.example.com.',
    fix: 'add the name to SubjectAlternativeNames, or take a certificate that has it',
    snippet: `
      Type: AWS::CertificateManager::Certificate
      Properties:
        DomainName: example.com
        SubjectAlternativeNames: ['*.api.example.com']`,
    docs: 'https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html',
  }, (domain) => {
    const made = domain.madeCertificate;
    if (!made || isSameParameter(made.property('DomainName'), domain.name)) return undefined;
    return judge(namesOf(made).flatMap((names) => domain.name.text().flatMap((name) => coverage(names, name))), {
      what: `whether the certificate of ${nameOf(domain)} has its name`,
      place: domain.certificate,
      known: ({ names, isCovered }) => isCovered ? undefined
        : violation(`${nameOf(domain)} is not among the names of its certificate: ${names.map((name) => `'${name.toString()}'`).join(', ')}`, domain.certificate),
    });
  }),

  domainRule({
    id: 'mtls-ownership-cert',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'Mutual TLS with a private certificate lacks the proof that the name is yours',
    why: 'API Gateway refuses such a domain without a public certificate that proves the ownership of its name.',
    fix: 'set OwnershipVerificationCertificateArn to a public certificate of ACM for the same name',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        RegionalCertificateArn: !Ref PrivateCertificate
        OwnershipVerificationCertificateArn: !Ref PublicCertificate
        MutualTlsAuthentication:
          TruststoreUri: s3://truststores/partners.pem`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html',
  }, (domain) => {
    const isPrivate = domain.madeCertificate?.property('CertificateAuthorityArn').isGiven;
    return domain.mutualTls.isAbsent || !isPrivate ? undefined : judge(domain.ownershipCertificate.presence(), {
      what: `the ownership certificate of ${nameOf(domain)}`,
      place: domain.ownershipCertificate,
      known: () => undefined,
      absent: () => violation(`${nameOf(domain)} asks for client certificates and has its own from a private authority, without OwnershipVerificationCertificateArn`),
    });
  }),
];

/** The certificate, when the app makes it. */
function regionOfCertificate(domain: DomainReflection): Fact<string> {
  const made = domain.madeCertificate;
  if (made) {
    const region = made.template.pseudoParameter('AWS::Region');
    return region === undefined ? Fact.unknowable('the region of the stack is only known at deployment') : Fact.known(region);
  }
  return domain.certificate.text().flatMap((arn) => {
    const region = arn.split(':')[3]?.literal;
    return region ? Fact.known(region) : Fact.unknowable(arn.gaps[0]?.why ?? 'it is no ARN');
  });
}

function namesOf(certificate: TemplateResource): Fact<PartialText[]> {
  const others = certificate.property('SubjectAlternativeNames').items().orDefault([]);
  return others.flatMap((names) => Fact.all([certificate.property('DomainName'), ...names].map((name) => name.text())));
}

/** Whether one parameter is both, whatever it will be. */
function isSameParameter(one: TemplateValue, other: TemplateValue): boolean {
  const [mine, theirs] = [one.resolve(), other.resolve()];
  return mine.kind === 'unknowable' && theirs.kind === 'unknowable' && mine.why === theirs.why && mine.why.includes('the parameter ');
}

/** Whether a name is among those of a certificate. Names may have gaps: two that are put together alike are the same. */
function coverage(names: PartialText[], name: PartialText): Fact<{ names: PartialText[]; isCovered: boolean }> {
  const written = name.toString().toLowerCase();
  const above = `*.${written.split('.').slice(1).join('.')}`;
  if (names.map((one) => one.toString().toLowerCase()).some((one) => one === written || one === above)) return Fact.known({ names, isCovered: true });
  const hiding = [...names, name].find(({ literal }) => literal === undefined);
  return hiding ? Fact.unknowable(hiding.gaps[0].why) : Fact.known({ names, isCovered: false });
}
