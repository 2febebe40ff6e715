import { gatewayResponse, preflight } from './preflight';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi } from '../resources';

const ORIGIN = "'https://app.example.com'";

function responses(types: string[], origin: Json = ORIGIN): Resources {
  return Object.assign({}, ...types.map((name) => gatewayResponse(name, { 'Allow-Origin': origin })));
}

describeRule<string[]>('cors-gateway-responses-missing', {
  template: (types) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...preflight({ 'Allow-Origin': ORIGIN }), ...responses(types) }),
  passes: [['DEFAULT_4XX', 'DEFAULT_5XX']],
  fails: [[], ['DEFAULT_4XX'], ['DEFAULT_5XX', 'THROTTLED']],
  message: (types) => `the API 'Pets' answers preflights, but sets no Access-Control-Allow-Origin in ${
    ["'DEFAULT_4XX'", "'DEFAULT_5XX'"].filter((name) => !types.some((type) => name === `'${type}'`)).join(' and ')}`,
  unknown: 'a type that is only known at deployment is the case below',
});

describeRule<Resources>('cors-gateway-responses-missing', {
  template: (more) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...more }),
  passes: [{}, preflight({})],
  fails: [preflight({ 'Allow-Origin': UNKNOWN }), method('OPTIONS /pets')],
  message: "the API 'Pets' answers preflights, but sets no Access-Control-Allow-Origin in 'DEFAULT_4XX' and 'DEFAULT_5XX'",
  unknown: 'an API of which it is not known whether pages call it is most likely not called by any',
}, 'only where something answers preflights');

describeRule<Json>('cors-gateway-responses-missing', {
  template: (parameters) => ({
    ...restApi(),
    ...preflight({ 'Allow-Origin': ORIGIN }),
    ...responses(['DEFAULT_4XX', 'DEFAULT_5XX', 'REQUEST_TOO_LARGE']),
    Denied: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'ACCESS_DENIED', ResponseParameters: parameters } },
  }),
  passes: [{ 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" }, { 'gatewayresponse.header.access-control-allow-origin': 'method.request.header.origin' }],
  fails: [{}, undefined, { 'gatewayresponse.header.Vary': "'Origin'" }],
  message: "the gateway response 'ACCESS_DENIED' has no Access-Control-Allow-Origin",
  unknown: [UNKNOWN],
}, 'in one that is customized');

describeRule<Json>('cors-gateway-response-origin-mismatch', {
  template: (origin) => ({ ...restApi(), ...preflight({ 'Allow-Origin': ORIGIN }), ...gatewayResponse('DEFAULT_4XX', { 'Allow-Origin': origin }) }),
  passes: [ORIGIN, "'*'", 'method.request.header.Origin', undefined],
  fails: ["'https://other.example.com'"],
  message: "the gateway response 'DEFAULT_4XX' allows the origin 'https://other.example.com', and the preflights allow 'https://app.example.com'",
  unknown: [UNKNOWN, { 'Fn::Sub': "'${Unknown}'" }],
});

const BY_SUB: Json = { 'Fn::Sub': "'https://${AWS::Region}.example.com'" };
const BY_JOIN: Json = { 'Fn::Join': ['', ["'https://", { Ref: 'AWS::Region' }, ".example.com'"]] };

describeRule<[Json, Json]>('cors-gateway-response-origin-mismatch', {
  template: ([asked, failed]) => ({ ...restApi(), ...preflight({ 'Allow-Origin': asked }), ...gatewayResponse('DEFAULT_4XX', { 'Allow-Origin': failed }) }),
  passes: [[BY_SUB, BY_SUB], [BY_JOIN, BY_SUB], [BY_SUB, "'*'"], ["'*'", "'*'"]],
  fails: [["'*'", ORIGIN]],
  message: "the gateway response 'DEFAULT_4XX' allows the origin 'https://app.example.com', and the preflights allow '*'",
  unknown: [[ORIGIN, BY_SUB], [BY_JOIN, ORIGIN]],
}, 'written by functions');

describeRule<Json>('cors-gateway-response-origin-mismatch', {
  template: (credentials) => ({
    ...restApi(), ...preflight({ 'Allow-Origin': ORIGIN, 'Allow-Credentials': credentials }), ...gatewayResponse('DEFAULT_5XX', { 'Allow-Origin': "'*'" }),
  }),
  passes: ["'false'", undefined],
  fails: ["'true'"],
  message: "the gateway response 'DEFAULT_5XX' allows the origin '*', which browsers refuse with the credentials that the preflights allow",
  unknown: 'credentials that are only known at deployment are most likely none',
}, 'with credentials');

describeRule<Json>('gateway-response-413-customized', {
  template: (type) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...gatewayResponse(type) }),
  passes: ['DEFAULT_4XX', 'THROTTLED', UNKNOWN],
  fails: ['REQUEST_TOO_LARGE'],
  message: "the gateway response 'REQUEST_TOO_LARGE' is customized, which API Gateway passes over",
  unknown: 'gateway-response-unknown-type reports a type that is only known at deployment',
});

describeRule<Json>('gateway-response-unknown-type', {
  template: (type) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...gatewayResponse(type) }),
  passes: ['DEFAULT_4XX', 'DEFAULT_5XX', 'UNSUPPORTED_MEDIA_TYPE', 'WAF_FILTERED', 'REQUEST_TOO_LARGE'],
  fails: ['TIMEOUT', 'DEFAULT_3XX'],
  message: (type) => `the gateway response '${type}' is of no type that API Gateway knows`,
  unknown: [UNKNOWN],
});
