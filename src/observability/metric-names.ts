import { ApiType } from '../api-type';

/** What can be measured of an API. */
export type Measure = 'count' | 'clientError' | 'serverError' | 'latency' | 'integrationLatency' | 'cacheHitCount' | 'cacheMissCount' | 'dataProcessed'
  | 'connectCount' | 'messageCount' | 'executionError' | 'integrationError';

/**
 * The names that CloudWatch knows an API's measures by; a type of API that cannot be measured so has none.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
export const METRIC_NAMES: { readonly [apiType in ApiType]: { readonly [measure in Measure]?: string } } = {
  [ApiType.REST]: {
    count: 'Count',
    clientError: '4XXError',
    serverError: '5XXError',
    latency: 'Latency',
    integrationLatency: 'IntegrationLatency',
    cacheHitCount: 'CacheHitCount',
    cacheMissCount: 'CacheMissCount',
  },
  [ApiType.HTTP]: {
    count: 'Count',
    clientError: '4xx',
    serverError: '5xx',
    latency: 'Latency',
    integrationLatency: 'IntegrationLatency',
    dataProcessed: 'DataProcessed',
  },
  [ApiType.WEBSOCKET]: {
    connectCount: 'ConnectCount',
    messageCount: 'MessageCount',
    clientError: 'ClientError',
    executionError: 'ExecutionError',
    integrationError: 'IntegrationError',
    integrationLatency: 'IntegrationLatency',
  },
};
