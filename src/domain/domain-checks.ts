import {
  Annotations, Stack, Stage, Token,
  aws_apigateway as apigateway, aws_certificatemanager as acm, aws_route53 as route53,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiDomainOptions } from './api-domain-options';
import { DomainTlsPolicy } from './domain-tls-policy';
import { isDomainName } from './shared-domain';
import { checkSharedDomain } from './shared-domain-checks';
import { ApiType } from '../api-type';
import { givenValue } from '../given-value';
import { isRecord } from '../intrinsic';
import { checkIpAddressType } from '../ip-address-type';
import { Limits } from '../limits';
import { requireReason } from '../opt-out';
import { isYetUnknown } from '../yet-unknown';

/** CloudFront, which serves edge-optimized domains, reads its certificates from here. */
const EDGE_CERTIFICATE_REGION = 'us-east-1';

/** @see https://datatracker.ietf.org/doc/html/rfc1035#section-2.3.4 */
const DOMAIN_NAME_LENGTH = 253;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html */
const BASE_PATH = /^[A-Za-z0-9$\-_.+!*'()/]+$/;

/**
 * Checks a domain's options before anything is created. What is only known at deploy time passes.
 *
 * @param scope says in which region the API is, and carries the warnings
 * @param edge whether the API's endpoint is edge-optimized, which only a REST API's can be
 * @throws when API Gateway could not make the domain, or when it would not protect what it seems to
 */
export function checkApiDomain(scope: IConstruct, options: ApiDomainOptions, edge = false, apiType = ApiType.REST): void {
  checkKinds(options);
  const { existing } = options;
  checkDomainName(options.domainName);
  checkTlsPolicy(options.tlsPolicy, edge, apiType);
  if (existing) {
    checkSharedDomain(existing, options, { scope, apiType, edge });
  } else {
    checkDomainIsNew(scope, options.domainName, apiType);
    if (options.hostedZone) checkHostedZone(options.domainName, options.hostedZone);
    checkCertificate(scope, options, edge, apiType);
  }
  if (options.basePath !== undefined) checkBasePath(options.basePath, existing?._isEdge(edge) ?? edge);
  checkIpAddressType(`ipAddressType of domain '${options.domainName}'`, options.ipAddressType);
  checkDefaultEndpoint(options);
  checkMutualTls(options, edge);
  warnAboutTruststore(scope, options);
}

/** Whether a base path needs the newer kind of mapping. A token cannot be looked into; the newer kind takes every path. */
export function hasSeveralSegments(basePath: string | undefined, edge: boolean): boolean {
  if (basePath === undefined) return false;
  return Token.isUnresolved(basePath) ? !edge : basePath.includes('/');
}

/** What a compiler would have refused. */
function checkKinds(options: ApiDomainOptions): void {
  if (!isRecord(options)) {
    throw new Error(`domain was given ${givenValue(options)}, which is no more than a name at best; write domain: { domainName: ${typeof options === 'string' ? givenValue(options) : '\'api.example.com\''}, certificate }`);
  }
  const { domainName, certificate, basePath, hostedZone, mutualTls } = options;
  if (typeof domainName !== 'string') throw new Error(`domain was given the domainName ${givenValue(domainName)}, which is no name; write domainName: 'api.example.com'`);
  const of = `of domain '${domainName}' was given`;
  if (typeof certificate === 'string') {
    throw new Error(`certificate ${of} ${givenValue(certificate)}, which is a text; write certificate: Certificate.fromCertificateArn(this, 'Certificate', '<arn>')`);
  }
  if (typeof hostedZone === 'string') {
    throw new Error(`hostedZone ${of} ${givenValue(hostedZone)}, which is a text; write hostedZone: HostedZone.fromLookup(this, 'Zone', { domainName: '<zone>' })`);
  }
  if (basePath !== undefined && typeof basePath !== 'string') throw new Error(`basePath ${of} ${givenValue(basePath)}, which is no text; write basePath: 'v1', or leave it out`);
  if (mutualTls !== undefined && (!isRecord(mutualTls) || typeof mutualTls.key !== 'string' || !isRecord(mutualTls.truststore))) {
    throw new Error(`mutualTls ${of} ${givenValue(mutualTls)}, which does not say whose certificates count; write mutualTls: { truststore: bucket, key: 'truststore.pem' }, or leave it out`);
  }
}

function checkDomainName(domainName: string): void {
  if (isYetUnknown(domainName)) return;
  const invalid = (why: string, write: string) => new Error(`domain name '${domainName}' ${why}; write ${write}`);
  if (/[A-Z]/.test(domainName)) throw invalid('has upper-case letters, which API Gateway refuses', `'${domainName.toLowerCase()}'`);
  if (domainName.includes('://') || domainName.includes('/')) throw invalid('is an address, not a name', 'the name alone, as \'api.example.com\', and the path as basePath');
  if (domainName.endsWith('.')) throw invalid('ends in a dot', `'${domainName.replace(/\.+$/, '')}'`);
  if (domainName.length > DOMAIN_NAME_LENGTH) throw invalid(`is longer than ${DOMAIN_NAME_LENGTH} characters, the most that DNS knows`, 'a shorter one');
  const labels = domainName.split('.');
  const named = labels[0] === '*' ? labels.slice(1) : labels;
  if (named.length < 2 || !named.every((label) => LABEL.test(label))) {
    throw invalid('is no domain name: labels of letters, digits and inner hyphens, with dots between, and \'*\' only as the first',
      'one as \'api.example.com\' or \'*.example.com\'');
  }
}

/** REST, HTTP and WebSocket APIs share one kind of domain name. One that depends on a condition may never be made. */
function checkDomainIsNew(scope: IConstruct, domainName: string, apiType: ApiType): void {
  if (isYetUnknown(domainName)) return;
  const first = scope.node.root.node.findAll().filter(isDomainName)
    .find((construct) => construct.domainName === domainName && construct.cfnOptions.condition === undefined && isBeside(construct, scope));
  if (!first) return;
  const factory = apiType === ApiType.WEBSOCKET ? 'webSocket' : apigateway.CfnDomainName.isCfnDomainName(first) ? 'rest' : 'http';
  throw new Error(`domain name '${domainName}' is made by '${first.node.path}' already, and API Gateway makes a name once; `
    + `put this API beside it with existing: SharedDomain.${factory}(...) and a basePath of its own, or give it another domain name`);
}

/**
 * A name is of one account and region, and another stage of the app is another deployment.
 *
 * Stacks that leave their environment to the deployment are deployed to the same one, as the CDK sees it.
 */
function isBeside(one: IConstruct, other: IConstruct): boolean {
  return Stage.of(one) === Stage.of(other) && Stack.of(one).environment === Stack.of(other).environment;
}

function checkHostedZone(domainName: string, hostedZone: route53.IHostedZone): void {
  const zoneName = nameOf(hostedZone);
  if (zoneName === undefined || isYetUnknown(zoneName) || isYetUnknown(domainName)) return;
  const zone = zoneName.toLowerCase().replace(/\.$/, '');
  if (domainName === zone || domainName.endsWith(`.${zone}`)) return;
  throw new Error(`domain name '${domainName}' is outside of the hosted zone '${zone}', which cannot hold its records; `
    + `pass the zone of '${domainName.split('.').slice(-2).join('.')}', or leave hostedZone out and make the records where the zone is`);
}

/** A zone that was imported by its id alone throws when asked for its name; nothing here needs the name. */
function nameOf(hostedZone: route53.IHostedZone): string | undefined {
  try {
    return hostedZone.zoneName;
  } catch {
    return undefined;
  }
}

function checkCertificate(scope: IConstruct, options: ApiDomainOptions, edge: boolean, apiType: ApiType): void {
  const { certificate } = options;
  if (certificate?.certificateArn === undefined) {
    throw new Error(`domain '${options.domainName}' has no certificate, with which it would prove its name to clients; write certificate: new acm.Certificate(...), or one by Certificate.fromCertificateArn, or existing: SharedDomain.${apiType === ApiType.WEBSOCKET ? 'webSocket' : 'rest'}(...) where the domain is made already`);
  }
  const arn = certificate.certificateArn;
  if (!isYetUnknown(arn) && arn.split(':')[2] !== 'acm') {
    throw new Error(`the certificate of domain '${options.domainName}' is '${arn}', which is no certificate of ACM, and API Gateway reads no other; import it into ACM and write the ARN that it has there`);
  }
  const found = certificateRegion(certificate);
  const needed = edge ? EDGE_CERTIFICATE_REGION : Stack.of(scope).region;
  if (found === undefined || Token.isUnresolved(found) || Token.isUnresolved(needed) || found === needed) return;
  throw new Error(`the certificate of domain '${options.domainName}' is in ${found}, where ${edge
    ? `an edge-optimized domain cannot use it; make one in ${needed}`
    : `a Regional domain in ${needed} cannot use it; make one in ${needed}`}, in a stack of that region, or import its ARN`);
}

/** From the ARN when it is written out, else from the stack that makes the certificate. Other constructs may make theirs anywhere. */
function certificateRegion(certificate: acm.ICertificate): string | undefined {
  if (!isYetUnknown(certificate.certificateArn)) return certificate.certificateArn.split(':')[3];
  const resource = certificate.node.defaultChild;
  return resource && acm.CfnCertificate.isCfnCertificate(resource) ? Stack.of(resource).region : undefined;
}

function checkBasePath(basePath: string, edge: boolean): void {
  if (Token.isUnresolved(basePath)) return;
  const invalid = (why: string, write: string) => new Error(`base path '${basePath}' ${why}; ${write}`);
  if (basePath === '' || basePath === '(none)') throw invalid('names no path', 'leave basePath out to have the API at the root of the domain name');
  const trimmed = basePath.replace(/\/{2,}/g, '/').replace(/^\/|\/$/g, '');
  if (trimmed !== basePath) {
    throw invalid('has a slash at its start or end, or two in a row', trimmed === '' ? 'leave basePath out to have the API at the root' : `write '${trimmed}'`);
  }
  if (!BASE_PATH.test(basePath)) throw invalid('has other characters than API Gateway takes', 'write letters, digits and $ - _ . + ! * \' ( ) alone, and / between segments');
  if (basePath.length > Limits.BASE_PATH_LENGTH) {
    throw invalid(`has ${basePath.length} characters, and API Gateway takes ${Limits.BASE_PATH_LENGTH}`, 'write a shorter one');
  }
  if (edge && basePath.includes('/')) {
    throw invalid('has several segments, which an edge-optimized domain cannot map', `write one segment, as '${basePath.split('/')[0]}', or make the API Regional`);
  }
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html */
function checkTlsPolicy(policy: DomainTlsPolicy = DomainTlsPolicy.TLS_1_2, edge: boolean, apiType: ApiType): void {
  if (typeof policy.policyName !== 'string') {
    throw new Error(`tlsPolicy '${String(policy)}' is no DomainTlsPolicy, so what it asks of clients is not known; write DomainTlsPolicy.TLS_1_2, or another of that class`);
  }
  if (policy._enhanced && apiType !== ApiType.REST) {
    throw new Error(`TLS policy '${policy.policyName}' exists for REST APIs alone, and the domain of ${apiType === ApiType.HTTP ? 'an HTTP' : 'a WebSocket'} API takes 'TLS_1_2' only; `
      + 'leave tlsPolicy out, or write DomainTlsPolicy.TLS_1_2');
  }
  if (policy._edgeOnly === true && !edge) {
    throw new Error(`TLS policy '${policy.policyName}' exists on edge-optimized domains only, and this one is Regional; write DomainTlsPolicy.TLS13_1_3_2025_09 or another without '_EDGE'`);
  }
  if (policy._edgeOnly === false && edge) {
    throw new Error(`TLS policy '${policy.policyName}' does not exist on edge-optimized domains; write DomainTlsPolicy.TLS13_2025_EDGE or TLS12_PFS_2025_EDGE`);
  }
}

function checkDefaultEndpoint(options: ApiDomainOptions): void {
  const reason = options.keepDefaultEndpoint;
  if (reason === undefined) return;
  requireReason('keepDefaultEndpoint', reason);
  if (options.mutualTls) {
    throw new Error(`keepDefaultEndpoint '${reason}' cannot go with mutualTls: the default endpoint asks nobody for a client certificate, so it is a way around; leave keepDefaultEndpoint out`);
  }
}

function checkMutualTls({ mutualTls, tlsPolicy, domainName }: ApiDomainOptions, edge: boolean): void {
  if (!mutualTls) return;
  if (edge) throw new Error(`mutualTls of domain '${domainName}' cannot work on an edge-optimized API, where CloudFront ends the client's connection; make the API Regional`);
  if (tlsPolicy?._enhanced) {
    throw new Error(`TLS policy '${tlsPolicy.policyName}' cannot go with mutualTls, which API Gateway offers with its legacy policies alone; write tlsPolicy: DomainTlsPolicy.TLS_1_2`);
  }
  if (mutualTls.key.trim() === '') throw new Error(`the truststore of domain '${domainName}' has the key '${mutualTls.key}', which names no object; write the object's key, as 'truststore.pem'`);
  if (mutualTls.key.startsWith('s3://')) {
    throw new Error(`the truststore of domain '${domainName}' has the key '${mutualTls.key}', which is an address, and the bucket is written as truststore already; `
      + `write the object's key alone, as '${mutualTls.key.replace(/^s3:\/\/[^/]*\/?/, '') || 'truststore.pem'}'`);
  }
  if (mutualTls.version?.trim() === '') throw new Error(`the truststore of domain '${domainName}' has the version '${mutualTls.version}', which names none; write the object's version id, or leave version out`);
}

function warnAboutTruststore(scope: IConstruct, { mutualTls, domainName }: ApiDomainOptions): void {
  if (!mutualTls || mutualTls.version !== undefined) return;
  Annotations.of(scope).addWarningV2('cdk-gatehouse:truststoreVersionMissing',
    `the truststore of domain '${domainName}' has no version, so nobody can tell which certificates are trusted, nor go back to the ones before; `
    + 'keep versions in the bucket and write mutualTls.version');
}
