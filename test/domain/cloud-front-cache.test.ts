import { Duration, Lazy, Stack, aws_cloudfront as cloudfront } from 'aws-cdk-lib';
import { BOTH, FrontedApi, distributionOf, stackIn, tokensOf } from './fronted-api';
import { Authorizer } from '../../src/authorizers/authorizer';
import { AuthorizerKind, RouteAuthorizerConfig } from '../../src/authorizers/authorizer-contract';
import { CloudFrontBehavior } from '../../src/domain/cloud-front-options';
import { OriginLock } from '../../src/domain/origin-lock';
import { Integration } from '../../src/integrations/integration';
import { RouteOptions } from '../../src/route-options';
import { Document, acknowledged, template, testHandler, warnings } from '../rest-api';

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

  test('has one policy for patterns that ask for the same', () => {
    const { stack } = cached({
      '/a': { ttl, keyHeaders: ['Accept', 'X-A'], keyQueryStrings: ['p', 'q'] },
      '/b': { ttl: Duration.seconds(60), keyHeaders: ['x-a', 'accept'], keyQueryStrings: ['q', 'p'] },
      '/c': { ttl, keyHeaders: ['Accept', 'X-A'] },
      '/d': { ttl: Duration.seconds(61), keyHeaders: ['Accept', 'X-A'] },
      '/e': {},
      '/f': {},
    });
    expect(Object.keys(policiesOf(stack)).sort()).toEqual(['/a /b', '/c', '/d']);
    const behaviors = distributionOf(stack).CacheBehaviors as unknown as { CachePolicyId: { Ref: string } }[];
    expect(behaviors[0].CachePolicyId).toEqual(behaviors[1].CachePolicyId);
    expect(behaviors[2].CachePolicyId).not.toEqual(behaviors[0].CachePolicyId);
  });

  test('keeps answers apart by the callers of all patterns that have a policy together', () => {
    const stack = stackIn();
    const authorizer = (header: string) => Authorizer.lambdaRequest(testHandler(stack, header), { identitySources: [`method.request.header.${header}`] });
    const behaviors = { '/a': { ttl, perCaller: true }, '/b': { ttl, perCaller: true } };
    const api = make(stack, { cloudFront: { originLock: OriginLock.none('a test'), behaviors } });
    api.addRoute('GET /a', { integration, authorizer: authorizer('X-A') });
    api.addRoute('GET /b', { integration, authorizer: authorizer('X-B') });
    expect(findings(api)).toEqual([]);
    expect(keyOf(stack, '/a /b')).toMatchObject({ HeadersConfig: { Headers: ['X-A', 'X-B'] } });
  });

  test('keeps the name of a policy when another pattern asks for the same', () => {
    const nameOf = (behaviors: { [pattern: string]: CloudFrontBehavior }) =>
      Object.values(policiesOf(cached(behaviors).stack)).map(({ Name }) => Name);
    expect(nameOf({ '/a': { ttl }, '/b': { ttl } })).toEqual(nameOf({ '/a': { ttl } }));
  });

  test('warns of more patterns than a distribution takes, and of more policies than an account has', () => {
    const given = (count: number, ttlOf: (index: number) => Duration | undefined) => {
      const behaviors = Object.fromEntries(Array.from({ length: count }, (_, index) => [`/p${index}`, { ttl: ttlOf(index) }]));
      return warnings(cached(behaviors).stack, '/Shop/Api/CloudFront/Cache', '.*').map((text) => text.replace(/ \[ack: .*/, ''));
    };
    expect(given(75, () => ttl)).toEqual([]);
    expect(given(76, () => ttl)).toEqual(["cloudFront.behaviors has 76 path patterns, and 75 is the quota of a distribution unless it was raised; request more, or let '*' take several"]);
    expect(given(20, (index) => Duration.seconds(index + 1))).toEqual([]);
    expect(given(21, (index) => Duration.seconds(index + 1))).toEqual(['cloudFront.behaviors keeps answers in 21 different ways, each of which is a cache policy, '
      + 'and 20 is the quota of an account unless it was raised; request more, or let patterns have the same ttl and keys']);
  });

  test('has one policy for patterns with one time that is only known at deploy time, and two for two', () => {
    const late = (seconds: number) => Duration.seconds(Lazy.number({ produce: () => seconds }));
    const one = late(7);
    const { stack } = cached({ '/a': { ttl: one }, '/b': { ttl: late(8) }, '/c': { ttl: one } });
    expect(Object.entries(policiesOf(stack)).map(([comment, { DefaultTTL }]) => [comment, DefaultTTL])).toEqual(expect.arrayContaining([['/a /c', 7], ['/b', 8]]));
    expect(Object.keys(policiesOf(stack))).toHaveLength(2);
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

describe('the cache in front of an HTTP API with a token where an authorizer of the user\'s own says', () => {
  const make = BOTH[0].make;
  const withToken = (more: Partial<RouteAuthorizerConfig>, behavior: CloudFrontBehavior = {}) => {
    const stack = stackIn();
    const config = { authorizerKind: AuthorizerKind.JWT, authorizerName: 'Mine', tokenIssuer: 'https://id.example.com', audience: ['web'], ...more };
    const api = make(stack, { cloudFront: { originLock: OriginLock.none('a test'), behaviors: { '/a': { ttl, perCaller: true, ...behavior } } } });
    api.addRoute('GET /a', { integration, authorizer: { bindAuthorizer: () => config } });
    return { stack, findings: api.node.findAll().flatMap((construct) => construct.node.validate()) };
  };

  test.each<[Partial<RouteAuthorizerConfig>, string]>([
    [{ identitySources: ['$request.header.X-Token'] }, 'X-Token'],
    [{ identitySources: ['method.request.header.X-Token'], tokenHeader: 'X-Other' }, 'X-Token'],
    [{ identitySources: [], tokenHeader: 'X-Token' }, 'X-Token'],
    [{ tokenHeader: 'X-Token' }, 'X-Token'],
    [{}, 'Authorization'],
  ])('keeps answers apart by the header of %j', (config, header) => {
    const { stack, findings } = withToken(config);
    expect(findings).toEqual([]);
    expect(keyOf(stack, '/a')).toMatchObject({ HeadersConfig: { HeaderBehavior: 'whitelist', Headers: [header] } });
  });

  test('keeps answers apart by a token in the query string, and by no header then', () => {
    const { stack, findings } = withToken({ identitySources: ['$request.querystring.token'] }, { keyQueryStrings: ['page', 'token'] });
    expect(findings).toEqual([]);
    expect(keyOf(stack, '/a')).toMatchObject({ HeadersConfig: { HeaderBehavior: 'none' }, QueryStringsConfig: { QueryStrings: ['page', 'token'] } });
    expect(withToken({ identitySources: ['$request.querystring.token'] }).findings).toEqual([]);
  });

  test('fails when the key leaves out the token in the query string', () => {
    expect(withToken({ identitySources: ['$request.querystring.token'] }, { keyQueryStrings: ['page'] }).findings).toEqual([
      "cloudFront.behaviors['/a'] is perCaller, but 'GET /a' knows its callers by the query string's 'token', which keyQueryStrings leaves out; add it there",
    ]);
  });

  test.each(['$context.identity.sourceIp', '$stageVariables.token', Lazy.string({ produce: () => '$request.header.X' })])('fails with a token in neither, %s', (source) => {
    expect(withToken({ identitySources: [source] }).findings).toEqual([
      "cloudFront.behaviors['/a'] is perCaller, but what tells callers of 'GET /a' apart cannot stand in CloudFront's key, which takes headers and the query string "
      + "(a signature differs each time); write a narrower pattern, or sharedAcrossCallers: '<why>'",
    ]);
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
