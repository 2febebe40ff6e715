import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, method, restApi, route, webSocketApi } from '../resources';

const BACKEND = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'https://pets.example.com/pets' };

describeRule('http-backend-plaintext', {
  template: (uri) => ({ ...restApi(), ...method('GET /pets', { Integration: { ...BACKEND, Uri: uri } }) }),
  passes: ['https://pets.example.com/pets', { 'Fn::Sub': 'https://${AWS::Region}.example.com/pets' }, 'https://${stageVariables.host}/pets'],
  fails: ['http://pets.example.com/pets', 'HTTP://pets.example.com', 'http://${stageVariables.host}/pets', { 'Fn::Join': ['', ['http://', { Ref: 'AWS::Region' }, '.example.com']] }],
  message: "'GET /pets' calls its backend in clear text over the internet",
  unknown: [UNKNOWN, { 'Fn::Sub': '${Unknown}/pets' }, '${stageVariables.backend}/pets'],
});

describeRule('http-backend-plaintext', {
  template: (uri) => ({ ...httpApi(), ...route('GET /pets', {}, { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'GET', IntegrationUri: uri, PayloadFormatVersion: '1.0' }) }),
  passes: ['https://pets.example.com/pets'],
  fails: ['http://pets.example.com/pets'],
  message: "'GET /pets' calls its backend in clear text over the internet",
  unknown: [UNKNOWN],
}, 'an HTTP API');

describeRule('http-backend-plaintext', {
  template: (uri) => ({ ...webSocketApi(), ...route('send', { AuthorizationType: undefined }, { IntegrationType: 'HTTP', IntegrationMethod: 'POST', IntegrationUri: uri }) }),
  passes: ['https://pets.example.com/send'],
  fails: ['http://pets.example.com/send'],
  message: "'send' calls its backend in clear text over the internet",
  unknown: [UNKNOWN],
}, 'a WebSocket API');

describeRule('http-backend-plaintext', {
  template: (uri) => ({
    ...restApi(),
    Link: { Type: 'AWS::ApiGateway::VpcLink', Properties: { Name: 'link', TargetArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/pets/1'] } },
    ...method('GET /pets', { Integration: { ...BACKEND, Uri: uri, ConnectionType: 'VPC_LINK', ConnectionId: { Ref: 'Link' } } }),
  }),
  passes: ['https://pets.example.com/pets'],
  fails: ['http://pets.example.com/pets'],
  message: "'GET /pets' calls its backend in clear text, if within a VPC",
  severity: 'warning',
  unknown: [UNKNOWN],
}, 'within a VPC');

describeRule('http-backend-plaintext', {
  template: (attribute) => ({
    ...restApi(),
    Other: { Type: 'AWS::S3::Bucket' },
    ...method('GET /pets', { Integration: { ...BACKEND, Uri: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Other', attribute] }, '/pets']] } } }),
  }),
  passes: ['FunctionUrl', 'ApiEndpoint'],
  fails: ['WebsiteURL'],
  message: "'GET /pets' calls its backend in clear text over the internet",
  unknown: 'what an attribute begins with is known of some alone',
}, 'an attribute that brings its scheme along');

describeRule('http-backend-plaintext', {
  template: (type) => ({ ...restApi(), ...method('GET /pets', { Integration: { ...BACKEND, Type: type, Uri: 'http://pets.example.com' } }) }),
  passes: ['MOCK', 'AWS'],
  fails: ['HTTP', 'HTTP_PROXY'],
  message: "'GET /pets' calls its backend in clear text over the internet",
  unknown: 'of an unknown type it is not known that it has an address',
}, 'integrations that call an address');

describeRule('tls-skip-verification', {
  template: (skips) => restApi({
    Body: {
      openapi: '3.0.1',
      info: { title: 'Pets', version: '1' },
      paths: {
        '/pets': {
          get: {
            'x-amazon-apigateway-integration': {
              type: 'http_proxy', httpMethod: 'GET', uri: 'https://pets.example.com', tlsConfig: { insecureSkipVerification: skips },
            },
          },
        },
      },
    },
  }),
  passes: [false, 'false', undefined],
  fails: [true, 'true'],
  message: "'GET /pets' does not check the certificate of its backend, so that anybody can answer in its place",
  unknown: [UNKNOWN],
});

describeRule<{ uri: string; parameters?: Json; templates?: Json }>('greedy-path-unmapped', {
  template: ({ uri, parameters, templates }) => ({
    ...restApi(),
    ...method('ANY /{proxy+}', { Integration: { ...BACKEND, IntegrationHttpMethod: 'ANY', Uri: uri, RequestParameters: parameters, RequestTemplates: templates } }),
  }),
  passes: [
    { uri: 'https://pets.example.com/{proxy}', parameters: { 'integration.request.path.proxy': 'method.request.path.proxy' } },
    { uri: 'https://${stageVariables.host}/pets' },
    { uri: 'https://pets.example.com/{proxy}', templates: { 'application/json': '#set($context.requestOverride.path.proxy = "x")' } },
  ],
  fails: [
    { uri: 'https://pets.example.com/{proxy}' },
    { uri: 'https://pets.example.com/{proxy}', parameters: { 'integration.request.header.proxy': 'method.request.path.proxy' } },
    { uri: 'https://pets.example.com/{proxy+}', parameters: { 'integration.request.path.proxy': 'method.request.path.proxy' } },
  ],
  message: ({ uri }) => `'ANY /{proxy+}' calls an address with '${uri.slice(uri.indexOf('{'))}', which no request parameter fills`,
  unknown: 'no parameter of a template can hold a map',
});

describeRule('greedy-path-unmapped', {
  template: (parameters) => ({
    ...restApi(), ...method('GET /pets/{id}', { Integration: { ...BACKEND, Uri: { 'Fn::Sub': 'https://${AWS::Region}.example.com/{id}' }, RequestParameters: parameters } }),
  }),
  passes: [{ 'integration.request.path.id': 'method.request.path.id' }],
  fails: [undefined],
  message: "'GET /pets/{id}' calls an address with '{id}', which no request parameter fills",
  unknown: 'no parameter of a template can hold a map',
}, 'a plain placeholder, in an address with gaps');

describeRule<Json>('host-header-forwarding', {
  template: (parameters) => ({ ...restApi(), ...method('GET /pets', { Integration: { ...BACKEND, RequestParameters: parameters } }) }),
  passes: [undefined, { 'integration.request.header.X-Forwarded-Host': 'method.request.header.Host' }, { 'integration.request.querystring.Host': 'method.request.header.Host' }],
  fails: [{ 'integration.request.header.Host': 'method.request.header.Host' }, { 'integration.request.header.host': "'pets.example.com'" }],
  message: "'GET /pets' maps the header Host, which API Gateway overwrites with the name of the backend",
  unknown: 'no parameter of a template can hold a map',
});

describeRule<{ authorization?: Json; parameters: Json }>('authorization-header-passthrough', {
  template: ({ authorization = 'AWS_IAM', parameters }) => ({
    ...restApi(), ...method('GET /pets', { AuthorizationType: authorization, Integration: { ...BACKEND, RequestParameters: parameters } }),
  }),
  passes: [
    { parameters: { 'integration.request.header.X-Caller': 'context.identity.userArn' } },
    { parameters: { 'integration.request.header.Authorization': "'Basic eA=='" } },
    { authorization: 'NONE', parameters: { 'integration.request.header.Authorization': 'method.request.header.Authorization' } },
  ],
  fails: [
    { parameters: { 'integration.request.header.Authorization': 'method.request.header.Authorization' } },
    { parameters: { 'integration.request.header.X-Token': 'method.request.header.authorization' } },
  ],
  message: "'GET /pets' hands on the header Authorization, which for callers of IAM holds a signature that means nothing to its backend",
  unknown: [
    { authorization: UNKNOWN, parameters: { 'integration.request.header.Authorization': 'method.request.header.Authorization' } },
  ],
});

describeRule('authorization-header-passthrough', {
  template: (header: string) => ({
    ...restApi(), ...method('GET /pets', { AuthorizationType: 'NONE', Integration: { ...BACKEND, RequestParameters: { [header]: 'method.request.header.Content-MD5' } } }),
  }),
  passes: ['integration.request.header.X-Content-MD5'],
  fails: ['integration.request.header.Content-MD5'],
  message: "'GET /pets' maps the header Content-MD5, which API Gateway drops",
  unknown: 'the names of headers are literal',
}, 'a header that is dropped');

describeRule('authorization-header-passthrough', {
  template: (target: string) => ({
    ...httpApi(),
    ...route('GET /pets', { AuthorizationType: 'NONE' }, {
      IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'GET', IntegrationUri: 'https://pets.example.com', PayloadFormatVersion: '1.0', RequestParameters: { [target]: '$request.header.X-Token' },
    }),
  }),
  passes: ['append:header.X-Auth'],
  fails: ['overwrite:header.Authorization', 'append:header.authorization'],
  message: "'GET /pets' maps the header Authorization, which HTTP APIs keep for themselves: the deployment fails",
  severity: 'error',
  unknown: 'the names of headers are literal',
}, 'a header that HTTP APIs reserve');
