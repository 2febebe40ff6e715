import { Duration, Lazy, Stack, Token, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { ApiType } from '../../src/api-type';
import { Authorizer } from '../../src/authorizers/authorizer';
import { AuthorizerKind } from '../../src/authorizers/authorizer-contract';
import { LambdaAuthorizerAnswer } from '../../src/authorizers/lambda-authorizer-answer';
import { LambdaRequestOptions } from '../../src/authorizers/lambda-request';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { httpApi, httpBodyOf } from '../http-api';
import { bodyOf, errorOf, restApi, template, testHandler, testStack } from '../rest-api';

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

  test('understands the spelling of WebSocket APIs', () => {
    expect(identitySourceOf({ identitySources: ['route.request.header.X', 'route.request.querystring.t'] })).toBe('method.request.header.X, method.request.querystring.t');
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

  test('fails for a source that is in no list', () => {
    expect(failure({ identitySources: 'method.request.header.A' as unknown as string[] }))
      .toBe("Authorizer.lambdaRequest() was given the identitySources 'method.request.header.A', which are no list; write ['method.request.header.A']");
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

describe('Authorizer.lambdaRequest on an HTTP API', () => {
  const integration = Integration.httpProxy('https://backend.example.com');

  function httpSchemeOf(options?: LambdaRequestOptions) {
    const stack = testStack();
    httpApi(stack, { authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Gate'), options) }).addRoute('GET /pets', { integration });
    expect(httpBodyOf(stack).paths['/pets'].get.security).toEqual([{ Gate: [] }]);
    return httpBodyOf(stack).components.securitySchemes.Gate['x-amazon-apigateway-authorizer'];
  }

  test('asks a function about a request with an Authorization header, once for each route, by the event that REST APIs send', () => {
    expect(httpSchemeOf()).toEqual({
      type: 'request',
      authorizerUri: { 'Fn::Sub': expect.stringMatching(/functions\/\$\{Gate\w+\.Arn\}\/invocations$/) },
      authorizerPayloadFormatVersion: '1.0',
      enableSimpleResponses: false,
      identitySource: ['$request.header.Authorization', '$context.routeKey'],
      authorizerResultTtlInSeconds: 300,
    });
  });

  test('understands the spelling of REST APIs', () => {
    const identitySources = ['method.request.header.X', 'method.request.querystring.t', 'stageVariables.zone', 'context.identity.sourceIp', '$request.header.Y'];
    expect(httpSchemeOf({ identitySources }).identitySource).toEqual([
      '$request.header.X', '$request.querystring.t', '$stageVariables.zone', '$context.identity.sourceIp', '$request.header.Y', '$context.routeKey',
    ]);
  });

  test.each<[string, LambdaRequestOptions, unknown]>([
    ['where the route is among the sources', { identitySources: ['$context.routeKey', '$request.header.X'] }, ['$context.routeKey', '$request.header.X']],
    ['where the route is among the sources in the words of REST APIs', { identitySources: ['context.routeKey'] }, ['$context.routeKey']],
    ['where answers are not kept', { resultsCacheTtl: Duration.seconds(0) }, ['$request.header.Authorization']],
    ['where only a deployment knows the sources', { identitySources: Token.asList({ Ref: 'Sources' }) }, { Ref: 'Sources' }],
  ])('names no route more %s', (_, options, sources) => {
    expect(httpSchemeOf(options).identitySource).toEqual(sources);
  });

  test.each<[string, Duration, unknown]>([
    ['a second', Duration.seconds(1), 1], ['as long as only a deployment knows', Duration.seconds(Token.asNumber({ Ref: 'Ttl' })), { Ref: 'Ttl' }],
  ])('names the route where answers are kept for %s', (_, resultsCacheTtl, seconds) => {
    expect(httpSchemeOf({ resultsCacheTtl })).toMatchObject({ identitySource: ['$request.header.Authorization', '$context.routeKey'], authorizerResultTtlInSeconds: seconds });
  });

  test('keeps no answers without sources, and says so', () => {
    expect(httpSchemeOf({ identitySources: [], resultsCacheTtl: Duration.seconds(0) }))
      .toMatchObject({ identitySource: [], authorizerResultTtlInSeconds: 0 });
  });

  test.each<[string, LambdaRequestOptions, string, boolean]>([
    ['a simple answer', { answer: LambdaAuthorizerAnswer.SIMPLE }, '2.0', true],
    ['a simple answer to the form that it needs', { answer: LambdaAuthorizerAnswer.SIMPLE, payloadFormatVersion: apigatewayv2.AuthorizerPayloadVersion.VERSION_2_0 }, '2.0', true],
    ['a policy', { answer: LambdaAuthorizerAnswer.POLICY }, '1.0', false],
    ['a policy to the newer form', { payloadFormatVersion: apigatewayv2.AuthorizerPayloadVersion.VERSION_2_0 }, '2.0', false],
  ])('reads %s', (_, options, authorizerPayloadFormatVersion, enableSimpleResponses) => {
    expect(httpSchemeOf(options)).toMatchObject({ authorizerPayloadFormatVersion, enableSimpleResponses });
  });

  test('fails for a simple answer to the form that knows none', () => {
    const options = { answer: LambdaAuthorizerAnswer.SIMPLE, payloadFormatVersion: apigatewayv2.AuthorizerPayloadVersion.VERSION_1_0 };
    expect(failure(options)).toBe('Authorizer.lambdaRequest() was given '
      + 'the payloadFormatVersion 1.0 with a simple answer, which API Gateway reads with 2.0 alone; leave payloadFormatVersion out, or write LambdaAuthorizerAnswer.POLICY');
  });

  test.each<[string, LambdaRequestOptions, string]>([
    ['a simple answer', { answer: LambdaAuthorizerAnswer.SIMPLE }, "'GET /pets' was given an authorizer with simple answers, which REST APIs do not read; let the function answer with a policy, or use LeanHttpApi"],
    ['another form of event', { payloadFormatVersion: apigatewayv2.AuthorizerPayloadVersion.VERSION_2_0 },
      "'GET /pets' was given an authorizer with the payloadFormatVersion '2.0', and REST APIs send their events in one form; leave it out"],
  ])('fails on a REST API with %s, before anything is created', (_, options, message) => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaRequest(testHandler(stack), options);
    const api = restApi(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: Integration.mock(), authorizer }))).toBe(message);
  });

  test('takes on a REST API what says nothing else than it does', () => {
    expect(schemeOf({ answer: LambdaAuthorizerAnswer.POLICY, payloadFormatVersion: apigatewayv2.AuthorizerPayloadVersion.VERSION_1_0 })).toHaveProperty('x-amazon-apigateway-authorizer.type', 'request');
  });

  test('fails where a route asks for scopes', () => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaRequest(testHandler(stack));
    const api = httpApi(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration, authorizer, scopes: ['a'] }))).toContain("'GET /pets' asks for the scopes 'a', but a Lambda authorizer answers with a policy");
  });

  test('makes one permission for all routes that it judges and the function answers', () => {
    const stack = testStack();
    const handler = testHandler(stack);
    const api = httpApi(stack, { authorizer: Authorizer.lambdaRequest(handler) });
    for (const path of ['a', 'b']) api.addRoute(`GET /${path}`, { integration: Integration.lambdaFunction(handler) });
    template(stack).resourceCountIs('AWS::Lambda::Permission', 1);
  });
});

describe('Authorizer.lambdaRequest on a WebSocket API', () => {
  const bind = (stack: Stack, options?: LambdaRequestOptions, scopes: string[] = []) => {
    const authorizer = Authorizer.lambdaRequest(testHandler(stack, 'Gate'), options);
    return () => authorizer.bindAuthorizer({ scope: stack, apiType: ApiType.WEBSOCKET, routeKey: '$connect', executeApiArn: 'arn:aws:execute-api:r:1:api/*', scopes });
  };

  test('asks a function about everybody who connects, as browsers can send no Authorization header', () => {
    const stack = testStack();
    const config = bind(stack)();

    expect(config).toMatchObject({ authorizerKind: AuthorizerKind.LAMBDA_REQUEST, authorizerName: 'Gate', identitySources: [] });
    expect([config.resultsCacheTtl, config.simpleAnswers, config.payloadFormatVersion]).toEqual([undefined, undefined, undefined]);
    expect(config.authorizerUri).toMatch(/functions\/.*\/invocations$/);
    template(stack).resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('understands the spelling of each type', () => {
    const identitySources = ['method.request.header.A', '$request.header.B', 'route.request.querystring.c', '$stageVariables.d', 'context.identity.sourceIp'];
    expect(bind(testStack(), { identitySources })().identitySources)
      .toEqual(['route.request.header.A', 'route.request.header.B', 'route.request.querystring.c', 'stageVariables.d', 'context.identity.sourceIp']);
  });

  test('takes what says nothing else than it does', () => {
    const payloadFormatVersion = apigatewayv2.AuthorizerPayloadVersion.VERSION_1_0;
    const options = { identitySources: [], resultsCacheTtl: Duration.seconds(0), answer: LambdaAuthorizerAnswer.POLICY, payloadFormatVersion };
    expect(bind(testStack(), options)().identitySources).toEqual([]);
  });

  test.each<[string, LambdaRequestOptions, string]>([
    ['answers that are remembered', { resultsCacheTtl: Duration.seconds(1) },
      "'$connect' was given Authorizer.lambdaRequest() with a resultsCacheTtl, but a WebSocket API asks once, when somebody connects, and remembers nothing; leave resultsCacheTtl out"],
    ['answers that are remembered as long as only a deployment knows', { resultsCacheTtl: Duration.seconds(Token.asNumber({ Ref: 'Ttl' })) }, "'$connect' was given Authorizer.lambdaRequest() with a resultsCacheTtl"],
    ['a simple answer', { answer: LambdaAuthorizerAnswer.SIMPLE }, "'$connect' was given an authorizer with simple answers, which WebSocket APIs do not read; let the function answer with a policy"],
    ['another form of event', { payloadFormatVersion: apigatewayv2.AuthorizerPayloadVersion.VERSION_2_0 },
      "'$connect' was given an authorizer with the payloadFormatVersion '2.0', and WebSocket APIs send their events in one form; leave it out"],
  ])('fails with %s, before anything is created', (_, options, message) => {
    const stack = testStack();
    expect(errorOf(stack, bind(stack, options))).toContain(message);
  });

  test('fails where $connect asks for scopes', () => {
    const stack = testStack();
    expect(errorOf(stack, bind(stack, {}, ['a']))).toContain("'$connect' asks for the scopes 'a', but a Lambda authorizer answers with a policy and never looks at scopes; "
      + 'write scopes: [] for the route, or give it Authorizer.jwt(...) or Authorizer.userPool(...)');
  });
});
