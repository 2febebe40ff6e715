import { Fact } from './fact';
import type { RouteReflection } from './route-reflection';
import type { SettingsEntry, StageReflection } from './stage-reflection';

/** The cache of a stage of a REST API: its cluster, and the routes whose answers are kept there. */
export class CacheReflection {
  constructor(private readonly stage: StageReflection) {}

  /** Whether the stage has a cluster: without one, no setting keeps anything. */
  public get hasCluster(): Fact<boolean> {
    return this.stage.field('CacheClusterEnabled').boolean().orDefault(false);
  }

  /** The settings that say whether answers are kept, and what they say. */
  public get entries(): [SettingsEntry, Fact<boolean>][] {
    return this.stage.settingsOf('caching').map(([entry, value]) => [entry, value.boolean()]);
  }

  /**
   * Whether the answers of a route are kept. What is said of all routes holds for GET alone, be it a method of its own or one of ANY.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
   */
  public keeps(route: RouteReflection): Fact<boolean> {
    if (route.method !== 'GET' && route.method !== 'ANY' && !this.stage.entryFor(route)) return Fact.known(false);
    const isAsked = this.stage.settingFor(route, 'caching').boolean().orDefault(false);
    const lasts = this.stage.settingFor(route, 'cacheTtl').number().orDefault(1).map((seconds) => seconds !== 0);
    return Fact.allTrue([this.hasCluster, isAsked, lasts]);
  }
}

/** Whether any stage keeps the answers of a route. */
export function isCached(route: RouteReflection): Fact<boolean> {
  const answers = route.api.stages.map((stage) => new CacheReflection(stage).keeps(route));
  return answers.some((answer) => answer.is(Boolean)) ? Fact.known(true) : Fact.all(answers).map(() => false);
}

/** A part of the key by which a route's answers are kept. */
export interface CacheKeyPart {
  /** As it is written: `method.request.querystring.page`. */
  readonly name: string;
  /** Where it is from, in lower case: what a parameter of the integration is mapped from. */
  readonly source: Fact<string>;
}

/** The key by which a route's answers are kept; empty where one answer is for all. */
export function cacheKeyOf(route: RouteReflection): Fact<CacheKeyPart[]> {
  return route.integration.flatMap((integration) => {
    const mappings = integration.requestParameters.map((entries) => new Map(entries.map(([target, source]) => [target.toLowerCase(), source])));
    return integration.field('cacheKeyParameters').strings().orDefault([]).map((names) => names.map((name): CacheKeyPart => ({
      name,
      source: name.toLowerCase().startsWith('integration.request.')
        ? mappings.flatMap((known) => known.get(name.toLowerCase())?.text().map(({ marked }) => marked.toLowerCase()) ?? Fact.absent())
        : Fact.known(name.toLowerCase()),
    })));
  }).orDefault([]);
}
