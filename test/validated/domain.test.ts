import {
  App, Stack,
  aws_apigateway as apigateway, aws_certificatemanager as acm, aws_iam as iam, aws_route53 as route53, aws_s3 as s3,
} from 'aws-cdk-lib';
import { UsagePlanTier } from '../../src/access/usage-plan-tier';
import { ApiDomainOptions } from '../../src/domain/api-domain-options';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { RestApiDomain } from '../../src/domain/rest-api-domain';

const account = '111111111111';

interface Variant {
  readonly name: string;
  readonly region?: string;
  readonly edge?: boolean;
  readonly options?: (stack: Stack) => Partial<ApiDomainOptions>;
}

const variants: Variant[] = [
  { name: 'as they come' },
  { name: 'with a base path', options: () => ({ basePath: 'v1' }) },
  { name: 'with a base path of several segments', options: () => ({ basePath: 'v1/orders' }) },
  { name: 'for a wildcard name', options: () => ({ domainName: '*.example.com' }) },
  {
    name: 'with mutual TLS',
    options: (stack) => ({ mutualTls: { truststore: new s3.Bucket(stack, 'Truststore', { versioned: true }), key: 'ca.pem', version: 'abc' } }),
  },
  {
    name: 'with an enhanced TLS policy and both IP versions',
    options: () => ({ tlsPolicy: DomainTlsPolicy.TLS13_1_2_FIPS_PFS_PQ_2025_09, ipAddressType: apigateway.IpAddressType.DUAL_STACK }),
  },
  { name: 'with the default endpoint kept', options: () => ({ keepDefaultEndpoint: 'old clients' }) },
  { name: 'on an edge-optimized API', edge: true, options: () => ({ tlsPolicy: DomainTlsPolicy.TLS13_2025_EDGE }) },
  { name: 'in GovCloud', region: 'us-gov-west-1' },
  { name: 'in China', region: 'cn-north-1' },
];

const stackName = (variant: Variant) => variant.name.replace(/ /g, '-');

/** An account has one domain of a name. */
function addStack(app: App, variant: Variant, index: number): void {
  const { region = 'eu-west-1', edge = false } = variant;
  const stack = new Stack(app, stackName(variant), { env: { account: `${Number(account) + index}`, region } });
  const restApi = new apigateway.SpecRestApi(stack, 'Api', {
    endpointTypes: [edge ? apigateway.EndpointType.EDGE : apigateway.EndpointType.REGIONAL],
    disableExecuteApiEndpoint: true,
    apiDefinition: apigateway.ApiDefinition.fromInline({
      openapi: '3.0.1',
      info: { title: 'orders', version: '1' },
      paths: { '/orders': { get: { 'x-amazon-apigateway-integration': { type: 'mock' } } } },
    }),
  });
  new RestApiDomain(stack, 'Domain', {
    options: {
      domainName: 'api.example.com',
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate',
        stack.formatArn({ service: 'acm', region: edge ? 'us-east-1' : region, resource: 'certificate', resourceName: 'abc' })),
      hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
      ...variant.options?.(stack),
    },
    restApi,
    stage: restApi.deploymentStage,
    edge,
  });
  const tier = new UsagePlanTier(stack, 'Free', {
    stage: restApi.deploymentStage,
    throttle: { rateLimit: 5, burstLimit: 10 },
    quota: { limit: 10_000, period: apigateway.Period.MONTH },
    routes: { 'GET /orders': { rateLimit: 1, burstLimit: 2 }, 'GET /': { rateLimit: 1, burstLimit: 2 } },
  });
  tier.addApiKey('acme').grants.read(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
  tier.importApiKey('initech', 'abc123');
}

describe('with the CDK\'s validator, a domain and a usage plan pass', () => {
  // Without the flag the validator's findings are only printed.
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });

  // One synth for all: the validator starts once per synth.
  beforeAll(() => {
    variants.forEach((variant, index) => addStack(app, variant, index));
    app.synth();
  }, 120_000);

  test.each(variants.map((variant) => [variant.name, variant] as const))('%s', (_, variant) => {
    const template = JSON.stringify(app.synth().getStackByName(stackName(variant)).template);

    expect(template).toContain('AWS::ApiGateway::DomainName');
    expect(template).toContain('AWS::ApiGateway::UsagePlanKey');
    expect(template).not.toContain('arn:aws:');
  });
});
