import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi, route, webSocketApi } from '../resources';

type Properties = { [key: string]: Json };

const MOCK = { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' } };

describeRule('mock-without-status', {
  template: (templates) => ({ ...restApi(), ...method('GET /pets', { Integration: { Type: 'MOCK', RequestTemplates: templates } }) }),
  passes: [{ 'application/json': '{"statusCode": 200}' }, { 'application/json': '#if($input.params("x"))\n{"statusCode": 404}\n#else\n{"statusCode": 200}\n#end' }],
  fails: [undefined, {}],
  message: "the mock 'GET /pets' has no request template, and so no statusCode",
  unknown: [{ 'application/json': UNKNOWN }, { 'application/json': { 'Fn::Sub': '${Unknown}' } }],
});

describeRule('mock-without-status', {
  template: (template) => ({ ...restApi(), ...method('GET /pets', { Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': template } } }) }),
  passes: ['{ statusCode: 200 }'],
  fails: ['{}', '{"status": 200}'],
  message: "the mock 'GET /pets' has a request template for 'application/json' without a statusCode",
  unknown: [UNKNOWN],
}, 'a template that says something else');

describeRule<{ key?: string; templates?: Json }>('mock-without-status', {
  template: ({ key = '$connect', templates }) => ({ ...webSocketApi(), ...route(key, {}, { IntegrationType: 'MOCK', IntegrationUri: undefined, RequestTemplates: templates }) }),
  passes: [{ templates: { 200: '{"statusCode":200}' } }, { key: '$default' }],
  fails: [{}],
  message: "the mock '$connect' has no request template, and so no statusCode",
  unknown: [{ templates: { 200: UNKNOWN } }],
}, 'a WebSocket API, whose callers cannot connect');

describeRule<{ declared: Json; type?: string }>('method-response-header-undeclared', {
  template: ({ declared, type = 'MOCK' }) => ({
    ...restApi(),
    ...method('GET /pets', {
      Integration: { ...MOCK, Type: type, IntegrationResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.X-Total': "'3'" } }] },
      MethodResponses: declared,
    }),
  }),
  passes: [
    { declared: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.X-Total': true } }] },
    { declared: [{ StatusCode: '404' }, { StatusCode: '200', ResponseParameters: { 'method.response.header.X-Total': false } }] },
    { declared: undefined, type: 'HTTP_PROXY' },
  ],
  fails: [
    { declared: undefined },
    { declared: [{ StatusCode: '200' }] },
    { declared: [{ StatusCode: '404', ResponseParameters: { 'method.response.header.X-Total': true } }] },
    { declared: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.X-Count': true } }], type: 'HTTP' },
  ],
  message: "'GET /pets' sets the header X-Total with the status 200, and its method response does not declare it",
  unknown: [{ declared: UNKNOWN }],
});

describeRule('error-detail-leak', {
  template: (template: string) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...method('GET /pets'),
    Answer: {
      Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_5XX', ResponseTemplates: { 'application/json': template } },
    },
  }),
  passes: ['{"message":$context.error.messageString}', '{"message":"Something went wrong","requestId":"$context.requestId"}'],
  fails: ['{"message":"$context.integrationErrorMessage"}', '{"message":"$context.authorizer.error"}'],
  message: (template) => `the gateway response DEFAULT_5XX answers callers with ${/\$[a-zA-Z.]+/.exec(template)![0]}, which tells them of the inside`,
  unknown: 'a template that cannot be known most likely names no details',
});

describeRule<Properties>('error-detail-leak', {
  template: (response) => ({
    ...restApi(), ...method('GET /pets', { Integration: { ...MOCK, Type: 'AWS', Uri: 'arn:aws:apigateway:eu-west-1:s3:path/pets', IntegrationResponses: [{ StatusCode: '500', ...response }] } }),
  }),
  passes: [{}, { ResponseTemplates: { 'application/json': '{"message":"Something went wrong"}' } }, { ResponseTemplates: { 'application/json': "$input.path('$.traceability')" } }],
  fails: [{ ResponseTemplates: { 'application/json': "{\"stack\": $input.json('$.stackTrace')}" } }],
  message: "'GET /pets' answers callers with $input.json('$.stackTrace'), which tells them of the inside",
  unknown: 'a template that cannot be known most likely names no details',
}, 'an integration response');
