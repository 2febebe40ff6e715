import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { addTo } from './lists-by-key';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';
import { ApiType } from '../api-type';

const NAMESPACE = 'AWS/ApiGateway';

/** A metric of API Gateway that is watched. */
export interface WatchedMetric {
  readonly name: Fact<string>;
  readonly statistic: Fact<string>;
  /** `ApiName`, `ApiId`, `Stage`, … */
  readonly dimensions: Map<string, TemplateValue>;
  readonly place: TemplateValue;
}

/** An alarm or an anomaly detector, and what it watches of API Gateway. */
export class AlarmReflection {
  public readonly metrics: WatchedMetric[] = [];
  /** Why it may watch more than can be seen. */
  public readonly hidden?: string;

  constructor(public readonly resource: TemplateResource) {
    for (const metric of metricsOf(resource)) {
      if (typeof metric === 'string') this.hidden ??= metric;
      else this.metrics.push(metric);
    }
  }

  /** As messages name it. */
  public toString(): string {
    return `the alarm '${this.resource.property('AlarmName').text().value?.toString() ?? this.resource.logicalId}'`;
  }

  /** Whether it is calculated from a series with this in its expression. */
  public calculatesWith(word: string): boolean {
    return (this.resource.property('Metrics').items().value ?? []).some((query) => query.get('Expression').text().is(({ marked }) => marked.includes(word)));
  }

  public get isAnomalyDetector(): boolean {
    return this.resource.resourceType === 'AWS::CloudWatch::AnomalyDetector';
  }
}

/** The metrics of API Gateway that an alarm or detector names, and in words what hides others. */
function metricsOf({ properties }: TemplateResource): (WatchedMetric | string)[] {
  const queries = ['Metrics', 'MetricMathAnomalyDetector.MetricDataQueries'].map((path) => path.split('.').reduce((value, key) => value.get(key), properties));
  const listed = queries.map((list) => list.items().orDefault([]));
  const detector = properties.get('SingleMetricAnomalyDetector');
  return [
    ...listed.flatMap((list) => list.isUnknowable ? [list.why] : []),
    ...listed.flatMap((list) => list.value ?? []).flatMap((query) => [...metricIn(query.at('MetricStat', 'Metric'), query.at('MetricStat', 'Stat')), ...queried(query)]),
    ...metricIn(properties, properties.get('Statistic').isGiven ? properties.get('Statistic') : properties.get('ExtendedStatistic')),
    ...metricIn(detector, detector.get('Stat')),
  ];
}

function metricIn(place: TemplateValue, statistic: TemplateValue): (WatchedMetric | string)[] {
  const namespace = place.get('Namespace').string();
  if (namespace.isUnknowable) return [namespace.why];
  if (namespace.value !== NAMESPACE) return [];
  const dimensions = place.get('Dimensions').items().orDefault([]);
  if (dimensions.isUnknowable) return [dimensions.why];
  const named = dimensions.value!.flatMap((each): [string, TemplateValue][] => each.get('Name').string().toList().map((name) => [name, each.get('Value')]));
  return [{ name: place.get('MetricName').string(), statistic: statistic.string(), dimensions: new Map(named), place }];
}

/** A query in the language of Metrics Insights finds its metrics by itself. */
function queried(query: TemplateValue): string[] {
  return query.get('Expression').text().is(({ marked }) => marked.includes(NAMESPACE)) ? ['a query finds the APIs that an alarm watches'] : [];
}

/** What acts when an alarm goes off, beside the alarm's own actions. */
const FOLLOWERS = [
  'AWS::CloudWatch::CompositeAlarm', 'AWS::CodeDeploy::DeploymentGroup', 'AWS::AppConfig::Environment', 'AWS::Route53::HealthCheck', 'AWS::Events::Rule',
];

/** The alarms and anomaly detectors of an app that watch API Gateway. */
export class AppAlarms {
  public readonly all: AlarmReflection[];
  private readonly byResource: Map<TemplateResource, AlarmReflection>;
  private readonly byApi = new Map<ApiReflection, [AlarmReflection, WatchedMetric][]>();
  private readonly restByName = new Map<string, ApiReflection[]>();
  private readonly hidden?: string;
  private readonly hiddenName?: string;
  private followers?: { resources: Set<TemplateResource>; texts: string };

  constructor(private readonly app: AppReflection) {
    const resources = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::AnomalyDetector'].flatMap((type) => app.resources(type));
    this.all = resources.map((resource) => new AlarmReflection(resource)).filter(({ metrics, hidden }) => metrics.length > 0 || hidden !== undefined);
    this.byResource = new Map(this.all.map((alarm) => [alarm.resource, alarm]));
    for (const api of app.apis) if (api.apiType === ApiType.REST) for (const name of nameOf(api).toList()) addTo(this.restByName, name, api);
    for (const alarm of this.all) {
      this.hidden ??= alarm.hidden;
      for (const metric of alarm.metrics) {
        for (const api of this.apisOf(metric)) addTo(this.byApi, api, [alarm, metric]);
        const dimension = metric.dimensions.get('ApiName');
        const name = dimension && nameIn(dimension);
        // What names a resource is an id, and no name of an API.
        if (name?.isUnknowable && !dimension?.reference().isKnown) this.hiddenName ??= name.why;
      }
    }
  }

  public of(resource: TemplateResource): AlarmReflection | undefined {
    return this.byResource.get(resource);
  }

  /**
   * Whether an alarm or detector watches an API by a metric. Detectors and alarms of several metrics count by any of them.
   *
   * @param isMeant which metrics, of which alarms
   */
  public watch(api: ApiReflection, isMeant: (metric: WatchedMetric, alarm: AlarmReflection) => boolean): Fact<boolean> {
    const watching = this.byApi.get(api) ?? [];
    const meant = watching.filter(([alarm, metric]) => isMeant(metric, alarm));
    if (meant.some(([{ resource }]) => !resource.isConditional)) return Fact.known(true);
    if (meant.length > 0) return Fact.unknowable('its alarm depends on a condition');
    const unnamed = watching.find(([, { name }]) => name.isUnknowable);
    const why = unnamed?.[1].name.why ?? this.hidden ?? (api.apiType === ApiType.REST ? this.hiddenNameFor(api) : undefined);
    return why === undefined ? Fact.known(false) : Fact.unknowable(why);
  }

  /** The REST APIs of a name: CloudWatch knows them by nothing else. */
  public restApisNamed(value: TemplateValue): ApiReflection[] {
    return this.restByName.get(nameIn(value).value ?? '') ?? [];
  }

  /** Whether something acts on an alarm that has no actions of its own. */
  public isFollowed(alarm: AlarmReflection): boolean {
    const { resources, texts } = this.followers ??= this.readFollowers();
    const name = alarm.resource.property('AlarmName').string().value;
    return resources.has(alarm.resource) || (name !== undefined && texts.includes(name));
  }

  private apisOf({ dimensions }: WatchedMetric): ApiReflection[] {
    const byId = this.app.apiOf(dimensions.get('ApiId')?.reference().value?.resource);
    const name = dimensions.get('ApiName');
    return [...(byId && byId.apiType !== ApiType.REST ? [byId] : []), ...(name ? this.restApisNamed(name) : [])];
  }

  private hiddenNameFor(api: ApiReflection): string | undefined {
    const name = nameOf(api);
    const isWatchedByName = this.all.some(({ metrics }) => metrics.some(({ dimensions }) => dimensions.has('ApiName')));
    return this.hiddenName ?? (name.isUnknowable && isWatchedByName ? name.why : undefined);
  }

  private readFollowers() {
    const following = FOLLOWERS.flatMap((type) => this.app.resources(type));
    return {
      resources: new Set(following.flatMap(({ properties }) => properties.references().map(({ resource }) => resource))),
      texts: following.map(({ properties }) => JSON.stringify(properties.looseJson())).join('\n'),
    };
  }
}

/** The name of a REST API as CloudWatch has it. */
function nameOf(api: ApiReflection): Fact<string> {
  const given = api.definition ? nameIn(api.definition.property('Name')) : Fact.absent<string>();
  return given.orElse(() => api.document.flatMap(({ root }) => nameIn(root.at('info', 'title'))));
}

/** A name that can be compared: letters that are none of ASCII do not reach CloudWatch, and `AWS::StackName` is the same all over a template. */
function nameIn(value: TemplateValue): Fact<string> {
  return value.text().flatMap((text) => {
    const known = [...text.toString()].filter((letter) => letter.charCodeAt(0) < 128).join('');
    if (text.literal !== undefined) return Fact.known(known);
    const hidden = text.gaps.find(({ pseudoParameter }) => pseudoParameter === undefined);
    return hidden ? Fact.unknowable(hidden.why) : Fact.known(`${value.template.name} ${known}`);
  });
}
