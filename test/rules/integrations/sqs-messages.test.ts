import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, method, restApi, route, webSocketApi } from '../resources';

const ROLE = 'arn:aws:iam::123456789012:role/caller';
const FORM = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };

const uri = (path: Json = { 'Fn::GetAtt': ['Queue', 'QueueName'] }, region: Json = { Ref: 'AWS::Region' }): Json => (
  { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', region, ':sqs:path/', { Ref: 'AWS::AccountId' }, '/', path]] }
);

const queue = (properties: { [name: string]: Json } = {}): Resources => ({ Queue: { Type: 'AWS::SQS::Queue', Properties: properties } });

function sending(template: Json, integration: { [name: string]: Json } = {}): Resources {
  return {
    ...restApi(),
    ...method('POST /pets', {
      Integration: {
        Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: ROLE, Uri: uri(), RequestParameters: FORM, RequestTemplates: { 'application/json': template }, ...integration,
      },
    }),
  };
}

const byParameters = (parameters: { [name: string]: Json }): Resources => ({
  ...httpApi(),
  ...route('POST /pets', {}, {
    IntegrationSubtype: 'SQS-SendMessage',
    IntegrationUri: undefined,
    PayloadFormatVersion: '1.0',
    CredentialsArn: ROLE,
    RequestParameters: { QueueUrl: { Ref: 'Queue' }, MessageBody: '$request.body', ...parameters },
  }),
});

describeRule('sqs-template-not-urlencoded', {
  template: (template) => ({ ...queue(), ...sending(template) }),
  passes: [
    'Action=SendMessage&MessageBody=$util.urlEncode($input.body)',
    "#set($body = $util.urlEncode($input.json('$')))Action=SendMessage&MessageBody=$body",
    'Action=SendMessage&MessageBody=$context.requestId',
    'Action=SendMessage&MessageBody=$util.base64Encode($input.body)',
    { 'Fn::Sub': 'Action=SendMessage&QueueUrl=${Queue}&MessageBody=$util.urlEncode($input.body)' },
    '{"QueueUrl": "x", "MessageBody": $input.json(\'$.body\')}',
  ],
  fails: [
    'Action=SendMessage&MessageBody=$input.body',
    'Action=SendMessage&MessageBody={"body":$input.body}',
    { 'Fn::Sub': 'Action=SendMessage&QueueUrl=${Queue}&MessageBody=$input.body' },
  ],
  message: "'POST /pets' puts '$input.body' into the form for SQS without encoding it",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
});

describeRule('sqs-template-not-urlencoded', {
  template: (template) => ({
    ...webSocketApi(), ...queue(), ...route('send', {}, { IntegrationType: 'AWS', IntegrationUri: uri(), RequestTemplates: { $default: template } }),
  }),
  passes: ['Action=SendMessage&MessageBody=$util.urlEncode($input.body)'],
  fails: ["#set($group = $input.path('$.group'))Action=SendMessage&MessageGroupId=$group"],
  message: "'send' puts '$group' into the form for SQS without encoding it",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
}, 'of a message');

describeRule('sqs-content-type-header', {
  template: (contentType) => ({
    ...queue(), ...sending('Action=SendMessage&MessageBody=a', { RequestParameters: { 'integration.request.header.Content-Type': contentType } }),
  }),
  passes: ["'application/x-www-form-urlencoded'", "'application/x-www-form-urlencoded; charset=utf-8'", 'method.request.header.Content-Type'],
  fails: [undefined],
  message: "'POST /pets' calls SQS without the Content-Type 'application/x-www-form-urlencoded'",
  unknown: [UNKNOWN],
});

describeRule('sqs-content-type-header', {
  template: (contentType) => ({
    ...queue(), ...sending('Action=SendMessage&MessageBody=a', { RequestParameters: { 'integration.request.header.content-type': contentType } }),
  }),
  passes: ["'application/x-www-form-urlencoded'"],
  fails: ["'application/json'"],
  message: "'POST /pets' calls SQS with the Content-Type 'application/json', where 'application/x-www-form-urlencoded' is right",
  unknown: [UNKNOWN],
}, 'another one');

describeRule('sqs-content-type-header', {
  template: (target) => ({
    ...queue(),
    ...sending('{"QueueUrl": "x"}', { RequestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.0'", 'integration.request.header.X-Amz-Target': target } }),
  }),
  passes: ["'AmazonSQS.SendMessage'"],
  fails: [undefined],
  message: "'POST /pets' calls SQS without the X-Amz-Target 'AmazonSQS.SendMessage'",
  unknown: [UNKNOWN],
}, 'of JSON');

describeRule('sqs-content-type-header', {
  template: (template: string) => ({ ...queue(), ...sending(template, { RequestParameters: undefined }) }),
  passes: ['#set($context.requestOverride.header.Content-Type = "application/x-www-form-urlencoded")Action=SendMessage&MessageBody=a', '<xml/>'],
  fails: ['Action=SendMessage&MessageBody=a'],
  message: "'POST /pets' calls SQS without the Content-Type 'application/x-www-form-urlencoded'",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
}, 'by the template itself');

describeRule('sqs-fifo-group', {
  template: (template) => ({ ...queue({ FifoQueue: true }), ...sending(template) }),
  passes: [
    'Action=SendMessage&MessageBody=a&MessageGroupId=b', '{"MessageGroupId": "a"}',
    '#set($context.requestOverride.querystring.MessageGroupId = "a")Action=SendMessage&MessageBody=a', 'Action=ReceiveMessage',
  ],
  fails: ['Action=SendMessage&MessageBody=a', { 'Fn::Sub': 'Action=SendMessage&QueueUrl=${Queue}&MessageBody=${AWS::StackName}' }],
  message: "'POST /pets' sends messages to a FIFO queue without a group",
  unknown: [UNKNOWN, { 'Fn::Sub': 'Action=SendMessage&MessageBody=a${Unknown}' }],
});

describeRule('sqs-fifo-group', {
  template: (isFifo) => ({ ...queue({ FifoQueue: isFifo }), ...sending('Action=SendMessage&MessageBody=a') }),
  passes: [false, undefined],
  fails: [true, 'true'],
  message: "'POST /pets' sends messages to a FIFO queue without a group",
  unknown: 'what kind of queue it is, is most likely known',
}, 'by the queue');

describeRule('sqs-fifo-group', {
  template: (name: string) => sending('Action=SendMessage', {
    Uri: uri(name), RequestParameters: { ...FORM, 'integration.request.querystring.MessageBody': 'method.request.querystring.body' },
  }),
  passes: ['orders'],
  fails: ['orders.fifo'],
  message: "'POST /pets' sends messages to a FIFO queue without a group",
  unknown: 'the name is known here',
}, 'by the name of a queue from elsewhere');

describeRule('sqs-fifo-group', {
  template: (group) => ({ ...queue({ FifoQueue: true }), ...byParameters({ MessageGroupId: group }) }),
  passes: ['$request.body.group', UNKNOWN],
  fails: [undefined],
  message: "'POST /pets' sends messages to a FIFO queue without a group",
  unknown: 'whatever is given is a group',
}, 'of an HTTP API');

describeRule('sqs-fifo-dedup', {
  template: (compares) => ({ ...queue({ FifoQueue: true, ContentBasedDeduplication: compares }), ...sending('Action=SendMessage&MessageBody=a&MessageGroupId=b') }),
  passes: [true, 'true'],
  fails: [false, undefined],
  message: "'POST /pets' sends messages to a FIFO queue without a deduplication id",
  unknown: [UNKNOWN],
});

describeRule('sqs-fifo-dedup', {
  template: (id) => ({ ...queue({ FifoQueue: true }), ...byParameters({ MessageGroupId: 'a', MessageDeduplicationId: id }) }),
  passes: ['$request.header.Idempotency-Key'],
  fails: [undefined],
  message: "'POST /pets' sends messages to a FIFO queue without a deduplication id",
  unknown: 'whatever is given is an id',
}, 'of an HTTP API');

describeRule('sqs-region-mismatch', {
  template: (region) => sending({ 'Fn::Sub': 'Action=SendMessage&QueueUrl=https://sqs.eu-west-1.amazonaws.com/123456789012/orders&MessageBody=a' }, { Uri: uri('orders', region) }),
  passes: ['eu-west-1', { Ref: 'AWS::Region' }],
  fails: ['us-east-1'],
  message: "'POST /pets' calls SQS in 'us-east-1', and its queue is in 'eu-west-1'",
  unknown: 'a region that is only known at deployment is most likely the same',
});

describeRule('sqs-region-mismatch', {
  template: ([region, url]: [Json, Json]) => ({ ...queue(), ...byParameters({ QueueUrl: url, Region: region }) }),
  passes: [['us-gov-west-1', 'https://sqs.us-gov-west-1.amazonaws.com/123456789012/orders'], [UNKNOWN, { Ref: 'Queue' }], [undefined, { Ref: 'Queue' }]],
  fails: [['eu-west-1', 'https://sqs.us-gov-west-1.amazonaws.com/123456789012/orders']],
  message: "'POST /pets' calls SQS in 'eu-west-1', and its queue is in 'us-gov-west-1'",
  unknown: [['eu-west-1', { Ref: 'Queue' }]],
}, 'of an HTTP API');

describeRule<string | undefined>('sqs-content-type-header', {
  template: (action) => ({
    ...queue(),
    ...sending('{"statusCode": 200}', {
      RequestParameters: {
        'integration.request.querystring.MessageBody': 'method.request.body',
        ...action === undefined ? {} : { 'integration.request.querystring.Action': action },
      },
    }),
  }),
  passes: ["'SendMessage'"],
  fails: [undefined],
  message: "'POST /pets' calls SQS without the X-Amz-Target 'AmazonSQS.SendMessage'",
  unknown: 'whatever the action is, it is in the query string',
}, 'a query string with the action needs no header');
