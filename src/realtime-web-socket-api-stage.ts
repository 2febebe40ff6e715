import { Mixin, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { CONNECT } from './predefined-routes';
import { RealtimeWebSocketApiProps } from './realtime-web-socket-api-props';
import { StageAccessLog } from './stage/access-log';
import { StageDetailedMetrics } from './stage/detailed-metrics';
import { StageExecutionLog } from './stage/execution-log';
import { addRouteSettings } from './stage/route-settings';
import { DEFAULT_THROTTLE, StageThrottle, ThrottleLimits, throttleRoute } from './stage/throttle';
import { StageVariables } from './stage/variables';

/** The stage's concerns; each checks what it is given, before anything is created. */
export function stageMixins(props: RealtimeWebSocketApiProps): Mixin[] {
  const { throttle = DEFAULT_THROTTLE, detailedMetrics = false } = props;
  return [
    new StageThrottle(throttle),
    new StageAccessLog(props.accessLog),
    new StageExecutionLog(props.executionLog),
    ...detailedMetrics ? [new StageDetailedMetrics()] : [],
    ...props.stageVariables ? [new StageVariables(props.stageVariables)] : [],
  ];
}

interface RouteOnStage {
  readonly throttle?: ThrottleLimits;
  /** Of the whole stage. */
  readonly dataTrace?: string;
}

/** What a route has of its own on the stage. */
export function setRouteOnStage(stage: apigatewayv2.CfnStage, routeKey: string, { throttle, dataTrace }: RouteOnStage): void {
  if (throttle) throttleRoute(stage, routeKey, throttle);
  // Clients send their token when they connect, and a log of whole requests would hold it.
  if (routeKey === CONNECT && dataTrace !== undefined) addRouteSettings(stage, routeKey, { dataTraceEnabled: false });
}
