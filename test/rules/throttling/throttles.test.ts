import { CfnTemplate, Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route, v2Stage, webSocketApi } from '../resources';

type Settings = { [key: string]: Json };

const ALL = { ResourcePath: '/*', HttpMethod: '*' };
const LIMITS = { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 };
const maybe = (value: Json): Json => ({ 'Fn::If': ['Maybe', value, { Ref: 'AWS::NoValue' }] });
const CONDITIONS: CfnTemplate['Conditions'] = { Maybe: { 'Fn::Equals': [UNKNOWN, 'yes'] } };

const rest = (settings: Json, key = 'GET /pets'): Resources => ({ ...restApi(), ...lambdaFunction(), ...method(key), ...restStage({ MethodSettings: settings }) });
const http = (general: Json, routes?: Json): Resources => ({ ...httpApi(), ...v2Stage({ DefaultRouteSettings: general, RouteSettings: routes }) });

describeRule<Json>('stage-without-throttle', {
  template: (settings) => ({ Conditions: CONDITIONS, Resources: rest(settings) }),
  passes: [[{ ...ALL, ...LIMITS }], [{ ...ALL, ThrottlingRateLimit: UNKNOWN }]],
  fails: [undefined, [{ ...ALL, LoggingLevel: 'ERROR' }], [{ ResourcePath: '/~1pets', HttpMethod: 'GET', ...LIMITS }]],
  message: "the stage 'live' has no throttle of its own",
  unknown: [UNKNOWN, [{ ...ALL, LoggingLevel: 'ERROR', ThrottlingRateLimit: maybe(100) }], maybe([{ ...ALL, ...LIMITS }])],
});

describeRule<Json>('stage-without-throttle', {
  template: (settings) => ({ Conditions: CONDITIONS, Resources: http(settings) }),
  passes: [LIMITS, { ThrottlingRateLimit: 100 }],
  fails: [undefined, { DetailedMetricsEnabled: true }],
  message: "the stage 'live' has no throttle of its own",
  unknown: [UNKNOWN, maybe(LIMITS)],
}, 'of an HTTP API');

describeRule<Json>('throttle-one-of-two', {
  template: (settings) => ({ Conditions: CONDITIONS, Resources: http(settings) }),
  passes: [LIMITS, {}, undefined, { ThrottlingRateLimit: UNKNOWN, ThrottlingBurstLimit: 10 }],
  fails: [{ ThrottlingRateLimit: 100 }, { ThrottlingBurstLimit: 100 }],
  message: (settings) => `the throttle of the stage 'live' has a ${'ThrottlingRateLimit' in (settings as object) ? 'rate and no burst' : 'burst and no rate'}`,
  unknown: [{ ThrottlingRateLimit: 100, ThrottlingBurstLimit: maybe(200) }],
});

describeRule<Settings>('throttle-one-of-two', {
  template: (settings) => ({ ...webSocketApi(), ...v2Stage({ RouteSettings: { send: settings } }) }),
  passes: [LIMITS],
  fails: [{ ThrottlingRateLimit: 100 }],
  message: "the throttle of the stage 'live' for 'send' has a rate and no burst",
  unknown: 'what hides one of two is covered above',
}, 'of one route');

const chat = (general: Json, routes: Json): Resources => ({
  ...webSocketApi(),
  ...lambdaFunction(),
  ...route('$connect'),
  ...route('send'),
  ...route('$default'),
  ...v2Stage({ DefaultRouteSettings: general, RouteSettings: routes }),
});

describeRule<{ general?: Json; routes?: Json }>('ws-route-throttle-missing', {
  template: ({ general, routes }) => chat(general, routes),
  passes: [{ general: LIMITS }, { routes: { send: LIMITS, $default: LIMITS } }, { general: LIMITS, routes: { send: { LoggingLevel: 'ERROR' } } }],
  fails: [{}, { general: { LoggingLevel: 'ERROR' } }, { routes: { $connect: LIMITS } }],
  message: "the stage 'live' does not limit the messages 'send', '$default'",
  unknown: [{ general: UNKNOWN }, { routes: UNKNOWN }],
});

describeRule<Resources>('http-per-consumer-throttle-claim', {
  template: (api) => api,
  passes: [restApi(), webSocketApi()],
  fails: [httpApi()],
  message: "the API 'Pets' is to be metered by consumer, which HTTP APIs cannot do",
  unknown: 'the type of an API is always known',
  intent: { metered: true },
});

describeRule<Json>('write-method-unthrottled', {
  template: (settings) => ({ Conditions: CONDITIONS, Resources: rest(settings, 'POST /pets/{id}') }),
  passes: [[{ ResourcePath: '/~1pets~1{id}', HttpMethod: 'POST', ...LIMITS }], [{ ResourcePath: '/pets/{id}', HttpMethod: '*', ...LIMITS }]],
  fails: [undefined, [{ ...ALL, ...LIMITS }], [{ ResourcePath: '/~1pets~1{id}', HttpMethod: 'POST', LoggingLevel: 'ERROR' }]],
  message: "'POST /pets/{id}' has no throttle of its own in the stage 'live'",
  unknown: [UNKNOWN, [{ ResourcePath: UNKNOWN, HttpMethod: 'POST', ...LIMITS }], [{ ResourcePath: '/~1pets~1{id}', HttpMethod: 'POST', LoggingLevel: 'ERROR', ThrottlingRateLimit: maybe(1) }]],
  intent: { writesThrottled: true },
});

describeRule<string>('write-method-unthrottled', {
  template: (key) => rest([{ ...ALL, ...LIMITS }], key),
  passes: ['GET /pets', 'HEAD /pets', 'OPTIONS /pets'],
  fails: ['PUT /pets', 'PATCH /pets', 'DELETE /pets'],
  message: (key) => `'${key}' has no throttle of its own in the stage 'live'`,
  unknown: 'the method is literal here',
  intent: { writesThrottled: true },
}, 'only methods that write');
