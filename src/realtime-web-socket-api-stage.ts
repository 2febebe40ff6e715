import { Mixin } from 'aws-cdk-lib';
import { RealtimeWebSocketApiProps } from './realtime-web-socket-api-props';
import { StageAccessLog } from './stage/access-log';
import { StageDetailedMetrics } from './stage/detailed-metrics';
import { StageExecutionLog } from './stage/execution-log';
import { DEFAULT_THROTTLE, StageThrottle } from './stage/throttle';
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
