import { Duration, Lazy, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_certificatemanager as acm, aws_route53 as route53, aws_s3 as s3 } from 'aws-cdk-lib';
import { BOTH, distributionOf, stackIn } from './fronted-api';
import { WebAcl } from '../../src/access/web-acl';
import { CloudFrontBehavior, CloudFrontOptions } from '../../src/domain/cloud-front-options';
import { OriginLock } from '../../src/domain/origin-lock';
import { SharedDomain } from '../../src/domain/shared-domain';
import { RoutedApiProps } from '../../src/routed-api-props';
import { errorOf } from '../rest-api';

const certificateIn = (stack: Stack, region: string, id = region) => acm.Certificate.fromCertificateArn(stack, id, `arn:aws:acm:${region}:111111111111:certificate/c`);
const late = () => Lazy.string({ produce: () => 'late' });

describe.each(BOTH)('CloudFront in front of $name fails', ({ make }) => {
  const failure = (options: (stack: Stack) => CloudFrontOptions, props: (stack: Stack) => Partial<RoutedApiProps> = () => ({}), region = 'us-east-1'): string => {
    const stack = stackIn(region);
    const [cloudFront, more] = [options(stack), props(stack)];
    return errorOf(stack, () => make(stack, { cloudFront, ...more }));
  };
  const behavior = (pattern: string, options: CloudFrontBehavior) => failure(() => ({ behaviors: { [pattern]: options } }));
  const ttl = Duration.seconds(60);

  test('with names without a certificate', () => {
    expect(failure(() => ({ domainNames: ['api.example.com'] })))
      .toBe("cloudFront was given the domainNames 'api.example.com' without a certificate, with which CloudFront would prove them to callers; write certificate, in us-east-1");
  });

  test.each([
    ['certificate', (stack: Stack) => ({ certificate: certificateIn(stack, 'us-east-1') })],
    ['hostedZone', (stack: Stack) => ({ hostedZone: new route53.HostedZone(stack, 'Zone', { zoneName: 'example.com' }) })],
    ['certificate', (stack: Stack) => ({ certificate: certificateIn(stack, 'us-east-1'), domainNames: [] })],
  ])('with a %s without names', (what, options) => {
    expect(failure(options)).toBe(`cloudFront was given a ${what} without domainNames, for which it would be; write domainNames: ['api.example.com'], or leave it out`);
  });

  test('with a certificate of another region', () => {
    expect(failure((stack) => ({ domainNames: ['api.example.com'], certificate: certificateIn(stack, 'eu-west-1') })))
      .toBe('the certificate of cloudFront.domainNames is in eu-west-1, where CloudFront cannot read it; make one in us-east-1, in a stack of that region, or import its ARN');
  });

  test.each([
    [['api.example.com', 'api.example.com'], "cloudFront.domainNames has 'api.example.com' twice; write each name once"],
    [['API.example.com'], "domain name 'API.example.com' has upper-case letters"],
    [['example'], "domain name 'example' is no domain name"],
  ])('with the names %j', (domainNames, message) => {
    expect(failure((stack) => ({ domainNames, certificate: certificateIn(stack, 'us-east-1') }))).toContain(message);
  });

  test('with a list of names that is only known at deploy time', () => {
    expect(failure((stack) => ({ domainNames: Lazy.list({ produce: () => ['late'] }), certificate: certificateIn(stack, 'us-east-1') }))).toMatch(/^cloudFront\.domainNames is only known at deploy time/);
  });

  test('with a name outside of its zone', () => {
    const outside = (stack: Stack) => ({
      domainNames: ['api.example.com'],
      certificate: certificateIn(stack, 'us-east-1'),
      hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z', zoneName: 'example.org' }),
    });
    expect(failure(outside)).toMatch(/^domain name 'api\.example\.com' is outside of the hosted zone 'example\.org'/);
  });

  test('with the name of the API\'s own domain', () => {
    const certificate = (stack: Stack) => certificateIn(stack, 'us-east-1');
    const message = failure((stack) => ({ domainNames: ['api.example.com'], certificate: certificate(stack) }),
      (stack) => ({ domain: { domainName: 'api.example.com', certificate: certificateIn(stack, 'us-east-1', 'Origin') } }));
    expect(message).toBe("cloudFront.domainNames has 'api.example.com', which is the name of the API's own domain, so CloudFront would ask itself; give the API's domain another name, as 'origin.api.example.com'");
  });

  test('at a domain with many names', () => {
    const message = failure(() => ({}), (stack) => ({ domain: { domainName: '*.example.com', certificate: certificateIn(stack, 'us-east-1') } }));
    expect(message).toBe("the API's domain is '*.example.com', a name for many, and CloudFront needs one that it can ask; give the API's domain a name of its own, as 'origin.example.com'");
  });

  test.each([['a secret header', undefined], ['no lock', OriginLock.none('a test')]])('with %s at a domain that asks for a client certificate', (_, originLock) => {
    const mutualTls = (stack: Stack) => ({ truststore: new s3.Bucket(stack, 'Truststore'), key: 'ca.pem', version: 'v' });
    const message = failure(() => ({ originLock }), (stack) => ({ domain: { domainName: 'origin.example.com', certificate: certificateIn(stack, 'us-east-1'), mutualTls: mutualTls(stack) } }));
    expect(message).toMatch(/^domain 'origin\.example\.com' asks for a client certificate, .*write originLock: OriginLock\.mutualTls\(clientCertificate\), or leave mutualTls out$/);
  });

  const shared = (stack: Stack, props: object = {}) => {
    const domainName = new apigatewayv2.DomainName(stack, 'Domain', { domainName: 'origin.example.com', certificate: certificateIn(stack, 'us-east-1', 'Origin'), ...props });
    return { domain: { domainName: 'origin.example.com', basePath: 'v1', existing: SharedDomain.http(domainName) } };
  };
  const mtls = (stack: Stack) => ({ mtls: { bucket: new s3.Bucket(stack, 'Truststore'), key: 'ca.pem' } });

  test.each([['a secret header', undefined], ['no lock', OriginLock.none('a test')]])('with %s at a shared domain that asks for a client certificate', (_, originLock) => {
    expect(failure(() => ({ originLock }), (stack) => shared(stack, mtls(stack))))
      .toMatch(/^domain 'origin\.example\.com' asks for a client certificate, .*write originLock: OriginLock\.mutualTls\(clientCertificate\), or take a domain without mutualTls$/);
  });

  test('with a client certificate and a shared domain that asks for none', () => {
    expect(failure((stack) => ({ originLock: OriginLock.mutualTls(certificateIn(stack, 'us-east-1', 'Client')) }), (stack) => shared(stack)))
      .toMatch(/domain 'origin\.example\.com' has no mutualTls; write mutualTls where the domain is made, or originLock: OriginLock\.secretHeader\(\)$/);
  });

  test('with a client certificate and no door that asks for it', () => {
    const lock = (stack: Stack) => ({ originLock: OriginLock.mutualTls(certificateIn(stack, 'us-east-1', 'Client')) });
    expect(failure(lock)).toMatch(/^OriginLock\.mutualTls\(\) needs a door that asks for the certificate, and the API has no domain; write domain: \{ \.\.\., mutualTls/);
    expect(failure(lock, (stack) => ({ domain: { domainName: 'origin.example.com', certificate: certificateIn(stack, 'us-east-1', 'Origin') } })))
      .toMatch(/domain 'origin\.example\.com' has no mutualTls; write/);
  });

  test.each(['', '/a b', '/{id}', '/a%20b', '/a#b', `/${'a'.repeat(255)}`])('with the path pattern %j', (pattern) => {
    expect(behavior(pattern, { ttl })).toMatch(/has a path pattern that CloudFront refuses; write up to 255 letters/);
  });

  test('with the pattern that CloudFront has itself', () => {
    expect(behavior('*', { ttl })).toBe("cloudFront.behaviors['*'] is for every path, and CloudFront has that pattern by itself; write '/*'");
  });

  test('with a pattern that is only known at deploy time', () => {
    expect(behavior(late(), { ttl })).toMatch(/^a path pattern of cloudFront\.behaviors is only known at deploy time/);
  });

  test.each([Duration.seconds(0), Duration.millis(1500), Duration.seconds(31_536_001)])('with answers kept for %s', (wrong) => {
    expect(behavior('/a', { ttl: wrong })).toMatch(/^cloudFront\.behaviors\['\/a'\] keeps answers for [\d.]+ seconds, which cannot be; write whole seconds from 1 to 31536000/);
  });

  test.each([
    ['perCaller', { perCaller: true }],
    ['keyHeaders', { keyHeaders: ['Accept'] }],
    ['keyQueryStrings', { keyQueryStrings: [] }],
    ['sharedAcrossCallers', { sharedAcrossCallers: 'why not' }],
  ])('with %s and no ttl', (member, options) => {
    expect(behavior('/a', options)).toBe(`cloudFront.behaviors['/a'] has ${member}, but no ttl, so no answer is kept; write ttl: Duration.seconds(60), or leave ${member} out`);
  });

  test('with answers that are both shared and kept apart', () => {
    expect(behavior('/a', { ttl, perCaller: true, sharedAcrossCallers: 'why not' })).toBe("cloudFront.behaviors['/a'] is both perCaller and sharedAcrossCallers; write the one that is meant");
  });

  test('with answers that are shared without a reason', () => {
    expect(behavior('/a', { ttl, sharedAcrossCallers: '' })).toMatch(/^cloudFront\.behaviors\['\/a'\]\.sharedAcrossCallers was given an empty reason/);
  });

  test.each([['Host', 'API Gateway answers no request for CloudFront\'s name'], ['host', 'leave it out'], ['a b', 'which is no name of a header'], ['', 'which is no name of a header']])(
    'with the header %j in a key', (header, message) => {
      expect(behavior('/a', { ttl, keyHeaders: [header] })).toContain(message);
    });

  test.each(['keyHeaders', 'keyQueryStrings'])('with %s that are only known at deploy time', (member) => {
    for (const list of [[late()], Lazy.list({ produce: () => ['late'] })]) expect(behavior('/a', { ttl, [member]: list })).toMatch(new RegExp(`\\.${member} holds a value that is only known at deploy time`));
  });

  test.each([['as buckets come', {}], ['on purpose', { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED }]])('with a bucket that has no access control lists, %s', (_, props) => {
    expect(failure((stack) => ({ accessLog: { bucket: new s3.Bucket(stack, 'Logs', props) } })))
      .toMatch(/^the bucket 'Shop\/Logs' of cloudFront\.accessLog has no access control lists, by which CloudFront writes its log; write objectOwnership/);
  });

  test.each([
    'af-south-1', 'ap-east-1', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2',
    'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1',
  ])('with an access log of its own in %s, where CloudFront writes none', (region) => {
    expect(failure(() => ({}), undefined, region)).toBe(`the bucket that the API would make for the access log of CloudFront is in ${region}, where CloudFront delivers no log; `
      + "write accessLog: { bucket } with a bucket of another region, as s3.Bucket.fromBucketAttributes(this, 'Logs', { bucketName, region: 'us-east-1' })");
  });

  test.each([
    ['of the stack', (stack: Stack) => new s3.Bucket(stack, 'Logs', { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED }), 'eu-south-1'],
    ['that is imported with its region', (stack: Stack) => s3.Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', region: 'eu-south-1' }), 'us-east-1'],
    ['that is imported as one of the stack\'s region', (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Logs', 'logs'), 'eu-south-1'],
    ['that is imported by a name with its region', (stack: Stack) => s3.Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', bucketRegionalDomainName: 'logs.s3-eu-south-1.amazonaws.com' }), 'us-east-1'],
  ])('with a bucket %s where CloudFront writes no log', (_, bucket, region) => {
    expect(failure((stack) => ({ accessLog: { bucket: bucket(stack) } }), undefined, region))
      .toMatch(/^the bucket 'Shop\/Logs' of cloudFront\.accessLog is in eu-south-1, where CloudFront delivers no log; write accessLog/);
  });

  test('with what is no web ACL', () => {
    expect(failure(() => ({ webAcl: 'arn' as never }))).toMatch(/^cloudFront\.webAcl is 'arn', which is no WebAcl; write WebAcl\.managed\(\)/);
  });
});

describe.each(BOTH)('CloudFront in front of $name lets through', ({ make }) => {
  test('a bucket whose access control lists are switched on by an override', () => {
    const stack = stackIn();
    const bucket = new s3.Bucket(stack, 'Logs');
    (bucket.node.defaultChild as s3.CfnBucket).addPropertyOverride('OwnershipControls.Rules', [{ ObjectOwnership: 'ObjectWriter' }]);
    expect(() => make(stack, { cloudFront: { accessLog: { bucket } } })).not.toThrow();
  });

  test('a bucket of which nothing is known', () => {
    const stack = stackIn();
    expect(() => make(stack, { cloudFront: { accessLog: { bucket: s3.Bucket.fromBucketName(stack, 'Logs', 'logs') } } })).not.toThrow();
  });

  test('a bucket of a region where CloudFront writes logs, in front of an API where it does not', () => {
    const stack = stackIn('af-south-1');
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', region: 'us-east-1' });
    make(stack, { cloudFront: { accessLog: { bucket } } });
    expect(distributionOf(stack).Logging.Bucket).toBe('logs.s3.us-east-1.amazonaws.com');
  });

  test('buckets and stacks whose region only a deployment knows', () => {
    const stack = new Stack();
    expect(() => make(stack, { cloudFront: { webAcl: WebAcl.none('a test') } })).not.toThrow();
    const bucket = s3.Bucket.fromBucketName(stack, 'Logs', 'logs');
    expect(() => make(stack, { cloudFront: { webAcl: WebAcl.none('a test'), accessLog: { bucket } } }, 'Other')).not.toThrow();
  });

  test('a client certificate for a shared domain that asks for one, or of which nothing is known', () => {
    const stack = stackIn();
    const certificate = certificateIn(stack, 'us-east-1');
    const mtls = { bucket: new s3.Bucket(stack, 'Truststore'), key: 'ca.pem' };
    const asking = new apigatewayv2.DomainName(stack, 'Domain', { domainName: 'origin.example.com', certificate, mtls });
    const unknown = apigatewayv2.DomainName.fromDomainNameAttributes(stack, 'Imported', { name: 'other.example.com', regionalDomainName: 'r', regionalHostedZoneId: 'Z' });
    const domains = [
      { domainName: 'origin.example.com', existing: SharedDomain.http(asking) },
      { domainName: 'other.example.com', existing: SharedDomain.http(unknown) },
      { domainName: 'elsewhere.example.com', existing: SharedDomain.elsewhere() },
    ];
    domains.forEach((domain, index) => {
      expect(() => make(stack, { domain, cloudFront: { originLock: OriginLock.mutualTls(certificate) } }, `Api${index}`)).not.toThrow();
    });
    // What nothing is known about may as well ask for none.
    for (const domain of domains.slice(1)) expect(() => make(stack, { domain: { ...domain, basePath: 'v2' }, cloudFront: {} }, `Api-${domain.domainName}`)).not.toThrow();
  });

  test('names and certificates that only a deployment knows', () => {
    const stack = stackIn();
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', late());
    expect(() => make(stack, { cloudFront: { domainNames: [late()], certificate, webAcl: WebAcl.existing(late()) } })).not.toThrow();
  });

  test.each([Duration.seconds(1), Duration.days(365)])('answers kept for %s', (ttl) => {
    expect(() => make(stackIn(), { cloudFront: { behaviors: { [`/${'a'.repeat(254)}`]: { ttl } } } })).not.toThrow();
  });
});

test('CloudFront in front of an edge-optimized API fails', () => {
  const stack = stackIn();
  expect(errorOf(stack, () => BOTH[1].make(stack, { endpointType: apigateway.EndpointType.EDGE } as Partial<RoutedApiProps>)))
    .toBe('cloudFront was given with endpointType EDGE, behind which stands a distribution of API Gateway\'s own already, so each request would go through two; leave endpointType out');
});
