import { UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, route, v2Authorizer, webSocketApi } from '../resources';

describeRule('rest-method-without-auth', {
  template: (kind) => ({ ...restApi(), ...lambdaFunction(), ...restAuthorizer(), ...method('GET /pets/{id}', { AuthorizationType: kind, AuthorizerId: { Ref: 'Authorizer' } }) }),
  passes: ['AWS_IAM', 'CUSTOM'],
  fails: ['NONE', undefined],
  message: "'GET /pets/{id}' has no authorization: anybody can call it",
  unknown: [UNKNOWN],
});

describeRule('rest-method-without-auth', {
  template: (key: string) => ({ ...restApi(), ...lambdaFunction(), ...method(key, { AuthorizationType: 'NONE' }) }),
  passes: ['OPTIONS /pets'],
  fails: ['ANY /{proxy+}', 'GET /'],
  message: (key) => `'${key}' has no authorization: anybody can call it`,
  unknown: 'the method is literal here',
}, 'preflight is open, every other method is not');

describeRule('http-route-without-auth', {
  template: (kind) => ({
    ...httpApi(), ...lambdaFunction(), ...v2Authorizer(), ...route('GET /pets', { AuthorizationType: kind, AuthorizerId: { Ref: 'Authorizer' } }),
  }),
  passes: ['AWS_IAM', 'CUSTOM'],
  fails: ['NONE', undefined],
  message: "'GET /pets' has no authorization: anybody can call it",
  unknown: [UNKNOWN],
});

describeRule('ws-connect-without-auth', {
  template: (kind) => ({ ...webSocketApi(), ...lambdaFunction(), ...route('$connect', { AuthorizationType: kind }), ...route('send', { AuthorizationType: 'NONE' }) }),
  passes: ['AWS_IAM'],
  fails: ['NONE', undefined],
  message: "'$connect' has no authorization: anybody can call it",
  unknown: [UNKNOWN],
});

describeRule('rest-method-without-auth', {
  template: (kind) => ({ ...restApi({ EndpointConfiguration: { Types: ['PRIVATE'] } }), ...lambdaFunction(), ...method('GET /pets', { AuthorizationType: kind }) }),
  passes: ['AWS_IAM'],
  fails: ['NONE', undefined],
  message: "'GET /pets' of a private API has no authorization: whoever reaches the API can call it",
  severity: 'warning',
  unknown: [UNKNOWN],
}, 'nobody on the internet calls a private API');

describeRule<string[]>('ws-connect-without-auth', {
  template: (keys) => ({ ...webSocketApi(), ...lambdaFunction(), ...Object.assign({}, ...keys.map((key) => route(key, key === '$connect' ? {} : { AuthorizationType: 'NONE' }))) }),
  passes: [['$connect', 'send'], []],
  fails: [['send'], ['$default', '$disconnect']],
  message: "the API 'Chat' has no route '$connect': anybody can open a connection",
  unknown: 'the keys are literal here',
}, 'without a route $connect connections are opened all the same');

describeRule('ws-connect-without-auth', {
  template: (key) => ({
    ...webSocketApi(), ...lambdaFunction(), ...route('send', { AuthorizationType: 'NONE' }), Other: { ...route('other').RouteOther, Properties: { ...route('other').RouteOther.Properties, RouteKey: key } },
  }),
  passes: ['$connect'],
  fails: ['other'],
  message: "the API 'Chat' has no route '$connect': anybody can open a connection",
  unknown: [UNKNOWN],
}, 'a hidden key may be $connect');

describeRule('openapi-operation-without-auth', {
  template: (scheme) => restApi({
    Body: {
      openapi: '3.0.1',
      info: { title: 'Pets', version: '1' },
      components: { securitySchemes: { Callers: scheme } },
      paths: { '/pets': { get: { security: [{ Callers: [] }] } } },
    },
  }),
  passes: [
    { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authorizer': { type: 'request' } },
    { type: 'apiKey', name: 'x-api-key', in: 'header' },
  ],
  fails: [{ type: 'http', scheme: 'bearer' }, { type: 'oauth2', flows: {} }, undefined],
  message: (scheme) => scheme === undefined
    ? "the security of 'GET /pets' names the scheme 'Callers', which the definition does not have"
    : "the security of 'GET /pets' names the scheme 'Callers', of which API Gateway makes no authorizer",
  unknown: [UNKNOWN],
});
