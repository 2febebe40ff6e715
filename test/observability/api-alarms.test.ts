import {
  Annotations as CdkAnnotations, App, CfnParameter, Duration, IPropertyInjector, InjectionContext, Lazy, PropertyInjectors, Stack,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_sns as sns,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ApiAlarms } from '../../src/observability/api-alarms';
import { ApiAlarmKind, ApiAlarmsProps } from '../../src/observability/api-alarms-options';
import { MonitoredApi } from '../../src/observability/monitored-api';

function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

/** The properties of an alarm in the template. */
function rendered(stack: Stack, alarm: cloudwatch.Alarm | undefined): { readonly [property: string]: unknown } {
  const logicalId = stack.getLogicalId(alarm!.node.defaultChild as cloudwatch.CfnAlarm);
  return Template.fromStack(stack).toJSON().Resources[logicalId].Properties;
}

function importedRest(stack: Stack): MonitoredApi {
  return MonitoredApi.rest(apigateway.RestApi.fromRestApiId(stack, 'Api', 'id'), { apiName: 'Orders', stageName: 'live' });
}

function importedHttp(stack: Stack): MonitoredApi {
  return MonitoredApi.http(apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'id' }));
}

function importedWebSocket(stack: Stack): MonitoredApi {
  return MonitoredApi.webSocket(apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'id' }));
}

describe('ApiAlarms', () => {
  test('makes no alarm on cache hits for a REST API without a cache', () => {
    const stack = newStack();

    const alarms = new ApiAlarms(stack, 'Alarms', { api: importedRest(stack), cacheHitRatio: { percent: 80 } });

    expect(alarms.cacheHitRatio).toBeUndefined();
    expect(alarms.alarms).toHaveLength(5);
  });

  test('takes other thresholds, floors, periods and their number', () => {
    const stack = newStack();
    const alarms = new ApiAlarms(stack, 'Alarms', {
      api: importedRest(stack),
      cache: true,
      serverErrors: { percent: 0.5, minimumRequests: 1, period: Duration.minutes(2), evaluationPeriods: 2 },
      clientErrors: { percent: 0 },
      latency: Duration.millis(1500),
      integrationLatency: Duration.seconds(1),
      throttleHeadroom: 30,
      throttleRate: 500,
      cacheHitRatio: { percent: 80, minimumRequests: 1000 },
    });

    const serverErrors = rendered(stack, alarms.serverErrors);
    expect(serverErrors).toMatchObject({ Threshold: 0.5, EvaluationPeriods: 2 });
    expect(serverErrors.Metrics).toEqual(expect.arrayContaining([
      expect.objectContaining({ Expression: 'IF(requests >= 1, 100 * errors / requests, 0)' }),
      expect.objectContaining({ Id: 'errors', MetricStat: expect.objectContaining({ Period: 120 }) }),
    ]));
    expect(rendered(stack, alarms.clientErrors)).toMatchObject({ Threshold: 0, EvaluationPeriods: 3 });
    expect(rendered(stack, alarms.latency)).toMatchObject({ Threshold: 1500 });
    expect(rendered(stack, alarms.integrationLatency)).toMatchObject({ Threshold: 1000 });
    expect(rendered(stack, alarms.throttleHeadroom)).toMatchObject({ Threshold: 30 });
    expect(rendered(stack, alarms.throttleHeadroom).Metrics).toContainEqual(expect.objectContaining({ Expression: '100 - 100 * requests / 60 / 500' }));
    expect(rendered(stack, alarms.cacheHitRatio)).toMatchObject({ Threshold: 80 });
    expect(rendered(stack, alarms.cacheHitRatio).Metrics)
      .toContainEqual(expect.objectContaining({ Expression: 'IF(hits + misses >= 1000, 100 * hits / (hits + misses), 100)' }));
  });

  test('lets tokens through', () => {
    const stack = newStack();
    const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    const alarms = new ApiAlarms(stack, 'Alarms', {
      api: importedRest(stack),
      cache: true,
      serverErrors: { percent: number, minimumRequests: number, evaluationPeriods: number },
      latency: Duration.millis(number),
      throttleHeadroom: number,
      throttleRate: number,
      cacheHitRatio: { percent: number },
    });

    const serverErrors = rendered(stack, alarms.serverErrors);
    expect(serverErrors).toMatchObject({ Threshold: { Ref: 'Number' }, EvaluationPeriods: { Ref: 'Number' } });
    expect(serverErrors.Metrics).toContainEqual(expect.objectContaining({
      Expression: { 'Fn::Join': ['', ['IF(requests >= ', { Ref: 'Number' }, ', 100 * errors / requests, 0)']] },
    }));
    expect(rendered(stack, alarms.latency)).toMatchObject({ Threshold: { Ref: 'Number' } });
    expect(rendered(stack, alarms.throttleHeadroom).Metrics).toContainEqual(expect.objectContaining({
      Expression: { 'Fn::Join': ['', ['100 - 100 * requests / 60 / ', { Ref: 'Number' }]] },
    }));
    expect(rendered(stack, alarms.cacheHitRatio)).toMatchObject({ Threshold: { Ref: 'Number' } });
    expect(JSON.stringify(serverErrors.AlarmDescription)).not.toMatch(/e\+289|TOKEN/);
  });

  test('gives each alarm its actions, and warns of nothing', () => {
    const stack = newStack();
    const alert = sns.Topic.fromTopicArn(stack, 'Alert', 'arn:aws:sns:eu-west-1:111122223333:alert');
    const over = sns.Topic.fromTopicArn(stack, 'Over', 'arn:aws:sns:eu-west-1:111122223333:over');

    new ApiAlarms(stack, 'Alarms', {
      api: importedHttp(stack), actions: [new actions.SnsAction(alert)], okActions: [new actions.SnsAction(over)],
    });

    Template.fromStack(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [alert.topicArn], OKActions: [over.topicArn] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test.each<[string, Partial<ApiAlarmsProps>]>([
    ['without actions', {}],
    ['with an empty list of actions', { actions: [] }],
    ['with actions for the end of an alarm only', { okActions: [{ bind: () => ({ alarmActionArn: 'arn' }) }] }],
  ])('warns once %s', (_, props) => {
    const stack = newStack();

    new ApiAlarms(stack, 'Alarms', { api: importedHttp(stack), ...props });

    const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-gatehouse:alarmWithoutAction'));
    expect(warnings.map((warning) => warning.id)).toEqual(['/Stack/Alarms']);
  });

  test('warns no more once that is acknowledged', () => {
    const stack = newStack();
    const alarms = new ApiAlarms(stack, 'Alarms', { api: importedHttp(stack) });

    CdkAnnotations.of(alarms).acknowledgeWarning('cdk-gatehouse:alarmWithoutAction');

    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('makes nothing and warns of nothing when every alarm is left out', () => {
    const stack = newStack();

    const alarms = new ApiAlarms(stack, 'Alarms', { api: importedRest(stack), cache: true, without: Object.values(ApiAlarmKind) });

    expect(alarms.alarms).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('watches two APIs in one stack', () => {
    const stack = newStack();
    const orders = new apigatewayv2.CfnApi(stack, 'Orders', { name: 'a', protocolType: 'HTTP' });
    const chat = new apigatewayv2.CfnApi(stack, 'Chat', { name: 'b', protocolType: 'WEBSOCKET' });

    new ApiAlarms(stack, 'OrdersAlarms', { api: MonitoredApi.cfnApi(orders) });
    new ApiAlarms(stack, 'ChatAlarms', { api: MonitoredApi.cfnApi(chat) });

    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 9);
  });

  test('hands out its alarms as a copy', () => {
    const stack = newStack();
    const alarms = new ApiAlarms(stack, 'Alarms', { api: importedHttp(stack) });

    alarms.alarms.pop();

    expect(alarms.alarms).toHaveLength(5);
  });

  test('takes the defaults of a property injector, which its props overrule', () => {
    const stack = newStack();
    const api = importedHttp(stack);
    PropertyInjectors.of(stack).add(new HouseDefaults());

    const byDefault = new ApiAlarms(stack, 'Default', { api });
    const overruled = new ApiAlarms(stack, 'Overruled', { api, latency: Duration.seconds(3) });

    expect(rendered(stack, byDefault.latency)).toMatchObject({ Threshold: 2000 });
    expect(rendered(stack, overruled.latency)).toMatchObject({ Threshold: 3000 });
  });

  test.each([
    ['serverErrors', 99.9], ['clientErrors', 99.9], ['cacheHitRatio', 100], ['cacheHitRatio', 0.1],
  ] as const)('takes a share at the edge: %s of %d', (alarm, percent) => {
    const stack = newStack();

    const alarms = new ApiAlarms(stack, 'Alarms', { api: importedRest(stack), cache: true, [alarm]: { percent } });

    expect(rendered(stack, alarms[alarm])).toMatchObject({ Threshold: percent });
  });

  test.each<[string, Partial<ApiAlarmsProps>, RegExp]>([
    ['server errors at 100 %', { serverErrors: { percent: 100 } }, /serverErrors.percent was given as '100'.*write a percentage from 0 to below 100/],
    ['server errors below 0 %', { serverErrors: { percent: -0.1 } }, /serverErrors.percent was given as '-0.1'/],
    ['client errors at 100 %', { clientErrors: { percent: 100 } }, /clientErrors.percent was given as '100'/],
    ['a share that is no number', { clientErrors: { percent: NaN } }, /clientErrors.percent was given as 'NaN'/],
    ['cache hits below 0 %', { cache: true, cacheHitRatio: { percent: 0 } }, /cacheHitRatio.percent was given as '0'.*above 0 to 100/],
    ['cache hits above 100 %', { cache: true, cacheHitRatio: { percent: 100.1 } }, /cacheHitRatio.percent was given as '100.1'/],
    ['a floor of 0 requests', { serverErrors: { minimumRequests: 0 } }, /serverErrors.minimumRequests was given as '0'.*a whole number from 1/],
    ['a floor that is no whole number', { serverErrors: { minimumRequests: 1.5 } }, /serverErrors.minimumRequests was given as '1.5'/],
    ['no evaluation period', { clientErrors: { evaluationPeriods: 0 } }, /clientErrors.evaluationPeriods was given as '0'/],
    ['a period of 30 seconds', { serverErrors: { period: Duration.seconds(30) } }, /serverErrors.period was given as '30 seconds'.*reports once a minute/],
    ['a period of a minute and a half', { serverErrors: { period: Duration.seconds(90) } }, /serverErrors.period was given as .*write whole minutes/],
    ['a period of 0', { clientErrors: { period: Duration.minutes(0) } }, /clientErrors.period was given as/],
    ['a period that is a token', { clientErrors: { period: Duration.minutes(Lazy.number({ produce: () => 1 })) } }, /clientErrors.period was given as a token/],
    ['a day and a minute of short periods', { serverErrors: { evaluationPeriods: 1441 } }, /serverErrors was given 1441 periods of 1 minute.* 1 day at most/],
    ['seven days and an hour of long periods', { serverErrors: { period: Duration.hours(1), evaluationPeriods: 169 } }, /169 periods of 1 hour.* 7 days at most/],
    ['a latency of 0', { latency: Duration.seconds(0) }, /latency was given as '.*', which every request exceeds/],
    ['an integration latency of 0', { integrationLatency: Duration.millis(0) }, /integrationLatency was given as/],
    ['a headroom of 100 %', { throttleHeadroom: 100 }, /throttleHeadroom was given as '100'.*from 0 to below 100/],
    ['a headroom below 0 %', { throttleHeadroom: -1 }, /throttleHeadroom was given as '-1'/],
    ['a throttle rate below 0', { throttleRate: -1 }, /throttleRate was given as '-1'.*write a number of requests per second/],
    ['an infinite throttle rate', { throttleRate: Infinity }, /throttleRate was given as 'Infinity'/],
    ['a share in quotes', { serverErrors: { percent: '5' as unknown as number } }, /serverErrors.percent was given as '5'/],
    ['a share without its name', { serverErrors: 5 as unknown as object }, /serverErrors was given 5, which says not of what; write serverErrors: \{ percent: 5 \}, or without: \[ApiAlarmKind.SERVER_ERRORS\]/],
    ['an alarm that is switched off', { cacheHitRatio: false as unknown as object }, /cacheHitRatio was given false.*without: \[ApiAlarmKind.CACHE_HIT_RATIO\]/],
    ['a period as a number', { serverErrors: { period: 5 as unknown as Duration } }, /serverErrors.period was given 5, which has no unit; write a Duration/],
    ['a latency as a number', { latency: 5 as unknown as Duration }, /latency was given 5, which has no unit; write a Duration, as Duration.seconds\(5\)/],
    ['an integration latency of nothing', { integrationLatency: null as unknown as Duration }, /integrationLatency was given null, which has no unit/],
    ['an action that is in no list', { actions: { bind: () => ({ alarmActionArn: 'arn' }) } as unknown as [] }, /actions of the alarms was given an object, which is no list; write it in brackets, as actions: \[new SnsAction\(topic\)\]/],
    ['a kind that is in no list', { without: 'LATENCY' as unknown as [] }, /without of the alarms was given 'LATENCY', which is no list; write it in brackets, as without: \[ApiAlarmKind.LATENCY\]/],
  ])('fails for %s, before anything is made', (_, props, message) => {
    const stack = newStack();
    const api = importedRest(stack);

    expect(() => new ApiAlarms(stack, 'Alarms', { api, ...props })).toThrow(message);
    expect(stack.node.tryFindChild('Alarms')).toBeUndefined();
  });

  test.each<[string, Partial<ApiAlarmsProps>]>([
    ['a day of short periods', { serverErrors: { evaluationPeriods: 1440 } }],
    ['seven days of long periods', { serverErrors: { period: Duration.hours(1), evaluationPeriods: 168 } }],
    ['a headroom of 0 %', { throttleHeadroom: 0 }],
    ['a floor of 1 request', { serverErrors: { minimumRequests: 1 } }],
    ['a latency of 1 ms', { latency: Duration.millis(1) }],
  ])('takes %s', (_, props) => {
    const stack = newStack();

    expect(new ApiAlarms(stack, 'Alarms', { api: importedRest(stack), ...props }).alarms).toHaveLength(5);
  });

  test.each<[string, (stack: Stack) => MonitoredApi, Partial<ApiAlarmsProps>, RegExp]>([
    ['a cache on an HTTP API', importedHttp, { cache: true }, /cache was given for an HTTP API, and only REST APIs have a cache/],
    ['cache hits of a WebSocket API', importedWebSocket, { cacheHitRatio: {} }, /cacheHitRatio was given for a WebSocket API/],
    ['the latency of a WebSocket API', importedWebSocket, { latency: Duration.seconds(1) }, /latency was given for a WebSocket API.*write integrationLatency/],
  ])('fails for %s', (_, api, props, message) => {
    const stack = newStack();

    expect(() => new ApiAlarms(stack, 'Alarms', { api: api(stack), ...props })).toThrow(message);
  });

  test('fails for an API of another region, where its metrics are not', () => {
    const app = new App();
    const there = new Stack(app, 'There', { env: { account: '111122223333', region: 'us-east-1' } });
    const here = new Stack(app, 'Here', { env: { account: '111122223333', region: 'eu-west-1' } });

    expect(() => new ApiAlarms(here, 'Alarms', { api: importedHttp(there) })).toThrow(/us-east-1/);
    expect(here.node.tryFindChild('Alarms')).toBeUndefined();
  });

  test('has no headroom to watch at a throttle rate of 0, which refuses every request', () => {
    const stack = newStack();

    const alarms = new ApiAlarms(stack, 'Alarms', { api: importedRest(stack), throttleRate: 0 });

    expect(alarms.throttleHeadroom).toBeUndefined();
    expect(alarms.alarms).toHaveLength(4);
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['a RestApi', (stack) => new apigateway.RestApi(stack, 'Rest')],
    ['an HttpApi', (stack) => new apigatewayv2.HttpApi(stack, 'Http')],
    ['a construct that has metrics', () => ({ metrics: {} })],
    ['nothing', () => undefined],
  ])('fails for %s in place of a MonitoredApi, which only JavaScript can write', (_, api) => {
    const stack = newStack();

    expect(() => new ApiAlarms(stack, 'Alarms', { api: api(stack) as MonitoredApi })).toThrow(/^api is no MonitoredApi; write MonitoredApi\.rest\(api\)/);
    expect(stack.node.tryFindChild('Alarms')).toBeUndefined();
  });
});

class HouseDefaults implements IPropertyInjector {
  public readonly constructUniqueId = ApiAlarms.PROPERTY_INJECTION_ID;

  public inject(originalProps: ApiAlarmsProps, _context: InjectionContext): ApiAlarmsProps {
    return { latency: Duration.seconds(2), ...originalProps };
  }
}
