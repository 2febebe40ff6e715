import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { method, restApi, route, webSocketApi } from '../resources';

const uri = (action: string): Json => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, `:${action}`]] });

const calling = (action: string, integration: { [name: string]: Json }): Resources => ({
  ...restApi(),
  ...method('POST /pets', { Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: 'arn:aws:iam::123456789012:role/caller', Uri: uri(action), ...integration } }),
});

const TOPIC: Resources = { Topic: { Type: 'AWS::SNS::Topic' } };

describeRule('sns-template-not-encoded', {
  template: (template) => ({ ...TOPIC, ...calling('sns:action/Publish', { RequestTemplates: { 'application/json': template } }) }),
  passes: [
    { 'Fn::Sub': "Action=Publish&TopicArn=$util.urlEncode('${Topic}')&Message=$util.urlEncode($input.body)" },
    'Action=Publish&Message=hello&Subject=$context.requestId',
  ],
  fails: [
    { 'Fn::Sub': "Action=Publish&TopicArn=$util.urlEncode('${Topic}')&Message=$input.json('$')" },
    "Action=Publish&Subject=a&Message=$input.json('$')",
  ],
  message: "'POST /pets' puts '$input.json('$')' into the form for SNS without encoding it",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
});

describeRule('sns-template-not-encoded', {
  template: (template: string) => ({
    ...webSocketApi(), ...route('send', {}, { IntegrationType: 'AWS', IntegrationUri: uri('sns:action/Publish'), RequestTemplates: { $default: template } }),
  }),
  passes: ['Action=Publish&Message=$util.urlEncode($input.body)'],
  fails: ['Action=Publish&Message=$input.body'],
  message: "'send' puts '$input.body' into the form for SNS without encoding it",
  unknown: 'the template is known here',
}, 'of a message');

const EVENT = '{"Entries": [{"Detail": $input.json("$.detail")}]}';

describeRule('eventbridge-headers', {
  template: (target) => calling('events:action/PutEvents', {
    RequestTemplates: { 'application/json': EVENT },
    RequestParameters: { 'integration.request.header.X-Amz-Target': target, 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" },
  }),
  passes: ["'AWSEvents.PutEvents'"],
  fails: [undefined],
  message: "'POST /pets' calls EventBridge without the X-Amz-Target 'AWSEvents.PutEvents'",
  unknown: [UNKNOWN],
});

describeRule('eventbridge-headers', {
  template: (contentType) => calling('events:path//', {
    RequestTemplates: { 'application/json': EVENT },
    RequestParameters: { 'integration.request.header.x-amz-target': "'AWSEvents.PutEvents'", 'integration.request.header.content-type': contentType },
  }),
  passes: ["'application/x-amz-json-1.1'"],
  fails: ["'application/json'"],
  message: "'POST /pets' calls EventBridge with the Content-Type 'application/json', where 'application/x-amz-json-1.1' is right",
  unknown: [UNKNOWN],
}, 'another content type');

describeRule('eventbridge-headers', {
  template: (template: string) => calling('events:action/PutEvents', { RequestTemplates: { 'application/json': template } }),
  passes: [
    '#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents")#set($context.requestOverride.header.Content-Type = "application/x-amz-json-1.1"){}',
  ],
  fails: ['#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents"){}'],
  message: "'POST /pets' calls EventBridge without the Content-Type 'application/x-amz-json-1.1'",
  unknown: 'the template is known here',
}, 'by the template itself');

describeRule('partial-failure-hidden', {
  template: (template) => calling('events:action/PutEvents', {
    IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '2\\d{2}', ResponseTemplates: template === undefined ? undefined : { 'application/json': template } }, { StatusCode: '500' }],
  }),
  passes: ['#if("$!input.path(\'$.FailedEntryCount\')" != "0")#set($context.responseOverride.status = 502)#end{}', "$input.json('$')", '$input.body', undefined],
  fails: ['{}', '{"eventId": $input.json("$.Entries[0].EventId")}'],
  message: "'POST /pets' answers without a look at 'FailedEntryCount', as if all entries were taken",
  unknown: [UNKNOWN],
});

describeRule('partial-failure-hidden', {
  template: (pattern) => calling('kinesis:action/PutRecords', {
    IntegrationResponses: [{ StatusCode: '400', SelectionPattern: '4\\d{2}', ResponseTemplates: { 'application/json': '{}' } }, { StatusCode: '200', SelectionPattern: pattern, ResponseTemplates: { 'application/json': '{}' } }],
  }),
  passes: ['5\\d{2}'],
  fails: [undefined, '200', '2..'],
  message: "'POST /pets' answers without a look at 'FailedRecordCount', as if all entries were taken",
  unknown: 'a pattern is literal, or it selects nothing',
}, 'of records, by the answers that a success selects');
