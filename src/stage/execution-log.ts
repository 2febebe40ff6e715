import { Mixin, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiType } from '../api-type';
import { acknowledgeOptOut, requireReason } from '../opt-out';
import { RuleIds } from '../rule-ids';
import { EVERY_METHOD, addMethodSettings } from './method-settings';
import { addDefaultRouteSettings } from './route-settings';
import { isStage, isV2Stage, tryApiTypeOf } from './stage-api-type';

/**
 * How much API Gateway tells about each step of a request.
 */
export enum ExecutionLogLevel {
  /** Nothing. */
  OFF = 'OFF',
  /** Requests that failed in API Gateway or its integration. */
  ERROR = 'ERROR',
  /** Every step of every request. On a busy API these logs cost more than the API. */
  INFO = 'INFO',
}

/**
 * What a stage's execution log holds.
 */
export interface StageExecutionLogOptions {
  /**
   * How much is logged.
   *
   * @default ExecutionLogLevel.ERROR
   */
  readonly level?: ExecutionLogLevel;

  /**
   * Why whole requests and responses are logged, personal data and credentials included. The reason is kept with the stage, as the acknowledgement of the rule `data-trace-on`.
   *
   * @default - they are not logged
   */
  readonly dataTrace?: string;
}

/**
 * Switches the execution log of a REST or WebSocket API's stage on: what API Gateway did with a request, step by step.
 *
 * API Gateway writes it to a log group of its own, which never expires, through the role of the account (`AWS::ApiGateway::Account`).
 * HTTP APIs have no execution log.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class StageExecutionLog extends Mixin {
  private readonly level: ExecutionLogLevel;
  private readonly dataTrace?: string;

  /**
   * @throws when the reason for a data trace is empty, or the level is OFF in spite of one
   */
  constructor(options: StageExecutionLogOptions = {}) {
    super();
    this.level = options.level ?? ExecutionLogLevel.ERROR;
    if (options.dataTrace !== undefined) requireReason('dataTrace', options.dataTrace);
    if (options.dataTrace !== undefined && this.level === ExecutionLogLevel.OFF) {
      throw new Error('dataTrace was given with level \'OFF\', where nothing is logged; write level: ExecutionLogLevel.INFO, or leave dataTrace out');
    }
    this.dataTrace = options.dataTrace;
  }

  public supports(construct: IConstruct): boolean {
    return isStage(construct);
  }

  /**
   * @throws when the stage is known to belong to an HTTP API
   */
  public applyTo(construct: IConstruct): void {
    if (!isStage(construct)) return;
    if (tryApiTypeOf(construct) === ApiType.HTTP) {
      throw new Error(`stage '${construct.node.path}' belongs to an HTTP API, which has no execution log; write StageAccessLog, whose fields name the failing step`);
    }
    const settings = { loggingLevel: this.level, dataTraceEnabled: this.dataTrace !== undefined };
    if (apigateway.CfnStage.isCfnStage(construct)) addMethodSettings(construct, EVERY_METHOD, settings);
    else if (isV2Stage(construct)) addDefaultRouteSettings(construct, settings);
    if (this.dataTrace !== undefined) acknowledgeOptOut(construct, RuleIds.DATA_TRACE_ON, this.dataTrace);
  }
}
