import { aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { jsonAction } from './json-action';
import { checkOffered } from './offered-api-types';
import { httpServiceAction } from './service-action';
import { StepFunctionsExecution, StepFunctionsOptions, checkExecution, executionMembers, executionParameters } from './step-functions-execution';

/** A state machine that is started, and not waited for. */
export class StepFunctionsIntegration implements IRouteIntegration {
  private readonly stateMachine: sfn.IStateMachine;
  private readonly options: StepFunctionsOptions;

  public constructor(stateMachine: sfn.IStateMachine, options: StepFunctionsOptions) {
    checkGivenConstruct('Integration.stepFunctions()', 'state machine', stateMachine);
    this.stateMachine = stateMachine;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkOffered(options, 'Integration.stepFunctions', [ApiType.REST, ApiType.HTTP]);
    const execution = checkExecution(options, this.stateMachine, this.options);
    const config = options.apiType === ApiType.REST ? this.restConfig(options, execution) : this.httpConfig(options, execution);
    this.stateMachine.grantStartExecution(integrationRole(options.scope));
    return config;
  }

  private restConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return jsonAction(options, this.stateMachine, {
      action: 'states:action/StartExecution',
      protocolVersion: '1.0',
      members: executionMembers(this.stateMachine, execution),
    });
  }

  private httpConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return httpServiceAction(options, this.stateMachine, 'StepFunctions-StartExecution', executionParameters(options, this.stateMachine, execution));
  }
}
