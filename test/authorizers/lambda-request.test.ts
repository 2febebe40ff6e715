import { Duration, Lazy, Token } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { LambdaRequestOptions } from '../../src/authorizers/lambda-request';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { bodyOf, errorOf, restApi, testHandler, testStack } from '../rest-api';

function schemeOf(options?: LambdaRequestOptions) {
  const stack = testStack();
  restApi(stack, { authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Gate'), options) }).addRoute('GET /pets', { integration: Integration.mock() });
  expect(bodyOf(stack).paths['/pets'].get.security).toEqual([{ Gate: [] }]);
  return bodyOf(stack).components.securitySchemes.Gate;
}

const identitySourceOf = (options?: LambdaRequestOptions): unknown => schemeOf(options)['x-amazon-apigateway-authorizer'].identitySource;

function failure(options: LambdaRequestOptions): string {
  const stack = testStack();
  const handler = testHandler(stack);
  return errorOf(stack, () => Authorizer.lambdaRequest(handler, options));
}

describe('Authorizer.lambdaRequest', () => {
  test('asks a function about a request with an Authorization header', () => {
    expect(schemeOf()).toEqual({
      'type': 'apiKey',
      'name': 'Unused',
      'in': 'header',
      'x-amazon-apigateway-authtype': 'custom',
      'x-amazon-apigateway-authorizer': {
        type: 'request',
        identitySource: 'method.request.header.Authorization',
        authorizerUri: { 'Fn::Sub': expect.stringMatching(/functions\/\$\{Gate\w+\.Arn\}\/invocations$/) },
      },
    });
  });

  test('names all its sources in one text with commas', () => {
    const identitySources = ['method.request.header.X-Partner', 'method.request.querystring.tenant', 'stageVariables.zone', 'context.identity.sourceIp'];
    expect(identitySourceOf({ identitySources })).toBe('method.request.header.X-Partner, method.request.querystring.tenant, stageVariables.zone, context.identity.sourceIp');
  });

  test('understands the spelling of HTTP APIs', () => {
    const identitySources = ['$request.header.X', '$request.querystring.t', '$stageVariables.zone', '$context.path'];
    expect(identitySourceOf({ identitySources })).toBe('method.request.header.X, method.request.querystring.t, stageVariables.zone, context.path');
  });

  test('takes a source that only a deployment knows', () => {
    expect(identitySourceOf({ identitySources: ['context.path', Token.asString({ Ref: 'Source' })] })).toEqual({ 'Fn::Sub': 'context.path, ${Source}' });
  });

  test('takes a list of sources that only a deployment knows', () => {
    expect(identitySourceOf({ identitySources: Token.asList({ Ref: 'Sources' }) })).toEqual({ 'Fn::Join': [', ', { Ref: 'Sources' }] });
  });

  test('names no source where answers are not kept and there is none', () => {
    expect(identitySourceOf({ identitySources: [], resultsCacheTtl: Duration.seconds(0) })).toBeUndefined();
  });

  test.each<[string, Duration | undefined]>([
    ['for API Gateway\'s five minutes', undefined], ['for a second', Duration.seconds(1)], ['as long as only a deployment knows', Duration.seconds(Token.asNumber({ Ref: 'Ttl' }))],
  ])('fails without a source where answers are kept %s', (_, resultsCacheTtl) => {
    expect(failure({ identitySources: [], resultsCacheTtl })).toBe("Authorizer.lambdaRequest() was given no identity sources, so one caller's answer would be remembered for all; "
      + 'name what tells callers apart, or write resultsCacheTtl: Duration.seconds(0)');
  });

  test.each(['Authorization', 'method.request.path.id', 'method.request.body', 'method.request.header.', '$request.path.id', '$request.header.', '$method.request.header.X', 'method.request.header.X Y', 'header.X', ''])(
    'fails for the source %j', (source) => {
      expect(failure({ identitySources: ['method.request.header.A', source] })).toBe(`Authorizer.lambdaRequest() was given the identity source '${source}', which API Gateway does not know; `
        + "write 'method.request.header.<name>', 'method.request.querystring.<name>', 'stageVariables.<name>' or 'context.<name>'");
    });

  test('tells callers of a cached route apart by what of the request it reads', () => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaRequest(testHandler(stack), { identitySources: ['method.request.header.X', 'method.request.querystring.t', 'stageVariables.zone'] });
    restApi(stack, { authorizer, cache: { size: CacheSize.GB_0_5 } }).addRoute('GET /pets', { integration: Integration.mock(), cache: { perCaller: true } });
    expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration'].cacheKeyParameters).toEqual(['method.request.header.X', 'method.request.querystring.t']);
  });

  test.each([
    [['context.identity.sourceIp']],
    [['method.request.header.X', 'context.identity.sourceIp']],
    [['method.request.header.X', Lazy.string({ produce: () => 'context.identity.sourceIp' })]],
    [Token.asList({ Ref: 'Sources' })],
  ])('fails for answers that are kept for each caller, where a cache key cannot hold all of %j', (identitySources) => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaRequest(testHandler(stack), { identitySources });
    const api = restApi(stack, { authorizer, cache: { size: CacheSize.GB_0_5 } });
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: Integration.mock(), cache: { perCaller: true } }))).toMatch(/what tells callers of its authorizer apart cannot stand in a cache key/);
  });
});
