import * as fc from 'fast-check';
import { Json, Resources } from './cfn-template';
import {
  functionUri, httpApi, lambdaFunction, method, restApi, restAuthorizer, restStage, route, v2Authorizer, v2Stage, webSocketApi,
} from './resources';
import { withHttpBody } from './spellings/http-body';
import { withRestBody } from './spellings/rest-body';
import { AppReflection } from '../../src/reflection/app-reflection';
import { GAP } from '../../src/reflection/partial-text';
import { Template } from '../../src/reflection/template';
import { RULES } from '../../src/rules/all-rules';
import { Declarations } from '../../src/rules/declarations';

/** Every run tries the same templates: a failure is there for everybody. */
fc.configureGlobal({ seed: 20_261_120 });

/** Everything is declared, so that every rule speaks. */
const EVERYTHING: Required<Declarations> = {
  production: true,
  allowedEndpointTypes: ['PRIVATE'],
  requiredTags: ['owner'],
  documented: true,
  publicApis: true,
  largestBodyBytes: 20_000_000,
  mutualTlsRequired: true,
  routingRulesPreferred: true,
  domainsMadeElsewhere: true,
  authorizerTtlSeconds: 60,
  lambdaAliases: true,
  authorizersAllowWholeApi: false,
  sessionCookies: true,
  browserClients: true,
  compressionRequired: true,
  scopesRequired: true,
  allowedAuthorizationTypes: ['AWS_IAM'],
  allowedAuthorizerFunctions: ['central'],
  accountLogRole: false,
  accessLogDays: 90,
  sensitiveData: true,
  mappingTemplateDirectives: 1,
  metered: true,
  tracingRequired: true,
  allowedVpcs: ['vpc-1'],
  consumerAccounts: ['111122223333'],
  vpcsCallPublicApis: true,
  writesThrottled: true,
  retainedDeployments: true,
  multiRegion: true,
  binaryMessages: true,
  canarySharesCache: true,
  quotas: {
    restResources: 1,
    routes: 1,
    webSocketIntegrations: 1,
    stages: 1,
    authorizers: 1,
    resourcePolicyCharacters: 10,
    integrationTimeoutMillis: 60_000,
    usagePlans: 1,
    usagePlansPerKey: 1,
    accountRate: 100,
    accountBurst: 50,
  },
};

const REST: Resources = {
  ...restApi({ Policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }] } }),
  ...lambdaFunction(),
  ...restAuthorizer(),
  ...restStage({
    AccessLogSetting: { DestinationArn: { 'Fn::GetAtt': ['Logs', 'Arn'] }, Format: { 'Fn::Sub': '{"id":"$context.requestId","region":"${AWS::Region}"}' } },
    MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO', CachingEnabled: true, ThrottlingRateLimit: 10, ThrottlingBurstLimit: 5 }],
    Variables: { function: 'orders' },
    CanarySetting: { PercentTraffic: 10 },
    CacheClusterEnabled: true,
    CacheClusterSize: '0.5',
  }),
  ...method('GET /pets/{id}', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' }, RequestParameters: { 'method.request.path.id': true } }),
  ...method('POST /pets', {
    AuthorizationType: 'NONE',
    ApiKeyRequired: true,
    RequestModels: { 'application/json': { Ref: 'Model' } },
    Integration: {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/${Queue.QueueName}' },
      Credentials: { 'Fn::GetAtt': ['Role', 'Arn'] },
      RequestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$input.body' },
      IntegrationResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.X': "'y'" } }],
    },
    MethodResponses: [{ StatusCode: '200' }],
  }),
  ...method('OPTIONS /pets', { AuthorizationType: 'NONE', Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode":200}' } } }),
  Model: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, Schema: { type: 'object', properties: { a: { $ref: '#/definitions/a' } } } } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: {} },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
      Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } } }],
    },
  },
  Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Function' }, Principal: 'apigateway.amazonaws.com', Action: 'lambda:InvokeFunction' } },
  Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' }, Throttle: { '/pets/GET': { RateLimit: 1 } } }] } },
  Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'api.example.com', RegionalCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/a' } },
  Mapping: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } } },
  WebAcl: { Type: 'AWS::WAFv2::WebACL', Properties: { Scope: 'REGIONAL', DefaultAction: { Allow: {} }, Rules: [{ Name: 'r', Priority: 1 }], VisibilityConfig: {} } },
  Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/${Stage}' }, WebACLArn: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } } },
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'AWS/ApiGateway', MetricName: '5XXError', Dimensions: [{ Name: 'ApiName', Value: 'Pets' }] } },
};

const HTTP: Resources = {
  ...httpApi({ CorsConfiguration: { AllowOrigins: ['*'], AllowCredentials: true } }),
  ...lambdaFunction(),
  ...v2Authorizer(),
  ...v2Stage({ AutoDeploy: true, DefaultRouteSettings: { ThrottlingRateLimit: 5 }, AccessLogSettings: { Format: '$context.requestId' } }),
  ...route('GET /pets', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
  ...route('$default', { AuthorizationType: 'NONE' }, { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'http://example.com', TimeoutInMillis: 40000 }),
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'api', DomainName: { 'Fn::Sub': '${Api}.execute-api.eu-west-1.amazonaws.com' } }], DefaultCacheBehavior: { TargetOriginId: 'api' } } },
  },
};

const WEBSOCKET: Resources = {
  ...webSocketApi(),
  ...lambdaFunction(),
  ...v2Stage({ DefaultRouteSettings: { LoggingLevel: 'INFO', DataTraceEnabled: true } }),
  ...route('$connect', { AuthorizationType: 'NONE', RouteResponseSelectionExpression: '$default' }),
  ...route('send', { RequestModels: { $default: 'm' } }, { IntegrationType: 'AWS', RequestTemplates: { $default: '{"a":"$input.path(\'$.a\')"}' } }),
  Response: { Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'RouteSend' }, RouteResponseKey: '$default' } },
  Connections: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }], TimeToLiveSpecification: { Enabled: false } } },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [{
        PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action: ['dynamodb:*', 'execute-api:*'], Resource: { 'Fn::GetAtt': ['Connections', 'Arn'] } } },
      }],
    },
  },
  Check: { Type: 'AWS::Route53::HealthCheck', Properties: { HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'ws.example.com' } } },
  Record: { Type: 'AWS::Route53::RecordSet', Properties: { Name: 'ws.example.com', Type: 'CNAME', ResourceRecords: ['x.execute-api.eu-west-1.amazonaws.com'], Failover: 'PRIMARY' } },
};

const TEMPLATES: Resources[] = [
  REST, HTTP, WEBSOCKET,
  withRestBody({ Resources: structuredClone(REST) }, false).Resources,
  withRestBody({ Resources: structuredClone(REST) }, true).Resources,
  withHttpBody({ Resources: structuredClone(HTTP) }).Resources,
];

/** What people hand over by mistake, or by intention. */
const oddities: Json[] = [
  null, true, 0, -1, 1e308, '', ' ', 'x'.repeat(2000), [], {}, [[]], [null], { Ref: 'Api' }, { Ref: 'Nothing' }, { Ref: null }, { 'Fn::GetAtt': 'Api' }, { 'Fn::GetAtt': [] },
  { 'Fn::GetAtt': ['Function', 'Arn'] }, { 'Fn::If': ['Unknown', { Ref: 'AWS::NoValue' }, 'x'] }, { 'Fn::If': 'x' }, { 'Fn::Sub': '${' }, { 'Fn::Sub': ['${a}', { a: { Ref: 'Stage' } }] },
  { 'Fn::Sub': {} }, { 'Fn::Join': [] }, { 'Fn::Join': [',', { Ref: 'List' }] }, { 'Fn::Select': [9, ['a']] }, { 'Fn::Split': [',', 'a,b'] }, { 'Fn::FindInMap': ['Loop', 'a', 'b'] },
  { 'Fn::ImportValue': { 'Fn::Sub': 'x' } }, { 'Fn::Transform': { Name: 'AWS::Include' } }, { 'Fn::Nothing': [] }, { $ref: '#/components/schemas/Loop' }, { $ref: '#' }, { $ref: 5 },
  '{{resolve:secretsmanager:a}}', '{"a":', '{"openapi":"3.0.1"}', 'arn:aws:', 'GET', '/', '$default', '~1', '(a+)+$', '\u0000', '__proto__', { constructor: 'x' }, { Ref: 'AWS::Region' },
];

function placesIn(value: Json, path: (string | number)[] = []): (string | number)[][] {
  const below = Array.isArray(value)
    ? value.flatMap((entry, index) => placesIn(entry, [...path, index]))
    : typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, entry]) => placesIn(entry, [...path, key])) : [];
  return path.length === 0 ? below : [path, ...below];
}

function replaceAt(root: Json, [key, ...rest]: (string | number)[], change: (value: Json) => Json): Json {
  const changed = (value: Json) => rest.length === 0 ? change(value) : replaceAt(value, rest, change);
  if (Array.isArray(root)) return root.map((entry, index) => index === key ? changed(entry) : entry);
  if (typeof root !== 'object' || root === null) return root;
  return { ...root, [key]: changed(root[key]) };
}

const mutations = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...oddities, undefined)), { minLength: 1, maxLength: 4 });
const mutated = fc.tuple(fc.constantFrom(...TEMPLATES), mutations)
  .map(([template, changes]) => changes.reduce<Json>((mutant, [at, oddity]) => {
    const places = placesIn(mutant);
    return places.length === 0 ? mutant : replaceAt(mutant, places[at % places.length], () => oddity);
  }, template as unknown as Json));

const sections = {
  Parameters: { List: { Type: 'CommaDelimitedList' } },
  Mappings: { Loop: { a: { b: { 'Fn::FindInMap': ['Loop', 'a', 'b'] } } } },
  Conditions: { Unknown: { 'Fn::Equals': [{ Ref: 'List' }, 'x'] } },
};

function check(document: unknown): void {
  const app = new AppReflection([new Template(document, { name: 'template.json' })]);
  for (const rule of RULES) {
    for (const finding of rule.check(app, EVERYTHING)) {
      if (/undefined|\[object|NaN/.test(finding.message) || finding.message.includes(GAP)) throw new Error(`${rule.id} says: ${finding.message}`);
    }
  }
}

test('templates in which anything may be wrong end in findings', () => {
  fc.assert(fc.property(mutated, (resources) => check(JSON.parse(JSON.stringify({ ...sections, Resources: resources ?? {} })))), { numRuns: 1500 });
});

test('any JSON at all ends in findings, or in none', () => {
  fc.assert(fc.property(fc.jsonValue(), (document) => check(document)), { numRuns: 300 });
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('Api', 'Stage', 'Function', 'Other'), fc.record({
    Type: fc.constantFrom('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::Method', 'AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'),
    Properties: fc.jsonValue(),
  })), (resources) => check({ Resources: resources })), { numRuns: 300 });
});

test('bodies in which anything may stand end in findings', () => {
  const body = fc.record({
    'openapi': fc.constantFrom('3.0.1', '3.1.0', 5),
    'paths': fc.dictionary(fc.constantFrom('/pets', '/{proxy+}', 'pets', '$default'), fc.dictionary(fc.constantFrom('get', 'options', 'x-amazon-apigateway-any-method', 'parameters'), fc.oneof(fc.jsonValue(), fc.record({
      'security': fc.jsonValue(),
      'parameters': fc.jsonValue(),
      'responses': fc.jsonValue(),
      'x-amazon-apigateway-integration': fc.record({ type: fc.constantFrom('aws', 'AWS_PROXY', 'mock', 3), uri: fc.oneof(fc.string(), fc.constant(functionUri())), responses: fc.jsonValue(), requestTemplates: fc.jsonValue() }),
    })))),
    'components': fc.record({ schemas: fc.jsonValue(), securitySchemes: fc.jsonValue() }),
    'x-amazon-apigateway-gateway-responses': fc.jsonValue(),
    'x-amazon-apigateway-cors': fc.jsonValue(),
    'x-amazon-apigateway-policy': fc.jsonValue(),
  });
  fc.assert(fc.property(body, fc.constantFrom('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'), (written, type) =>
    check({ Resources: { Api: { Type: type, Properties: { Body: written } }, ...lambdaFunction() } })), { numRuns: 500 });
});

test('references in a circle end', () => {
  const loop = { type: 'object', properties: { next: { $ref: '#/components/schemas/Loop' } }, allOf: [{ $ref: '#/components/schemas/Loop' }] };
  check({
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Body: {
            openapi: '3.0.1',
            components: { schemas: { Loop: loop, Other: { $ref: '#/components/schemas/Other' } } },
            paths: { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' }, '/c': { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Loop' } } } } } } },
          },
        },
      },
      One: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { Ref: 'Two' }, PathPart: 'a' } },
      Two: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { Ref: 'One' }, PathPart: 'b' } },
      Method: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: 'One' }, HttpMethod: 'GET' } },
    },
  });
});
