import { Fact } from './fact';
import { TemplateValue } from './template-value';

/** What a behavior of a distribution keeps answers apart by, and whether it keeps any. */
export interface CacheKey {
  /** Whether answers are kept that do not ask for it. */
  readonly caches: boolean;
  /** In lower case; `*` for all. */
  readonly headers: string[];
  readonly queryStrings: string[];
}

const NOTHING: CacheKey = { caches: false, headers: [], queryStrings: [] };

/**
 * Policies that AWS makes for everybody.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 */
const MANAGED_CACHE_POLICIES: Record<string, CacheKey> = {
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': NOTHING,
  // CachingOptimized, and its sibling for uncompressed objects
  '658327ea-f89d-4fab-a63d-7e88639e58f6': { ...NOTHING, caches: true },
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': { ...NOTHING, caches: true },
  // Elemental-MediaPackage
  '08627262-05a9-4f76-9ded-b50ca2e3a84f': { caches: true, headers: ['origin'], queryStrings: ['aws.manifestfilter', 'start', 'end', 'm'] },
  // Amplify
  '2e54312d-136d-493c-8eb9-b001f22f67d2': { caches: true, headers: ['authorization', 'cloudfront-viewer-country', 'host'], queryStrings: ['*'] },
  // UseOriginCacheControlHeaders, without and with query strings
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': { ...NOTHING, headers: ['host', 'origin'] },
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': { caches: false, headers: ['host', 'origin'], queryStrings: ['*'] },
};

/**
 * The headers that reach the origin; `*` for all.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
const MANAGED_ORIGIN_REQUEST_POLICIES: Record<string, string[]> = {
  // AllViewer, and with the headers of CloudFront
  '216adef6-5c7f-47e4-b989-5492eafa07d3': ['*'],
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': ['*'],
  // HostHeaderOnly
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': ['host'],
  // AllViewerExceptHostHeader, CORS-S3Origin, CORS-CustomOrigin, UserAgentRefererHeaders, Elemental-MediaTailor
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': [],
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': [],
  '59781a5b-3903-41f3-afcb-af62929ccde1': [],
  'acba4595-bd28-49b8-b9fe-13317c0390fa': [],
  '775133bc-15f2-49f9-abea-afb2e0bf67d2': [],
};

/** CloudFront keeps answers for a day where nothing is said. */
const DEFAULT_TTL_SECONDS = 86_400;

/** By what a behavior keeps answers apart. */
export function cacheKeyOf(behavior: TemplateValue): Fact<CacheKey> {
  const policy = behavior.get('CachePolicyId');
  if (policy.isAbsent) return legacyKey(behavior);
  const made = policy.reference().value?.resource;
  if (made?.resourceType === 'AWS::CloudFront::CachePolicy') return keyOfPolicy(made.property('CachePolicyConfig'));
  return policy.string().flatMap((id) => managed(MANAGED_CACHE_POLICIES, id, 'cache policy'));
}

/** Whether the Host header of the viewer reaches the origin. */
export function forwardsHost(behavior: TemplateValue): Fact<boolean> {
  return cacheKeyOf(behavior).flatMap(({ headers }) => holdsHost(headers) ? Fact.known(true) : headersOfOriginRequest(behavior).map(holdsHost));
}

function headersOfOriginRequest(behavior: TemplateValue): Fact<string[]> {
  const policy = behavior.get('OriginRequestPolicyId');
  if (policy.isAbsent) return Fact.known([]);
  const made = policy.reference().value?.resource;
  if (made?.resourceType !== 'AWS::CloudFront::OriginRequestPolicy') {
    return policy.string().flatMap((id) => managed(MANAGED_ORIGIN_REQUEST_POLICIES, id, 'origin request policy'));
  }
  const config = made.property('OriginRequestPolicyConfig.HeadersConfig');
  return config.get('HeaderBehavior').string().flatMap((kind) => {
    const names = config.get('Headers').strings().orDefault([]);
    if (kind === 'allExcept') return names.map((exceptions) => holdsHost(lower(exceptions)) ? [] : ['*']);
    return kind.startsWith('allViewer') ? Fact.known(['*']) : names.map(lower);
  }).orDefault([]);
}

function holdsHost(headers: string[]): boolean {
  return headers.some((header) => header === '*' || header === 'host');
}

function managed<T>(policies: Record<string, T>, id: string, kind: string): Fact<T> {
  return Object.prototype.hasOwnProperty.call(policies, id) ? Fact.known(policies[id]) : Fact.unknowable(`the ${kind} '${id}' is not part of the templates`);
}

function keyOfPolicy(config: TemplateValue): Fact<CacheKey> {
  const inKey = config.get('ParametersInCacheKeyAndForwardedToOrigin');
  const named = (name: string, kind: string, list: string) => inKey.at(name, kind).string().orDefault('none').flatMap((choice) => {
    // All but some is not all: which are left out may be what tells callers apart.
    if (choice === 'none' || choice === 'allExcept') return Fact.known<string[]>([]);
    return choice === 'all' ? Fact.known(['*']) : inKey.at(name, list).strings().orDefault([]).map(lower);
  });
  return keyOf(keeps(config), named('HeadersConfig', 'HeaderBehavior', 'Headers'), named('QueryStringsConfig', 'QueryStringBehavior', 'QueryStrings'));
}

function legacyKey(behavior: TemplateValue): Fact<CacheKey> {
  const forwarded = behavior.get('ForwardedValues');
  if (forwarded.isAbsent) return Fact.known(NOTHING);
  const keys = forwarded.get('QueryStringCacheKeys').strings().orDefault(['*']).map(lower);
  const queryStrings = forwarded.get('QueryString').boolean().orDefault(false).flatMap((isOn) => isOn ? keys : Fact.known([]));
  return keyOf(keeps(behavior), forwarded.get('Headers').strings().orDefault([]).map(lower), queryStrings);
}

function keyOf(keeping: Fact<boolean>, headers: Fact<string[]>, queryStrings: Fact<string[]>): Fact<CacheKey> {
  return keeping.flatMap((caches) => headers.flatMap((names) => queryStrings.map((strings) => ({ caches, headers: names, queryStrings: strings }))));
}

function keeps(times: TemplateValue): Fact<boolean> {
  const [shortest, usual, longest] = [['MinTTL', 0], ['DefaultTTL', DEFAULT_TTL_SECONDS], ['MaxTTL', Infinity]].map(([name, value]) => times.get(name as string).number().orDefault(value as number));
  return shortest.flatMap((min) => usual.flatMap((seconds) => longest.map((max) => max > 0 && Math.max(min, seconds) > 0)));
}

function lower(names: string[]): string[] {
  return names.map((name) => name.toLowerCase());
}
