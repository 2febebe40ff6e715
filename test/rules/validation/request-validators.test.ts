import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi } from '../resources';
import { appSpellings } from '../spellings/app-spellings';
import { templateSpellings } from '../spellings/template-spellings';

type Properties = { [key: string]: Json };

const MODEL: Resources = { Pet: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, ContentType: 'application/json', Schema: { type: 'object' } } } };
const MODELS = { 'application/json': { Ref: 'Pet' } };

function validator(body: Json, parameters: Json = false): Resources {
  return { Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: body, ValidateRequestParameters: parameters } } };
}

const BY_VALIDATOR = { RequestValidatorId: { Ref: 'Validator' } };

describeRule<Properties>('rest-no-request-validator', {
  template: ({ body = true, parameters = false, ...properties }) => ({
    ...restApi(), ...lambdaFunction(), ...validator(body, parameters), ...MODEL, ...method('GET /pets'), ...method('POST /pets', properties),
  }),
  passes: [BY_VALIDATOR, { ...BY_VALIDATOR, body: false, parameters: true }, { ...BY_VALIDATOR, RequestModels: MODELS }],
  fails: [{}, { RequestModels: MODELS }, { ...BY_VALIDATOR, body: false }],
  message: "the API 'Pets' checks no request, not even those of 'POST /pets'",
  unknown: [{ ...BY_VALIDATOR, body: UNKNOWN }],
});

describeRule<{ key: string } & Properties>('rest-no-request-validator', {
  template: ({ key, ...properties }) => ({ ...restApi(), ...lambdaFunction(), ...validator(true), ...method(key, properties) }),
  passes: [
    { key: 'GET /pets' },
    { key: 'ANY /{proxy+}', RequestParameters: { 'method.request.path.proxy': true } },
    { key: 'POST /pets', Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' } } },
  ],
  fails: [{ key: 'PUT /pets' }, { key: 'PATCH /pets/{id}' }, { key: 'GET /pets', RequestParameters: { 'method.request.querystring.page': true } }],
  message: ({ key }) => `the API 'Pets' checks no request, not even those of '${key}'`,
  unknown: 'there is no validator here',
}, 'methods whose requests can be checked');

describeRule<Properties>('rest-no-request-validator', {
  template: ({ body }) => restApi({ Body: body }),
  passes: [{
    body: {
      'openapi': '3.0.1',
      'info': { title: 'Pets', version: '1' },
      'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
      'x-amazon-apigateway-request-validator': 'all',
      'paths': { '/pets': { post: { operationId: 'addPet' } } },
    },
  }],
  fails: [{ body: { openapi: '3.0.1', info: { title: 'Pets', version: '1' }, paths: { '/pets': { post: { operationId: 'addPet' } } } } }],
  message: "the API 'Pets' checks no request, not even those of 'POST /pets'",
  unknown: [{ body: UNKNOWN }],
}, 'the validator of a whole body');

describeRule<Properties>('method-not-validated', {
  template: (properties) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...validator(true),
    ...MODEL,
    ...method('PUT /pets', { ...BY_VALIDATOR, RequestModels: MODELS }),
    ...method('GET /pets'),
    ...method('POST /pets', properties),
  }),
  passes: [{ ...BY_VALIDATOR, RequestModels: MODELS }, { RequestModels: MODELS }, { Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' } } }],
  fails: [{}],
  message: "'POST /pets' takes any body, while other methods of the API check theirs",
  unknown: [{ RequestValidatorId: UNKNOWN }],
});

describeRule<Properties>('method-not-validated', {
  template: (properties) => ({ ...restApi(), ...lambdaFunction(), ...validator(true), ...MODEL, ...method('POST /pets', properties) }),
  passes: [{}, { ...BY_VALIDATOR, RequestModels: MODELS }],
  fails: [BY_VALIDATOR],
  message: "'POST /pets' has a validator of bodies and no model, so that it takes any body",
  unknown: 'whether others are checked does not matter here',
}, 'a validator that has nothing to check by');

describeRule<Properties>('model-without-validator', {
  template: ({ body = true, ...properties }) => ({ ...restApi(), ...lambdaFunction(), ...validator(body, true), ...MODEL, ...method('POST /pets', properties) }),
  passes: [{}, BY_VALIDATOR, { ...BY_VALIDATOR, RequestModels: MODELS }],
  fails: [{ RequestModels: MODELS }, { ...BY_VALIDATOR, body: false, RequestModels: MODELS }],
  message: "'POST /pets' has a model of its body, which no validator enforces",
  unknown: [{ ...BY_VALIDATOR, body: UNKNOWN, RequestModels: MODELS }],
});

describeRule<Properties>('model-without-validator', {
  template: (properties) => ({ ...restApi(), ...lambdaFunction(), ...method('POST /pets', properties) }),
  passes: [{ RequestModels: { 'application/json': 'Empty' } }],
  fails: [{ RequestModels: { 'application/json': 'Pet' } }],
  message: "'POST /pets' has a model of its body, which no validator enforces",
  unknown: 'the name is literal here',
  // A body names no model that it does not have.
  spellings: [...templateSpellings, ...appSpellings],
}, 'the model Empty, which every API has, takes whatever comes');

describeRule<Properties>('required-param-not-validated', {
  template: ({ parameters = true, ...properties }) => ({ ...restApi(), ...lambdaFunction(), ...validator(true, parameters), ...method('GET /pets/{id}', properties) }),
  passes: [
    {},
    { RequestParameters: { 'method.request.querystring.page': false } },
    { RequestParameters: { 'method.request.path.id': true } },
    { ...BY_VALIDATOR, RequestParameters: { 'method.request.querystring.page': true } },
  ],
  fails: [
    { RequestParameters: { 'method.request.path.id': true, 'method.request.querystring.page': true } },
    { ...BY_VALIDATOR, parameters: false, RequestParameters: { 'method.request.querystring.page': true } },
  ],
  message: "'GET /pets/{id}' requires method.request.querystring.page, which no validator checks",
  unknown: [{ ...BY_VALIDATOR, parameters: UNKNOWN, RequestParameters: { 'method.request.querystring.page': true } }],
});
