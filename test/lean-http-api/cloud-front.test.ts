import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnOutput, NestedStack, Stack, Validations, aws_certificatemanager as acm, aws_lambda as lambda } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseTokenRules } from '../../handlers/tokens/token-rules';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { OriginLock } from '../../src/domain/origin-lock';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { stackIn, tokensOf } from '../domain/fronted-api';
import { httpApi } from '../http-api';
import { Document, errorOf, template, testHandler } from '../rest-api';

const integration = Integration.httpProxy('https://backend.example.com');
const jwt = Authorizer.jwt({ issuer: 'https://id.example.com/', audience: ['web', 'app'] });

/** The environment of each function that has such a variable. */
function environmentsWith(stack: Stack, variable: string): Document[] {
  return Object.values(template(stack).findResources('AWS::Lambda::Function'))
    .map((found) => (found as { Properties: { Environment?: { Variables: Document } } }).Properties.Environment?.Variables)
    .filter((variables) => variables !== undefined && variable in variables) as Document[];
}

describe('an HTTP API behind CloudFront', () => {
  test('tells the lock\'s functions what they read', () => {
    const stack = stackIn();
    const api = httpApi(stack, { authorizer: jwt, cloudFront: {} });
    api.addRoute('GET /orders/{id}', { integration, scopes: ['orders:read'] });
    api.addRoute('$default', { integration, scopes: ['all'] });
    api.addRoute('GET /any', { integration });

    const environments = environmentsWith(stack, 'TOKEN_RULES');
    const secret = { Ref: expect.stringMatching(/^ApiOriginSecret/) as string };
    expect(environments).toEqual(Array(3).fill({ ORIGIN_HEADER: 'X-Origin-Verify', ORIGIN_SECRET_ARN: secret, TOKEN_RULES: expect.any(String) as string }));
    const rules = environments.map(({ TOKEN_RULES: text }) => parseTokenRules(text as unknown as string));
    const tokens = { issuer: 'https://id.example.com/', audience: ['web', 'app'], tokenHeader: 'Authorization' };
    expect(rules).toEqual([{ ...tokens, scopes: ['orders:read'] }, { ...tokens, scopes: ['all'] }, tokens]);
  });

  test('tells the rotation\'s function what it reads', () => {
    const stack = stackIn();
    httpApi(stack, { cloudFront: {} });
    expect(environmentsWith(stack, 'DISTRIBUTION_ID')).toEqual([{ DISTRIBUTION_ID: { Ref: expect.stringMatching(/Distribution/) as string }, ORIGIN_HEADER: 'X-Origin-Verify' }]);
  });

  test('ships the functions that it names', () => {
    const app = new App();
    const stack = stackIn('us-east-1', app);
    httpApi(stack, { cloudFront: {} }).addRoute('GET /a', { integration });
    const { directory } = app.synth();
    const { files } = JSON.parse(readFileSync(join(directory, 'Shop.assets.json'), 'utf8')) as { files: { [id: string]: { source: { path: string; packaging: string } } } };
    const shipped = Object.values(files).filter(({ source }) => source.packaging === 'zip').map(({ source }) => readFileSync(join(directory, source.path, 'index.js'), 'utf8'));
    expect(shipped.filter((code) => code.includes('ORIGIN_SECRET_ARN'))).toHaveLength(1);
    expect(shipped.filter((code) => code.includes('DISTRIBUTION_ID'))).toHaveLength(1);
  });

  test('gives its address to a function that answers a route only under a name of its own', () => {
    const withNames = (cloudFront: object) => {
      const stack = stackIn();
      const handler = testHandler(stack) as lambda.Function;
      const api = httpApi(stack, { cloudFront });
      api.addRoute('GET /a', { integration: Integration.lambdaFunction(handler) });
      handler.addEnvironment('URL', api.cloudFront!.url);
      return () => template(stack);
    };
    const certificate = acm.Certificate.fromCertificateArn(new Stack(), 'Certificate', 'arn:aws:acm:us-east-1:111111111111:certificate/c');
    expect(withNames({ domainNames: ['api.example.com'], certificate })).not.toThrow();
    expect(withNames({})).toThrow(/^route 'GET \/a' leads to 'Shop\/Handler'/);
  });

  test('is sound in a nested stack, with outputs', () => {
    const stack = stackIn();
    const nested = new NestedStack(stack, 'Nested');
    const api = httpApi(nested, { authorizer: tokensOf(stack), cloudFront: {} });
    api.addRoute('GET /a', { integration });
    new CfnOutput(stack, 'Url', { value: api.cloudFront!.url });
    expect(() => Template.fromStack(nested)).not.toThrow();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('waits for CloudFront with its deployment, and has none where API Gateway deploys by itself', () => {
    const stack = stackIn();
    httpApi(stack, { cloudFront: {}, autoDeploy: 'a test' }).addRoute('GET /a', { integration });
    template(stack).resourceCountIs('AWS::ApiGatewayV2::Deployment', 0);
    template(stack).resourceCountIs('AWS::CloudFront::Distribution', 1);
  });

  test('takes routes that an Aspect adds', () => {
    const stack = stackIn();
    httpApi(stack, { authorizer: jwt, cloudFront: {} });
    // The fixture adds GET / in an Aspect.
    expect(environmentsWith(stack, 'ORIGIN_SECRET_ARN')).toHaveLength(1);
  });

  test('has one hosted function more for routes that ask for tokens, however many', () => {
    const stack = stackIn();
    const api = httpApi(stack, { cloudFront: {} });
    for (let route = 0; route < 50; route++) api.addRoute(`GET /r${route}`, { integration, authorizer: route % 2 ? jwt : Authorizer.none('a test') });
    expect(environmentsWith(stack, 'ORIGIN_SECRET_ARN')).toHaveLength(2);
  });

  test('leaves nothing behind when a route fails', () => {
    const stack = stackIn();
    const api = httpApi(stack, { cloudFront: {} });
    expect(errorOf(stack, () => api.addRoute('GET /a', { integration, authorizer: Authorizer.iam() }))).toContain('Authorizer.iam()');
    expect(errorOf(stack, () => new LeanHttpApi(stack, 'Other', { authorizer: jwt, cloudFront: {}, routes: { 'GET /a': { integration, authorizer: Authorizer.iam() } } }))).toContain('Authorizer.iam()');
  });

  test('takes every authorizer behind a lock that is no header', () => {
    const stack = stackIn();
    const api = httpApi(stack, { cloudFront: { originLock: OriginLock.none('a test') } });
    api.addRoute('GET /a', { integration, authorizer: Authorizer.iam() });
    api.addRoute('GET /b', { integration, authorizer: Authorizer.lambdaRequest(testHandler(stack)) });
    expect(environmentsWith(stack, 'ORIGIN_SECRET_ARN')).toEqual([]);
  });
});

interface Report {
  readonly pluginReports: { pluginName: string; violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
}

describe('AwsSolutionsChecks', () => {
  test('finds in CloudFront what is the app\'s to decide, and nothing else', () => {
    const app = new App();
    const stack = stackIn('us-east-1', app);
    httpApi(stack, { cloudFront: { webAcl: WebAcl.managed() } }).addRoute('GET /a', { integration, authorizer: jwt });
    const checks = new AwsSolutionsChecks();
    Validations.of(app).addPlugins(checks);
    try {
      app.synth();
    } catch {
      // Findings end the synthesis; the report is written before.
    }
    const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as Report;
    const found = pluginReports.filter(({ pluginName }) => pluginName === checks.name)
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`)).sort();
    expect(found).toEqual([
      'AwsSolutions-CFR1 at Shop/Api/CloudFront/Distribution/Resource',
      'AwsSolutions-CFR4 at Shop/Api/CloudFront/Distribution/Resource',
      'AwsSolutions-S1 at Shop/Api/CloudFront/AccessLog/Resource',
    ]);
  });
});
