import { App, Duration, Stack, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { ApiMetrics } from '../../src/observability/api-metrics';

const rest = ApiMetrics.rest('Orders', { stageName: 'prod' });
const http = ApiMetrics.http('h1', { stageName: '$default' });
const webSocket = ApiMetrics.webSocket('w1', { stageName: 'live' });

const REST_DIMENSIONS = { ApiName: 'Orders', Stage: 'prod' };
const HTTP_DIMENSIONS = { ApiId: 'h1', Stage: '$default' };
const WEBSOCKET_DIMENSIONS = { ApiId: 'w1', Stage: 'live' };

describe('ApiMetrics', () => {
  test.each([
    ['REST count', rest.metricCount(), 'Count', 'SampleCount', REST_DIMENSIONS],
    ['REST client errors', rest.metricClientError(), '4XXError', 'Sum', REST_DIMENSIONS],
    ['REST server errors', rest.metricServerError(), '5XXError', 'Sum', REST_DIMENSIONS],
    ['REST latency', rest.metricLatency(), 'Latency', 'p99', REST_DIMENSIONS],
    ['REST integration latency', rest.metricIntegrationLatency(), 'IntegrationLatency', 'p99', REST_DIMENSIONS],
    ['REST cache hits', rest.metricCacheHitCount(), 'CacheHitCount', 'Sum', REST_DIMENSIONS],
    ['REST cache misses', rest.metricCacheMissCount(), 'CacheMissCount', 'Sum', REST_DIMENSIONS],
    ['HTTP count', http.metricCount(), 'Count', 'SampleCount', HTTP_DIMENSIONS],
    ['HTTP client errors', http.metricClientError(), '4xx', 'Sum', HTTP_DIMENSIONS],
    ['HTTP server errors', http.metricServerError(), '5xx', 'Sum', HTTP_DIMENSIONS],
    ['HTTP latency', http.metricLatency(), 'Latency', 'p99', HTTP_DIMENSIONS],
    ['HTTP integration latency', http.metricIntegrationLatency(), 'IntegrationLatency', 'p99', HTTP_DIMENSIONS],
    ['HTTP data processed', http.metricDataProcessed(), 'DataProcessed', 'Sum', HTTP_DIMENSIONS],
    ['WebSocket connects', webSocket.metricConnectCount(), 'ConnectCount', 'Sum', WEBSOCKET_DIMENSIONS],
    ['WebSocket messages', webSocket.metricMessageCount(), 'MessageCount', 'Sum', WEBSOCKET_DIMENSIONS],
    ['WebSocket client errors', webSocket.metricClientError(), 'ClientError', 'Sum', WEBSOCKET_DIMENSIONS],
    ['WebSocket execution errors', webSocket.metricExecutionError(), 'ExecutionError', 'Sum', WEBSOCKET_DIMENSIONS],
    ['WebSocket integration errors', webSocket.metricIntegrationError(), 'IntegrationError', 'Sum', WEBSOCKET_DIMENSIONS],
    ['WebSocket integration latency', webSocket.metricIntegrationLatency(), 'IntegrationLatency', 'p99', WEBSOCKET_DIMENSIONS],
  ])('names and dimensions of %s are API Gateway\'s', (_, metric, metricName, statistic, dimensions) => {
    expect(metric.namespace).toBe('AWS/ApiGateway');
    expect(metric.metricName).toBe(metricName);
    expect(metric.statistic).toBe(statistic);
    expect(metric.dimensions).toEqual(dimensions);
    expect(metric.period.toSeconds()).toBe(300);
  });

  test.each([
    ['REST', ApiMetrics.rest('Orders'), { ApiName: 'Orders' }],
    ['HTTP', ApiMetrics.http('h1'), { ApiId: 'h1' }],
    ['WebSocket', ApiMetrics.webSocket('w1'), { ApiId: 'w1' }],
  ])('counts all stages of a %s API together without a stage', (_, metrics, dimensions) => {
    expect(metrics.metricClientError().dimensions).toEqual(dimensions);
  });

  test('takes the statistic and the period that it is given', () => {
    const metric = rest.metricLatency({ statistic: cloudwatch.Stats.p(90), period: Duration.minutes(1) });

    expect(metric.statistic).toBe('p90');
    expect(metric.period.toSeconds()).toBe(60);
  });

  test('gives any metric by its name', () => {
    expect(webSocket.metric('NewMetric').metricName).toBe('NewMetric');
    expect(webSocket.metric('NewMetric').dimensions).toEqual(WEBSOCKET_DIMENSIONS);
  });

  test('carries the account and region of the API', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });

    const metric = ApiMetrics.http('h1', { scope: stack }).metricCount();

    expect(metric.account).toBe('111122223333');
    expect(metric.region).toBe('eu-west-1');
  });

  test.each([
    ['REST', rest, REST_DIMENSIONS],
    ['HTTP', http, HTTP_DIMENSIONS],
  ])('narrows the metrics of a %s API to a route', (_, metrics, dimensions) => {
    const route = metrics.forRoute('GET /pets/{id}');

    expect(route.metricLatency().dimensions).toEqual({ ...dimensions, Method: 'GET', Resource: '/pets/{id}' });
    expect(route.metricServerError().metricName).toBe(metrics.metricServerError().metricName);
  });

  test('keeps the account and region of the API for a route', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });

    const route = ApiMetrics.rest('Orders', { stageName: 'prod', scope: stack }).forRoute('ANY /');

    expect(route.metricCount().region).toBe('eu-west-1');
    expect(route.metricCount().dimensions).toEqual({ ...REST_DIMENSIONS, Method: 'ANY', Resource: '/' });
  });

  test.each([
    ['a route without a stage', () => ApiMetrics.rest('Orders').forRoute('GET /pets'), /the stage is unknown; write the stageName/],
    ['a route of a WebSocket API', () => webSocket.forRoute('sendMessage'), /'sendMessage' were asked of a WebSocket API/],
    ['a route without a path', () => http.forRoute('pets'), /'pets' cannot be found.*write it as 'GET \/pets\/\{id\}'/],
    ['the default route', () => http.forRoute('$default'), /'\$default' were asked for, and AWS does not describe/],
    ['a route whose path has no slash', () => http.forRoute('GET pets'), /'GET pets' cannot be found/],
    ['server errors of a WebSocket API', () => webSocket.metricServerError(), /'serverError' does not exist for APIs of type WEBSOCKET.*IntegrationError/],
    ['latency of a WebSocket API', () => webSocket.metricLatency(), /'latency' does not exist for APIs of type WEBSOCKET/],
    ['the count of a WebSocket API', () => webSocket.metricCount(), /take one of ConnectCount, MessageCount/],
    ['cache hits of an HTTP API', () => http.metricCacheHitCount(), /'cacheHitCount' does not exist for APIs of type HTTP/],
    ['connections to a REST API', () => rest.metricConnectCount(), /'connectCount' does not exist for APIs of type REST/],
    ['data processed by a REST API', () => rest.metricDataProcessed(), /'dataProcessed' does not exist for APIs of type REST/],
  ])('fails for %s', (_, ask, message) => {
    expect(ask).toThrow(message);
  });
});
