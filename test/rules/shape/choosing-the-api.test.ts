import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route } from '../resources';
import { appSpellings } from '../spellings/app-spellings';
import { templateSpellings } from '../spellings/template-spellings';

const NOTHING = "the API 'Pets' uses nothing for which it needs to be a REST API: no validation, mapping, API key, cache, canary, web ACL, policy, gateway response, private endpoint or streaming";

const mock = { Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' } }, AuthorizationType: 'NONE' };

/** A REST API that only passes requests on, with something more. */
const plain = (more: Resources = {}): Resources => ({
  ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...method('OPTIONS /pets', mock), ...restStage({ Variables: { name: 'live' } }), ...more,
});

const proxy = (more: { [key: string]: Json } = {}): Resources => method('POST /pets', {
  Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'POST', Uri: 'https://example.com', ...more },
});

describeRule<Resources>('rest-without-rest-feature', {
  template: plain,
  passes: [
    method('POST /pets', { ApiKeyRequired: true }),
    { ...method('POST /pets', { RequestValidatorId: { Ref: 'Validator' } }), Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true } } },
    method('GET /health', mock),
    proxy({ Type: 'HTTP' }),
    proxy({ ResponseTransferMode: 'STREAM' }),
    proxy({ TimeoutInMillis: 60_000 }),
    restApi({ Policy: { Statement: [] } }),
    restApi({ MinimumCompressionSize: 1024 }),
    restApi({ EndpointConfiguration: { Types: ['PRIVATE'] } }),
    restApi({ EndpointConfiguration: { Types: ['EDGE'] } }),
    restStage({ CacheClusterEnabled: true }),
    restStage({ TracingEnabled: true }),
    restStage({ CanarySetting: { PercentTraffic: 5 } }),
    restStage({ AccessLogSetting: { DestinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-pets' } }),
    { NotFound: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'RESOURCE_NOT_FOUND' } } },
    { Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'live' }] } } },
    {
      Association: {
        Type: 'AWS::WAFv2::WebACLAssociation',
        Properties: { WebACLArn: 'arn:aws:wafv2:x', ResourceArn: { 'Fn::Join': ['', ['arn:aws:apigateway:eu-west-1::/restapis/', { Ref: 'Api' }, '/stages/live']] } },
      },
    },
  ],
  fails: [
    {},
    proxy(),
    proxy({ TimeoutInMillis: 30_000, ResponseTransferMode: 'BUFFERED' }),
    restApi({ EndpointConfiguration: undefined }),
    restStage({ CacheClusterEnabled: false, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR' }] }),
  ],
  message: NOTHING,
  unknown: [proxy({ Type: UNKNOWN }), restStage({ CacheClusterEnabled: UNKNOWN }), restApi({ EndpointConfiguration: { Types: [UNKNOWN] } })],
});

describeRule<string>('http-api-needs-rest-feature', {
  template: (key) => httpApi({
    Name: undefined, ProtocolType: undefined, Body: { openapi: '3.0.1', info: { title: 'Pets', version: '1' }, paths: { '/pets': { get: { operationId: 'pets' } } }, [key]: { DEFAULT_4XX: { statusCode: '418' } } },
  }),
  passes: ['x-amazon-apigateway-cors', 'x-amazon-apigateway-request-validators'],
  fails: ['x-amazon-apigateway-policy', 'x-amazon-apigateway-gateway-responses'],
  message: (key) => key.endsWith('policy')
    ? "the HTTP API 'Pets' has a resource policy (x-amazon-apigateway-policy), which HTTP APIs do not have"
    : "the HTTP API 'Pets' has gateway responses (x-amazon-apigateway-gateway-responses), which HTTP APIs do not have",
  unknown: 'a control is dropped, whatever it says',
});

describeRule<{ [key: string]: Json }>('http-api-needs-rest-feature', {
  template: (operation) => httpApi({ Name: undefined, ProtocolType: undefined, Body: { openapi: '3.0.1', info: { title: 'Pets', version: '1' }, paths: { '/pets': { get: operation } } } }),
  passes: [
    { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } },
    { 'x-amazon-apigateway-integration': { type: 'http_proxy', requestParameters: { 'overwrite:path': '/x' } } },
  ],
  fails: [{ 'x-amazon-apigateway-request-validator': 'bodies' }],
  message: "'GET /pets' has a request validator, which HTTP APIs do not have",
  unknown: 'a control is dropped, whatever it says',
}, 'in an operation, where a schema is only a description');

describeRule<{ [key: string]: Json }>('http-api-needs-rest-feature', {
  template: (integration) => httpApi({
    Name: undefined,
    ProtocolType: undefined,
    Body: {
      openapi: '3.0.1',
      paths: { '/pets': { get: { 'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/pets' } } } },
      components: { 'x-amazon-apigateway-integrations': { pets: { type: 'http_proxy', ...integration } } },
    },
  }),
  passes: [{ uri: 'https://example.com' }],
  fails: [{ cacheKeyParameters: ['method.request.path.id'] }],
  message: "'GET /pets' has cache keys, which HTTP APIs do not have",
  unknown: 'a control is dropped, whatever it says',
}, 'in an integration');

describeRule<{ [key: string]: Json }>('http-api-needs-rest-feature', {
  template: (properties) => ({ ...httpApi(), ...lambdaFunction(), Route: { ...route('GET /pets').RouteGETPets, Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /pets', ...properties } } }),
  passes: [{ AuthorizationType: 'AWS_IAM' }],
  fails: [{ RequestModels: { $default: 'Pet' } }],
  message: "'GET /pets' has request models, which HTTP APIs do not have",
  // A body has other words for what it describes.
  spellings: [...templateSpellings, ...appSpellings],
  unknown: 'a control is dropped, whatever it says',
}, 'in a route');

describeRule<{ [key: string]: Json }>('http-api-needs-rest-feature', {
  template: (integration) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets', {}, integration) }),
  passes: [{}],
  fails: [{ RequestTemplates: { 'application/json': '{}' } }],
  message: "'GET /pets' has mapping templates, which HTTP APIs do not have",
  // The bodies of HTTP APIs here have no templates.
  spellings: [...templateSpellings, ...appSpellings],
  unknown: 'a control is dropped, whatever it says',
}, 'in an integration that is a resource');

describeRule<Json>('api-key-vs-http-confusion', {
  template: (isRequired) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets', { AuthorizationType: 'NONE', ApiKeyRequired: isRequired }) }),
  passes: [false, undefined],
  fails: [true, 'true'],
  message: "'GET /pets' asks for an API key, which HTTP APIs do not know: it is called without one",
  unknown: [UNKNOWN],
});
