import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { method, restApi, route, webSocketApi } from '../resources';

const uri = (action: string): Json => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, `:dynamodb:action/${action}`]] });

const calling = (action: string, template: Json, properties: { [name: string]: Json } = {}): Resources => ({
  ...restApi(),
  Table: { Type: 'AWS::DynamoDB::Table' },
  ...method('POST /pets', {
    Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: 'arn:aws:iam::123456789012:role/caller', Uri: uri(action), RequestTemplates: { 'application/json': template } },
    ...properties,
  }),
});

const message = (action: string, template: Json): Resources => ({
  ...webSocketApi(), ...route('send', {}, { IntegrationType: 'AWS', IntegrationUri: uri(action), RequestTemplates: { $default: template } }),
});

describeRule('dynamodb-scan-unbounded', {
  template: (template) => calling('Scan', template),
  passes: ['{"TableName": "pets", "Limit": 25}', { 'Fn::Sub': '{"TableName": "${Table}", "Limit": "25"}' }],
  fails: ['{"TableName": "pets"}', { 'Fn::Sub': '{"TableName": "${Table}"}' }, { 'Fn::Sub': '{"TableName": "${AWS::StackName}-limit"}' }],
  message: "'POST /pets' scans a table without a limit",
  unknown: [UNKNOWN, { 'Fn::Sub': '{"TableName": "pets", ${Unknown}}' }],
});

describeRule('dynamodb-scan-unbounded', {
  template: (action: string) => message(action, '{"TableName": "pets"}'),
  passes: ['Query', 'GetItem'],
  fails: ['Scan'],
  message: "'send' scans a table without a limit",
  unknown: 'the action is known here',
}, 'of a message');

describeRule('dynamodb-expression-injection', {
  template: (expression: string) => calling('UpdateItem', `{"UpdateExpression": "${expression}", "ExpressionAttributeValues": {":a": {"S": $input.json('$.a')}}}`),
  passes: ['SET a = :a', 'SET $context.stage = :a'],
  fails: ["SET $input.params('field') = :a", "SET a = $util.escapeJavaScript($input.path('$.value'))"],
  message: "'POST /pets' lets callers write a part of the 'UpdateExpression'",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
});

describeRule('dynamodb-expression-injection', {
  template: (expression: string) => message('Query', `#set($filter = $input.path('$.filter')){"FilterExpression": "${expression}"}`),
  passes: ['a = :a'],
  fails: ['$filter'],
  message: "'send' lets callers write a part of the 'FilterExpression'",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
}, 'of a message, by a variable');

describeRule('dynamodb-expression-injection', {
  template: (fields) => ({
    ...calling('GetItem', '{"ProjectionExpression": "$input.path(\'$.field\')"}', { RequestValidatorId: { Ref: 'Validator' }, RequestModels: { 'application/json': { Ref: 'Model' } } }),
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
    Model: {
      Type: 'AWS::ApiGateway::Model',
      Properties: { RestApiId: { Ref: 'Api' }, ContentType: 'application/json', Schema: { type: 'object', properties: { field: { type: 'string', enum: fields } } } },
    },
  }),
  passes: [['age', 'breed']],
  fails: [undefined],
  message: "'POST /pets' lets callers write a part of the 'ProjectionExpression'",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
}, 'of what a model names');

describeRule('dynamodb-reserved-word', {
  template: (expression: string) => calling('UpdateItem', `{"UpdateExpression": "${expression}"}`),
  passes: ['SET #status = :status', 'SET \\u0023status = :status', 'SET pets.age = if_not_exists(pets.age, :zero) REMOVE breed', 'SET total_count = size(:a)'],
  fails: ['SET status = :status', 'SET pets.status = :a', 'REMOVE status', 'SET\\nstatus = :a'],
  message: "'POST /pets' has the reserved word 'status' in its 'UpdateExpression'",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
});

describeRule('dynamodb-reserved-word', {
  template: (expression: string) => message('Query', `{"KeyConditionExpression": "room = :room", "ProjectionExpression": "${expression}"}`),
  passes: ['email, room, sentAt'],
  fails: ['room,Name'],
  message: "'send' has the reserved word 'Name' in its 'ProjectionExpression'",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
}, 'of a message');
