import { Duration, Token } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { requireDuration } from '../duration-check';
import { givenValue } from '../given-value';
import { ApiAlarmsOptions, ApiAlarmsProps, RateAlarmOptions } from './api-alarms-options';
import { RATE_ALARMS, rateWindow } from './rate-window';
import { isRecord } from '../intrinsic';

/**
 * Everything that can be wrong about alarms, before the first is made. What a token says is let through.
 *
 * @throws on a threshold that could never ring or would always ring, and on what the API's type does not have
 */
export function checkAlarms(props: ApiAlarmsProps): void {
  checkApi(props);
  checkType(props);
  checkAlarmOptions(props);
  checkNumber('throttleRate', props.throttleRate, (rate) => Number.isFinite(rate) && rate >= 0, 'a number of requests per second');
}

/**
 * What can be wrong about alarms before it is known for which API they are.
 *
 * @throws on a threshold that could never ring or would always ring
 */
export function checkAlarmOptions(props: ApiAlarmsOptions): void {
  for (const list of ['actions', 'okActions', 'without'] as const) checkList(list, props[list]);
  checkRate('serverErrors', props.serverErrors, (percent) => percent >= 0 && percent < 100, 'from 0 to below 100');
  checkRate('clientErrors', props.clientErrors, (percent) => percent >= 0 && percent < 100, 'from 0 to below 100');
  checkRate('cacheHitRatio', props.cacheHitRatio, (percent) => percent > 0 && percent <= 100, 'above 0 to 100');
  checkLatency('latency', props.latency);
  checkLatency('integrationLatency', props.integrationLatency);
  checkNumber('throttleHeadroom', props.throttleHeadroom, (percent) => percent >= 0 && percent < 100, 'a percentage from 0 to below 100');
  for (const alarm of RATE_ALARMS) rateWindow(alarm, props[alarm]);
}

/** The compiler knows the difference, and JavaScript does not. */
function checkApi({ api }: ApiAlarmsProps): void {
  if (api?.metrics !== undefined && Object.values(ApiType).includes(api.apiType)) return;
  throw new Error('api is no MonitoredApi; write MonitoredApi.rest(api), MonitoredApi.http(api) or MonitoredApi.webSocket(api), which know the API\'s metrics');
}

function checkType(props: ApiAlarmsProps): void {
  if (props.api.apiType === ApiType.WEBSOCKET && props.latency !== undefined) {
    throw new Error('latency was given for a WebSocket API, which measures the latency of its integrations only; write integrationLatency');
  }
  if (props.api.apiType !== ApiType.REST && (props.cache || props.cacheHitRatio)) {
    throw new Error(`${props.cache ? 'cache' : 'cacheHitRatio'} was given for ${props.api.apiType === ApiType.HTTP ? 'an HTTP' : 'a WebSocket'} API, `
      + 'and only REST APIs have a cache; leave it out');
  }
}

/** Neither does it know a list from what would be its only entry. */
function checkList(name: string, list: unknown): void {
  if (list === undefined || Array.isArray(list)) return;
  throw new Error(`${name} of the alarms was given ${givenValue(list)}, which is no list; write it in brackets, as ${name}: [${name === 'without' ? 'ApiAlarmKind.LATENCY' : 'new SnsAction(topic)'}]`);
}

function checkRate(alarm: string, options: RateAlarmOptions | undefined, inRange: (percent: number) => boolean, expected: string): void {
  const given: unknown = options;
  if (given !== undefined && !isRecord(given)) {
    const kind = alarm.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    throw new Error(`${alarm} was given ${givenValue(given)}, which says not of what; write ${alarm}: { percent: ${typeof given === 'number' ? givenValue(given) : 5} }, `
      + `or without: [ApiAlarmKind.${kind}] for no such alarm`);
  }
  checkNumber(`${alarm}.percent`, options?.percent, inRange, `a percentage ${expected}`);
  checkNumber(`${alarm}.minimumRequests`, options?.minimumRequests, isCount, 'a whole number from 1');
  checkNumber(`${alarm}.evaluationPeriods`, options?.evaluationPeriods, isCount, 'a whole number from 1');
  if (options?.period !== undefined) checkPeriod(alarm, options.period);
}

function checkNumber(name: string, value: number | undefined, inRange: (value: number) => boolean, expected: string): void {
  if (value === undefined || Token.isUnresolved(value) || (typeof value === 'number' && inRange(value))) return;
  throw new Error(`${name} was given as '${value}', with which its alarm could never tell good from bad; write ${expected}`);
}

function checkLatency(name: string, latency?: Duration): void {
  if (latency === undefined) return;
  requireDuration(name, latency);
  if (latency.isUnresolved() || latency.toMilliseconds({ integral: false }) > 0) return;
  throw new Error(`${name} was given as '${latency.toHumanString()}', which every request exceeds; write a longer time, as Duration.seconds(5)`);
}

function checkPeriod(alarm: string, period: Duration): void {
  requireDuration(`${alarm}.period`, period);
  if (period.isUnresolved()) {
    throw new Error(`${alarm}.period was given as a token, and the CDK needs to know it now; write a number of minutes, as Duration.minutes(5)`);
  }
  const minutes = period.toMinutes({ integral: false });
  if (minutes < 1 || !Number.isInteger(minutes)) {
    throw new Error(`${alarm}.period was given as '${period.toHumanString()}', and API Gateway reports once a minute; write whole minutes, as Duration.minutes(5)`);
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
