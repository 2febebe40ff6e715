import { Aspects, RemovalPolicy, Stack, aws_apigatewayv2 as apigatewayv2, aws_cognito as cognito, aws_logs as logs } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { ApiAlarmKind } from '../../src/observability/api-alarms-options';
import { AccessLogFields } from '../../src/stage/access-log-fields';
import { testDomain } from '../governed-rest-api/full-api';
import { httpApi, httpBodyOf } from '../http-api';
import { Document, acknowledged, template, testHandler, testStack, warnings } from '../rest-api';

const backend = Integration.httpProxy('https://backend.example.com');

function resources(stack: Stack, type?: string): Document[] {
  const all = Object.values(template(stack).toJSON().Resources as Document);
  return type === undefined ? all : all.filter((resource) => String(resource.Type) === type);
}

function stageOf(stack: Stack): Document {
  const [stage] = resources(stack, 'AWS::ApiGatewayV2::Stage');
  return stage.Properties;
}

function apiWith(props: Partial<LeanHttpApiProps>): { stack: Stack; api: LeanHttpApi } {
  const stack = testStack();
  const api = httpApi(stack, props);
  api.addRoute('GET /pets', { integration: backend });
  return { stack, api };
}

describe('an API with an authorizer and nothing else', () => {
  const stack = testStack();
  const pool = new cognito.UserPool(stack, 'Pool');
  const api = new LeanHttpApi(stack, 'Api', { authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }) });
  api.addRoute('GET /pets/{id}', { integration: Integration.lambdaFunction(testHandler(stack)) });

  test('is these resources, and no more', () => {
    const counts: { [type: string]: number } = {};
    for (const resource of resources(stack)) counts[String(resource.Type)] = (counts[String(resource.Type)] ?? 0) + 1;
    const { 'AWS::Lambda::Function': functions, 'AWS::IAM::Role': roles, 'AWS::Cognito::UserPool': pools, 'AWS::Cognito::UserPoolClient': clients, ...others } = counts;

    expect({ functions, roles, pools, clients }).toEqual({ functions: 1, roles: 1, pools: 1, clients: 1 });
    expect(others).toEqual({
      'AWS::ApiGatewayV2::Api': 1,
      'AWS::ApiGatewayV2::Deployment': 1,
      'AWS::ApiGatewayV2::Stage': 1,
      'AWS::Logs::LogGroup': 1,
      'AWS::CloudWatch::Alarm': 5,
      'AWS::Lambda::Permission': 1,
    });
  });

  test('says all of itself in its definition, whose deployment fails on what API Gateway does not understand', () => {
    const [{ Properties }] = resources(stack, 'AWS::ApiGatewayV2::Api');

    expect(Properties).toEqual({ Body: expect.any(Object), FailOnWarnings: true });
  });

  test('has a name made from its path', () => {
    expect(httpBodyOf(stack).info).toEqual({ title: 'StackApiDBBEC0DB', version: '1.0' });
  });

  test('checks the user pool\'s tokens itself', () => {
    const { paths, components: { securitySchemes } } = httpBodyOf(stack);

    expect(paths['/pets/{id}'].get.security).toEqual([{ Pool: [] }]);
    expect(securitySchemes.Pool['x-amazon-apigateway-authorizer'].type).toBe('jwt');
  });

  test('lets API Gateway invoke the function, from this API alone', () => {
    template(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: stack.resolve(stack.formatArn({ service: 'execute-api', resource: api.httpApi.apiId, resourceName: '*' })),
    });
  });

  test('has the stage $default on the deployment, which nothing changes by itself', () => {
    expect(stageOf(stack)).toMatchObject({
      StageName: '$default',
      AutoDeploy: false,
      DeploymentId: stack.resolve(api.deployment?.ref),
      ApiId: stack.resolve(api.httpApi.apiId),
    });
  });

  test('counts each route and throttles', () => {
    expect(stageOf(stack).DefaultRouteSettings).toEqual({ DetailedMetricsEnabled: true, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500 });
    expect(stageOf(stack)).not.toHaveProperty('RouteSettings');
  });

  test('writes an access log of the diagnosis fields, kept for three months and when the stack goes, where its policy stays small', () => {
    const { DestinationArn, Format } = stageOf(stack).AccessLogSettings;

    expect(JSON.parse(String(Format))).toEqual(AccessLogFields.http().fields);
    expect(JSON.stringify(DestinationArn)).toMatch(/"ApiStageAccessLog[0-9A-F]+"/);
    template(stack).hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 90, LogGroupName: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('^/aws/vendedlogs/apigateway/')])] } },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('has five alarms, for which missing data is no alarm, and warns that nobody is told of them', () => {
    expect(api.alarms.alarms.map((alarm) => alarm.node.id)).toEqual(['ServerErrors', 'ClientErrors', 'Latency', 'IntegrationLatency', 'ThrottleHeadroom']);
    template(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' });
    expect(warnings(stack, '/Stack/Api/Alarms', 'cdk-gatehouse:alarmWithoutAction')).toHaveLength(1);
  });

  test('measures the throttle headroom against its own throttle', () => {
    expect(resources(stack, 'AWS::CloudWatch::Alarm').filter((alarm) => JSON.stringify(alarm).includes('/ 60 / 1000'))).toHaveLength(1);
  });

  test('has no domain and the address of the default endpoint', () => {
    expect(api.domainName).toBeUndefined();
    expect(JSON.stringify(stack.resolve(api.url))).toMatch(/"https:\/\/".*execute-api.*"\/"\]\]\}$/);
  });
});

describe('what an API can do without', () => {
  test('autoDeploy takes a reason, and makes no deployment', () => {
    const { stack, api } = apiWith({ autoDeploy: 'a sandbox' });

    expect(api.deployment).toBeUndefined();
    template(stack).resourceCountIs('AWS::ApiGatewayV2::Deployment', 0);
    expect(stageOf(stack)).toMatchObject({ AutoDeploy: true });
    expect(stageOf(stack)).not.toHaveProperty('DeploymentId');
    expect(acknowledged(api)).toHaveProperty(['Gatehouse::Gatehouse-v2-auto-deploy-in-production'], 'a sandbox');
  });

  test('without autoDeploy nothing is acknowledged', () => {
    expect(acknowledged(apiWith({}).api)).not.toHaveProperty(['Gatehouse::Gatehouse-v2-auto-deploy-in-production']);
  });

  test('an open route keeps its reason', () => {
    const { api } = apiWith({});
    api.addRoute('$default', { integration: backend, authorizer: Authorizer.none('a welcome page') });

    expect(acknowledged(api)).toMatchObject({
      'Gatehouse::Gatehouse-http-route-without-auth[GET:/pets]': 'a test',
      'Gatehouse::Gatehouse-http-route-without-auth[$default]': 'a welcome page',
    });
  });

  test('detailedMetrics: false counts the stage as a whole', () => {
    expect(stageOf(apiWith({ detailedMetrics: false }).stack).DefaultRouteSettings).not.toHaveProperty('DetailedMetricsEnabled');
  });

  test('alarms.without leaves single alarms out, and all of them warn of none', () => {
    const { stack, api } = apiWith({ alarms: { without: [ApiAlarmKind.CLIENT_ERRORS] } });
    template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 4);
    expect(api.alarms.clientErrors).toBeUndefined();

    const { stack: silent } = apiWith({ alarms: { without: Object.values(ApiAlarmKind) } });
    template(silent).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    expect(warnings(silent, '/Stack/Api/Alarms', 'alarmWithoutAction')).toEqual([]);
  });

  test('accessLog.logGroup takes the place of a log group of its own', () => {
    const stack = testStack();
    const logGroup = new logs.LogGroup(stack, 'Mine', { retention: logs.RetentionDays.ONE_DAY });
    const api = httpApi(stack, { accessLog: { logGroup } });

    template(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
    expect(JSON.stringify(stageOf(stack).AccessLogSettings.DestinationArn)).toContain(JSON.stringify(stack.resolve(logGroup.logGroupName)));
    expect(api.accessLogGroup).toBe(logGroup);
  });

  test('accessLog sets retention, removal and fields of the log group', () => {
    const format = AccessLogFields.http().withFields({ tenant: '$context.authorizer.claims.tenant' });
    const { stack } = apiWith({ accessLog: { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY, format } });

    template(stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Delete' });
    expect(stageOf(stack).AccessLogSettings.Format).toBe(format.toFormat());
  });

  test('failOnWarnings: false lets API Gateway leave out what it does not understand', () => {
    template(apiWith({ failOnWarnings: false }).stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { FailOnWarnings: false });
  });

  test('a domain switches the default endpoint off, unless a reason keeps it', () => {
    const serversWith = (keepDefaultEndpoint?: string) => {
      const stack = testStack();
      httpApi(stack, { domain: testDomain(stack, { keepDefaultEndpoint }) });
      return httpBodyOf(stack).servers;
    };

    expect(serversWith()).toEqual([{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }]);
    expect(serversWith('partners move until June')).toBeUndefined();
  });
});

test('a route that an Aspect adds is in the template', () => {
  const stack = testStack();
  httpApi(stack);
  Aspects.of(stack).add({ visit: (node) => { if (node instanceof LeanHttpApi) node.addRoute('GET /late', { integration: backend }); } });

  expect(Object.keys(httpBodyOf(stack).paths)).toContain('/late');
});

test('the handles are the real L2s, and the L1s below them', () => {
  const { api } = apiWith({});

  expect(apigatewayv2.CfnApi.isCfnApi(api.node.findChild('Resource'))).toBe(true);
  expect(apigatewayv2.CfnStage.isCfnStage(api.stage.node.defaultChild)).toBe(true);
  expect(apigatewayv2.CfnDeployment.isCfnDeployment(api.deployment)).toBe(true);
  expect(api.node.defaultChild).toBe(api.node.findChild('Resource'));
});
