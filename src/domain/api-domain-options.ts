import { aws_apigateway as apigateway, aws_certificatemanager as acm, aws_route53 as route53, aws_s3 as s3 } from 'aws-cdk-lib';
import { DomainTlsPolicy } from './domain-tls-policy';
import { SharedDomain } from './shared-domain';

/**
 * A domain name of your own for an API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
 */
export interface ApiDomainOptions {
  /**
   * The domain name, in lower case: `api.example.com`, or `*.example.com` for every name one level below.
   */
  readonly domainName: string;

  /**
   * The certificate for the domain name: in the API's own region, or in us-east-1 for an edge-optimized API. Required, but not beside `existing`.
   *
   * @default - none; the domain exists already
   */
  readonly certificate?: acm.ICertificate;

  /**
   * The domain that has the name already, under which this API gets `basePath` beside other REST and HTTP APIs: `SharedDomain.rest(orders.domainName!)`;
   * a WebSocket API beside other WebSocket APIs: `SharedDomain.webSocket(chat.domainName!)`.
   *
   * Only the mapping is made then. Certificate, records, mutual TLS and IP versions are decided where the domain is made; the API has no `domainName` of its own.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
   * @default - the domain is made for this API
   */
  readonly existing?: SharedDomain;

  /**
   * The Route 53 zone that gets the alias records (A and AAAA) of the domain name.
   *
   * @default - no records; point your DNS at the handle's `domainNameAliasDomainName`, or `regionalDomainName` for an HTTP or WebSocket API
   */
  readonly hostedZone?: route53.IHostedZone;

  /**
   * Where the API begins under the domain name, without slashes around it: `v1`, or several segments: `v1/orders`, but not on an edge-optimized API.
   *
   * API Gateway takes the base path away before it looks for a route: `GET /v1/orders` is the route `GET /orders` under the base path `v1`.
   * At most 300 characters. With several segments API Gateway passes all header names in lower case.
   * Under a WebSocket API's base path stand its `@connections` as well.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
   * @default - the API is at the root of the domain name, and gets what no base path of another API takes
   */
  readonly basePath?: string;

  /**
   * Which TLS versions and ciphers the domain accepts, and the API behind it. HTTP and WebSocket APIs have `DomainTlsPolicy.TLS_1_2` alone.
   *
   * Beside `existing` it is the API's alone. A call through a domain is encrypted by the policy of the API behind it.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
   * @default DomainTlsPolicy.TLS_1_2
   */
  readonly tlsPolicy?: DomainTlsPolicy;

  /**
   * Asks every client for a certificate. Not on edge-optimized and WebSocket APIs, and only with `DomainTlsPolicy.TLS_1_2`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
   * @default - clients send none
   */
  readonly mutualTls?: DomainMutualTls;

  /**
   * Whether clients reach the domain by IPv4 alone or by IPv6 as well.
   *
   * @default - API Gateway's own: IPv4
   */
  readonly ipAddressType?: apigateway.IpAddressType;

  /**
   * Why the API's own address (`<id>.execute-api.<region>.amazonaws.com`) stays open beside the domain.
   *
   * Whatever protects the domain does not protect that address, so the reason is kept, as the acknowledgement of the rule `default-endpoint-open`. Not with `mutualTls`, which it would bypass.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
   * @default - the address is switched off
   */
  readonly keepDefaultEndpoint?: string;
}

/**
 * Whose client certificates a domain trusts.
 */
export interface DomainMutualTls {
  /**
   * The bucket with the truststore, in the API's own region. Keep its versions, so that you can go back.
   */
  readonly truststore: s3.IBucket;

  /**
   * The object's key: a PEM file with the certificates of the authorities, from the ones that sign clients up to their roots.
   *
   * The object must be there before the domain is made: at most 1 MB and 1,000 certificates.
   */
  readonly key: string;

  /**
   * The version of the object.
   *
   * @default - the latest at the moment of deployment; a new truststore then needs something else in the domain to change before it is read
   */
  readonly version?: string;
}
