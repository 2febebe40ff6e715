import {
  App, CfnCondition, Fn, Lazy, Stack, Stage,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_certificatemanager as acm, aws_route53 as route53, aws_s3 as s3, aws_ssm as ssm,
} from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { ApiType } from '../../src/api-type';
import { ApiDomainOptions } from '../../src/domain/api-domain-options';
import { checkApiDomain } from '../../src/domain/domain-checks';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { Limits } from '../../src/limits';

const HERE = { account: '111111111111', region: 'eu-west-1' };
const stackIn = (region = HERE.region, app = new App()) => new Stack(app, `Stack-${region}`, { env: { ...HERE, region } });
const certificateIn = (stack: Stack, region: string) =>
  acm.Certificate.fromCertificateArn(stack, `Certificate-${region}`, `arn:aws:acm:${region}:111111111111:certificate/abc`);
const zoneOf = (stack: Stack, zoneName: string) =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName });

/** Checks options that are right but for what is given. */
function check(given: Partial<ApiDomainOptions>, edge = false, stack = stackIn()): Stack {
  checkApiDomain(stack, {
    domainName: 'api.example.com',
    certificate: certificateIn(stack, edge ? 'us-east-1' : HERE.region),
    ...given,
  }, edge);
  return stack;
}

describe('what JavaScript may hold', () => {
  test.each<[string, unknown]>([["'api.example.com'", 'api.example.com'], ['true', true], ['a list', ['api.example.com']]])('fails as the domain, when it is %s', (shown, options) => {
    expect(() => checkApiDomain(stackIn(), options as ApiDomainOptions))
      .toThrow(`domain was given ${shown}, which is no more than a name at best; write domain: { domainName: 'api.example.com', certificate }`);
  });

  test.each<[string, object, string]>([
    ['no name', { domainName: undefined }, "domain was given the domainName undefined, which is no name; write domainName: 'api.example.com'"],
    ['a certificate by its ARN', { certificate: 'arn:aws:acm:eu-west-1:1:certificate/abc' }, 'certificate of domain \'api.example.com\' was given \'arn:aws:acm:eu-west-1:1:certificate/abc\', '
      + 'which is a text; write certificate: Certificate.fromCertificateArn('],
    ['a zone by its name', { hostedZone: 'example.com' }, "hostedZone of domain 'api.example.com' was given 'example.com', which is a text; write hostedZone: HostedZone.fromLookup("],
    ['a base path that is a number', { basePath: 1 }, "basePath of domain 'api.example.com' was given 1, which is no text; write basePath: 'v1', or leave it out"],
    ['mutual TLS that is only switched on', { mutualTls: true }, "mutualTls of domain 'api.example.com' was given true, which does not say whose certificates count; write mutualTls: { truststore: bucket"],
    ['mutual TLS without a key', { mutualTls: {} }, "mutualTls of domain 'api.example.com' was given an object, which does not say whose"],
    ['a reason that is none', { keepDefaultEndpoint: true }, "keepDefaultEndpoint was given true for a reason, and whoever reviews the app needs to know why in words; write keepDefaultEndpoint: '<why>'"],
    ['IP versions in another spelling', { ipAddressType: 'DUAL_STACK' }, "ipAddressType of domain 'api.example.com' was given 'DUAL_STACK', which API Gateway does not know; write IpAddressType.IPV4 or IpAddressType.DUAL_STACK"],
  ])('fails for %s', (_what, given, message) => {
    expect(() => check(given)).toThrow(message);
  });

  test('a value that a context lookup has yet to find is taken as name, zone and certificate', () => {
    const stack = stackIn();
    const lookUp = (name: string) => ssm.StringParameter.valueFromLookup(stack, name);
    expect(lookUp('/name')).toBe('dummy-value-for-/name');

    const hostedZone = zoneOf(stack, 'example.com');
    for (const edge of [false, true]) {
      const certificate = acm.Certificate.fromCertificateArn(stack, `Looked${edge}`, lookUp('/certificate'));
      expect(() => checkApiDomain(stack, { domainName: lookUp('/name'), certificate, hostedZone }, edge)).not.toThrow();
    }
  });
});

describe('the domain name', () => {
  test.each(['api.example.com', 'example.com', '*.example.com', 'a-1.b.example.co', `${'a'.repeat(63)}.example.com`, 'xn--bcher-kva.example'])('%s is taken', (domainName) => {
    expect(() => check({ domainName })).not.toThrow();
  });

  test('one that is only known at deploy time is taken', () => {
    expect(() => check({ domainName: Lazy.string({ produce: () => 'NOT A NAME' }) })).not.toThrow();
  });

  test('fails in upper case, and says how to write it', () => {
    expect(() => check({ domainName: 'API.example.com' })).toThrow(/'API\.example\.com' has upper-case letters, .*; write 'api\.example\.com'/);
  });

  test.each([
    ['https://api.example.com', /is an address, not a name/],
    ['api.example.com/v1', /is an address, not a name/],
    ['api.example.com.', /ends in a dot; write 'api\.example\.com'/],
    ['localhost', /is no domain name/],
    ['', /is no domain name/],
    ['*', /is no domain name/],
    ['*.com', /is no domain name/],
    ['api.*.example.com', /is no domain name/],
    ['a*.example.com', /is no domain name/],
    ['api..example.com', /is no domain name/],
    ['-api.example.com', /is no domain name/],
    ['api-.example.com', /is no domain name/],
    ['my_api.example.com', /is no domain name/],
    [`${'a'.repeat(64)}.example.com`, /is no domain name/],
    [`${'a.'.repeat(130)}com`, /is longer than 253 characters/],
  ])('fails as %p', (domainName, message) => {
    expect(() => check({ domainName })).toThrow(message);
  });
});

describe('the hosted zone', () => {
  test.each([
    ['api.example.com', 'example.com'],
    ['example.com', 'example.com'],
    ['*.example.com', 'example.com'],
    ['api.example.com', 'example.com.'],
    ['api.example.com', 'Example.com'],
  ])('%s belongs to the zone %s', (domainName, zoneName) => {
    const stack = stackIn();

    expect(() => check({ domainName, hostedZone: zoneOf(stack, zoneName) }, false, stack)).not.toThrow();
  });

  test.each([
    ['api.example.com', 'example.org'],
    ['api.notexample.com', 'example.com'],
    ['example.com', 'api.example.com'],
  ])('fails when %s is outside of the zone %s', (domainName, zoneName) => {
    const stack = stackIn();

    expect(() => check({ domainName, hostedZone: zoneOf(stack, zoneName) }, false, stack))
      .toThrow(`domain name '${domainName}' is outside of the hosted zone '${zoneName}'`);
  });

  test('one whose name is only known at deploy time is taken', () => {
    const stack = stackIn();

    expect(() => check({ hostedZone: zoneOf(stack, Lazy.string({ produce: () => 'example.org' })) }, false, stack)).not.toThrow();
  });

  test('one that was imported by its id has no name to compare and is taken', () => {
    const stack = stackIn();

    expect(() => check({ hostedZone: route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z1') }, false, stack)).not.toThrow();
  });
});

describe('the certificate', () => {
  test.each([
    ['a Regional domain', false, 'us-east-1', /is in us-east-1, where a Regional domain in eu-west-1 cannot use it; make one in eu-west-1/],
    ['an edge-optimized domain', true, 'eu-west-1', /is in eu-west-1, where an edge-optimized domain cannot use it; make one in us-east-1/],
  ])('fails for %s when its ARN names another region', (_, edge, region, message) => {
    const stack = stackIn();

    expect(() => check({ certificate: certificateIn(stack, region) }, edge, stack)).toThrow(message);
  });

  test.each([[false, 'us-east-1'], [true, 'eu-west-1']])('fails when the stack that makes it is in another region (edge: %p)', (edge, region) => {
    const app = new App();
    const certificate = new acm.Certificate(stackIn(region, app), 'Certificate', { domainName: 'api.example.com' });

    expect(() => check({ certificate }, edge, new Stack(app, 'Api', { env: HERE }))).toThrow(`is in ${region}`);
  });

  test.each([[false, 'eu-west-1'], [true, 'us-east-1']])('is taken from a stack in the region it needs (edge: %p)', (edge, region) => {
    const app = new App();
    const certificate = new acm.Certificate(stackIn(region, app), 'Certificate', { domainName: 'api.example.com' });

    expect(() => check({ certificate }, edge, new Stack(app, 'Api', { env: HERE }))).not.toThrow();
  });

  test('is taken in a stack without a region', () => {
    const stack = new Stack(new App(), 'Stack');

    expect(() => check({ certificate: certificateIn(stack, 'ap-south-1') }, false, stack)).not.toThrow();
    expect(() => check({ certificate: new acm.Certificate(stack, 'Own', { domainName: 'api.example.com' }) }, true, stack)).not.toThrow();
  });

  test('fails for an edge-optimized domain even in a stack without a region, because us-east-1 is fixed', () => {
    const stack = new Stack(new App(), 'Stack');

    expect(() => check({ certificate: certificateIn(stack, 'ap-south-1') }, true, stack)).toThrow(/is in ap-south-1/);
  });

  test('is taken when its ARN is only known at deploy time', () => {
    const stack = stackIn();
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Late', Lazy.string({ produce: () => 'arn:aws:acm:us-east-1:111111111111:certificate/abc' }));

    expect(() => check({ certificate }, false, stack)).not.toThrow();
  });
});

describe('what is no ACM certificate', () => {
  test('fails as the ARN of an IAM server certificate', () => {
    const stack = stackIn();
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Iam', 'arn:aws:iam::111111111111:server-certificate/api');

    expect(() => check({ certificate }, false, stack)).toThrow("the certificate of domain 'api.example.com' is 'arn:aws:iam::111111111111:server-certificate/api', "
      + 'which is no certificate of ACM, and API Gateway reads no other; import it into ACM');
  });

  test('fails when it is left out', () => {
    expect(() => check({ certificate: undefined })).toThrow(/domain 'api\.example\.com' has no certificate, .*; write certificate: new acm\.Certificate.*, or existing: SharedDomain\.rest/);
  });
});

describe('a second domain of one name', () => {
  const firstOf = (stack: Stack) => ({
    domainName: 'api.example.com',
    certificate: acm.Certificate.fromCertificateArn(stack, 'FirstCertificate', `arn:aws:acm:${HERE.region}:111111111111:certificate/abc`),
  });

  test.each<[string, string, (stack: Stack) => unknown]>([
    ['a REST API', 'rest', (stack) => new apigateway.DomainName(stack, 'First', firstOf(stack))],
    ['an HTTP API', 'http', (stack) => new apigatewayv2.DomainName(stack, 'First', firstOf(stack))],
  ])('fails in the stack of the first one, of %s, and says how to share it', (_, factory, first) => {
    const stack = stackIn();
    first(stack);

    expect(() => check({}, false, stack)).toThrow("domain name 'api.example.com' is made by 'Stack-eu-west-1/First/Resource' already, "
      + `and API Gateway makes a name once; put this API beside it with existing: SharedDomain.${factory}(...) and a basePath of its own, or give it another domain name`);
  });

  test.each<[string, (app: App) => Stack, boolean]>([
    ['another stack of the same environment', (app) => new Stack(app, 'Other', { env: HERE }), true],
    ['a stack of another region', (app) => new Stack(app, 'Other', { env: { ...HERE, region: 'us-west-2' } }), false],
    ['a stack of another account', (app) => new Stack(app, 'Other', { env: { ...HERE, account: '222222222222' } }), false],
    ['a stack whose environment only a deployment knows', (app) => new Stack(app, 'Other'), false],
    ['another stage of the app', (app) => new Stack(new Stage(app, 'Stage'), 'Other', { env: HERE }), false],
  ])('that stands in %s is found where it is the same', (_, place, same) => {
    const app = new App();
    const other = place(app);
    new apigateway.CfnDomainName(other, 'First', { domainName: 'api.example.com' });

    const call = () => check({}, false, stackIn(HERE.region, app));
    if (same) expect(call).toThrow("domain name 'api.example.com' is made by 'Other/First' already");
    else expect(call).not.toThrow();
  });

  test('fails in two stacks that leave their environment to the deployment, which is one', () => {
    const app = new App();
    new apigateway.CfnDomainName(new Stack(app, 'One'), 'First', { domainName: 'api.example.com' });

    expect(() => check({}, false, new Stack(app, 'Two'))).toThrow("domain name 'api.example.com' is made by 'One/First' already");
  });

  test('is taken where the names differ', () => {
    const stack = stackIn();
    new apigateway.DomainName(stack, 'First', firstOf(stack));

    expect(() => check({ domainName: 'other.example.com' }, false, stack)).not.toThrow();
  });

  test('is taken where the first one depends on a condition', () => {
    const stack = stackIn();
    const first = new apigateway.CfnDomainName(stack, 'First', { domainName: 'api.example.com' });
    first.cfnOptions.condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals('a', 'b') });

    expect(() => check({}, false, stack)).not.toThrow();
  });

  test('is taken where one of the names is only known at deploy time', () => {
    const stack = stackIn();
    new apigateway.CfnDomainName(stack, 'First', { domainName: Lazy.string({ produce: () => 'api.example.com' }) });

    expect(() => check({}, false, stack)).not.toThrow();
  });
});

describe('the base path', () => {
  test.each(['v1', 'v1/orders', 'a/b/c', '$-_.+!*\'()', 'x'.repeat(Limits.BASE_PATH_LENGTH), Lazy.string({ produce: () => '//' })])('%p is taken', (basePath) => {
    expect(() => check({ basePath })).not.toThrow();
  });

  test.each([
    ['', /base path '' names no path; leave basePath out/],
    ['(none)', /names no path; leave basePath out/],
    ['/', /leave basePath out/],
    ['/v1', /base path '\/v1' has a slash at its start or end.*; write 'v1'/],
    ['v1/', /write 'v1'/],
    ['v1//orders', /write 'v1\/orders'/],
    ['v1?x', /other characters than API Gateway takes/],
    ['v 1', /other characters/],
    ['{id}', /other characters/],
    ['v1,v2', /other characters/],
    ['ü', /other characters/],
    ['x'.repeat(Limits.BASE_PATH_LENGTH + 1), /has 301 characters, and API Gateway takes 300/],
  ])('fails as %p', (basePath, message) => {
    expect(() => check({ basePath })).toThrow(message);
  });

  test('fails with several segments on an edge-optimized domain, where one is taken', () => {
    expect(() => check({ basePath: 'v1' }, true)).not.toThrow();
    expect(() => check({ basePath: 'v1/orders' }, true)).toThrow(/base path 'v1\/orders' has several segments, which an edge-optimized domain cannot map; write one segment, as 'v1', or/);
  });
});

describe('the TLS policy', () => {
  test.each([
    ['TLS_1_2', false], ['TLS_1_2', true], ['TLS13_1_3_2025_09', false], ['TLS13_2025_EDGE', true],
  ] as const)('%s is taken (edge: %p)', (name, edge) => {
    expect(() => check({ tlsPolicy: DomainTlsPolicy[name] }, edge)).not.toThrow();
  });

  test('one whose name is only known at deploy time is taken on both', () => {
    const tlsPolicy = DomainTlsPolicy.of(Lazy.string({ produce: () => 'SecurityPolicy_X' }));

    expect(() => check({ tlsPolicy })).not.toThrow();
    expect(() => check({ tlsPolicy }, true)).not.toThrow();
  });

  test.each([apigateway.SecurityPolicy.TLS_1_2, 'SecurityPolicy_TLS13_1_3_2025_09'])('fails as the text %p, which only JavaScript can write', (tlsPolicy) => {
    expect(() => check({ tlsPolicy: tlsPolicy as unknown as DomainTlsPolicy }))
      .toThrow(`tlsPolicy '${tlsPolicy}' is no DomainTlsPolicy, so what it asks of clients is not known; write DomainTlsPolicy.TLS_1_2`);
  });

  test('fails when an edge policy meets a Regional domain, and the other way round', () => {
    expect(() => check({ tlsPolicy: DomainTlsPolicy.TLS13_2025_EDGE })).toThrow(/'SecurityPolicy_TLS13_2025_EDGE' exists on edge-optimized domains only/);
    expect(() => check({ tlsPolicy: DomainTlsPolicy.TLS13_1_3_2025_09 }, true)).toThrow(/'SecurityPolicy_TLS13_1_3_2025_09' does not exist on edge-optimized domains/);
  });
});

describe('the domain of an API of another kind', () => {
  const checkFor = (apiType: ApiType, given: Partial<ApiDomainOptions> = {}) => {
    const stack = stackIn();
    checkApiDomain(stack, { domainName: 'api.example.com', certificate: certificateIn(stack, HERE.region), ...given }, false, apiType);
  };

  test.each([ApiType.HTTP, ApiType.WEBSOCKET])('%s takes TLS 1.2, said or not, and several segments', (apiType) => {
    expect(() => { checkFor(apiType, { basePath: 'v1/orders' }); }).not.toThrow();
    expect(() => { checkFor(apiType, { tlsPolicy: DomainTlsPolicy.TLS_1_2 }); }).not.toThrow();
  });

  test.each([
    [ApiType.HTTP, DomainTlsPolicy.TLS13_1_3_2025_09, 'an HTTP API'],
    [ApiType.HTTP, DomainTlsPolicy.TLS13_2025_EDGE, 'an HTTP API'],
    [ApiType.HTTP, DomainTlsPolicy.of('SecurityPolicy_X', apigateway.EndpointAccessMode.BASIC), 'an HTTP API'],
    [ApiType.WEBSOCKET, DomainTlsPolicy.TLS13_1_3_2025_09, 'a WebSocket API'],
  ])('%s fails with an enhanced policy (%#)', (apiType, tlsPolicy, named) => {
    expect(() => { checkFor(apiType, { tlsPolicy }); }).toThrow(`TLS policy '${tlsPolicy.policyName}' exists for REST APIs alone, and the domain of ${named} takes 'TLS_1_2' only; `
      + 'leave tlsPolicy out, or write DomainTlsPolicy.TLS_1_2');
  });

  test('HTTP fails with an enhanced policy whose name is only known at deploy time, because every one of them is refused', () => {
    expect(() => { checkFor(ApiType.HTTP, { tlsPolicy: DomainTlsPolicy.of(Lazy.string({ produce: () => 'SecurityPolicy_X' })) }); }).toThrow(/exists for REST APIs alone/);
  });

  test('HTTP fails with a certificate of another region', () => {
    const certificate = certificateIn(stackIn(), 'us-east-1');

    expect(() => { checkFor(ApiType.HTTP, { certificate }); }).toThrow(/is in us-east-1, where a Regional domain in eu-west-1 cannot use it/);
  });
});

describe('mutual TLS', () => {
  const mutualTls = (stack: Stack, given = {}) =>
    ({ truststore: s3.Bucket.fromBucketName(stack, 'Truststore', 'truststore'), key: 'ca.pem', version: 'v1', ...given });
  const NO_VERSION = Match.stringLikeRegexp('the truststore of domain \'api.example.com\' has no version');

  test('is taken with a version, without a warning', () => {
    const stack = stackIn();
    check({ mutualTls: mutualTls(stack) }, false, stack);

    Annotations.fromStack(stack).hasNoWarning('*', NO_VERSION);
  });

  test('warns without a version, because nobody can go back to the truststore before', () => {
    const stack = stackIn();
    check({ mutualTls: mutualTls(stack, { version: undefined }) }, false, stack);

    Annotations.fromStack(stack).hasWarning('/Stack-eu-west-1', NO_VERSION);
    expect(JSON.stringify(stack.node.metadata)).toContain('cdk-gatehouse:truststoreVersionMissing');
  });

  test('fails on an edge-optimized domain', () => {
    const stack = stackIn();

    expect(() => check({ mutualTls: mutualTls(stack) }, true, stack)).toThrow(/mutualTls of domain 'api\.example\.com' cannot work on an edge-optimized API/);
  });

  test('fails with an enhanced TLS policy', () => {
    const stack = stackIn();

    expect(() => check({ mutualTls: mutualTls(stack), tlsPolicy: DomainTlsPolicy.TLS13_1_3_2025_09 }, false, stack)).toThrow(/cannot go with mutualTls/);
  });

  test.each([['s3://truststore/pki/ca.pem', 'pki/ca.pem'], ['s3://truststore', 'truststore.pem']])('fails with the key %s, and says how to write it', (key, write) => {
    const stack = stackIn();

    expect(() => check({ mutualTls: mutualTls(stack, { key }) }, false, stack))
      .toThrow(`has the key '${key}', which is an address, and the bucket is written as truststore already; write the object's key alone, as '${write}'`);
  });

  test.each([[{ key: '' }, /has the key '', which names no object/], [{ version: '' }, /has the version '', which names none/]])('fails with %p', (given, message) => {
    const stack = stackIn();

    expect(() => check({ mutualTls: mutualTls(stack, given) }, false, stack)).toThrow(message);
  });

  test('fails when the default endpoint stays open, whatever the reason', () => {
    const stack = stackIn();

    expect(() => check({ mutualTls: mutualTls(stack), keepDefaultEndpoint: 'old clients' }, false, stack)).toThrow(/keepDefaultEndpoint 'old clients' cannot go with mutualTls/);
  });
});

describe('the default endpoint', () => {
  test('stays open with a reason', () => {
    expect(() => check({ keepDefaultEndpoint: 'old clients' })).not.toThrow();
  });

  test.each(['', ' '])('fails with the reason %p, which tells nobody why', (keepDefaultEndpoint) => {
    expect(() => check({ keepDefaultEndpoint })).toThrow(/^keepDefaultEndpoint was given an empty reason; .*: write keepDefaultEndpoint: '<why>'$/);
  });
});

test('right options create nothing', () => {
  const stack = stackIn();
  check({ ipAddressType: apigateway.IpAddressType.DUAL_STACK }, false, stack);

  expect(stack.node.findAll().filter((child) => 'cfnResourceType' in child)).toEqual([]);
});
