import { App, Stack, Token, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { ApiType } from '../../src/api-type';
import { StepFunctionsStopIntegration, StepFunctionsStopOptions } from '../../src/integrations/step-functions-stop';
import { bindOptions, errorOf, template, testStack } from '../rest-api';

const ELSEWHERE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Orders';
const EXECUTION = { executionArn: '$request.body.executionArn' };

function stateMachine(scope: Construct, stateMachineType?: sfn.StateMachineType): sfn.StateMachine {
  return new sfn.StateMachine(scope, 'Machine', { stateMachineType, definitionBody: sfn.DefinitionBody.fromString('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}') });
}

function bind(options: StepFunctionsStopOptions = EXECUTION, stack: Stack = testStack(), machine: sfn.IStateMachine = stateMachine(stack)) {
  return { stack, machine, config: new StepFunctionsStopIntegration(machine, options).bindIntegration({ ...bindOptions(stack, 'POST /stop'), apiType: ApiType.HTTP }) };
}

function failure(options: StepFunctionsStopOptions, apiType = ApiType.HTTP, type?: sfn.StateMachineType): string {
  const stack = testStack();
  const integration = new StepFunctionsStopIntegration(stateMachine(stack, type), options);
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, 'POST /stop'), apiType }));
}

describe('Integration.stepFunctionsStop', () => {
  test('stops the execution that the request names, and says why', () => {
    const { stack, machine, config } = bind({ ...EXECUTION, cause: '$request.body.why', errorName: 'Cancelled' });
    expect(config.target).toBe(machine);
    expect(stack.resolve({ ...config, target: undefined })).toEqual({
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'StepFunctions-StopExecution',
      credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] },
      requestParameters: { ExecutionArn: '$request.body.executionArn', Cause: '$request.body.why', Error: 'Cancelled' },
    });
  });

  test('gives no reason by default, and takes values of the deployment', () => {
    expect(bind().config.requestParameters).toEqual({ ExecutionArn: '$request.body.executionArn' });
    const { stack, config } = bind({ executionArn: Token.asString({ Ref: 'Execution' }), cause: Token.asString({ Ref: 'Cause' }) });
    expect(stack.resolve(config.requestParameters)).toEqual({ ExecutionArn: { Ref: 'Execution' }, Cause: { Ref: 'Cause' } });
  });

  test('lets the role stop executions of that state machine, and nothing else', () => {
    template(bind().stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Action: 'states:StopExecution',
          Effect: 'Allow',
          Resource: {
            'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':states:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':execution:',
              { 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: Match.stringLikeRegexp('^Machine') }] }] }, ':*']],
          },
        }],
      },
    });
  });

  test('stops executions of a state machine that is in another Region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '111122223333' } });
    const { config } = bind(EXECUTION, stack, sfn.StateMachine.fromStateMachineArn(stack, 'There', ELSEWHERE));
    expect(config.requestParameters).toHaveProperty('Region', 'eu-west-1');
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':states:eu-west-1:111122223333:execution:Orders:*']] } })],
      },
    });
  });

  test('takes a cause of 32768 and an error of 256 characters, and fails for one more', () => {
    expect(() => bind({ ...EXECUTION, cause: 'c'.repeat(32_768), errorName: 'e'.repeat(256) })).not.toThrow();
    expect(failure({ ...EXECUTION, cause: 'c'.repeat(32_769) })).toBe("the cause of 'POST /stop' has 32769 characters, and Step Functions takes 32768; write a shorter one");
    expect(failure({ ...EXECUTION, errorName: 'e'.repeat(257) })).toBe("the errorName of 'POST /stop' has 257 characters, and Step Functions takes 256; write a shorter one");
  });

  test.each<[string, StepFunctionsStopOptions]>([
    ["the executionArn of 'POST /stop' is empty", { executionArn: '' }],
    ["the executionArn of 'POST /stop' is 'arn:x', and each execution has another one; write where the request has it, as '$request.body.executionArn'", { executionArn: 'arn:x' }],
    ["the executionArn of 'POST /stop' is '$request.path.arn', but the route has no path parameters; add the parameter to the route key", { executionArn: '$request.path.arn' }],
    ["the cause of 'POST /stop' is empty", { ...EXECUTION, cause: '' }],
    ["the errorName of 'POST /stop' is '$error', which API Gateway cannot read", { ...EXECUTION, errorName: '$error' }],
  ])('fails and makes nothing: %s', (message, options) => {
    expect(failure(options)).toContain(message);
  });

  test('fails for an Express state machine, and takes one whose type is not known', () => {
    expect(failure(EXECUTION, ApiType.HTTP, sfn.StateMachineType.EXPRESS))
      .toBe("the state machine of 'POST /stop' is of the type 'EXPRESS', and Step Functions stops executions of Standard ones alone; write stateMachineType: StateMachineType.STANDARD, or give it a timeout");
    const stack = testStack();
    expect(() => bind(EXECUTION, stack, sfn.StateMachine.fromStateMachineName(stack, 'Theirs', 'orders'))).not.toThrow();
  });

  test('fails for a state machine of another account', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '222233334444' } });
    const there = sfn.StateMachine.fromStateMachineArn(stack, 'There', ELSEWHERE);
    expect(errorOf(stack, () => bind(EXECUTION, stack, there))).toContain("the state machine of 'POST /stop' is of the account '111122223333', and");
  });

  test.each([[ApiType.REST, 'is offered on HTTP APIs only; use LeanHttpApi, or write Integration.custom('], [ApiType.WEBSOCKET, 'is offered on HTTP APIs only; write Integration.lambdaFunction(fn) with a function that stops the execution']])(
    'fails on a %s API', (apiType, message) => {
      expect(failure(EXECUTION, apiType)).toContain(`Integration.stepFunctionsStop(), which ${message}`);
    });
});
