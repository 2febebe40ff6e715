import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, restStage, route, v2Authorizer, v2Stage, webSocketApi } from '../resources';

/** A format of these variables. */
const format = (...variables: string[]) => JSON.stringify(Object.fromEntries(variables.map((name) => [name, `$context.${name}`])));
const setting = (given: Json) => ({ DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:pets', Format: given });
const REFUSED = ['requestId', 'error.message', 'integration.error'];

const rest = (given: Json, more: Resources = {}): Resources => ({
  ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ AccessLogSetting: setting(given) }), ...more,
});
const http = (given: Json, more: Resources = {}): Resources => ({ ...httpApi(), ...v2Stage({ AccessLogSettings: setting(given) }), ...more });
const webSocket = (given: Json): Resources => ({ ...webSocketApi(), ...v2Stage({ AccessLogSettings: setting(given) }) });

describeRule('access-log-missing-error-fields', {
  template: (given) => rest(given),
  passes: [format(...REFUSED), format('error.responseType', 'integrationStatus')],
  fails: [format('requestId', 'status')],
  message: "the stage 'live' has an access log that does not tell why requests fail: it lacks $context.error.message, $context.integration.error",
  unknown: [UNKNOWN, { 'Fn::Sub': `${format('requestId')}\${Unknown}` }],
});

describeRule('access-log-missing-error-fields', {
  template: (given) => rest(given, {
    ...restAuthorizer(), ...method('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }), ...lambdaFunction('AuthorizerFunction'),
  }),
  passes: [format(...REFUSED, 'authorizer.error'), format(...REFUSED, 'authorize.status')],
  fails: [format(...REFUSED)],
  message: "the stage 'live' has an access log that does not tell why requests fail: it lacks $context.authorizer.error",
  unknown: [UNKNOWN],
}, 'an API with an authorizer');

describeRule('access-log-missing-error-fields', {
  template: (given) => http(given, { ...route('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }), ...v2Authorizer(), ...lambdaFunction() }),
  passes: [format(...REFUSED, 'authorizer.error')],
  fails: [format('requestId', 'error.message', 'integration.status')],
  message: "the stage 'live' has an access log that does not tell why requests fail: it lacks $context.authorizer.error",
  unknown: [UNKNOWN],
}, 'an HTTP API with an authorizer');

describeRule('access-log-missing-error-fields', {
  template: (given) => rest(given, {
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: { WebACLArn: UNKNOWN, ResourceArn: { 'Fn::Join': ['', ['arn:aws:apigateway:eu-west-1::/restapis/', { Ref: 'Api' }, '/stages/live']] } },
    },
  }),
  passes: [format(...REFUSED, 'waf.error'), format(...REFUSED, 'wafResponseCode')],
  fails: [format(...REFUSED)],
  message: "the stage 'live' has an access log that does not tell why requests fail: it lacks $context.waf.error",
  unknown: [UNKNOWN],
}, 'a stage with a web ACL');

describeRule('access-log-missing-latency', {
  template: (given) => rest(given),
  passes: [format('requestId', 'responseLatency', 'integrationLatency'), format('requestId', 'responseLatency', 'integration.latency')],
  fails: [format('requestId')],
  message: "the stage 'live' has an access log that does not tell where time goes: it lacks $context.responseLatency, $context.integration.latency",
  unknown: [UNKNOWN],
});

describeRule('access-log-missing-latency', {
  template: (given) => http(given),
  passes: [format('requestId', 'responseLatency', 'integrationLatency')],
  fails: [format('requestId', 'responseLatency')],
  message: "the stage 'live' has an access log that does not tell where time goes: it lacks $context.integration.latency",
  unknown: [UNKNOWN],
}, 'of an HTTP API');

describeRule('access-log-rest-vars-on-http', {
  template: (given) => http(given),
  passes: [format('requestId', 'routeKey', 'path', 'authorizer.tenant'), '{"id":"$context.somethingNew"}'],
  fails: [format('requestId', 'resourcePath', 'waf.status', 'error.message')],
  message: "the stage 'live' logs $context.resourcePath, $context.waf.status, which HTTP APIs leave empty",
  unknown: [UNKNOWN],
});

describeRule('access-log-http-vars-on-ws', {
  template: (given) => webSocket(given),
  passes: [format('requestId', 'connectionId', 'eventType', 'routeKey')],
  fails: [format('requestId', 'connectionId', 'eventType', 'routeKey', 'httpMethod', 'path')],
  message: "the stage 'live' logs $context.httpMethod, $context.path, which WEBSOCKET APIs leave empty",
  unknown: [UNKNOWN],
});

describeRule('access-log-http-vars-on-ws', {
  template: (given) => webSocket(given),
  passes: [format('requestId', 'connectionId', 'eventType', 'routeKey')],
  fails: [format('requestId', 'routeKey')],
  message: "the stage 'live' has an access log that does not tell messages apart: it lacks $context.connectionId, $context.eventType",
  unknown: [UNKNOWN, { 'Fn::Sub': format('requestId').replace('}', ',"api":"${Unknown}"}') }],
}, 'what tells messages apart is there');

const DOMAIN = 'arn:aws:apigateway:eu-west-1:111122223333:/domainnames/api.example.com';

/** A domain that leads to the API by a routing rule, or by a mapping. */
const domain = (isRouted: boolean, properties: { [key: string]: Json } = {}): Resources => ({
  Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'api.example.com', RegionalCertificateArn: UNKNOWN, ...properties } },
  ...(isRouted
    ? { Rule: { Type: 'AWS::ApiGatewayV2::RoutingRule', Properties: { DomainNameArn: DOMAIN, Priority: 1, Actions: [{ InvokeApi: { ApiId: { Ref: 'Api' }, Stage: 'live' } }] } } }
    : { Mapping: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, Stage: 'live' } } }),
});

describeRule<{ isRouted: boolean; given: Json }>('access-log-routing-rule-field', {
  template: ({ isRouted, given }) => rest(given, domain(isRouted)),
  passes: [{ isRouted: true, given: format('requestId', 'customDomain.routingRuleIdMatched') }, { isRouted: false, given: format('requestId') }],
  fails: [{ isRouted: true, given: format('requestId') }],
  message: "the stage 'live' is reached by routing rules, and its access log lacks $context.customDomain.routingRuleIdMatched",
  unknown: [{ isRouted: true, given: UNKNOWN }],
});

describeRule<{ policy: string; given: Json }>('access-log-tls-fields', {
  template: ({ policy, given }) => rest(given, domain(false, { SecurityPolicy: policy })),
  passes: [
    { policy: 'SecurityPolicy_TLS13_1_3_2025_09', given: format('requestId', 'tlsVersion', 'cipherSuite') },
    { policy: 'TLS_1_2', given: format('requestId') },
  ],
  fails: [{ policy: 'SecurityPolicy_TLS13_1_3_2025_09', given: format('requestId', 'tlsVersion') }],
  message: "the stage 'live' is behind an enhanced security policy, and its access log lacks $context.cipherSuite",
  unknown: [{ policy: 'SecurityPolicy_TLS13_1_3_2025_09', given: UNKNOWN }],
});

describeRule('access-log-tls-fields', {
  template: (given) => rest(given, restApi({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09', EndpointAccessMode: 'STRICT' })),
  passes: [format('requestId', 'tlsVersion', 'cipherSuite')],
  fails: [format('requestId')],
  message: "the stage 'live' is behind an enhanced security policy, and its access log lacks $context.tlsVersion, $context.cipherSuite",
  unknown: [UNKNOWN],
}, 'the policy of the API itself');

const STREAM = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: UNKNOWN, ResponseTransferMode: 'STREAM' };

describeRule('access-log-streaming-fields', {
  template: (given) => rest(given, method('GET /feed', { Integration: STREAM })),
  passes: [format('requestId', 'integration.timeToFirstContent', 'integration.responseTransferMode')],
  fails: [format('requestId', 'responseLatency')],
  message: "the stage 'live' streams, and its access log lacks $context.integration.timeToFirstContent, $context.integration.responseTransferMode",
  unknown: [UNKNOWN],
});

describeRule('access-log-streaming-fields', {
  template: (mode) => rest(format('requestId', 'responseLatency'), method('GET /feed', { Integration: { ...STREAM, ResponseTransferMode: mode } })),
  passes: ['BUFFERED', undefined],
  fails: ['STREAM'],
  message: "the stage 'live' streams, and its access log lacks $context.integration.timeToFirstContent, $context.integration.responseTransferMode",
  unknown: 'a mode that is not known is BUFFERED almost always',
}, 'only streams');
