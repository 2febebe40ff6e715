import { aws_apigateway as apigateway, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { jsonAction } from './json-action';
import { checkOffered } from './offered-api-types';
import { StepFunctionsExecution, StepFunctionsOptions, checkExecution, executionMembers, executionParameters } from './step-functions-execution';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const ERRORS = {
  ExecutionAlreadyExists: 409,
  ExecutionLimitExceeded: 429,
  ThrottlingException: 429,
  InvalidExecutionInput: 400,
  InvalidName: 400,
  ValidationException: 400,
} as const;

/** A state machine that is started, and not waited for. */
export class StepFunctionsIntegration implements IRouteIntegration {
  private readonly stateMachine: sfn.IStateMachine;
  private readonly options: StepFunctionsOptions;

  public constructor(stateMachine: sfn.IStateMachine, options: StepFunctionsOptions) {
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
      errors: ERRORS,
    });
  }

  private httpConfig(options: BindIntegrationOptions, execution: StepFunctionsExecution): RouteIntegrationConfig {
    return {
      integrationType: apigateway.IntegrationType.AWS_PROXY,
      integrationSubtype: 'StepFunctions-StartExecution',
      credentialsArn: integrationRole(options.scope).roleArn,
      requestParameters: executionParameters(options, this.stateMachine, execution),
      target: this.stateMachine,
    };
  }
}
