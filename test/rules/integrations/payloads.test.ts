import { Limits } from '../../../src/limits';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, route } from '../resources';

type Properties = { [key: string]: Json };

const MOCK = { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' } };

describeRule('binary-wildcard', {
  template: (types) => ({ ...restApi({ BinaryMediaTypes: types }), ...lambdaFunction(), ...method('GET /pets') }),
  passes: [undefined, [], ['image/png', 'image/*']],
  fails: [['*/*'], ['image/png', '*~1*']],
  message: "the API 'Pets' takes every payload for binary ('*/*'), so that each body reaches functions in base64",
  severity: 'warning',
  unknown: [UNKNOWN, ['image/png', UNKNOWN]],
});

describeRule<Properties>('binary-wildcard', {
  template: ({ types = ['*/*'], ...integration }) => ({ ...restApi({ BinaryMediaTypes: types }), ...method('OPTIONS /pets', { Integration: { ...MOCK, ...integration } }) }),
  passes: [{ types: ['image/png'] }],
  fails: [{}, { Type: 'HTTP', IntegrationHttpMethod: 'GET', Uri: 'https://pets.example.com' }],
  message: "the API 'Pets' takes every payload for binary ('*/*'), so that 'OPTIONS /pets' fails, whose templates need text",
  unknown: [{ types: UNKNOWN }],
}, 'templates that need text');

describeRule<Properties>('binary-wildcard', {
  template: ({ types = ['*/*'], ...integration }) => ({ ...restApi({ BinaryMediaTypes: types }), ...method('OPTIONS /pets', { Integration: { ...MOCK, ...integration } }) }),
  passes: [{ types: ['image/png'] }],
  fails: [{ ContentHandling: 'CONVERT_TO_TEXT' }, { IntegrationResponses: [{ StatusCode: '200', ContentHandling: 'CONVERT_TO_TEXT' }] }],
  message: "the API 'Pets' takes every payload for binary ('*/*'), so that each body reaches functions in base64",
  severity: 'warning',
  unknown: [{ types: UNKNOWN }],
}, 'text made of it before');

const objectOf = (target: string): Json => ({ 'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:s3:path/\${Bucket}${target}` });

function files(key: string, integration: Properties = {}): Resources {
  const given = { Type: 'AWS', IntegrationHttpMethod: 'GET', Uri: objectOf('/{key}'), Credentials: 'arn:aws:iam::111122223333:role/files', ...integration };
  return { Bucket: { Type: 'AWS::S3::Bucket' }, ...method(key, { Integration: given }) };
}

describeRule<{ types?: Json; key?: string } & Properties>('binary-types-missing', {
  template: ({ types, key = 'GET /files/{key}', ...integration }) => ({ ...restApi({ BinaryMediaTypes: types }), ...files(key, integration) }),
  passes: [
    { types: ['image/png'] },
    { Uri: objectOf('') },
    { key: 'DELETE /files/{key}' },
    { ContentHandling: 'CONVERT_TO_BINARY' },
    { IntegrationResponses: [{ StatusCode: '200', ContentHandling: 'CONVERT_TO_BINARY' }] },
    { RequestTemplates: { 'application/json': "$input.json('$')" } },
  ],
  fails: [{}, { types: [] }, { Uri: objectOf('/photos/{key}') }],
  message: "'GET /files/{key}' carries files of S3, and the API takes nothing for binary",
  unknown: [{ types: UNKNOWN }],
});

describeRule<Properties>('content-handling-unset-or-wrong', {
  template: (integration) => ({ ...restApi({ BinaryMediaTypes: ['image/png'] }), ...method('PUT /files', { Integration: { ...MOCK, ...integration } }) }),
  passes: [{}, { ContentHandling: 'CONVERT_TO_BINARY' }, { ContentHandling: 'CONVERT_TO_TEXT' }, { IntegrationResponses: [{ StatusCode: '200', ContentHandling: 'CONVERT_TO_TEXT' }] }],
  fails: [{ ContentHandling: 'BINARY' }, { IntegrationResponses: [{ StatusCode: '200', ContentHandling: 'BINARY' }] }],
  message: "'PUT /files' has the content handling 'BINARY', which API Gateway does not know",
  unknown: [{ ContentHandling: UNKNOWN }],
});

describeRule('content-handling-unset-or-wrong', {
  template: (handling) => ({ ...restApi({ BinaryMediaTypes: ['image/png'] }), ...files('PUT /files/{key}', { ContentHandling: handling }) }),
  passes: [undefined, 'CONVERT_TO_BINARY'],
  fails: ['CONVERT_TO_TEXT'],
  message: "'PUT /files/{key}' converts files of S3 to text, which makes base64 of them",
  severity: 'warning',
  unknown: [UNKNOWN],
}, 'files of S3');

describeRule('compression-off', {
  template: (size) => ({ ...restApi({ MinimumCompressionSize: size }), ...lambdaFunction(), ...method('GET /pets') }),
  intent: { compressionRequired: true },
  passes: [0, 1024],
  fails: [undefined],
  message: "the API 'Pets' does not compress its answers",
  unknown: [UNKNOWN],
});

describeRule('compression-on-http', {
  template: (size) => httpApi({
    Name: undefined,
    ProtocolType: undefined,
    Body: { 'openapi': '3.0.1', 'info': { title: 'Pets', version: '1' }, 'paths': {}, 'x-amazon-apigateway-minimum-compression-size': size },
  }),
  passes: [undefined],
  fails: [0, 1024, UNKNOWN],
  message: "the API 'Pets' is an HTTP API, and its minimum compression size does nothing",
  unknown: 'whatever it says does nothing',
});

describeRule('compression-on-http', {
  template: (type: string) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets'), Other: { Type: type, Properties: { DistributionConfig: { Enabled: true } } } }),
  intent: { compressionRequired: true },
  passes: ['AWS::CloudFront::Distribution'],
  fails: ['AWS::SNS::Topic'],
  message: "the API 'Pets' is an HTTP API, which does not compress its answers",
  severity: 'warning',
  unknown: 'that an API is an HTTP API is written in the template',
}, 'asked for by its owner');

describeRule('large-payload-through-gateway', {
  template: (key: string) => ({ ...restApi(), ...method(key, { Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'POST', Uri: 'https://pets.example.com' } }) }),
  intent: { largestBodyBytes: Limits.PAYLOAD_BYTES + 1 },
  passes: ['GET /pets'],
  fails: ['POST /pets', 'ANY /{proxy+}'],
  message: (key) => `'${key}' carries at most ${Limits.PAYLOAD_BYTES} bytes, and callers send up to ${Limits.PAYLOAD_BYTES + 1}`,
  unknown: 'what callers send is declared',
});

describeRule<Properties>('large-payload-through-gateway', {
  template: (integration) => ({ ...httpApi(), ...lambdaFunction(), ...route('POST /pets', {}, integration) }),
  intent: { largestBodyBytes: Limits.LAMBDA_PAYLOAD_BYTES + 1 },
  passes: [{ IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'POST', IntegrationUri: 'https://pets.example.com', PayloadFormatVersion: '1.0' }],
  fails: [{}],
  message: `'POST /pets' calls a function, which takes at most ${Limits.LAMBDA_PAYLOAD_BYTES} bytes, and callers send up to ${Limits.LAMBDA_PAYLOAD_BYTES + 1}`,
  unknown: 'what callers send is declared',
}, 'functions take less');

describeRule<Properties>('binary-wildcard', {
  template: (properties) => restApi(properties),
  passes: [{ BodyS3Location: { Bucket: 'bodies', Key: 'pets.json' } }],
  fails: [{ Body: { 'openapi': '3.0.1', 'info': {}, 'paths': {}, 'x-amazon-apigateway-binary-media-types': ['*/*'] } }],
  message: "the API 'Pets' takes every payload for binary ('*/*'), so that each body reaches functions in base64",
  severity: 'warning',
  unknown: 'that a whole body cannot be read is not told for each thing in it',
}, 'of a body that can be read');
