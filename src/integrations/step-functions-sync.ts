import { Duration, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { answerWithStatus } from './answer-with-status';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { checkIntegrationTimeout } from './integration-timeout';
import { jsonAction } from './json-action';
import { httpServiceAction } from './service-action';
import { StepFunctionsExecution, StepFunctionsExecutionOptions, checkExecution, executionMembers, executionParameters, tryStateMachineType } from './step-functions-execution';
import { jsonText } from './velocity-value';
import { CONNECT } from '../predefined-routes';

/**
 * How an execution is started and waited for.
 */
export interface StepFunctionsSyncOptions extends StepFunctionsExecutionOptions {
  /**
   * How long API Gateway waits for the execution's end: 50 milliseconds to 29 seconds, or to the API's `integrationTimeoutQuota`; on an HTTP API to 30 seconds.
   * The execution goes on when API Gateway has given up.
   *
   * @default - 29 seconds, on an HTTP API 30
   */
  readonly timeout?: Duration;
}

/** An Express state machine whose output is the answer. */
export class StepFunctionsSyncIntegration implements IRouteIntegration {
  private readonly stateMachine: sfn.IStateMachine;
  private readonly options: StepFunctionsSyncOptions;

  public constructor(stateMachine: sfn.IStateMachine, options: StepFunctionsSyncOptions) {
    checkGivenConstruct('Integration.stepFunctionsSync()', 'state machine', stateMachine);
    this.stateMachine = stateMachine;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    refuseOnConnect(options);
    const { timeout } = this.options;
    checkIntegrationTimeout(options, timeout);
    const type = tryStateMachineType(this.stateMachine);
    if (type !== undefined && type !== sfn.StateMachineType.EXPRESS) {
      throw new Error(`the state machine of '${options.routeKey}' is of the type '${type}', and only Express ones can be waited for; `
        + 'write stateMachineType: StateMachineType.EXPRESS, or Integration.stepFunctions(stateMachine), which does not wait');
    }
    const execution = checkExecution(options, this.stateMachine, this.options);
    const config = options.apiType === ApiType.HTTP ? this.httpConfig(options, execution) : this.mappedConfig(options, execution);
    this.stateMachine.grantStartSyncExecution(integrationRole(options.scope));
    return { ...config, timeout };
  }

  private mappedConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return jsonAction(options, this.stateMachine, {
      action: 'states:action/StartSyncExecution',
      protocolVersion: '1.0',
      members: executionMembers(options, this.stateMachine, execution),
      success: outputAnswer(options.apiType),
    });
  }

  private httpConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return httpServiceAction(options, this.stateMachine, 'StepFunctions-StartSyncExecution', executionParameters(options, this.stateMachine, execution));
  }
}

/** @throws where an execution that failed would let a client connect */
function refuseOnConnect({ apiType, routeKey }: BindIntegrationOptions): void {
  if (apiType !== ApiType.WEBSOCKET || routeKey !== CONNECT) return;
  throw new Error(`'${routeKey}' was given Integration.stepFunctionsSync(), and Step Functions answers 200 also for an execution that failed, so that everybody would connect; `
    + 'write Integration.stepFunctions(stateMachine), which does not wait, or let a function or an authorizer decide');
}

/** Step Functions answers 200 also for an execution that failed. Its cause stays here: it often holds what no caller should read. */
function outputAnswer(apiType: ApiType): string {
  return [
    '#set($status = "$!input.path(\'$.status\')")',
    '#if($status == \'SUCCEEDED\')',
    '$!input.path(\'$.output\')',
    '#elseif($status == \'TIMED_OUT\')',
    ...answerWithStatus(apiType, 504, '{"message":"Gateway Timeout"}'),
    '#else',
    '#set($error = "$!input.path(\'$.error\')")',
    ...answerWithStatus(apiType, 500, `{"message":"Internal Server Error","error":"#if($error != "")${jsonText('$error')}#end"}`),
    '#end',
  ].join('\n');
}
