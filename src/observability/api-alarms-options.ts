import { Duration, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { MonitoredApi } from './monitored-api';

/**
 * The alarms of an API.
 */
export enum ApiAlarmKind {
  /** Requests that fail by the fault of the API or its backend. */
  SERVER_ERRORS = 'SERVER_ERRORS',
  /** Requests that fail by the fault of their callers. */
  CLIENT_ERRORS = 'CLIENT_ERRORS',
  /** The time until callers have their answer. */
  LATENCY = 'LATENCY',
  /** The part of it that the backend takes. */
  INTEGRATION_LATENCY = 'INTEGRATION_LATENCY',
  /** How near the requests come to the rate at which API Gateway throttles. */
  THROTTLE_HEADROOM = 'THROTTLE_HEADROOM',
  /** Whether the cache is worth its price. */
  CACHE_HIT_RATIO = 'CACHE_HIT_RATIO',
}

/**
 * When an alarm on a share of the requests rings: every period, for so many periods, the share is beyond the threshold.
 */
export interface RateAlarmOptions {
  /**
   * The threshold, in percent: 1 is one request in a hundred.
   *
   * @default - as said at the alarm
   */
  readonly percent?: number;

  /**
   * The requests that a period must have before its share counts, so that one call at night does not ring.
   *
   * @default - as said at the alarm
   */
  readonly minimumRequests?: number;

  /**
   * The length of a period, in whole minutes: API Gateway reports once a minute.
   *
   * @default - as said at the alarm
   */
  readonly period?: Duration;

  /**
   * The number of periods, all of which must be beyond the threshold. Together they cover a day at most, or seven days when a period is an hour or longer.
   *
   * @default 3
   */
  readonly evaluationPeriods?: number;
}

/**
 * Whom the alarms of an API tell, and when.
 */
export interface ApiAlarmsOptions {
  /**
   * What happens when an alarm rings, as `new SnsAction(topic)`.
   *
   * @default - nothing, and a warning that says so
   */
  readonly actions?: cloudwatch.IAlarmAction[];

  /**
   * What happens when an alarm is over.
   *
   * @default - nothing
   */
  readonly okActions?: cloudwatch.IAlarmAction[];

  /**
   * Alarms to leave out.
   *
   * @default - none: every alarm that the API's type can have
   */
  readonly without?: ApiAlarmKind[];

  /**
   * Server errors, as a share of the requests: 5xx on REST and HTTP APIs; on a WebSocket API calls to the backend that failed or were answered with 4xx or 5xx.
   *
   * @default - more than 1 % of at least 5 requests a minute, for 3 minutes
   */
  readonly serverErrors?: RateAlarmOptions;

  /**
   * Client errors, as a share of the requests: 4xx, or what a WebSocket API refused.
   *
   * @default - more than 10 % of at least 20 requests in 5 minutes, 3 times running
   */
  readonly clientErrors?: RateAlarmOptions;

  /**
   * The 99th percentile of the latency, over 5 minutes and 3 times running, above which callers wait too long. A WebSocket API has no such metric.
   *
   * @default Duration.seconds(5)
   */
  readonly latency?: Duration;

  /**
   * The 99th percentile of the backend's part, over 5 minutes and 3 times running, above which it is too slow.
   *
   * @default Duration.seconds(4)
   */
  readonly integrationLatency?: Duration;

  /**
   * The share of the throttle rate, in percent, that stays free: with less of it left in each of 3 minutes, throttling is near.
   *
   * @default 20
   */
  readonly throttleHeadroom?: number;

  /**
   * Cache hits, as a share of the requests that could have been hits; below the threshold the cache may cost more than it helps. REST APIs with a cache only.
   *
   * @default - less than 50 % of at least 100 requests in 5 minutes, 3 times running
   */
  readonly cacheHitRatio?: RateAlarmOptions;
}

/**
 * What `ApiAlarms` watches.
 */
export interface ApiAlarmsProps extends ApiAlarmsOptions {
  /**
   * The API.
   */
  readonly api: MonitoredApi;

  /**
   * The steady rate at which API Gateway begins to throttle this API, in requests per second. With 0, which refuses every request, there is no alarm on headroom.
   *
   * @default 10000 - the quota of an account, which all its APIs in a region share; some regions start with less
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
   */
  readonly throttleRate?: number;

  /**
   * Whether the stage has a cache, as REST stages can.
   *
   * @default false - no alarm on cache hits
   */
  readonly cache?: boolean;
}
