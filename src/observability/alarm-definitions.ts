import { Duration, Tokenization, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { Limits } from '../limits';
import { checkAlarms } from './alarm-checks';
import { ApiAlarmKind, ApiAlarmsProps, RateAlarmOptions } from './api-alarms-options';
import { ApiMetrics } from './api-metrics';
import { rateWindow } from './rate-window';

const PERIODS = 3;
const LATENCY_PERIOD = Duration.minutes(5);
const THROTTLE_PERIOD = Duration.minutes(1);

/**
 * The alarms that an API gets, in order; nothing is created yet.
 *
 * @throws on any input that `ApiAlarms` refuses
 */
export function defineAlarms(props: ApiAlarmsProps): Map<ApiAlarmKind, cloudwatch.AlarmProps> {
  checkAlarms(props);
  const { apiType } = props.api;
  const alarms = new Map<ApiAlarmKind, cloudwatch.AlarmProps>();
  const define = (kind: ApiAlarmKind, definition: (props: ApiAlarmsProps) => cloudwatch.AlarmProps) => {
    if (!props.without?.includes(kind)) alarms.set(kind, definition(props));
  };
  define(ApiAlarmKind.SERVER_ERRORS, serverErrors);
  define(ApiAlarmKind.CLIENT_ERRORS, clientErrors);
  if (apiType !== ApiType.WEBSOCKET) define(ApiAlarmKind.LATENCY, latency);
  define(ApiAlarmKind.INTEGRATION_LATENCY, integrationLatency);
  // A rate of 0 is the emergency stop: everything is refused, and there is no headroom to watch.
  if (props.throttleRate !== 0) define(ApiAlarmKind.THROTTLE_HEADROOM, throttleHeadroom);
  if (apiType === ApiType.REST && props.cache) define(ApiAlarmKind.CACHE_HIT_RATIO, cacheHitRatio);
  return alarms;
}

function serverErrors(props: ApiAlarmsProps): cloudwatch.AlarmProps {
  const { metrics, apiType, title } = props.api;
  const rate = rateWindow('serverErrors', props.serverErrors);
  const failed: Series = apiType === ApiType.WEBSOCKET
    ? {
      expression: '(integrationErrors + executionErrors)',
      usingMetrics: { integrationErrors: metrics.metricIntegrationError(), executionErrors: metrics.metricExecutionError() },
    }
    : { expression: 'errors', usingMetrics: { errors: metrics.metricServerError() } };
  return {
    ...errorRateAlarm('Server errors (%)', rate, failed, apiType === ApiType.WEBSOCKET ? tried(metrics) : requests(metrics)),
    alarmDescription: `${title}: more than ${show(rate.percent)} % of the requests fail by the fault of the API or its backend. `
      + 'Look for their status and error message in the access log, then at the logs of the backend that they name, and at what was deployed last.',
  };
}

function clientErrors(props: ApiAlarmsProps): cloudwatch.AlarmProps {
  const { metrics, apiType, title } = props.api;
  const rate = rateWindow('clientErrors', props.clientErrors);
  const refused: Series = { expression: 'errors', usingMetrics: { errors: metrics.metricClientError() } };
  const all = requests(metrics);
  // What a WebSocket API refuses before the integration calls none, so that refused connections alone would be a share of nothing.
  const total = apiType === ApiType.WEBSOCKET ? { ...all, expression: '(calls + errors)' } : all;
  return {
    ...errorRateAlarm('Client errors (%)', rate, refused, total),
    alarmDescription: `${title}: more than ${show(rate.percent)} % of the requests are refused as their callers' fault. `
      + 'Look at the status in the access log: 401 and 403 mean tokens, keys or a blocked caller, 400 a changed contract, 404 a removed route, 429 a throttle.',
  };
}

function latency(props: ApiAlarmsProps): cloudwatch.AlarmProps {
  const limit = props.latency ?? Duration.seconds(5);
  return {
    ...latencyAlarm(props.api.metrics.metricLatency({ period: LATENCY_PERIOD }), limit),
    alarmDescription: `${props.api.title}: one request in a hundred takes longer than ${limit.toHumanString()}. `
      + 'Look at the integration latency first: when it is high too, the backend is slow; when it is not, look at authorizers and at the size of what is sent.',
  };
}

function integrationLatency(props: ApiAlarmsProps): cloudwatch.AlarmProps {
  const limit = props.integrationLatency ?? Duration.seconds(4);
  return {
    ...latencyAlarm(props.api.metrics.metricIntegrationLatency({ period: LATENCY_PERIOD }), limit),
    alarmDescription: `${props.api.title}: for one request in a hundred the backend takes longer than ${limit.toHumanString()}. `
      + 'Look for the slow routes in the access log, then at their backends: cold starts, concurrency, databases.',
  };
}

function throttleHeadroom(props: ApiAlarmsProps): cloudwatch.AlarmProps {
  const headroom = props.throttleHeadroom ?? 20;
  const throttleRate = show(props.throttleRate ?? Limits.ACCOUNT_RATE_PER_SECOND);
  const all = requests(props.api.metrics);
  return {
    metric: new cloudwatch.MathExpression({
      label: 'Throttle rate left (%)',
      period: THROTTLE_PERIOD,
      expression: `100 - 100 * ${all.expression} / ${THROTTLE_PERIOD.toSeconds()} / ${throttleRate}`,
      usingMetrics: all.usingMetrics,
    }),
    threshold: headroom,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: PERIODS,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `${props.api.title}: no more than ${show(headroom)} % of the throttle rate of ${throttleRate} requests per second is left; beyond it callers get 429. `
      + 'Look in the access log for who sends so much; raise the throttle of the stage, or the quota of the account.',
  };
}

function cacheHitRatio(props: ApiAlarmsProps): cloudwatch.AlarmProps {
  const { metrics, title } = props.api;
  const rate = rateWindow('cacheHitRatio', props.cacheHitRatio);
  return {
    metric: new cloudwatch.MathExpression({
      label: 'Cache hits (%)',
      period: rate.period,
      expression: `IF(hits + misses >= ${show(rate.minimumRequests)}, 100 * hits / (hits + misses), 100)`,
      usingMetrics: { hits: metrics.metricCacheHitCount(), misses: metrics.metricCacheMissCount() },
    }),
    threshold: rate.percent,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: rate.evaluationPeriods,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `${title}: the cache answers less than ${show(rate.percent)} % of the requests that it could, and is paid by the hour. `
      + 'Look at the cache keys (too many parameters), the time to live, and callers that send Cache-Control: max-age=0.',
  };
}

/**
 * A part of a metric math expression, and the metrics that it names.
 */
interface Series {
  readonly expression: string;
  readonly usingMetrics: { [name: string]: cloudwatch.IMetric };
}

/**
 * All requests. Of a WebSocket API those are the calls of its backends, for connections and messages: its count of messages holds what is sent to
 * clients as well, beside which a thousand failures would be nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
function requests(metrics: ApiMetrics): Series {
  return metrics.apiType === ApiType.WEBSOCKET
    ? { expression: 'calls', usingMetrics: { calls: metrics.metricIntegrationLatency({ statistic: cloudwatch.Stats.SAMPLE_COUNT }) } }
    : { expression: 'requests', usingMetrics: { requests: metrics.metricCount() } };
}

/** The calls of backends, with those that could not be made, which have no latency. Metric math takes a missing value for 0. */
function tried(metrics: ApiMetrics): Series {
  const { usingMetrics } = requests(metrics);
  return { expression: '(calls + executionErrors)', usingMetrics };
}

/**
 * The rate is calculated from counts: only REST APIs are documented to give it as the average of their errors.
 *
 * No FILL: with the newest minute always filled, three minutes running would never be reached.
 */
function errorRateAlarm(label: string, rate: Required<RateAlarmOptions>, errors: Series, all: Series): cloudwatch.AlarmProps {
  return {
    metric: new cloudwatch.MathExpression({
      label,
      period: rate.period,
      expression: `IF(${all.expression} >= ${show(rate.minimumRequests)}, 100 * ${errors.expression} / ${all.expression}, 0)`,
      usingMetrics: { ...errors.usingMetrics, ...all.usingMetrics },
    }),
    threshold: rate.percent,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: rate.evaluationPeriods,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
}

function latencyAlarm(metric: cloudwatch.IMetric, limit: Duration): cloudwatch.AlarmProps {
  return {
    metric,
    threshold: limit.toMilliseconds({ integral: false }),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: PERIODS,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
}

/**
 * A number that may be a token, as text.
 */
function show(value: number): string {
  return Tokenization.stringifyNumber(value);
}
