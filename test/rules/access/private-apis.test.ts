import { PRIVATE, allowCalls, policy } from './policies';
import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi, restStage } from '../resources';

type Fields = { [name: string]: Json };

const TO_OWN_VPC = policy(allowCalls({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0123' } } }));
const UNREADABLE: Json = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://elsewhere/api.yaml' } } };

function apiWith(properties: Fields) {
  return { ...restApi(properties), ...lambdaFunction(), ...method('GET /pets') };
}

describeRule<Json>('private-api-without-policy', {
  template: (given) => apiWith({ ...PRIVATE, Policy: given }),
  passes: [TO_OWN_VPC, JSON.stringify(TO_OWN_VPC)],
  fails: [undefined],
  message: "the private API 'Pets' has no resource policy, so nobody can call it",
  unknown: [UNKNOWN],
});

describeRule<Fields>('private-api-without-policy', {
  template: (properties) => restApi(properties),
  passes: [{}, { EndpointConfiguration: { Types: ['REGIONAL'] }, Body: UNREADABLE }],
  fails: [PRIVATE],
  message: "the private API 'Pets' has no resource policy, so nobody can call it",
  unknown: [{ EndpointConfiguration: { Types: [UNKNOWN] } }, { ...PRIVATE, Body: UNREADABLE }],
}, 'of private APIs alone');

describeRule<Json>('private-api-without-vpce-association', {
  template: (ids) => apiWith({ EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ids } }),
  passes: [['vpce-0123'], [UNKNOWN]],
  fails: [undefined, []],
  message: "the private API 'Pets' is associated with no VPC endpoint",
  unknown: [{ 'Fn::If': ['Undecided', ['vpce-0123'], []] }],
});

describeRule<Json>('private-api-without-vpce-association', {
  template: (ids) => restApi({
    ...PRIVATE,
    Body: {
      openapi: '3.0.1',
      info: { title: 'Pets', version: '1' },
      servers: [{ 'url': 'https://example.com', 'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: ids } }],
      paths: {},
    },
  }),
  passes: [['vpce-0123']],
  fails: [undefined],
  message: "the private API 'Pets' is associated with no VPC endpoint",
  unknown: [{ 'Fn::If': ['Undecided', ['vpce-0123'], []] }],
}, 'in a body');

function proxyTo(uri: Json, integration: Fields = {}, properties: Fields = PRIVATE) {
  return { ...restApi(properties), ...method('ANY /{host}', { Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'ANY', Uri: uri, ...integration } }) };
}

describeRule<Json>('private-proxy-dynamic-url', {
  template: (uri) => proxyTo(uri),
  passes: ['https://api.example.com/{host}', 'https://api.example.com/${stageVariables.path}', UNKNOWN, { 'Fn::Sub': 'https://${AWS::Region}.example.com/{host}' }],
  fails: ['https://{host}/pets', 'http://{host}', 'https://{host}.example.com/{host}', { 'Fn::Sub': 'https://{host}.${AWS::Region}.example.com/' }],
  message: "'ANY /{host}' of a private API calls a host that its caller chooses",
  unknown: 'a host that is only known at deployment is known then',
});

describeRule<Fields>('private-proxy-dynamic-url', {
  template: ({ properties = PRIVATE, ...integration }) => proxyTo('https://${stageVariables.host}/pets', integration, properties as Fields),
  passes: [{ ConnectionType: 'VPC_LINK', ConnectionId: '${stageVariables.link}' }, { Type: 'MOCK' }, { properties: {} }],
  fails: [{}, { Type: 'HTTP' }],
  message: "'ANY /{host}' of a private API calls a host that a stage variable names",
  severity: 'warning',
  unknown: [{ properties: { EndpointConfiguration: { Types: [UNKNOWN] } } }],
}, 'by a stage variable');

describeRule<Json>('private-proxy-without-logging', {
  template: (log) => ({ ...proxyTo('https://api.example.com/', {}, { ...PRIVATE, Policy: TO_OWN_VPC }), ...restStage({ AccessLogSetting: log }) }),
  passes: [{ DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:live' }],
  fails: [undefined],
  message: "the stage 'live' of a private API has no access log, and 'ANY /{host}' leads to the internet",
  unknown: [UNKNOWN],
});

describeRule<Json>('private-proxy-without-logging', {
  template: (given) => ({ ...proxyTo('https://api.example.com/', {}, { ...PRIVATE, Policy: given }), ...restStage({ AccessLogSetting: { DestinationArn: 'arn' } }) }),
  passes: [TO_OWN_VPC, undefined],
  fails: [policy(allowCalls())],
  message: "the private API 'Pets' lets any VPC endpoint in, and 'ANY /{host}' leads to the internet",
  unknown: [UNKNOWN],
}, 'from any VPC endpoint');

describeRule<Fields>('private-api-no-caller-auth', {
  template: ({ Policy: given = policy(allowCalls()), type = 'PRIVATE', ...properties }) => ({
    ...restApi({ EndpointConfiguration: { Types: [type] }, Policy: given }),
    ...lambdaFunction(),
    ...method('GET /pets', { AuthorizationType: 'NONE', ...properties }),
    ...method('OPTIONS /pets', { AuthorizationType: 'NONE' }),
  }),
  passes: [{ AuthorizationType: 'AWS_IAM' }, { Policy: TO_OWN_VPC }, { type: 'REGIONAL' }, { Policy: UNKNOWN }],
  fails: [{}],
  message: "'GET /pets' of a private API asks nobody who they are, and other accounts reach it",
  unknown: 'a policy that cannot be read is reported for the API, not for each route',
});

describeRule<string>('private-api-no-caller-auth', {
  template: (kind) => ({ ...restApi({ ...PRIVATE, Policy: TO_OWN_VPC }), ...lambdaFunction(), ...method('GET /pets', { AuthorizationType: kind }) }),
  passes: ['AWS_IAM'],
  fails: ['NONE'],
  message: "'GET /pets' of a private API asks nobody who they are, and other accounts reach it",
  unknown: 'rest-method-without-auth reports what is unknown of it',
  intent: { consumerAccounts: ['111122223333'] },
}, 'where other accounts are declared');
