import { Annotations, aws_iam as iam, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { BindIntegrationOptions } from './integration-contract';
import { whyNobodyGets } from './silent-route';
import { StepFunctionsExecution, inputValue } from './step-functions-execution';
import { VelocityValue } from './velocity-value';
import { givenText } from '../given-value';

const POLICY_ID = 'NotifyCallerPolicy';

/** What an execution is told of its caller, in the words of `$context`; none of it is the caller's to choose. */
const CALLER = ['connectionId', 'apiId', 'domainName', 'stage', 'requestId'];

/** What an integration says beside its configuration. */
export interface CallingBack {
  /** Whether its backend posts to the connections of the API, by itself and later. */
  readonly callsBack?: boolean;
}

/**
 * @throws when there is nobody whom an execution could notify, or a message could pass for something else
 */
export function checkNotifyCaller({ apiType, routeKey, connectionsArn }: BindIntegrationOptions, { input }: StepFunctionsExecution): void {
  const what = `'${routeKey}' was given notifyCaller`;
  if (apiType !== ApiType.WEBSOCKET) {
    throw new Error(`${what}, and the callers of ${apiType} APIs do not stay; leave it out, or write Integration.stepFunctionsSync(stateMachine), which answers them`);
  }
  const nobody = whyNobodyGets(routeKey);
  if (nobody) throw new Error(`${what}, and nobody could be notified: ${nobody}; write it for a route that takes messages`);
  if (connectionsArn === undefined) {
    throw new Error(`${what}, but no connectionsArn came with it, so its state machine could not be allowed to post to connections; hand on all options that your own bindIntegration() was given`);
  }
  if (input && (input.source === 'context' || input.source === 'stageVariables')) {
    throw new Error(`the input of '${routeKey}' is '${input.text}' with notifyCaller, which puts JSON beside the caller; write '$request.body', '$request.body.x', or JSON written out`);
  }
}

/**
 * The input of an execution that is to answer, for the inside of a JSON string.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function notifyingInput({ input }: StepFunctionsExecution): VelocityValue {
  const { set, text } = inputValue(input);
  const caller = CALLER.map((name) => `\\"${name}\\":\\"$context.${name}\\"`).join(',');
  return { set, text: `{\\"caller\\":{${caller}},\\"message\\":${text}}` };
}

/**
 * Lets a state machine post to the connections of the API. One policy of the API has the roles of all: in a role's own, which a stack before this one may hold, it would make a circle.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 */
export function grantNotifyCaller({ scope, routeKey, connectionsArn }: BindIntegrationOptions, stateMachine: sfn.IStateMachine): void {
  const role = stateMachine.grantPrincipal;
  if (!isRole(role)) {
    Annotations.of(scope).addWarningV2('cdk-gatehouse:notifyCallerWithoutGrant',
      `the state machine '${stateMachine.node.path}' of '${routeKey}' was imported, and the app does not know its role, so it may not notify callers yet; `
      + `let that role do execute-api:ManageConnections on the API's connections (${givenText(connectionsArn!)})`);
    return;
  }
  const policy = scope.node.tryFindChild(POLICY_ID) as iam.Policy | undefined ?? new iam.Policy(scope, POLICY_ID, {
    statements: [new iam.PolicyStatement({ actions: ['execute-api:ManageConnections'], resources: [connectionsArn!] })],
  });
  policy.attachToRole(role);
}

function isRole(principal: iam.IPrincipal): principal is iam.IRole {
  return 'attachInlinePolicy' in principal;
}
