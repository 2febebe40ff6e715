import { App, Duration, Stack, aws_certificatemanager as acm, aws_cloudfront as cloudfront, aws_route53 as route53, aws_s3 as s3 } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { BOTH, distributionOf, stackIn, tokensOf } from './fronted-api';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { OriginLock } from '../../src/domain/origin-lock';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { httpBodyOf } from '../http-api';
import { acknowledged, bodyOf, restApi, template } from '../rest-api';

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

  test('lets the rotation change this distribution and this secret alone', () => {
    const stack = stackIn();
    make(stack);
    const policies = Object.entries(template(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.includes('Rotation')) as unknown as [string, { Properties: { PolicyDocument: { Statement: object[] } } }][];
    expect(policies).toHaveLength(1);
    expect(policies[0][1].Properties.PolicyDocument.Statement).toEqual(expect.arrayContaining([
      {
        Action: ['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:UpdateDistribution'],
        Effect: 'Allow',
        Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudfront::111111111111:distribution/', { Ref: expect.stringMatching(/CloudFrontDistribution/) as string }]] },
      },
      expect.objectContaining({
        Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
        Resource: { Ref: expect.stringMatching(/^ApiOriginSecret/) as string },
      }),
    ]));
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
