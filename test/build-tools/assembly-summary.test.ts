import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, Duration, NestedStack, Stack, Stage, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_sns as sns } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { countFindings, countRoutes, formatSummary, summariseAssembly } from '../../build-tools/assembly-summary';

const finding = (severity: string | undefined, constructs: number) => ({ severity, violatingConstructs: Array.from({ length: constructs }, Object) });

describe('countRoutes', () => {
  test.each(['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'])('counts the operations in the body of an %s, without preflights', (Type) => {
    const paths = {
      '/orders': { get: {}, post: {}, options: {}, parameters: [] },
      '/orders/{id}': { 'get': {}, 'put': {}, 'patch': {}, 'delete': {}, 'head': {}, 'x-amazon-apigateway-any-method': {} },
      '/empty': {},
      '/intrinsic': { 'Fn::If': [] },
    };

    expect(countRoutes({ Resources: { Api: { Type, Properties: { Body: { paths } } } } })).toBe(8);
  });

  test.each<[string, unknown]>([
    ['no body', undefined], ['a body without paths', {}], ['a body that an include writes', { 'Fn::Transform': {} }], ['a body that is text', 'x'], ['empty paths', { paths: null }],
  ])('counts nothing for %s', (_name, Body) => {
    expect(countRoutes({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body } } } })).toBe(0);
  });

  test('counts the methods of an L2 REST API without preflights', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['*'], maxAge: Duration.days(1) } });
    api.root.addResource('pets').addMethod('GET');
    api.root.addMethod('ANY');

    expect(countRoutes(Template.fromStack(stack).toJSON())).toBe(2);
  });

  test('counts the routes of an L1 HTTP API without preflights', () => {
    const stack = new Stack(new App(), 'Stack');
    for (const routeKey of ['GET /pets', '$default', 'OPTIONS /{proxy+}']) new apigatewayv2.CfnRoute(stack, routeKey.replace(/\W/g, ''), { apiId: 'api', routeKey });

    expect(countRoutes(Template.fromStack(stack).toJSON())).toBe(2);
  });

  test('counts nothing in an empty template', () => {
    expect(countRoutes({})).toBe(0);
  });
});

describe('countFindings', () => {
  test('counts each construct of each finding, by severity', () => {
    expect(countFindings({
      pluginReports: [
        { violations: [finding('error', 2), finding('warning', 3), finding('info', 5)], suppressedViolations: [finding('error', 4)] },
        { violations: [finding('fatal', 1)] },
        { suppressedViolations: [finding('warning', 1)] },
        {},
      ],
    })).toEqual({ errors: 3, warnings: 3, acknowledged: 5 });
  });

  test('takes an unknown severity for an error, and a finding without constructs for one', () => {
    expect(countFindings({ pluginReports: [{ violations: [finding('severe', 0), finding(undefined, 1), { severity: 'warning' }] }] }))
      .toEqual({ errors: 2, warnings: 1, acknowledged: 0 });
  });

  test('finds nothing in an empty report', () => {
    expect(countFindings({})).toEqual({ errors: 0, warnings: 0, acknowledged: 0 });
  });
});

describe('summariseAssembly', () => {
  const folders: string[] = [];
  const folder = () => {
    folders.push(mkdtempSync(join(tmpdir(), 'assembly-')));
    return folders.at(-1)!;
  };
  afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true })));

  test('counts the templates of all stacks, nested ones and those of stages', () => {
    const outdir = folder();
    const app = new App({ outdir, analyticsReporting: false });
    const stack = new Stack(app, 'Stack');
    new sns.Topic(stack, 'Topic');
    new sns.Topic(new NestedStack(stack, 'Nested'), 'Inside');
    const api = new apigateway.RestApi(new Stack(new Stage(app, 'Prod'), 'Api'), 'Api', { cloudWatchRole: false, deployOptions: { cacheClusterEnabled: true } });
    api.root.addMethod('GET');
    app.synth();

    // Topic and nested stack; topic inside; API, deployment, stage and method.
    expect(summariseAssembly(outdir)).toMatchObject({ resources: 7, routes: 1, monthlyCost: 14.60 });
  });

  test('reads the report and the bytes, and leaves assets alone', () => {
    const outdir = folder();
    const write = (path: string, content: unknown) => {
      mkdirSync(dirname(join(outdir, path)), { recursive: true });
      writeFileSync(join(outdir, path), JSON.stringify(content));
    };
    write('A.template.json', { Resources: { Ä: { Type: 'AWS::KMS::Key' } } });
    write('asset.0123/B.template.json', { Resources: { B: { Type: 'AWS::KMS::Key' } } });
    write('validation-report.json', { pluginReports: [{ violations: [finding('warning', 1)] }] });

    expect(summariseAssembly(outdir)).toEqual({
      resources: 1,
      routes: 0,
      // In UTF-8, as CloudFormation counts.
      templateBytes: 45,
      findings: { errors: 0, warnings: 1, acknowledged: 0 },
      monthlyCost: 1,
    });
  });
});

test('formatSummary says everything in one line', () => {
  const line = formatSummary('orders', 10, {
    resources: 22, routes: 300, templateBytes: 893_412, findings: { errors: 0, warnings: 1, acknowledged: 12 }, monthlyCost: 14.6,
  }, 4.25);

  expect(line).toBe(
    'orders       22 resources  300 routes  893,412 template bytes  findings: 0 errors, 1 warnings, 12 acknowledged    14.60 USD a month fixed    4.3 s',
  );
});
