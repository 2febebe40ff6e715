import { Duration, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiDomainOptions } from './api-domain-options';
import { checkCloudFrontLog } from './cloud-front-log';
import { CloudFrontBehavior, CloudFrontOptions } from './cloud-front-options';
import { checkCloudFrontTimeout } from './cloud-front-timeout';
import { checkCloudFrontWebAcl } from './cloud-front-web-acl';
import { isWildcard } from './domain-address';
import { checkApiDomain } from './domain-checks';
import { OriginLock, checkEdgeRegion } from './origin-lock';
import { WebAcl } from '../access/web-acl';
import { ApiType } from '../api-type';
import { isHeaderName } from '../header-name';
import { requireReason } from '../opt-out';

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html */
const PATH_PATTERN = /^[A-Za-z0-9_\-.*$/~"'@:+?&]{1,255}$/;
const TTL_MAX_SECONDS = 31_536_000;

/** Where CloudFront asks. */
interface Origin {
  readonly domain?: ApiDomainOptions;
  /** The API's type; undefined for one that answers requests. */
  readonly apiType?: ApiType;
  /** Whether the API's endpoint is edge-optimized. */
  readonly edge: boolean;
  /** How long the API may take; undefined for what every API may. */
  readonly longestCall?: Duration;
}

/**
 * Checks what CloudFront is to do before anything is created. What is only known at deploy time passes.
 *
 * @throws when CloudFront could not do it, or when it would not protect what it seems to
 */
export function checkCloudFront(scope: Construct, options: CloudFrontOptions, { domain, apiType, edge, longestCall }: Origin): void {
  if (edge) {
    throw new Error('cloudFront was given with endpointType EDGE, behind which stands a distribution of API Gateway\'s own already, so each request would go through two; leave endpointType out');
  }
  if (domain && isWildcard(domain)) {
    throw new Error(`the API's domain is '${domain.domainName}', a name for many, and CloudFront needs one that it can ask; give the API's domain a name of its own, as '${domain.domainName.replace('*', 'origin')}'`);
  }
  checkNames(scope, options, domain);
  for (const [pattern, behavior] of Object.entries(options.behaviors ?? {})) checkBehavior(pattern, behavior);
  checkCloudFrontLog(scope, options.accessLog);
  checkCloudFrontTimeout(longestCall);
  (options.originLock ?? OriginLock.secretHeader())._checkDomain(domain, apiType);
  checkCloudFrontWebAcl(scope, options.webAcl ?? WebAcl.managed());
}

function checkNames(scope: Construct, { domainNames, certificate, hostedZone }: CloudFrontOptions, domain?: ApiDomainOptions): void {
  if (domainNames === undefined || (!Token.isUnresolved(domainNames) && domainNames.length === 0)) {
    if (certificate === undefined && hostedZone === undefined) return;
    throw new Error(`cloudFront was given a ${certificate ? 'certificate' : 'hostedZone'} without domainNames, for which it would be; write domainNames: ['api.example.com'], or leave it out`);
  }
  if (Token.isUnresolved(domainNames)) throw new Error('cloudFront.domainNames is only known at deploy time, and each name gets records of its own; write the list out, with a token for each name where needed');
  if (certificate === undefined) {
    throw new Error(`cloudFront was given the domainNames '${domainNames.join('\', \'')}' without a certificate, with which CloudFront would prove them to callers; write certificate, in us-east-1`);
  }
  checkEdgeRegion('the certificate of cloudFront.domainNames', certificate);
  domainNames.forEach((domainName, index) => {
    if (domainNames.indexOf(domainName) !== index) throw new Error(`cloudFront.domainNames has '${domainName}' twice; write each name once`);
    if (domainName === domain?.domainName) {
      throw new Error(`cloudFront.domainNames has '${domainName}', which is the name of the API's own domain, so CloudFront would ask itself; give the API's domain another name, as 'origin.${domainName}'`);
    }
    checkApiDomain(scope, { domainName, certificate, hostedZone }, true);
  });
}

function checkBehavior(pattern: string, behavior: CloudFrontBehavior): void {
  const { ttl, perCaller, sharedAcrossCallers } = behavior;
  const name = `cloudFront.behaviors['${pattern}']`;
  if (Token.isUnresolved(pattern)) throw new Error('a path pattern of cloudFront.behaviors is only known at deploy time, so nobody could say which routes it is for; write it out');
  if (!PATH_PATTERN.test(pattern)) {
    throw new Error(`${name} has a path pattern that CloudFront refuses; write up to 255 letters, digits and _-.*$/~"'@:+?& (no braces, no query string), as '/orders/*'`);
  }
  if (pattern === '*') throw new Error(`${name} is for every path, and CloudFront has that pattern by itself; write '/*'`);
  checkKeys(name, behavior);
  if (sharedAcrossCallers !== undefined) requireReason(`${name}.sharedAcrossCallers`, sharedAcrossCallers);
  if (perCaller && sharedAcrossCallers !== undefined) throw new Error(`${name} is both perCaller and sharedAcrossCallers; write the one that is meant`);
  if (ttl === undefined) {
    const useless = (['keyHeaders', 'keyQueryStrings', 'perCaller', 'sharedAcrossCallers'] as const).find((member) => behavior[member] !== undefined);
    if (useless) throw new Error(`${name} has ${useless}, but no ttl, so no answer is kept; write ttl: Duration.seconds(60), or leave ${useless} out`);
    return;
  }
  if (ttl.isUnresolved()) {
    // Throws for a unit that cannot be converted at deploy time: here, and before anything exists.
    ttl.toSeconds();
    return;
  }
  const seconds = ttl.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > TTL_MAX_SECONDS) {
    throw new Error(`${name} keeps answers for ${seconds} seconds, which cannot be; write whole seconds from 1 to ${TTL_MAX_SECONDS} (365 days), or leave ttl out`);
  }
}

function checkKeys(name: string, { keyHeaders = [], keyQueryStrings = [] }: CloudFrontBehavior): void {
  for (const [member, list] of Object.entries({ keyHeaders, keyQueryStrings })) {
    if (!Token.isUnresolved(list) && !list.some((one) => Token.isUnresolved(one))) continue;
    throw new Error(`${name}.${member} holds a value that is only known at deploy time, and what keeps answers apart has to be seen; write it out`);
  }
  for (const header of keyHeaders) {
    if (!isHeaderName(header)) throw new Error(`${name}.keyHeaders has '${header}', which is no name of a header; write one as 'Accept-Language'`);
    if (header.toLowerCase() === 'host') {
      throw new Error(`${name}.keyHeaders has '${header}', which CloudFront would then pass on, and API Gateway answers no request for CloudFront's name; leave it out`);
    }
  }
}
