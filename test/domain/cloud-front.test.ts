import { App, Duration, NestedStack, Stack, aws_certificatemanager as acm, aws_cloudfront as cloudfront, aws_route53 as route53, aws_s3 as s3 } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { BOTH, distributionOf, stackIn, tokensOf } from './fronted-api';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { OriginLock } from '../../src/domain/origin-lock';
import { SharedDomain } from '../../src/domain/shared-domain';
import { Integration } from '../../src/integrations/integration';
import { RoutedApiProps } from '../../src/routed-api-props';
import { CacheSize } from '../../src/stage/cache-size';
import { httpBodyOf } from '../http-api';
import { acknowledged, bodyOf, errorOf, restApi, template, testHandler } from '../rest-api';

const DISABLED = cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId;
const certificateIn = (stack: Stack, region = stack.region, id = 'Certificate') => acm.Certificate.fromCertificateArn(stack, id, `arn:aws:acm:${region}:111111111111:certificate/c`);

/** A domain of the API itself, at which CloudFront asks. */
function originDomain(stack: Stack, more: object = {}) {
  return { domainName: 'origin.example.com', certificate: certificateIn(stack, stack.region, 'OriginCertificate'), ...more };
}

const mutual = (stack: Stack) => originDomain(stack, { mutualTls: { truststore: new s3.Bucket(stack, 'Truststore', { versioned: true }), key: 'ca.pem', version: 'v' } });

describe.each(BOTH)('CloudFront in front of $name', ({ name, make }) => {
  const stage = name === 'a REST API' ? '/prod' : undefined;

  test('takes HTTPS of today, keeps nothing, and passes everything but Host to the API', () => {
    const stack = stackIn();
    make(stack);
    const config = distributionOf(stack);
    expect(config).toMatchObject({ Enabled: true, HttpVersion: 'http2and3', IPV6Enabled: true });
    expect(config.DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'https-only',
      CachePolicyId: DISABLED,
      OriginRequestPolicyId: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
      ResponseHeadersPolicyId: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS.responseHeadersPolicyId,
      Compress: true,
    });
    expect(config.DefaultCacheBehavior.AllowedMethods).toHaveLength(7);
    expect(config.CacheBehaviors).toBeUndefined();
    const [origin, ...others] = config.Origins as unknown as { CustomOriginConfig: object; OriginPath?: string; DomainName: object }[];
    expect(others).toEqual([]);
    expect(origin.CustomOriginConfig).toEqual({ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'], OriginReadTimeout: 60 });
    expect(origin.OriginPath).toBe(stage);
    expect(origin.DomainName).toEqual({ 'Fn::Join': ['', [{ Ref: expect.stringMatching(/^Api/) as string }, '.execute-api.us-east-1.', { Ref: 'AWS::URLSuffix' }]] });
  });

  test('keeps no error of the API', () => {
    const stack = stackIn();
    make(stack);
    const errors = distributionOf(stack).CustomErrorResponses as unknown as { ErrorCode: number; ErrorCachingMinTTL: number }[];
    expect(errors.map(({ ErrorCode }) => ErrorCode)).toEqual([404, 405, 414, 500, 501, 502, 503, 504]);
    expect(new Set(errors.map(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL))).toEqual(new Set([0]));
  });

  test('sends a header whose value stands in no template', () => {
    const stack = stackIn();
    make(stack);
    const [{ OriginCustomHeaders: headers }] = distributionOf(stack).Origins as unknown as { OriginCustomHeaders: object[] }[];
    expect(headers).toEqual([{
      HeaderName: 'X-Origin-Verify',
      HeaderValue: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: expect.stringMatching(/^ApiOriginSecret/) as string }, ':SecretString:::}}']] },
    }]);
    template(stack).hasResourceProperties('AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true }, SecretString: Match.absent() });
  });

  test('changes the header every 30 days, or as often as it is told', () => {
    for (const [originLock, rate] of [[undefined, 'rate(30 days)'], [OriginLock.secretHeader({ rotateEvery: Duration.hours(12), headerName: 'X-Proof' }), 'rate(12 hours)']] as const) {
      const stack = stackIn();
      make(stack, { cloudFront: { originLock } });
      template(stack).hasResourceProperties('AWS::SecretsManager::RotationSchedule', { RotationRules: { ScheduleExpression: rate }, RotateImmediatelyOnUpdate: false });
      template(stack).hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { DISTRIBUTION_ID: { Ref: Match.stringLikeRegexp('CloudFrontDistribution') }, ORIGIN_HEADER: originLock ? 'X-Proof' : 'X-Origin-Verify' } },
        Timeout: 840,
      });
    }
  });

  test('lets the rotation change this distribution and this secret alone, with what belongs to the distribution', () => {
    const stack = stackIn();
    make(stack);
    const policies = Object.entries(template(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.includes('Rotation')) as unknown as [string, { Properties: { PolicyDocument: { Statement: object[] } } }][];
    expect(policies).toHaveLength(1);
    expect(policies[0][1].Properties.PolicyDocument.Statement).toEqual([
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ApiOriginSecretRotationLog/), 'Arn'] },
      },
      {
        Action: ['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:UpdateDistribution'],
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudfront::111111111111:distribution/', { Ref: expect.stringMatching(/CloudFrontDistribution/) as string }]] },
      },
      {
        Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
        Effect: 'Allow',
        Resource: { Ref: expect.stringMatching(/^ApiOriginSecret/) as string },
      },
      { Action: ['s3:GetBucketAcl', 's3:PutBucketAcl'], Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ApiCloudFrontAccessLog/), 'Arn'] } },
      { Action: 'wafv2:GetWebACL', Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^ApiCloudFrontWebAcl/), 'Arn'] } },
    ]);
  });

  test('lets the rotation look at no web ACL where there is none, and at the one that exists', () => {
    const allowed = (webAcl: WebAcl) => {
      const stack = stackIn('eu-west-1');
      const bucket = s3.Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs', region: 'us-east-1' });
      make(stack, { cloudFront: { webAcl, accessLog: { bucket } } });
      return statementsOf(template(stack).toJSON()).filter(({ Action }) => [Action].flat().some((action) => /^wafv2:GetWebACL|BucketAcl$/.test(action)));
    };
    const log = { Action: ['s3:GetBucketAcl', 's3:PutBucketAcl'], Effect: 'Allow', Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::logs']] } };
    expect(allowed(WebAcl.none('a test'))).toEqual([log]);
    const arn = 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/ours/1';
    expect(allowed(WebAcl.existing(arn))).toEqual([log, { Action: 'wafv2:GetWebACL', Effect: 'Allow', Resource: arn }]);
  });

  describe('changes the distribution before the API asks for the header', () => {
    const deployments = (stack: Stack) => Object.values(template(stack).findResources(name === 'a REST API' ? 'AWS::ApiGateway::Deployment' : 'AWS::ApiGatewayV2::Deployment'));
    const names = (stack: Stack) => ({
      domainNames: ['api.example.com'],
      certificate: certificateIn(stack),
      hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
    });
    const locked: [string, (stack: Stack) => Partial<RoutedApiProps>][] = [
      ['at the default endpoint', () => ({})],
      ['at a domain of its own', (stack) => ({ domain: originDomain(stack, { basePath: 'v1', hostedZone: new route53.HostedZone(stack, 'Origin', { zoneName: 'example.com' }) }) })],
      ['at a domain that exists already', () => ({ domain: { domainName: 'origin.example.com', basePath: 'v1', existing: SharedDomain.elsewhere() } })],
      ['under names of CloudFront, with records', (stack) => ({ cloudFront: names(stack) })],
      ['with routes that ask for tokens', (stack) => ({ authorizer: tokensOf(stack), cors: { allowOrigins: ['https://app.example.com'] } })],
    ];

    // The CDK's assertions refuse a template with a circle.
    test.each(locked)('%s', (_, props) => {
      const stack = stackIn();
      const handler = testHandler(stack);
      make(stack, props(stack)).addRoute('GET /orders', { integration: Integration.lambdaFunction(handler) });
      const [distribution] = Object.keys(template(stack).findResources('AWS::CloudFront::Distribution'));
      const [deployment, ...others] = deployments(stack);
      expect(others).toEqual([]);
      expect(deployment.DependsOn).toEqual(name === 'a REST API' ? expect.arrayContaining([distribution]) : [distribution]);
    });

    test('each of several APIs', () => {
      const stack = stackIn();
      make(stack);
      make(stack, {}, 'Other');
      const waited = deployments(stack).map(({ DependsOn }) => ([DependsOn].flat() as string[]).filter((id) => id.includes('Distribution')));
      expect(waited).toEqual([[expect.stringMatching(/^ApiCloudFront/)], [expect.stringMatching(/^OtherCloudFront/)]]);
    });

    test('with a web ACL in another region, in a nested stack', () => {
      const stack = stackIn('eu-west-1');
      const nested = new NestedStack(stack, 'Nested');
      make(nested);
      expect(JSON.stringify(deployments(nested).map(({ DependsOn }) => DependsOn as unknown))).toContain('CloudFrontDistribution');
      expect(() => template(stack)).not.toThrow();
    });

    test('and waits for nothing without a header', () => {
      const open = stackIn();
      make(open, { cloudFront: { originLock: OriginLock.none('a test') } });
      const shown = stackIn();
      make(shown, { domain: mutual(shown), cloudFront: { originLock: OriginLock.mutualTls(certificateIn(shown, 'us-east-1', 'Client')) } });
      for (const stack of [open, shown]) expect(JSON.stringify(deployments(stack).map(({ DependsOn = [] }) => DependsOn as unknown))).not.toContain('Distribution');
    });
  });

  test('allows nothing on every resource, where a REST API has the account\'s log role alone', () => {
    const stack = stackIn();
    make(stack).addRoute('GET /orders', { integration: Integration.httpProxy('https://backend.example.com'), authorizer: tokensOf(stack) });
    const allowed = statementsOf(template(stack).toJSON()).filter(({ Effect, Resource }) => Effect === 'Allow' && Resource !== undefined);
    expect(allowed.flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining(['secretsmanager:PutSecretValue', 'secretsmanager:GetSecretValue']));
    const onEverything = allowed.filter(({ Resource }) => [Resource].flat().includes('*')).flatMap(({ Action }) => Action);
    expect(onEverything.filter((action) => !(name === 'a REST API' && action.startsWith('logs:')))).toEqual([]);
  });

  test('lets Secrets Manager of this account call the rotation before it is told to', () => {
    const stack = stackIn();
    make(stack);
    const [[permission, { Properties }], ...others] = Object.entries(template(stack).findResources('AWS::Lambda::Permission', { Properties: { Principal: 'secretsmanager.amazonaws.com' } })) as [string, { Properties: object }][];
    const rotation = { 'Fn::GetAtt': [expect.stringMatching(/^ApiOriginSecretRotationFunction/), 'Arn'] };
    expect(others).toEqual([]);
    expect(Properties).toEqual({ Action: 'lambda:InvokeFunction', FunctionName: rotation, Principal: 'secretsmanager.amazonaws.com', SourceAccount: '111111111111' });
    const [schedule] = Object.values(template(stack).findResources('AWS::SecretsManager::RotationSchedule'));
    expect(schedule).toMatchObject({ DependsOn: [permission], Properties: { RotationLambdaARN: rotation, SecretId: { Ref: expect.stringMatching(/^ApiOriginSecret/) as string } } });
  });

  test('lets nobody delete the secret that the distribution needs', () => {
    const stack = stackIn();
    make(stack);
    template(stack).hasResourceProperties('AWS::SecretsManager::ResourcePolicy', {
      SecretId: { Ref: Match.stringLikeRegexp('^ApiOriginSecret') },
      ResourcePolicy: { Statement: [Match.objectLike({ Effect: 'Deny', Action: 'secretsmanager:DeleteSecret' })] },
    });
  });

  test('has a managed policy nowhere, and a log that ends', () => {
    const stack = stackIn();
    make(stack);
    const roles = Object.entries(template(stack).findResources('AWS::IAM::Role')).filter(([id]) => /OriginSecret|OriginLock/.test(id)) as unknown as [string, { Properties: object }][];
    expect(roles).toHaveLength(2);
    roles.forEach(([, { Properties }]) => expect(Properties).not.toHaveProperty('ManagedPolicyArns'));
    const logs = Object.entries(template(stack).findResources('AWS::Logs::LogGroup')).filter(([id]) => /OriginSecret|OriginLock/.test(id)) as unknown as [string, { Properties: object }][];
    expect(logs.map(([, { Properties }]) => Properties)).toEqual([{ RetentionInDays: 90 }, { RetentionInDays: 90 }]);
  });

  test('writes an access log into a bucket of its own that nobody else reads', () => {
    const stack = stackIn();
    const { accessLogBucket } = make(stack).cloudFront!;
    template(stack).hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
    });
    template(stack).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
    });
    expect(stack.resolve(distributionOf(stack).Logging.Bucket)).toEqual(stack.resolve(accessLogBucket.bucketRegionalDomainName));
  });

  test('writes the access log where it is told', () => {
    const stack = stackIn();
    const bucket = new s3.Bucket(stack, 'Logs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER });
    make(stack, { cloudFront: { accessLog: { bucket, prefix: 'api/' } } });
    expect(distributionOf(stack).Logging).toMatchObject({ Prefix: 'api/' });
    template(stack).resourceCountIs('AWS::S3::Bucket', 1);
  });

  test('asks at the API\'s own domain, below its base path', () => {
    const stack = stackIn();
    make(stack, { domain: originDomain(stack, { basePath: 'v1/orders' }) });
    expect(distributionOf(stack).Origins).toEqual([expect.objectContaining({ DomainName: 'origin.example.com', OriginPath: '/v1/orders' })]);
  });

  test('asks at the root of a domain without a base path', () => {
    const stack = stackIn();
    make(stack, { domain: originDomain(stack) });
    expect(distributionOf(stack).Origins).toEqual([expect.not.objectContaining({ OriginPath: expect.anything() as string })]);
  });

  test('has names of its own, with a certificate and records', () => {
    const stack = stackIn('us-east-1');
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
    const api = make(stack, { cloudFront: { domainNames: ['api.example.com', 'www.example.com'], certificate: certificateIn(stack), hostedZone } });
    expect(distributionOf(stack)).toMatchObject({ Aliases: ['api.example.com', 'www.example.com'], ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' } });
    for (const Name of ['api.example.com.', 'www.example.com.']) {
      for (const Type of ['A', 'AAAA']) template(stack).hasResourceProperties('AWS::Route53::RecordSet', { Name, Type, AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('Distribution'), 'DomainName'] } } });
    }
    expect(api.cloudFront!.url).toBe('https://api.example.com/');
    expect(JSON.parse(api.openApiDocument)).toMatchObject({ servers: [{ url: 'https://api.example.com' }] });
  });

  test('has the name that CloudFront gives without names of its own', () => {
    const stack = stackIn();
    const api = make(stack);
    expect(stack.resolve(api.cloudFront!.url)).toEqual({ 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [expect.stringMatching(/Distribution/), 'DomainName'] }, '/']] });
    expect(distributionOf(stack).ViewerCertificate).toBeUndefined();
  });

  test('shows a client certificate to a domain that asks for one, and then has no secret and no function', () => {
    const stack = stackIn();
    const client = certificateIn(stack, 'us-east-1', 'Client');
    const api = make(stack, { domain: mutual(stack), cloudFront: { originLock: OriginLock.mutualTls(client) } });
    expect(distributionOf(stack).Origins).toEqual([expect.objectContaining({
      DomainName: 'origin.example.com',
      CustomOriginConfig: expect.objectContaining({ OriginMtlsConfig: { ClientCertificateArn: client.certificateArn } }) as object,
    })]);
    expect(api.cloudFront!.originSecret).toBeUndefined();
    template(stack).resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(JSON.stringify(template(stack).toJSON())).not.toContain('OriginLock');
  });

  test('does without a lock for a reason, which is kept', () => {
    const stack = stackIn();
    const api = make(stack, { cloudFront: { originLock: OriginLock.none('partners call directly') } });
    expect(acknowledged(api)).toMatchObject({ 'Gatehouse::Gatehouse-cloudfront-origin-unverified': 'partners call directly' });
    expect(distributionOf(stack).Origins).toEqual([expect.not.objectContaining({ OriginCustomHeaders: expect.anything() as object })]);
    template(stack).resourceCountIs('AWS::SecretsManager::Secret', 0);
  });

  test('passes on where and for whom CloudFront answers, and what it adds', () => {
    const stack = stackIn();
    make(stack, {
      cloudFront: {
        priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
        geoRestriction: cloudfront.GeoRestriction.allowlist('DE', 'FR'),
        responseHeaders: cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS,
      },
    });
    expect(distributionOf(stack)).toMatchObject({
      PriceClass: 'PriceClass_100',
      Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Locations: ['DE', 'FR'] } },
      DefaultCacheBehavior: { ResponseHeadersPolicyId: cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS.responseHeadersPolicyId },
    });
  });

  test('leaves the API\'s CORS headers as they are', () => {
    const stack = stackIn();
    make(stack, { cors: { allowOrigins: ['https://app.example.com'] } });
    // The managed policy has no part about CORS: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
    expect(distributionOf(stack).DefaultCacheBehavior.ResponseHeadersPolicyId).toBe('67f7725c-6f97-4210-82d7-5512b31e9d03');
  });

  test('lets web pages send the token, and not the header that CloudFront sends', () => {
    const stack = stackIn();
    make(stack, { authorizer: tokensOf(stack), cors: { allowOrigins: ['https://app.example.com'] } })
      .addRoute('GET /orders', { integration: Integration.httpProxy('https://backend.example.com') });
    const cors = JSON.stringify(name === 'a REST API' ? bodyOf(stack).paths['/orders'].options : httpBodyOf(stack)['x-amazon-apigateway-cors']);
    expect(cors.toLowerCase()).toContain('authorization');
    expect(cors.toLowerCase()).not.toContain('x-origin-verify');
  });

  test('goes with several APIs in a stack', () => {
    const stack = stackIn();
    make(stack);
    make(stack, {}, 'Other');
    template(stack).resourceCountIs('AWS::CloudFront::Distribution', 2);
    template(stack).resourceCountIs('AWS::SecretsManager::Secret', 2);
  });

  test('is not there unless it is asked for', () => {
    const stack = stackIn();
    expect(make(stack, { cloudFront: undefined }).cloudFront).toBeUndefined();
    template(stack).resourceCountIs('AWS::CloudFront::Distribution', 0);
  });

  test('keeps its logical ids when it is told more', () => {
    const ids = (more: object) => {
      const stack = stackIn('us-east-1', new App());
      make(stack, { cloudFront: { webAcl: WebAcl.none('a test'), ...more } });
      return Object.keys(template(stack).findResources('AWS::CloudFront::Distribution'));
    };
    expect(ids({ priceClass: cloudfront.PriceClass.PRICE_CLASS_100, behaviors: { '/a': { ttl: Duration.seconds(1) } } })).toEqual(ids({}));
  });
});

describe('the web ACL of a stage behind CloudFront', () => {
  const make = BOTH[1].make;

  test.each([[undefined, 'x-origin-verify'], [OriginLock.secretHeader({ headerName: 'X-Proof' }), 'x-proof']])('keeps the secret header out of its log', (originLock, header) => {
    const stack = stackIn();
    make(stack, { cloudFront: { originLock, webAcl: WebAcl.none('a test') } });
    template(stack).hasResourceProperties('AWS::WAFv2::LoggingConfiguration', { RedactedFields: Match.arrayWith([{ SingleHeader: { Name: header } }]) });
    template(stack).hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'REGIONAL',
      DataProtectionConfig: { DataProtections: [Match.objectLike({ Field: { FieldType: 'SINGLE_HEADER', FieldKeys: Match.arrayWith([header]) } })] },
    });
  });
});

describe('CloudFront in front of an API that may take long', () => {
  const made = (seconds?: number) => {
    const stack = stackIn();
    restApi(stack, { cloudFront: {}, integrationTimeoutQuota: seconds === undefined ? undefined : Duration.millis(seconds * 1000) });
    const [origin] = distributionOf(stack).Origins as unknown as { CustomOriginConfig: { OriginReadTimeout: number } }[];
    return origin.CustomOriginConfig.OriginReadTimeout;
  };

  test.each([[undefined, 60], [29, 60], [45, 60], [46, 61], [60.5, 76], [100, 115], [105, 120], [120, 120]])('of %s seconds waits %s', (seconds, timeout) => {
    expect(made(seconds)).toBe(timeout);
  });

  test.each([120.001, 121, 300])('fails for %s seconds, which CloudFront does not wait', (seconds) => {
    const stack = stackIn();
    expect(errorOf(stack, () => restApi(stack, { cloudFront: {}, integrationTimeoutQuota: Duration.millis(seconds * 1000) })))
      .toMatch(/^integrationTimeoutQuota is .*, and CloudFront in front of the API waits 120 seconds at most; write Duration\.seconds\(120\) or less/);
  });
});

describe('the cache of a stage behind CloudFront', () => {
  test('keeps open routes as ever, and guarded ones apart by caller', () => {
    const stack = stackIn();
    const api = restApi(stack, { cache: { size: CacheSize.GB_0_5 }, cloudFront: { webAcl: WebAcl.none('a test') }, authorizer: tokensOf(stack) });
    const integration = Integration.httpProxy('https://backend.example.com');
    api.addRoute('GET /open', { integration, authorizer: Authorizer.none('a public list'), cache: {} });
    api.addRoute('GET /orders', { integration, cache: { perCaller: true } });
    const key = (path: string) => JSON.stringify(bodyOf(stack).paths[path].get['x-amazon-apigateway-integration'].cacheKeyParameters);
    expect(key('/orders')).toBe('["method.request.header.Authorization"]');
    expect(key('/open')).toBeUndefined();
  });
});

interface Statement {
  readonly Action: string | string[];
  readonly Effect: string;
  readonly Resource?: unknown;
}

/** Every statement of every policy, wherever in a template it stands. */
function statementsOf(part: unknown): Statement[] {
  if (typeof part !== 'object' || part === null) return [];
  const { Statement: own } = part as { readonly Statement?: Statement[] | object };
  // A rule of AWS WAF has one that is no list.
  return [...Array.isArray(own) ? own : [], ...Object.values(part).flatMap(statementsOf)];
}
