import {
  Duration, Token,
  aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_route53_targets as targets, aws_s3 as s3, aws_secretsmanager as secretsmanager,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CloudFrontCache } from './cloud-front-cache';
import { cloudFrontLogBucket } from './cloud-front-log';
import { CloudFrontOptions } from './cloud-front-options';
import { cloudFrontTimeout } from './cloud-front-timeout';
import { bindCloudFrontWebAcl } from './cloud-front-web-acl';
import { addAliasRecords } from './domain-address';
import { BoundOriginLock } from './origin-lock';
import { WebAcl } from '../access/web-acl';
import { BoundRoute } from '../bound-route';
import { acknowledgeOptOut } from '../opt-out';
import { RuleIds } from '../rule-ids';

interface ApiCloudFrontProps {
  readonly options: CloudFrontOptions;
  /** By which callers reach the API: `https`, or `wss`. */
  readonly scheme: string;
  /** The name under which the API answers. */
  readonly originDomainName: string;
  /** Where the API begins under that name, with a slash before it; undefined for the root. */
  readonly originPath?: string;
  /** How long the API may take; undefined for what every API may. */
  readonly longestCall?: Duration;
  readonly lock: BoundOriginLock;
  readonly cors: boolean;
  /** The API's routes at synthesis, each with its own authorizer. */
  readonly routes: () => BoundRoute[];
}

/** Those of the API's errors that CloudFront would keep by itself, for ten seconds. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html */
const KEPT_ERRORS = [404, 405, 414, 500, 501, 502, 503, 504];

/**
 * CloudFront in front of an API, with AWS WAF; made by the API, by its prop `cloudFront`.
 */
export class ApiCloudFront extends Construct {
  /**
   * Made last of all that an API makes: what stands in another stack would outlive an API that fails to be made.
   *
   * @internal
   */
  public static _of(scope: Construct, id: string, props: ApiCloudFrontProps): ApiCloudFront {
    return new ApiCloudFront(scope, id, props);
  }

  /**
   * The distribution.
   */
  public readonly distribution: cloudfront.Distribution;

  /**
   * Where callers find the API, with a slash at its end: the first of `domainNames`, or the name that CloudFront gives. It begins with `wss://` for a WebSocket API.
   *
   * The name that CloudFront gives depends on the distribution, and so on the API: a function that answers a route cannot hold it. A name of your own can be held by everybody.
   */
  public readonly url: string;

  /**
   * The bucket with the access log.
   */
  public readonly accessLogBucket: s3.IBucket;

  /**
   * What CloudFront sends to the API to prove that a request came through it.
   *
   * @default - none; the origin lock is no secret header
   */
  public readonly originSecret?: secretsmanager.ISecret;

  /**
   * The ARN of the web ACL.
   *
   * @default - none, for the reason that `WebAcl.none` was given
   */
  public readonly webAclArn?: string;

  private constructor(scope: Construct, id: string, props: ApiCloudFrontProps) {
    super(scope, id);
    const { options, lock, scheme } = props;
    const { webAcl = defaultWebAcl(props), domainNames = [] } = options;
    this.originSecret = lock.secret?.secret;
    this.accessLogBucket = options.accessLog?.bucket ?? cloudFrontLogBucket(this);
    this.distribution = this.distribute(props);
    if (lock.clientCertificate) this.show(lock.clientCertificate.certificateArn);
    this.addRecords(options);
    this.url = `${scheme}://${domainNames[0] ?? this.distribution.distributionDomainName}/`;
    this.acknowledge(scope, props);

    this.webAclArn = bindCloudFrontWebAcl(this, webAcl);
    if (this.webAclArn !== undefined) this.distribution.attachWebAclId(this.webAclArn);
    lock.secret?.rotateIn(this.distribution, { accessLogBucket: this.accessLogBucket, webAclArn: this.webAclArn });
  }

  private distribute(props: ApiCloudFrontProps): cloudfront.Distribution {
    const { options, lock } = props;
    const { behaviors = {}, accessLog } = options;
    const shared = {
      origin: new origins.HttpOrigin(props.originDomainName, {
        originPath: props.originPath,
        customHeaders: lock.secret?.customHeaders,
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
        readTimeout: cloudFrontTimeout(props.longestCall),
      }),
      // A connection begins with a GET. Nothing else is there for clients: what posts to connections goes around CloudFront.
      allowedMethods: isWebSocket(props) ? cloudfront.AllowedMethods.ALLOW_GET_HEAD : cloudfront.AllowedMethods.ALLOW_ALL,
      // A redirect would come when the token has been sent in clear already, and nobody would notice.
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      // API Gateway finds the API by the name in Host, which is not the one that the caller used. WebSockets need the Sec-WebSocket-... of the others.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      // No page is made of what a handshake answers.
      responseHeadersPolicy: options.responseHeaders ?? (isWebSocket(props) ? undefined : cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS),
    };
    const cache = new CloudFrontCache(this, 'Cache', { behaviors, cors: props.cors, routes: props.routes });
    const patterns = Object.keys(behaviors);
    return new cloudfront.Distribution(this, 'Distribution', {
      comment: this.node.path.slice(0, 128),
      defaultBehavior: { ...shared, cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED },
      additionalBehaviors: Object.fromEntries(patterns.map((pattern) => [pattern, { ...shared, cachePolicy: cache.policyOf(pattern) }])),
      domainNames: options.domainNames,
      certificate: options.certificate,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      // One caller's error is not another's, and an error of this moment is not one of the next.
      errorResponses: KEPT_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      logBucket: this.accessLogBucket,
      logFilePrefix: accessLog?.prefix,
      priceClass: options.priceClass,
      geoRestriction: options.geoRestriction,
    });
  }

  /** The L2 has no word for it. */
  private show(clientCertificateArn: string): void {
    const resource = this.distribution.node.defaultChild as cloudfront.CfnDistribution;
    resource.addPropertyOverride('DistributionConfig.Origins.0.CustomOriginConfig.OriginMtlsConfig', { ClientCertificateArn: clientCertificateArn });
  }

  private addRecords({ domainNames = [], certificate, hostedZone }: CloudFrontOptions): void {
    if (!certificate || !hostedZone) return;
    domainNames.forEach((domainName, index) => {
      const home = new Construct(this, Token.isUnresolved(domainName) ? `Name${index + 1}` : domainName);
      addAliasRecords(home, { domainName, certificate, hostedZone }, new targets.CloudFrontTarget(this.distribution));
    });
  }

  private acknowledge(api: Construct, { options, lock }: ApiCloudFrontProps): void {
    if (lock.optOutReason !== undefined) acknowledgeOptOut(api, RuleIds.CLOUDFRONT_ORIGIN_UNVERIFIED, lock.optOutReason);
    const withoutWebAcl = options.webAcl?.optOutReason;
    if (withoutWebAcl !== undefined) acknowledgeOptOut(api, RuleIds.HTTP_PUBLIC_WITHOUT_CLOUDFRONT_WAF, withoutWebAcl);
    for (const [pattern, { sharedAcrossCallers }] of Object.entries(options.behaviors ?? {})) {
      if (sharedAcrossCallers !== undefined) acknowledgeOptOut(api, RuleIds.CLOUDFRONT_CACHES_AUTHORIZED, sharedAcrossCallers, pattern);
    }
  }
}

function isWebSocket({ scheme }: ApiCloudFrontProps): boolean {
  return scheme === 'wss';
}

/** The query string of a handshake is where a token may be. */
function defaultWebAcl(props: ApiCloudFrontProps): WebAcl {
  return isWebSocket(props) ? WebAcl.managed({ log: { redactQueryString: true } }) : WebAcl.managed();
}
