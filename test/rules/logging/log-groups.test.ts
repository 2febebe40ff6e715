import { CfnTemplate, Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, v2Stage } from '../resources';

const FORMAT = '{"requestId":"$context.requestId","status":"$context.status","caller":{"ip":"$context.identity.sourceIp"}}';
const toGroup = (format: Json = FORMAT, arn: Json = { 'Fn::GetAtt': ['AccessLog', 'Arn'] }) => ({ DestinationArn: arn, Format: format });
const group = (properties: { [key: string]: Json } = {}): Resources => ({ AccessLog: { Type: 'AWS::Logs::LogGroup', Properties: properties } });
const rest = (setting: Json = toGroup()): Resources => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ AccessLogSetting: setting }) });
const http = (setting: Json = toGroup()): Resources => ({ ...httpApi(), ...v2Stage({ AccessLogSettings: setting }) });
const maybe = (resources: (value: Json) => Resources): CfnTemplate => ({
  Conditions: { Maybe: { 'Fn::Equals': [UNKNOWN, 'yes'] } },
  Resources: resources({ 'Fn::If': ['Maybe', 90, { Ref: 'AWS::NoValue' }] }),
});

describeRule<Resources | CfnTemplate>('access-log-group-no-retention', {
  template: (resources) => resources,
  passes: [{ ...rest(), ...group({ RetentionInDays: 90 }) }, { ...rest(), ...group({ RetentionInDays: UNKNOWN }) }, group()],
  fails: [
    { ...rest(), ...group() },
    { ...http(), ...group() },
    { ...rest(toGroup(FORMAT, { 'Fn::Sub': 'arn:aws:logs:eu-west-1:111122223333:log-group:${AccessLog}' })), ...group() },
    { ...rest(toGroup(FORMAT, { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:pets:*' })), ...group({ LogGroupName: 'pets' }) },
  ],
  message: "the access log of the stage 'live' is kept forever, for its log group has no RetentionInDays",
  unknown: [maybe((days) => ({ ...rest(), ...group({ RetentionInDays: days }) }))],
});

describeRule('access-log-group-retention-band', {
  template: (days) => ({ ...rest(), ...group({ RetentionInDays: days }) }),
  passes: [30, '365', undefined],
  fails: [14],
  message: "the access log of the stage 'live' is kept for 14 days, less than 30",
  unknown: [UNKNOWN],
});

describeRule('access-log-group-retention-band', {
  template: (days) => ({ ...rest(), ...group({ RetentionInDays: days }) }),
  passes: [90],
  fails: [60],
  message: "the access log of the stage 'live' is kept for 60 days, less than 90",
  unknown: [UNKNOWN],
  intent: { accessLogDays: 90 },
}, 'declared days');

const POLICY = { Name: 'mask', Version: '2021-06-01', Statement: [] };

describeRule<Resources | CfnTemplate>('log-group-no-data-protection', {
  template: (resources) => resources,
  passes: [
    { ...rest(), ...group({ DataProtectionPolicy: POLICY }) },
    { ...rest(), ...group(), Policy: { Type: 'AWS::Logs::AccountPolicy', Properties: { PolicyType: 'DATA_PROTECTION_POLICY', PolicyName: 'mask', PolicyDocument: '{}' } } },
    group(),
  ],
  fails: [{ ...rest(), ...group() }],
  message: "the access log of the stage 'live' goes into a log group without a data protection policy",
  unknown: [maybe((policy) => ({ ...rest(), ...group({ DataProtectionPolicy: policy }) }))],
  intent: { sensitiveData: true },
});

describeRule('log-group-no-data-protection', {
  template: (name) => group({ LogGroupName: name }),
  passes: ['/aws/lambda/pets', UNKNOWN],
  fails: ['API-Gateway-Execution-Logs_abc123/live'],
  message: "the execution log 'API-Gateway-Execution-Logs_abc123/live' goes into a log group without a data protection policy",
  unknown: 'a log group whose name is not known is that of something else most likely',
  intent: { sensitiveData: true },
}, 'the log group of an execution log');

const filter = (pattern: Json, name: Json = { Ref: 'AccessLog' }): Resources => ({
  Filter: { Type: 'AWS::Logs::MetricFilter', Properties: { LogGroupName: name, FilterPattern: pattern, MetricTransformations: [] } },
});

describeRule('metric-filter-field-missing', {
  template: (pattern) => ({ ...rest(), ...group(), ...filter(pattern) }),
  passes: ['{ $.status = 5* }', '{ ($.status = 5*) && ($.caller.ip != "$.nothing") }', '{ $.error.code NOT EXISTS }', 'ERROR', '[ip, status = 5*]', UNKNOWN],
  fails: ['{ $.statusCode = 5* }', '{ ($.status = 5*) && ($.statusCode = 1) }'],
  message: "a metric filter reads '$.statusCode', which the access log of the stage 'live' does not have",
  unknown: 'a pattern that is not known may be none of fields',
});

describeRule('metric-filter-field-missing', {
  template: (format) => ({ ...http(toGroup(format)), ...group({ LogGroupName: 'pets' }), ...filter('{ $.caller.address = "*" }', 'pets') }),
  passes: ['{"caller":{"address":"$context.identity.sourceIp"}}', '{"caller":$context.authorizer.caller}'],
  fails: [FORMAT],
  message: "a metric filter reads '$.caller.address', which the access log of the stage 'live' does not have",
  unknown: [UNKNOWN, '$context.requestId $context.status'],
}, 'a field inside a field');
