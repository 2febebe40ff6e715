import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { addTo } from './lists-by-key';
import type { StageReflection } from './stage-reflection';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** A stage of an API that a usage plan covers. */
export interface PlanStage {
  readonly plan: UsagePlanReflection;
  readonly place: TemplateValue;
  /** Absent for an API that is made elsewhere; not knowable when the deployment says which it is. */
  readonly api: Fact<ApiReflection>;
  /** Its name, also where a resource is named. */
  readonly stageName: TemplateValue;
  /** The limits of single methods, by `/pets/GET`; empty without any. */
  readonly throttles: Fact<[string, TemplateValue][]>;
}

/** A usage plan, of REST APIs or of WebSocket APIs. */
export class UsagePlanReflection {
  private listed?: Fact<PlanStage[]>;

  constructor(private readonly app: AppReflection, public readonly resource: TemplateResource) {}

  /** Its name, or its logical id. */
  public get label(): string {
    return this.resource.property('UsagePlanName').text().value?.toString() ?? this.resource.logicalId;
  }

  public get throttle(): TemplateValue {
    return this.resource.property('Throttle');
  }

  public get quota(): TemplateValue {
    return this.resource.property('Quota');
  }

  public get stages(): Fact<PlanStage[]> {
    return this.listed ??= this.resource.property('ApiStages').items().orDefault([]).map((stages) => stages.map((place) => this.stageAt(place)));
  }

  private stageAt(place: TemplateValue): PlanStage {
    const stage = place.get('Stage');
    const api = place.get('ApiId').reference().flatMap(({ resource }) => {
      const found = this.app.apiOf(resource);
      return found ? Fact.known(found) : Fact.unknowable<ApiReflection>(`${resource.logicalId} is no API`);
    });
    return {
      plan: this,
      place,
      api,
      stageName: stage.reference().value?.resource.property('StageName') ?? stage,
      throttles: place.get('Throttle').entries().orDefault([]),
    };
  }
}

/** That an API key belongs to a usage plan: `AWS::ApiGateway::UsagePlanKey`. */
export interface PlanMembership {
  readonly resource: TemplateResource;
  /** What is the same for all memberships of a key. */
  readonly key: Fact<string>;
  /** The key's logical id, or its id where it is made elsewhere. */
  readonly keyLabel: string;
  readonly plan: Fact<UsagePlanReflection>;
}

/** The usage plans of an app, the stages that they cover and the keys that belong to them. */
export class AppUsagePlans {
  public readonly all: UsagePlanReflection[];
  private readonly byResource: Map<TemplateResource, UsagePlanReflection>;
  private readonly byApi = new Map<ApiReflection, PlanStage[]>();
  private readonly memberships: Map<TemplateResource, PlanMembership>;
  private readonly byKey = new Map<string, PlanMembership[]>();
  /** Why some plan may cover any stage. */
  private readonly hidden?: string;

  constructor(app: AppReflection) {
    this.all = app.resources('AWS::ApiGateway::UsagePlan').map((resource) => new UsagePlanReflection(app, resource));
    this.byResource = new Map(this.all.map((plan) => [plan.resource, plan]));
    for (const { stages } of this.all) {
      if (stages.isUnknowable) this.hidden ??= stages.why;
      for (const stage of stages.value ?? []) {
        if (stage.api.isUnknowable) this.hidden ??= stage.api.why;
        if (stage.api.isKnown) addTo(this.byApi, stage.api.value!, stage);
      }
    }
    this.memberships = new Map(app.resources('AWS::ApiGateway::UsagePlanKey').map((resource) => [resource, this.membership(resource)]));
    for (const membership of this.memberships.values()) if (membership.key.isKnown) addTo(this.byKey, membership.key.value!, membership);
  }

  public of(resource: TemplateResource): UsagePlanReflection | undefined {
    return this.byResource.get(resource);
  }

  /** How the plans cover a stage; not knowable when none does for certain and one may. */
  public covering(stage: StageReflection): Fact<PlanStage[]> {
    const ofApi = this.byApi.get(stage.api) ?? [];
    const name = stage.nameText.text();
    const own = ofApi.filter(({ stageName }) => name.isKnown && stageName.text().is((text) => text.toString() === name.value!.toString()));
    const certain = own.filter(({ plan }) => !plan.resource.isConditional);
    if (certain.length > 0) return Fact.known(certain);
    if (own.length > 0) return Fact.unknowable('its usage plan is made on a condition');
    const unclear = ofApi.map(({ stageName }) => stageName.string()).find((known) => known.isUnknowable);
    const why = unclear?.why ?? (ofApi.length > 0 ? stage.name.why || undefined : undefined) ?? this.hidden;
    return why ? Fact.unknowable(why) : Fact.known([]);
  }

  /** The memberships of a key, in the order of the templates up to one of them. */
  public upTo(resource: TemplateResource): Fact<PlanMembership[]> {
    return this.memberships.get(resource)!.key.map((key) => {
      const alike = this.byKey.get(key)!;
      return alike.slice(0, alike.findIndex((each) => each.resource === resource) + 1);
    });
  }

  private membership(resource: TemplateResource): PlanMembership {
    const keyId = resource.property('KeyId');
    const own = keyId.reference();
    const key = own.map((reference) => `${reference.resource.template.name} ${reference.resource.logicalId}`).orElse(() => keyId.string());
    const plan = resource.property('UsagePlanId').reference().flatMap((reference) => {
      const found = this.byResource.get(reference.resource);
      return found ? Fact.known(found) : Fact.unknowable<UsagePlanReflection>(`${reference.resource.logicalId} is no usage plan`);
    });
    const keyLabel = own.value?.resource.logicalId ?? keyId.text().value?.toString() ?? '?';
    return { resource, key, keyLabel, plan: plan.orElse(() => Fact.unknowable('its usage plan is not part of the templates')) };
  }
}
