import { aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { jsonAction } from './json-action';
import { CallingBack, checkNotifyCaller, grantNotifyCaller, notifyingInput } from './notify-caller-input';
import { httpServiceAction } from './service-action';
import { StepFunctionsExecution, StepFunctionsExecutionOptions, checkExecution, executionMembers, executionParameters } from './step-functions-execution';

/**
 * How an execution is started.
 */
export interface StepFunctionsOptions extends StepFunctionsExecutionOptions {
  /**
   * Whether the execution is told who called, and may answer through the connection. WebSocket APIs only, on routes of messages.
   *
   * Its input is then `{ "caller": { "connectionId", "apiId", "domainName", "stage", "requestId" }, "message": <input> }`; a state `NotifyCaller` sends what the caller is to know.
   * The state machine's role may post to the API's connections. The API's own endpoint must stay open: Step Functions calls no custom domain.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
   * @default false
   */
  readonly notifyCaller?: boolean;
}

/** A state machine that is started, and not waited for. */
export class StepFunctionsIntegration implements IRouteIntegration {
  private readonly stateMachine: sfn.IStateMachine;
  private readonly options: StepFunctionsOptions;

  public constructor(stateMachine: sfn.IStateMachine, options: StepFunctionsOptions) {
    checkGivenConstruct('Integration.stepFunctions()', 'state machine', stateMachine);
    this.stateMachine = stateMachine;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig & CallingBack {
    const execution = checkExecution(options, this.stateMachine, this.options);
    const { notifyCaller = false } = this.options;
    if (notifyCaller) checkNotifyCaller(options, execution);
    const config = options.apiType === ApiType.HTTP ? this.httpConfig(options, execution) : this.mappedConfig(options, execution);
    this.stateMachine.grantStartExecution(integrationRole(options.scope));
    if (notifyCaller) grantNotifyCaller(options, this.stateMachine);
    return { ...config, callsBack: notifyCaller || undefined };
  }

  private mappedConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return jsonAction(options, this.stateMachine, {
      action: 'states:action/StartExecution',
      protocolVersion: '1.0',
      members: { ...executionMembers(options, this.stateMachine, execution), ...this.options.notifyCaller && { input: notifyingInput(execution) } },
    });
  }

  private httpConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return httpServiceAction(options, this.stateMachine, 'StepFunctions-StartExecution', executionParameters(options, this.stateMachine, execution));
  }
}
