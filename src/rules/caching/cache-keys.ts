import { ApiType } from '../../api-type';
import { CacheKeyPart, cacheKeyOf, isCached } from '../../reflection/cache-reflection';
import { Fact } from '../../reflection/fact';
import { RouteReflection } from '../../reflection/route-reflection';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { routeRule } from '../rule-subjects';

const CACHING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html';
const INTEGRATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-method-integration.html';

/** By what a cache tells requests apart. */
export const cacheKeys: Rule[] = [
  routeRule({
    id: RuleIds.CACHE_USER_DATA_SHARED,
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'Callers of a cached method are not told apart',
    why: 'Authorization happens for each request, but the answer comes from the cache: one caller is shown what was made for another.',
    fix: 'add what names the caller to CacheKeyParameters, such as method.request.header.Authorization, or do not cache the method',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        RequestParameters:
          method.request.header.Authorization: true
        Integration:
          CacheKeyParameters:
            - method.request.header.Authorization`,
    docs: CACHING,
  }, (route) => {
    const isGuarded = route.authorization.map((kind) => kind !== 'NONE');
    return judgeCached(route, [isGuarded, tellsCallersApart(route).map((apart) => !apart)], {
      what: `whether the cache of '${route.key}' tells callers apart`,
      message: `'${route.key}' is cached for all callers together: its cache key has nothing of who they are`,
    });
  }),

  routeRule({
    id: 'cache-not-per-api-key',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A cached method is shared by all API keys',
    why: 'What was answered to the holder of one key is answered to the holders of all others.',
    fix: 'add method.request.header.x-api-key to CacheKeyParameters, or acknowledge the rule when the answers are the same for everybody',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        ApiKeyRequired: true
        RequestParameters:
          method.request.header.x-api-key: true
        Integration:
          CacheKeyParameters:
            - method.request.header.x-api-key`,
    docs: CACHING,
  }, (route) => {
    const source = route.api.setting('ApiKeySourceType', ({ root }) => root.get('x-amazon-apigateway-api-key-source')).string().orDefault('HEADER');
    const isByHeader = source.map((word) => word.toUpperCase() !== 'AUTHORIZER');
    const isPerKey = anySource(cacheKeyOf(route), (part) => part === 'method.request.header.x-api-key' || /^context\.identity\.apikey(id)?$/.test(part));
    const isShared = Fact.allTrue([isPerKey.map((apart) => !apart), tellsCallersApart(route).map((apart) => !apart)]);
    return judgeCached(route, [route.apiKeyRequired, isByHeader, isShared], {
      what: `whether the cache of '${route.key}' tells API keys apart`,
      message: `'${route.key}' asks for an API key and is cached for all keys together`,
    });
  }),

  routeRule({
    id: 'cache-without-key-parameters',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'The cache key leaves out what is asked for',
    why: 'A cache key has only what CacheKeyParameters list, so that the answer to one path or query is given to every other.',
    fix: 'declare the parameters in RequestParameters and list them in CacheKeyParameters',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        RequestParameters:
          method.request.path.id: true
        Integration:
          CacheKeyParameters:
            - method.request.path.id`,
    docs: CACHING,
  }, (route) => [judgePathParameters(route), judgeQueryParameters(route)]),

  routeRule({
    id: 'cache-key-undeclared',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A cache key names a parameter that the method does not declare',
    why: 'The deployment of the method fails.',
    fix: 'declare the parameter in RequestParameters of the method, or of the integration for one that it maps',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        RequestParameters:
          method.request.querystring.page: false
        Integration:
          CacheKeyParameters:
            - method.request.querystring.page`,
    docs: INTEGRATION,
  }, (route) => judge(cacheKeyOf(route), {
    what: `the cache key of '${route.key}'`,
    known: (parts) => parts.flatMap(({ name }) => judge(isDeclared(route, name), {
      what: `what '${route.key}' declares`,
      known: (declared) => declared
        ? undefined
        : violation(`'${route.key}' has '${name}' in its cache key, which it does not declare`, route.integration.value?.field('cacheKeyParameters')),
    }) ?? []),
  })),
];

function judgeCached(route: RouteReflection, facts: Fact<boolean>[], { what, message }: { what: string; message: string }): Outcome | undefined {
  const holds = Fact.allTrue([isCached(route), ...facts]);
  if (holds.isUnknowable) return unknown(what, holds.why);
  return holds.value ? violation(message) : undefined;
}

function judgePathParameters(route: RouteReflection): Outcome | undefined {
  const missing = cacheKeyOf(route).flatMap((parts) => Fact.all(parts.map(({ source }) => source))).map((sources) => pathParameters(route)
    .filter((name) => !sources.includes(`method.request.path.${name}`.toLowerCase())));
  return judgeCached(route, [missing.map((names) => names.length > 0)], {
    what: `the cache key of '${route.key}'`,
    message: `'${route.key}' is cached without ${listed(missing.value ?? [])} in its key: the answer to one path is given to all`,
  });
}

/** A key that names something leaves out the rest on purpose. */
function judgeQueryParameters(route: RouteReflection): Outcome | undefined {
  const key = cacheKeyOf(route);
  const names = (route.parameters.value ?? []).flatMap(({ name }) => /^method\.request\.querystring\.(.+)$/.exec(name)?.[1] ?? []).sort();
  if (pathParameters(route).length > 0 || names.length === 0 || !key.is((parts) => parts.length === 0)) return undefined;
  const outcome = judgeCached(route, [], {
    what: `whether '${route.key}' is cached`,
    message: `'${route.key}' is cached without a key: the answer to one query is given to all, whatever ${listed(names)} ask${names.length > 1 ? '' : 's'} for`,
  });
  return outcome && { ...outcome, severity: 'warning' };
}

function pathParameters(route: RouteReflection): string[] {
  return [...(route.path.value ?? '').matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name);
}

function listed(names: string[]): string {
  return names.map((name) => `'${name}'`).join(' and ');
}

function isDeclared({ parameters, integration }: RouteReflection, name: string): Fact<boolean> {
  const isMapped = name.toLowerCase().startsWith('integration.request.');
  const names = isMapped
    ? integration.flatMap(({ requestParameters }) => requestParameters).map((mapped) => mapped.map(([target]) => target))
    : parameters.map((declared) => declared.map((parameter) => parameter.name));
  return names.map((list) => list.some((each) => each.toLowerCase() === name.toLowerCase()));
}

/** What of the request's context tells who sent it, and not only from where. */
const CALLER = /^context\.(authorizer\.|identity\.(?!sourceip$|useragent$|vpcid$|vpceid$))/;

function tellsCallersApart(route: RouteReflection): Fact<boolean> {
  const key = cacheKeyOf(route);
  const apart = anySource(key, (part) => part === 'method.request.header.authorization' || CALLER.test(part));
  if (!apart.is((value) => !value) || key.is((parts) => parts.length === 0)) return apart;
  const sources = route.authorizer.flatMap((authorizer) => authorizer.identitySources).orDefault([]);
  return sources.flatMap((identity) => anySource(key, (part) => identity.some((source) => source.toLowerCase() === part)));
}

function anySource(key: Fact<CacheKeyPart[]>, test: (source: string) => boolean): Fact<boolean> {
  return key.flatMap((parts) => {
    const sources = parts.map(({ source }) => source);
    return sources.some((source) => source.is(test)) ? Fact.known(true) : Fact.all(sources).map(() => false);
  });
}
