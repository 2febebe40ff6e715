import { CACHING_DISABLED, CACHING_OPTIMIZED, authorizedRest, distribution, http, rest } from './distributions';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { apiMapping, v2Domain } from '../domains/domains';

type Properties = { [key: string]: Json };

const forwardsHost = "the distribution 'www.example.com' forwards the Host header for '*' to an execute-api address, which answers to its own name alone";

describeRule('cloudfront-forwards-host', {
  template: (policy: Json) => ({ ...rest(), ...distribution({}, { OriginRequestPolicyId: policy }) }),
  passes: ['b689b0a8-53d0-40ab-baf2-68738e2966ac', undefined],
  fails: ['216adef6-5c7f-47e4-b989-5492eafa07d3', '33f36d7e-f396-46d9-90e0-52428a34d9dc'],
  message: forwardsHost,
  unknown: [UNKNOWN, '0a1b2c3d-1111-2222-3333-444455556666'],
});

describeRule('cloudfront-forwards-host', {
  template: (headers: Properties) => ({
    ...http(),
    Policy: { Type: 'AWS::CloudFront::OriginRequestPolicy', Properties: { OriginRequestPolicyConfig: { Name: 'Policy', HeadersConfig: headers } } },
    ...distribution({}, { OriginRequestPolicyId: { Ref: 'Policy' } }),
  }),
  passes: [
    { HeaderBehavior: 'none' }, { HeaderBehavior: 'whitelist', Headers: ['Accept'] }, { HeaderBehavior: 'allExcept', Headers: ['Host'] },
  ],
  fails: [{ HeaderBehavior: 'allViewer' }, { HeaderBehavior: 'whitelist', Headers: ['Host'] }, { HeaderBehavior: 'allExcept', Headers: ['Cookie'] }],
  message: forwardsHost,
  unknown: [{ HeaderBehavior: UNKNOWN }],
}, 'by a policy of the app');

describeRule('cloudfront-forwards-host', {
  template: (headers: Json) => ({
    ...rest(), ...distribution({}, { CachePolicyId: undefined, ForwardedValues: { QueryString: true, Headers: headers } }),
  }),
  passes: [['Authorization'], undefined],
  fails: [['*'], ['Authorization', 'Host']],
  message: forwardsHost,
  unknown: [UNKNOWN],
}, 'by forwarded values');

describeRule('cloudfront-forwards-host', {
  template: (host: Json) => ({ ...http(), ...v2Domain(), ...apiMapping(), ...distribution({ DomainName: host }, { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' }) }),
  passes: ['api.example.com'],
  fails: ['abc123.execute-api.eu-west-1.amazonaws.com'],
  message: forwardsHost,
  unknown: 'the policy is literal here',
}, 'a custom domain may know the name');

describeRule('cloudfront-forwards-host', {
  template: (event: string) => ({
    ...rest(), ...distribution({}, { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3', LambdaFunctionAssociations: [{ EventType: event, LambdaFunctionARN: 'arn' }] }),
  }),
  passes: ['origin-request'],
  fails: ['viewer-request'],
  message: forwardsHost,
  unknown: 'the function is there or not',
}, 'a function may change it before the origin');

const keeps = (pattern: string, key = 'GET /pets') => `the distribution 'www.example.com' keeps answers of '${key}' for '${pattern}' and gives them to every caller: its cache key does not tell callers apart`;

describeRule('cloudfront-caches-authorized', {
  template: (policy: Json) => ({ ...authorizedRest('AWS_IAM'), ...distribution({}, { CachePolicyId: policy }) }),
  passes: [CACHING_DISABLED, '2e54312d-136d-493c-8eb9-b001f22f67d2', '83da9c7e-98b4-4e11-a168-04f0df8e2c65'],
  fails: [CACHING_OPTIMIZED, 'b2884449-e4de-46a7-ac36-70bc7f1ddd6d'],
  message: keeps('*'),
  unknown: [UNKNOWN, '0a1b2c3d-1111-2222-3333-444455556666'],
});

describeRule('cloudfront-caches-authorized', {
  template: (authorization: Json) => ({ ...authorizedRest(authorization), ...distribution({}, { CachePolicyId: CACHING_OPTIMIZED }) }),
  passes: ['NONE'],
  fails: ['AWS_IAM', 'CUSTOM'],
  message: keeps('*'),
  unknown: [UNKNOWN],
}, 'by what the route asks');

describeRule('cloudfront-caches-authorized', {
  template: (key: string) => ({ ...authorizedRest('AWS_IAM', key), ...distribution({}, { CachePolicyId: CACHING_OPTIMIZED }) }),
  passes: ['POST /pets', 'DELETE /pets/{id}'],
  fails: ['ANY /{proxy+}', 'GET /'],
  message: (key) => keeps('*', key),
  unknown: 'the method is literal here',
}, 'CloudFront keeps answers to GET and HEAD alone');

const policy = (config: Properties, headers?: Json): Resources => ({
  Policy: {
    Type: 'AWS::CloudFront::CachePolicy',
    Properties: {
      CachePolicyConfig: {
        Name: 'Policy',
        MinTTL: 0,
        DefaultTTL: 60,
        MaxTTL: 60,
        ...config,
        ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig: headers === undefined ? { HeaderBehavior: 'none' } : { HeaderBehavior: 'whitelist', Headers: headers } },
      },
    },
  },
});

describeRule('cloudfront-caches-authorized', {
  template: ([config, headers]: [Properties, Json]) => ({ ...authorizedRest('CUSTOM'), ...policy(config, headers), ...distribution({}, { CachePolicyId: { Ref: 'Policy' } }) }),
  passes: [[{}, ['x-caller']], [{ MaxTTL: 0 }, undefined], [{ DefaultTTL: 0 }, undefined]],
  fails: [[{}, undefined], [{}, ['Authorization']], [{ DefaultTTL: 0, MinTTL: 1 }, undefined]],
  message: keeps('*'),
  unknown: [[{}, UNKNOWN], [{ DefaultTTL: UNKNOWN }, undefined]],
}, 'by a policy of the app, with the header by which the authorizer knows callers');

describeRule('cloudfront-caches-authorized', {
  template: (values: Properties) => ({ ...authorizedRest('AWS_IAM'), ...distribution({}, { CachePolicyId: undefined, ...values }) }),
  passes: [{ ForwardedValues: { QueryString: true, Headers: ['Authorization'] } }, { ForwardedValues: { QueryString: true }, DefaultTTL: 0 }],
  fails: [{ ForwardedValues: { QueryString: true } }],
  message: keeps('*'),
  unknown: [{ ForwardedValues: { QueryString: true, Headers: UNKNOWN } }],
}, 'by forwarded values');

describeRule('cloudfront-caches-authorized', {
  template: (pattern: string) => ({
    ...authorizedRest('AWS_IAM'),
    ...distribution({}, {}, { CacheBehaviors: [{ PathPattern: pattern, TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only', CachePolicyId: CACHING_OPTIMIZED }] }),
  }),
  passes: ['/static/*', '/live/pets'],
  fails: ['/pets', '/pet*', 'pets'],
  message: (pattern) => keeps(pattern),
  unknown: 'patterns are literal here',
}, 'for the paths that its pattern fits');

describeRule('cloudfront-caches-authorized', {
  template: (pattern: string) => ({
    ...authorizedRest('AWS_IAM'),
    ...distribution({ OriginPath: undefined }, { CachePolicyId: CACHING_OPTIMIZED }, {
      CacheBehaviors: [{ PathPattern: pattern, TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only', CachePolicyId: CACHING_DISABLED }],
    }),
  }),
  passes: ['/live/*'],
  fails: ['/pets*'],
  message: keeps('*'),
  unknown: 'patterns are literal here',
}, 'and only where no pattern before it takes them, with the stage in the path where the origin has none');

describeRule('cloudfront-caches-authorized', {
  template: (name: string) => ({
    ...authorizedRest('CUSTOM'),
    ...distribution({ OriginCustomHeaders: [{ HeaderName: name, HeaderValue: '{{resolve:secretsmanager:Secret}}' }] }, { CachePolicyId: CACHING_OPTIMIZED }),
  }),
  passes: ['X-Caller', 'x-caller'],
  fails: ['x-other'],
  message: keeps('*'),
  unknown: 'names of headers are literal here',
}, 'where the authorizer knows CloudFront and not the callers');
