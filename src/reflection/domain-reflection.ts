import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { addTo } from './lists-by-key';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** Where one API stands under a domain: a mapping of a base path, or a routing rule. */
export interface DomainTarget {
  readonly resource: TemplateResource;
  readonly kind: 'mapping' | 'rule';
  /** The API that it leads to; absent for one that is made elsewhere. */
  readonly api: Fact<ApiReflection>;
  readonly stage: TemplateValue;
  /** The base path of a mapping; absent at the root, and for a rule. */
  readonly path: TemplateValue;
  /** Undefined for a domain that is made elsewhere. */
  readonly domain?: DomainReflection;
}

/** The resources that are domain names. Of `AWS::ApiGateway::DomainNameV2` are the private ones. */
export const DOMAIN_TYPES = ['AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGatewayV2::DomainName'];

/** A custom domain name, of whichever generation. */
export class DomainReflection {
  /** The APIs under it, as far as the templates show. */
  public readonly targets: DomainTarget[] = [];

  constructor(public readonly resource: TemplateResource) {}

  /** As people call it; its logical id where the name is only known at deployment. */
  public get label(): string {
    return this.name.text().value?.toString() ?? this.resource.logicalId;
  }

  public get name(): TemplateValue {
    return this.resource.property('DomainName');
  }

  /** `EDGE`, `REGIONAL` or `PRIVATE`. */
  public get endpointType(): Fact<string> {
    if (this.resource.resourceType === 'AWS::ApiGateway::DomainNameV2') return Fact.known('PRIVATE');
    if (this.isV2) return this.configuration('EndpointType').string().map((type) => type.toUpperCase()).orDefault('REGIONAL');
    const implied = this.resource.property('RegionalCertificateArn').isGiven ? 'REGIONAL' : 'EDGE';
    return this.resource.property('EndpointConfiguration.Types').strings().map(([type = implied]) => type.toUpperCase()).orDefault(implied);
  }

  public get ipAddressType(): TemplateValue {
    return this.isV2 ? this.configuration('IpAddressType') : this.resource.property('EndpointConfiguration.IpAddressType');
  }

  public get securityPolicy(): TemplateValue {
    return this.configuration('SecurityPolicy');
  }

  /** What callers see of it: `CertificateArn` or `RegionalCertificateArn`. */
  public get certificate(): TemplateValue {
    const regional = this.resource.property('RegionalCertificateArn');
    return regional.isGiven ? regional : this.configuration('CertificateArn');
  }

  /** Its certificate, when that is made in the app. */
  public get madeCertificate(): TemplateResource | undefined {
    const named = this.certificate.reference().value?.resource;
    return named?.resourceType === 'AWS::CertificateManager::Certificate' ? named : undefined;
  }

  public get ownershipCertificate(): TemplateValue {
    return this.configuration('OwnershipVerificationCertificateArn');
  }

  public get mutualTls(): TemplateValue {
    return this.resource.property('MutualTlsAuthentication');
  }

  /** The mode in the words of `AWS::ApiGatewayV2`; those of the first generation call mappings `BASE_PATH_MAPPING`. */
  public get routingMode(): Fact<string> {
    return this.resource.property('RoutingMode').string().orDefault('API_MAPPING_ONLY').map((mode) => mode.toUpperCase().replace('BASE_PATH_MAPPING', 'API_MAPPING'));
  }

  public get mappings(): DomainTarget[] {
    return this.targets.filter(({ kind }) => kind === 'mapping');
  }

  public get rules(): DomainTarget[] {
    return this.targets.filter(({ kind }) => kind === 'rule');
  }

  private get isV2(): boolean {
    return this.resource.resourceType === 'AWS::ApiGatewayV2::DomainName';
  }

  /** The second generation says in a list of one what the first says as properties. */
  private configuration(name: string): TemplateValue {
    if (!this.isV2) return this.resource.property(name);
    const list = this.resource.property('DomainNameConfigurations');
    return list.items().value?.[0]?.get(name) ?? list.get(name);
  }
}

const TARGETS = {
  'AWS::ApiGateway::BasePathMapping': { kind: 'mapping', domain: 'DomainName', api: 'RestApiId', stage: 'Stage', path: 'BasePath' },
  'AWS::ApiGateway::BasePathMappingV2': { kind: 'mapping', domain: 'DomainNameArn', api: 'RestApiId', stage: 'Stage', path: 'BasePath' },
  'AWS::ApiGatewayV2::ApiMapping': { kind: 'mapping', domain: 'DomainName', api: 'ApiId', stage: 'Stage', path: 'ApiMappingKey' },
} as const;

/** The domains of an app, and which API stands under which. */
export class AppDomains {
  public readonly all: DomainReflection[];
  /** Why it is not known to which APIs all of the domains lead; undefined when it is. */
  public readonly hidden?: string;
  private readonly byResource: Map<TemplateResource, DomainReflection>;
  private readonly byName = new Map<string, DomainReflection[]>();
  private readonly byApi = new Map<ApiReflection, DomainTarget[]>();
  private associated?: { domains: Set<DomainReflection | undefined>; hidden?: string };

  constructor(private readonly app: AppReflection) {
    this.all = DOMAIN_TYPES.flatMap((type) => app.resources(type)).map((resource) => new DomainReflection(resource));
    this.byResource = new Map(this.all.map((domain) => [domain.resource, domain]));
    for (const domain of this.all) {
      const name = domain.name.text().value?.toString();
      if (name !== undefined) addTo(this.byName, name, domain);
    }
    for (const target of [...this.mappings(), ...this.rules()]) {
      if (target.api.isUnknowable) this.hidden ??= target.api.why;
      target.domain?.targets.push(target);
      if (target.api.isKnown) addTo(this.byApi, target.api.value!, target);
    }
  }

  /** What leads to an API from a domain. */
  public targetsOf(api: ApiReflection): DomainTarget[] {
    return this.byApi.get(api) ?? [];
  }

  public of(resource: TemplateResource): DomainReflection | undefined {
    return this.byResource.get(resource);
  }

  /** The domain that a value names: by a reference, by its name, or by its ARN. */
  public named(value: TemplateValue): DomainReflection | undefined {
    const text = value.text().value;
    if (!text) return undefined;
    const referred = text.references.map(({ resource }) => this.byResource.get(resource)).find(Boolean);
    if (referred) return referred;
    const candidates = this.byName.get(text.toString().split('/domainnames/').at(-1)!.split('+')[0]) ?? [];
    return candidates.find(({ resource }) => resource.template === value.template) ?? candidates[0];
  }

  /** Whether a VPC endpoint leads to a private domain; one in an account with which the domain is shared counts. */
  public isAssociated(domain: DomainReflection): Fact<boolean> {
    const { domains, hidden } = this.associated ??= this.readAssociations();
    return domains.has(domain) || hidden === undefined ? Fact.known(domains.has(domain)) : Fact.unknowable(hidden);
  }

  private readAssociations(): { domains: Set<DomainReflection | undefined>; hidden?: string } {
    const arns = [
      ...this.app.resources('AWS::ApiGateway::DomainNameAccessAssociation').map((association) => association.property('DomainNameArn')),
      ...this.app.resources('AWS::RAM::ResourceShare').flatMap((share) => share.property('ResourceArns').items().value ?? []),
    ];
    return { domains: new Set(arns.map((arn) => this.named(arn))), hidden: arns.map((arn) => arn.text()).find((text) => text.isUnknowable)?.why };
  }

  private mappings(): DomainTarget[] {
    return Object.entries(TARGETS).flatMap(([type, { kind, domain, api, stage, path }]) => this.app.resources(type).map((resource): DomainTarget => ({
      resource,
      kind,
      api: this.apiOf(resource.property(api)),
      stage: resource.property(stage),
      path: resource.property(path),
      domain: this.named(resource.property(domain)),
    })));
  }

  private rules(): DomainTarget[] {
    return this.app.resources('AWS::ApiGatewayV2::RoutingRule').flatMap((resource) => {
      const domain = this.named(resource.property('DomainNameArn'));
      const actions = resource.property('Actions').items();
      const invoked = (actions.value ?? []).map((action) => action.get('InvokeApi'));
      return (invoked.length > 0 ? invoked : [resource.property('Actions')]).map((action): DomainTarget => ({
        resource, kind: 'rule', api: this.apiOf(action.get('ApiId')), stage: action.get('Stage'), path: action.child(undefined), domain,
      }));
    });
  }

  private apiOf(id: TemplateValue): Fact<ApiReflection> {
    const api = this.app.apiOf(id.reference().value?.resource);
    if (api) return Fact.known(api);
    return id.string().flatMap(() => Fact.absent());
  }
}
