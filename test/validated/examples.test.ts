import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AssemblySummary, summariseAssembly } from '../../build-tools/assembly-summary';

const root = join(__dirname, '..', '..');
const examples = readdirSync(join(root, 'examples')).filter((name) => existsSync(join(root, 'examples', name, 'app.ts')));

interface Report {
  readonly pluginReports: {
    readonly pluginName: string;
    readonly violations?: { readonly ruleName: string; readonly severity?: string }[];
    readonly suppressedViolations?: { readonly ruleName: string; readonly reason?: string }[];
  }[];
}

/** What is read of an API's definition. */
interface ImportBody {
  readonly 'paths': { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly 'components': { readonly schemas: { readonly [name: string]: object } };
  readonly 'x-amazon-apigateway-request-validator': string;
  readonly 'x-amazon-apigateway-request-validators': object;
}

interface Operation {
  readonly 'security': object[];
  readonly 'requestBody'?: object;
  readonly 'x-amazon-apigateway-integration': { readonly type: string; readonly cacheKeyParameters?: string[] };
}

interface Synthesized {
  readonly outdir: string;
  readonly said: string;
  readonly summary: AssemblySummary;
  readonly report: Report;
}

let scratch: string;
beforeAll(() => { scratch = mkdtempSync(join(tmpdir(), 'examples-')); });
afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs an app as `cdk synth` does: a process of its own, with the context of its cdk.json and whatever `-c` adds. */
function synth(name: string, context: { [name: string]: string } = {}): Synthesized {
  const outdir = mkdtempSync(join(scratch, `${name}-`));
  const cwd = join(root, 'examples', name);
  const settings = existsSync(join(cwd, 'cdk.json')) ? JSON.parse(readFileSync(join(cwd, 'cdk.json'), 'utf-8')) as { context?: object } : {};
  // Without what would turn the checks off or tell the CDK that a test runs it.
  const env = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !['CDK_VALIDATION', 'CDK_APP_MODE', 'NODE_ENV'].includes(variable)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [require.resolve('tsx/cli'), '--tsconfig', join(root, 'tsconfig.dev.json'), 'app.ts'], {
    cwd,
    env: {
      ...env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ '@aws-cdk/core:annotationsInValidationReport': true, ...settings.context, ...context }),
      // Nothing may be fetched: a fresh clone has what `npm ci` brought.
      npm_config_offline: 'true',
    },
    encoding: 'utf-8',
    timeout: 120_000,
  });
  const said = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(said);
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf-8')) as Report;
  return { outdir, said, summary: summariseAssembly(outdir), report };
}

/** As `npm run synth` makes it: each example once for all tests. */
const asItIs = new Map<string, Synthesized>();
function synthAsItIs(name: string): Synthesized {
  const synthesized = asItIs.get(name) ?? synth(name);
  asItIs.set(name, synthesized);
  return synthesized;
}

const templateText = ({ outdir }: Synthesized) => readFileSync(join(outdir, 'MeteredEvents.template.json'), 'utf-8');
const templateOf = (synthesized: Synthesized) => Template.fromJSON(JSON.parse(templateText(synthesized)) as { [key: string]: unknown });

test('there are examples', () => {
  expect(examples).toContain('metered-events');
});

describe.each(examples)('the example %s, as npm run synth makes it', (name) => {
  let synthesized: Synthesized;
  beforeAll(() => { synthesized = synthAsItIs(name); }, 150_000);

  test('has no finding that nobody acknowledged', () => {
    const left = synthesized.report.pluginReports.flatMap(({ violations = [] }) => violations.map(({ ruleName }) => ruleName));
    expect(left).toEqual([]);
    expect(synthesized.summary.findings).toMatchObject({ errors: 0, warnings: 0 });
  });

  test('is looked at by the checks of cdk-nag', () => {
    expect(synthesized.report.pluginReports.map(({ pluginName }) => pluginName)).toContain('AwsSolutions');
  });

  test('says why, wherever a finding is acknowledged', () => {
    const acknowledged = synthesized.report.pluginReports.flatMap(({ suppressedViolations = [] }) => suppressedViolations);
    expect(acknowledged.filter(({ reason = '' }) => reason.length < 20)).toEqual([]);
  });

  test('warns of nothing', () => {
    expect(synthesized.said).not.toMatch(/\[warning|cdk-gatehouse:/i);
  });

  test('needs no account: nothing is looked up', () => {
    const manifest = JSON.parse(readFileSync(join(synthesized.outdir, 'manifest.json'), 'utf-8')) as { missing?: unknown };
    expect(manifest.missing).toBeUndefined();
  });

  test('has a page that says what it is', () => {
    expect(existsSync(join(root, 'examples', name, 'README.md'))).toBe(true);
  });
});

describe('metered-events', () => {
  let synthesized: Synthesized;
  let template: Template;
  beforeAll(() => {
    synthesized = synthAsItIs('metered-events');
    template = templateOf(synthesized);
  }, 150_000);

  const propertiesOf = <T>(type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties as T);
  const body = () => propertiesOf<{ Body: ImportBody }>('AWS::ApiGateway::RestApi')[0].Body;

  test('step 1: POST /events has a schema and a validator in front of a Lambda proxy integration', () => {
    const operation = body().paths['/events'].post;
    expect(operation.requestBody).toEqual({ required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Event' } } } });
    expect(body().components.schemas.Event).toMatchObject({ required: ['id', 'type', 'occurredAt'], additionalProperties: false });
    expect(body()['x-amazon-apigateway-request-validators']).toEqual({
      [body()['x-amazon-apigateway-request-validator']]: { validateRequestBody: true, validateRequestParameters: true },
    });
    expect(operation['x-amazon-apigateway-integration'].type).toBe('aws_proxy');
  });

  test('step 2: both routes ask for a scope of the user pool, which asks for a second factor', () => {
    expect(body().paths['/events'].post.security).toContainEqual({ Pool: ['events/write'] });
    expect(body().paths['/events/{id}'].get.security).toContainEqual({ Pool: ['events/read'] });
    template.hasResourceProperties('AWS::Cognito::UserPool', { MfaConfiguration: 'ON', UserPoolTier: 'PLUS' });
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', { AllowedOAuthFlows: ['client_credentials'], GenerateSecret: true });
  });

  test('step 3: both routes need an API key of a plan with 5 requests a second, bursts of 10 and 200 requests a day', () => {
    expect(body().paths['/events'].post.security).toContainEqual({ ApiKey: [] });
    expect(body().paths['/events/{id}'].get.security).toContainEqual({ ApiKey: [] });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', { Throttle: { RateLimit: 5, BurstLimit: 10 }, Quota: { Limit: 200, Period: 'DAY' } });
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
    template.hasResourceProperties('AWS::ApiGateway::ApiKey', { Value: Match.absent() });
  });

  test('step 4: GET /events/{id} is cached for 60 seconds, encrypted, by id and caller, and nothing else is', () => {
    expect(body().paths['/events/{id}'].get['x-amazon-apigateway-integration'].cacheKeyParameters).toEqual([
      'method.request.path.id', 'method.request.header.Authorization', 'method.request.header.x-api-key',
    ]);
    template.hasResourceProperties('AWS::ApiGateway::Stage', { CacheClusterEnabled: true, CacheClusterSize: '0.5' });
    const [stage] = propertiesOf<{ MethodSettings: { CachingEnabled?: boolean }[] }>('AWS::ApiGateway::Stage');
    expect(stage.MethodSettings.filter(({ CachingEnabled }) => CachingEnabled)).toEqual([
      expect.objectContaining({ ResourcePath: '/~1events~1{id}', HttpMethod: 'GET', CacheTtlInSeconds: 60, CacheDataEncrypted: true }),
    ]);
  });

  test('step 5: a tenth of the requests gets the feature, everyone else does not', () => {
    const [{ DeploymentId: deployment }] = propertiesOf<{ DeploymentId: object }>('AWS::ApiGateway::Stage');
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      Variables: { receipts: 'off' },
      CanarySetting: { PercentTraffic: 10, StageVariableOverrides: { receipts: 'on' }, UseStageCache: true, DeploymentId: deployment },
    });
  });

  test('bonus: a domain with a certificate of its own, alias records, and no other address', () => {
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'events.example.com',
      RegionalCertificateArn: { Ref: Match.stringLikeRegexp('^Certificate') },
      SecurityPolicy: 'TLS_1_2',
    });
    for (const type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Name: 'events.example.com.',
        Type: type,
        HostedZoneId: 'Z0123456789EXAMPLE',
        AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] } },
      });
    }
    expect(JSON.stringify(body())).toContain('"disableExecuteApiEndpoint":true');
  });

  test('bonus: an access log of JSON lines, which name the canary', () => {
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('"isCanary":"\\$context.isCanaryRequest"') },
    });
  });

  test('every alarm tells the topic, and CloudWatch may use the topic and its key', () => {
    const alarms = propertiesOf<{ AlarmActions?: object[] }>('AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(6);
    expect(alarms.filter(({ AlarmActions = [] }) => AlarmActions.length === 0)).toEqual([]);
    const cloudWatch = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } };
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ ...cloudWatch, Action: 'sns:Publish' })]) },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ ...cloudWatch, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] })]) },
    });
  });

  test('each function may do the one thing with the table that it does', () => {
    const actions = propertiesOf<{ PolicyDocument: { Statement: { Action: string | string[] }[] } }>('AWS::IAM::Policy')
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .flatMap(({ Action }) => Action)
      .filter((action) => action.startsWith('dynamodb:'));
    expect(actions.sort()).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    });
  });

  test('AWS WAF is in front of the stage', () => {
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  });

  test('is the same, byte for byte, made twice', () => {
    expect(templateText(synth('metered-events'))).toBe(templateText(synthesized));
  }, 150_000);

  test('with a base deployment everyone but the canary keeps it, and the caches are apart', () => {
    const released = synth('metered-events', { baseDeploymentId: 'abc123' });
    expect(released.summary.findings).toMatchObject({ errors: 0, warnings: 0 });
    templateOf(released).hasResourceProperties('AWS::ApiGateway::Stage', {
      DeploymentId: 'abc123',
      CanarySetting: { PercentTraffic: 10, DeploymentId: { Ref: Match.stringLikeRegexp('^ApiDeployment') }, UseStageCache: false },
    });
  }, 150_000);

  test('before the release nobody has the feature and there is no canary; without a domain name the default endpoint stays', () => {
    const released = synth('metered-events', { release: 'stable', domainName: '' });
    const before = templateOf(released);
    before.hasResourceProperties('AWS::ApiGateway::Stage', { Variables: { receipts: 'off' }, CanarySetting: Match.absent() });
    before.resourceCountIs('Custom::ApiGatewayCanaryRemoval', 0);
    before.resourceCountIs('AWS::ApiGateway::DomainName', 0);
    before.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    before.resourceCountIs('AWS::SNS::Subscription', 0);
    expect(templateText(released)).not.toContain('disableExecuteApiEndpoint');
    expect(released.summary.findings).toMatchObject({ errors: 0, warnings: 0 });
  }, 150_000);

  test('after the release everyone has the feature and nothing of the canary is left; an address for alarms is told of them', () => {
    const released = synth('metered-events', { release: 'promoted', alarmEmail: 'you@example.com' });
    const after = templateOf(released);
    after.hasResourceProperties('AWS::ApiGateway::Stage', { Variables: { receipts: 'on' }, CanarySetting: Match.absent() });
    after.resourceCountIs('Custom::ApiGatewayCanaryRemoval', 0);
    after.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'you@example.com' });
    expect(released.summary.findings).toMatchObject({ errors: 0, warnings: 0 });
  }, 150_000);

  test.each([
    ['an unknown step of the release', { release: 'soon' }, /release 'soon' is no step of a release; write one of stable, canary, promoted/],
    ['a domain without its zone', { hostedZoneId: '' }, /no context 'hostedZoneId' names one/],
  ])('fails on %s', (_what, context, message) => {
    expect(() => synth('metered-events', context)).toThrow(message);
  }, 150_000);
});
