import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import type { RouteReflection } from './route-reflection';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';
import { ApiType } from '../api-type';

/** Settings of a stage that hold for single routes, and their names on both kinds of stage. */
const ROUTE_SETTINGS = {
  loggingLevel: { rest: 'LoggingLevel', v2: 'LoggingLevel' },
  dataTrace: { rest: 'DataTraceEnabled', v2: 'DataTraceEnabled' },
  detailedMetrics: { rest: 'MetricsEnabled', v2: 'DetailedMetricsEnabled' },
  rateLimit: { rest: 'ThrottlingRateLimit', v2: 'ThrottlingRateLimit' },
  burstLimit: { rest: 'ThrottlingBurstLimit', v2: 'ThrottlingBurstLimit' },
  caching: { rest: 'CachingEnabled', v2: undefined },
  cacheTtl: { rest: 'CacheTtlInSeconds', v2: undefined },
  cacheEncrypted: { rest: 'CacheDataEncrypted', v2: undefined },
} as const;

type RouteSetting = keyof typeof ROUTE_SETTINGS;

/** The settings of one route, or of all without their own. */
export interface SettingsEntry {
  /** `GET /pets/{id}`, as routes are called; `* /*` for all. */
  readonly routeKey: string;
  readonly isDefault: boolean;
  readonly place: TemplateValue;
  /** Why nobody can tell which routes it is about; undefined when that is known. */
  readonly hidden?: string;
}

/** A stage of an API: a resource, or what a REST deployment describes of one. */
export class StageReflection {
  public readonly apiType: ApiType;
  private readonly memo: { settings?: Fact<SettingsEntry[]>; byRoute?: Map<string, SettingsEntry> } = {};

  constructor(
    public readonly api: ApiReflection,
    public readonly resource: TemplateResource,
    public readonly place: TemplateValue,
    private readonly nameValue: TemplateValue,
  ) {
    this.apiType = api.apiType;
  }

  public get name(): Fact<string> {
    return this.nameValue.string();
  }

  public get nameText(): TemplateValue {
    return this.nameValue;
  }

  /** Its name, or its logical id where nothing of the name is known. */
  public get label(): string {
    return this.nameValue.text().value?.toString() ?? this.resource.logicalId;
  }

  /** As a message names it. */
  public toString(): string {
    return `the stage '${this.label}'`;
  }

  /** Whether a deployment makes it beside the stage for which the deployment is, as those of SAM do: nobody is told to call it. */
  public get isByproduct(): boolean {
    return this.resource.resourceType === 'AWS::ApiGateway::Deployment'
      && this.api.stages.some((stage) => stage !== this && stage.field('DeploymentId').reference().value?.resource === this.resource);
  }

  public get variables(): TemplateValue {
    return this.place.get(this.apiType === ApiType.REST ? 'Variables' : 'StageVariables');
  }

  public get accessLog(): TemplateValue {
    return this.place.get(this.apiType === ApiType.REST ? 'AccessLogSetting' : 'AccessLogSettings');
  }

  /** Entries that hold for all routes or for some, the most general first. */
  public get settings(): Fact<SettingsEntry[]> {
    return this.memo.settings ??= this.apiType === ApiType.REST ? this.methodSettings() : this.v2Settings();
  }

  /** What holds for all routes without settings of their own. */
  public setting(name: RouteSetting): TemplateValue {
    const spelled = this.spelling(name);
    if (this.apiType !== ApiType.REST) return this.settingsValue.get(spelled);
    const general = (this.settings.value ?? []).filter(({ isDefault }) => isDefault).map(({ place }) => place.get(spelled));
    const given = general.filter((value) => value.isGiven).at(-1);
    if (given) return given;
    const why = this.hiddenSettings;
    return why === undefined ? this.place.child(undefined, spelled) : this.settingsValue.hidden(why, spelled);
  }

  /** Settings of single routes that say this. */
  public settingsOf(name: RouteSetting): [SettingsEntry, TemplateValue][] {
    const entries = (this.settings.value ?? []).map((entry): [SettingsEntry, TemplateValue] => [entry, entry.place.get(this.spelling(name))]);
    return entries.filter(([, value]) => value.isGiven);
  }

  /** What holds for a route: the most specific entry that is about it wins as a whole. */
  public settingFor(route: RouteReflection, name: RouteSetting): TemplateValue {
    const own = this.entryFor(route);
    if (own) return own.place.get(this.spelling(name));
    const why = this.hiddenSettings;
    return why === undefined ? this.setting(name) : this.settingsValue.hidden(why, this.spelling(name));
  }

  /** The most specific entry that is about a route, beside those that hold for all. */
  public entryFor(route: RouteReflection): SettingsEntry | undefined {
    const byRoute = this.memo.byRoute ??= new Map((this.settings.value ?? []).filter(({ isDefault }) => !isDefault)
      .map((entry) => [entry.routeKey, entry]));
    // Stages know single methods: what they say of GET is what matters most of ANY.
    const ofGet = this.apiType === ApiType.REST && route.method === 'ANY' ? byRoute.get(route.key.replace(/^ANY /, 'GET ')) : undefined;
    return byRoute.get(route.key) ?? ofGet ?? byRoute.get(route.key.replace(/^[A-Z]+ /, '* '));
  }

  public field(name: string): TemplateValue {
    return this.place.get(name);
  }

  private spelling(name: RouteSetting): string {
    return ROUTE_SETTINGS[name][this.apiType === ApiType.REST ? 'rest' : 'v2'] ?? name;
  }

  private get settingsValue(): TemplateValue {
    return this.place.get(this.apiType === ApiType.REST ? 'MethodSettings' : 'DefaultRouteSettings');
  }

  /** Why there may be settings that nobody can see. */
  private get hiddenSettings(): string | undefined {
    if (this.settings.isUnknowable) return this.settings.why;
    return (this.settings.value ?? []).find(({ hidden }) => hidden !== undefined)?.hidden;
  }

  private methodSettings(): Fact<SettingsEntry[]> {
    // A deployment that describes a stage writes the settings of all methods without a list.
    const isDescribed = this.resource.resourceType === 'AWS::ApiGateway::Deployment';
    const described: SettingsEntry[] = isDescribed ? [{ routeKey: '* /*', isDefault: true, place: this.place }] : [];
    return this.settingsValue.items().orDefault([]).map((entries) => [...described, ...entries.map((place) => {
      const given = [place.get('HttpMethod').string(), place.get('ResourcePath').string()];
      const [method, path] = given.map(({ value }) => (value ?? '?').replace(/~1/g, '/').replace(/^\/\//, '/'));
      const hidden = given.find(({ isUnknowable }) => isUnknowable)?.why;
      return { routeKey: `${method} ${path}`, isDefault: method === '*' && path === '/*', place, hidden };
    })]);
  }

  private v2Settings(): Fact<SettingsEntry[]> {
    const general = this.place.get('DefaultRouteSettings');
    const entries: SettingsEntry[] = general.isGiven ? [{ routeKey: '*', isDefault: true, place: general }] : [];
    return this.place.get('RouteSettings').entries().orDefault([])
      .map((routes) => [...entries, ...routes.map(([routeKey, place]) => ({ routeKey, isDefault: false, place }))]);
  }
}
