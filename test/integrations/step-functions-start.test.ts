import { App, Stack, Token, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { FAILURES, HOSTILE_BODIES, TemplateRequest, answerOf, sentJson } from './service-template';
import { ApiType } from '../../src/api-type';
import { StepFunctionsIntegration, StepFunctionsOptions } from '../../src/integrations/step-functions-start';
import { Document, bindOptions, bodyOf, errorOf, restApi, template, testStack } from '../rest-api';

const ELSEWHERE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Orders';
const DEPLOYED = Token.asString({ Ref: 'Input' });

function stateMachine(scope: Construct): sfn.StateMachine {
  return new sfn.StateMachine(scope, 'Machine', { definitionBody: sfn.DefinitionBody.fromString('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}') });
}

function bind(apiType: ApiType, options: StepFunctionsOptions = {}, routeKey = 'POST /orders/{id}', stack: Stack = testStack(), machine: sfn.IStateMachine = stateMachine(stack)) {
  return { stack, machine, config: new StepFunctionsIntegration(machine, options).bindIntegration({ ...bindOptions(stack, routeKey), apiType }) };
}

function httpParameters(options: StepFunctionsOptions, routeKey?: string, stack?: Stack, machine?: sfn.IStateMachine): object {
  const bound = bind(ApiType.HTTP, options, routeKey, stack, machine);
  return bound.stack.resolve(bound.config.requestParameters) as object;
}

function restIntegration(options: StepFunctionsOptions = {}): Document {
  const stack = testStack();
  restApi(stack).addRoute('POST /orders/{id}', { integration: new StepFunctionsIntegration(stateMachine(stack), options) });
  return bodyOf(stack).paths['/orders/{id}'].post['x-amazon-apigateway-integration'];
}

function sent(options: StepFunctionsOptions, request: TemplateRequest = {}) {
  const stack = testStack();
  const { config } = bind(ApiType.REST, options, undefined, stack, sfn.StateMachine.fromStateMachineArn(stack, 'Known', ELSEWHERE));
  return sentJson(String(config.requestTemplates?.['application/json']), request);
}

function failure(apiType: ApiType, options: StepFunctionsOptions, routeKey = 'POST /orders/{id}'): string {
  const stack = testStack();
  const integration = new StepFunctionsIntegration(stateMachine(stack), options);
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, routeKey), apiType }));
}

describe('Integration.stepFunctions', () => {
  test('starts an execution with the body of a request to an HTTP API', () => {
    const { stack, machine, config } = bind(ApiType.HTTP);
    expect(config.target).toBe(machine);
    expect(stack.resolve({ ...config, target: undefined })).toEqual({
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'StepFunctions-StartExecution',
      credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] },
      requestParameters: { StateMachineArn: { Ref: expect.stringMatching(/^Machine/) as string }, Input: '$request.body' },
    });
  });

  test('starts an execution without input where the requests of an HTTP API have no body', () => {
    expect(httpParameters({}, 'GET /orders')).not.toHaveProperty('Input');
    expect(httpParameters({ input: '$request.querystring.order' }, 'GET /orders')).toHaveProperty('Input', '$request.querystring.order');
    expect(httpParameters({}, '$default')).toHaveProperty('Input', '$request.body');
  });

  test('hands on what an HTTP API takes from the request, is given, or gets at deploy time', () => {
    expect(httpParameters({ input: '$request.body.order', executionName: '$request.header.Idempotency-Key' })).toMatchObject({ Input: '$request.body.order', Name: '$request.header.Idempotency-Key' });
    expect(httpParameters({ input: '{"source":"api"}', executionName: DEPLOYED })).toMatchObject({ Input: '{"source":"api"}', Name: { Ref: 'Input' } });
    expect(httpParameters({ input: DEPLOYED })).toHaveProperty('Input', { Ref: 'Input' });
  });

  test('names the Region of a state machine that is elsewhere, and of no other', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '111122223333' } });
    expect(httpParameters({}, undefined, stack, sfn.StateMachine.fromStateMachineArn(stack, 'There', ELSEWHERE))).toMatchObject({ StateMachineArn: ELSEWHERE, Region: 'eu-west-1' });
    expect(httpParameters({}, undefined, stack)).not.toHaveProperty('Region');
  });

  test.each([ApiType.HTTP, ApiType.REST])('lets the role of the %s API start executions of that state machine, and nothing else', (apiType) => {
    template(bind(apiType).stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'states:StartExecution', Effect: 'Allow', Resource: { Ref: Match.stringLikeRegexp('^Machine') } }] },
    });
  });

  test('makes one role for all routes of an API', () => {
    const stack = testStack();
    const integration = new StepFunctionsIntegration(stateMachine(stack), {});
    const api = restApi(stack);
    api.addRoute('POST /a', { integration });
    api.addRoute('POST /b', { integration });
    const roles = Object.keys(template(stack).findResources('AWS::IAM::Role')).filter((id) => id.includes('IntegrationRole'));
    expect(roles).toHaveLength(1);
  });

  test('calls the action from a REST API', () => {
    expect(restIntegration()).toMatchObject({
      type: 'aws',
      httpMethod: 'POST',
      passthroughBehavior: 'never',
      uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution' },
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.0'" },
      requestTemplates: {
        'application/json': { 'Fn::Sub': expect.stringMatching(/^\{"stateMachineArn":"\$\{Machine\w+\}","input":"\$util\.escapeJavaScript\(\$input\.json\('\$'\)\)\.replaceAll\("\\\\'","'"\)"\}$/) as string },
      },
    });
  });

  test.each(HOSTILE_BODIES)('starts with the body %s of a request to a REST API', (body) => {
    const request = sent({}, { body });
    expect(Object.keys(request)).toEqual(['stateMachineArn', 'input']);
    expect(request.stateMachineArn).toBe(ELSEWHERE);
    expect(JSON.parse(request.input)).toEqual(JSON.parse(body));
  });

  test('starts with an empty object where a request to a REST API has no body', () => {
    expect(sent({})).toHaveProperty('input', '{}');
  });

  test.each([{ a: 'it\'s "it"' }, 'text', 7, null])('starts with the part %j of the body of a request to a REST API, as JSON', (order) => {
    expect(JSON.parse(sent({ input: '$request.body.order' }, { body: JSON.stringify({ order }) }).input)).toEqual(order);
  });

  test.each(['{"source":"$api #1"}', '"it\'s"', '[]'])('starts with the input %s that is written out, from a REST API', (input) => {
    expect(sent({ input })).toHaveProperty('input', input);
  });

  test.each(['it\'s', 'a"b', '\\', '$x'])('names an execution by what a request to a REST API has: %j', (key) => {
    expect(sent({ executionName: '$request.header.Idempotency-Key' }, { headers: { 'idempotency-key': key } })).toHaveProperty('name', key);
    expect(sent({ executionName: '$context.requestId' }, { context: { requestId: key } })).toHaveProperty('name', key);
  });

  test('sends an empty name, which Step Functions refuses, where the request to a REST API has none', () => {
    expect(sent({ executionName: '$request.header.Idempotency-Key' })).toHaveProperty('name', '');
  });

  test('hands on what Step Functions answers to a REST API', () => {
    expect(restIntegration().responses['2\\d{2}']).toEqual({ statusCode: '200' });
  });

  test.each(FAILURES)('answers for the error %j of Step Functions, behind a REST API, with %d', (type, status, message) => {
    expect(answerOf(restIntegration(), 'failure', { __type: type, message: 'role/secret' })).toEqual({ status, body: JSON.stringify({ message }) });
  });

  test.each<[string, StepFunctionsOptions]>([
    ["the input of 'POST /orders/{id}' is empty", { input: '' }],
    ["the input of 'POST /orders/{id}' is '{source:api}', which is no JSON; write JSON, as '{\"source\":\"api\"}', or where the request has it, as '$request.body.order'", { input: '{source:api}' }],
    ["the input of 'POST /orders/{id}' is '$request.path.name', but the route has no path parameter '{name}'", { input: '$request.path.name' }],
    ["the executionName of 'POST /orders/{id}' is 'order', which all its executions would have, and a name starts one execution in 90 days; write '$context.requestId', or", { executionName: 'order' }],
    ["the executionName of 'POST /orders/{id}' is '$name', which API Gateway cannot read", { executionName: '$name' }],
  ])('fails and makes nothing: %s', (message, options) => {
    expect(failure(ApiType.HTTP, options)).toContain(message);
    expect(failure(ApiType.REST, options)).toContain(message);
  });

  test.each<[string, string, StepFunctionsOptions]>([
    ['input', '$request.body', { input: '$request.body' }], ['input', '$request.body.order', { input: '$request.body.order' }], ['executionName', '$request.body.id', { executionName: '$request.body.id' }],
  ])('fails for the %s %s where the requests have no body', (option, value, options) => {
    for (const apiType of [ApiType.HTTP, ApiType.REST]) {
      expect(failure(apiType, options, 'HEAD /orders')).toContain(`the ${option} of 'HEAD /orders' is '${value}', and a HEAD request has no body; write a route of POST, or`);
    }
  });

  test('takes an input of 262144 bytes, and fails for one more', () => {
    expect(() => bind(ApiType.REST, { input: JSON.stringify(`é${'x'.repeat(262_140)}`) })).not.toThrow();
    expect(failure(ApiType.REST, { input: JSON.stringify(`é${'x'.repeat(262_141)}`) }))
      .toBe("the input of 'POST /orders/{id}' has 262145 bytes, and Step Functions takes 262144; write a shorter one");
  });

  test('fails for a state machine of another account', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '222233334444' } });
    const there = sfn.StateMachine.fromStateMachineArn(stack, 'There', ELSEWHERE);
    for (const apiType of [ApiType.HTTP, ApiType.REST]) {
      expect(errorOf(stack, () => bind(apiType, {}, undefined, stack, there)))
        .toContain("the state machine of 'POST /orders/{id}' is of the account '111122223333', and state machines have no policy that would let another account's role in; write one of the API's account, or");
    }
  });
});
