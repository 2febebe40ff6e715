import type { AppReflection } from './app-reflection';
import type { DomainReflection } from './domain-reflection';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** A DNS record of Route 53, alone or in a group. */
interface DnsRecord {
  readonly resource: TemplateResource;
  readonly place: TemplateValue;
  /** The custom domain to which it leads, when that is part of the app. */
  readonly domain?: DomainReflection;
  /** Whether it is one of several among which Route 53 chooses by health or by distance: a client may find itself in another region. */
  readonly mayChangeRegion: boolean;
}

/** The DNS records of an app. */
export class AppDnsRecords {
  public readonly all: DnsRecord[];
  private readonly changing: Set<DomainReflection>;

  constructor(private readonly app: AppReflection) {
    this.all = [
      ...app.resources('AWS::Route53::RecordSet').map((resource) => this.record(resource, resource.properties)),
      ...app.resources('AWS::Route53::RecordSetGroup').flatMap((resource) => (resource.property('RecordSets').items().value ?? []).map((place) => this.record(resource, place))),
    ];
    this.changing = new Set(this.all.flatMap(({ domain, mayChangeRegion }) => domain && mayChangeRegion ? [domain] : []));
  }

  /** Whether clients of a domain may find themselves in another region. */
  public mayChangeRegion(domain: DomainReflection): boolean {
    return this.changing.has(domain);
  }

  private record(resource: TemplateResource, place: TemplateValue): DnsRecord {
    const targets = [place.at('AliasTarget', 'DNSName'), ...place.get('ResourceRecords').items().value ?? [], place.get('Name')];
    return {
      resource,
      place,
      domain: targets.map((target) => this.app.domains.named(target)).find((domain) => domain !== undefined),
      mayChangeRegion: ['Failover', 'Region', 'GeoLocation', 'GeoProximityLocation'].some((name) => place.get(name).isGiven),
    };
  }
}
