import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, httpApi, lambdaFunction, method, restApi, restAuthorizer, restStage, route, v2Stage, webSocketApi } from '../resources';

type Properties = { [key: string]: Json };

const PROXY = { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: functionUri() };
const isolating = (mode: Json): Resources => lambdaFunction('Function', mode === undefined ? {} : { TenancyConfig: { TenantIsolationMode: mode } });

describeRule<{ mode?: Json } & Properties>('tenant-isolation-header-missing', {
  template: ({ mode = 'PER_TENANT', ...integration }) => ({ ...restApi(), ...isolating(mode), ...method('GET /pets', { Integration: { ...PROXY, ...integration } }) }),
  passes: [
    { mode: null },
    { RequestParameters: { 'integration.request.header.X-Amz-Tenant-Id': 'context.authorizer.tenantId' } },
    { RequestParameters: { 'integration.request.header.x-amz-tenant-id': 'context.authorizer.tenantId' } },
    { RequestTemplates: { 'application/json': "#set($context.requestOverride.header.X-Amz-Tenant-Id = 'blue')" } },
  ],
  fails: [{}, { RequestParameters: { 'integration.request.header.X-Tenant': 'context.authorizer.tenantId' } }],
  message: "'GET /pets' calls a function that isolates tenants without the header X-Amz-Tenant-Id",
  unknown: [{ mode: UNKNOWN }],
});

describeRule('tenant-isolation-header-missing', {
  template: (mode) => ({
    ...restApi(),
    ...isolating(mode),
    Alias: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live', FunctionName: { Ref: 'Function' }, FunctionVersion: '1' } },
    ...method('GET /pets', {
      Integration: { ...PROXY, Uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Alias}/invocations' } },
    }),
  }),
  passes: [undefined],
  fails: ['PER_TENANT'],
  message: "'GET /pets' calls a function that isolates tenants without the header X-Amz-Tenant-Id",
  unknown: [UNKNOWN],
}, 'called by an alias');

describeRule('tenant-isolation-header-missing', {
  template: (mode) => ({ ...httpApi(), ...isolating(mode), ...route('GET /pets') }),
  passes: [undefined],
  fails: ['PER_TENANT'],
  message: "'GET /pets' calls a function that isolates tenants, which HTTP APIs cannot name to it",
  unknown: [UNKNOWN],
}, 'an HTTP API');

describeRule<{ source: string; authorization?: Json }>('tenant-header-from-client', {
  template: ({ source, authorization = 'NONE' }) => ({
    ...restApi(),
    ...isolating('PER_TENANT'),
    ...restAuthorizer(),
    ...method('GET /pets', {
      AuthorizationType: authorization,
      AuthorizerId: { Ref: 'Authorizer' },
      Integration: { ...PROXY, RequestParameters: { 'integration.request.header.X-Amz-Tenant-Id': source } },
    }),
  }),
  passes: [
    { source: 'context.authorizer.tenantId', authorization: 'CUSTOM' },
    { source: "'blue'" },
    { source: 'method.request.header.X-Tenant', authorization: 'CUSTOM' },
  ],
  fails: [{ source: 'method.request.header.X-Tenant' }, { source: 'method.request.querystring.tenant' }, { source: 'method.request.path.tenant' }],
  message: ({ source }) => `'GET /pets' takes the tenant from ${source}, and anybody can call it: callers choose their tenant`,
  unknown: [{ source: 'method.request.header.X-Tenant', authorization: UNKNOWN }],
});

const naming = (named: Json): Resources => lambdaFunction('Function', { Environment: { Variables: { API: named } } });

/** A stage that waits for a method. What names one by a reference cannot be said in a body, which names the function itself. */
function waitingStage(): Resources {
  const stage = restStage();
  return { ...stage, Deployment: { ...stage.Deployment, Metadata: { Method: { Ref: 'GetPets' } }, DependsOn: ['GetPets'] } };
}

describeRule<Json>('api-id-in-lambda-env', {
  template: (named) => ({ ...restApi(), ...naming(named), ...method('GET /pets'), ...waitingStage() }),
  passes: ['https://pets.example.com', { Ref: 'Api' }, { 'Fn::GetAtt': ['Api', 'RootResourceId'] }],
  fails: [{ Ref: 'Stage' }, { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/${Stage}' }],
  message: "the function 'Function' and 'Stage', which its environment names, each need the other first",
  unknown: 'references are written in the template',
});

const DEFINITION = {
  openapi: '3.0.1',
  info: { title: 'Pets', version: '1' },
  paths: { '/pets': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: functionUri() } } } },
};

describeRule<'body' | 'resources'>('api-id-in-lambda-env', {
  template: (made) => ({
    ...naming({ 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/${Stage}' }),
    ...made === 'body' ? { ...restApi({ Body: DEFINITION }), ...restStage() } : { ...restApi(), ...method('GET /pets'), ...waitingStage() },
  }),
  passes: ['body'],
  fails: ['resources'],
  message: "the function 'Function' and 'Stage', which its environment names, each need the other first",
  unknown: 'references are written in the template',
}, 'not the circle of a body, which is told of the API');

describeRule('api-id-in-lambda-env', {
  template: (named) => {
    const stage = v2Stage();
    return { ...webSocketApi(), ...naming(named), ...route('send'), ...stage, Deployment: { ...stage.Deployment, DependsOn: 'RouteSend' } };
  },
  passes: [{ Ref: 'Api' }, { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }],
  fails: [{ Ref: 'Stage' }],
  message: "the function 'Function' and 'Stage', which its environment names, each need the other first",
  unknown: 'references are written in the template',
}, 'a WebSocket API');

describeRule<Json>('api-id-in-lambda-env', {
  template: (named) => ({
    Parameters: { Unknown: { Type: 'String' } },
    Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Unknown' }, 'yes'] } },
    // Only in capitals is it written as a body, which has no target.
    Resources: { ...httpApi({ ProtocolType: 'http', Target: { 'Fn::GetAtt': ['Function', 'Arn'] } }), ...naming(named) },
  }),
  passes: ['https://pets.example.com'],
  fails: [{ Ref: 'Api' }],
  message: "the function 'Function' and 'Api', which its environment names, each need the other first",
  unknown: [{ 'Fn::If': ['Maybe', { Ref: 'Api' }, 'https://pets.example.com'] }],
}, 'an HTTP API made of its target');
