import { Token, aws_stepfunctions as sfn } from 'aws-cdk-lib';

/** The type of a state machine of this app; undefined when only a deployment or somebody else knows it. */
export function tryStateMachineType(stateMachine: sfn.IStateMachine): string | undefined {
  const resource = stateMachine.node.defaultChild;
  if (!sfn.CfnStateMachine.isCfnStateMachine(resource)) return undefined;
  const type = resource.stateMachineType ?? sfn.StateMachineType.STANDARD;
  return Token.isUnresolved(type) ? undefined : type;
}
