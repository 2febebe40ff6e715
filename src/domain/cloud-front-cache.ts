import { createHash } from 'crypto';
import { Annotations, Lazy, Names, Stack, aws_cloudfront as cloudfront } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CloudFrontBehavior } from './cloud-front-options';
import { patternMeets, patternTakes } from './cloud-front-path';
import { ApiType } from '../api-type';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { identitySourcesOf } from '../authorizers/identity-sources';
import { tokenSourceOf } from '../authorizers/token-source';
import { BoundRoute } from '../bound-route';

interface CloudFrontCacheProps {
  readonly behaviors: { [pathPattern: string]: CloudFrontBehavior };
  /** Whether answers depend on the page that asks. */
  readonly cors: boolean;
  /** The API's routes at synthesis, each with its own authorizer. */
  readonly routes: () => BoundRoute[];
}

const HEADER = 'method.request.header.';
const QUERY = 'method.request.querystring.';
/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const KEY_HEADERS = 10;
/** Can be raised, like the next one. */
const BEHAVIORS = 75;
const POLICIES_PER_ACCOUNT = 20;

/**
 * What CloudFront keeps, and by what it keeps answers apart.
 */
export class CloudFrontCache extends Construct {
  private readonly props: CloudFrontCacheProps;
  /** Path patterns that ask for the same, and so have one policy together. */
  private readonly groups: string[][];
  private readonly policies: Map<string, cloudfront.CfnCachePolicy>;

  public constructor(scope: Construct, id: string, props: CloudFrontCacheProps) {
    super(scope, id);
    this.props = props;
    this.groups = groupsOf(props.behaviors);
    this.policies = new Map(this.groups.flatMap((patterns) => {
      const policy = this.makePolicy(patterns);
      return patterns.map((pattern) => [pattern, policy]);
    }));
    this.warn();
    this.node.addValidation({ validate: () => Object.keys(props.behaviors).flatMap((pattern) => this.judge(pattern)) });
  }

  /** The policy of a path pattern. */
  public policyOf(pattern: string): cloudfront.ICachePolicyRef {
    return this.policies.get(pattern) ?? cloudfront.CachePolicy.CACHING_DISABLED;
  }

  private makePolicy(patterns: string[]): cloudfront.CfnCachePolicy {
    const { ttl, keyQueryStrings } = this.props.behaviors[patterns[0]];
    const id = createHash('md5').update(patterns[0]).digest('hex').slice(0, 8);
    return new cloudfront.CfnCachePolicy(this, `Policy${id}`, {
      cachePolicyConfig: {
        // Policies belong to the account, whatever the region.
        name: `${Names.uniqueResourceName(this, { maxLength: 90, separator: '-' })}-${id}-${Stack.of(this).region}`,
        comment: patterns.join(' ').slice(0, 128),
        minTtl: 0,
        defaultTtl: ttl!.toSeconds(),
        maxTtl: ttl!.toSeconds(),
        parametersInCacheKeyAndForwardedToOrigin: {
          enableAcceptEncodingBrotli: true,
          enableAcceptEncodingGzip: true,
          cookiesConfig: { cookieBehavior: 'none' },
          // A header more keeps answers apart that could be shared, and mixes none.
          headersConfig: Lazy.any({ produce: () => headersConfig(this.keyHeaders(patterns)) }),
          queryStringsConfig: queryStringsConfig(keyQueryStrings),
        },
      },
    });
  }

  private keyHeaders(patterns: string[]): string[] {
    const { keyHeaders = [], perCaller } = this.props.behaviors[patterns[0]];
    const callers = perCaller ? namesOf(HEADER, patterns.flatMap((pattern) => this.guardedRoutes(pattern)).flatMap(callerParameters)) : [];
    const byName = new Map([...keyHeaders, ...callers, ...this.props.cors ? ['Origin'] : []].map((name) => [name.toLowerCase(), name]));
    return [...byName.values()].sort();
  }

  private judge(pattern: string): string[] {
    const behavior = this.props.behaviors[pattern];
    if (behavior.ttl === undefined) return [];
    const group = this.groups.find((patterns) => patterns.includes(pattern))!;
    return [...tooMany(pattern, this.keyHeaders(group)), ...behavior.sharedAcrossCallers === undefined ? this.judgeCallers(pattern, behavior) : []];
  }

  private judgeCallers(pattern: string, behavior: CloudFrontBehavior): string[] {
    const guarded = this.guardedRoutes(pattern);
    if (!behavior.perCaller) return guarded.slice(0, 1).map((route) => shared(pattern, route));
    if (guarded.length > 0) return guarded.flatMap((route) => indistinct(pattern, behavior, route));
    return [`cloudFront.behaviors['${pattern}'] is perCaller, but no route that it fits asks who calls, so nothing tells callers apart; `
      + 'leave perCaller out, and write keyHeaders for what the answers depend on'];
  }

  private warn(): void {
    const patterns = Object.keys(this.props.behaviors).length;
    if (patterns > BEHAVIORS) {
      Annotations.of(this).addWarningV2('cdk-gatehouse:cloudFrontBehaviorQuota',
        `cloudFront.behaviors has ${patterns} path patterns, and ${BEHAVIORS} is the quota of a distribution unless it was raised; request more, or let '*' take several`);
    }
    const policies = this.groups.length;
    if (policies > POLICIES_PER_ACCOUNT) {
      Annotations.of(this).addWarningV2('cdk-gatehouse:cachePolicyQuota',
        `cloudFront.behaviors keeps answers in ${policies} different ways, each of which is a cache policy, and ${POLICIES_PER_ACCOUNT} is the quota of an account unless it was raised; `
        + 'request more, or let patterns have the same ttl and keys');
    }
  }

  /** Routes whose answers are kept by the pattern and that ask who calls. */
  private guardedRoutes(pattern: string): BoundRoute[] {
    const patterns = Object.keys(this.props.behaviors);
    const earlier = patterns.slice(0, patterns.indexOf(pattern));
    return this.props.routes().filter((route) => isRead(route) && isGuarded(route)
      && patternMeets(pattern, route.key) && !earlier.some((first) => patternTakes(first, route.key)));
  }
}

/** Those whose answers are kept, by what their policies would be. */
function groupsOf(behaviors: { [pathPattern: string]: CloudFrontBehavior }): string[][] {
  const groups = new Map<string, string[]>();
  for (const [pattern, behavior] of Object.entries(behaviors)) {
    if (behavior.ttl === undefined) continue;
    const wanted = wantedOf(behavior);
    groups.set(wanted, [...groups.get(wanted) ?? [], pattern]);
  }
  return [...groups.values()];
}

/** What the policy of a behavior depends on, but for the callers of its routes. */
function wantedOf({ ttl, keyHeaders = [], keyQueryStrings, perCaller = false }: CloudFrontBehavior): string {
  const headers = keyHeaders.map((name) => name.toLowerCase()).sort();
  return JSON.stringify([ttl?.toSeconds(), headers, keyQueryStrings && [...keyQueryStrings].sort(), perCaller]);
}

/** CloudFront keeps answers to GET and HEAD. */
function isRead({ key }: BoundRoute): boolean {
  return key.isDefault || ['ANY', 'GET', 'HEAD'].includes(key.method);
}

function isGuarded({ authorizer, options }: BoundRoute): boolean {
  return authorizer.authorizerKind !== AuthorizerKind.NONE || options.apiKeyRequired === true;
}

/** What tells callers of a route apart, as far as a cache key can hold it. */
function callerParameters({ authorizer, options }: BoundRoute): string[] {
  return [...parametersOf(authorizer), ...options.apiKeyRequired ? [`${HEADER}x-api-key`] : []];
}

function parametersOf(config: RouteAuthorizerConfig): string[] {
  // An HTTP API has no cache of its own, so its authorizers of tokens name nothing.
  if (config.authorizerKind === AuthorizerKind.JWT) return [tokenSourceOf(config)];
  return identitySourcesOf(ApiType.REST, config.callerParameters ?? []);
}

function indistinct(pattern: string, { keyQueryStrings }: CloudFrontBehavior, route: BoundRoute): string[] {
  const parameters = callerParameters(route);
  const open = route.authorizer.authorizerKind === AuthorizerKind.NONE;
  const missing = namesOf(QUERY, parameters).filter((name) => keyQueryStrings !== undefined && !keyQueryStrings.includes(name));
  if (missing.length > 0) {
    return [`cloudFront.behaviors['${pattern}'] is perCaller, but '${route.key}' knows its callers by the query string's '${missing[0]}', `
      + 'which keyQueryStrings leaves out; add it there'];
  }
  const expressible = namesOf(HEADER, parameters).length + namesOf(QUERY, parameters).length === parameters.length;
  if (expressible && (open || parametersOf(route.authorizer).length > 0)) return [];
  return [`cloudFront.behaviors['${pattern}'] is perCaller, but what tells callers of '${route.key}' apart cannot stand in CloudFront's key, `
    + 'which takes headers and the query string (a signature differs each time); write a narrower pattern, or sharedAcrossCallers: \'<why>\''];
}

function shared(pattern: string, { key, authorizer }: BoundRoute): string {
  const what = authorizer.authorizerKind === AuthorizerKind.NONE ? 'asks for an API key' : 'has an authorizer';
  return `cloudFront.behaviors['${pattern}'] keeps answers of '${key}', which ${what}, so one caller would be given the answer made for another; `
    + 'write perCaller: true, sharedAcrossCallers: \'<why>\', or a narrower pattern';
}

function tooMany(pattern: string, headers: string[]): string[] {
  if (headers.length <= KEY_HEADERS) return [];
  return [`cloudFront.behaviors['${pattern}'] keeps answers apart by ${headers.length} headers, and CloudFront takes ${KEY_HEADERS}; write narrower patterns`];
}

/** `X-Token` of `method.request.header.X-Token`. */
function namesOf(place: string, parameters: string[]): string[] {
  return parameters.filter((parameter) => parameter.startsWith(place)).map((parameter) => parameter.slice(place.length));
}

/** CloudFront refuses an empty list. */
function headersConfig(headers: string[]): cloudfront.CfnCachePolicy.HeadersConfigProperty {
  return headers.length === 0 ? { headerBehavior: 'none' } : { headerBehavior: 'whitelist', headers };
}

function queryStringsConfig(queryStrings?: string[]): cloudfront.CfnCachePolicy.QueryStringsConfigProperty {
  if (queryStrings === undefined) return { queryStringBehavior: 'all' };
  return queryStrings.length === 0 ? { queryStringBehavior: 'none' } : { queryStringBehavior: 'whitelist', queryStrings };
}
