import { Duration, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_logs as logs } from 'aws-cdk-lib';
import { Integration } from '../../src/integrations/integration';
import { ApiAlarmKind } from '../../src/observability/api-alarms-options';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { AccessLogFields } from '../../src/stage/access-log-fields';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { StageThrottle } from '../../src/stage/throttle';
import { Document, acknowledged, errorOf, template, testStack, warnings } from '../rest-api';
import { resourcesOf, webSocketApi } from '../web-socket-api';

const integration = Integration.mock();

function apiWith(props: Partial<RealtimeWebSocketApiProps> = {}): { stack: Stack; api: RealtimeWebSocketApi } {
  const stack = testStack();
  return { stack, api: webSocketApi(stack, props) };
}

const stageOf = ({ stack }: { stack: Stack }): Document => resourcesOf(stack, 'ApiGatewayV2::Stage')[0];

describe('the stage', () => {
  test('has its name, in every address, and its variables', () => {
    const made = apiWith({ stageName: 'live', stageVariables: { mode: 'a' } });

    expect(stageOf(made)).toMatchObject({ StageName: 'live', StageVariables: { mode: 'a' } });
    expect(made.api.url).toMatch(/\/live\/$/);
    expect(made.api.callbackUrl).toMatch(/\/live$/);
  });

  test('shows HTTP backends a client certificate', () => {
    const stack = testStack();
    const clientCertificate = new apigateway.CfnClientCertificate(stack, 'Certificate');
    webSocketApi(stack, { clientCertificate });

    expect(stageOf({ stack }).ClientCertificateId).toEqual({ Ref: 'Certificate' });
    expect(stageOf(apiWith())).not.toHaveProperty('ClientCertificateId');
  });

  test('shows a client certificate that another app makes', () => {
    const stack = testStack();
    webSocketApi(stack, { clientCertificate: apigateway.CfnClientCertificate.fromClientCertificateId(stack, 'Certificate', 'abc123') });

    expect(stageOf({ stack }).ClientCertificateId).toBe('abc123');
  });

  test.each<[string, object, string]>([
    ['a client certificate that is an id', { clientCertificate: 'abc123' }, "clientCertificate was given 'abc123' as its client certificate, and takes constructs alone; write new apigateway.CfnClientCertificate(this, 'Certificate')"],
    ['a description of 1,025 characters', { description: 'x'.repeat(1_025) }, 'description has 1025 characters, and that of a WebSocket API has at most 1024; say less there'],
  ])('fails for %s', (_name, props, message) => {
    const stack = testStack();

    expect(errorOf(stack, () => webSocketApi(stack, props))).toContain(message);
  });

  test('takes a description of 1,024 characters', () => {
    expect(() => apiWith({ description: 'x'.repeat(1_024) })).not.toThrow();
  });

  test('takes a concern of one\'s own beside the API\'s', () => {
    const made = apiWith();
    made.api.stage.with(new StageThrottle({ rateLimit: 7, burstLimit: 3 }));
    (made.api.stage.node.defaultChild as apigatewayv2.CfnStage).description = 'Chat';

    expect(stageOf(made)).toMatchObject({ Description: 'Chat', DefaultRouteSettings: { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 3, LoggingLevel: 'ERROR' } });
  });

  test('counts each route by itself on request', () => {
    expect(stageOf(apiWith()).DefaultRouteSettings).not.toHaveProperty('DetailedMetricsEnabled');
    expect(stageOf(apiWith({ detailedMetrics: true })).DefaultRouteSettings).toMatchObject({ DetailedMetricsEnabled: true });
  });
});

test.each([
  [apigateway.IpAddressType.DUAL_STACK, 'dualstack'],
  [apigateway.IpAddressType.IPV4, 'ipv4'],
  [undefined, undefined],
])('the IP address type %p is the API\'s', (ipAddressType, expected) => {
  expect(resourcesOf(apiWith({ ipAddressType }).stack, 'ApiGatewayV2::Api')[0].IpAddressType).toBe(expected);
});

describe('throttles', () => {
  test('of the stage and of routes have rate and burst together, and the log level of the stage', () => {
    const made = apiWith({ throttle: { rateLimit: 100, burstLimit: 50 }, connect: { throttle: { rateLimit: 5, burstLimit: 6 } } });
    made.api.addRoute('sendMessage', { integration, throttle: { rateLimit: 1, burstLimit: 2 } });
    made.api.addRoute('plain', { integration });

    expect(stageOf(made).DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50, LoggingLevel: 'ERROR', DataTraceEnabled: false });
    expect(stageOf(made).RouteSettings).toEqual({
      $connect: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 6, LoggingLevel: 'ERROR', DataTraceEnabled: false },
      sendMessage: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2, LoggingLevel: 'ERROR', DataTraceEnabled: false },
    });
  });

  test('above the account\'s quota warn', () => {
    const routes = { a: { integration, throttle: { rateLimit: 1, burstLimit: 5_001 } } };
    const { stack } = apiWith({ throttle: { rateLimit: 10_001, burstLimit: 5_000 }, routes });

    expect(warnings(stack, '*', "the throttle of the stage cannot be reached.*rateLimit '10001'")).toHaveLength(1);
    expect(warnings(stack, '*', "the throttle of route 'a' cannot be reached.*burstLimit '5001'")).toHaveLength(1);
  });

  test('that fail leave neither the route nor its limit', () => {
    const made = apiWith();

    expect(errorOf(made.stack, () => made.api.addRoute('a', { integration, throttle: { rateLimit: 1, burstLimit: 0.5 } }))).toContain("burstLimit '0.5' of route 'a'");
    expect(stageOf(made)).not.toHaveProperty('RouteSettings');
    expect(errorOf(testStack(), () => apiWith({ connect: { throttle: { rateLimit: -1, burstLimit: 1 } } }))).toContain("rateLimit '-1' of route '$connect'");
  });
});

describe('the access log', () => {
  test('has fields of the user\'s, in a group of the user\'s', () => {
    const stack = testStack();
    const logGroup = new logs.LogGroup(stack, 'Log');
    const format = AccessLogFields.webSocket().withFields({ tenant: '$context.authorizer.tenant' }).withoutFields('userAgent');
    const api = webSocketApi(stack, { accessLog: { logGroup, format } });

    expect(JSON.parse(stageOf({ stack }).AccessLogSettings.Format as unknown as string)).toMatchObject({ tenant: '$context.authorizer.tenant', connectionId: '$context.connectionId' });
    expect(api.accessLogGroup).toBe(logGroup);
    // Of the test alone; the execution log goes to a group of API Gateway's own.
    expect(JSON.stringify(stageOf({ stack }).AccessLogSettings.DestinationArn)).toContain('Log');
  });

  test('is a group of its own, kept for three months, unless said', () => {
    const { stack, api } = apiWith();

    expect(stack.resolve(api.accessLogGroup.logGroupName)).toEqual({ Ref: expect.stringMatching(/^ChatStage.*AccessLog/) as string });
    template(stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 90 }, DeletionPolicy: 'Retain' });
  });

  test.each(['token', 'authorizationToken', 'accessToken', 'idToken', 'jwt', 'authorization'])('fails to hold the %s that an authorizer hands over', (name) => {
    expect(() => AccessLogFields.webSocket().withFields({ field: `$context.authorizer.${name}` })).toThrow("write what only names the caller, as '$context.authorizer.principalId'");
  });

  test('fails with fields of another type of API', () => {
    expect(() => apiWith({ accessLog: { format: AccessLogFields.http() } })).toThrow(/format has the fields of HTTP APIs, but stage '.*' belongs to an API of type WEBSOCKET; write AccessLogFields\.webSocket\(\)/);
  });
});

describe('the execution log', () => {
  test('tells more, or nothing, on request', () => {
    expect(stageOf(apiWith({ executionLog: { level: ExecutionLogLevel.INFO } })).DefaultRouteSettings).toMatchObject({ LoggingLevel: 'INFO', DataTraceEnabled: false });
    expect(stageOf(apiWith({ executionLog: { level: ExecutionLogLevel.OFF } })).DefaultRouteSettings).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false });
  });

  test('holds messages for a reason', () => {
    const made = apiWith({ executionLog: { level: ExecutionLogLevel.INFO, dataTrace: 'a test account' } });

    expect(stageOf(made).DefaultRouteSettings).toMatchObject({ DataTraceEnabled: true });
    // With which clients send their tokens.
    expect(stageOf(made).RouteSettings).toEqual({ $connect: expect.objectContaining({ DataTraceEnabled: false, LoggingLevel: 'INFO', ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500 }) as object });
    expect(acknowledged(made.api.stage.node.defaultChild!)).toEqual({ 'Gatehouse::Gatehouse-data-trace-on': 'a test account' });
  });
});

describe('the role by which API Gateway writes logs', () => {
  test('is there before the stage', () => {
    const { stack } = apiWith();
    const [stage] = Object.values(template(stack).findResources('AWS::ApiGatewayV2::Stage')) as unknown as { DependsOn: string[] }[];

    expect(stage.DependsOn).toEqual(expect.arrayContaining(Object.keys(template(stack).findResources('Custom::ApiGatewayAccountLogRole'))));
  });

  test('is somebody else\'s for a reason', () => {
    const { stack, api } = apiWith({ accountLogRole: AccountLogRole.managedElsewhere('the platform team') });

    template(stack).resourceCountIs('Custom::ApiGatewayAccountLogRole', 0);
    expect(acknowledged(api)).toMatchObject({ 'Gatehouse::Gatehouse-account-log-role-missing': 'the platform team' });
  });
});

describe('the alarms', () => {
  const alarmsOf = (stack: Stack) => JSON.stringify(resourcesOf(stack, 'CloudWatch::Alarm'));

  test('watch what fails behind the API, what API Gateway refuses, connections included, and how slow backends are', () => {
    const { stack, api } = apiWith();

    for (const metric of ['IntegrationError', 'ExecutionError', 'ClientError', 'IntegrationLatency']) expect(alarmsOf(stack)).toContain(`"MetricName":"${metric}"`);
    expect([api.alarms.serverErrors, api.alarms.clientErrors, api.alarms.integrationLatency, api.alarms.throttleHeadroom].every(Boolean)).toBe(true);
    expect([api.alarms.latency, api.alarms.cacheHitRatio]).toEqual([undefined, undefined]);
  });

  test('are of this API and stage', () => {
    const { stack } = apiWith({ stageName: 'live' });
    const [apiId] = Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Api'));

    expect(alarmsOf(stack)).toContain(JSON.stringify([{ Name: 'ApiId', Value: { Ref: apiId } }, { Name: 'Stage', Value: 'live' }]));
  });

  test('know the throttle, and can be left out', () => {
    expect(alarmsOf(apiWith({ throttle: { rateLimit: 7, burstLimit: 3 } }).stack)).toContain('/ 60 / 7');
    expect(resourcesOf(apiWith({ alarms: { without: Object.values(ApiAlarmKind) } }).stack, 'CloudWatch::Alarm')).toEqual([]);
  });

  test('fail on the latency of whole requests, which WebSocket APIs do not measure', () => {
    const stack = testStack();

    expect(errorOf(stack, () => webSocketApi(stack, { alarms: { latency: Duration.seconds(1) } })))
      .toBe('latency was given for a WebSocket API, which measures the latency of its integrations only; write integrationLatency');
  });

  test('hand out metrics of connections and messages', () => {
    const { stack, api } = apiWith();

    expect([api.metrics.metricConnectCount(), api.metrics.metricMessageCount(), api.metrics.metricClientError()].map(({ metricName }) => metricName)).toEqual(['ConnectCount', 'MessageCount', 'ClientError']);
    expect(stack.resolve(api.metrics.metricConnectCount().dimensions)).toMatchObject({ Stage: 'prod' });
    expect(() => api.metrics.metricCount()).toThrow("the metric 'count' does not exist for APIs of type WEBSOCKET");
  });
});
