import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, httpApi, lambdaFunction, method, restApi, restStage, route, v2Stage, webSocketApi } from '../resources';

const rest = (stage: { [key: string]: Json }): Resources => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage(stage) });

describeRule('xray-off', {
  template: (isOn) => rest({ TracingEnabled: isOn }),
  passes: [true, 'true'],
  fails: [false, undefined],
  message: "the stage 'live' is not traced by X-Ray",
  unknown: [UNKNOWN],
});

describeRule('xray-set-on-v2', {
  template: (isOn) => ({ ...httpApi(), ...v2Stage({ TracingEnabled: isOn }) }),
  passes: [undefined],
  fails: [true],
  message: "the stage 'live' sets TracingEnabled, which HTTP APIs do not have",
  unknown: 'the property is not there, whatever its value',
  severity: 'error',
});

describeRule<Resources>('xray-set-on-v2', {
  template: (api) => api,
  passes: [restApi()],
  fails: [webSocketApi({ Name: 'Chat' })],
  message: "the API 'Chat' is to be traced by X-Ray, which cannot trace WEBSOCKET APIs",
  unknown: 'the type of an API is always known',
  intent: { tracingRequired: true },
}, 'asked of all APIs');

describeRule('backend-lambda-not-traced', {
  template: (mode) => ({ ...httpApi(), ...route('GET /pets'), ...lambdaFunction('Function', { TracingConfig: { Mode: mode } }) }),
  passes: ['Active'],
  fails: ['PassThrough', undefined],
  message: "the function of 'GET /pets' starts no trace, and neither does its API",
  unknown: [UNKNOWN],
});

const alias: Resources = { Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Function' }, FunctionVersion: '1', Name: 'live' } } };
const byAlias = { IntegrationUri: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Alias}/invocations' } };

describeRule<Json>('backend-lambda-not-traced', {
  template: (mode) => ({
    ...webSocketApi(),
    ...route('$connect', {}, byAlias),
    ...route('send', {}, { IntegrationUri: functionUri() }),
    ...alias,
    ...lambdaFunction('Function', mode === undefined ? {} : { TracingConfig: { Mode: mode } }),
  }),
  passes: ['Active'],
  fails: [undefined],
  message: "the function of '$connect' and 1 more starts no trace, and neither does its API",
  unknown: [UNKNOWN],
}, 'of several routes, behind an alias');

describeRule<Resources>('backend-lambda-not-traced', {
  template: (resources) => ({ ...resources, ...lambdaFunction() }),
  passes: [{ ...restApi(), ...method('GET /pets') }, httpApi()],
  fails: [{ ...httpApi(), ...route('GET /pets') }],
  message: "the function of 'GET /pets' starts no trace, and neither does its API",
  unknown: 'the mode is literal here',
}, 'only behind HTTP and WebSocket APIs');

describeRule('detailed-metrics-off', {
  template: (isOn) => rest({ MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', MetricsEnabled: isOn, LoggingLevel: 'ERROR' }] }),
  passes: [true],
  fails: [false, undefined],
  message: "the stage 'live' serves production without metrics of single routes",
  unknown: [UNKNOWN],
  intent: { production: true },
});

describeRule('detailed-metrics-off', {
  template: (isOn) => ({ ...httpApi(), ...v2Stage({ DefaultRouteSettings: { DetailedMetricsEnabled: isOn } }) }),
  passes: [true],
  fails: [false, undefined],
  message: "the stage 'live' serves production without metrics of single routes",
  unknown: [UNKNOWN],
  intent: { production: true },
}, 'of an HTTP API');
