import { Duration, Token } from 'aws-cdk-lib';
import { RateAlarmOptions } from './api-alarms-options';
import { Limits } from '../limits';

/** The alarms on a share of the requests, as `ApiAlarmsOptions` names them. */
export const RATE_ALARMS = ['serverErrors', 'clientErrors', 'cacheHitRatio'] as const;

const DEFAULTS: { readonly [alarm in typeof RATE_ALARMS[number]]: Required<RateAlarmOptions> } = {
  serverErrors: { percent: 1, minimumRequests: 5, period: Duration.minutes(1), evaluationPeriods: 3 },
  clientErrors: { percent: 10, minimumRequests: 20, period: Duration.minutes(5), evaluationPeriods: 3 },
  cacheHitRatio: { percent: 50, minimumRequests: 100, period: Duration.minutes(5), evaluationPeriods: 3 },
};

/**
 * When an alarm on a share of the requests rings, with its defaults for what is left out.
 *
 * @throws when the alarm would look back further than CloudWatch does
 */
export function rateWindow(alarm: typeof RATE_ALARMS[number], given: RateAlarmOptions = {}): Required<RateAlarmOptions> {
  const defaults = DEFAULTS[alarm];
  const rate = {
    percent: given.percent ?? defaults.percent,
    minimumRequests: given.minimumRequests ?? defaults.minimumRequests,
    period: given.period ?? defaults.period,
    evaluationPeriods: given.evaluationPeriods ?? defaults.evaluationPeriods,
  };
  checkWindow(alarm, rate.period, rate.evaluationPeriods);
  return rate;
}

/**
 * CloudWatch looks back for a day, or for seven when the periods are long.
 *
 * @throws when the alarm would look back further
 */
function checkWindow(alarm: string, period: Duration, evaluationPeriods: number): void {
  if (Token.isUnresolved(evaluationPeriods)) return;
  const days = period.toHours({ integral: false }) < 1 ? Limits.ALARM_WINDOW_MAX_SECONDS : Limits.ALARM_LONG_WINDOW_MAX_SECONDS;
  if (period.toSeconds() * evaluationPeriods <= days) return;
  throw new Error(`${alarm} was given ${evaluationPeriods} periods of ${period.toHumanString()}, and CloudWatch looks back for `
    + `${Duration.seconds(days).toHumanString()} at most with such a period; write fewer or shorter ones`);
}
