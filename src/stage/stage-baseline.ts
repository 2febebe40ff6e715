import { Annotations, CfnResource, IAspect, Mixin, Resource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiType } from '../api-type';
import { StageAccessLog, StageAccessLogOptions } from './access-log';
import { isAbsent } from './conditional';
import { StageExecutionLog, StageExecutionLogOptions } from './execution-log';
import { isIntrinsic, isRecord } from '../intrinsic';
import { templateProperty } from '../reference-path';
import { isStage, tryApiTypeOf } from './stage-api-type';
import { DEFAULT_THROTTLE, StageThrottle, ThrottleLimits } from './throttle';
import { StageTracing } from './tracing';

/**
 * What every stage gets that does not say it itself.
 */
export interface StageBaselineOptions {
  /**
   * The access log of stages without one.
   *
   * @default - a new log group, which keeps its lines for three months, and the recommended fields
   */
  readonly accessLog?: StageAccessLogOptions;

  /**
   * The execution log of REST and WebSocket stages without one.
   *
   * @default - errors
   */
  readonly executionLog?: StageExecutionLogOptions;

  /**
   * The limits of stages without any.
   *
   * @default - 1,000 requests per second with a burst of 500: a tenth of an account's default quota
   */
  readonly throttle?: ThrottleLimits;
}

/**
 * Gives every stage in its scope what a stage in production needs: an access log, an execution log, limits, and on REST APIs tracing.
 *
 * `Aspects.of(app).add(new StageBaseline())`. It fills what is missing and changes nothing that a stage says: a mixin, an L1 property, an override.
 * Stages that it cannot change have a warning: imported ones, and what is written as a generic `CfnResource`.
 */
export class StageBaseline implements IAspect {
  private readonly concerns: Concern[];

  /**
   * @throws when a limit is negative, or options of a log exclude each other
   */
  constructor(options: StageBaselineOptions = {}) {
    this.concerns = [
      { name: 'an access log', mixin: new StageAccessLog(options.accessLog), isNeeded: (stage) => accessLogOf(stage) === undefined },
      {
        name: 'an execution log',
        mixin: new StageExecutionLog(options.executionLog),
        isNeeded: (stage) => hasExecutionLog(stage) && defaultSetting(stage, 'LoggingLevel') === undefined,
      },
      {
        name: 'limits',
        mixin: new StageThrottle(options.throttle ?? DEFAULT_THROTTLE),
        isNeeded: (stage) => ['ThrottlingRateLimit', 'ThrottlingBurstLimit'].every((name) => defaultSetting(stage, name) === undefined),
      },
      { name: 'tracing', mixin: new StageTracing(), isNeeded: (stage) => isRestStage(stage) && given(stage, 'TracingEnabled') === undefined },
    ];
  }

  public visit(construct: IConstruct): void {
    if (isImportedStage(construct)) {
      warn(construct, 'is imported, so it cannot be given what a stage needs; set it where the stage is made');
      return;
    }
    if (!CfnResource.isCfnResource(construct) || !STAGES.includes(construct.cfnResourceType)) return;
    const needed = this.concerns.filter(({ isNeeded }) => isNeeded(construct));
    const isL1 = isStage(construct) && ('restApiId' in construct || 'apiId' in construct);
    if (isL1) for (const { mixin } of needed) mixin.applyTo(construct);
    const missing = needed.filter(({ isNeeded }) => isNeeded(construct)).map(({ name }) => name);
    if (missing.length === 0) return;
    warn(construct, isL1
      ? `has overrides that leave it without ${missing.join(', ')}; take the overrides away, or write it there`
      : `is a generic resource without ${missing.join(', ')}; write it as a CfnStage, or set it there`);
  }
}

interface Concern {
  readonly name: string;
  readonly mixin: Mixin;
  readonly isNeeded: (stage: CfnResource) => boolean;
}

const STAGES = ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'];

function warn(stage: IConstruct, message: string): void {
  Annotations.of(stage).addWarningV2('cdk-gatehouse:stageBaselineNotApplied', `the stage '${stage.node.path}' ${message}`);
}

function isRestStage(stage: CfnResource): boolean {
  return stage.cfnResourceType === 'AWS::ApiGateway::Stage';
}

/** HTTP APIs have none; of an API that is not part of the app nobody knows. */
function hasExecutionLog(stage: CfnResource): boolean {
  return isRestStage(stage) || (isStage(stage) && tryApiTypeOf(stage) === ApiType.WEBSOCKET);
}

/** As the template has it, however it was written. */
function given(stage: CfnResource, property: string): unknown {
  const { value } = templateProperty(stage, property);
  return isAbsent(value) ? undefined : value;
}

function accessLogOf(stage: CfnResource): unknown {
  return given(stage, isRestStage(stage) ? 'AccessLogSetting' : 'AccessLogSettings');
}

/** What holds for every route; settings that are only known at deployment count as given. */
function defaultSetting(stage: CfnResource, name: string): unknown {
  const settings = given(stage, isRestStage(stage) ? 'MethodSettings' : 'DefaultRouteSettings');
  const general = Array.isArray(settings)
    ? settings.find((entry) => isIntrinsic(entry) || (isRecord(entry) && entry.ResourcePath === '/*' && entry.HttpMethod === '*'))
    : settings;
  return isRecord(general) && !isIntrinsic(general) ? general[name] : general;
}

/** An L2 that stands for a stage of elsewhere: it knows its API, and there is no resource under it. */
function isImportedStage(construct: IConstruct): boolean {
  const knowsItsApi = 'stageName' in construct && ('restApi' in construct || 'api' in construct);
  return knowsItsApi && Resource.isResource(construct) && construct.node.children.length === 0;
}
