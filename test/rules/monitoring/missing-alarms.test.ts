import { CfnTemplate, Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, webSocketApi } from '../resources';
import { templateSpellings } from '../spellings/template-spellings';

type Properties = { [key: string]: Json };

const BY_NAME: Json = [{ Name: 'ApiName', Value: 'Pets' }, { Name: 'Stage', Value: 'live' }];
const BY_ID: Json = [{ Name: 'ApiId', Value: { Ref: 'Api' } }];
const metric = (name: Json, dimensions: Json = BY_NAME): Properties => ({ Namespace: 'AWS/ApiGateway', MetricName: name, Dimensions: dimensions });
const series = (name: string, stat = 'Sum', dimensions: Json = BY_NAME): Json => ({ Id: 'series', MetricStat: { Metric: metric(name, dimensions), Period: 60, Stat: stat } });
const alarm = (properties: Properties, more: { [key: string]: Json } = {}): Resources => ({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: properties, ...more } });
const detector = (properties: Properties): Resources => ({ Detector: { Type: 'AWS::CloudWatch::AnomalyDetector', Properties: properties } });
const RATE: Json = [{ Id: 'rate', Expression: '100 * errors / requests' }, series('5XXError'), series('Count', 'SampleCount')];

const rest = (more: Resources): Resources => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...more });
const IN_PRODUCTION = { production: true };

describeRule<Resources | CfnTemplate>('no-5xx-alarm', {
  template: (more) => {
    const { Resources: resources, ...others } = 'Resources' in more ? more as CfnTemplate : { Resources: more as Resources };
    return { ...others, Resources: rest(resources) };
  },
  passes: [alarm(metric('5XXError')), alarm({ Metrics: RATE })],
  fails: [
    {},
    alarm(metric('4XXError')),
    alarm(metric('5XXError', [{ Name: 'ApiName', Value: 'Others' }])),
    alarm(metric('5XXError', [{ Name: 'ApiName', Value: { Ref: 'Api' } }])),
    alarm({ ...metric('5XXError'), Namespace: 'Custom' }),
    detector(metric('5XXError')),
  ],
  message: "the API 'Pets' has no alarm that watches its failures",
  unknown: [
    alarm(metric(UNKNOWN)),
    alarm(metric('5XXError', [{ Name: 'ApiName', Value: UNKNOWN }])),
    alarm(metric('5XXError', UNKNOWN)),
    alarm({ ...metric('5XXError'), Namespace: UNKNOWN }),
    alarm({ Metrics: UNKNOWN }),
    alarm({ Metrics: [{ Id: 'query', Expression: 'SELECT SUM("5XXError") FROM SCHEMA("AWS/ApiGateway", ApiName)' }] }),
    { Conditions: { Maybe: { 'Fn::Equals': [UNKNOWN, 'yes'] } }, Resources: alarm(metric('5XXError'), { Condition: 'Maybe' }) },
  ],
});

describeRule<Json>('no-5xx-alarm', {
  template: (name) => ({ ...restApi({ Name: { 'Fn::Sub': '${AWS::StackName}-pets' } }), ...alarm(metric('5XXError', [{ Name: 'ApiName', Value: name }])) }),
  passes: [{ 'Fn::Sub': '${AWS::StackName}-pets' }, { 'Fn::Join': ['-', [{ Ref: 'AWS::StackName' }, 'pets']] }],
  fails: [{ 'Fn::Sub': '${AWS::StackName}-others' }],
  message: "the API 'Api' has no alarm that watches its failures",
  unknown: [UNKNOWN],
  spellings: templateSpellings.filter(({ name }) => !name.startsWith('two stacks')),
}, 'a name that is the same all over a template');

describeRule<Resources>('no-5xx-alarm', {
  template: (more) => ({ ...httpApi(), ...more }),
  passes: [alarm(metric('5xx', BY_ID))],
  fails: [{}, alarm(metric('5XXError', BY_ID))],
  message: "the API 'Pets' has no alarm that watches its failures",
  unknown: [alarm(metric(UNKNOWN, BY_ID))],
}, 'of an HTTP API');

describeRule<Resources>('no-5xx-alarm', {
  template: (more) => ({ ...webSocketApi(), ...more }),
  passes: [alarm(metric('ExecutionError', BY_ID)), alarm(metric('IntegrationError', BY_ID))],
  fails: [alarm(metric('ClientError', BY_ID))],
  message: "the API 'Chat' has no alarm that watches its failures",
  unknown: [alarm(metric(UNKNOWN, BY_ID))],
}, 'of a WebSocket API');

describeRule<Resources>('no-4xx-alarm', {
  template: rest,
  passes: [alarm(metric('4XXError')), detector(metric('4XXError')), detector({ SingleMetricAnomalyDetector: { ...metric('4XXError'), Stat: 'Sum' } })],
  fails: [{}, alarm(metric('5XXError'))],
  message: "the API 'Pets' has no alarm that watches the requests that it refuses",
  unknown: [alarm(metric(UNKNOWN))],
  intent: IN_PRODUCTION,
});

describeRule<Resources>('no-latency-alarm', {
  template: rest,
  passes: [alarm({ ...metric('Latency'), ExtendedStatistic: 'p99' }), alarm(metric('IntegrationLatency'))],
  fails: [{}],
  message: "the API 'Pets' has no alarm that watches how long it takes",
  unknown: [alarm(metric(UNKNOWN))],
  intent: IN_PRODUCTION,
});

describeRule<Resources>('no-throttle-headroom-alarm', {
  template: rest,
  passes: [alarm({ ...metric('Count'), Statistic: 'SampleCount' }), alarm({ Metrics: [{ Id: 'left', Expression: '100 - series' }, series('Count')] })],
  fails: [{}, alarm({ Metrics: RATE })],
  message: "the API 'Pets' has no alarm that watches how much of its throttle is used",
  unknown: [alarm({ Metrics: UNKNOWN })],
  intent: IN_PRODUCTION,
});

describeRule<Resources>('no-throttle-headroom-alarm', {
  template: (more) => ({ ...webSocketApi(), ...more }),
  passes: [alarm(metric('MessageCount', BY_ID)), alarm({ Metrics: [series('IntegrationLatency', 'SampleCount', BY_ID)] })],
  fails: [alarm({ Metrics: [series('IntegrationLatency', 'p99', BY_ID)] })],
  message: "the API 'Chat' has no alarm that watches how much of its throttle is used",
  unknown: [alarm({ Metrics: UNKNOWN })],
  intent: IN_PRODUCTION,
}, 'of a WebSocket API');

describeRule<{ cache: Json; more: Resources }>('no-cache-hit-alarm', {
  template: ({ cache, more }) => ({ ...rest(more), ...restStage({ CacheClusterEnabled: cache, CacheClusterSize: '0.5' }) }),
  passes: [{ cache: true, more: alarm({ Metrics: [series('CacheHitCount'), series('CacheMissCount')] }) }, { cache: false, more: {} }],
  fails: [{ cache: true, more: {} }, { cache: true, more: alarm(metric('5XXError')) }],
  message: "the stage 'live' pays for a cache, and no alarm watches how often it answers",
  unknown: [{ cache: true, more: alarm(metric(UNKNOWN)) }],
});
