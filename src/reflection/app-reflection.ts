import { AppAlarms } from './alarm-reflection';
import { ApiReflection } from './api-reflection';
import { AppDeployments } from './deployment-reflection';
import { AppDistributions } from './distribution-reflection';
import { AppDnsRecords } from './dns-records';
import { AppDomains } from './domain-reflection';
import { addTo } from './lists-by-key';
import { Template } from './template';
import { TemplateResource } from './template-resource';
import { AppUsagePlans } from './usage-plan-reflection';
import { AppWebAcls } from './web-acl-reflection';
import { ApiType } from '../api-type';

/**
 * The facts of an app or of a set of templates that belong together: its APIs, and what stands around them.
 */
export class AppReflection {
  public readonly apis: ApiReflection[];
  private readonly byType = new Map<string, TemplateResource[]>();
  private readonly apiByResource = new Map<TemplateResource, ApiReflection>();
  private readonly around: {
    deployments?: AppDeployments;
    alarms?: AppAlarms;
    domains?: AppDomains;
    webAcls?: AppWebAcls;
    usagePlans?: AppUsagePlans;
    dnsRecords?: AppDnsRecords;
    distributions?: AppDistributions;
  } = {};

  constructor(public readonly templates: Template[]) {
    const exports = new Map(templates.flatMap((template) => template.exportedValues()));
    for (const template of templates) template.importFrom((name) => exports.get(name));
    for (const resource of templates.flatMap((template) => template.resources)) addTo(this.byType, resource.resourceType, resource);
    this.apis = this.findApis();
    for (const api of this.apis) if (api.definition) this.apiByResource.set(api.definition, api);
  }

  /** The resources of a type, in whichever template. */
  public resources(resourceType: string): TemplateResource[] {
    return this.byType.get(resourceType) ?? [];
  }

  /** The API that a resource defines. */
  public apiOf(resource: TemplateResource | undefined): ApiReflection | undefined {
    return resource && this.apiByResource.get(resource);
  }

  /** Alarms of CloudWatch, and the APIs that they watch. */
  public get alarms(): AppAlarms {
    return this.around.alarms ??= new AppAlarms(this);
  }

  /** Snapshots of APIs, which stages serve. */
  public get deployments(): AppDeployments {
    return this.around.deployments ??= new AppDeployments(this);
  }

  /** Custom domain names, and the APIs under them. */
  public get domains(): AppDomains {
    return this.around.domains ??= new AppDomains(this);
  }

  /** Web ACLs of AWS WAF, and the stages behind them. */
  public get webAcls(): AppWebAcls {
    return this.around.webAcls ??= new AppWebAcls(this);
  }

  /** CloudFront distributions, and the APIs behind them. */
  public get distributions(): AppDistributions {
    return this.around.distributions ??= new AppDistributions(this);
  }

  /** Usage plans, the stages that they cover and their keys. */
  public get usagePlans(): AppUsagePlans {
    return this.around.usagePlans ??= new AppUsagePlans(this);
  }

  /** DNS records, and the custom domains to which they lead. */
  public get dnsRecords(): AppDnsRecords {
    return this.around.dnsRecords ??= new AppDnsRecords(this);
  }

  private findApis(): ApiReflection[] {
    const children = new Map<TemplateResource | string, TemplateResource[]>();
    for (const [resourceType, resources] of this.byType) {
      const property = /^AWS::ApiGateway(V2)?::(?!(RestApi|Api|UsagePlan|BasePathMapping|ApiMapping)$)/.test(resourceType) ? apiProperty(resourceType) : undefined;
      if (!property) continue;
      for (const resource of resources) {
        const key = ownerOf(resource, property);
        if (key !== undefined) addTo(children, key, resource);
      }
    }
    const defined = [...this.resources('AWS::ApiGateway::RestApi'), ...this.resources('AWS::ApiGatewayV2::Api')];
    const owned = defined.flatMap((definition) => {
      const apiType = typeOfDefinition(definition, children.get(definition) ?? []);
      return apiType ? [new ApiReflection(this, apiType, definition, children.get(definition) ?? [])] : [];
    });
    const elsewhere = [...children].filter(([key]) => typeof key === 'string').flatMap(([, resources]) => {
      const apiType = typeOfChildren(resources);
      return apiType ? [new ApiReflection(this, apiType, undefined, resources)] : [];
    });
    return [...owned, ...elsewhere];
  }
}

function apiProperty(resourceType: string): string {
  return resourceType.startsWith('AWS::ApiGateway::') ? 'RestApiId' : 'ApiId';
}

/** The API that a resource names as its own; of one from elsewhere, whatever names it. */
function ownerOf(resource: TemplateResource, property: string): TemplateResource | string | undefined {
  const value = resource.property(property);
  if (value.isAbsent) return undefined;
  const referred = value.reference().value?.resource;
  if (referred && ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'].includes(referred.resourceType)) return referred;
  const text = value.text().value?.toString();
  return `${resource.resourceType.includes('V2') ? 'V2' : 'REST'} ${text ?? `${resource.template.name} ${value.path.join('.')}`}`;
}

function typeOfDefinition(definition: TemplateResource, children: TemplateResource[]): ApiType | undefined {
  if (definition.resourceType === 'AWS::ApiGateway::RestApi') return ApiType.REST;
  const protocol = definition.property('ProtocolType').string();
  if (protocol.isKnown) return { HTTP: ApiType.HTTP, WEBSOCKET: ApiType.WEBSOCKET }[protocol.value!.toUpperCase()];
  // Only HTTP APIs can be imported, and an imported one says its protocol in the document.
  if (definition.property('Body').isGiven || definition.property('BodyS3Location').isGiven) return ApiType.HTTP;
  return typeOfChildren(children);
}

/** What the routes of an API tell of its type: those of WebSocket APIs are no methods with paths. */
function typeOfChildren(children: TemplateResource[]): ApiType | undefined {
  if (children.some(({ resourceType }) => resourceType.startsWith('AWS::ApiGateway::'))) return ApiType.REST;
  const keys = children.filter(({ resourceType }) => resourceType === 'AWS::ApiGatewayV2::Route').flatMap((route) => route.property('RouteKey').string().toList());
  if (keys.some((key) => /^[A-Z]+ \//.test(key))) return ApiType.HTTP;
  return keys.some((key) => key !== '$default') ? ApiType.WEBSOCKET : undefined;
}
