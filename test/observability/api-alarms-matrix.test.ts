import {
  App, Stack,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_cloudwatch as cloudwatch,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiType } from '../../src/api-type';
import { ApiAlarms } from '../../src/observability/api-alarms';
import { ApiAlarmKind } from '../../src/observability/api-alarms-options';
import { MonitoredApi } from '../../src/observability/monitored-api';

const BODY = { openapi: '3.0.1', info: { title: 'Orders', version: '1' }, paths: { '/': { get: {} } } };

interface Kind {
  readonly name: string;
  readonly apiType: ApiType;
  readonly make: (stack: Stack) => MonitoredApi;
}

const KINDS: Kind[] = [
  {
    name: 'RestApi',
    apiType: ApiType.REST,
    make: (stack) => {
      const api = new apigateway.RestApi(stack, 'Api', { restApiName: 'Orders' });
      api.root.addMethod('GET');
      return MonitoredApi.rest(api, { stageName: 'live' });
    },
  },
  {
    name: 'SpecRestApi',
    apiType: ApiType.REST,
    make: (stack) => MonitoredApi.rest(
      new apigateway.SpecRestApi(stack, 'Api', { restApiName: 'Orders', apiDefinition: apigateway.ApiDefinition.fromInline(BODY) }), { stageName: 'live' }),
  },
  {
    name: 'imported REST API',
    apiType: ApiType.REST,
    make: (stack) => MonitoredApi.rest(
      apigateway.RestApi.fromRestApiId(stack, 'Api', 'id'), { apiName: 'Orders', stageName: 'live' }),
  },
  {
    name: 'CfnRestApi',
    apiType: ApiType.REST,
    make: (stack) => MonitoredApi.cfnRestApi(
      new apigateway.CfnRestApi(stack, 'Api', { body: BODY }), { stageName: 'live' }),
  },
  {
    name: 'HttpApi', apiType: ApiType.HTTP, make: (stack) => MonitoredApi.http(new apigatewayv2.HttpApi(stack, 'Api'), { stageName: 'live' }),
  },
  {
    name: 'imported HTTP API',
    apiType: ApiType.HTTP,
    make: (stack) => MonitoredApi.http(
      apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'id' }), { stageName: 'live' }),
  },
  {
    name: 'CfnApi of HTTP',
    apiType: ApiType.HTTP,
    make: (stack) => MonitoredApi.cfnApi(
      new apigatewayv2.CfnApi(stack, 'Api', { name: 'a', protocolType: 'HTTP' }), { stageName: 'live' }),
  },
  {
    name: 'WebSocketApi',
    apiType: ApiType.WEBSOCKET,
    make: (stack) => MonitoredApi.webSocket(
      new apigatewayv2.WebSocketApi(stack, 'Api'), { stageName: 'live' }),
  },
  {
    name: 'imported WebSocket API',
    apiType: ApiType.WEBSOCKET,
    make: (stack) => MonitoredApi.webSocket(
      apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'id' }), { stageName: 'live' }),
  },
  {
    name: 'CfnApi of WebSocket',
    apiType: ApiType.WEBSOCKET,
    make: (stack) => MonitoredApi.cfnApi(
      new apigatewayv2.CfnApi(stack, 'Api', { name: 'a', protocolType: 'WEBSOCKET' }), { stageName: 'live' }),
  },
];

interface Expected {
  readonly threshold: number;
  readonly operator: string;
  readonly period: number;
  /** The expression, or none for an alarm on one metric. */
  readonly expression?: string;
  /** Metrics by their id in the expression: name and statistic. */
  readonly metrics: { readonly [id: string]: readonly [string, string] };
}

const REQUESTS = { requests: ['Count', 'SampleCount'] } as const;
const CALLS = { calls: ['IntegrationLatency', 'SampleCount'] } as const;

const EXPECTED: { readonly [kind in ApiAlarmKind]: { readonly [apiType in ApiType]?: Expected } } = {
  [ApiAlarmKind.SERVER_ERRORS]: {
    [ApiType.REST]: {
      threshold: 1,
      operator: 'GreaterThanThreshold',
      period: 60,
      expression: 'IF(requests >= 5, 100 * errors / requests, 0)',
      metrics: { errors: ['5XXError', 'Sum'], ...REQUESTS },
    },
    [ApiType.HTTP]: {
      threshold: 1,
      operator: 'GreaterThanThreshold',
      period: 60,
      expression: 'IF(requests >= 5, 100 * errors / requests, 0)',
      metrics: { errors: ['5xx', 'Sum'], ...REQUESTS },
    },
    [ApiType.WEBSOCKET]: {
      threshold: 1,
      operator: 'GreaterThanThreshold',
      period: 60,
      expression: 'IF((calls + executionErrors) >= 5, 100 * (integrationErrors + executionErrors) / (calls + executionErrors), 0)',
      metrics: { integrationErrors: ['IntegrationError', 'Sum'], executionErrors: ['ExecutionError', 'Sum'], ...CALLS },
    },
  },
  [ApiAlarmKind.CLIENT_ERRORS]: {
    [ApiType.REST]: {
      threshold: 10,
      operator: 'GreaterThanThreshold',
      period: 300,
      expression: 'IF(requests >= 20, 100 * errors / requests, 0)',
      metrics: { errors: ['4XXError', 'Sum'], ...REQUESTS },
    },
    [ApiType.HTTP]: {
      threshold: 10,
      operator: 'GreaterThanThreshold',
      period: 300,
      expression: 'IF(requests >= 20, 100 * errors / requests, 0)',
      metrics: { errors: ['4xx', 'Sum'], ...REQUESTS },
    },
    [ApiType.WEBSOCKET]: {
      threshold: 10,
      operator: 'GreaterThanThreshold',
      period: 300,
      expression: 'IF((calls + errors) >= 20, 100 * errors / (calls + errors), 0)',
      metrics: { errors: ['ClientError', 'Sum'], ...CALLS },
    },
  },
  [ApiAlarmKind.LATENCY]: {
    [ApiType.REST]: { threshold: 5000, operator: 'GreaterThanThreshold', period: 300, metrics: { only: ['Latency', 'p99'] } },
    [ApiType.HTTP]: { threshold: 5000, operator: 'GreaterThanThreshold', period: 300, metrics: { only: ['Latency', 'p99'] } },
  },
  [ApiAlarmKind.INTEGRATION_LATENCY]: {
    [ApiType.REST]: { threshold: 4000, operator: 'GreaterThanThreshold', period: 300, metrics: { only: ['IntegrationLatency', 'p99'] } },
    [ApiType.HTTP]: { threshold: 4000, operator: 'GreaterThanThreshold', period: 300, metrics: { only: ['IntegrationLatency', 'p99'] } },
    [ApiType.WEBSOCKET]: { threshold: 4000, operator: 'GreaterThanThreshold', period: 300, metrics: { only: ['IntegrationLatency', 'p99'] } },
  },
  [ApiAlarmKind.THROTTLE_HEADROOM]: {
    [ApiType.REST]: {
      threshold: 20,
      operator: 'LessThanOrEqualToThreshold',
      period: 60,
      expression: '100 - 100 * requests / 60 / 10000',
      metrics: REQUESTS,
    },
    [ApiType.HTTP]: {
      threshold: 20,
      operator: 'LessThanOrEqualToThreshold',
      period: 60,
      expression: '100 - 100 * requests / 60 / 10000',
      metrics: REQUESTS,
    },
    [ApiType.WEBSOCKET]: {
      threshold: 20,
      operator: 'LessThanOrEqualToThreshold',
      period: 60,
      expression: '100 - 100 * calls / 60 / 10000',
      metrics: CALLS,
    },
  },
  [ApiAlarmKind.CACHE_HIT_RATIO]: {
    [ApiType.REST]: {
      threshold: 50,
      operator: 'LessThanThreshold',
      period: 300,
      expression: 'IF(hits + misses >= 100, 100 * hits / (hits + misses), 100)',
      metrics: { hits: ['CacheHitCount', 'Sum'], misses: ['CacheMissCount', 'Sum'] },
    },
  },
};

const HANDLES: { readonly [kind in ApiAlarmKind]: (alarms: ApiAlarms) => cloudwatch.Alarm | undefined } = {
  [ApiAlarmKind.SERVER_ERRORS]: (alarms) => alarms.serverErrors,
  [ApiAlarmKind.CLIENT_ERRORS]: (alarms) => alarms.clientErrors,
  [ApiAlarmKind.LATENCY]: (alarms) => alarms.latency,
  [ApiAlarmKind.INTEGRATION_LATENCY]: (alarms) => alarms.integrationLatency,
  [ApiAlarmKind.THROTTLE_HEADROOM]: (alarms) => alarms.throttleHeadroom,
  [ApiAlarmKind.CACHE_HIT_RATIO]: (alarms) => alarms.cacheHitRatio,
};

function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

/** The properties of an alarm in the template. */
function rendered(stack: Stack, alarm: cloudwatch.Alarm | undefined): { readonly [property: string]: unknown } {
  const logicalId = stack.getLogicalId(alarm!.node.defaultChild as cloudwatch.CfnAlarm);
  return Template.fromStack(stack).toJSON().Resources[logicalId].Properties;
}

describe.each(KINDS)('ApiAlarms for $name', ({ apiType, make }) => {
  test.each(Object.values(ApiAlarmKind))('watches %s with the metrics of its type, or not at all', (alarmKind) => {
    const stack = newStack();
    const api = make(stack);
    const alarms = new ApiAlarms(stack, 'Alarms', { api, cache: apiType === ApiType.REST });
    const expected = EXPECTED[alarmKind][apiType];

    if (expected === undefined) {
      expect(HANDLES[alarmKind](alarms)).toBeUndefined();
      return;
    }
    const alarm = rendered(stack, HANDLES[alarmKind](alarms));
    const identity = apiType === ApiType.REST
      ? { Name: 'ApiName', Value: 'Orders' }
      : { Name: 'ApiId', Value: stack.resolve(api.metrics.metricClientError().dimensions).ApiId };
    const dimensions = [identity, { Name: 'Stage', Value: 'live' }];

    expect(alarm).toMatchObject({
      Threshold: expected.threshold,
      ComparisonOperator: expected.operator,
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
    });
    expect(alarm).not.toHaveProperty('DatapointsToAlarm');
    if (expected.expression === undefined) {
      const [metricName, statistic] = expected.metrics.only;
      expect(alarm).toMatchObject({ Namespace: 'AWS/ApiGateway', MetricName: metricName, ExtendedStatistic: statistic, Period: expected.period });
      expect(alarm.Dimensions).toEqual(dimensions);
      return;
    }
    expect(alarm.Metrics).toHaveLength(Object.keys(expected.metrics).length + 1);
    expect(alarm.Metrics).toEqual(expect.arrayContaining([
      expect.objectContaining({ Expression: expected.expression }),
      ...Object.entries(expected.metrics).map(([id, [metricName, statistic]]) => ({
        Id: id,
        MetricStat: {
          Metric: { Namespace: 'AWS/ApiGateway', MetricName: metricName, Dimensions: dimensions },
          Period: expected.period,
          Stat: statistic,
        },
        ReturnData: false,
      })),
    ]));
  });

  test('makes every alarm that the type can have, and hands out all of them', () => {
    const stack = newStack();
    const alarms = new ApiAlarms(stack, 'Alarms', { api: make(stack), cache: apiType === ApiType.REST });
    const count = { [ApiType.REST]: 6, [ApiType.HTTP]: 5, [ApiType.WEBSOCKET]: 4 }[apiType];

    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', count);
    expect(alarms.alarms).toHaveLength(count);
    expect(alarms.alarms).toEqual(Object.values(HANDLES).map((handle) => handle(alarms)).filter((alarm) => alarm !== undefined));
  });

  test.each(Object.values(ApiAlarmKind))('leaves %s out and nothing else', (kind) => {
    const stack = newStack();
    const api = make(stack);
    const all = new ApiAlarms(stack, 'All', { api, cache: apiType === ApiType.REST });

    const some = new ApiAlarms(stack, 'Some', { api, cache: apiType === ApiType.REST, without: [kind] });

    expect(HANDLES[kind](some)).toBeUndefined();
    expect(some.alarms).toHaveLength(all.alarms.length - (EXPECTED[kind][apiType] === undefined ? 0 : 1));
  });

  test('says in every alarm what to look at', () => {
    const stack = newStack();
    const alarms = new ApiAlarms(stack, 'Alarms', { api: make(stack), cache: apiType === ApiType.REST });

    for (const alarm of alarms.alarms) {
      expect(JSON.stringify(rendered(stack, alarm).AlarmDescription)).toMatch(/ API .*stage live: .*Look /);
    }
  });
});
