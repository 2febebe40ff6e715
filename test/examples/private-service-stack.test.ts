import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { AddressInfo, createServer } from 'net';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EdgeCertificateStack } from '../../examples/private-service/edge-certificate-stack';
import { PrivateServiceStack, PrivateServiceStackProps } from '../../examples/private-service/private-service-stack';
import { acknowledged } from '../rest-api';

interface Operation {
  readonly 'security': { readonly [authorizer: string]: string[] }[];
  readonly 'x-amazon-apigateway-integration': { readonly $ref: string };
}

interface ImportBody {
  readonly components: {
    readonly 'securitySchemes': { readonly [name: string]: object };
    readonly 'x-amazon-apigateway-integrations': { readonly [name: string]: object };
  };
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
}

const account = '111111111111';
const domain = { domainName: 'quotes.example.com', hostedZoneName: 'example.com', hostedZoneId: 'Z0123456789EXAMPLE' };

/** The two stacks of the app, and the one that CloudFront's web ACL needs. */
function privateService(props: Partial<PrivateServiceStackProps> = {}, region = 'eu-central-1') {
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
  const edge = new EdgeCertificateStack(app, 'Edge', { env: { account, region: 'us-east-1' }, crossRegionReferences: true, domain });
  const stack = new PrivateServiceStack(app, 'Service', {
    env: { account, region }, crossRegionReferences: true, domain, edgeCertificate: edge.certificate, webOrigin: 'https://app.example.com', ...props,
  });
  return { edge, stack, support: app.node.tryFindChild(`Service-${region}-cloudfront`) as Stack | undefined };
}

const { edge, stack, support } = privateService();
const template = Template.fromStack(stack);
const propertiesOf = <T>(type: string, from = template) => Object.values(from.findResources(type)).map(({ Properties }) => Properties as T);
const bodyOf = (from = template) => propertiesOf<{ Body: ImportBody }>('AWS::ApiGatewayV2::Api', from)[0].Body;
const logicalId = (type: string, id: string) => Object.keys(template.findResources(type)).find((one) => one.startsWith(id))!;

describe('the stack of the private service', () => {
  test('asks on every route for CloudFront\'s header, and on all but the health check for a token as well', () => {
    const { paths, components } = bodyOf();
    const schemeOf = (path: string, method: string) => components.securitySchemes[Object.keys(paths[path][method].security[0])[0]];

    for (const [path, method] of [['/products', 'get'], ['/products/{id}', 'get'], ['/quotes', 'post']]) {
      expect(schemeOf(path, method)).toMatchObject({
        'x-amazon-apigateway-authorizer': { identitySource: expect.arrayContaining(['$request.header.X-Origin-Verify', '$request.header.Authorization']) as string[] },
      });
    }
    expect(schemeOf('/health', 'get')).toMatchObject({ 'x-amazon-apigateway-authorizer': { identitySource: ['$request.header.X-Origin-Verify'] } });
    expect(Object.keys(paths)).toHaveLength(4);
  });

  test.each(['quotes/read', 'quotes/write'])('has the scope %s where tokens are looked at', (scope) => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TOKEN_RULES: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`"scopes":\\["${scope}"\\]`)])] } } },
    });
  });

  test('says why the health check is open', () => {
    expect(Object.values(acknowledged(stack.node.findChild('Api')))).toContainEqual(expect.stringContaining('monitors outside'));
  });

  test('tells the service who calls, and never what proves that CloudFront does', () => {
    const integrations = Object.values(bodyOf().components['x-amazon-apigateway-integrations']);

    expect(integrations).toHaveLength(2);
    for (const integration of integrations) {
      expect(integration).toMatchObject({
        connectionType: 'VPC_LINK',
        tlsConfig: { serverNameToVerify: 'internal.quotes.example.com' },
        requestParameters: { 'remove:header.X-Origin-Verify': '\'\'' },
      });
    }
    expect(integrations).toContainEqual(expect.objectContaining({
      requestParameters: { 'overwrite:header.x-caller': '$context.authorizer.sub', 'overwrite:header.x-request-id': '$context.requestId', 'remove:header.X-Origin-Verify': '\'\'' },
    }));
  });

  test('sends the secret from Secrets Manager, over TLS 1.2, and keeps products for a minute and for their caller alone', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['quotes.example.com'],
        Origins: [Match.objectLike({
          CustomOriginConfig: Match.objectLike({ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] }),
          OriginCustomHeaders: [{ HeaderName: 'X-Origin-Verify', HeaderValue: { 'Fn::Join': ['', Match.arrayWith(['{{resolve:secretsmanager:'])] } }],
        })],
        CacheBehaviors: [Match.objectLike({ PathPattern: '/products*' })],
        Logging: Match.objectLike({ Bucket: Match.anyValue() }),
        ViewerCertificate: Match.objectLike({ MinimumProtocolVersion: 'TLSv1.2_2021' }),
        WebACLId: Match.anyValue(),
      },
    });
    template.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        MaxTTL: 60,
        ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({ HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Authorization', 'Origin'] } }),
      },
    });
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 1);
  });

  test('has what CloudFront needs in us-east-1: its web ACL, which blocks, and its certificate', () => {
    expect(support!.region).toBe('us-east-1');
    const edgeTemplate = Template.fromStack(support!);
    edgeTemplate.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      Rules: Match.arrayWith([Match.objectLike({ Action: { Block: {} }, Statement: { RateBasedStatement: { Limit: 1000, AggregateKeyType: 'IP' } } })]),
    });
    expect(stack.dependencies).toEqual(expect.arrayContaining([edge, support]));
    Template.fromStack(edge).hasResourceProperties('AWS::CertificateManager::Certificate', { DomainName: 'quotes.example.com' });
    template.hasResourceProperties('AWS::CertificateManager::Certificate', { DomainName: 'internal.quotes.example.com' });
  });

  test('lets the API\'s link alone into the load balancer, and the load balancer alone to the tasks', () => {
    const ingress = propertiesOf<{ GroupId: { 'Fn::GetAtt': string[] }; SourceSecurityGroupId: { 'Fn::GetAtt': string[] }; FromPort: number }>('AWS::EC2::SecurityGroupIngress');
    const [link, balancer, task] = ['ApiVpcLink', 'QuotesLoadBalancer', 'QuotesTaskGroup'].map((id) => logicalId('AWS::EC2::SecurityGroup', id));

    expect(ingress.map(({ SourceSecurityGroupId: from, GroupId: to, FromPort: port }) => [from['Fn::GetAtt'][0], to['Fn::GetAtt'][0], port]).sort()).toEqual([
      [link, balancer, 443],
      [balancer, task, 8080],
    ].sort());
    expect(propertiesOf<{ SecurityGroupIngress?: object[] }>('AWS::EC2::SecurityGroup').filter(({ SecurityGroupIngress }) => SecurityGroupIngress)).toEqual([]);
  });

  test('has a load balancer without an address outside, which speaks TLS and keeps a log, and buys no NAT gateway', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      LoadBalancerAttributes: Match.arrayWith([{ Key: 'access_logs.s3.enabled', Value: 'true' }]),
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTPS', Port: 443 });
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('throttles all callers together, and quotes more than the rest', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      RouteSettings: { 'POST /quotes': Match.objectLike({ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 }) },
    });
  });

  test('tells the topic of every alarm, and somebody by mail only when there is an address', () => {
    const alarms = propertiesOf<{ AlarmActions?: object[] }>('AWS::CloudWatch::Alarm');

    expect(alarms).toHaveLength(6);
    expect(alarms.filter(({ AlarmActions = [] }) => AlarmActions.length === 0)).toEqual([]);
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    Template.fromStack(privateService({ alarmEmail: 'you@example.com' }).stack).hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email' });
  });

  test('takes the tokens of another issuer, and then has no user pool', () => {
    const other = Template.fromStack(privateService({ issuer: { issuer: 'https://example.eu.auth0.com/', audience: ['quotes'] } }).stack);

    other.resourceCountIs('AWS::Cognito::UserPool', 0);
    other.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TOKEN_RULES: Match.stringLikeRegexp('"issuer":"https://example.eu.auth0.com/","audience":\\["quotes"\\]') } },
    });
  });

  test('needs no stack beside it where it is in us-east-1 itself', () => {
    const inVirginia = privateService({}, 'us-east-1');

    expect(inVirginia.support).toBeUndefined();
    Template.fromStack(inVirginia.stack).hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
  });
});

describe('the program in the task definition', () => {
  let server: ChildProcess;
  let address: string;
  let said = '';

  const taskCommand = () => propertiesOf<{ ContainerDefinitions: { Command: string[] }[] }>('AWS::ECS::TaskDefinition')[0].ContainerDefinitions[0].Command;

  beforeAll(async () => {
    const [, ...args] = taskCommand();
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    server = spawn(process.execPath, args, { env: { ...process.env, PORT: String(port) } });
    server.stdout!.on('data', (chunk: Buffer) => { said += chunk.toString(); });
    await until(async () => (await fetch(`${address}/health`).catch(() => undefined))?.ok === true);
  }, 15_000);

  afterAll(() => { server.kill('SIGKILL'); });

  test('holds nothing that CloudFormation would take for its own', () => {
    expect(taskCommand().join('\n')).not.toContain('${');
  });

  test('answers over HTTP, and writes a line with the caller that the API named', async () => {
    const answer = await fetch(`${address}/quotes?from=a-test`, {
      method: 'POST', body: JSON.stringify({ product: 'nut-m8', quantity: 2 }), headers: { 'x-caller': 'client-1', 'x-request-id': 'request-1' },
    });

    expect(await answer.json()).toEqual({ product: 'nut-m8', quantity: 2, total: 10, quotedFor: 'client-1' });
    await until(() => said.includes('\n'));
    expect(JSON.parse(said)).toEqual({ requestId: 'request-1', caller: 'client-1', method: 'POST', path: '/quotes', status: 200 });
  });

  test('fails on a body over 10,000 bytes with 413, and lives on', async () => {
    const send = (bytes: number) => fetch(`${address}/quotes`, { method: 'POST', body: 'x'.repeat(bytes) });

    expect((await send(10_000)).status).toBe(400);
    expect((await send(10_001)).status).toBe(413);
    expect((await fetch(`${address}/health`)).status).toBe(200);
  });

  test('ends by itself when its task is stopped', async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await done()) return;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error('waited for ten seconds');
}
