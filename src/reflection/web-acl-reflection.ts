import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { addTo } from './lists-by-key';
import { PartialText } from './partial-text';
import type { StageReflection } from './stage-reflection';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** What gives a web ACL to a stage. */
interface WebAclAssociation {
  readonly resource: TemplateResource;
  /** The ARN of what is protected. */
  readonly target: TemplateValue;
  readonly webAclArn: TemplateValue;
  /** Absent when it protects no API of the app; not knowable when the deployment says what it protects. */
  readonly api: Fact<ApiReflection>;
  /** The stage's name as it stands in the ARN. */
  readonly stageName?: PartialText;
}

/** A rule of a web ACL. */
export interface WebAclRule {
  readonly name: string;
  readonly place: TemplateValue;
  readonly statement: TemplateValue;
  /** `AWSManagedRulesCommonRuleSet`; undefined for a rule that is no managed group of AWS. */
  readonly managedGroup?: string;
}

/** A web ACL of AWS WAF. */
export class WebAclReflection {
  constructor(public readonly resource: TemplateResource) {}

  /** Its name, or its logical id. */
  public get label(): string {
    return this.resource.property('Name').text().value?.toString() ?? this.resource.logicalId;
  }

  /** `REGIONAL` or `CLOUDFRONT`. */
  public get scope(): Fact<string> {
    return this.resource.property('Scope').string().map((scope) => scope.toUpperCase());
  }

  public get rules(): Fact<WebAclRule[]> {
    return rulesOf(this.resource);
  }
}

/** The rules of a web ACL or of a rule group. */
export function rulesOf(resource: TemplateResource): Fact<WebAclRule[]> {
  return resource.property('Rules').items().orDefault([]).flatMap((rules) => Fact.all(rules.map((place) => place.entries().map((): WebAclRule => {
    const statement = place.get('Statement');
    const group = statement.get('ManagedRuleGroupStatement');
    const isOfAws = group.get('VendorName').string().is((vendor) => vendor === 'AWS');
    return { name: place.get('Name').text().value?.toString() ?? '?', place, statement, managedGroup: isOfAws ? group.get('Name').string().value : undefined };
  }))));
}

/** The web ACLs of an app, and the stages that they protect. */
export class AppWebAcls {
  private readonly associations: Map<TemplateResource, WebAclAssociation>;
  private readonly byResource: Map<TemplateResource, WebAclReflection>;
  private readonly byApi = new Map<ApiReflection, WebAclAssociation[]>();
  private readonly byWebAcl = new Map<TemplateResource, WebAclAssociation[]>();
  private readonly hidden?: string;
  private readonly logs = new Map<TemplateResource, TemplateResource>();
  private readonly hiddenLog?: string;

  constructor(app: AppReflection) {
    this.byResource = new Map(app.resources('AWS::WAFv2::WebACL').map((resource) => [resource, new WebAclReflection(resource)]));
    this.associations = new Map(['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation'].flatMap((type) => app.resources(type))
      .map((resource) => [resource, associationOf(app, resource)]));
    for (const association of this.associations.values()) {
      if (association.api.isUnknowable) this.hidden ??= association.api.why;
      if (association.api.isKnown) addTo(this.byApi, association.api.value!, association);
      const webAcl = association.webAclArn.reference().value?.resource;
      if (webAcl) addTo(this.byWebAcl, webAcl, association);
    }
    for (const log of app.resources('AWS::WAFv2::LoggingConfiguration')) {
      const arn = log.property('ResourceArn').text();
      const webAcl = arn.value?.references[0]?.resource;
      if (webAcl) this.logs.set(webAcl, log);
      else if (arn.value?.literal === undefined) this.hiddenLog ??= arn.why || 'a logging configuration names its web ACL only at deployment';
    }
  }

  public of(resource: TemplateResource | undefined): WebAclReflection | undefined {
    return resource && this.byResource.get(resource);
  }

  /** What an association says. */
  public associationBy(resource: TemplateResource): WebAclAssociation {
    return this.associations.get(resource)!;
  }

  /** What a web ACL of the app is associated with. */
  public associationsOf(webAcl: WebAclReflection): WebAclAssociation[] {
    return this.byWebAcl.get(webAcl.resource) ?? [];
  }

  /** What makes a web ACL write a log; not knowable when one says only at deployment for which it is. */
  public logOf(webAcl: WebAclReflection): Fact<TemplateResource> {
    const log = this.logs.get(webAcl.resource);
    if (log) return Fact.known(log);
    return this.hiddenLog === undefined ? Fact.absent() : Fact.unknowable(this.hiddenLog);
  }

  /** What protects a stage; not knowable when an association says only at deployment what it protects. */
  public associationOf(stage: StageReflection): Fact<WebAclAssociation> {
    const ofApi = this.byApi.get(stage.api) ?? [];
    const own = ofApi.filter(({ stageName }) => isStage(stageName, stage));
    const certain = own.find(({ resource }) => !resource.isConditional);
    if (certain) return Fact.known(certain);
    if (own.length > 0) return Fact.unknowable('its association with a web ACL depends on a condition');
    const unclear = ofApi.some(({ stageName }) => stageName?.literal === undefined && !stageName?.references.some(({ resource }) => resource.resourceType.endsWith('::Stage')));
    if (unclear || stage.name.isUnknowable && ofApi.length > 0) return Fact.unknowable('the name of a stage with a web ACL is only known at deployment');
    return this.hidden === undefined ? Fact.absent() : Fact.unknowable(this.hidden);
  }
}

/** `arn:<partition>:apigateway:<region>::/restapis/<api>/stages/<stage>`, by whichever function it is put together. */
function associationOf(app: AppReflection, resource: TemplateResource): WebAclAssociation {
  const target = resource.property('ResourceArn');
  const arn = resource.resourceType === 'AWS::WAFv2::WebACLAssociation' ? resource.property('WebACLArn') : resource.property('WebACLId');
  const text = target.text();
  const given = { resource, target, webAclArn: arn };
  if (!text.isKnown) return { ...given, api: Fact.unknowable(text.why || 'an association does not say what it protects') };
  const segments = text.value!.split('/');
  const position = segments.findIndex(({ literal }) => literal === 'restapis' || literal === 'apis');
  if (position < 0) {
    // An ARN of another service tells enough; one whose service is hidden may be that of a stage.
    const [, , service] = text.value!.split(':');
    const isOther = (service?.literal ?? 'apigateway') !== 'apigateway' || otherResource(text.value!);
    return { ...given, api: isOther ? Fact.absent() : Fact.unknowable(text.value!.gaps[0]?.why ?? 'an association names what is no ARN') };
  }
  const [, id, , stageName] = segments.slice(position);
  const api = app.apiOf(id?.references[0]?.resource);
  if (api) return { ...given, api: Fact.known(api), stageName };
  // A literal id is that of an API from elsewhere; one that is a parameter may be that of any.
  return { ...given, api: id?.literal === undefined ? Fact.unknowable(id?.gaps[0]?.why ?? 'an association names no API') : Fact.absent() };
}

/** `Ref` of a load balancer is its ARN, and the attribute `Arn` of anything is none of a stage. */
function otherResource({ references, pieces }: PartialText): boolean {
  const [reference] = references;
  return pieces.length === 1 && reference !== undefined && !/^AWS::(CloudFormation|ApiGateway|ApiGatewayV2|SSM)::|^Custom::/.test(reference.resource.resourceType);
}

function isStage(stageName: PartialText | undefined, stage: StageReflection): boolean {
  if (!stageName) return false;
  if (stageName.references.some(({ resource }) => resource === stage.resource)) return true;
  return stageName.toString() === stage.nameText.text().value?.toString();
}
