import { App, CfnParameter, Lazy, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { ApiType } from '../../src/api-type';
import { MonitoredApi, MonitoredCfnApiOptions, MonitoredRestApiOptions } from '../../src/observability/monitored-api';

const BODY = { openapi: '3.0.1', info: { title: 'From the body', version: '1' }, paths: {} };

function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

function dimensionsOf(stack: Stack, api: MonitoredApi): unknown {
  return stack.resolve(api.metrics.metricClientError().dimensions);
}

describe('MonitoredApi of a REST API', () => {
  test.each<[string, (stack: Stack) => apigateway.IRestApi, MonitoredRestApiOptions, string]>([
    ['RestApi with a name', (stack) => restApi(stack, { restApiName: 'Orders' }), {}, 'Orders'],
    ['RestApi without a name, which the CDK names after its id', (stack) => restApi(stack), {}, 'Api'],
    ['RestApi renamed by an escape hatch', (stack) => renamed(restApi(stack), 'Renamed'), {}, 'Renamed'],
    ['SpecRestApi with a name', (stack) => specRestApi(stack, { restApiName: 'Orders' }), {}, 'Orders'],
    ['SpecRestApi without a name, which the CDK names after its id', (stack) => specRestApi(stack), {}, 'Spec'],
    ['SpecRestApi without the name property, which is named by its body', (stack) => renamed(specRestApi(stack), undefined), {}, 'From the body'],
    ['an import with its name', (stack) => apigateway.RestApi.fromRestApiId(stack, 'Imported', 'r1'), { apiName: 'Orders' }, 'Orders'],
    ['an import whose attributes hold its name', (stack) => imported(stack, 'Orders'), {}, 'Orders'],
    ['a name given for an API that has another', (stack) => restApi(stack), { apiName: 'Given' }, 'Given'],
    ['a name of which ASCII is a part', (stack) => restApi(stack), { apiName: 'Größe 1' }, 'Gre 1'],
  ])('knows the metrics of %s', (_, api, options, apiName) => {
    const stack = newStack();

    const monitored = MonitoredApi.rest(api(stack), { ...options, stageName: 'prod' });

    expect(monitored.apiType).toBe(ApiType.REST);
    expect(dimensionsOf(stack, monitored)).toEqual({ ApiName: apiName, Stage: 'prod' });
  });

  test('knows the metrics of an API whose name holds no ASCII by its id', () => {
    const stack = newStack();
    const api = apigateway.RestApi.fromRestApiId(stack, 'Imported', 'r1');

    expect(dimensionsOf(stack, MonitoredApi.rest(api, { apiName: '注文' }))).toEqual({ ApiName: 'r1' });
  });

  test('takes a name that is a token as it is', () => {
    const stack = newStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const api = apigateway.RestApi.fromRestApiId(stack, 'Imported', 'r1');

    expect(dimensionsOf(stack, MonitoredApi.rest(api, { apiName: name }))).toEqual({ ApiName: { Ref: 'Name' } });
  });

  test('watches the stage that the L2 deploys', () => {
    const stack = newStack();
    const api = restApi(stack);
    const stageId = stack.getLogicalId(api.deploymentStage.node.defaultChild as apigateway.CfnStage);

    expect(dimensionsOf(stack, MonitoredApi.rest(api))).toEqual({ ApiName: 'Api', Stage: { Ref: stageId } });
  });

  test('watches all stages of an API that deploys none', () => {
    const stack = newStack();

    expect(dimensionsOf(stack, MonitoredApi.rest(new apigateway.RestApi(stack, 'Api', { deploy: false })))).toEqual({ ApiName: 'Api' });
  });

  test.each<[string, apigateway.CfnRestApiProps, MonitoredRestApiOptions, string]>([
    ['its name', { name: 'Orders' }, {}, 'Orders'],
    ['its name before its title', { name: 'Orders', body: BODY }, {}, 'Orders'],
    ['the title of its body', { body: BODY }, {}, 'From the body'],
    ['the name that is given', { body: Lazy.any({ produce: () => BODY }) }, { apiName: 'Given' }, 'Given'],
  ])('knows a CfnRestApi by %s', (_, props, options, apiName) => {
    const stack = newStack();

    const monitored = MonitoredApi.cfnRestApi(new apigateway.CfnRestApi(stack, 'Api', props), { ...options, stageName: 'prod' });

    expect(monitored.apiType).toBe(ApiType.REST);
    expect(dimensionsOf(stack, monitored)).toEqual({ ApiName: apiName, Stage: 'prod' });
  });

  test.each<[string, (stack: Stack) => MonitoredApi]>([
    ['an import by id', (stack) => MonitoredApi.rest(apigateway.RestApi.fromRestApiId(stack, 'Imported', 'r1'))],
    ['an import whose attributes hold no name', (stack) => MonitoredApi.rest(imported(stack))],
    ['an import with a blank name', (stack) => MonitoredApi.rest(imported(stack), { apiName: ' ' })],
    ['a CfnRestApi without name and body', (stack) => cfnRestApi(stack, {})],
    ['a CfnRestApi whose body is elsewhere', (stack) => cfnRestApi(stack, { bodyS3Location: { bucket: 'b', key: 'k' } })],
    ['a CfnRestApi whose body is a token', (stack) => cfnRestApi(stack, { body: Lazy.any({ produce: () => BODY }) })],
    ['a CfnRestApi whose title is an intrinsic', (stack) => cfnRestApi(stack, { body: { info: { title: { Ref: 'Title' } } } })],
  ])('fails for %s', (_, monitor) => {
    const monitoring = () => monitor(newStack());

    expect(monitoring).toThrow(/the REST API 'Stack\/\w+' has no name that can be known here.*write it beside the API, as \{ apiName: 'Orders' \}/);
  });
});

describe('MonitoredApi of an HTTP or WebSocket API', () => {
  test('watches the default stage of an HttpApi', () => {
    const stack = newStack();
    const api = new apigatewayv2.HttpApi(stack, 'Api');

    const monitored = MonitoredApi.http(api);

    expect(monitored.apiType).toBe(ApiType.HTTP);
    expect(dimensionsOf(stack, monitored)).toEqual({ ApiId: stack.resolve(api.apiId), Stage: stack.resolve(api.defaultStage?.stageName) });
  });

  test('watches all stages of an imported HTTP API', () => {
    const stack = newStack();
    const api = apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Imported', { httpApiId: 'h1' });

    expect(dimensionsOf(stack, MonitoredApi.http(api))).toEqual({ ApiId: 'h1' });
    expect(dimensionsOf(stack, MonitoredApi.http(api, { stageName: 'prod' }))).toEqual({ ApiId: 'h1', Stage: 'prod' });
  });

  test.each<[string, (stack: Stack) => apigatewayv2.IWebSocketApi]>([
    ['a WebSocketApi', (stack) => new apigatewayv2.WebSocketApi(stack, 'Api')],
    ['an imported WebSocket API', (stack) => apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'w1' })],
  ])('knows the metrics of %s', (_, make) => {
    const stack = newStack();
    const api = make(stack);

    const monitored = MonitoredApi.webSocket(api, { stageName: 'live' });

    expect(monitored.apiType).toBe(ApiType.WEBSOCKET);
    expect(dimensionsOf(stack, monitored)).toEqual({ ApiId: stack.resolve(api.apiId), Stage: 'live' });
    expect(dimensionsOf(stack, MonitoredApi.webSocket(api))).toEqual({ ApiId: stack.resolve(api.apiId) });
  });

  test.each<[string, apigatewayv2.CfnApiProps, MonitoredCfnApiOptions, ApiType]>([
    ['its protocol HTTP', { name: 'a', protocolType: 'HTTP' }, {}, ApiType.HTTP],
    ['its protocol WEBSOCKET', { name: 'a', protocolType: 'WEBSOCKET' }, {}, ApiType.WEBSOCKET],
    ['its body', { body: BODY }, {}, ApiType.HTTP],
    ['its body elsewhere', { bodyS3Location: { bucket: 'b', key: 'k' } }, {}, ApiType.HTTP],
    ['the type that is given with a token', { name: 'a', protocolType: Lazy.string({ produce: () => 'WEBSOCKET' }) }, { apiType: ApiType.WEBSOCKET }, ApiType.WEBSOCKET],
  ])('knows the type of a CfnApi by %s', (_, props, options, apiType) => {
    const stack = newStack();

    const monitored = MonitoredApi.cfnApi(new apigatewayv2.CfnApi(stack, 'Api', props), { ...options, stageName: 'prod' });

    expect(monitored.apiType).toBe(apiType);
    expect(dimensionsOf(stack, monitored)).toEqual({ ApiId: { Ref: 'Api' }, Stage: 'prod' });
  });

  test.each<[string, apigatewayv2.CfnApiProps, MonitoredCfnApiOptions]>([
    ['without a protocol', { name: 'a' }, {}],
    ['with an unknown protocol', { name: 'a', protocolType: 'GRAPHQL' }, {}],
    ['with a token for its protocol', { name: 'a', protocolType: Lazy.string({ produce: () => 'HTTP' }) }, {}],
    ['with a token for its protocol and a body', { body: BODY, protocolType: Lazy.string({ produce: () => 'HTTP' }) }, {}],
    ['that is said to be a REST API', { name: 'a', protocolType: 'HTTP' }, { apiType: ApiType.REST }],
  ])('fails for a CfnApi %s', (_, props, options) => {
    const monitoring = () => MonitoredApi.cfnApi(new apigatewayv2.CfnApi(newStack(), 'Api', props), options);

    expect(monitoring).toThrow(/the API 'Stack\/Api' .*write apiType: ApiType.HTTP or ApiType.WEBSOCKET/);
  });

  test('has a title that people recognise', () => {
    const stack = newStack();

    expect(MonitoredApi.rest(restApi(stack), { stageName: 'prod' }).title).toBe('REST API Api, stage prod');
    expect(MonitoredApi.webSocket(apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Ws', { webSocketId: 'w1' })).title).toBe('WebSocket API w1');
  });
});

function restApi(stack: Stack, props: apigateway.RestApiProps = {}): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, 'Api', props);
  api.root.addMethod('GET');
  return api;
}

function specRestApi(stack: Stack, props: Partial<apigateway.SpecRestApiProps> = {}): apigateway.SpecRestApi {
  return new apigateway.SpecRestApi(stack, 'Spec', { apiDefinition: apigateway.ApiDefinition.fromInline(BODY), ...props });
}

function renamed<T extends apigateway.IRestApi>(api: T, name: string | undefined): T {
  (api.node.defaultChild as apigateway.CfnRestApi).name = name;
  return api;
}

function imported(stack: Stack, restApiName?: string): apigateway.IRestApi {
  return apigateway.RestApi.fromRestApiAttributes(stack, 'Imported', { restApiId: 'r1', rootResourceId: 'root', restApiName });
}

function cfnRestApi(stack: Stack, props: apigateway.CfnRestApiProps): MonitoredApi {
  return MonitoredApi.cfnRestApi(new apigateway.CfnRestApi(stack, 'Api', props));
}
