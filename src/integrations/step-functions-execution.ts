import { Token, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { ActionParameter, mayHaveBody, repeatIdReference } from './action-parameter';
import { ApiType } from '../api-type';
import { foreignAccount } from './backend-place';
import { BindIntegrationOptions } from './integration-contract';
import { VelocityValue, jsonText, jsonValue } from './velocity-value';

/**
 * What an execution of a state machine is started with. Each value is written out, or taken from the request: `$request.body.order`, `$request.header.X`, `$request.path.id`,
 * `$request.querystring.x`, `$context.x`, `$stageVariables.x`. An HTTP API answers 400 to a request that lacks such a value; on a REST or WebSocket API let the route's `request` require it.
 * Messages of a WebSocket API have neither header, query string nor path.
 */
export interface StepFunctionsExecutionOptions {
  /**
   * The execution's input: JSON written out, or where the request has it, as `$request.body.order`.
   *
   * @default - the whole request body; nothing on a route of GET or HEAD, nor on `$connect` and `$disconnect`, whose requests have none
   */
  readonly input?: string;

  /**
   * Where the execution's name comes from, as `$context.requestId`, `$request.header.Idempotency-Key`, or `$request.body.id` of a WebSocket API: 1 to 80 characters.
   * A Standard state machine starts once for a name: the same name and input again is answered like the first time while it runs, and anything else with that name, for 90 days, by an error.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   * @default - Step Functions makes one up
   */
  readonly executionName?: string;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const INPUT_BYTES = 256 * 1024;

/** What an execution is started with, checked. */
export interface StepFunctionsExecution {
  readonly input?: ActionParameter;
  readonly executionName?: ActionParameter;
}

/**
 * @throws when no execution could ever be started with it
 */
export function checkExecution(
  options: BindIntegrationOptions, stateMachine: sfn.IStateMachine, { input, executionName }: StepFunctionsExecutionOptions,
): StepFunctionsExecution {
  checkStateMachineAccount(options, stateMachine);
  const execution = {
    ...input !== undefined && { input: ActionParameter.parse(input, 'input', options) },
    ...executionName !== undefined && { executionName: ActionParameter.parse(executionName, 'executionName', options) },
  };
  if (execution.input?.source === 'literal') checkInput(execution.input.text, options);
  if (execution.executionName?.source === 'literal') {
    throw new Error(`the executionName of '${options.routeKey}' is '${executionName}', which all its executions would have, and a name starts one execution in 90 days; `
      + `write '$context.requestId', or where the request has one, as '${repeatIdReference(options)}'`);
  }
  return execution;
}

/**
 * @throws when the state machine is known to be another account's
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/security_iam_service-with-iam.html
 */
export function checkStateMachineAccount({ scope, routeKey }: BindIntegrationOptions, stateMachine: sfn.IStateMachine): void {
  const account = foreignAccount(scope, stateMachine);
  if (account === undefined) return;
  throw new Error(`the state machine of '${routeKey}' is of the account '${account}', and state machines have no policy that would let another account's role in; `
    + 'write one of the API\'s account, or Integration.lambdaFunction(fn) with a function that takes on a role of that account');
}

/** The type of a state machine of this app; undefined when only a deployment or somebody else knows it. */
export function tryStateMachineType(stateMachine: sfn.IStateMachine): string | undefined {
  const resource = stateMachine.node.defaultChild;
  if (!sfn.CfnStateMachine.isCfnStateMachine(resource)) return undefined;
  const type = resource.stateMachineType ?? sfn.StateMachineType.STANDARD;
  return Token.isUnresolved(type) ? undefined : type;
}

/** The parameters of both actions of an HTTP API that start an execution. */
export function executionParameters(
  options: BindIntegrationOptions, stateMachine: sfn.IStateMachine, { input, executionName }: StepFunctionsExecution,
): { [name: string]: string } {
  return {
    StateMachineArn: stateMachine.stateMachineArn,
    // API Gateway answers 400 when it has to map what the request lacks.
    ...(input || mayHaveBody(options)) && { Input: input?.text ?? '$request.body' },
    ...executionName && { Name: executionName.text },
  };
}

/** The members of both requests of a REST or WebSocket API that start an execution. */
export function executionMembers(
  options: BindIntegrationOptions, stateMachine: sfn.IStateMachine, { input, executionName }: StepFunctionsExecution,
): { [name: string]: VelocityValue } {
  // Without a body, a REST API has an empty object in its place; AWS does not say what a WebSocket API has.
  const hasInput = input !== undefined || options.apiType !== ApiType.WEBSOCKET || mayHaveBody(options);
  return {
    stateMachineArn: { set: '', text: stateMachine.stateMachineArn },
    ...hasInput && { input: inputValue(input) },
    ...executionName && { name: jsonValue(executionName, 'name') },
  };
}

/** For the inside of a JSON string. Of the body as JSON, so that also a text comes with its quotes. */
export function inputValue(input?: ActionParameter): VelocityValue {
  const wholeBody = input === undefined || input.source === 'body';
  if (!wholeBody && input.source !== 'bodyPath') return jsonValue(input, 'input');
  return { set: '', text: jsonText(`$input.json('$${wholeBody ? '' : input.argument}')`) };
}

function checkInput(text: string, options: BindIntegrationOptions): void {
  const { routeKey } = options;
  const bytes = Buffer.byteLength(text);
  if (bytes > INPUT_BYTES) throw new Error(`the input of '${routeKey}' has ${bytes} bytes, and Step Functions takes ${INPUT_BYTES}; write a shorter one`);
  if (isJson(text)) return;
  throw new Error(`the input of '${routeKey}' is '${text}', which is no JSON; write JSON, as '{"source":"api"}'`
    + (mayHaveBody(options) ? ', or where the request has it, as \'$request.body.order\'' : ''));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
