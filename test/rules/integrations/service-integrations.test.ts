import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, method, restApi, route, webSocketApi } from '../resources';

const ROLE = 'arn:aws:iam::123456789012:role/caller';
const QUEUE: Resources = { Queue: { Type: 'AWS::SQS::Queue' } };

const uri = (action: string): Json => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, `:${action}`]] });

function calling(integration: { [name: string]: Json }, key = 'POST /pets/{id}', more: { [name: string]: Json } = {}): Resources {
  return { ...restApi(), ...method(key, { Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: ROLE, ...integration }, ...more }) };
}

const form = { 'Fn::Sub': 'Action=SendMessage&QueueUrl=${Queue}&MessageBody=$util.urlEncode($input.body)' };

describeRule('service-integration-no-credentials', {
  template: (role) => calling({ Uri: uri('dynamodb:action/PutItem'), Credentials: role }),
  passes: [ROLE, 'arn:aws:iam::*:user/*'],
  fails: [undefined],
  message: "'POST /pets/{id}' calls 'dynamodb' without a role",
  unknown: 'a role that cannot be known is one',
});

describeRule('service-integration-no-credentials', {
  template: (principal) => ({
    ...QUEUE,
    ...calling({ Uri: uri('sqs:path//'), RequestTemplates: { 'application/json': form }, Credentials: undefined }),
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sqs:SendMessage', Resource: '*' }] } },
    },
  }),
  passes: ['apigateway.amazonaws.com'],
  fails: ['events.amazonaws.com'],
  message: "'POST /pets/{id}' calls 'sqs' without a role",
  unknown: [UNKNOWN],
}, 'with a policy of the queue');

describeRule('service-integration-no-credentials', {
  template: (role) => ({ ...webSocketApi(), ...route('send', {}, { IntegrationType: 'AWS', IntegrationUri: uri('states:action/StartExecution'), CredentialsArn: role }) }),
  passes: [ROLE],
  fails: [undefined],
  message: "'send' calls 'states' without a role",
  unknown: 'a role that cannot be known is one',
}, 'of a message');

describeRule('service-integration-no-credentials', {
  template: (role) => ({
    ...httpApi(),
    ...QUEUE,
    ...route('POST /pets', {}, {
      IntegrationSubtype: 'SQS-SendMessage', IntegrationUri: undefined, PayloadFormatVersion: '1.0', CredentialsArn: role, RequestParameters: { QueueUrl: { Ref: 'Queue' } },
    }),
  }),
  passes: [ROLE],
  fails: [undefined],
  message: "'POST /pets' calls 'sqs' without a role",
  unknown: 'a role that cannot be known is one',
}, 'of an HTTP API');

const validation: Resources = {
  Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
  ParameterValidator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true } },
  Model: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, ContentType: 'application/json', Schema: { type: 'object', properties: { table: { type: 'string', enum: ['a'] }, other: { type: 'string' } } } } },
};
const VALIDATED = { RequestValidatorId: { Ref: 'Validator' }, RequestModels: { 'application/json': { Ref: 'Model' } } };

describeRule('service-integration-unvalidated', {
  template: (validator) => ({
    ...calling({ Uri: uri('dynamodb:action/PutItem'), RequestTemplates: { 'application/json': '{"Item": $input.json(\'$\')}' } }, 'POST /pets', { ...VALIDATED, RequestValidatorId: validator }),
    ...validation,
  }),
  passes: [{ Ref: 'Validator' }],
  fails: [{ Ref: 'ParameterValidator' }, undefined],
  message: "'POST /pets' hands callers' bodies to 'dynamodb' without validating them",
  unknown: [UNKNOWN],
});

describeRule('service-integration-unvalidated', {
  template: (models) => ({ ...calling({ Uri: uri('dynamodb:action/PutItem') }, 'POST /pets', { ...VALIDATED, RequestModels: models }), ...validation }),
  passes: [{ 'application/json': { Ref: 'Model' } }],
  fails: [undefined, {}],
  message: "'POST /pets' hands callers' bodies to 'dynamodb' and has no model to validate them by",
  unknown: [UNKNOWN],
}, 'without a model');

describeRule('service-integration-unvalidated', {
  template: (template) => calling({ Uri: uri('dynamodb:action/PutItem'), RequestTemplates: { 'application/json': template } }),
  passes: ['{"Key": {"id": {"S": "$util.base64Encode($input.params(\'id\'))"}}}'],
  fails: ['#set($body = $input.path(\'$\')){"Key": {"id": {"S": "$body.id"}}}'],
  message: "'POST /pets/{id}' hands callers' bodies to 'dynamodb' without validating them",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
}, 'of routes that take a body');

describeRule('service-target-from-caller', {
  template: (table: string) => ({
    ...calling({ Uri: uri('dynamodb:action/PutItem'), RequestTemplates: { 'application/json': `{"TableName": "${table}", "Item": $input.json('$.item')}` } }, 'POST /pets/{id}', VALIDATED),
    ...validation,
  }),
  passes: ['pets', '$stageVariables.table', "$input.path('$.table')", '$context.stage'],
  fails: ["$input.params('table')", "$util.escapeJavaScript($input.path('$.other'))", "pets-$input.params('id')"],
  message: "'POST /pets/{id}' lets callers choose the 'TableName' of 'dynamodb'",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
});

describeRule('service-target-from-caller', {
  template: (source: string) => calling({ Uri: uri('sqs:path/123456789012/{queue}'), RequestParameters: { 'integration.request.path.queue': source } }),
  passes: ["'orders'", 'stageVariables.queue'],
  fails: ['method.request.path.id', 'method.request.querystring.queue'],
  message: "'POST /pets/{id}' lets callers choose the 'queue' of 'sqs'",
  unknown: 'where a value is from stands in the template',
}, 'by the address');

describeRule('service-target-from-caller', {
  template: (source: string) => calling({ Uri: uri('sns:action/Publish'), RequestParameters: { 'integration.request.querystring.TopicArn': source } }),
  passes: ["'arn:aws:sns:eu-west-1:123456789012:pets'"],
  fails: ['method.request.querystring.topic'],
  message: "'POST /pets/{id}' lets callers choose the 'TopicArn' of 'sns'",
  unknown: 'where a value is from stands in the template',
}, 'by the query string');

describeRule('service-target-from-caller', {
  template: (source) => ({
    ...httpApi(),
    ...QUEUE,
    ...route('POST /pets', {}, {
      IntegrationSubtype: 'SQS-SendMessage', IntegrationUri: undefined, PayloadFormatVersion: '1.0', CredentialsArn: ROLE, RequestParameters: { QueueUrl: source, MessageBody: '$request.body' },
    }),
  }),
  passes: [{ Ref: 'Queue' }, UNKNOWN, '$stageVariables.queue'],
  fails: ['$request.body.queue', '$request.header.queue'],
  message: "'POST /pets' lets callers choose the 'QueueUrl' of 'sqs'",
  unknown: 'where a value is from stands in the template',
}, 'of an HTTP API');

describeRule('s3-bucket-from-path', {
  template: (source) => calling({
    Uri: uri('s3:path/{bucket}/{key}'), RequestParameters: { 'integration.request.path.bucket': source, 'integration.request.path.key': 'method.request.path.id' },
  }, 'GET /files/{id}'),
  passes: ["'files'", 'stageVariables.bucket'],
  fails: ['method.request.path.id', 'method.request.querystring.bucket'],
  message: "'GET /files/{id}' takes the bucket '{bucket}' from the caller",
  unknown: [UNKNOWN],
});

describeRule('s3-bucket-from-path', {
  template: (path: string) => calling({ Uri: uri(`s3:path/${path}`), RequestParameters: { 'integration.request.path.id': 'method.request.path.id' } }, 'GET /files/{id}'),
  passes: ['files/{id}'],
  fails: ['{id}'],
  message: "'GET /files/{id}' takes the bucket '{id}' from the caller",
  unknown: 'the address is literal here',
}, 'and not the key');

const STREAM: Json = { 'Fn::GetAtt': ['Stream', 'Arn'] };

describeRule<Json>('service-target-from-caller', {
  template: (resource) => ({
    ...calling({ Uri: uri('kinesis:action/PutRecord'), Credentials: { 'Fn::GetAtt': ['Role', 'Arn'] }, RequestTemplates: { 'application/json': '{"StreamName": "$input.params(\'id\')"}' } }),
    Stream: { Type: 'AWS::Kinesis::Stream', Properties: {} },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
        Policies: [{
          PolicyName: 'Puts',
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: ['kinesis:PutRecord'], Resource: resource }, { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' },
            ],
          },
        }],
      },
    },
  }),
  passes: [STREAM, { 'Fn::Sub': '${Stream.Arn}*' }, { 'Fn::Join': ['', [STREAM, '/consumer/*']] }, 'arn:aws:kinesis:eu-west-1:111122223333:stream/pets'],
  fails: ['*', [STREAM, 'arn:aws:kinesis:eu-west-1:111122223333:stream/pets'], 'arn:aws:kinesis:eu-west-1:111122223333:stream/*', UNKNOWN],
  message: "'POST /pets/{id}' lets callers choose the 'StreamName' of 'kinesis'",
  unknown: 'a caller chooses among what is unknown as well',
}, 'a role that reaches one leaves no choice');

describeRule<Json>('s3-bucket-from-path', {
  template: (source) => ({
    ...calling({ Uri: uri('s3:path/{bucket}/{key}'), RequestParameters: { 'integration.request.path.bucket': source, 'integration.request.path.key': 'method.request.path.id' } }, 'GET /files/{id}'),
    Files: { Type: 'AWS::S3::Bucket', Properties: {} },
  }),
  passes: [{ 'Fn::Sub': "'${Files}'" }, { 'Fn::Join': ['', ["'", { Ref: 'Files' }, "'"]] }],
  fails: ['method.request.path.id'],
  message: "'GET /files/{id}' takes the bucket '{bucket}' from the caller",
  unknown: [UNKNOWN],
}, 'a bucket of the app in quotes');
