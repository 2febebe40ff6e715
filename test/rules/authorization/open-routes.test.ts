import { allowCalls, denyCalls, policy } from '../access/policies';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { basePathMapping, restDomain } from '../domains/domains';
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

const NOT_OFFICE = { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } };

interface Opened { readonly kind?: string; readonly by: Json }

const opened = ({ kind = 'NONE', by }: Opened) => ({ ...restApi({ Policy: by }), ...lambdaFunction(), ...method('GET /pets', { AuthorizationType: kind }) });
const by = (...statements: Parameters<typeof policy>): Opened => ({ by: policy(...statements) });

describeRule<Opened>('rest-method-without-auth', {
  template: opened,
  passes: [{ kind: 'AWS_IAM', by: UNKNOWN }],
  fails: [
    by(allowCalls(), denyCalls(NOT_OFFICE)),
    by(allowCalls({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })),
    by(allowCalls({ Principal: { AWS: '111122223333' } })),
    by(allowCalls({ Resource: 'execute-api:/*/GET/pets' }), { ...denyCalls(NOT_OFFICE), Resource: 'execute-api:/live/GET/pets' }),
    by(allowCalls(), { ...denyCalls(NOT_OFFICE), Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:*/*/*/pets' } }),
    by(allowCalls({ Resource: 'execute-api:/live/GET/toys' })),
  ],
  message: "'GET /pets' has no authorization: whoever the resource policy lets in can call it",
  severity: 'warning',
  unknown: [{ by: UNKNOWN }],
}, 'a resource policy that lets only some in');

describeRule<Opened>('rest-method-without-auth', {
  template: opened,
  passes: [{ ...by(allowCalls()), kind: 'AWS_IAM' }],
  fails: [
    { by: undefined },
    { by: '' },
    by(allowCalls()),
    by(allowCalls(), denyCalls({ IpAddress: { 'aws:SourceIp': '203.0.113.9' } })),
    by(allowCalls(), { ...denyCalls(NOT_OFFICE), Resource: 'execute-api:/*/GET/toys' }),
    by(allowCalls(), { ...denyCalls(NOT_OFFICE), Principal: { AWS: '111122223333' } }),
  ],
  message: "'GET /pets' has no authorization: anybody can call it",
  unknown: [{ by: UNKNOWN }, by(allowCalls({ Condition: UNKNOWN }))],
}, 'a resource policy that keeps out some lets in all others');

const MUTUAL = { MutualTlsAuthentication: { TruststoreUri: 's3://truststores/partners.pem' } };

function behind(domain: Resources, isOff: Json, kind = 'NONE'): Resources {
  return { ...restApi({ DisableExecuteApiEndpoint: isOff }), ...lambdaFunction(), ...method('GET /pets', { AuthorizationType: kind }), ...domain, ...basePathMapping() };
}

describeRule<string>('rest-method-without-auth', {
  template: (kind) => behind(restDomain(MUTUAL), true, kind),
  passes: ['AWS_IAM'],
  fails: ['NONE'],
  message: "'GET /pets' has no authorization: whoever has a client certificate can call it",
  severity: 'warning',
  unknown: 'what is not known to ask for certificates may be open',
}, 'a domain with client certificates as the only address');

describeRule<{ readonly domain: Resources; readonly isOff?: Json; readonly kind?: string }>('rest-method-without-auth', {
  template: ({ domain, isOff, kind }) => behind(domain, isOff, kind),
  passes: [{ domain: restDomain(), kind: 'AWS_IAM' }],
  fails: [{ domain: restDomain(MUTUAL) }, { domain: restDomain(MUTUAL), isOff: false }, { domain: restDomain(), isOff: true }],
  message: "'GET /pets' has no authorization: anybody can call it",
  unknown: 'an address that may answer is taken for one that does',
}, 'client certificates beside an address without them');

describeRule('http-route-without-auth', {
  template: (kind) => ({
    ...httpApi({ Target: { 'Fn::GetAtt': ['Function', 'Arn'] } }),
    ...lambdaFunction(),
    Overrides: { Type: 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides', Properties: { ApiId: { Ref: 'Api' }, Route: { AuthorizationType: kind } } },
  }),
  passes: ['AWS_IAM'],
  fails: ['NONE', undefined],
  message: "'$default' has no authorization: anybody can call it",
  unknown: [UNKNOWN],
}, 'the route that API Gateway makes of a target');
