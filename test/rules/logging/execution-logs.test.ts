import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, v2Stage, webSocketApi } from '../resources';

type Settings = { [key: string]: Json };

/** A REST API whose stage has settings for all methods, and some for single ones. */
const rest = (general: Settings, ...others: Json[]): Resources => ({
  ...restApi(),
  ...lambdaFunction(),
  ...method('GET /pets'),
  ...restStage({ MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10, ...general }, ...others] }),
});
const ofPets = (settings: Settings): Settings => ({ ResourcePath: '/~1pets', HttpMethod: 'GET', ...settings });
const v2 = (general: Json, routes?: Json): Resources => v2Stage({ DefaultRouteSettings: general, RouteSettings: routes });
const http = (general: Settings, routes?: Json): Resources => ({ ...httpApi(), ...v2(general, routes) });
const webSocket = (general: Json, routes?: Json): Resources => ({ ...webSocketApi(), ...v2(general, routes) });

describeRule('rest-execution-log-off', {
  template: (level) => rest({ LoggingLevel: level }),
  passes: ['ERROR', 'INFO'],
  fails: ['OFF', undefined],
  message: "the stage 'live' writes no execution log",
  unknown: [UNKNOWN],
});

describeRule('rest-execution-log-off', {
  template: (settings) => ({ ...rest({}), ...restStage({ MethodSettings: settings }) }),
  passes: [[{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR' }]],
  fails: [undefined, [ofPets({ LoggingLevel: 'OFF' })], [ofPets({ LoggingLevel: 'ERROR' })]],
  message: (settings) => `the stage 'live' writes no execution log${JSON.stringify(settings ?? '').includes('ERROR') ? ' of routes without settings of their own' : ''}`,
  unknown: [UNKNOWN, [{ ResourcePath: '/*', HttpMethod: UNKNOWN, LoggingLevel: 'ERROR' }]],
}, 'only settings of all methods count');

describeRule('ws-execution-log-off', {
  template: (settings) => webSocket(settings),
  passes: [{ LoggingLevel: 'ERROR' }],
  fails: [{ LoggingLevel: 'OFF' }, {}, undefined],
  message: "the stage 'live' writes no execution log",
  unknown: [UNKNOWN, { LoggingLevel: UNKNOWN }],
});

describeRule('ws-execution-log-off', {
  template: (level) => webSocket({ LoggingLevel: 'ERROR' }, { send: { LoggingLevel: level } }),
  passes: ['INFO', undefined],
  fails: ['OFF'],
  message: "the stage 'live' writes no execution log of 'send'",
  unknown: 'all routes log, and what hides the level of one is a level most likely',
}, 'a single route');

describeRule('execution-log-info', {
  template: (level) => rest({ LoggingLevel: level }),
  passes: ['ERROR', 'OFF', undefined],
  fails: ['INFO', 'info'],
  message: "the stage 'live' logs its execution at INFO",
  unknown: [UNKNOWN],
});

describeRule('execution-log-info', {
  template: (level) => webSocket({ LoggingLevel: 'ERROR' }, { send: { LoggingLevel: level } }),
  passes: ['ERROR'],
  fails: ['INFO'],
  message: "the stage 'live' logs its execution at INFO for 'send'",
  unknown: [UNKNOWN],
  intent: { production: true },
}, 'a single route');

describeRule('data-trace-on', {
  template: (isOn) => rest({ DataTraceEnabled: isOn }),
  passes: [false, 'false', undefined],
  fails: [true, 'true'],
  message: "the stage 'live' logs whole requests and answers",
  unknown: [UNKNOWN],
});

describeRule('data-trace-on', {
  template: (isOn) => rest({}, ofPets({ DataTraceEnabled: isOn })),
  passes: [false],
  fails: [true],
  message: "the stage 'live' logs whole requests and answers for 'GET /pets'",
  unknown: [UNKNOWN],
}, 'a single method');

describeRule('data-trace-on', {
  template: (isOn) => webSocket({ DataTraceEnabled: isOn }),
  passes: [false],
  fails: [true],
  message: "the stage 'live' logs whole requests and answers",
  unknown: [UNKNOWN],
}, 'of a WebSocket API');

describeRule('http-execution-log-set', {
  template: (level) => http({ LoggingLevel: level }),
  passes: ['OFF', undefined],
  fails: ['INFO', 'ERROR'],
  message: "the stage 'live' sets LoggingLevel, which HTTP APIs do not have",
  unknown: [UNKNOWN],
});

describeRule('http-execution-log-set', {
  template: (isOn) => http({}, { 'GET /pets': { DataTraceEnabled: isOn } }),
  passes: [false, undefined],
  fails: [true],
  message: "the stage 'live' sets DataTraceEnabled for 'GET /pets', which HTTP APIs do not have",
  unknown: [UNKNOWN],
}, 'the trace of a single route');

describeRule('method-override-kills-logging', {
  template: (settings) => rest({ LoggingLevel: 'ERROR' }, ofPets({ ThrottlingRateLimit: 5, ...settings as Settings })),
  passes: [{ LoggingLevel: 'ERROR' }, { LoggingLevel: 'OFF' }, { LoggingLevel: UNKNOWN }],
  fails: [{}],
  message: "the stage 'live' logs its execution, but not that of 'GET /pets', whose settings leave out LoggingLevel",
  unknown: 'a level that is not known is a level all the same',
});

describeRule('method-override-kills-logging', {
  template: (level) => rest({ LoggingLevel: level }, ofPets({ ThrottlingRateLimit: 5 })),
  passes: ['OFF', undefined],
  fails: ['INFO'],
  message: "the stage 'live' logs its execution, but not that of 'GET /pets', whose settings leave out LoggingLevel",
  unknown: [UNKNOWN],
}, 'where there is logging');
