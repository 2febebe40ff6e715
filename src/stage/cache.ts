import { Duration, Mixin, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Limits } from '../limits';
import { CacheSize } from './cache-size';
import { EVERY_METHOD, MethodSelector, addMethodSettings, methodOf } from './method-settings';

/**
 * How the answers of one route are kept.
 */
export interface StageCacheRoute {
  /**
   * How long an answer is served from the cache: 1 to 3,600 whole seconds.
   *
   * @default Duration.seconds(300)
   */
  readonly ttl?: Duration;
}

/**
 * A stage's cache.
 */
export interface StageCacheOptions {
  /**
   * The size of the cache cluster, which is billed by the hour, used or not.
   */
  readonly size: CacheSize;

  /**
   * The routes whose answers are kept, by route key. Only `GET` routes can be.
   *
   * @default - none yet; further mixins of the same size add them
   */
  readonly routes?: { [routeKey: string]: StageCacheRoute };
}

/**
 * Keeps the answers of some `GET` routes of a REST API's stage, encrypted; no other route is cached.
 *
 * The key of an answer is made of the route's declared cache key parameters, which stand in the API and not in the stage:
 * never cache what depends on the caller unless the caller is part of the key.
 *
 * CloudFormation leaves a cache on when it disappears from the template: apply `StageCacheOff` to switch one off.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export class StageCache extends Mixin {
  private readonly size: CacheSize;
  private readonly routes: { selector: MethodSelector; seconds: number }[];

  /**
   * @throws when a route is no `GET` route, or a time to live is not 1 to 3,600 whole seconds
   */
  constructor(options: StageCacheOptions) {
    super();
    this.size = options.size;
    this.routes = Object.entries(options.routes ?? {}).map(([routeKey, route]) => (
      { selector: cacheable(routeKey), seconds: secondsOf(routeKey, route.ttl) }
    ));
  }

  public supports(construct: IConstruct): boolean {
    return apigateway.CfnStage.isCfnStage(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (!apigateway.CfnStage.isCfnStage(construct)) return;
    construct.cacheClusterEnabled = true;
    construct.cacheClusterSize = this.size.gigabytes;
    addMethodSettings(construct, EVERY_METHOD, { cachingEnabled: false });
    this.routes.forEach(({ selector, seconds }) => addMethodSettings(construct, selector, kept(seconds)));
  }
}

/**
 * Says in the template that a REST API's stage has no cache.
 *
 * When the cache's properties are merely gone, CloudFormation leaves the cluster running and answering, possibly with keys that no longer tell
 * callers apart. Routes that a `StageCache` named must not be named in the same app any more.
 *
 * @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2231
 */
export class StageCacheOff extends Mixin {
  public supports(construct: IConstruct): boolean {
    return apigateway.CfnStage.isCfnStage(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (!apigateway.CfnStage.isCfnStage(construct)) return;
    construct.cacheClusterEnabled = false;
    construct.cacheClusterSize = undefined;
    addMethodSettings(construct, EVERY_METHOD, { cachingEnabled: false });
  }
}

/** Keeps the answers of one route in a stage's cache, whatever its size. */
export function cacheMethod(stage: apigateway.CfnStage, routeKey: string, route: StageCacheRoute): void {
  addMethodSettings(stage, cacheable(routeKey), kept(secondsOf(routeKey, route.ttl)));
}

function kept(seconds: number): apigateway.CfnStage.MethodSettingProperty {
  return { cachingEnabled: true, cacheTtlInSeconds: seconds, cacheDataEncrypted: true };
}

function cacheable(routeKey: string): MethodSelector {
  const selector = methodOf(routeKey);
  if (selector.method !== 'GET') {
    throw new Error(`route '${routeKey}' cannot be cached, because only answers to GET are safe to repeat; write 'GET ${selector.path}', or leave the route out`);
  }
  return selector;
}

function secondsOf(routeKey: string, ttl: Duration = Duration.seconds(Limits.CACHE_TTL_DEFAULT_SECONDS)): number {
  if (ttl.isUnresolved()) return ttl.toSeconds();
  const seconds = ttl.toSeconds({ integral: false });
  if (!Token.isUnresolved(seconds) && !(Number.isInteger(seconds) && seconds >= 1 && seconds <= Limits.CACHE_TTL_MAX_SECONDS)) {
    throw new Error(`ttl of '${seconds}' seconds for route '${routeKey}' cannot be kept; write 1 to ${Limits.CACHE_TTL_MAX_SECONDS} whole seconds, as Duration.seconds(60)`);
  }
  return seconds;
}
