import { Aspects, RemovalPolicy, Stack, aws_certificatemanager as acm, aws_cognito as cognito, aws_logs as logs, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { ApiAlarmKind } from '../../src/observability/api-alarms-options';
import { AccessLogFields } from '../../src/stage/access-log-fields';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { Document, restApi, template, testHandler, testStack, warnings } from '../rest-api';

function resources(stack: Stack, type?: string): Document[] {
  const all = Object.values(template(stack).toJSON().Resources as Document);
  return type === undefined ? all : all.filter((resource) => String(resource.Type) === type);
}

function stageOf(stack: Stack): Document {
  const [stage] = resources(stack, 'AWS::ApiGateway::Stage');
  return stage;
}

function everyMethod(stack: Stack): Document {
  const settings = Object.values(stageOf(stack).Properties.MethodSettings);
  expect(settings).toHaveLength(1);
  return settings[0];
}

function apiWith(props: Partial<GovernedRestApiProps>): { stack: Stack; api: GovernedRestApi } {
  const stack = testStack();
  const api = restApi(stack, props);
  api.addRoute('GET /pets', { integration: Integration.mock() });
  return { stack, api };
}

describe('an API with an authorizer and nothing else', () => {
  const stack = testStack();
  const pool = new cognito.UserPool(stack, 'Pool');
  const api = new GovernedRestApi(stack, 'Api', { authorizer: Authorizer.userPool(pool) });
  api.addRoute('GET /pets/{id}', { integration: Integration.lambdaFunction(testHandler(stack)) });

  test('is these resources, and no more', () => {
    const counts: { [type: string]: number } = {};
    for (const resource of resources(stack)) counts[String(resource.Type)] = (counts[String(resource.Type)] ?? 0) + 1;
    const { 'AWS::Lambda::Function': functions, 'AWS::IAM::Role': roles, 'AWS::Cognito::UserPool': pools, ...others } = counts;

    // The handler and its role, and those that set the account's log role.
    expect({ functions, roles, pools }).toEqual({ functions: 2, roles: 3, pools: 1 });
    expect(others).toEqual({
      'AWS::ApiGateway::RestApi': 1,
      'AWS::ApiGateway::Deployment': 1,
      'AWS::ApiGateway::Stage': 1,
      'AWS::Logs::LogGroup': 2,
      'AWS::WAFv2::WebACL': 1,
      'AWS::WAFv2::LoggingConfiguration': 1,
      'AWS::WAFv2::WebACLAssociation': 1,
      'AWS::CloudWatch::Alarm': 5,
      'AWS::Lambda::Permission': 1,
      'Custom::ApiGatewayAccountLogRole': 1,
    });
    expect(resources(stack).length - 3).toBeLessThanOrEqual(22);
  });

  test('is Regional, and its deployment fails on what API Gateway does not understand', () => {
    template(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['REGIONAL'] },
      Parameters: { endpointConfigurationTypes: 'REGIONAL' },
      FailOnWarnings: true,
    });
  });

  test('has one name, in the definition and on the resource', () => {
    const [{ Properties: { Name, Body } }] = resources(stack, 'AWS::ApiGateway::RestApi');

    expect(Name).toBe('StackApiDBBEC0DB');
    expect(Body.info.title).toEqual(Name);
  });

  test('asks the user pool on its routes, and checks bodies and parameters', () => {
    const [{ Properties: { Body } }] = resources(stack, 'AWS::ApiGateway::RestApi');

    expect(Body.paths['/pets/{id}'].get.security).toEqual([{ Pool: [] }]);
    expect(Body.components.securitySchemes.Pool['x-amazon-apigateway-authorizer'].type).toBe('cognito_user_pools');
    expect(Body['x-amazon-apigateway-request-validator']).toBe('body-and-parameters');
    expect(Body['x-amazon-apigateway-request-validators']).toEqual({ 'body-and-parameters': { validateRequestBody: true, validateRequestParameters: true } });
  });

  test('answers errors with the request\'s id and without internals', () => {
    const [{ Properties: { Body } }] = resources(stack, 'AWS::ApiGateway::RestApi');
    const responses = Object.values(Body['x-amazon-apigateway-gateway-responses']);

    expect(responses.length).toBeGreaterThan(0);
    for (const response of responses) {
      expect(response.responseTemplates['application/json']).toContain('"requestId":"$context.requestId"');
      expect(JSON.stringify(response)).not.toContain('integrationErrorMessage');
    }
  });

  test('lets API Gateway invoke the function, from this API alone', () => {
    template(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: stack.resolve(stack.formatArn({ service: 'execute-api', resource: api.restApi.restApiId, resourceName: '*' })),
    });
  });

  test('has a stage \'prod\' on the deployment', () => {
    expect(stageOf(stack).Properties).toMatchObject({
      StageName: 'prod',
      DeploymentId: stack.resolve(api.deployment.deploymentId),
      RestApiId: stack.resolve(api.restApi.restApiId),
      CacheClusterEnabled: false,
    });
  });

  test('logs errors and never the data, counts each route, traces, throttles', () => {
    expect(stageOf(stack).Properties.TracingEnabled).toBe(true);
    expect(everyMethod(stack)).toEqual({
      HttpMethod: '*',
      ResourcePath: '/*',
      LoggingLevel: 'ERROR',
      DataTraceEnabled: false,
      MetricsEnabled: true,
      CachingEnabled: false,
      ThrottlingRateLimit: 1000,
      ThrottlingBurstLimit: 500,
    });
  });

  test('writes an access log of the diagnosis fields, kept for three months and when the stack goes', () => {
    const { DestinationArn, Format } = stageOf(stack).Properties.AccessLogSetting;

    expect(JSON.parse(String(Format))).toEqual(AccessLogFields.rest().fields);
    expect(JSON.stringify(DestinationArn)).toMatch(/"ApiStageAccessLog[0-9A-F]+"/);
    template(stack).hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 90, LogGroupName: Match.absent() },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('waits with the stage until the account has a log role', () => {
    const [setting] = Object.keys(template(stack).findResources('Custom::ApiGatewayAccountLogRole'));

    expect(stageOf(stack).DependsOn).toEqual([setting]);
  });

  test('does not set the account\'s log role as a resource, which would overwrite another one', () => {
    template(stack).resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test('has a web ACL of the four baseline groups and a rate rule, which counts and samples', () => {
    const [{ Properties: { Rules, DefaultAction, Scope, VisibilityConfig } }] = resources(stack, 'AWS::WAFv2::WebACL');
    const rules = Object.values(Rules);
    const groups = rules.slice(1);

    expect({ DefaultAction, Scope }).toEqual({ DefaultAction: { Allow: {} }, Scope: 'REGIONAL' });
    expect(groups.map((rule) => rule.Statement.ManagedRuleGroupStatement.Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList', 'AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesCommonRuleSet', 'AWSManagedRulesSQLiRuleSet',
    ]);
    for (const group of groups) expect(group.OverrideAction).toEqual({ Count: {} });
    expect(rules[0].Action).toEqual({ Count: {} });
    expect(rules[0].Statement.RateBasedStatement).toEqual({ AggregateKeyType: 'IP', Limit: 2000 });
    for (const { VisibilityConfig: one } of [...rules, { VisibilityConfig }]) {
      expect(one).toMatchObject({ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true });
    }
  });

  test('has the web ACL in front of its stage, and its log where AWS WAF can write', () => {
    const [webAcl] = Object.keys(template(stack).findResources('AWS::WAFv2::WebACL'));
    const [association] = resources(stack, 'AWS::WAFv2::WebACLAssociation');

    expect(association.Properties.WebACLArn).toEqual({ 'Fn::GetAtt': [webAcl, 'Arn'] });
    expect(JSON.stringify(association.Properties.ResourceArn)).toContain(':/restapis/');
    template(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('^aws-waf-logs-')])] },
      RetentionInDays: 90,
    });
    template(stack).hasResourceProperties('AWS::WAFv2::LoggingConfiguration', { ResourceArn: { 'Fn::GetAtt': [webAcl, 'Arn'] } });
  });

  test('has five alarms, for which missing data is no alarm', () => {
    expect(api.alarms.alarms.map((alarm) => alarm.node.id)).toEqual(['ServerErrors', 'ClientErrors', 'Latency', 'IntegrationLatency', 'ThrottleHeadroom']);
    template(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' });
  });

  test('measures the throttle headroom against its own throttle', () => {
    const headrooms = resources(stack, 'AWS::CloudWatch::Alarm').filter((alarm) => JSON.stringify(alarm).includes('/ 60 / 1000'));

    expect(headrooms).toHaveLength(1);
  });

  test('warns that nobody is told of the alarms', () => {
    expect(warnings(stack, '/Stack/Api/Alarms', 'cdk-gatehouse:alarmWithoutAction')).toHaveLength(1);
  });

  test('has no domain and the address of the default endpoint', () => {
    expect(api.domainName).toBeUndefined();
    expect(JSON.stringify(stack.resolve(api.url))).toMatch(/"https:\/\/".*execute-api.*\/"\]\]\}$/);
  });
});

describe('what an API can do without', () => {
  test('WebAcl.none leaves AWS WAF out', () => {
    const { stack } = apiWith({ webAcl: WebAcl.none('internal only') });

    expect(resources(stack).filter((resource) => String(resource.Type).startsWith('AWS::WAFv2::'))).toEqual([]);
    template(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('WebAcl.existing makes no web ACL and associates the given one', () => {
    const arn = 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/org/abc';
    const { stack } = apiWith({ webAcl: WebAcl.existing(arn) });

    template(stack).resourceCountIs('AWS::WAFv2::WebACL', 0);
    template(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: arn });
  });

  test('WebAcl.of associates a web ACL of the app', () => {
    const stack = testStack();
    const webAcl = new wafv2.CfnWebACL(stack, 'Acl', {
      scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig: { metricName: 'acl', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true },
    });
    restApi(stack, { webAcl: WebAcl.of(webAcl) });

    template(stack).resourceCountIs('AWS::WAFv2::WebACL', 1);
    template(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: stack.resolve(webAcl.attrArn) });
  });

  test('AccountLogRole.managedElsewhere makes nothing, and the stage waits for nothing', () => {
    const { stack } = apiWith({ accountLogRole: AccountLogRole.managedElsewhere('the landing zone sets it') });

    template(stack).resourceCountIs('Custom::ApiGatewayAccountLogRole', 0);
    template(stack).resourceCountIs('AWS::Lambda::Function', 0);
    template(stack).resourceCountIs('AWS::IAM::Role', 0);
    expect(stageOf(stack)).not.toHaveProperty('DependsOn');
  });

  test('tracing: false leaves X-Ray off', () => {
    expect(stageOf(apiWith({ tracing: false }).stack).Properties).not.toHaveProperty('TracingEnabled');
  });

  test('detailedMetrics: false counts the stage as a whole', () => {
    expect(everyMethod(apiWith({ detailedMetrics: false }).stack)).not.toHaveProperty('MetricsEnabled');
  });

  test('executionLog off writes none', () => {
    expect(everyMethod(apiWith({ executionLog: { level: ExecutionLogLevel.OFF } }).stack)).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false });
  });

  test('executionLog with a reason traces the data', () => {
    const { stack } = apiWith({ executionLog: { level: ExecutionLogLevel.INFO, dataTrace: 'test account' } });

    expect(everyMethod(stack)).toMatchObject({ LoggingLevel: 'INFO', DataTraceEnabled: true });
  });

  test('alarms.without leaves single alarms out', () => {
    const { stack, api } = apiWith({ alarms: { without: [ApiAlarmKind.CLIENT_ERRORS] } });

    template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 4);
    expect(api.alarms.clientErrors).toBeUndefined();
  });

  test('alarms.without every kind makes no alarm and warns of none', () => {
    const { stack } = apiWith({ alarms: { without: Object.values(ApiAlarmKind) } });

    template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    expect(warnings(stack, '/Stack/Api/Alarms', 'alarmWithoutAction')).toEqual([]);
  });

  test('accessLog.logGroup takes the place of a log group of its own', () => {
    const stack = testStack();
    const logGroup = new logs.LogGroup(stack, 'Mine', { retention: logs.RetentionDays.ONE_DAY });
    restApi(stack, { accessLog: { logGroup }, webAcl: WebAcl.none('internal only') });

    template(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
    expect(JSON.stringify(stageOf(stack).Properties.AccessLogSetting.DestinationArn)).toContain(JSON.stringify(stack.resolve(logGroup.logGroupName)));
  });

  test('accessLog sets retention, removal and fields of the log group', () => {
    const format = AccessLogFields.rest().withFields({ tenant: '$context.authorizer.tenant' });
    const { stack } = apiWith({ accessLog: { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY, format } });

    template(stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Delete' });
    expect(stageOf(stack).Properties.AccessLogSetting.Format).toBe(format.toFormat());
  });

  test('failOnWarnings: false lets API Gateway leave out what it does not understand', () => {
    template(apiWith({ failOnWarnings: false }).stack).hasResourceProperties('AWS::ApiGateway::RestApi', { FailOnWarnings: false });
  });

  test('a domain switches the default endpoint off, unless a reason keeps it', () => {
    const certificate = (stack: Stack) => acm.Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:eu-west-1:111111111111:certificate/abc');
    const closed = testStack();
    restApi(closed, { domain: { domainName: 'api.example.com', certificate: certificate(closed) } });
    const open = testStack();
    restApi(open, { domain: { domainName: 'api.example.com', certificate: certificate(open), keepDefaultEndpoint: 'partners move until June' } });
    const serversOf = (stack: Stack) => resources(stack, 'AWS::ApiGateway::RestApi')[0].Properties.Body.servers;

    expect(serversOf(closed)).toEqual([{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }]);
    expect(serversOf(open)).toBeUndefined();
  });
});

describe('what an Aspect of the app adds', () => {
  test('a route that an Aspect adds is in the template', () => {
    const stack = testStack();
    restApi(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof GovernedRestApi) node.addRoute('GET /late', { integration: Integration.mock() });
      },
    });

    expect(Object.keys(resources(stack, 'AWS::ApiGateway::RestApi')[0].Properties.Body.paths)).toEqual(['/late']);
  });
});
