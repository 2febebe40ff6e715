import { certificate, privateDomain, restDomain, v2Domain } from './domains';
import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { apart, inRegion } from '../spellings/region-spellings';

const inAcm = (region: string): Json => `arn:aws:acm:${region}:111122223333:certificate/abc`;
const edge = (arn: Json) => restDomain({ EndpointConfiguration: { Types: ['EDGE'] }, RegionalCertificateArn: undefined, CertificateArn: arn });
const mutualTls = { TruststoreUri: 's3://truststores/partners.pem', TruststoreVersion: 'v1' };

describeRule('edge-cert-region', {
  template: (arn) => edge(arn),
  passes: [inAcm('us-east-1')],
  fails: [inAcm('eu-west-1')],
  message: "the domain 'api.example.com' is edge-optimized and its certificate is in eu-west-1, where CloudFront reads none",
  unknown: [UNKNOWN],
});

describeRule('edge-cert-region', {
  template: (arn) => ({ ...edge(arn), ...certificate() }),
  passes: [inAcm('us-east-1')],
  fails: [{ Ref: 'Certificate' }],
  message: "the domain 'api.example.com' is edge-optimized and its certificate is in eu-west-1, where CloudFront reads none",
  unknown: [UNKNOWN],
  spellings: inRegion('eu-west-1'),
}, 'made in a stack elsewhere');

describeRule('regional-cert-region', {
  template: (arn) => restDomain({ RegionalCertificateArn: arn }),
  passes: [inAcm('eu-west-1')],
  fails: [inAcm('us-east-1')],
  message: "the domain 'api.example.com' is in eu-west-1 and its certificate in us-east-1",
  unknown: [UNKNOWN],
  spellings: inRegion('eu-west-1'),
});

describeRule('regional-cert-region', {
  template: (arn) => ({ ...v2Domain({ CertificateArn: arn }), ...certificate() }),
  passes: [inAcm('eu-west-1')],
  fails: [{ Ref: 'Certificate' }],
  message: "the domain 'api.example.com' is in eu-west-1 and its certificate in us-east-1",
  unknown: [UNKNOWN],
  spellings: [apart('Certificate', 'us-east-1', 'eu-west-1')],
}, 'of the second generation, with a certificate of another stack');

describeRule('domain-cert-private-ca', {
  template: (authority) => ({ ...restDomain({ RegionalCertificateArn: { Ref: 'Certificate' } }), ...certificate({ CertificateAuthorityArn: authority }) }),
  passes: [undefined],
  fails: ['arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/abc'],
  message: "the domain 'api.example.com' has a certificate of a private authority, which API Gateway takes for no public domain",
  unknown: [UNKNOWN],
});

describeRule('domain-cert-private-ca', {
  template: (kind: 'public' | 'private' | 'mutual TLS') => ({
    ...kind === 'private' ? privateDomain({ CertificateArn: { Ref: 'Certificate' } })
      : restDomain({ RegionalCertificateArn: { Ref: 'Certificate' }, MutualTlsAuthentication: kind === 'mutual TLS' ? mutualTls : undefined }),
    ...certificate({ CertificateAuthorityArn: 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/abc' }),
  }),
  passes: ['private', 'mutual TLS'],
  fails: ['public'],
  message: "the domain 'api.example.com' has a certificate of a private authority, which API Gateway takes for no public domain",
  unknown: 'the authority is literal here',
}, 'where a private one may be');

describeRule('wildcard-cert-depth', {
  template: (name) => ({ ...restDomain({ DomainName: 'a.api.example.com', RegionalCertificateArn: { Ref: 'Certificate' } }), ...certificate({ DomainName: name }) }),
  passes: ['a.api.example.com', '*.api.example.com', 'A.API.example.com'],
  fails: ['*.example.com', 'api.example.com', 'example.com'],
  message: (name) => `the domain 'a.api.example.com' is not among the names of its certificate: '${String(name)}'`,
  unknown: [UNKNOWN, { 'Fn::Sub': '*.${Unknown}' }],
});

describeRule('wildcard-cert-depth', {
  template: ([domainName, ...names]: Json[]) => ({
    ...v2Domain({ CertificateArn: { Ref: 'Certificate' } }, { DomainName: domainName }),
    ...certificate({ DomainName: 'example.com', SubjectAlternativeNames: names }),
  }),
  passes: [['*.example.com', '*.example.com'], [{ 'Fn::Sub': 'api.${Unknown}' }, { 'Fn::Sub': '*.${Unknown}' }], ['api.example.org', 'www.example.org', 'api.example.org']],
  fails: [['*.example.com', 'api.example.com']],
  message: "the domain '*.example.com' is not among the names of its certificate: 'example.com', 'api.example.com'",
  unknown: [[{ 'Fn::Sub': 'api.${Unknown}' }, 'api.example.com']],
}, 'with alternative names');

describeRule('wildcard-cert-depth', {
  template: ([domainName, name]: Json[]) => ({
    ...restDomain({ DomainName: domainName, RegionalCertificateArn: { Ref: 'Certificate' } }), ...certificate({ DomainName: name }),
  }),
  passes: [[UNKNOWN, UNKNOWN]],
  fails: [['api.example.com', 'www.example.com']],
  message: "the domain 'api.example.com' is not among the names of its certificate: 'www.example.com'",
  unknown: [[UNKNOWN, 'www.example.com']],
}, 'by one parameter');

describeRule('mtls-ownership-cert', {
  template: (arn) => ({
    ...restDomain({ RegionalCertificateArn: { Ref: 'Certificate' }, MutualTlsAuthentication: mutualTls, OwnershipVerificationCertificateArn: arn }),
    ...certificate({ CertificateAuthorityArn: 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/abc' }),
  }),
  passes: [inAcm('eu-west-1')],
  fails: [undefined],
  message: "the domain 'api.example.com' asks for client certificates and has its own from a private authority, without OwnershipVerificationCertificateArn",
  unknown: [{ 'Fn::If': ['IsOwned', 'arn:aws:acm:eu-west-1:111122223333:certificate/def', { Ref: 'AWS::NoValue' }] }],
});

describeRule('mtls-ownership-cert', {
  template: (authority) => ({
    ...v2Domain({ CertificateArn: { Ref: 'Certificate' } }, { MutualTlsAuthentication: mutualTls }), ...certificate({ CertificateAuthorityArn: authority }),
  }),
  passes: [undefined],
  fails: ['arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/abc'],
  message: "the domain 'api.example.com' asks for client certificates and has its own from a private authority, without OwnershipVerificationCertificateArn",
  unknown: 'the ownership certificate is not there',
}, 'a public certificate needs none');
