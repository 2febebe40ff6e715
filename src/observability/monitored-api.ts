import { Token, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { ApiMetrics, ApiMetricsOptions } from './api-metrics';

/**
 * What of an API is watched.
 */
export interface MonitoredApiOptions {
  /**
   * The stage.
   *
   * @default - the stage that the L2 deploys by itself; when there is none, all stages of the API together
   */
  readonly stageName?: string;
}

/**
 * What of a REST API is watched, and the name that CloudWatch knows it by.
 */
export interface MonitoredRestApiOptions extends MonitoredApiOptions {
  /**
   * The name of the API. CloudWatch keeps a REST API's metrics under its name, not under its id.
   *
   * @default - the name that the API's CloudFormation resource has, or the title of its inline OpenAPI body; required for an imported API
   */
  readonly apiName?: string;
}

/**
 * What of an API given as `CfnApi` is watched.
 */
export interface MonitoredCfnApiOptions extends MonitoredApiOptions {
  /**
   * Whether it is an HTTP or a WebSocket API.
   *
   * @default - read from its `protocolType`; an API with a body is an HTTP API. Required when the protocol is a token
   */
  readonly apiType?: ApiType;
}

/**
 * An API to watch: any of the three types, as L2, as L1 or imported.
 */
export class MonitoredApi {
  /**
   * A REST API: `RestApi`, `SpecRestApi`, `LambdaRestApi`, or an imported one with its name.
   *
   * @throws when the API is imported and its name is not given
   */
  public static rest(api: apigateway.IRestApi, options: MonitoredRestApiOptions = {}): MonitoredApi {
    const resource = api.node.defaultChild;
    const known = apigateway.CfnRestApi.isCfnRestApi(resource) ? nameOfResource(resource) : nameOfImport(api);
    const stageName = options.stageName ?? (api.deploymentStage as apigateway.Stage | undefined)?.stageName;
    return MonitoredApi.named(requireName(api.node.path, options.apiName ?? known), api.restApiId, { stageName, scope: api });
  }

  /**
   * A REST API given as its CloudFormation resource.
   *
   * @throws when the resource has neither a name nor an inline body with a title, and the name is not given
   */
  public static cfnRestApi(api: apigateway.CfnRestApi, options: MonitoredRestApiOptions = {}): MonitoredApi {
    const apiName = requireName(api.node.path, options.apiName ?? nameOfResource(api));
    return MonitoredApi.named(apiName, api.ref, { stageName: options.stageName, scope: api });
  }

  /**
   * An HTTP API: `HttpApi`, or an imported one.
   */
  public static http(api: apigatewayv2.IHttpApi, options: MonitoredApiOptions = {}): MonitoredApi {
    const stageName = options.stageName ?? api.defaultStage?.stageName;
    return new MonitoredApi(ApiMetrics.http(api.apiId, { stageName, scope: api }), api.apiId);
  }

  /**
   * A WebSocket API: `WebSocketApi`, or an imported one.
   *
   * It does not know its stages: without a stage's name all of them are watched together.
   */
  public static webSocket(api: apigatewayv2.IWebSocketApi, options: MonitoredApiOptions = {}): MonitoredApi {
    return new MonitoredApi(ApiMetrics.webSocket(api.apiId, { stageName: options.stageName, scope: api }), api.apiId);
  }

  /**
   * An HTTP or WebSocket API given as its CloudFormation resource.
   *
   * @throws when it cannot be known which of the two it is
   */
  public static cfnApi(api: apigatewayv2.CfnApi, options: MonitoredCfnApiOptions = {}): MonitoredApi {
    const metricsOptions = { stageName: options.stageName, scope: api };
    const apiType = options.apiType ?? typeOfResource(api);
    switch (apiType) {
      case ApiType.HTTP: return new MonitoredApi(ApiMetrics.http(api.ref, metricsOptions), api.ref);
      case ApiType.WEBSOCKET: return new MonitoredApi(ApiMetrics.webSocket(api.ref, metricsOptions), api.ref);
      default: throw new Error(`the API '${api.node.path}' was given the type '${apiType ?? api.protocolType}', which does not say whether it is an HTTP or a WebSocket API; `
        + 'write apiType: ApiType.HTTP or ApiType.WEBSOCKET');
    }
  }

  private static named(apiName: string, apiId: string, options: ApiMetricsOptions): MonitoredApi {
    return new MonitoredApi(ApiMetrics.rest(metricName(apiName, apiId), options), apiName);
  }

  /**
   * The type of the API.
   */
  public readonly apiType: ApiType;

  /**
   * Its metrics, as they come from API Gateway.
   */
  public readonly metrics: ApiMetrics;

  /**
   * What people know the API by: its type, its name or id, its stage.
   */
  public readonly title: string;

  private constructor(metrics: ApiMetrics, nameOrId: string) {
    this.apiType = metrics.apiType;
    this.metrics = metrics;
    this.title = `${TYPE_WORDS[metrics.apiType]} API ${nameOrId}${metrics.stageName === undefined ? '' : `, stage ${metrics.stageName}`}`;
  }
}

const TYPE_WORDS = { [ApiType.REST]: 'REST', [ApiType.HTTP]: 'HTTP', [ApiType.WEBSOCKET]: 'WebSocket' };

/**
 * API Gateway drops all characters that are not ASCII before it sends a metric, and takes the id when nothing is left.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
function metricName(apiName: string, apiId: string): string {
  if (Token.isUnresolved(apiName)) return apiName;
  return apiName.replace(/[^\x00-\x7F]/g, '') || apiId;
}

/**
 * The resource tells the truth even where an escape hatch has renamed the API; its property wins over the body's title.
 */
function nameOfResource(api: apigateway.CfnRestApi): string | undefined {
  if (api.name) return api.name;
  const body: unknown = api.body;
  const title = (body as { info?: { title?: unknown } } | undefined)?.info?.title;
  return typeof title === 'string' && title !== '' ? title : undefined;
}

/**
 * The CDK fills an import's name with the construct's id, which is no name at all.
 */
function nameOfImport(api: apigateway.IRestApi): string | undefined {
  return api.restApiName === api.node.id ? undefined : api.restApiName;
}

function requireName(path: string, name: string | undefined): string {
  if (name === undefined || name.trim() === '') {
    throw new Error(`the REST API '${path}' has no name that can be known here, and CloudWatch keeps its metrics under its name; `
      + 'write it beside the API, as { apiName: \'Orders\' }');
  }
  return name;
}

function typeOfResource(api: apigatewayv2.CfnApi): ApiType | undefined {
  if (api.protocolType === 'HTTP') return ApiType.HTTP;
  if (api.protocolType === 'WEBSOCKET') return ApiType.WEBSOCKET;
  // WebSocket APIs cannot be imported from a document.
  const hasDocument = api.body !== undefined || api.bodyS3Location !== undefined;
  return api.protocolType === undefined && hasDocument ? ApiType.HTTP : undefined;
}
