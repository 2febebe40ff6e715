import { ArnFormat, Stack, aws_iam as iam, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { ActionParameter } from './action-parameter';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { BY_HTTP_API_OR_TEMPLATE, checkOffered } from './offered-api-types';
import { httpServiceAction } from './service-action';
import { checkStateMachineAccount, tryStateMachineType } from './step-functions-execution';

/**
 * Which execution is stopped, and what its history says of it. Each value is written out, or taken from the request: `$request.body.executionArn`, `$request.header.X`,
 * `$request.querystring.x`, `$context.x`, `$stageVariables.x`. A request that lacks such a value is answered 400.
 */
export interface StepFunctionsStopOptions {
  /**
   * Where the request has the ARN of the execution, as `$request.body.executionArn`. The API may stop executions of this state machine and of no other.
   */
  readonly executionArn: string;

  /**
   * Why the execution is stopped; at most 32768 characters.
   *
   * @default - nothing is said
   */
  readonly cause?: string;

  /**
   * The error that the execution ends with; at most 256 characters.
   *
   * @default - nothing is said
   */
  readonly errorName?: string;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
const LONGEST = { cause: 32_768, errorName: 256 };
const NAMES = { cause: 'Cause', errorName: 'Error' };

/** Ends an execution of a Standard state machine. */
export class StepFunctionsStopIntegration implements IRouteIntegration {
  private readonly stateMachine: sfn.IStateMachine;
  private readonly options: StepFunctionsStopOptions;

  public constructor(stateMachine: sfn.IStateMachine, options: StepFunctionsStopOptions) {
    checkGivenConstruct('Integration.stepFunctionsStop()', 'state machine', stateMachine);
    this.stateMachine = stateMachine;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkOffered(options, 'Integration.stepFunctionsStop', [ApiType.HTTP], {
      [ApiType.REST]: BY_HTTP_API_OR_TEMPLATE,
      [ApiType.WEBSOCKET]: 'write Integration.lambdaFunction(fn) with a function that stops the execution',
    });
    const parameters = this.checkedParameters(options);
    iam.Grant.addToPrincipal({ grantee: integrationRole(options.scope), actions: ['states:StopExecution'], resourceArns: [this.executionArns()] });
    return httpServiceAction(options, this.stateMachine, 'StepFunctions-StopExecution', parameters);
  }

  private checkedParameters(options: BindIntegrationOptions): { [name: string]: string } {
    if (tryStateMachineType(this.stateMachine) === sfn.StateMachineType.EXPRESS) {
      throw new Error(`the state machine of '${options.routeKey}' is of the type 'EXPRESS', and Step Functions stops executions of Standard ones alone; `
        + 'write stateMachineType: StateMachineType.STANDARD, or give it a timeout');
    }
    checkStateMachineAccount(options, this.stateMachine);
    const executionArn = ActionParameter.parse(this.options.executionArn, 'executionArn', options);
    if (executionArn.source === 'literal') {
      throw new Error(`the executionArn of '${options.routeKey}' is '${executionArn.text}', and each execution has another one; write where the request has it, as '$request.body.executionArn'`);
    }
    return { ExecutionArn: executionArn.text, ...this.reason('cause', options), ...this.reason('errorName', options) };
  }

  private reason(option: 'cause' | 'errorName', options: BindIntegrationOptions): { [name: string]: string } {
    const given = this.options[option];
    if (given === undefined) return {};
    const { source, text } = ActionParameter.parse(given, option, options);
    if (source === 'literal' && text.length > LONGEST[option]) {
      throw new Error(`the ${option} of '${options.routeKey}' has ${text.length} characters, and Step Functions takes ${LONGEST[option]}; write a shorter one`);
    }
    return { [NAMES[option]]: text };
  }

  /** Not grantExecution: for an imported state machine that takes the Region and account of the stack. */
  private executionArns(): string {
    const stack = Stack.of(this.stateMachine);
    const { resourceName } = stack.splitArn(this.stateMachine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
    const { region, account } = this.stateMachine.env;
    return stack.formatArn({ service: 'states', resource: 'execution', resourceName: `${resourceName}:*`, region, account, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }
}
