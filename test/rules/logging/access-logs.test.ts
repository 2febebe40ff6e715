import { Limits } from '../../../src/limits';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, v2Stage, webSocketApi } from '../resources';

const FORMAT = '{"requestId":"$context.requestId"}';
const GROUP: Resources = { AccessLog: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 90 } } };
const toGroup = (format: Json = FORMAT) => ({ DestinationArn: { 'Fn::GetAtt': ['AccessLog', 'Arn'] }, Format: format });

/** A stage of a REST API with an access log, or without. */
const restLog = (setting: Json): Resources => ({
  ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...GROUP, ...restStage({ AccessLogSetting: setting }),
});
const httpLog = (setting: Json): Resources => ({ ...httpApi(), ...GROUP, ...v2Stage({ AccessLogSettings: setting }) });
const webSocketLog = (setting: Json): Resources => ({ ...webSocketApi(), ...GROUP, ...v2Stage({ AccessLogSettings: setting }) });

describeRule('stage-without-access-log', {
  template: restLog,
  passes: [toGroup(), toGroup(UNKNOWN), { DestinationArn: UNKNOWN, Format: FORMAT }],
  fails: [undefined],
  message: "the stage 'live' writes no access log",
  unknown: [UNKNOWN],
});

describeRule('stage-without-access-log', {
  template: httpLog,
  passes: [toGroup()],
  fails: [{ Format: FORMAT }, { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:pets' }],
  message: (setting) => `the stage 'live' writes no access log, because its settings lack the ${'Format' in (setting as object) ? 'DestinationArn' : 'Format'}`,
  unknown: [UNKNOWN],
}, 'both parts of the settings are needed');

describeRule('stage-without-access-log', {
  template: webSocketLog,
  passes: [toGroup()],
  fails: [undefined],
  message: "the stage 'live' writes no access log",
  unknown: [UNKNOWN],
}, 'of a WebSocket API');

const JSON_LINES: Json[] = [
  FORMAT,
  '{"requestId":"$context.requestId","status":$context.status}\n',
  { 'Fn::Sub': '{"requestId":"$context.requestId","region":"${AWS::Region}"}' },
  { 'Fn::Join': ['', ['{"requestId":"$context.requestId","api":"', { Ref: 'Unknown' }, '"}']] },
];

describeRule('access-log-not-json', {
  template: (format) => restLog(toGroup(format)),
  passes: [...JSON_LINES, { 'Fn::ToJsonString': { requestId: '$context.requestId', stage: UNKNOWN } }],
  fails: [
    '$context.identity.sourceIp [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.requestId',
    '{"requestId":"$context.requestId"',
    '"$context.requestId"',
  ],
  message: "the stage 'live' writes its access log otherwise than as one line of JSON for each request",
  unknown: [UNKNOWN, { 'Fn::Join': ['', ['{"requestId":"$context.requestId"', { Ref: 'Unknown' }, '}']] }],
});

describeRule('access-log-not-json', {
  template: (format) => restLog(toGroup(format)),
  passes: ['{"requestId":"$context.requestId"}\n'],
  fails: ['{\n  "requestId": "$context.requestId"\n}', '$context.requestId\n$context.status'],
  message: "the stage 'live' has an access log format of several lines, which API Gateway refuses",
  severity: 'error',
  unknown: 'the cases above have what is unknown',
}, 'several lines');

describeRule('access-log-missing-request-id', {
  template: (format) => restLog(toGroup(format)),
  passes: [FORMAT, '{"id":"$context.extendedRequestId"}', { 'Fn::ToJsonString': { id: '$context.requestId' } }],
  fails: ['{"id":"$context.requestTime"}', '{"id":"$context.integration.requestId"}'],
  message: "the stage 'live' has an access log without $context.requestId or $context.extendedRequestId, which API Gateway refuses",
  unknown: [UNKNOWN, { 'Fn::Sub': '{"status":"$context.status",${Unknown}}' }],
});

/** A format of so many bytes. */
const formatOf = (bytes: number) => FORMAT.replace('}', `,"${'x'.repeat(bytes - FORMAT.length - ',"":""'.length)}":""}`);

describeRule('access-log-template-size', {
  template: (format) => httpLog(toGroup(format)),
  passes: [formatOf(Limits.ACCESS_LOG_FORMAT_BYTES)],
  fails: [formatOf(Limits.ACCESS_LOG_FORMAT_BYTES + 1), { 'Fn::Sub': formatOf(Limits.ACCESS_LOG_FORMAT_BYTES + 1).replace('"}', '${AWS::AccountId}"}') }],
  message: "the stage 'live' has an access log format of 3073 bytes, and API Gateway takes 3072",
  unknown: [UNKNOWN],
});

const STREAM = { DestinationArn: { 'Fn::GetAtt': ['Stream', 'Arn'] }, Format: FORMAT };
const stream = (name: Json): Resources => ({ Stream: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { DeliveryStreamName: name } } });
const streamArn = (name: string) => ({ DestinationArn: { 'Fn::Sub': `arn:\${AWS::Partition}:firehose:\${AWS::Region}:\${AWS::AccountId}:deliverystream/${name}` }, Format: FORMAT });

describeRule('access-log-firehose-on-v2', {
  template: (setting) => ({ ...webSocketLog(setting), ...stream('amazon-apigateway-chat') }),
  passes: [toGroup(), { DestinationArn: UNKNOWN, Format: FORMAT }, undefined],
  fails: [STREAM, streamArn('amazon-apigateway-chat')],
  message: "the stage 'live' is to write its access log to Firehose, which only REST APIs can",
  unknown: 'a destination that is not known is a log group almost always',
});

describeRule('firehose-name-prefix', {
  template: (name) => ({ ...restLog(STREAM), ...stream(name) }),
  passes: ['amazon-apigateway-pets', { 'Fn::Sub': 'amazon-apigateway-${AWS::StackName}' }],
  fails: ['apigateway-pets', undefined],
  message: (name) => name === undefined
    ? "the stage 'live' writes its access log to a stream without a name of its own, and a made-up name does not begin with 'amazon-apigateway-'"
    : "the stage 'live' writes its access log to the stream 'apigateway-pets', whose name does not begin with 'amazon-apigateway-'",
  unknown: [UNKNOWN, { 'Fn::Sub': '${AWS::StackName}-pets' }],
});

describeRule('firehose-name-prefix', {
  template: restLog,
  passes: [streamArn('amazon-apigateway-pets'), toGroup()],
  fails: [streamArn('pets')],
  message: "the stage 'live' writes its access log to the stream 'pets', whose name does not begin with 'amazon-apigateway-'",
  unknown: [streamArn('${AWS::StackName}')],
}, 'a stream by its ARN');

describeRule('access-log-api-key-value', {
  template: (format) => restLog(toGroup(format)),
  passes: [FORMAT, '{"requestId":"$context.requestId","key":"$context.identity.apiKeyId"}'],
  fails: ['{"requestId":"$context.requestId","key":"$context.identity.apiKey"}'],
  message: "the stage 'live' writes $context.identity.apiKey, the API keys themselves, into its access log",
  unknown: [UNKNOWN],
});
