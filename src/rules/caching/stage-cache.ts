import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { CacheReflection } from '../../reflection/cache-reflection';
import { Fact } from '../../reflection/fact';
import { RouteReflection } from '../../reflection/route-reflection';
import { SettingsEntry, StageReflection } from '../../reflection/stage-reflection';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { stageRule } from '../rule-subjects';

const CACHING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html';
const METHOD_SETTING = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html';

/** The cache of a stage: its cluster, and what it keeps. */
export const stageCache: Rule[] = [
  stageRule({
    id: 'cache-not-encrypted',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'Cached answers are not encrypted',
    why: 'The bodies of answers lie in the cache in clear, whatever they tell of whom.',
    fix: 'set CacheDataEncrypted to true in every entry of MethodSettings that has CachingEnabled',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        MethodSettings:
          - ResourcePath: /~1pets
            HttpMethod: GET
            CachingEnabled: true
            CacheDataEncrypted: true`,
    docs: METHOD_SETTING,
    related: ['HIPAA.Security-APIGWCacheEnabledAndEncrypted', 'NIST.800.53.R5-APIGWCacheEnabledAndEncrypted', 'PCI.DSS.321-APIGWCacheEnabledAndEncrypted',
      'CT.APIGATEWAY.PR.3', 'CKV_AWS_308', 'APIGateway.5', 'W87', 'AWS-0002'],
  }, (stage) => [...hiddenSettings(stage), ...keptBy(stage).map(([entry, isKept]) => {
    const isPlain = entry.place.get('CacheDataEncrypted').boolean().orDefault(false).map((isEncrypted) => !isEncrypted);
    return judgeOne(Fact.allTrue([isKept, isPlain]), {
      what: `the encryption of what ${nameOf(stage)} caches of ${routesOf(entry)}`,
      message: `${nameOf(stage)} caches the answers of ${routesOf(entry)} without encryption`,
      entry,
    });
  })]),

  stageRule({
    id: 'cache-cluster-idle',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.REST],
    title: 'A stage has a cache that keeps nothing',
    why: 'The cluster is billed by the hour, and no answer is ever taken from it.',
    fix: 'set CachingEnabled to true for the GET methods that may be cached, or CacheClusterEnabled to false',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        CacheClusterEnabled: false`,
    docs: CACHING,
  }, (stage) => {
    const { hasCluster, entries } = new CacheReflection(stage);
    if (entries.some(([, isAsked]) => isAsked.is(Boolean))) return undefined;
    const isIdle = stage.settings.flatMap(() => Fact.all(entries.map(([, isAsked]) => isAsked))).map(() => true);
    return judgeOne(Fact.allTrue([hasCluster, isIdle]), {
      what: `what the cache of ${nameOf(stage)} keeps`,
      message: `${nameOf(stage)} has a cache cluster, and nothing sets CachingEnabled`,
    });
  }),

  stageRule({
    id: 'cache-without-cluster',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Caching is switched on where there is no cache',
    why: 'Without a cluster the setting does nothing: every request goes to the backend.',
    fix: 'set CacheClusterEnabled to true and choose a CacheClusterSize, or leave out CachingEnabled',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        CacheClusterEnabled: true
        CacheClusterSize: '0.5'`,
    docs: METHOD_SETTING,
  }, (stage) => {
    const { hasCluster, entries } = new CacheReflection(stage);
    return entries.map(([entry, isAsked]) => judgeOne(Fact.allTrue([isAsked, hasCluster.map((has) => !has)]), {
      what: `whether ${nameOf(stage)} caches ${routesOf(entry)}`,
      message: `${nameOf(stage)} sets CachingEnabled for ${routesOf(entry)}, but has no cache cluster`,
      entry,
    }));
  }),

  stageRule({
    id: 'cache-size-invalid',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A cache has a size that API Gateway does not offer',
    why: 'The deployment of the stage fails.',
    fix: `write one of ${Limits.CACHE_SIZES.join(', ')} (gigabytes)`,
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        CacheClusterSize: '0.5'`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html',
  }, (stage) => judge(stage.field('CacheClusterSize').string(), {
    what: `the size of the cache of ${nameOf(stage)}`,
    place: stage.field('CacheClusterSize'),
    known: (size) => Limits.CACHE_SIZES.some((offered) => offered === size)
      ? undefined
      : violation(`${nameOf(stage)} has a cache of '${size}' gigabytes, a size that does not exist`, stage.field('CacheClusterSize')),
  })),

  stageRule({
    id: 'cache-ttl-invalid',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Answers are cached for a time that API Gateway does not keep',
    why: 'The deployment fails above the limit, and a time of 0 switches off the caching that the same settings switch on.',
    fix: `set CacheTtlInSeconds to 1 to ${Limits.CACHE_TTL_MAX_SECONDS}, or leave it out for ${Limits.CACHE_TTL_DEFAULT_SECONDS}`,
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        MethodSettings:
          - ResourcePath: /~1pets
            HttpMethod: GET
            CachingEnabled: true
            CacheTtlInSeconds: 60`,
    docs: CACHING,
  }, (stage) => stage.settingsOf('cacheTtl').map(([entry, ttl]) => {
    const isAsked = entry.place.get('CachingEnabled').boolean().orDefault(false);
    const seconds = ttl.number();
    const start = `${nameOf(stage)} caches the answers of ${routesOf(entry)} for`;
    if (seconds.isUnknowable && isAsked.is((asked) => !asked)) return undefined;
    return judge(seconds, {
      what: `how long ${nameOf(stage)} caches the answers of ${routesOf(entry)}`,
      place: ttl,
      known: (given) => {
        const isPossible = given >= 0 && given <= Limits.CACHE_TTL_MAX_SECONDS;
        if (!isPossible) return violation(`${start} ${given} seconds, and at most ${Limits.CACHE_TTL_MAX_SECONDS} are possible`, ttl);
        return given === 0 && isAsked.is(Boolean) ? violation(`${start} 0 seconds, which is not at all`, ttl) : undefined;
      },
    });
  }).flat()),

  stageRule({
    id: 'cache-on-write-method',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Answers of a method that changes something are cached',
    why: 'A second request is answered from the cache and never reaches the backend: its change is lost, and the caller is told that it was made.',
    fix: 'switch on CachingEnabled for GET methods only',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        MethodSettings:
          - ResourcePath: /~1pets
            HttpMethod: GET
            CachingEnabled: true`,
    docs: CACHING,
  }, (stage) => {
    const writing = new Map<string, RouteReflection>();
    for (const route of stage.api.routes) if (WRITES.includes(route.method) && !writing.has(route.path.value ?? '')) writing.set(route.path.value ?? '', route);
    return keptBy(stage).map(([entry, isKept]) => {
      const [method, path] = entry.routeKey.split(' ');
      const written = WRITES.includes(method) ? entry.routeKey : method === '*' ? writing.get(path)?.key : undefined;
      if (entry.isDefault || isKept.is((kept) => !kept)) return undefined;
      if (written === undefined) {
        const { isUnknowable, why } = stage.api.allRoutes;
        return method === '*' && isUnknowable ? unknown(`which methods ${nameOf(stage)} caches with '${entry.routeKey}'`, why, entry.place) : undefined;
      }
      return judgeOne(isKept, {
        what: `whether ${nameOf(stage)} caches '${written}'`,
        message: `${nameOf(stage)} caches the answers of '${written}': a second request changes nothing`,
        entry,
      });
    });
  }),

  stageRule({
    id: 'cache-with-canary-separate',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'A canary has a cache of its own',
    why: 'What the canary has cached is not there for the stage when the canary is promoted, so that its share of the requests reaches the backend at once.',
    fix: 'set UseStageCache of the canary to true',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        CanarySetting:
          PercentTraffic: 10
          UseStageCache: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html',
    // A shared cache gives the canary's answers to everybody, so that most want a separate one.
    optIn: 'canarySharesCache',
  }, (stage, { intent }) => !intent.canarySharesCache ? undefined : judge(stage.field('CanarySetting').presence(), {
    what: `the canary of ${nameOf(stage)}`,
    known: (canary) => {
      const isSeparate = canary.get('UseStageCache').boolean().orDefault(false).map((shares) => !shares);
      return judgeOne(Fact.allTrue([new CacheReflection(stage).hasCluster, isSeparate]), {
        what: `whether the canary of ${nameOf(stage)} shares the stage's cache`,
        message: `the canary of ${nameOf(stage)} does not share the stage's cache`,
      });
    },
  })),
];

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE', 'ANY'];

/** The settings that keep answers, or may. */
function keptBy(stage: StageReflection): [SettingsEntry, Fact<boolean>][] {
  const { hasCluster, entries } = new CacheReflection(stage);
  return entries.map(([entry, isAsked]) => [entry, Fact.allTrue([hasCluster, isAsked])]);
}

function hiddenSettings(stage: StageReflection): Outcome[] {
  const { hasCluster } = new CacheReflection(stage);
  if (!stage.settings.isUnknowable || hasCluster.is((has) => !has)) return [];
  return [unknown(`what ${nameOf(stage)} caches`, stage.settings.why)];
}

/** A violation where something holds that should not. */
function judgeOne(fact: Fact<boolean>, { what, message, entry }: { what: string; message: string; entry?: SettingsEntry }): Outcome | undefined {
  if (fact.isUnknowable) return unknown(what, fact.why, entry?.place);
  return fact.value ? violation(message, entry?.place) : undefined;
}

function nameOf(stage: StageReflection): string {
  return `the stage '${stage.nameText.text().value?.toString() ?? '?'}'`;
}

function routesOf({ isDefault, routeKey }: SettingsEntry): string {
  return isDefault ? 'all GET routes' : `'${routeKey}'`;
}
