import { Duration, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { checkIntegrationTimeout } from './integration-timeout';
import { jsonAction } from './json-action';
import { checkOffered } from './offered-api-types';
import { httpServiceAction } from './service-action';
import { StepFunctionsExecution, StepFunctionsOptions, checkExecution, executionMembers, executionParameters, tryStateMachineType } from './step-functions-execution';
import { jsonText } from './velocity-value';

/**
 * How an execution is started and waited for.
 */
export interface StepFunctionsSyncOptions extends StepFunctionsOptions {
  /**
   * How long API Gateway waits for the execution's end: 50 milliseconds to 29 seconds, or to the API's `integrationTimeoutQuota`; on an HTTP API to 30 seconds.
   * The execution goes on when API Gateway has given up.
   *
   * @default - 29 seconds on a REST API, 30 seconds on an HTTP API
   */
  readonly timeout?: Duration;
}

/** Step Functions answers 200 also for an execution that failed. Its cause stays here: it often holds what no caller should read. */
const SUCCESS = `#set($status = "$!input.path('$.status')")
#if($status == 'SUCCEEDED')
$!input.path('$.output')
#elseif($status == 'TIMED_OUT')
#set($context.responseOverride.status = 504)
{"message":"Gateway Timeout"}
#else
#set($context.responseOverride.status = 500)
#set($error = "$!input.path('$.error')")
{"message":"Internal Server Error","error":"#if($error != "")${jsonText('$error')}#end"}
#end`;

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
    checkOffered(options, 'Integration.stepFunctionsSync', [ApiType.REST, ApiType.HTTP]);
    const { timeout } = this.options;
    checkIntegrationTimeout(options, timeout);
    const type = tryStateMachineType(this.stateMachine);
    if (type !== undefined && type !== sfn.StateMachineType.EXPRESS) {
      throw new Error(`the state machine of '${options.routeKey}' is of the type '${type}', and only Express ones can be waited for; `
        + 'write stateMachineType: StateMachineType.EXPRESS, or Integration.stepFunctions(stateMachine), which does not wait');
    }
    const execution = checkExecution(options, this.stateMachine, this.options);
    const config = options.apiType === ApiType.REST ? this.restConfig(options, execution) : this.httpConfig(options, execution);
    this.stateMachine.grantStartSyncExecution(integrationRole(options.scope));
    return { ...config, timeout };
  }

  private restConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return jsonAction(options, this.stateMachine, {
      action: 'states:action/StartSyncExecution',
      protocolVersion: '1.0',
      members: executionMembers(this.stateMachine, execution),
      success: SUCCESS,
    });
  }

  private httpConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return httpServiceAction(options, this.stateMachine, 'StepFunctions-StartSyncExecution', executionParameters(options, this.stateMachine, execution));
  }
}
