import type { AppReflection } from './app-reflection';
import type { DomainReflection } from './domain-reflection';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** A DNS record of Route 53, alone or in a group. */
export interface DnsRecord {
  readonly resource: TemplateResource;
  readonly place: TemplateValue;
  /** The custom domain to which it leads, when that is part of the app. */
  readonly domain?: DomainReflection;
  /** Whether it leads to API Gateway: to a custom domain, or to an address that API Gateway gave one elsewhere. */
  readonly leadsToApi: boolean;
  /** Whether it is one of several among which Route 53 chooses by health or by distance: a client may find itself in another region. */
  readonly mayChangeRegion: boolean;
}

/** The DNS records of an app. */
export class AppDnsRecords {
  public readonly all: DnsRecord[];
  private readonly byResource = new Map<TemplateResource, DnsRecord[]>();
  private readonly changing: Set<DomainReflection>;

  constructor(private readonly app: AppReflection) {
    this.all = [
      ...app.resources('AWS::Route53::RecordSet').map((resource) => this.record(resource, resource.properties)),
      ...app.resources('AWS::Route53::RecordSetGroup').flatMap((resource) => (resource.property('RecordSets').items().value ?? []).map((place) => this.record(resource, place))),
    ];
    for (const record of this.all) {
      const together = this.byResource.get(record.resource);
      if (together) together.push(record);
      else this.byResource.set(record.resource, [record]);
    }
    this.changing = new Set(this.all.flatMap(({ domain, mayChangeRegion }) => domain && mayChangeRegion ? [domain] : []));
  }

  /** The records that a resource makes. */
  public of(resource: TemplateResource): DnsRecord[] {
    return this.byResource.get(resource) ?? [];
  }

  /** Whether clients of a domain may find themselves in another region. */
  public mayChangeRegion(domain: DomainReflection): boolean {
    return this.changing.has(domain);
  }

  private record(resource: TemplateResource, place: TemplateValue): DnsRecord {
    const targets = [place.at('AliasTarget', 'DNSName'), ...place.get('ResourceRecords').items().value ?? [], place.get('Name')];
    const domain = targets.map((target) => this.app.domains.named(target)).find((named) => named !== undefined);
    return {
      resource,
      place,
      domain,
      leadsToApi: domain !== undefined || targets.some((target) => target.text().is(({ marked }) => /\.execute-api\./.test(marked))),
      mayChangeRegion: ['Failover', 'Region', 'GeoLocation', 'GeoProximityLocation'].some((name) => place.get(name).isGiven),
    };
  }
}
