import { Annotations, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { defineAlarms } from './alarm-definitions';
import { ApiAlarmKind, ApiAlarmsProps } from './api-alarms-options';
import { undoneOnError } from '../undo-on-error';

/**
 * The alarms that an API needs: server errors, client errors, latency, the backend's latency, throttle headroom, and cache hits where there is a cache.
 *
 * For any API, of any of the three types, by whatever construct it was made. Missing data is no alarm: an API without calls has nothing to report.
 *
 * @throws on a threshold that could never ring or would always ring, and on what the API's type does not have
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
@propertyInjectable
@undoneOnError
export class ApiAlarms extends Construct {
  /**
   * Names this construct to property injectors.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.ApiAlarms';

  /**
   * Rings when too many requests fail by the fault of the API or its backend.
   *
   * @default - none; left out
   */
  public readonly serverErrors?: cloudwatch.Alarm;

  /**
   * Rings when too many requests fail by the fault of their callers.
   *
   * @default - none; left out
   */
  public readonly clientErrors?: cloudwatch.Alarm;

  /**
   * Rings when callers wait too long.
   *
   * @default - none; left out, or the API is a WebSocket API, which has no such metric
   */
  public readonly latency?: cloudwatch.Alarm;

  /**
   * Rings when the backend is too slow.
   *
   * @default - none; left out
   */
  public readonly integrationLatency?: cloudwatch.Alarm;

  /**
   * Rings when API Gateway is about to throttle.
   *
   * @default - none; left out, or the throttle rate is 0
   */
  public readonly throttleHeadroom?: cloudwatch.Alarm;

  /**
   * Rings when the cache answers too few requests.
   *
   * @default - none; left out, or the stage has no cache
   */
  public readonly cacheHitRatio?: cloudwatch.Alarm;

  private readonly props: ApiAlarmsProps;
  private readonly made: cloudwatch.Alarm[] = [];

  constructor(scope: Construct, id: string, props: ApiAlarmsProps) {
    const definitions = defineAlarms(props);
    super(scope, id);
    this.props = props;

    const add = (alarmId: string, kind: ApiAlarmKind): cloudwatch.Alarm | undefined => {
      const definition = definitions.get(kind);
      if (definition === undefined) return undefined;
      const alarm = new cloudwatch.Alarm(this, alarmId, definition);
      this._adopt(alarm);
      return alarm;
    };
    this.serverErrors = add('ServerErrors', ApiAlarmKind.SERVER_ERRORS);
    this.clientErrors = add('ClientErrors', ApiAlarmKind.CLIENT_ERRORS);
    this.latency = add('Latency', ApiAlarmKind.LATENCY);
    this.integrationLatency = add('IntegrationLatency', ApiAlarmKind.INTEGRATION_LATENCY);
    this.throttleHeadroom = add('ThrottleHeadroom', ApiAlarmKind.THROTTLE_HEADROOM);
    this.cacheHitRatio = add('CacheHitRatio', ApiAlarmKind.CACHE_HIT_RATIO);
  }

  /**
   * All alarms that were made, for a dashboard or a composite alarm.
   */
  public get alarms(): cloudwatch.Alarm[] {
    return [...this.made];
  }

  /**
   * Has an alarm of something that belongs to the API heard by whoever hears these.
   *
   * @internal
   */
  public _adopt(alarm: cloudwatch.Alarm): void {
    const { actions = [], okActions = [] } = this.props;
    alarm.addAlarmAction(...actions);
    alarm.addOkAction(...okActions);
    this.made.push(alarm);
    if (this.made.length > 1 || actions.length > 0) return;
    Annotations.of(this).addWarningV2('cdk-gatehouse:alarmWithoutAction',
      'the alarms have no action, so nobody hears them ring; write actions: [new SnsAction(topic)]');
  }
}
