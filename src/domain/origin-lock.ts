import { Duration, Token, aws_certificatemanager as acm } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiDomainOptions } from './api-domain-options';
import { OriginSecret } from './origin-secret';
import { ApiType } from '../api-type';
import { isHeaderName } from '../header-name';
import { requireReason } from '../opt-out';
import { isYetUnknown } from '../yet-unknown';

/**
 * The header by which an API knows CloudFront.
 */
export interface OriginSecretHeaderOptions {
  /**
   * The header's name. CloudFront overwrites what a caller sends under it. A change of the name cuts callers off for some minutes, until CloudFront sends it everywhere.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
   * @default 'X-Origin-Verify'
   */
  readonly headerName?: string;

  /**
   * How often the header gets another value: 4 hours to 999 days, in whole hours. Meanwhile the API accepts the old and the new one, so no request is refused.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
   * @default - 30 days
   */
  readonly rotateEvery?: Duration;

  /**
   * Where the Lambda authorizers of your own check the header, with the value of `api.cloudFront.originSecret`: a route has one authorizer, and what a function of yours
   * answers cannot be wrapped.
   *
   * @default - routes with such an authorizer are refused
   */
  readonly checkedByOwnAuthorizers?: string;
}

/**
 * How an API knows that a request came through its CloudFront distribution.
 *
 * Without it whoever finds the API's own address walks around CloudFront and its web ACL.
 */
export abstract class OriginLock {
  /**
   * A header with a secret value, made and rotated by Secrets Manager, which CloudFront sends and a Lambda authorizer compares.
   *
   * The authorizer takes the place of each route's own, because a route has one: on an open route it compares the header alone, and on a route with a JSON web token
   * (`Authorizer.jwt`, `Authorizer.userPool` with clients) it verifies the token as well. A route with `Authorizer.iam` or a Lambda authorizer is refused.
   * On a WebSocket API the header is compared when a client connects.
   *
   * @throws when CloudFront could not send the header, or Secrets Manager not rotate its value so often
   */
  public static secretHeader(options: OriginSecretHeaderOptions = {}): OriginLock {
    return new SecretHeaderLock(options);
  }

  /**
   * A client certificate, which CloudFront shows to the API's own domain. The API needs `domain` with `mutualTls`, or an existing domain that has it, whose truststore
   * holds the authority of the certificate; every authorizer goes with it. WebSocket APIs have no such domain.
   *
   * @param clientCertificate the certificate with its private key in ACM, in us-east-1
   * @throws when the certificate is known to be in another region
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-enable-mtls-distributions.html
   */
  public static mutualTls(clientCertificate: acm.ICertificate): OriginLock {
    return new ClientCertificateLock(clientCertificate);
  }

  /**
   * Nothing: the API answers whoever finds its own address. The reason is kept with the API, as the acknowledgement of the rule `cloudfront-origin-unverified`.
   *
   * @param reason why requests may come around CloudFront
   * @throws when the reason is empty
   */
  public static none(reason: string): OriginLock {
    return new NoLock(requireReason('OriginLock.none()', reason));
  }

  /**
   * The header whose value is secret, which must stand in no log; undefined where there is none.
   *
   * @internal
   */
  public readonly _secretHeader?: string;

  protected constructor() {}

  /**
   * @throws when the API has no door for this lock
   * @internal
   */
  public abstract _checkDomain(domain: ApiDomainOptions | undefined, apiType: ApiType | undefined): void;

  /**
   * Makes what is needed before the API's first route.
   *
   * @internal
   */
  public abstract _bindOriginLock(api: Construct): BoundOriginLock;
}

/**
 * The lock of one API.
 */
export interface BoundOriginLock {
  /** What CloudFront sends to the API; undefined where it sends nothing. */
  readonly secret?: OriginSecret;
  /** Where Lambda authorizers of the user's own check the header. */
  readonly checkedByOwnAuthorizers?: string;
  /** What CloudFront shows to the API; undefined where it shows nothing. */
  readonly clientCertificate?: acm.ICertificate;
  /** Why there is no lock. */
  readonly optOutReason?: string;
}

/** CloudFront's own, besides all that begin with `X-Amz-` and `X-Edge-`; and `Authorization`, which is the caller's. */
const TAKEN_HEADERS = [
  'authorization', 'cache-control', 'connection', 'content-length', 'cookie', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since',
  'max-forwards', 'pragma', 'proxy-authorization', 'proxy-connection', 'range', 'request-range', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'via', 'x-real-ip',
];

/** @see https://docs.aws.amazon.com/waf/latest/APIReference/API_FieldToProtect.html */
const LONGEST_HEADER = 64;

const [SHORTEST_HOURS, LONGEST_HOURS] = [4, 999 * 24];

class SecretHeaderLock extends OriginLock {
  public readonly _secretHeader: string;
  private readonly options: OriginSecretHeaderOptions;

  public constructor(options: OriginSecretHeaderOptions) {
    super();
    const { headerName, rotateEvery, checkedByOwnAuthorizers } = options;
    if (headerName !== undefined) checkHeader(headerName);
    if (rotateEvery !== undefined) checkRotation(rotateEvery);
    if (checkedByOwnAuthorizers !== undefined) requireReason('checkedByOwnAuthorizers', checkedByOwnAuthorizers);
    this._secretHeader = headerName ?? 'X-Origin-Verify';
    this.options = options;
  }

  public _checkDomain(domain: ApiDomainOptions | undefined): void {
    if (domain && asksForCertificate(domain)) throw new Error(nothingToShow('with a secret header', domain));
  }

  public _bindOriginLock(api: Construct): BoundOriginLock {
    const { rotateEvery = Duration.days(30), checkedByOwnAuthorizers } = this.options;
    return { secret: new OriginSecret(api, 'OriginSecret', { headerName: this._secretHeader, rotateEvery }), checkedByOwnAuthorizers };
  }
}

class ClientCertificateLock extends OriginLock {
  private readonly clientCertificate: acm.ICertificate;

  public constructor(clientCertificate: acm.ICertificate) {
    super();
    const arn = clientCertificate?.certificateArn;
    if (arn === undefined) throw new Error(`OriginLock.mutualTls() was given '${String(clientCertificate)}', which is no certificate to show; write acm.Certificate.fromCertificateArn(...)`);
    checkEdgeRegion('the client certificate of OriginLock.mutualTls()', clientCertificate);
    this.clientCertificate = clientCertificate;
  }

  public _checkDomain(domain: ApiDomainOptions | undefined, apiType: ApiType | undefined): void {
    if (apiType === ApiType.WEBSOCKET) {
      throw new Error('OriginLock.mutualTls() was given for a WebSocket API, whose domain asks nobody for a certificate; '
        + 'write originLock: OriginLock.secretHeader(), or OriginLock.none(\'<why>\')');
    }
    if (domain && asksForCertificate(domain) !== false) return;
    throw new Error(`OriginLock.mutualTls() needs a door that asks for the certificate, and ${domain ? `domain '${domain.domainName}' has no mutualTls` : 'the API has no domain'}; `
      + `write ${domain?.existing ? 'mutualTls where the domain is made' : 'domain: { ..., mutualTls: { truststore, key } } on the API'}, or originLock: OriginLock.secretHeader()`);
  }

  public _bindOriginLock(_api: Construct): BoundOriginLock {
    return { clientCertificate: this.clientCertificate };
  }
}

class NoLock extends OriginLock {
  private readonly reason: string;

  public constructor(reason: string) {
    super();
    this.reason = reason;
  }

  public _checkDomain(domain: ApiDomainOptions | undefined): void {
    if (domain && asksForCertificate(domain)) throw new Error(nothingToShow('without an origin lock', domain));
  }

  public _bindOriginLock(_api: Construct): BoundOriginLock {
    return { optOutReason: this.reason };
  }
}

/** Whether the API's domain asks for a client certificate; undefined where that is not known. */
function asksForCertificate({ existing, mutualTls }: ApiDomainOptions): boolean | undefined {
  return existing ? existing._facts.mutualTls : mutualTls !== undefined;
}

function nothingToShow(how: string, { domainName, existing }: ApiDomainOptions): string {
  return `domain '${domainName}' asks for a client certificate, and ${how} CloudFront has none to show; `
    + `write originLock: OriginLock.mutualTls(clientCertificate), or ${existing ? 'take a domain without mutualTls' : 'leave mutualTls out'}`;
}

/**
 * CloudFront reads certificates in us-east-1 alone.
 *
 * @throws when a certificate is known to be elsewhere
 */
export function checkEdgeRegion(whose: string, certificate: acm.ICertificate): void {
  const arn = certificate.certificateArn;
  const region = isYetUnknown(arn) ? certificate.env.region : arn.split(':')[3];
  if (region === undefined || Token.isUnresolved(region) || region === 'us-east-1') return;
  throw new Error(`${whose} is in ${region}, where CloudFront cannot read it; make one in us-east-1, in a stack of that region, or import its ARN`);
}

function checkHeader(name: string): void {
  const given = `OriginLock.secretHeader() was given the headerName '${Token.isUnresolved(name) ? '<token>' : name}'`;
  if (Token.isUnresolved(name) || !isHeaderName(name)) {
    throw new Error(`${given}, which is no header name that can stand in a definition: letters, digits, '-', '_' and '.' only; write it out, as 'X-Origin-Verify'`);
  }
  if (name.length > LONGEST_HEADER) throw new Error(`${given} of ${name.length} characters, and AWS WAF keeps none of more than ${LONGEST_HEADER} out of its log; write a shorter one`);
  if (TAKEN_HEADERS.includes(name.toLowerCase()) || /^x-(amz|edge)-/i.test(name)) {
    throw new Error(`${given}, which CloudFront does not add to requests or callers need themselves; write a name of its own, as 'X-Origin-Verify'`);
  }
}

function checkRotation(every: Duration): void {
  if (every.isUnresolved()) throw new Error('OriginLock.secretHeader() was given a rotateEvery that is only known at deploy time, and a schedule has to be written out; write Duration.days(30)');
  const hours = every.toHours({ integral: false });
  if (Number.isInteger(hours) && hours >= SHORTEST_HOURS && hours <= LONGEST_HOURS) return;
  throw new Error(`OriginLock.secretHeader() was given rotateEvery ${every.toHumanString()}, and Secrets Manager counts in whole hours or days, from 4 hours to 999 days; write Duration.days(30)`);
}
