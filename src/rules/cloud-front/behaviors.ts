import { nameOf, originRule } from './origin-rule';
import { ApiType } from '../../api-type';
import { patternMeets, patternTakes } from '../../domain/cloud-front-path';
import { ApiReflection } from '../../reflection/api-reflection';
import { CacheKey, cacheKeyOf, forwardsHost } from '../../reflection/cache-policy';
import { ApiOrigin, CacheBehavior } from '../../reflection/distribution-reflection';
import { RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';

/** CloudFront keeps answers to these alone; an empty method is that of $default. */
const KEPT_METHODS = ['GET', 'HEAD', 'ANY', ''];

/** What CloudFront keeps of an API's answers, and what it forwards to the API. */
export const behaviors: Rule[] = [
  originRule({
    id: 'cloudfront-forwards-host',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'CloudFront forwards its own name to the execute-api address of an API',
    why: 'API Gateway finds the API by the Host header, knows no API of that name, and answers 403.',
    fix: 'take the managed origin request policy AllViewerExceptHostHeader',
    snippet: `
      DefaultCacheBehavior:
        TargetOriginId: api
        CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
        OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac`,
    docs: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html',
  }, (origin) => origin.address === 'domain' ? undefined : origin.distribution.behaviorsOf(origin).filter(({ place }) => !changesRequests(place)).flatMap(({ pathPattern, place }) => judge(forwardsHost(place), {
    what: `which headers ${nameOf(origin)} forwards for '${pathPattern}'`,
    place,
    known: (forwards) => forwards ? violation(`${nameOf(origin)} forwards the Host header for '${pathPattern}' to an execute-api address, which answers to its own name alone`, place) : undefined,
  }))),

  originRule({
    id: RuleIds.CLOUDFRONT_CACHES_AUTHORIZED,
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'CloudFront keeps answers of routes that ask who calls, and gives them to everybody',
    why: 'The cache key does not hold what tells callers apart: where it is forwarded all the same, one caller gets the answer that was meant for another, and where not, everybody is refused.',
    fix: 'take the managed cache policy CachingDisabled, or put the Authorization header into the cache key',
    snippet: `
      DefaultCacheBehavior:
        TargetOriginId: api
        CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
        OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac`,
    docs: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html#add-origin-custom-headers-forward-authorization',
  }, (origin) => origin.distribution.behaviorsOf(origin).flatMap((behavior) => judgeCaching(origin, behavior))),
];

/** A function of Lambda@Edge may give the origin another Host header. */
function changesRequests(behavior: TemplateValue): boolean {
  return (behavior.get('LambdaFunctionAssociations').items().value ?? []).some((one) => one.get('EventType').string().is((event) => event === 'origin-request'));
}

/** Said once for each behavior, of the first route that it concerns. */
function judgeCaching(origin: ApiOrigin, behavior: CacheBehavior): Outcome[] {
  const { pathPattern, place } = behavior;
  const routes = origin.apis.flatMap((api) => reachedRoutes(origin, behavior, api));
  const outcome = judge(cacheKeyOf(place), {
    what: `what ${nameOf(origin)} keeps for '${pathPattern}'`,
    place,
    known: (key) => key.caches ? routes.flatMap((route) => judgeRoute(origin, behavior, key, route)).slice(0, 1) : undefined,
  });
  // A policy from elsewhere matters only where a route asks who calls.
  const matters = routes.some(({ authorization }) => !authorization.is((kind) => kind === 'NONE'));
  return matters ? [outcome ?? []].flat().map((one) => ({ ...one, route: pathPattern })) : [];
}

function judgeRoute(origin: ApiOrigin, { pathPattern, place }: CacheBehavior, key: CacheKey, route: RouteReflection): Outcome[] {
  const { authorization } = route;
  if (authorization.isUnknowable) return [unknown(`whether ${nameOf(origin)} keeps answers of '${route.key}' for everybody`, authorization.why, place)];
  if (authorization.is((kind) => kind === 'NONE') || callerParameters(route, origin).every(([where, name]) => holds(key, where, name))) return [];
  return [violation(`${nameOf(origin)} keeps answers of '${route.key}' for '${pathPattern}' and gives them to every caller: its cache key does not tell callers apart`, place)];
}

/** Where callers say who they are; what CloudFront itself sends is the same for each of them. */
function callerParameters({ authorization, authorizer }: RouteReflection, origin: ApiOrigin): ['header' | 'querystring', string][] {
  const sources = authorization.is((kind) => kind === 'AWS_IAM') ? [] : authorizer.value?.identitySources.value ?? [];
  const named = sources.flatMap((source): ['header' | 'querystring', string][] => {
    const [, where, name] = /request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
    return where === undefined ? [] : [[where as 'header' | 'querystring', name.toLowerCase()]];
  });
  if (named.length === 0) return [['header', 'authorization']];
  const sent = (origin.place.get('OriginCustomHeaders').items().value ?? []).map((header) => header.get('HeaderName').string().value?.toLowerCase());
  return named.filter(([where, name]) => where !== 'header' || !sent.includes(name));
}

function holds({ headers, queryStrings }: CacheKey, where: 'header' | 'querystring', name: string): boolean {
  const list = where === 'header' ? headers : queryStrings;
  return list.includes('*') || list.includes(name);
}

/** The routes whose answers a behavior may keep: its pattern fits them, and no pattern before it takes them all. */
function reachedRoutes(origin: ApiOrigin, behavior: CacheBehavior, api: ApiReflection): RouteReflection[] {
  const all = origin.distribution.behaviors.value ?? [];
  const before = all.slice(0, all.indexOf(behavior)).map(({ pathPattern }) => pathPattern);
  const prefix = prefixOf(origin, api);
  return api.routes.filter(({ method, path }) => {
    if (!KEPT_METHODS.includes(method) || !path.isKnown) return false;
    const isDefault = path.value === '$default';
    const seen = { path: `${prefix}${path.value}`, isDefault };
    return patternMeets(behavior.pathPattern, seen) && !before.some((pattern) => patternTakes(pattern, seen));
  });
}

/** What viewers write before the path of a route: nothing where the origin has a path, which is then that of the stage. */
function prefixOf({ place, domain, address }: ApiOrigin, api: ApiReflection): string {
  if (place.get('OriginPath').string().is((path) => path !== '') || place.get('OriginPath').string().isUnknowable) return '';
  const target = domain?.targets.find((one) => one.api.is((mapped) => mapped === api));
  const name = address === 'domain' ? target?.path.string().value : api.stages[0]?.name.value;
  return name === undefined || name === '$default' || name === '(none)' ? '' : `/${name}`;
}
