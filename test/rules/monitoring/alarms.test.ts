import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, restApi, webSocketApi } from '../resources';

type Properties = { [key: string]: Json };

const byName = (value: Json): Json => [{ Name: 'ApiName', Value: value }];
const byId = (value: Json = { Ref: 'Api' }): Json => [{ Name: 'ApiId', Value: value }];
const metric = (name: Json, dimensions: Json): Properties => ({ Namespace: 'AWS/ApiGateway', MetricName: name, Dimensions: dimensions });
const alarm = (properties: Properties): Resources => ({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'failures', ...properties } } });
const ofRest = (properties: Properties): Properties => ({ ...metric('5XXError', byName('Pets')), ...properties });

describeRule('alarm-metric-wrong-for-type', {
  template: (name) => ({ ...restApi(), ...alarm(metric(name, byName('Pets'))) }),
  passes: ['5XXError', 'Count', 'IntegrationLatency', 'SomethingNew'],
  fails: ['5xx', 'DataProcessed'],
  message: (name) => `the alarm 'failures' watches ${String(name)} of REST APIs, which only HTTP APIs have`,
  unknown: [UNKNOWN],
});

describeRule('alarm-metric-wrong-for-type', {
  template: (name) => ({ ...httpApi(), ...alarm({ Metrics: [{ Id: 'errors', MetricStat: { Metric: metric(name, byId()), Period: 60, Stat: 'Sum' } }] }) }),
  passes: ['5xx', 'Latency', 'DataProcessed'],
  fails: ['5XXError', '4XXError'],
  message: (name) => `the alarm 'failures' watches ${String(name)} of HTTP APIs, which only REST APIs have`,
  unknown: [UNKNOWN],
}, 'of an HTTP API, in an expression');

describeRule('alarm-metric-wrong-for-type', {
  template: (name) => ({ ...webSocketApi(), ...alarm(metric(name, byId())) }),
  passes: ['ExecutionError', 'IntegrationLatency', 'ConnectCount'],
  fails: ['5xx', 'DataProcessed'],
  message: (name) => `the alarm 'failures' watches ${String(name)} of WEBSOCKET APIs, which only HTTP APIs have`,
  unknown: [UNKNOWN],
}, 'of a WebSocket API');

describeRule('alarm-metric-wrong-for-type', {
  template: (dimensions) => ({ ...restApi(), ...alarm(metric('5XXError', dimensions)) }),
  passes: [byName('Pets'), byName('Elsewhere'), byName(UNKNOWN), [{ Name: 'Stage', Value: 'live' }]],
  fails: [byName({ Ref: 'Api' }), byId()],
  message: (dimensions) => JSON.stringify(dimensions).includes('ApiName')
    ? "the alarm 'failures' names an API by its id in ApiName, where CloudWatch knows REST APIs by their names and others by ApiId"
    : "the alarm 'failures' names a REST API in ApiId, where CloudWatch knows it by its name in ApiName",
  unknown: 'an API that is not known may have any type',
}, 'what names a REST API');

describeRule('alarm-metric-wrong-for-type', {
  template: (dimensions) => ({ ...httpApi(), ...alarm(metric('Count', dimensions)) }),
  passes: [byId(), byId('abc123')],
  fails: [byName('Pets')],
  message: "the alarm 'failures' names 'Pets' in ApiName, and it is no REST API",
  unknown: 'an API that is not known may have any type',
}, 'what names an HTTP API');

describeRule('alarm-without-action', {
  template: (actions) => ({ ...restApi(), ...alarm(ofRest({ AlarmActions: actions })) }),
  passes: [['arn:aws:sns:eu-west-1:111122223333:on-call'], [UNKNOWN]],
  fails: [undefined, []],
  message: "the alarm 'failures' has no action",
  unknown: [{ 'Fn::Split': [',', UNKNOWN] }],
});

describeRule<{ properties: Properties; more: Resources }>('alarm-without-action', {
  template: ({ properties, more }) => ({ ...restApi(), ...alarm(ofRest(properties)), ...more }),
  passes: [
    { properties: {}, more: { Any: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Sub': 'ALARM("${Alarm}")' } } } } },
    { properties: {}, more: { Any: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: 'ALARM(failures)' } } } },
    { properties: {}, more: { Group: { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties: { AlarmConfiguration: { Alarms: [{ Name: { Ref: 'Alarm' } }] } } } } },
  ],
  fails: [{ properties: { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:on-call'], ActionsEnabled: false }, more: {} }],
  message: "the alarm 'failures' has its actions turned off",
  unknown: 'what follows an alarm names it, or does not',
}, 'what acts for it');

describeRule('alarm-missing-data', {
  template: (treatment) => ({ ...restApi(), ...alarm(ofRest({ TreatMissingData: treatment })) }),
  passes: ['notBreaching'],
  fails: ['breaching', undefined],
  message: (treatment) => `the alarm 'failures' counts errors, and takes missing data for '${treatment === undefined ? 'missing' : 'breaching'}' instead of 'notBreaching'`,
  unknown: [UNKNOWN],
});

describeRule<Properties>('alarm-missing-data', {
  template: (properties) => ({ ...restApi(), ...alarm(ofRest(properties)) }),
  passes: [
    { MetricName: 'Latency' },
    { ComparisonOperator: 'LessThanThreshold' },
    {
      MetricName: undefined,
      Namespace: undefined,
      Metrics: [
        { Id: 'filled', Expression: 'FILL(errors, 0)' }, { Id: 'errors', MetricStat: { Metric: ofRest({}), Period: 60, Stat: 'Sum' } },
      ],
    },
  ],
  fails: [{ MetricName: '4XXError' }],
  message: "the alarm 'failures' counts errors, and takes missing data for 'missing' instead of 'notBreaching'",
  unknown: 'the treatment is literal here',
}, 'only of errors that are counted');
