import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, route, webSocketApi } from '../resources';

describeRule('rest-endpoint-type-implicit', {
  template: (types) => ({ ...restApi({ EndpointConfiguration: types === undefined ? undefined : { Types: types } }), ...lambdaFunction(), ...method('GET /pets') }),
  passes: [['REGIONAL'], ['EDGE'], ['PRIVATE']],
  fails: [undefined, []],
  message: "the API 'Pets' does not say its endpoint type, and becomes edge-optimized",
  unknown: [UNKNOWN],
});

describeRule('rest-endpoint-type-implicit', {
  template: (parameters) => restApi({ EndpointConfiguration: undefined, Parameters: parameters, Body: { openapi: '3.0.1', paths: {} } }),
  passes: [{ endpointConfigurationTypes: 'REGIONAL' }],
  fails: [{ basepath: 'ignore' }],
  message: "the API 'Pets' does not say its endpoint type, and becomes edge-optimized",
  unknown: 'the first case has it',
}, 'as a parameter of the import, like SAM');

describeRule<Json[]>('rest-endpoint-type-implicit', {
  template: (types) => ({
    Parameters: { Target: { Type: 'String' } },
    Conditions: { IsLive: { 'Fn::Equals': [{ Ref: 'Target' }, 'live'] } },
    Resources: restApi({ EndpointConfiguration: { Types: types } }),
  }),
  passes: [[{ 'Fn::If': ['IsLive', 'REGIONAL', 'EDGE'] }]],
  fails: [[]],
  message: "the API 'Pets' does not say its endpoint type, and becomes edge-optimized",
  unknown: [[{ 'Fn::If': ['IsLive', 'REGIONAL', { Ref: 'AWS::NoValue' }] }]],
}, 'whichever it is');

const distribution = (domainName: Json): Json => ({ Enabled: true, Origins: [{ Id: 'api', DomainName: domainName }], DefaultCacheBehavior: { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only' } });
const ofApi = { 'Fn::Join': ['', [{ Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com']] };

describeRule<Json>('rest-edge-behind-own-cloudfront', {
  template: (types) => ({
    ...restApi({ EndpointConfiguration: types === undefined ? undefined : { Types: types } }),
    ...lambdaFunction(),
    ...method('GET /pets'),
    Distribution: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: distribution(ofApi) } },
  }),
  passes: [['REGIONAL']],
  fails: [['EDGE'], undefined],
  message: "the API 'Pets' is edge-optimized, and the distribution 'Distribution' asks it: requests go through CloudFront twice",
  unknown: [[UNKNOWN]],
});

describeRule<Json>('rest-edge-behind-own-cloudfront', {
  template: (domainName) => ({
    ...restApi({ EndpointConfiguration: { Types: ['EDGE'] } }),
    ...lambdaFunction(),
    ...method('GET /pets'),
    Distribution: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: distribution(domainName) } },
  }),
  passes: ['assets.example.com', { 'Fn::GetAtt': ['Bucket', 'DomainName'] }],
  fails: [ofApi, { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.eu-west-1.amazonaws.com/live/']] }] }] }],
  message: "the API 'Pets' is edge-optimized, and the distribution 'Distribution' asks it: requests go through CloudFront twice",
  unknown: 'a distribution in front of something unknown is no sign of an API',
}, 'only of what the distribution asks');

describeRule<Json>('api-endpoint-type-not-allowed', {
  template: (type) => ({ ...restApi({ EndpointConfiguration: type === undefined ? undefined : { Types: [type] } }), ...lambdaFunction(), ...method('GET /pets') }),
  intent: { allowedEndpointTypes: ['private', 'REGIONAL'] },
  passes: ['PRIVATE', 'REGIONAL'],
  fails: ['EDGE', undefined],
  message: "the API 'Pets' has the endpoint type EDGE, and allowed are PRIVATE, REGIONAL",
  unknown: [UNKNOWN],
});

describeRule<string>('api-endpoint-type-not-allowed', {
  template: (type) => type === 'PRIVATE' ? restApi({ EndpointConfiguration: { Types: [type] } }) : type === 'HTTP'
    ? { ...httpApi({ Name: 'Pets' }), ...lambdaFunction(), ...route('GET /pets') }
    : { ...webSocketApi({ Name: 'Pets' }), ...lambdaFunction(), ...route('$connect') },
  intent: { allowedEndpointTypes: ['PRIVATE'] },
  passes: ['PRIVATE'],
  fails: ['HTTP', 'WEBSOCKET'],
  message: "the API 'Pets' has the endpoint type REGIONAL, and allowed are PRIVATE",
  unknown: 'HTTP and WebSocket APIs have one endpoint type',
}, 'HTTP and WebSocket APIs are Regional');
