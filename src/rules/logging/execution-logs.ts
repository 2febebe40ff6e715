import { ApiType } from '../../api-type';
import { SettingsEntry, StageReflection } from '../../reflection/stage-reflection';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { stageRule } from '../rule-subjects';

const SET_UP_LOGGING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html';
const WEBSOCKET_LOGGING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html';
const METHOD_SETTING = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html';
const ROUTE_SETTINGS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-stage-routesettings.html';

const REST_SNIPPET = `
      MethodSettings:
        - ResourcePath: /*
          HttpMethod: '*'
          LoggingLevel: ERROR
          DataTraceEnabled: false`;

/** Execution logs: what API Gateway itself writes of its work on a request. */
export const executionLogs: Rule[] = [
  stageRule({
    id: 'rest-execution-log-off',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A stage of a REST API writes no execution log',
    why: 'When a mapping, an authorizer or an integration fails inside API Gateway, nothing tells why.',
    fix: 'set LoggingLevel of all methods to ERROR',
    snippet: REST_SNIPPET,
    docs: SET_UP_LOGGING,
    related: ['AwsSolutions-APIG6', 'APIGateway.1', 'CT.APIGATEWAY.PR.1', 'ES2000'],
  }, judgeOff),

  stageRule({
    id: 'ws-execution-log-off',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A stage of a WebSocket API writes no execution log',
    why: 'A message that fails inside API Gateway leaves no answer that anybody sees; nothing tells that it failed, nor why.',
    fix: 'set LoggingLevel of all routes to ERROR',
    snippet: `
      DefaultRouteSettings:
        LoggingLevel: ERROR
        DataTraceEnabled: false`,
    docs: WEBSOCKET_LOGGING,
    related: ['APIGateway.1'],
  }, (stage) => [
    judgeOff(stage),
    ...stage.settingsOf('loggingLevel').filter(([{ isDefault }]) => !isDefault).map(([{ routeKey }, value]) => value.string().is((level) => level.toUpperCase() === 'OFF')
      ? violation(`${stage} writes no execution log of '${routeKey}'`, value)
      : undefined),
  ].flat()),

  stageRule({
    id: 'execution-log-info',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A stage logs its execution at INFO',
    why: 'INFO writes ten to sixty lines for each request, and CloudWatch Logs may cost more than the API and its functions together.',
    fix: 'set LoggingLevel to ERROR, and to INFO only for as long as you look for a fault; declare production: false where it is meant so',
    snippet: REST_SNIPPET,
    docs: SET_UP_LOGGING,
  }, (stage, { intent }) => intent.production === false ? undefined : stage.settingsOf('loggingLevel').flatMap(([entry, value]) => judge(value.string(), {
    what: `the logging level of ${stage}${about(entry)}`,
    place: value,
    known: (level) => level.toUpperCase() === 'INFO' ? violation(`${stage} logs its execution at INFO${about(entry)}`, value) : undefined,
  }))),

  stageRule({
    id: RuleIds.DATA_TRACE_ON,
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A stage writes whole requests and answers into its log',
    why: 'Bodies and headers hold personal data and credentials, and whoever reads the log reads them.',
    fix: 'set DataTraceEnabled to false',
    snippet: REST_SNIPPET,
    docs: SET_UP_LOGGING,
    related: ['CKV_AWS_276'],
  }, (stage) => stage.settingsOf('dataTrace').flatMap(([entry, value]) => judge(value.boolean(), {
    what: `whether ${stage} logs whole requests${about(entry)}`,
    place: value,
    known: (isOn) => isOn ? violation(`${stage} logs whole requests and answers${about(entry)}`, value) : undefined,
  }))),

  stageRule({
    id: 'http-execution-log-set',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'An HTTP API is to write an execution log',
    why: 'Only REST and WebSocket APIs have one: API Gateway refuses a LoggingLevel, and does nothing with DataTraceEnabled.',
    fix: 'remove LoggingLevel and DataTraceEnabled; the access log with its error fields is what HTTP APIs have',
    snippet: `
      AccessLogSettings:
        DestinationArn: !GetAtt AccessLog.Arn
        Format: '{"requestId":"$context.requestId","error":"$context.error.message","integrationError":"$context.integration.error"}'`,
    docs: ROUTE_SETTINGS,
  }, (stage) => [
    ...stage.settingsOf('loggingLevel').flatMap(([entry, value]) => judge(value.string(), {
      what: `the LoggingLevel of ${stage}${about(entry)}`,
      place: value,
      known: (level) => level.toUpperCase() === 'OFF' ? undefined : violation(`${stage} sets LoggingLevel${about(entry)}, which HTTP APIs do not have`, value),
    })),
    ...stage.settingsOf('dataTrace').flatMap(([entry, value]) => judge(value.boolean(), {
      what: `the DataTraceEnabled of ${stage}${about(entry)}`,
      place: value,
      known: (isOn) => isOn ? violation(`${stage} sets DataTraceEnabled${about(entry)}, which HTTP APIs do not have`, value) : undefined,
    })),
  ]),

  stageRule({
    id: 'method-override-kills-logging',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'The settings of a method end its logging without a word',
    why: 'The settings of a method replace those of all methods as a whole: what they leave out has its default, and that of LoggingLevel is OFF.',
    fix: 'repeat LoggingLevel in every entry of MethodSettings',
    snippet: `
      MethodSettings:
        - ResourcePath: /*
          HttpMethod: '*'
          LoggingLevel: ERROR
        - ResourcePath: /~1pets
          HttpMethod: GET
          ThrottlingRateLimit: 10
          LoggingLevel: ERROR`,
    docs: METHOD_SETTING,
  }, (stage) => {
    const overrides = (stage.settings.value ?? []).filter(({ isDefault, hidden }) => !isDefault && hidden === undefined);
    if (overrides.length === 0) return undefined;
    const level = stage.setting('loggingLevel').string();
    if (level.isAbsent || level.is((word) => word.toUpperCase() === 'OFF')) return undefined;
    return overrides.flatMap(({ routeKey, place }): (Outcome | undefined)[] => [judge(place.get('LoggingLevel').isWritten().flatMap((isWritten) => level.map(() => isWritten)), {
      what: `whether ${stage} logs '${routeKey}'`,
      place,
      known: (isWritten) => isWritten ? undefined : violation(`${stage} logs its execution, but not that of '${routeKey}', whose settings leave out LoggingLevel`, place),
    })].flat());
  }),
];

/** Of the settings that hold for all. */
function judgeOff(stage: StageReflection) {
  const value = stage.setting('loggingLevel');
  const others = stage.settingsOf('loggingLevel').some(([{ isDefault }, own]) => !isDefault && !own.string().is((level) => level.toUpperCase() === 'OFF'));
  const off = violation(`${stage} writes no execution log${others ? ' of routes without settings of their own' : ''}`, value.isGiven ? value : undefined);
  return judge(value.string(), {
    what: `the logging level of ${stage}`,
    place: value,
    known: (level) => level.toUpperCase() === 'OFF' ? off : undefined,
    absent: () => off,
  });
}

/** What a setting is about, after what is said of it; nothing for all routes. */
function about({ isDefault, routeKey }: SettingsEntry): string {
  return isDefault ? '' : ` for '${routeKey}'`;
}
