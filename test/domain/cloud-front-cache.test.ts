import { Duration, Lazy, Stack, aws_cloudfront as cloudfront } from 'aws-cdk-lib';
import { BOTH, FrontedApi, distributionOf, stackIn, tokensOf } from './fronted-api';
import { Authorizer } from '../../src/authorizers/authorizer';
import { CloudFrontBehavior } from '../../src/domain/cloud-front-options';
import { OriginLock } from '../../src/domain/origin-lock';
import { Integration } from '../../src/integrations/integration';
import { RouteOptions } from '../../src/route-options';
import { Document, acknowledged, template, testHandler } from '../rest-api';

const integration = Integration.httpProxy('https://backend.example.com');
const ttl = Duration.minutes(1);

/** The cache policies of a template, by their path pattern. */
function policiesOf(stack: Stack): { [pattern: string]: Document } {
  const found = Object.values(template(stack).findResources('AWS::CloudFront::CachePolicy')) as unknown as { Properties: { CachePolicyConfig: Document } }[];
  return Object.fromEntries(found.map(({ Properties: { CachePolicyConfig: config } }) => [config.Comment as unknown as string, config]));
}

const keyOf = (stack: Stack, pattern: string) => policiesOf(stack)[pattern].ParametersInCacheKeyAndForwardedToOrigin;

describe.each(BOTH)('the cache in front of $name', ({ name, make }) => {
  const rest = name === 'a REST API';
  const cached = (behaviors: { [pattern: string]: CloudFrontBehavior }, routes: { [key: string]: Partial<RouteOptions> } = {}, more: object = {}) => {
    const stack = stackIn();
    const authorizer = tokensOf(stack);
    const api = make(stack, { authorizer, cloudFront: { behaviors, ...more } });
    for (const [key, options] of Object.entries(routes)) api.addRoute(key, { integration, ...options });
    return { stack, api };
  };
  const findings = (api: FrontedApi) => api.node.findAll().flatMap((construct) => construct.node.validate());
  const open = { authorizer: Authorizer.none('a public list') };

  test('keeps the answers of a pattern, apart by the query string', () => {
    const { stack } = cached({ '/catalog/*': { ttl } }, { 'GET /catalog/{id}': open, 'GET /orders': {} });
    expect(policiesOf(stack)['/catalog/*']).toMatchObject({ MinTTL: 0, DefaultTTL: 60, MaxTTL: 60 });
    expect(keyOf(stack, '/catalog/*')).toEqual({
      EnableAcceptEncodingBrotli: true,
      EnableAcceptEncodingGzip: true,
      CookiesConfig: { CookieBehavior: 'none' },
      HeadersConfig: { HeaderBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    });
    const [behavior] = distributionOf(stack).CacheBehaviors as unknown as Document[];
    expect(behavior).toMatchObject({
      PathPattern: '/catalog/*',
      CachePolicyId: { Ref: Object.keys(template(stack).findResources('AWS::CloudFront::CachePolicy'))[0] },
      OriginRequestPolicyId: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
      ViewerProtocolPolicy: 'https-only',
    });
  });

  test('keeps answers apart by what it is told, and by the page that asks where there is CORS', () => {
    const stack = stackIn();
    make(stack, { cors: { allowOrigins: ['https://app.example.com'] }, cloudFront: { behaviors: { '/a': { ttl, keyHeaders: ['Accept-Language', 'origin'], keyQueryStrings: ['page'] }, '/b': { ttl, keyQueryStrings: [] } } } });
    expect(keyOf(stack, '/a')).toMatchObject({
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Accept-Language', 'Origin'] },
      QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['page'] },
    });
    expect(keyOf(stack, '/b')).toMatchObject({ HeadersConfig: { Headers: ['Origin'] }, QueryStringsConfig: { QueryStringBehavior: 'none' } });
  });

  test('keeps the order of its patterns, and nothing without a ttl', () => {
    const { stack } = cached({ '/catalog/mine*': {}, '/catalog/*': { ttl } }, { 'GET /catalog/mine': {}, 'GET /catalog/{id}': open });
    const behaviors = distributionOf(stack).CacheBehaviors as unknown as Document[];
    expect(behaviors.map(({ PathPattern }) => PathPattern)).toEqual(['/catalog/mine*', '/catalog/*']);
    expect(behaviors[0].CachePolicyId).toBe(cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId);
  });

  test('takes a ttl that is only known at deploy time', () => {
    const { stack } = cached({ '/a': { ttl: Duration.seconds(Lazy.number({ produce: () => 7 })) } }, { 'GET /a': open });
    expect(policiesOf(stack)['/a']).toMatchObject({ DefaultTTL: 7, MaxTTL: 7 });
  });

  test('keeps answers apart by caller', () => {
    const { stack, api } = cached({ '/orders/*': { ttl, perCaller: true } }, { 'GET /orders/{id}': {}, 'GET /orders/public': open });
    expect(findings(api)).toEqual([]);
    expect(keyOf(stack, '/orders/*')).toMatchObject({ HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Authorization'] } });
  });

  test('shares answers for a reason, which is kept', () => {
    const { api } = cached({ '/orders/*': { ttl, sharedAcrossCallers: 'the same for all members' } }, { 'GET /orders/{id}': {} });
    expect(findings(api)).toEqual([]);
    expect(acknowledged(api)).toMatchObject({ 'Gatehouse::Gatehouse-cloudfront-caches-authorized[/orders/*]': 'the same for all members' });
  });

  test('fails to keep answers that an authorizer guards', () => {
    const { api } = cached({ '/orders/*': { ttl } }, { 'GET /orders/{id}': {} });
    expect(findings(api)).toEqual(["cloudFront.behaviors['/orders/*'] keeps answers of 'GET /orders/{id}', which has an authorizer, so one caller would be given the answer made for another; "
      + "write perCaller: true, sharedAcrossCallers: '<why>', or a narrower pattern"]);
  });

  test.each(['ANY /orders/{id}', 'HEAD /orders/{id}', 'ANY /{proxy+}', ...rest ? [] : ['$default']])('fails to keep guarded answers of %s', (key) => {
    expect(findings(cached({ '/orders/*': { ttl } }, { [key]: {} }).api)).toHaveLength(1);
  });

  test.each(['POST /orders/{id}', 'DELETE /orders/{id}', 'GET /other/{id}'])('does not mind %s, of which it keeps nothing', (key) => {
    expect(findings(cached({ '/orders/*': { ttl } }, { [key]: {} }).api)).toEqual([]);
  });

  test('fails to keep answers that an earlier pattern takes only in part', () => {
    const { api } = cached({ '/orders/1*': {}, '/orders/*': { ttl } }, { 'GET /orders/{id}': {} });
    expect(findings(api)).toHaveLength(1);
  });

  test('fails to keep open routes apart by caller', () => {
    const { api } = cached({ '/catalog': { ttl, perCaller: true } }, { 'GET /catalog': open });
    expect(findings(api)).toEqual([expect.stringMatching(/^cloudFront\.behaviors\['\/catalog'\] is perCaller, but no route that it fits asks who calls, .*leave perCaller out/)]);
  });

  test('fails to keep answers apart by a signature', () => {
    const { api } = cached({ '/orders': { ttl, perCaller: true } }, { 'GET /orders': { authorizer: Authorizer.iam() } }, { originLock: OriginLock.none('a test') });
    expect(findings(api)).toEqual([expect.stringMatching(/is perCaller, but what tells callers of 'GET \/orders' apart cannot stand in CloudFront's key/)]);
  });

  test('fails to keep answers apart by a parameter that the key leaves out', () => {
    const stack = stackIn();
    const authorizer = Authorizer.lambdaRequest(testHandler(stack), { identitySources: ['method.request.querystring.token'] });
    const given = (keyQueryStrings?: string[]) => {
      const api = make(stack, { cloudFront: { originLock: OriginLock.none('a test'), behaviors: { '/orders': { ttl, perCaller: true, keyQueryStrings } } } }, `Api${keyQueryStrings?.join('') ?? ''}`);
      api.addRoute('GET /orders', { integration, authorizer });
      return findings(api);
    };
    expect(given(['page'])).toEqual(["cloudFront.behaviors['/orders'] is perCaller, but 'GET /orders' knows its callers by the query string's 'token', which keyQueryStrings leaves out; add it there"]);
    expect(given(['page', 'token'])).toEqual([]);
    expect(given()).toEqual([]);
  });

  test('fails with more headers in a key than CloudFront takes', () => {
    const keyHeaders = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}`);
    const given = (count: number, behavior = {}) => findings(cached({ '/orders': { ttl, perCaller: true, keyHeaders: keyHeaders(count), ...behavior } }, { 'GET /orders': {} }).api);
    expect(given(9)).toEqual([]);
    expect(given(11, { perCaller: undefined, sharedAcrossCallers: 'a test' })).toHaveLength(1);
    expect(given(10)).toEqual(["cloudFront.behaviors['/orders'] keeps answers apart by 11 headers, and CloudFront takes 10; write narrower patterns"]);
  });
});

describe('the cache in front of a REST API', () => {
  const make = BOTH[1].make;
  const withKeys = (behavior: CloudFrontBehavior) => {
    const stack = stackIn();
    const api = make(stack, { cloudFront: { behaviors: { '/a': behavior } } });
    api.addRoute('GET /a', { integration, apiKeyRequired: true });
    return { stack, findings: api.node.findAll().flatMap((construct) => construct.node.validate()) };
  };

  test('fails to keep answers for which an API key is asked', () => {
    expect(withKeys({ ttl }).findings).toEqual([expect.stringMatching(/keeps answers of 'GET \/a', which asks for an API key/)]);
  });

  test('keeps answers apart by API key', () => {
    const { stack, findings } = withKeys({ ttl, perCaller: true });
    expect(findings).toEqual([]);
    expect(keyOf(stack, '/a')).toMatchObject({ HeadersConfig: { Headers: ['x-api-key'] } });
  });
});
