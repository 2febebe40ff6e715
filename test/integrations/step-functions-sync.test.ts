import { App, Duration, Stack, Token, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { FAILURES, HOSTILE_BODIES, answerOf, sentJson } from './service-template';
import { ApiType } from '../../src/api-type';
import { StepFunctionsSyncIntegration, StepFunctionsSyncOptions } from '../../src/integrations/step-functions-sync';
import { Document, bindOptions, bodyOf, errorOf, restApi, template, testStack } from '../rest-api';

const ELSEWHERE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Orders';

function stateMachine(scope: Construct, stateMachineType?: sfn.StateMachineType): sfn.StateMachine {
  const definitionBody = sfn.DefinitionBody.fromString('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');
  return new sfn.StateMachine(scope, 'Machine', { stateMachineType, definitionBody });
}

function bind(
  apiType: ApiType, options: StepFunctionsSyncOptions = {}, stack: Stack = testStack(),
  machine: sfn.IStateMachine = stateMachine(stack, sfn.StateMachineType.EXPRESS),
) {
  return { stack, machine, config: new StepFunctionsSyncIntegration(machine, options).bindIntegration({ ...bindOptions(stack, 'POST /orders/{id}'), apiType }) };
}

function restIntegration(options: StepFunctionsSyncOptions = {}): Document {
  const stack = testStack();
  restApi(stack).addRoute('POST /orders/{id}', { integration: new StepFunctionsSyncIntegration(stateMachine(stack, sfn.StateMachineType.EXPRESS), options) });
  return bodyOf(stack).paths['/orders/{id}'].post['x-amazon-apigateway-integration'];
}

function failure(apiType: ApiType, options: StepFunctionsSyncOptions, type: sfn.StateMachineType | undefined = sfn.StateMachineType.EXPRESS): string {
  const stack = testStack();
  const integration = new StepFunctionsSyncIntegration(stateMachine(stack, type), options);
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, 'POST /orders/{id}'), apiType }));
}

/** What a REST API answers for the answer of Step Functions. */
function answer(execution: object) {
  return answerOf(restIntegration(), 'success', execution);
}

describe('Integration.stepFunctionsSync', () => {
  test('waits for an execution that an HTTP API starts with the body', () => {
    const { stack, machine, config } = bind(ApiType.HTTP, { executionName: '$context.requestId', timeout: Duration.seconds(10) });
    expect(config.target).toBe(machine);
    expect(stack.resolve({ ...config, target: undefined, timeout: config.timeout?.toSeconds() })).toEqual({
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'StepFunctions-StartSyncExecution',
      credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] },
      requestParameters: { StateMachineArn: { Ref: expect.stringMatching(/^Machine/) as string }, Input: '$request.body', Name: '$context.requestId' },
      timeout: 10,
    });
  });

  test('names the Region of a state machine that is elsewhere', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '111122223333' } });
    const there = sfn.StateMachine.fromStateMachineArn(stack, 'There', ELSEWHERE);
    expect(bind(ApiType.HTTP, {}, stack, there).config.requestParameters).toHaveProperty('Region', 'eu-west-1');
    expect(stack.resolve(bind(ApiType.REST, {}, stack, there).config.uri)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1:states:action/StartSyncExecution']] });
  });

  test.each([ApiType.HTTP, ApiType.REST])('lets the role of the %s API start and wait for that state machine, and nothing else', (apiType) => {
    template(bind(apiType).stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'states:StartSyncExecution', Effect: 'Allow', Resource: { Ref: Match.stringLikeRegexp('^Machine') } }] },
    });
  });

  test('calls the action from a REST API, and waits as long as it is told', () => {
    expect(restIntegration({ timeout: Duration.seconds(5) })).toMatchObject({
      type: 'aws',
      uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartSyncExecution' },
      timeoutInMillis: 5000,
      passthroughBehavior: 'never',
    });
    expect(restIntegration()).not.toHaveProperty('timeoutInMillis');
  });

  test.each(HOSTILE_BODIES)('starts with the body %s of a request to a REST API', (body) => {
    const stack = testStack();
    const { config } = bind(ApiType.REST, {}, stack, sfn.StateMachine.fromStateMachineArn(stack, 'Known', ELSEWHERE));
    const request = sentJson(String(config.requestTemplates?.['application/json']), { body });
    expect(request.stateMachineArn).toBe(ELSEWHERE);
    expect(JSON.parse(request.input)).toEqual(JSON.parse(body));
  });

  test.each(HOSTILE_BODIES)('answers with the output %s of an execution that succeeded', (output) => {
    expect(answer({ status: 'SUCCEEDED', output })).toEqual({ body: output, status: 200 });
  });

  test.each(['Orders.Invalid', 'it\'s "bad" \\', '$input.path #end', ''])('answers 500 with the error %j of an execution that failed, and without its cause', (error) => {
    const { body, status } = answer({ status: 'FAILED', error, cause: 'stack of role/secret', output: '{"a":1}' });
    expect(status).toBe(500);
    expect(JSON.parse(body)).toEqual({ message: 'Internal Server Error', error });
  });

  test('answers 504 for an execution that took too long', () => {
    expect(answer({ status: 'TIMED_OUT', error: 'States.Timeout', cause: 'secret' })).toEqual({ status: 504, body: '{"message":"Gateway Timeout"}' });
  });

  test.each([{}, { status: null }, { status: 'ABORTED' }, { status: 'succeeded', output: '{}' }])('answers 500 for %j, which is no success', (execution) => {
    const { body, status } = answer(execution);
    expect(status).toBe(500);
    expect(JSON.parse(body)).toEqual({ message: 'Internal Server Error', error: '' });
  });

  test.each(FAILURES)('answers for the error %j of Step Functions, behind a REST API, with %d', (type, status, message) => {
    expect(answerOf(restIntegration(), 'failure', { __type: type })).toEqual({ status, body: JSON.stringify({ message }) });
  });

  test.each([undefined, sfn.StateMachineType.STANDARD])('fails for a state machine of the type %s, which nobody can wait for', (type) => {
    const stack = testStack();
    const integration = new StepFunctionsSyncIntegration(stateMachine(stack, type), {});
    for (const apiType of [ApiType.HTTP, ApiType.REST]) {
      expect(errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, 'POST /orders'), apiType })))
        .toBe("the state machine of 'POST /orders' is of the type 'STANDARD', and only Express ones can be waited for; "
          + 'write stateMachineType: StateMachineType.EXPRESS, or Integration.stepFunctions(stateMachine), which does not wait');
    }
  });

  test('takes a state machine whose type only a deployment or somebody else knows', () => {
    const stack = testStack();
    expect(() => bind(ApiType.HTTP, {}, stack, sfn.StateMachine.fromStateMachineName(stack, 'Theirs', 'orders'))).not.toThrow();
    const machine = stateMachine(stack);
    (machine.node.defaultChild as sfn.CfnStateMachine).stateMachineType = Token.asString({ Ref: 'Type' });
    expect(() => bind(ApiType.HTTP, {}, stack, machine)).not.toThrow();
  });

  test.each<[ApiType, number, string]>([
    [ApiType.REST, 29, 'the account\'s quota is 29000 ms'],
    [ApiType.HTTP, 29, 'HTTP APIs wait 29000 ms at most'],
  ])('waits on a %s API for %d seconds, and fails for a millisecond more', (apiType, seconds, message) => {
    expect(() => bind(apiType, { timeout: Duration.seconds(seconds) })).not.toThrow();
    expect(failure(apiType, { timeout: Duration.millis(seconds * 1000 + 1) })).toContain(message);
  });

  test('fails for what no execution could be started with, and makes nothing', () => {
    expect(failure(ApiType.REST, { input: 'no json' })).toContain("the input of 'POST /orders/{id}' is 'no json', which is no JSON");
    expect(failure(ApiType.HTTP, { executionName: 'fixed' })).toContain("the executionName of 'POST /orders/{id}' is 'fixed', which all its executions would have");
  });
});
