import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Duration, Stack, aws_certificatemanager as acm, aws_cloudfront as cloudfront, aws_cognito as cognito, aws_route53 as route53, aws_s3 as s3 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { OriginLock } from '../../src/domain/origin-lock';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { RoutedApiProps } from '../../src/routed-api-props';

interface Variant {
  readonly name: string;
  readonly region: string;
  readonly props: (stack: Stack) => Partial<RoutedApiProps>;
}

const account = '111111111111';
const certificate = (stack: Stack, id: string, region = 'us-east-1') => acm.Certificate.fromCertificateArn(stack, id, `arn:aws:acm:${region}:${account}:certificate/c`);

const variants: Variant[] = [
  { name: 'as-it-comes', region: 'us-east-1', props: () => ({ cloudFront: {} }) },
  { name: 'beside', region: 'eu-west-1', props: () => ({ cloudFront: {} }) },
  { name: 'open', region: 'eu-west-1', props: () => ({ cloudFront: { originLock: OriginLock.none('a test'), webAcl: WebAcl.none('a test') } }) },
  {
    name: 'mutual',
    region: 'us-east-1',
    props: (stack) => ({
      cloudFront: { originLock: OriginLock.mutualTls(certificate(stack, 'Client')) },
      domain: {
        domainName: `origin-${stack.node.id}.example.com`,
        certificate: certificate(stack, 'Origin'),
        basePath: 'v1',
        mutualTls: { truststore: new s3.Bucket(stack, 'Truststore', { versioned: true }), key: 'ca.pem', version: 'v' },
      },
    }),
  },
  {
    name: 'everything',
    region: 'us-east-1',
    props: (stack) => ({
      cors: { allowOrigins: ['https://app.example.com'] },
      cloudFront: {
        originLock: OriginLock.secretHeader({ headerName: 'X-Proof', rotateEvery: Duration.days(7) }),
        domainNames: ['api.example.com'],
        certificate: certificate(stack, 'Names'),
        hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789', zoneName: 'example.com' }),
        behaviors: {
          '/orders/mine*': {},
          '/orders/*': { ttl: Duration.minutes(1), perCaller: true, keyHeaders: ['Accept-Language'], keyQueryStrings: ['page'] },
          '/open': { ttl: Duration.minutes(5) },
        },
        accessLog: { bucket: new s3.Bucket(stack, 'Logs', { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED }), prefix: 'api/' },
        priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
        geoRestriction: cloudfront.GeoRestriction.denylist('NZ'),
      },
    }),
  },
];

const app = new App();
const kinds = { rest: GovernedRestApi, http: LeanHttpApi };

function addStack(kind: keyof typeof kinds, { name, region, props }: Variant): Stack {
  const stack = new Stack(app, `${kind}-${name}`, { env: { account, region } });
  const pool = new cognito.UserPool(stack, 'Pool');
  const authorizer = Authorizer.userPool(pool, { clients: [pool.addClient('Web')] });
  const api = new kinds[kind](stack, 'Api', { authorizer, defaultScopes: ['orders/read'], ...props(stack) });
  const integration = Integration.httpProxy('https://backend.example.com');
  api.addRoute('GET /orders/{id}', { integration });
  api.addRoute('GET /open', { integration, authorizer: Authorizer.none('a public list') });
  return stack;
}

const stacks = Object.fromEntries(variants.flatMap((variant) => (['rest', 'http'] as const).map((kind) => [`${kind}-${variant.name}`, addStack(kind, variant)])));
// Wrong on purpose: shows that the validator looks at distributions and that its report is read.
const wrong = new Stack(app, 'wrong', { env: { account, region: 'us-east-1' } });
new cloudfront.CfnCachePolicy(wrong, 'Policy', {
  cachePolicyConfig: {
    name: 'wrong',
    minTtl: 0,
    defaultTtl: 1,
    maxTtl: 1,
    parametersInCacheKeyAndForwardedToOrigin: {
      enableAcceptEncodingGzip: true,
      cookiesConfig: { cookieBehavior: 'SOMETIMES' },
      headersConfig: { headerBehavior: 'none' },
      queryStringsConfig: { queryStringBehavior: 'all' },
    },
  },
});

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: { readonly constructPath: string }[];
}

describe('the CDK\'s own validator', () => {
  const complaints = new Map<string, string[]>();

  beforeAll(() => {
    const { directory } = app.synth();
    const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as { pluginReports: { violations: Violation[] }[] };
    for (const { ruleName, description, violatingConstructs } of report.pluginReports.flatMap(({ violations }) => violations)) {
      for (const { constructPath } of violatingConstructs) {
        const [stack] = constructPath.split('/');
        complaints.set(stack, [...complaints.get(stack) ?? [], `${ruleName} ${constructPath}: ${description}`]);
      }
    }
  }, 120_000);

  test.each(Object.keys(stacks))('accepts CloudFront in front of an API: %s', (name) => {
    expect(complaints.get(name) ?? []).toEqual([]);
    expect(complaints.get(`${name}-${stacks[name].region}-cloudfront`) ?? []).toEqual([]);
    // The CDK's assertions refuse a template with a circle.
    expect(() => Template.fromStack(stacks[name])).not.toThrow();
  });

  test('fails a policy that is wrong', () => {
    expect(complaints.get('wrong')).toContainEqual(expect.stringContaining("'SOMETIMES' does not match pattern"));
  });
});
