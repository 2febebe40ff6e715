import { Duration, Stack, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/**
 * What a caller is notified of.
 */
export interface NotifyCallerProps {
  /**
   * The message that the caller gets: `TaskInput.fromObject({ done: true, order: JsonPath.stringAt('$.order') })`, or a text.
   */
  readonly message: sfn.TaskInput;

  /**
   * The language of the state, as of the state machine that it is for.
   *
   * @default QueryLanguage.JSON_PATH
   */
  readonly queryLanguage?: sfn.QueryLanguage;
}

/** What API Gateway may do better the next time. */
const PASSING_ERRORS = ['ApiGateway.429', 'ApiGateway.500', 'ApiGateway.502', 'ApiGateway.503', 'ApiGateway.504'];

/**
 * A state that sends a message to the client of a WebSocket API whose message started the execution, by `Integration.stepFunctions(stateMachine, { notifyCaller: true })`.
 *
 * What the state was given goes on to the next one unchanged. When the client has gone, it fails with `ApiGateway.410`: `addCatch(next, { errors: ['ApiGateway.410'] })`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
 */
export class NotifyCaller extends sfn.CustomState {
  constructor(scope: Construct, id: string, props: NotifyCallerProps) {
    const state = props.queryLanguage === sfn.QueryLanguage.JSONATA ? jsonataState : jsonPathState;
    super(scope, id, { stateJson: { Type: 'Task', Resource: `arn:${Stack.of(scope).partition}:states:::apigateway:invoke`, ...state(scope, props) } });
    this.addRetry({ errors: PASSING_ERRORS, interval: Duration.seconds(1), maxAttempts: 3, backoffRate: 2, jitterStrategy: sfn.JitterType.FULL });
  }
}

/** The execution's own input says who called, whatever the states before have made of the data. */
function jsonPathState(scope: Construct, { message }: NotifyCallerProps): object {
  const caller = '$$.Execution.Input.caller';
  return {
    Parameters: {
      'ApiEndpoint.$': `States.Format('{}${executeApiHost(scope)}', ${caller}.apiId)`,
      'Stage.$': `${caller}.stage`,
      'Path.$': `States.Format('/@connections/{}', ${caller}.connectionId)`,
      'Method': 'POST',
      'AuthType': 'IAM_ROLE',
      ...sfn.FieldUtils.renderObject({ RequestBody: message.value }),
    },
    ResultPath: null,
  };
}

function jsonataState(scope: Construct, { message }: NotifyCallerProps): object {
  const caller = '$states.context.Execution.Input.caller';
  return {
    QueryLanguage: 'JSONata',
    Arguments: {
      ApiEndpoint: `{% ${caller}.apiId & '${executeApiHost(scope)}' %}`,
      Stage: `{% ${caller}.stage %}`,
      Path: `{% '/@connections/' & ${caller}.connectionId %}`,
      Method: 'POST',
      AuthType: 'IAM_ROLE',
      RequestBody: message.value,
    },
    Output: '{% $states.input %}',
  };
}

/** Not the domain by which the client came: Step Functions calls API Gateway's own alone. */
function executeApiHost(scope: Construct): string {
  const { region, urlSuffix } = Stack.of(scope);
  return `.execute-api.${region}.${urlSuffix}`;
}
