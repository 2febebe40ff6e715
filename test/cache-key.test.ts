import { Duration, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { AuthorizerKind, RouteAuthorizerConfig } from '../src/authorizers/authorizer-contract';
import { bindCache } from '../src/cache-key';
import { RouteKey } from '../src/route-key';
import { RouteCache, RouteOptions } from '../src/route-options';

const OPEN: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.NONE };
const IAM: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.IAM };
const TOKEN: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.LAMBDA_TOKEN, callerParameters: ['method.request.header.Authorization'] };
const SHARED = { sharedAcrossCallers: 'a price list' };

const request = { requiredQuery: ['page'], optionalQuery: ['size'], optionalHeaders: ['Accept-Language'] };

function bind(cache: RouteCache, options: Partial<RouteOptions> = {}, authorizer = OPEN, routeKey = 'GET /pets/{id}/{rest+}') {
  const integration = { bindIntegration: () => ({ integrationType: apigateway.IntegrationType.MOCK }) };
  return bindCache(RouteKey.parse(routeKey), { integration, request, cache, ...options }, authorizer);
}

const keyOf = (...given: Parameters<typeof bind>) => bind(...given)?.keyParameters.map((name) => name.replace('method.request.', ''));

describe('the key of a cached answer', () => {
  test('is none where a route keeps no answers', () => {
    expect(bind({}, { cache: undefined }, TOKEN)).toBeUndefined();
  });

  test('is every parameter of the path and of the query', () => {
    expect(keyOf({})).toEqual(['path.id', 'path.rest', 'querystring.page', 'querystring.size']);
  });

  test('is what is named, and every parameter of the path whatever is named', () => {
    expect(keyOf({ keyParameters: ['header.Accept-Language', 'method.request.querystring.page', 'path.id'] }))
      .toEqual(['path.id', 'path.rest', 'header.Accept-Language', 'querystring.page']);
  });

  test('is the path alone when an empty list is named', () => {
    expect(keyOf({ keyParameters: [] })).toEqual(['path.id', 'path.rest']);
  });

  test('is empty for a route without parameters', () => {
    expect(keyOf({}, { request: undefined }, OPEN, 'GET /')).toEqual([]);
  });

  test('holds what tells callers apart, when answers are kept for each caller', () => {
    expect(keyOf({ perCaller: true, keyParameters: [] }, {}, TOKEN)).toEqual(['path.id', 'path.rest', 'header.Authorization']);
    expect(keyOf({ perCaller: true, keyParameters: [] }, { apiKeyRequired: true }, TOKEN)).toEqual(['path.id', 'path.rest', 'header.Authorization', 'header.x-api-key']);
    expect(keyOf({ perCaller: true, keyParameters: [] }, { apiKeyRequired: true })).toEqual(['path.id', 'path.rest', 'header.x-api-key']);
  });

  test('holds a caller\'s parameter once, when it is named as well', () => {
    expect(keyOf({ perCaller: true, keyParameters: ['header.Authorization'] }, { request: { requiredHeaders: ['Authorization'] } }, TOKEN))
      .toEqual(['path.id', 'path.rest', 'header.Authorization']);
  });

  test.each<[string, RouteAuthorizerConfig, boolean]>([
    ['an open route', OPEN, false], ['a route with API keys', OPEN, true], ['a signed route', IAM, false], ['a route with tokens', TOKEN, true],
  ])('leaves callers out where %s shares its answers for a reason', (_, authorizer, apiKeyRequired) => {
    expect(keyOf({ ...SHARED, keyParameters: [] }, { apiKeyRequired }, authorizer)).toEqual(['path.id', 'path.rest']);
  });
});

describe('a header in the key of a cached answer', () => {
  test.each(['header.accept-language', 'method.request.header.ACCEPT-LANGUAGE'])('is %s as the route declares it', (parameter) => {
    expect(keyOf({ keyParameters: [parameter] })).toEqual(['path.id', 'path.rest', 'header.Accept-Language']);
  });

  test('is one for two cases of its name', () => {
    expect(keyOf({ keyParameters: ['header.accept-language', 'header.Accept-Language'] }, {}, OPEN, 'GET /')).toEqual(['header.Accept-Language']);
    const byKey = { ...TOKEN, callerParameters: ['method.request.header.X-Api-Key'] };
    expect(keyOf({ perCaller: true, keyParameters: [] }, { apiKeyRequired: true }, byKey, 'GET /')).toEqual(['header.X-Api-Key']);
  });

  test('tells callers apart as the route declares it', () => {
    expect(keyOf({ perCaller: true }, { request: { requiredHeaders: ['authorization'] } }, TOKEN, 'GET /')).toEqual(['header.authorization']);
    expect(keyOf({ perCaller: true }, { request: { optionalHeaders: ['X-API-Key'] }, apiKeyRequired: true }, OPEN, 'GET /')).toEqual(['header.X-API-Key']);
  });
});

describe('a cached route', () => {
  test.each([1, 3600])('keeps answers for %d seconds', (seconds) => {
    expect(bind({ ttl: Duration.seconds(seconds) })?.options.ttl?.toSeconds()).toBe(seconds);
  });

  test('keeps answers as long as only a deployment knows', () => {
    expect(() => bind({ ttl: Duration.seconds(Token.asNumber({ Ref: 'Ttl' })) })).not.toThrow();
  });

  test.each<[string, Duration]>([
    ['0', Duration.seconds(0)], ['0.999', Duration.millis(999)], ['1.5', Duration.millis(1500)], ['3601', Duration.seconds(3601)], ['86400', Duration.days(1)],
  ])('fails with a ttl of %s seconds', (seconds, ttl) => {
    expect(() => bind({ ttl }))
      .toThrow(`the cache of 'GET /pets/{id}/{rest+}' keeps answers for ${seconds} seconds, which API Gateway cannot; write whole seconds from 1 to 3600`);
  });

  test('fails with a ttl whose unit a deployment cannot convert', () => {
    expect(() => bind({ ttl: Duration.minutes(Token.asNumber({ Ref: 'Ttl' })) })).toThrow(/must be specified as 'Duration\.seconds\(\)'/);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'])('fails for %s', (method) => {
    expect(() => bind({}, {}, OPEN, `${method} /pets`)).toThrow(`'${method} /pets' has a cache, but an answer to ${method} may not be given twice; cache a GET route`);
  });

  test.each<[string, RouteAuthorizerConfig, boolean, string]>([
    ['tokens', TOKEN, false, 'an authorizer'], ['signatures', IAM, false, 'an authorizer'], ['API keys', OPEN, true, 'API keys'], ['both', TOKEN, true, 'an authorizer'],
  ])('fails with %s, unless answers are kept apart or shared for a reason', (_, authorizer, apiKeyRequired, has) => {
    expect(() => bind({}, { apiKeyRequired }, authorizer)).toThrow(`'GET /pets/{id}/{rest+}' is cached and has ${has}, so one caller would be given the answer made for another; `
      + 'write cache: { perCaller: true }, or cache: { sharedAcrossCallers: \'<why>\' }');
    expect(() => bind({ perCaller: false }, { apiKeyRequired }, authorizer)).toThrow('one caller would be given the answer made for another');
  });

  test('fails for each caller of an authorizer that nothing in a request tells apart', () => {
    const message = /is cached perCaller, but what tells callers of its authorizer apart cannot stand in a cache key .*; do not cache it, or write/;
    expect(() => bind({ perCaller: true }, {}, IAM)).toThrow(message);
    expect(() => bind({ perCaller: true }, { apiKeyRequired: true }, IAM)).toThrow(message);
    expect(() => bind({ perCaller: true }, {}, { ...TOKEN, callerParameters: [] })).toThrow(message);
  });

  test('fails for each caller of a route that asks nobody who they are', () => {
    expect(() => bind({ perCaller: true })).toThrow(/is cached perCaller, but its authorizer lets everybody in and asks for no API key.*; write keyParameters/);
  });

  test('fails when answers are both kept apart and shared', () => {
    expect(() => bind({ perCaller: true, ...SHARED }, {}, TOKEN)).toThrow(/both perCaller and sharedAcrossCallers; write the one that is meant$/);
  });

  test('fails when answers are shared without a reason', () => {
    expect(() => bind({ sharedAcrossCallers: ' ' }, {}, TOKEN)).toThrow(/^sharedAcrossCallers was given an empty reason; .*write sharedAcrossCallers: '<why>'$/);
  });

  test.each(['page', 'query.page', 'querystring.Page', 'querystring.other', 'header.accept', 'path.name', 'path.rest+', 'method.request.querystring.other'])(
    'fails when its key names %s, which it does not declare', (parameter) => {
      expect(() => bind({ keyParameters: [parameter] })).toThrow(`the cache key of 'GET /pets/{id}/{rest+}' names '${parameter}', which the route does not declare `
        + "(it declares: 'path.id', 'path.rest', 'querystring.page', 'querystring.size', 'header.Accept-Language'); add it to request.optionalQuery or request.optionalHeaders");
    });

  test('fails when its key names anything on a route that declares nothing', () => {
    expect(() => bind({ keyParameters: ['querystring.page'] }, { request: undefined }, OPEN, 'GET /')).toThrow('(it declares: none)');
  });

  test('fails when its key names what only a deployment knows', () => {
    expect(() => bind({ keyParameters: [Token.asString({ Ref: 'X' })] }))
      .toThrow(/holds a value that is only known at deploy time; write the parameter out, as 'querystring\.page'$/);
    expect(() => bind({ keyParameters: Token.asList({ Ref: 'X' }) })).toThrow(/holds a value that is only known at deploy time/);
  });
});
