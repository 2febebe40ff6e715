import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import type { DomainReflection } from './domain-reflection';
import { Fact } from './fact';
import type { PartialText } from './partial-text';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** Where a distribution asks for what it does not have. */
export interface ApiOrigin {
  readonly distribution: DistributionReflection;
  readonly place: TemplateValue;
  readonly id: string;
  /** By which of an API's addresses it asks. */
  readonly address: 'execute-api' | 'domain';
  /** The APIs behind it: one by its own address, each that stands under a domain; none that is made elsewhere. */
  readonly apis: ApiReflection[];
  /** The domain, when it is made in the app. */
  readonly domain?: DomainReflection;
}

/** What a distribution does with the paths of a pattern. */
export interface CacheBehavior {
  /** `*` for the default one. */
  readonly pathPattern: string;
  readonly place: TemplateValue;
}

/** A CloudFront distribution. */
class DistributionReflection {
  private listed?: Fact<CacheBehavior[]>;
  private byTarget?: Map<string, CacheBehavior[]>;

  constructor(public readonly resource: TemplateResource) {}

  /** The name under which people call it; its logical id without any. */
  public get label(): string {
    return this.config.get('Aliases').items().value?.[0]?.text().value?.toString() ?? this.resource.logicalId;
  }

  public get config(): TemplateValue {
    return this.resource.property('DistributionConfig');
  }

  public get webAcl(): TemplateValue {
    return this.config.get('WebACLId');
  }

  public get origins(): Fact<TemplateValue[]> {
    return this.config.get('Origins').items().orDefault([]);
  }

  public get behaviors(): Fact<CacheBehavior[]> {
    return this.listed ??= this.config.get('CacheBehaviors').items().orDefault([]).map((listed) => [
      ...listed.map((place) => ({ pathPattern: place.get('PathPattern').string().value ?? '?', place })),
      { pathPattern: '*', place: this.config.get('DefaultCacheBehavior') },
    ]);
  }

  /** The behaviors that ask an origin, by itself or in a group. */
  public behaviorsOf(origin: ApiOrigin): CacheBehavior[] {
    const groups = this.config.at('OriginGroups', 'Items').items().value ?? [];
    const holding = groups.filter((group) => (group.at('Members', 'Items').items().value ?? []).some((member) => idOf(member.get('OriginId')) === origin.id));
    const ids = [origin.id, ...holding.map((group) => idOf(group.get('Id')))];
    const byTarget = this.byTarget ??= this.groupByTarget();
    return [...new Set(ids)].flatMap((id) => byTarget.get(id) ?? []);
  }

  private groupByTarget(): Map<string, CacheBehavior[]> {
    const byTarget = new Map<string, CacheBehavior[]>();
    for (const behavior of this.behaviors.value ?? []) {
      const target = idOf(behavior.place.get('TargetOriginId'));
      byTarget.set(target, [...byTarget.get(target) ?? [], behavior]);
    }
    return byTarget;
  }
}

/** The distributions of an app, and the APIs behind them. */
export class AppDistributions {
  public readonly all: DistributionReflection[];
  /** Why it is not known what all of the distributions ask; undefined when it is. */
  public readonly hidden?: string;
  private readonly byResource: Map<TemplateResource, ApiOrigin[]>;
  private readonly byApi = new Map<ApiReflection, ApiOrigin[]>();
  private readonly byWebAcl = new Map<TemplateResource, DistributionReflection[]>();

  constructor(private readonly app: AppReflection) {
    this.all = app.resources('AWS::CloudFront::Distribution').map((resource) => new DistributionReflection(resource));
    const found = this.all.map((distribution): [DistributionReflection, Fact<ApiOrigin[]>] => [distribution, this.originsOf(distribution)]);
    this.hidden = found.find(([, origins]) => origins.isUnknowable)?.[1].why;
    this.byResource = new Map(found.map(([{ resource }, origins]) => [resource, origins.value ?? []]));
    for (const origin of [...this.byResource.values()].flat()) {
      for (const api of origin.apis) this.byApi.set(api, [...this.byApi.get(api) ?? [], origin]);
    }
    for (const distribution of this.all) {
      const webAcl = distribution.webAcl.reference().value?.resource;
      if (webAcl && this.apiOrigins(distribution.resource).length > 0) this.byWebAcl.set(webAcl, [...this.byWebAcl.get(webAcl) ?? [], distribution]);
    }
  }

  /** The origins of a distribution that are APIs. */
  public apiOrigins(resource: TemplateResource): ApiOrigin[] {
    return this.byResource.get(resource) ?? [];
  }

  /** The origins by which distributions ask an API. */
  public originsOfApi(api: ApiReflection): ApiOrigin[] {
    return this.byApi.get(api) ?? [];
  }

  /** The distributions in front of APIs that a web ACL protects. */
  public behindWebAcl(webAcl: TemplateResource): DistributionReflection[] {
    return this.byWebAcl.get(webAcl) ?? [];
  }

  private originsOf(distribution: DistributionReflection): Fact<ApiOrigin[]> {
    return distribution.origins.flatMap((origins) => Fact.all(origins.map((place) => this.originAt(distribution, place))));
  }

  /** Absent when it is no API. */
  private originAt(distribution: DistributionReflection, place: TemplateValue): Fact<ApiOrigin> {
    const address = place.get('DomainName');
    return address.text().flatMap((host): Fact<ApiOrigin> => {
      const common = { distribution, place, id: idOf(place.get('Id')) };
      const domain = this.app.domains.named(address);
      if (domain) {
        const apis = domain.targets.flatMap(({ api }) => api.toList());
        return Fact.known({ ...common, address: 'domain', domain, apis: [...new Set(apis)] });
      }
      const api = host.references.map(({ resource }) => this.app.apiOf(resource)).find((one) => one !== undefined);
      if (api) return Fact.known({ ...common, address: 'execute-api', apis: [api] });
      if (isExecuteApi(host)) return Fact.known({ ...common, address: 'execute-api', apis: [] });
      // A host of which nothing is known may be that of an API.
      const isHidden = host.marked.length === 1 && host.gaps.length === 1 && host.references.length === 0;
      return isHidden ? Fact.unknowable(host.gaps[0].why) : Fact.absent();
    });
  }
}

/** `<id>.execute-api.<region>.amazonaws.com`; an id that begins with `d-` is that of a domain name. */
function isExecuteApi({ marked }: PartialText): boolean {
  return /^(?!d-)[^.]+\.execute-api\./.test(marked);
}

function idOf(value: TemplateValue): string {
  return value.text().value?.toString() ?? '?';
}
