import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, route, v2Authorizer, webSocketApi } from '../resources';

const AUTHORIZED = { Ref: 'Authorizer' };

describeRule('ws-auth-on-other-route', {
  template: (kind) => ({ ...webSocketApi(), ...lambdaFunction(), ...route('$connect'), ...route('send', { AuthorizationType: kind }) }),
  passes: ['NONE', undefined],
  fails: ['AWS_IAM', 'CUSTOM'],
  message: (kind) => `'send' has the authorization ${kind}, which WebSocket APIs have on $connect alone`,
  unknown: [UNKNOWN],
});

describeRule('ws-auth-on-other-route', {
  template: (key: Json) => ({ ...webSocketApi(), ...lambdaFunction(), ...route('send', { RouteKey: key, AuthorizationType: 'AWS_IAM' }) }),
  passes: ['$connect'],
  fails: ['$default', '$disconnect'],
  message: (key) => `'${key}' has the authorization AWS_IAM, which WebSocket APIs have on $connect alone`,
  unknown: [UNKNOWN],
}, 'a key that may be $connect');

describeRule('ws-authorizer-not-request', {
  template: (type) => ({
    ...webSocketApi(), ...lambdaFunction(), ...v2Authorizer({ AuthorizerType: type }), ...route('$connect', { AuthorizationType: 'CUSTOM', AuthorizerId: AUTHORIZED }),
  }),
  passes: ['REQUEST'],
  fails: ['JWT', 'TOKEN'],
  message: (type) => `the authorizer 'Authorizer' is of the type ${type}, and WebSocket APIs have REQUEST alone`,
  unknown: [UNKNOWN],
});

describeRule('jwt-authorizer-on-rest', {
  template: (type) => ({
    ...restApi(), ...lambdaFunction(), ...restAuthorizer({ Type: type }), ...method('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: AUTHORIZED }),
  }),
  passes: ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS', 'JWT'],
  fails: ['OIDC', 'OAUTH2'],
  message: (type) => `the authorizer 'Authorizer' of a REST API is of the type ${type}, which REST APIs do not have`,
  unknown: [UNKNOWN],
});

describeRule('jwt-authorizer-on-rest', {
  template: (type: string) => ({ ...restApi(), ...lambdaFunction(), Authorizer: { Type: type, Properties: { ApiId: { Ref: 'Api' }, RestApiId: { Ref: 'Api' }, Type: 'JWT', AuthorizerType: 'JWT' } } }),
  passes: ['AWS::ApiGateway::Authorizer'],
  fails: ['AWS::ApiGatewayV2::Authorizer'],
  message: "the authorizer 'Authorizer' of a REST API is an AWS::ApiGatewayV2::Authorizer, which is for HTTP and WebSocket APIs",
  unknown: 'the type of a resource is always written out',
}, 'a resource for another type of API');

describeRule('api-key-as-only-auth', {
  template: (kind) => ({
    ...restApi(), ...lambdaFunction(), ...restAuthorizer(), ...method('GET /pets', { ApiKeyRequired: true, AuthorizationType: kind, AuthorizerId: AUTHORIZED }),
  }),
  passes: ['AWS_IAM', 'CUSTOM'],
  fails: ['NONE', undefined],
  message: "'GET /pets' requires an API key and has no authorization: a key says who is counted, not who may call",
  unknown: [UNKNOWN],
});

describeRule('options-with-authorizer', {
  template: (kind) => ({ ...restApi(), ...lambdaFunction(), ...restAuthorizer(), ...method('OPTIONS /pets', { AuthorizationType: kind, AuthorizerId: AUTHORIZED }) }),
  passes: ['NONE', undefined],
  fails: ['AWS_IAM', 'CUSTOM'],
  message: (kind) => `'OPTIONS /pets' has the authorization ${kind}, and preflight requests carry no credentials`,
  unknown: [UNKNOWN],
});

describeRule('options-with-authorizer', {
  template: (isRequired) => ({ ...restApi(), ...lambdaFunction(), ...method('OPTIONS /pets', { AuthorizationType: 'NONE', ApiKeyRequired: isRequired }) }),
  passes: [false, undefined],
  fails: [true],
  message: "'OPTIONS /pets' requires an API key, and preflight requests carry none",
  unknown: [UNKNOWN],
}, 'an API key');

describeRule('method-authorizer-type-mismatch', {
  template: (type) => ({
    ...restApi(), ...lambdaFunction(), ...restAuthorizer({ Type: type }), ...method('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: AUTHORIZED }),
  }),
  passes: ['TOKEN', 'REQUEST', 'JWT'],
  fails: ['COGNITO_USER_POOLS'],
  message: "'GET /pets' has the authorization CUSTOM, and its authorizer 'Authorizer' is of the type COGNITO_USER_POOLS",
  unknown: 'a body that names the authorizer says so with it, and what it is decides the authorization',
});

describeRule('method-authorizer-type-mismatch', {
  template: (kind) => ({
    ...restApi(), ...lambdaFunction(), ...restAuthorizer(), ...method('GET /pets', { AuthorizationType: kind, AuthorizerId: kind === 'CUSTOM' ? AUTHORIZED : undefined }),
  }),
  passes: ['CUSTOM', 'AWS_IAM', 'NONE'],
  fails: ['COGNITO_USER_POOLS', 'JWT'],
  message: (kind) => `'GET /pets' has the authorization ${kind} and names no authorizer`,
  unknown: 'an authorization that is not known is none that needs an authorizer',
}, 'no authorizer at all');

describeRule('method-authorizer-type-mismatch', {
  template: (kind) => ({ ...httpApi(), ...lambdaFunction(), ...v2Authorizer(), ...route('GET /pets', { AuthorizationType: kind, AuthorizerId: AUTHORIZED }) }),
  passes: ['CUSTOM'],
  fails: ['JWT'],
  message: "'GET /pets' has the authorization JWT, and its authorizer 'Authorizer' is of the type REQUEST",
  unknown: 'the authorization is literal here',
}, 'a route of an HTTP API');

describeRule('method-authorizer-other-api', {
  template: (owner) => ({
    ...restApi(),
    Other: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Other' } },
    ...lambdaFunction(),
    ...restAuthorizer({ RestApiId: owner }),
    ...method('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: AUTHORIZED }),
  }),
  passes: [{ Ref: 'Api' }, 'a1b2c3d4e5'],
  fails: [{ Ref: 'Other' }],
  message: "'GET /pets' has the authorizer 'Authorizer' of another API",
  unknown: [UNKNOWN],
});

describeRule('method-authorizer-other-api', {
  template: (owner) => ({
    ...httpApi(),
    Other: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Other', ProtocolType: 'HTTP' } },
    ...lambdaFunction(),
    ...v2Authorizer({ ApiId: owner }),
    ...route('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: AUTHORIZED }),
  }),
  passes: [{ Ref: 'Api' }],
  fails: [{ Ref: 'Other' }],
  message: "'GET /pets' has the authorizer 'Authorizer' of another API",
  unknown: [UNKNOWN],
}, 'of an HTTP API');
