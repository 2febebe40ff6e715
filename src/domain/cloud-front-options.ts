import { Duration, aws_certificatemanager as acm, aws_cloudfront as cloudfront, aws_route53 as route53, aws_s3 as s3 } from 'aws-cdk-lib';
import { OriginLock } from './origin-lock';
import { WebAcl } from '../access/web-acl';

/**
 * CloudFront in front of an API.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Introduction.html
 */
export interface CloudFrontOptions {
  /**
   * How the API knows that a request came through CloudFront, and not around it and its web ACL.
   *
   * @default OriginLock.secretHeader()
   */
  readonly originLock?: OriginLock;

  /**
   * AWS WAF at CloudFront, with the scope CLOUDFRONT. A managed one is made in us-east-1, where such web ACLs live: beside a stack of another region
   * stands a second one, `<stack>-<region>-cloudfront`, which is deployed first. Of a WebSocket it sees the handshake alone.
   *
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html
   * @default WebAcl.managed(), which keeps the query string out of its log on a WebSocket API
   */
  readonly webAcl?: WebAcl;

  /**
   * Names of your own under which callers find the API, in lower case: `api.example.com`. Not the name of the API's own `domain`, from which CloudFront asks.
   *
   * @default - the name that CloudFront gives, `<id>.cloudfront.net`, which also takes callers with TLS 1.0
   */
  readonly domainNames?: string[];

  /**
   * The certificate for all of `domainNames`, in us-east-1.
   *
   * @default - none; required with `domainNames`
   */
  readonly certificate?: acm.ICertificate;

  /**
   * The Route 53 zone that gets the alias records (A and AAAA) of `domainNames`.
   *
   * @default - no records; point your DNS at the distribution's `distributionDomainName`
   */
  readonly hostedZone?: route53.IHostedZone;

  /**
   * How CloudFront treats single paths, by path pattern: `/catalog/*`, with `*` for any characters and `?` for one. The first one that fits a request counts.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html
   * @default - no answer is kept on any path; a WebSocket API has none to keep
   */
  readonly behaviors?: { [pathPattern: string]: CloudFrontBehavior };

  /**
   * Headers that CloudFront adds to answers.
   *
   * @default - the managed policy SecurityHeadersPolicy, which touches no header of CORS; none on a WebSocket API
   */
  readonly responseHeaders?: cloudfront.IResponseHeadersPolicy;

  /**
   * Where the access log goes.
   *
   * @default - to a bucket of its own, encrypted and retained, where a line stays for 90 days; an error in a region to whose buckets CloudFront delivers no log
   */
  readonly accessLog?: CloudFrontAccessLogOptions;

  /**
   * In which parts of the world CloudFront answers.
   *
   * @default - in all of them
   */
  readonly priceClass?: cloudfront.PriceClass;

  /**
   * From which countries callers may come.
   *
   * @default - from all
   */
  readonly geoRestriction?: cloudfront.GeoRestriction;
}

/**
 * How CloudFront treats the paths of one pattern.
 *
 * What CloudFront keeps it gives away without asking the API: no authorizer sees the request, and a token that has expired since still counts.
 */
export interface CloudFrontBehavior {
  /**
   * How long CloudFront keeps answers to GET and HEAD: whole seconds, up to 365 days. An answer that says less in its `Cache-Control` is kept for less.
   *
   * @default - not at all
   */
  readonly ttl?: Duration;

  /**
   * Headers on which the answers depend, besides `Origin` on an API with CORS. Answers are kept apart by them, and by nothing else than these and what is said here of query string and caller:
   * an answer that depends on another header or on a cookie would be given to the wrong caller.
   *
   * @default - none
   */
  readonly keyHeaders?: string[];

  /**
   * Parameters of the query string on which the answers depend.
   *
   * @default - all
   */
  readonly keyQueryStrings?: string[];

  /**
   * Whether each caller has answers of his own: what tells callers apart, such as the header with the token, keeps answers apart as well.
   *
   * @default false
   */
  readonly perCaller?: boolean;

  /**
   * Why all callers may have the same answers, on paths whose routes ask who calls: whoever knows the address then gets them, with a token or without.
   *
   * The reason is kept, as the acknowledgement of the rule `cloudfront-caches-authorized`.
   *
   * @default - that is an error
   */
  readonly sharedAcrossCallers?: string;
}

/**
 * Where CloudFront writes its access log.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
export interface CloudFrontAccessLogOptions {
  /**
   * The bucket. It must have access control lists (`objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED`), by which CloudFront writes,
   * and be in a region that needs no opting in. Import one of another region with its `region`.
   *
   * @default - a bucket for this API
   */
  readonly bucket?: s3.IBucket;

  /**
   * What the names of the files begin with.
   *
   * @default - nothing
   */
  readonly prefix?: string;
}
