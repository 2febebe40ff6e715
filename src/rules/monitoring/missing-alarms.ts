import { ApiType } from '../../api-type';
import { METRIC_NAMES } from '../../observability/metric-names';
import { AlarmReflection, WatchedMetric } from '../../reflection/alarm-reflection';
import { ApiReflection } from '../../reflection/api-reflection';
import { Declarations } from '../declarations';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, apiRule, stageRule } from '../rule-subjects';

const REST_METRICS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html';
const HTTP_METRICS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html';
const EVERY_TYPE = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

const ALARM_SNIPPET = `
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/ApiGateway
        MetricName: 5XXError
        Dimensions: [{ Name: ApiName, Value: Pets }]
        Statistic: Average
        Period: 60
        EvaluationPeriods: 3
        Threshold: 0.01
        ComparisonOperator: GreaterThanThreshold
        TreatMissingData: notBreaching
        AlarmActions: [!Ref OnCall]`;

/** APIs that fail, slow down or reach a limit while nobody is told. An app that is declared not to be production needs no alarms. */
export const missingAlarms: Rule[] = [
  apiRule({
    id: 'no-5xx-alarm',
    severity: 'warning',
    category: 'operations',
    appliesTo: EVERY_TYPE,
    title: 'No alarm tells when an API fails',
    why: 'An outage is noticed by callers, not by you.',
    fix: 'set an alarm on the rate of 5XXError (REST), 5xx (HTTP), or ExecutionError and IntegrationError (WebSocket)',
    snippet: ALARM_SNIPPET,
    docs: REST_METRICS,
  }, (api, around) => judgeWatched(api, around, 'its failures', ({ production }) => production !== false, (metric) => isNamed(metric, api, 'serverError', 'executionError', 'integrationError'))),

  apiRule({
    id: 'no-4xx-alarm',
    severity: 'warning',
    category: 'operations',
    appliesTo: EVERY_TYPE,
    title: 'No alarm tells when an API refuses its callers',
    why: 'Broken tokens, a broken contract and abuse all show as 4xx first.',
    fix: 'set an alarm or an anomaly detector on 4XXError (REST), 4xx (HTTP) or ClientError (WebSocket)',
    snippet: ALARM_SNIPPET.replace('5XXError', '4XXError').replace('0.01', '0.1'),
    docs: REST_METRICS,
  }, (api, around) => judgeWatched(api, around, 'the requests that it refuses', inProduction, (metric) => isNamed(metric, api, 'clientError'), true)),

  apiRule({
    id: 'no-latency-alarm',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'No alarm tells when an API becomes slow',
    why: 'Slowness comes before timeouts, and callers notice it first.',
    fix: 'set an alarm on the 99th percentile of Latency or IntegrationLatency',
    snippet: ALARM_SNIPPET.replace('5XXError', 'Latency').replace('Statistic: Average', 'ExtendedStatistic: p99').replace('0.01', '5000'),
    docs: HTTP_METRICS,
  }, (api, around) => judgeWatched(api, around, 'how long it takes', inProduction, (metric) => isNamed(metric, api, 'latency', 'integrationLatency'), true)),

  apiRule({
    id: 'no-throttle-headroom-alarm',
    severity: 'warning',
    category: 'operations',
    appliesTo: EVERY_TYPE,
    title: 'No alarm tells when an API comes near its throttle',
    why: 'Without one the first sign of a full quota is callers that get 429.',
    fix: 'set an alarm on Count (WebSocket: MessageCount) at 80 percent of the rate that the stage or the account allows',
    snippet: ALARM_SNIPPET.replace('5XXError', 'Count').replace('Statistic: Average', 'Statistic: SampleCount').replace('0.01', '480000'),
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
  }, (api, around) => judgeWatched(api, around, 'how much of its throttle is used', inProduction, (_metric, alarm) => alarm.metrics.every(isCount))),

  stageRule({
    id: 'no-cache-hit-alarm',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.REST],
    title: 'No alarm tells whether a cache is of use',
    why: 'A cache is paid by the hour, and one whose keys never match costs without answering anything.',
    fix: 'set an alarm on CacheHitCount / (CacheHitCount + CacheMissCount): aim over 80 percent, and drop the cache under 50',
    snippet: ALARM_SNIPPET.replace('5XXError', 'CacheHitCount').replace('0.01', '0.5').replace('Greater', 'Less'),
    docs: REST_METRICS,
  }, (stage, { app, intent }) => {
    if (intent.production === false || !stage.field('CacheClusterEnabled').boolean().is(Boolean)) return undefined;
    return judge(app.alarms.watch(stage.api, (metric) => isNamed(metric, stage.api, 'cacheHitCount', 'cacheMissCount')), {
      what: `whether an alarm watches the cache of ${stage}`,
      known: (isWatched) => isWatched ? undefined : violation(`${stage} pays for a cache, and no alarm watches how often it answers`),
    });
  }),
];

type IsMeant = (metric: WatchedMetric, alarm: AlarmReflection) => boolean;

function inProduction({ production }: Declarations): boolean {
  return production === true;
}

/** Says that nothing watches an API by some metrics; where an anomaly detector is enough, it counts as an alarm. */
function judgeWatched(
  api: ApiReflection,
  { app, intent }: Surroundings,
  what: string,
  isAsked: (intent: Declarations) => boolean,
  isMeant: IsMeant,
  orDetector = false,
) {
  // The alarms of an API that is made elsewhere may stand there too.
  if (!isAsked(intent) || !api.definition) return undefined;
  return judge(app.alarms.watch(api, (metric, alarm) => (orDetector || !alarm.isAnomalyDetector) && isMeant(metric, alarm)), {
    what: `whether an alarm watches ${what} in the API '${api.label}'`,
    known: (isWatched) => isWatched ? undefined : violation(`the API '${api.label}' has no alarm that watches ${what}`),
  });
}

function isNamed({ name }: WatchedMetric, { apiType }: ApiReflection, ...measures: (keyof typeof METRIC_NAMES['REST'])[]): boolean {
  const names = METRIC_NAMES[apiType];
  return name.is((given) => measures.some((measure) => names[measure] === given));
}

/** Beside failures a count is only what they are a share of. A WebSocket API counts its calls best by their latencies. */
function isCount({ name, statistic }: WatchedMetric): boolean {
  return name.is((given) => ['Count', 'MessageCount', 'ConnectCount'].includes(given)
    || (given === 'IntegrationLatency' && statistic.is((word) => /^(samplecount|n)$/i.test(word))));
}
