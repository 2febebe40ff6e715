import { IncomingMessage } from 'node:http';
import { FakeService, HttpAnswer, Refusal } from '../../test/fake-service';

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/**
 * CloudFront with one distribution, over HTTP: `GET` and `PUT` of its configuration, and its status.
 *
 * The configuration is kept as the XML that came last, so what a handler loses of it is lost here too.
 */
export class FakeCloudFront extends FakeService {
  public config = '';
  public status = 'Deployed';

  /** What `PUT` answers first, in this order; afterwards it works. */
  public readonly putRefusals: Refusal[] = [];

  /** What `PUT` always answers. */
  public putRefusal?: Refusal;

  /** What `GET` always answers. */
  public getRefusal?: Refusal;

  /** Every request, as `GET /distribution/E1/config`. */
  public readonly requests: string[] = [];

  private version = 1;

  /** What somebody else does to the distribution. */
  public change(from: string, to: string): void {
    this.config = this.config.replace(from, to);
    this.version += 1;
  }

  /** The values that origins are sent under this name, in the order of the origins. */
  public headerValues(name: string): string[] {
    return [...this.config.matchAll(/<HeaderName>(.*?)<\/HeaderName><HeaderValue>(.*?)<\/HeaderValue>/g)]
      .filter(([, header]) => header === name)
      .map(([, , value]) => value);
  }

  protected answer(request: IncomingMessage, body: string): HttpAnswer {
    const path = request.url!.replace('/2020-05-31', '');
    this.requests.push(`${request.method} ${path}`);
    const refusal = this.refusal(request);
    if (refusal) {
      const { status, code, message } = refusal;
      return this.xml(status, `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`);
    }
    if (request.method === 'PUT') {
      this.config = body.replace(/^<\?xml.*?\?>/, '');
      this.version += 1;
      this.status = 'InProgress';
    }
    return this.xml(200, request.url!.endsWith('/config') && request.method === 'GET' ? this.config : this.distribution());
  }

  private refusal(request: IncomingMessage): Refusal | undefined {
    if (!/^\/2020-05-31\/distribution\/E1(\/config)?$/.test(request.url!)) {
      return { status: 404, code: 'NoSuchDistribution', message: 'The specified distribution does not exist.' };
    }
    if (request.method === 'GET') return this.getRefusal;
    const stale: Refusal = { status: 412, code: 'PreconditionFailed', message: 'The request failed because it didn\'t meet the preconditions' };
    return this.putRefusals.shift() ?? this.putRefusal ?? (request.headers['if-match'] === `E${this.version}` ? undefined : stale);
  }

  private distribution(): string {
    return `<Distribution xmlns="${NAMESPACE}"><Id>E1</Id><ARN>arn:aws:cloudfront::111122223333:distribution/E1</ARN><Status>${this.status}</Status>`
      + `<LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime><DomainName>d1.cloudfront.net</DomainName>${this.config}</Distribution>`;
  }

  private xml(status: number, body: string): HttpAnswer {
    return { status, headers: { 'content-type': 'text/xml', 'etag': `E${this.version}` }, body: `<?xml version="1.0"?>${body}` };
  }
}

/** An origin with custom headers. */
export function originXml(id: string, headers: Record<string, string>): string {
  const items = Object.entries(headers)
    .map(([name, value]) => `<OriginCustomHeader><HeaderName>${name}</HeaderName><HeaderValue>${value}</HeaderValue></OriginCustomHeader>`);
  return `<Origin><Id>${id}</Id><DomainName>${id}.example.com</DomainName><OriginPath>/prod</OriginPath>`
    + `<CustomHeaders><Quantity>${items.length}</Quantity>${items.length ? `<Items>${items.join('')}</Items>` : ''}</CustomHeaders>`
    + '<CustomOriginConfig><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort><OriginProtocolPolicy>https-only</OriginProtocolPolicy>'
    + '<OriginSslProtocols><Quantity>1</Quantity><Items><SslProtocol>TLSv1.2</SslProtocol></Items></OriginSslProtocols></CustomOriginConfig></Origin>';
}

export function configXml(...origins: string[]): string {
  return `<DistributionConfig xmlns="${NAMESPACE}"><CallerReference>one</CallerReference><Comment>orders &amp; more</Comment><Enabled>true</Enabled>`
    + `<Origins><Quantity>${origins.length}</Quantity><Items>${origins.join('')}</Items></Origins>`
    + '<DefaultCacheBehavior><TargetOriginId>api</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy></DefaultCacheBehavior>'
    + '<WebACLId>arn:aws:wafv2:us-east-1:111122223333:global/webacl/all/1</WebACLId></DistributionConfig>';
}
