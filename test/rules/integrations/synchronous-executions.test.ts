import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, method, restApi, route, webSocketApi } from '../resources';

const uri = (action: string): Json => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, `:states:action/${action}`]] });
const TEMPLATE: Json = { 'Fn::Sub': '{"stateMachineArn": "${Machine}", "input": "{}"}' };

const machine = (properties: { [name: string]: Json }): Resources => ({
  Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineType: 'EXPRESS', Definition: { StartAt: 'Done', TimeoutSeconds: 20, States: { Done: { Type: 'Succeed' } } }, ...properties } },
});

const rest = (action = 'StartSyncExecution', integration: { [name: string]: Json } = {}): Resources => ({
  ...restApi(),
  ...method('POST /pets', {
    Integration: {
      Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: 'arn:aws:iam::123456789012:role/caller', Uri: uri(action), RequestTemplates: { 'application/json': TEMPLATE }, ...integration,
    },
  }),
});

const http = (subtype = 'StepFunctions-StartSyncExecution', integration: { [name: string]: Json } = {}): Resources => ({
  ...httpApi(),
  ...route('POST /pets', {}, {
    IntegrationSubtype: subtype,
    IntegrationUri: undefined,
    PayloadFormatVersion: '1.0',
    CredentialsArn: 'arn:aws:iam::123456789012:role/caller',
    RequestParameters: { StateMachineArn: { Ref: 'Machine' }, Input: '$request.body' },
    ...integration,
  }),
});

const webSocket: Resources = {
  ...webSocketApi(), ...route('send', {}, { IntegrationType: 'AWS', IntegrationUri: uri('StartSyncExecution'), RequestTemplates: { $default: TEMPLATE } }),
};

describeRule('sfn-sync-on-standard', {
  template: (type) => ({ ...rest(), ...machine({ StateMachineType: type }) }),
  passes: ['EXPRESS'],
  fails: ['STANDARD', undefined],
  message: "'POST /pets' waits for the execution of a state machine of the type 'STANDARD'",
  unknown: [UNKNOWN],
});

describeRule('sfn-sync-on-standard', {
  template: (subtype: string) => ({ ...http(subtype), ...machine({ StateMachineType: 'STANDARD' }) }),
  passes: ['StepFunctions-StartExecution'],
  fails: ['StepFunctions-StartSyncExecution'],
  message: "'POST /pets' waits for the execution of a state machine of the type 'STANDARD'",
  unknown: 'the action is known here',
}, 'of an HTTP API');

describeRule('sfn-sync-on-standard', {
  template: (type) => ({ ...webSocket, ...machine({ StateMachineType: type }) }),
  passes: ['EXPRESS'],
  fails: ['STANDARD'],
  message: "'send' waits for the execution of a state machine of the type 'STANDARD'",
  unknown: [UNKNOWN],
}, 'of a message');

const definition = (timeout: Json): Json => ({ StartAt: 'Done', TimeoutSeconds: timeout, States: { Done: { Type: 'Succeed' } } });

describeRule('sfn-sync-too-long', {
  template: (timeout) => ({ ...rest(), ...machine({ Definition: definition(timeout) }) }),
  passes: [29, 5],
  fails: [30, 300],
  message: (timeout) => `'POST /pets' waits 29000 ms for an execution that may take ${Number(timeout) * 1000} ms`,
  unknown: [UNKNOWN],
});

describeRule('sfn-sync-too-long', {
  template: (written: Json) => ({ ...http(), ...machine({ Definition: undefined, DefinitionString: written }) }),
  passes: [JSON.stringify(definition(30)), { 'Fn::Sub': '{"TimeoutSeconds": 30, "StartAt": "${AWS::StackName}"}' }],
  fails: ['{"StartAt": "Done"}', { 'Fn::Sub': '{"StartAt": "${AWS::StackName}"}' }],
  message: "'POST /pets' waits 30000 ms for an execution that has no TimeoutSeconds",
  unknown: [UNKNOWN, { 'Fn::Sub': '{"TimeoutSeconds": ${Unknown}}' }],
}, 'by a text');

describeRule('sfn-sync-too-long', {
  template: (timeout) => ({ ...http(undefined, { TimeoutInMillis: timeout }), ...machine({ Definition: definition(20) }) }),
  passes: [20_000],
  fails: [19_999],
  message: "'POST /pets' waits 19999 ms for an execution that may take 20000 ms",
  unknown: 'what the timeout is, the rule of its range asks',
}, 'with a timeout of the integration');

describeRule('sfn-sync-too-long', {
  template: (timeout) => ({ ...webSocket, ...machine({ Definition: definition(timeout) }) }),
  passes: [29],
  fails: [undefined],
  message: "'send' waits 29000 ms for an execution that has no TimeoutSeconds",
  unknown: [UNKNOWN],
}, 'of a message');
