import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, lambdaFunction, method, restApi, restAuthorizer, restStage } from '../resources';

type Properties = { [name: string]: Json };

const HEADER = 'method.request.header.Authorization';
const CACHE: Properties = { CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true }] };

function cached(key: string, properties: Properties, integration: Properties, stage = CACHE) {
  return {
    ...restApi(),
    ...lambdaFunction(),
    ...lambdaFunction('AuthorizerFunction'),
    ...restAuthorizer({ IdentitySource: 'method.request.header.X-Token,method.request.querystring.tenant' }),
    ...method(key, { ...properties, Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: functionUri(), ...integration } }),
    ...restStage(stage),
  };
}

describeRule<Json>('cache-user-data-shared', {
  template: (names) => cached('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }, {
    CacheKeyParameters: names,
    RequestParameters: { 'integration.request.header.caller': 'context.authorizer.principalId', 'integration.request.header.ip': 'context.identity.sourceIp' },
  }),
  passes: [[HEADER], ['method.request.header.x-token'], ['method.request.querystring.tenant', 'method.request.querystring.page'], ['integration.request.header.caller']],
  fails: [[], undefined, ['method.request.querystring.page'], ['integration.request.header.ip']],
  message: "'GET /pets' is cached for all callers together: its cache key has nothing of who they are",
  unknown: [UNKNOWN, [UNKNOWN]],
});

describeRule<Properties>('cache-user-data-shared', {
  template: ({ stage, key = 'GET /pets', ...properties }) => cached(String(key), { AuthorizationType: 'AWS_IAM', ...properties }, {}, stage as Properties | undefined),
  passes: [
    { AuthorizationType: 'NONE' },
    { key: 'POST /pets' },
    { stage: {} },
    { stage: { ...CACHE, CacheClusterEnabled: false } },
    { stage: { CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true, CacheTtlInSeconds: 0 }] } },
    { stage: { CacheClusterEnabled: true, MethodSettings: [...CACHE.MethodSettings as Json[], { ResourcePath: '/pets', HttpMethod: 'GET', CachingEnabled: false }] } },
  ],
  fails: [
    {},
    { stage: { CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/pets', HttpMethod: 'GET', CachingEnabled: true }] } },
  ],
  message: "'GET /pets' is cached for all callers together: its cache key has nothing of who they are",
  unknown: [{ AuthorizationType: UNKNOWN }, { stage: { ...CACHE, CacheClusterEnabled: UNKNOWN } }],
}, 'only where there are callers and a cache');

describeRule<Json[]>('cache-user-data-shared', {
  template: (settings) => cached('ANY /{proxy+}', { AuthorizationType: 'AWS_IAM' }, {}, { ...CACHE, MethodSettings: [...CACHE.MethodSettings as Json[], ...settings] }),
  passes: [[{ ResourcePath: '/{proxy+}', HttpMethod: 'GET', CachingEnabled: false }]],
  fails: [[], [{ ResourcePath: '/{proxy+}', HttpMethod: 'POST', CachingEnabled: false }]],
  message: "'ANY /{proxy+}' is cached for all callers together: its cache key has nothing of who they are",
  unknown: [[{ ResourcePath: '/{proxy+}', HttpMethod: 'GET', CachingEnabled: UNKNOWN }]],
}, 'GET as one of ANY');

describeRule<Json>('cache-user-data-shared', {
  template: (names) => cached('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: 'a1b2c3' }, { CacheKeyParameters: names }),
  passes: [[HEADER]],
  fails: [[]],
  message: "'GET /pets' is cached for all callers together: its cache key has nothing of who they are",
  unknown: [['method.request.header.x-token']],
}, 'with an authorizer from elsewhere');

describeRule<Json>('cache-not-per-api-key', {
  template: (names) => cached('GET /pets', { AuthorizationType: 'NONE', ApiKeyRequired: true }, {
    CacheKeyParameters: names, RequestParameters: { 'integration.request.header.key': 'context.identity.apiKeyId' },
  }),
  passes: [['method.request.header.x-api-key'], ['method.request.header.X-Api-Key'], [HEADER], ['integration.request.header.key']],
  fails: [[], undefined, ['method.request.querystring.page']],
  message: "'GET /pets' asks for an API key and is cached for all keys together",
  unknown: [UNKNOWN],
});

describeRule<Properties>('cache-not-per-api-key', {
  template: ({ source, isRequired }) => ({
    ...cached('GET /pets', { AuthorizationType: 'NONE', ApiKeyRequired: isRequired }, {}),
    ...restApi({ ApiKeySourceType: source }),
  }),
  passes: [{ source: 'AUTHORIZER', isRequired: true }, { isRequired: false }, {}],
  fails: [{ source: 'HEADER', isRequired: true }, { isRequired: true }],
  message: "'GET /pets' asks for an API key and is cached for all keys together",
  unknown: [{ source: UNKNOWN, isRequired: true }, { isRequired: UNKNOWN }],
}, 'only where callers send a key');

describeRule<Json>('cache-without-key-parameters', {
  template: (names) => cached('GET /owners/{owner}/{pets+}', {}, {
    CacheKeyParameters: names, RequestParameters: { 'integration.request.path.rest': 'method.request.path.pets' },
  }),
  passes: [['method.request.path.owner', 'method.request.path.pets'], ['method.request.path.owner', 'integration.request.path.rest']],
  fails: [[], undefined],
  message: "'GET /owners/{owner}/{pets+}' is cached without 'owner' and 'pets' in its key: the answer to one path is given to all",
  unknown: [UNKNOWN],
});

describeRule<Json>('cache-without-key-parameters', {
  template: (names) => cached('GET /pets', { RequestParameters: { 'method.request.querystring.size': false, 'method.request.querystring.page': false } }, { CacheKeyParameters: names }),
  passes: [['method.request.querystring.page']],
  fails: [[], undefined],
  message: "'GET /pets' is cached without a key: the answer to one query is given to all, whatever 'page' and 'size' ask for",
  severity: 'warning',
  unknown: 'a key that is given in any way is one on purpose',
}, 'a query is asked for');

describeRule<Properties>('cache-without-key-parameters', {
  template: (stage) => cached('GET /pets', { RequestParameters: { 'method.request.querystring.page': false } }, {}, stage),
  passes: [{}, { ...CACHE, CacheClusterEnabled: false }],
  fails: [CACHE],
  message: "'GET /pets' is cached without a key: the answer to one query is given to all, whatever 'page' asks for",
  severity: 'warning',
  unknown: [{ ...CACHE, CacheClusterEnabled: UNKNOWN }],
}, 'only where there is a cache');

describeRule<string>('cache-key-undeclared', {
  template: (name) => cached('GET /pets', { RequestParameters: { 'method.request.querystring.page': false } }, {
    CacheKeyParameters: [name], RequestParameters: { 'integration.request.querystring.p': 'method.request.querystring.page' },
  }),
  passes: ['method.request.querystring.page', 'integration.request.querystring.p'],
  fails: ['method.request.querystring.size', 'method.request.header.page', 'integration.request.querystring.page'],
  message: (name) => `'GET /pets' has '${name}' in its cache key, which it does not declare`,
  unknown: 'the next case has what is unknown',
});

describeRule<Properties>('cache-key-undeclared', {
  template: ({ names, parameters }) => cached('GET /pets', { RequestParameters: parameters }, { CacheKeyParameters: names }),
  passes: [{ names: ['method.request.path.id'], parameters: { 'method.request.path.id': true } }, {}],
  fails: [{ names: ['method.request.path.id'] }],
  message: "'GET /pets' has 'method.request.path.id' in its cache key, which it does not declare",
  unknown: [{ names: UNKNOWN }, { names: ['method.request.path.id'], parameters: UNKNOWN }],
}, 'what is only known at deployment');
