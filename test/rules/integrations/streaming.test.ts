import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, httpApi, lambdaFunction, method, restApi, restStage, route, webSocketApi } from '../resources';

type Properties = { [key: string]: Json };

const STREAMING_URI: Json = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2021-11-15/functions/',
    { 'Fn::GetAtt': ['Function', 'Arn'] }, '/response-streaming-invocations']],
};

function streamed(integration: Properties = {}): Resources {
  const given = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: STREAMING_URI, ResponseTransferMode: 'STREAM', ...integration };
  return { ...lambdaFunction(), ...method('GET /stream', { Integration: given }) };
}

describeRule<Properties>('stream-non-proxy', {
  template: (integration) => ({ ...restApi(), ...streamed(integration) }),
  passes: [{}, { Type: 'HTTP_PROXY', Uri: 'https://pets.example.com' }, { Type: 'AWS', ResponseTransferMode: 'BUFFERED' }, { Type: 'AWS', ResponseTransferMode: undefined }],
  fails: [{ Type: 'AWS' }, { Type: 'HTTP', Uri: 'https://pets.example.com' }],
  message: ({ Type: type }) => `'GET /stream' streams the answer of an integration of the type ${String(type)}, which only proxies do`,
  unknown: [{ Type: UNKNOWN }],
});

describeRule<Properties>('stream-lambda-uri', {
  template: (integration) => ({ ...restApi(), ...streamed(integration) }),
  passes: [{}, { Uri: functionUri(), ResponseTransferMode: undefined }, { Type: 'HTTP_PROXY', Uri: 'https://pets.example.com' }],
  fails: [
    { Uri: functionUri() },
    { Uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2021-11-15/functions/${Unknown}/invocations' } },
    { Uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Unknown}' } },
  ],
  message: "'GET /stream' streams the answer of a function, and calls it by an address that does not stream",
  unknown: [{ Uri: UNKNOWN }, { Uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${Unknown}' } }, { Uri: { 'Fn::Sub': '${Unknown}/response-streaming-invocations' } }],
});

describeRule<Properties>('stream-with-cache', {
  template: ({ ResponseTransferMode = 'STREAM', ...stage }) => ({ ...restApi(), ...streamed({ ResponseTransferMode }), ...restStage({ CacheClusterSize: '0.5', ...stage }) }),
  passes: [
    { CacheClusterEnabled: true },
    { CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: false }] },
    { CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/~1pets', HttpMethod: 'GET', CachingEnabled: true }] },
    { CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true }], ResponseTransferMode: 'BUFFERED' },
    { CacheClusterEnabled: false, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true }] },
  ],
  fails: [
    { CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true }] },
    { CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/stream', HttpMethod: 'GET', CachingEnabled: true }] },
  ],
  message: "'GET /stream' streams its answer, and is to be cached, which streams are not",
  unknown: [{ CacheClusterEnabled: true, MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: UNKNOWN }] }],
});

describeRule<Properties>('stream-with-vtl-or-compression', {
  template: (integration) => ({ ...restApi(), ...streamed(integration) }),
  passes: [{}, { IntegrationResponses: [{ StatusCode: '200' }] }, { ResponseTransferMode: 'BUFFERED', IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'text/plain': 'x' } }] }],
  fails: [{ IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': "$input.json('$')" } }] }],
  message: "'GET /stream' streams its answer, to which its mapping templates are not applied",
  unknown: 'that there are templates is written in the template',
});

describeRule('stream-with-vtl-or-compression', {
  template: (size) => ({ ...restApi({ MinimumCompressionSize: size }), ...streamed() }),
  passes: [undefined],
  fails: [0, 1024],
  message: "'GET /stream' streams its answer, which the API does not compress",
  unknown: [UNKNOWN],
}, 'compression');

describeRule('stream-on-edge', {
  template: (endpoint) => ({ ...restApi({ EndpointConfiguration: endpoint === undefined ? undefined : { Types: [endpoint] } }), ...streamed() }),
  passes: ['REGIONAL', 'PRIVATE'],
  fails: ['EDGE', undefined],
  message: "'GET /stream' streams over an edge-optimized endpoint, which cuts streams after 30 seconds without data",
  unknown: [UNKNOWN],
});

describeRule('stream-on-v2', {
  template: (uri) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /stream', {}, { IntegrationUri: uri }) }),
  passes: [functionUri(), { 'Fn::GetAtt': ['Function', 'Arn'] }],
  fails: [STREAMING_URI],
  message: "'GET /stream' asks for a stream, and only REST APIs stream",
  unknown: 'a function that cannot be known is most likely called as others are',
});

describeRule('stream-on-v2', {
  template: (uri) => ({ ...webSocketApi(), ...lambdaFunction(), ...route('send', {}, { IntegrationUri: uri }) }),
  passes: [functionUri()],
  fails: [STREAMING_URI],
  message: "'send' asks for a stream, and only REST APIs stream",
  unknown: 'a function that cannot be known is most likely called as others are',
}, 'a WebSocket API');

describeRule('stream-on-v2', {
  template: (mode) => httpApi({
    Name: undefined,
    ProtocolType: undefined,
    Body: {
      openapi: '3.0.1',
      info: { title: 'Pets', version: '1' },
      paths: {
        '/stream': { get: { 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri: 'https://pets.example.com', responseTransferMode: mode } } },
      },
    },
  }),
  passes: ['BUFFERED', undefined],
  fails: ['STREAM', 'stream'],
  message: "'GET /stream' asks for a stream, and only REST APIs stream",
  unknown: [UNKNOWN],
}, 'asked for in a body');
