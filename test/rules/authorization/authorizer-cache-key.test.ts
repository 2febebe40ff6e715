import { RULES, checkAll } from '../../../src/rules/all-rules';
import { Json, Resources, UNKNOWN, templateWith } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, route, v2Authorizer, webSocketApi } from '../resources';
import { reflect } from '../spellings/template-spellings';

type Properties = { [key: string]: Json };

const AUTHORIZED = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

function rest(properties: Properties, ...keys: string[]): Resources {
  return { ...restApi(), ...lambdaFunction(), ...restAuthorizer(properties), ...Object.assign({}, ...keys.map((key) => method(key, AUTHORIZED))) };
}

function http(properties: Properties, ...keys: string[]): Resources {
  return { ...httpApi(), ...lambdaFunction(), ...v2Authorizer(properties), ...Object.assign({}, ...keys.map((key) => route(key, AUTHORIZED))) };
}

function webSocket(sources: Json): Resources {
  return { ...webSocketApi(), ...lambdaFunction(), ...v2Authorizer({ IdentitySource: sources }), ...route('$connect', AUTHORIZED) };
}

describeRule('authorizer-cache-without-identity', {
  template: (source) => rest({ IdentitySource: source }, 'GET /pets'),
  passes: ['method.request.header.Authorization', 'method.request.header.A, context.path'],
  fails: [undefined, ''],
  message: "the authorizer 'Authorizer' remembers its answers for 300 seconds and has no identity source to remember them by",
  unknown: [UNKNOWN],
});

describeRule('authorizer-cache-without-identity', {
  template: (ttl) => rest({ IdentitySource: undefined, AuthorizerResultTtlInSeconds: ttl }, 'GET /pets'),
  passes: [0],
  fails: [1, 3600],
  message: (ttl) => `the authorizer 'Authorizer' remembers its answers for ${ttl} seconds and has no identity source to remember them by`,
  unknown: [UNKNOWN],
}, 'how long');

describeRule('authorizer-cache-without-identity', {
  template: (ttl) => http({ IdentitySource: undefined, AuthorizerResultTtlInSeconds: ttl }, 'GET /pets'),
  passes: [undefined, 0],
  fails: [60],
  message: "the authorizer 'Authorizer' remembers its answers for 60 seconds and has no identity source to remember them by",
  unknown: [UNKNOWN],
}, 'of an HTTP API, which remembers nothing by itself');

describeRule('http-authorizer-cache-not-per-route', {
  template: (sources) => http({ IdentitySource: sources, AuthorizerResultTtlInSeconds: 300, EnableSimpleResponses: true }, 'GET /pets', 'DELETE /pets'),
  passes: [['$request.header.Authorization', '$context.routeKey'], ['$request.header.Authorization', '$context.path', '$context.httpMethod']],
  fails: [['$request.header.Authorization'], ['$request.header.Authorization', '$context.path']],
  message: "the authorizer 'Authorizer' remembers its answers for 300 seconds without $context.routeKey, so 2 routes share them",
  unknown: [UNKNOWN],
});

describeRule('http-authorizer-cache-not-per-route', {
  template: (ttl) => http({ AuthorizerResultTtlInSeconds: ttl, EnableSimpleResponses: false }, 'GET /pets', 'DELETE /pets'),
  passes: [undefined, 0],
  fails: [300],
  message: "the authorizer 'Authorizer' remembers its answers for 300 seconds without $context.routeKey, so 2 routes share them",
  unknown: [UNKNOWN],
}, 'of policies as of simple responses');

describeRule('http-authorizer-cache-not-per-route', {
  template: (key: string) => http({ AuthorizerResultTtlInSeconds: 300, EnableSimpleResponses: true }, 'GET /pets', key),
  passes: ['GET /pets'],
  fails: ['GET /pets/{id}'],
  message: "the authorizer 'Authorizer' remembers its answers for 300 seconds without $context.routeKey, so 2 routes share them",
  unknown: 'how many routes there are is always written out',
}, 'one route shares with nobody');

describeRule('authorizer-cached-on-proxy', {
  template: (ttl) => rest({ AuthorizerResultTtlInSeconds: ttl }, 'ANY /{proxy+}'),
  passes: [0],
  fails: [300, 60],
  message: (ttl) => `the authorizer 'Authorizer' remembers its policy for ${ttl} seconds, and it decides about every path below 'ANY /{proxy+}'`,
  unknown: [UNKNOWN],
});

describeRule('authorizer-cached-on-proxy', {
  template: (keys: string[]) => rest({}, ...keys),
  passes: [['GET /pets']],
  fails: [['GET /pets', 'GET /pets/{id}'], ['GET /pets', 'POST /pets']],
  message: "the authorizer 'Authorizer' remembers its policy for 300 seconds, and it decides about 2 methods",
  unknown: 'how many methods there are is always written out',
}, 'several methods');

describeRule('authorizer-cached-on-proxy', {
  template: (source) => rest({ IdentitySource: source }, 'GET /pets', 'GET /toys'),
  passes: ['method.request.header.Authorization, context.path', 'method.request.header.Authorization,context.resourcePath'],
  fails: ['method.request.header.Authorization'],
  message: "the authorizer 'Authorizer' remembers its policy for 300 seconds, and it decides about 2 methods",
  unknown: 'the time is literal here',
}, 'by the path');

describeRule('authorizer-cached-on-proxy', {
  template: (source) => rest({ IdentitySource: source }, 'GET /pets', 'DELETE /pets'),
  passes: ['method.request.header.Authorization, context.path, context.httpMethod'],
  fails: ['method.request.header.Authorization, context.path'],
  message: "the authorizer 'Authorizer' remembers its policy for 300 seconds, and it decides about 2 methods",
  unknown: 'the time is literal here',
}, 'by the path, which has several methods');

describeRule('cookie-authorizer-identity', {
  template: (sources) => http({ IdentitySource: sources }, 'GET /pets'),
  passes: [['$request.header.cookie'], ['$request.header.Cookie', '$context.routeKey'], undefined],
  fails: [['$request.header.Authorization']],
  message: "the authorizer 'Authorizer' has no identity source for the session cookie, but '$request.header.Authorization'",
  unknown: [UNKNOWN],
  intent: { sessionCookies: true },
});

describeRule('cookie-authorizer-identity', {
  template: (source) => rest({ IdentitySource: source }, 'GET /pets'),
  passes: ['method.request.header.Cookie'],
  fails: ['method.request.header.Authorization'],
  message: "the authorizer 'Authorizer' has no identity source for the session cookie, but 'method.request.header.Authorization'",
  unknown: [UNKNOWN],
  intent: { sessionCookies: true },
}, 'of a REST API');

describeRule('ws-browser-identity-header', {
  template: webSocket,
  passes: [['route.request.querystring.token'], ['route.request.header.Sec-WebSocket-Protocol'], ['route.request.header.Cookie'], undefined],
  fails: [['route.request.header.Authorization'], ['route.request.header.Authorization', 'route.request.querystring.token']],
  message: "the authorizer 'Authorizer' has the identity source 'route.request.header.Authorization', which no browser can send",
  unknown: [[UNKNOWN]],
  intent: { browserClients: true },
});

test.each([
  ['authorizer-cached-on-proxy', rest({}, 'GET /pets', 'GET /toys'), { authorizersAllowWholeApi: true }],
  ['cookie-authorizer-identity', rest({}, 'GET /pets'), { sessionCookies: false }],
  ['ws-browser-identity-header', webSocket(['route.request.header.Authorization']), { browserClients: false }],
])('%s is silent where its owner declares that it does not apply', (ruleId, resources, intent) => {
  const findings = checkAll(reflect(templateWith(resources)), intent, RULES.filter(({ id }) => id === ruleId));
  expect(findings).toEqual([]);
});
