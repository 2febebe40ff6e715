import { Limits } from '../../../src/limits';
import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi, restStage } from '../resources';

type Settings = { [name: string]: Json };

const GET_PETS = { ResourcePath: '/pets', HttpMethod: 'GET' };
const EVERYTHING = { ResourcePath: '/*', HttpMethod: '*' };
const CLUSTER = { CacheClusterEnabled: true, CacheClusterSize: '0.5' };

function cached(settings: Settings, stage: Settings = CLUSTER) {
  return {
    ...restApi(),
    ...lambdaFunction(),
    ...method('GET /pets'),
    ...method('POST /pets'),
    ...method('ANY /{proxy+}'),
    ...restStage({ ...stage, MethodSettings: [settings] }),
  };
}

describeRule('cache-not-encrypted', {
  template: (isEncrypted) => cached({ ...GET_PETS, CachingEnabled: true, CacheDataEncrypted: isEncrypted }),
  passes: [true, 'true'],
  fails: [false, undefined],
  message: "the stage 'live' caches the answers of 'GET /pets' without encryption",
  unknown: [UNKNOWN],
});

describeRule<Settings>('cache-not-encrypted', {
  template: (more) => cached({ ...EVERYTHING, CachingEnabled: true, ...more }, more.CachingEnabled === 'no cluster' ? {} : CLUSTER),
  passes: [{ CachingEnabled: false }, { CachingEnabled: 'no cluster' }],
  fails: [{}],
  message: "the stage 'live' caches the answers of all GET routes without encryption",
  unknown: [{ CachingEnabled: UNKNOWN }],
}, 'of all routes, where caching is on');

describeRule('cache-not-encrypted', {
  template: (isEncrypted) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...method('GET /pets'),
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live', StageDescription: { ...CLUSTER, CachingEnabled: true, CacheDataEncrypted: isEncrypted } },
    },
  }),
  passes: [true],
  fails: [false],
  message: "the stage 'live' caches the answers of all GET routes without encryption",
  unknown: [UNKNOWN],
}, 'of a stage that a deployment describes');

describeRule('cache-not-encrypted', {
  template: (settings) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ ...CLUSTER, MethodSettings: settings }) }),
  passes: [[]],
  fails: [[{ ...GET_PETS, CachingEnabled: true }]],
  message: "the stage 'live' caches the answers of 'GET /pets' without encryption",
  unknown: [UNKNOWN],
}, 'with settings that are only known at deployment');

describeRule<Settings>('cache-cluster-idle', {
  template: (settings) => cached({ ...GET_PETS, ...settings }),
  passes: [{ CachingEnabled: true }],
  fails: [{ CachingEnabled: false }, { LoggingLevel: 'ERROR' }],
  message: "the stage 'live' has a cache cluster, and nothing sets CachingEnabled",
  unknown: [{ CachingEnabled: UNKNOWN }],
});

describeRule('cache-cluster-idle', {
  template: (isEnabled) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ CacheClusterEnabled: isEnabled }) }),
  passes: [false, undefined],
  fails: [true],
  message: "the stage 'live' has a cache cluster, and nothing sets CachingEnabled",
  unknown: [UNKNOWN],
}, 'without any settings');

describeRule('cache-without-cluster', {
  template: (isEnabled) => cached({ ...GET_PETS, CachingEnabled: true }, { CacheClusterEnabled: isEnabled }),
  passes: [true],
  fails: [false, undefined],
  message: "the stage 'live' sets CachingEnabled for 'GET /pets', but has no cache cluster",
  unknown: [UNKNOWN],
});

describeRule('cache-without-cluster', {
  template: (isCached) => cached({ ...EVERYTHING, CachingEnabled: isCached }, {}),
  passes: [false, undefined],
  fails: [true],
  message: "the stage 'live' sets CachingEnabled for all GET routes, but has no cache cluster",
  unknown: [UNKNOWN],
}, 'for all routes');

describeRule('cache-size-invalid', {
  template: (size) => cached({ ...GET_PETS, CachingEnabled: true }, { CacheClusterEnabled: true, CacheClusterSize: size }),
  passes: [...Limits.CACHE_SIZES, 0.5, 118, undefined],
  fails: ['0.6', '1', '237.1', 'small'],
  message: (size) => `the stage 'live' has a cache of '${size}' gigabytes, a size that does not exist`,
  unknown: [UNKNOWN],
});

describeRule('cache-ttl-invalid', {
  template: (seconds) => cached({ ...GET_PETS, CachingEnabled: true, CacheTtlInSeconds: seconds }),
  passes: [1, '60', Limits.CACHE_TTL_MAX_SECONDS, undefined],
  fails: [Limits.CACHE_TTL_MAX_SECONDS + 1, '-1'],
  message: (seconds) => `the stage 'live' caches the answers of 'GET /pets' for ${seconds} seconds, and at most 3600 are possible`,
  unknown: [UNKNOWN],
});

describeRule('cache-ttl-invalid', {
  template: (isCached) => cached({ ...GET_PETS, CachingEnabled: isCached, CacheTtlInSeconds: 0 }),
  passes: [false, undefined, UNKNOWN],
  fails: [true],
  message: "the stage 'live' caches the answers of 'GET /pets' for 0 seconds, which is not at all",
  unknown: 'a time of 0 where caching may be off is harmless',
}, 'no time at all');

describeRule('cache-on-write-method', {
  template: (isCached) => cached({ ResourcePath: '/pets', HttpMethod: 'POST', CachingEnabled: isCached }),
  passes: [false, undefined],
  fails: [true],
  message: "the stage 'live' caches the answers of 'POST /pets': a second request changes nothing",
  unknown: [UNKNOWN],
});

describeRule<Settings>('cache-on-write-method', {
  template: (of) => cached({ ...of, CachingEnabled: true }),
  passes: [EVERYTHING, GET_PETS, { ResourcePath: '/pets', HttpMethod: 'HEAD' }, { ResourcePath: '/owners', HttpMethod: '*' }],
  fails: [{ ResourcePath: '/pets', HttpMethod: '*' }, { ResourcePath: '/~1{proxy+}', HttpMethod: '*' }, { ResourcePath: '/{proxy+}', HttpMethod: 'ANY' }],
  message: ({ ResourcePath: path }) => `the stage 'live' caches the answers of '${path === '/pets' ? 'POST /pets' : 'ANY /{proxy+}'}': a second request changes nothing`,
  unknown: 'what cannot be known is in the case before',
}, 'all methods of a path, but not what is said of all paths, which holds for GET alone');

describeRule('cache-on-write-method', {
  template: (body) => ({
    ...restApi({ Body: body }), ...restStage({ ...CLUSTER, MethodSettings: [{ ResourcePath: '/pets', HttpMethod: '*', CachingEnabled: true }] }),
  }),
  passes: [{ openapi: '3.0.1', paths: { '/pets': { get: { operationId: 'getPets' } } } }],
  fails: [{ openapi: '3.0.1', paths: { '/pets': { get: { operationId: 'getPets' }, put: { operationId: 'putPets' } } } }],
  message: "the stage 'live' caches the answers of 'PUT /pets': a second request changes nothing",
  unknown: [{ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://elsewhere/api.yaml' } } }],
}, 'all methods of a path of a body');

describeRule('cache-with-canary-separate', {
  template: (isShared) => cached({ ...GET_PETS, CachingEnabled: true }, {
    ...CLUSTER, CanarySetting: { PercentTraffic: 10, UseStageCache: isShared },
  }),
  passes: [true],
  fails: [false, undefined],
  message: "the canary of the stage 'live' does not share the stage's cache",
  unknown: [UNKNOWN],
  intent: { canarySharesCache: true },
});

describeRule<Settings>('cache-with-canary-separate', {
  template: (stage) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage(stage) }),
  passes: [CLUSTER, { CanarySetting: { UseStageCache: false } }],
  fails: [{ ...CLUSTER, CanarySetting: { UseStageCache: false } }],
  message: "the canary of the stage 'live' does not share the stage's cache",
  unknown: [{ CacheClusterEnabled: UNKNOWN, CanarySetting: { UseStageCache: false } }],
  intent: { canarySharesCache: true },
}, 'only where there is a cache');
