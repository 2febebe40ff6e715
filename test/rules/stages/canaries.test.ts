import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, v2Stage, webSocketApi } from '../resources';

const rest = (canary: Json, more: Resources = {}): Resources => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ CanarySetting: canary }), ...more });

describeRule('canary-percent-range', {
  template: (percent) => rest({ PercentTraffic: percent }),
  passes: [0.1, 10, '99.9'],
  fails: [-1, 100.5],
  message: (percent) => `the canary of the stage 'live' is to get ${String(percent)} percent of the traffic`,
  unknown: [UNKNOWN],
});

describeRule('canary-percent-range', {
  template: (canary) => rest(canary),
  passes: [undefined, { PercentTraffic: 10 }],
  fails: [{ PercentTraffic: 0 }, { PercentTraffic: 100 }, { UseStageCache: false }],
  message: (canary) => `the canary of the stage 'live' gets ${JSON.stringify(canary).includes('100') ? 'all' : 'none'} of the traffic, and is still there`,
  unknown: [UNKNOWN],
  severity: 'warning',
}, 'a canary that is none');

describeRule('canary-percent-range', {
  template: (percent) => ({
    ...restApi(),
    Deployment1: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, DeploymentCanarySettings: { PercentTraffic: percent } } },
  }),
  passes: [10],
  fails: [101],
  message: "the canary of the deployment 'Deployment1' is to get 101 percent of the traffic",
  unknown: [UNKNOWN],
}, 'of a deployment');

const alarm = (name: Json): Resources => ({
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'AWS/ApiGateway', MetricName: name, Dimensions: [{ Name: 'ApiName', Value: 'Pets' }] } },
});

describeRule<{ canary: Json; watched?: Json }>('canary-without-watch', {
  template: ({ canary, watched }) => rest(canary, watched === undefined ? {} : alarm(watched)),
  passes: [{ canary: undefined }, { canary: { PercentTraffic: 10 }, watched: '5XXError' }, { canary: { PercentTraffic: 10 }, watched: 'Latency' }],
  fails: [{ canary: { PercentTraffic: 10 } }, { canary: { PercentTraffic: 10 }, watched: 'Count' }],
  message: "the stage 'live' has a canary, and no alarm watches its errors or its latency",
  unknown: [{ canary: { PercentTraffic: 10 }, watched: UNKNOWN }, { canary: UNKNOWN }],
});

describeRule<Resources>('canary-on-v2', {
  template: (resources) => resources,
  passes: [{ ...httpApi(), ...v2Stage() }, { ...webSocketApi(), ...v2Stage() }],
  fails: [{ ...httpApi(), ...v2Stage({ CanarySetting: { PercentTraffic: 10 } }) }, { ...httpApi(), ...v2Stage({ CanarySetting: UNKNOWN }) }],
  message: "the stage 'live' sets CanarySetting, which HTTP APIs do not have",
  unknown: 'the property is not there, whatever its value',
});
