import { aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiType } from '../api-type';
import { METRIC_NAMES, Measure } from './metric-names';

/**
 * What of an API its metrics count.
 */
export interface ApiMetricsOptions {
  /**
   * The stage.
   *
   * @default - all stages of the API together
   */
  readonly stageName?: string;

  /**
   * A construct in the account and region where the API runs; CloudWatch keeps the metrics there.
   *
   * @default - the account and region of whoever uses the metrics
   */
  readonly scope?: IConstruct;
}

/**
 * The CloudWatch metrics of an API, under the names and dimensions that its type really has.
 *
 * A REST API counts `5XXError` under its name, an HTTP API `5xx` under its id, a WebSocket API counts other things altogether;
 * a metric with the other type's name or dimensions never has data.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
export class ApiMetrics {
  /**
   * The metrics of a REST API.
   *
   * CloudWatch knows it by its name, so two REST APIs of one name in an account and region share their metrics.
   */
  public static rest(apiName: string, options: ApiMetricsOptions = {}): ApiMetrics {
    return new ApiMetrics(ApiType.REST, { ApiName: apiName }, options);
  }

  /**
   * The metrics of an HTTP API.
   */
  public static http(apiId: string, options: ApiMetricsOptions = {}): ApiMetrics {
    return new ApiMetrics(ApiType.HTTP, { ApiId: apiId }, options);
  }

  /**
   * The metrics of a WebSocket API.
   */
  public static webSocket(apiId: string, options: ApiMetricsOptions = {}): ApiMetrics {
    return new ApiMetrics(ApiType.WEBSOCKET, { ApiId: apiId }, options);
  }

  /**
   * The type of the API.
   */
  public readonly apiType: ApiType;

  /**
   * The stage that is counted.
   *
   * @default - all stages together
   */
  public readonly stageName?: string;

  private readonly identity: { [name: string]: string };
  private readonly route: { [name: string]: string };
  private readonly scope?: IConstruct;

  private constructor(apiType: ApiType, identity: { [name: string]: string }, options: ApiMetricsOptions, route: { [name: string]: string } = {}) {
    this.apiType = apiType;
    this.identity = identity;
    this.stageName = options.stageName;
    this.scope = options.scope;
    this.route = route;
  }

  /**
   * The metrics of one route, for a REST or an HTTP API.
   *
   * They have data only while the stage's detailed metrics are on (`metricsEnabled` of a REST stage, `detailedMetricsEnabled` of an HTTP stage);
   * CloudWatch bills them extra.
   *
   * @param routeKey the method and path as the API declares them, as `GET /pets/{id}`
   * @throws for a WebSocket API and for `$default`, whose dimensions AWS does not document; when the stage is unknown; when the key is no method and path
   */
  public forRoute(routeKey: string): ApiMetrics {
    if (this.apiType === ApiType.WEBSOCKET) {
      throw new Error(`metrics of the route '${routeKey}' were asked of a WebSocket API, and AWS describes none of its routes; use those of the API`);
    }
    if (this.stageName === undefined) {
      throw new Error(`metrics of the route '${routeKey}' exist for each stage only, and the stage is unknown; write the stageName`);
    }
    if (routeKey === '$default') {
      throw new Error('metrics of the route \'$default\' were asked for, and AWS does not describe how CloudWatch knows that route; use those of the API, or count its lines in the access log by routeKey');
    }
    const [, method, resource] = /^([A-Z]+) (\/\S*)$/.exec(routeKey) ?? [];
    if (method === undefined) {
      throw new Error(`metrics of the route '${routeKey}' cannot be found, as CloudWatch knows a route by method and path; write it as 'GET /pets/{id}'`);
    }
    return new ApiMetrics(this.apiType, this.identity, { stageName: this.stageName, scope: this.scope }, { Method: method, Resource: resource });
  }

  /**
   * Any metric of the API, by API Gateway's name for it.
   *
   * @default - average over 5 minutes
   */
  public metric(metricName: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    const stage: { [name: string]: string } = this.stageName === undefined ? {} : { Stage: this.stageName };
    const metric = new cloudwatch.Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ...this.identity, ...this.route, ...stage },
      ...options,
    });
    return this.scope ? metric.attachTo(this.scope) : metric;
  }

  /**
   * The requests to a REST or HTTP API.
   *
   * @default - the number of them in 5 minutes
   */
  public metricCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('count', cloudwatch.Stats.SAMPLE_COUNT, options);
  }

  /**
   * The requests that failed by the caller's fault (4xx); on a WebSocket API the messages that it refused.
   *
   * @default - the number of them in 5 minutes
   */
  public metricClientError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('clientError', cloudwatch.Stats.SUM, options);
  }

  /**
   * The requests to a REST or HTTP API that failed by the API's or its backend's fault (5xx).
   *
   * @default - the number of them in 5 minutes
   */
  public metricServerError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('serverError', cloudwatch.Stats.SUM, options);
  }

  /**
   * The time from a request's arrival at a REST or HTTP API to its answer, in milliseconds.
   *
   * @default - the 99th percentile over 5 minutes
   */
  public metricLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('latency', cloudwatch.Stats.p(99), options);
  }

  /**
   * The part of it that the backend took, in milliseconds.
   *
   * @default - the 99th percentile over 5 minutes
   */
  public metricIntegrationLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('integrationLatency', cloudwatch.Stats.p(99), options);
  }

  /**
   * The requests that a REST API answered from its cache.
   *
   * @default - the number of them in 5 minutes
   */
  public metricCacheHitCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('cacheHitCount', cloudwatch.Stats.SUM, options);
  }

  /**
   * The requests that a REST API with a cache had to pass on to its backend.
   *
   * @default - the number of them in 5 minutes
   */
  public metricCacheMissCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('cacheMissCount', cloudwatch.Stats.SUM, options);
  }

  /**
   * The data that an HTTP API has processed, in bytes.
   *
   * @default - the sum over 5 minutes
   */
  public metricDataProcessed(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('dataProcessed', cloudwatch.Stats.SUM, options);
  }

  /**
   * The messages to the `$connect` integration of a WebSocket API.
   *
   * @default - the number of them in 5 minutes
   */
  public metricConnectCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('connectCount', cloudwatch.Stats.SUM, options);
  }

  /**
   * The messages of a WebSocket API, from its clients and to them.
   *
   * @default - the number of them in 5 minutes
   */
  public metricMessageCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('messageCount', cloudwatch.Stats.SUM, options);
  }

  /**
   * The calls of a WebSocket API to its backends that could not be made.
   *
   * @default - the number of them in 5 minutes
   */
  public metricExecutionError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('executionError', cloudwatch.Stats.SUM, options);
  }

  /**
   * The calls of a WebSocket API to its backends that were answered with 4xx or 5xx.
   *
   * @default - the number of them in 5 minutes
   */
  public metricIntegrationError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.measure('integrationError', cloudwatch.Stats.SUM, options);
  }

  private measure(measure: Measure, statistic: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    const names = METRIC_NAMES[this.apiType];
    const metricName = names[measure];
    if (metricName === undefined) {
      throw new Error(`the metric '${measure}' does not exist for APIs of type ${this.apiType}; take one of ${Object.values(names).join(', ')}`);
    }
    return this.metric(metricName, { ...options, statistic: options.statistic ?? statistic });
  }
}
