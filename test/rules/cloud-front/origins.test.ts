import { distribution, http, rest } from './distributions';
import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { apiMapping, basePathMapping, restDomain, v2Domain } from '../domains/domains';

const SECRET = '{{resolve:secretsmanager:OriginSecret:SecretString:value}}';
const header = (value: Json, name = 'x-origin-verify'): Json => [{ HeaderName: name, HeaderValue: value }];

describeRule('cloudfront-origin-unverified', {
  template: (headers: Json) => ({ ...rest(), ...distribution({ OriginCustomHeaders: headers }) }),
  passes: [header(SECRET)],
  fails: [undefined, []],
  message: "the distribution 'www.example.com' shows the API 'Pets' behind it nothing by which it could tell that a call came through CloudFront",
  unknown: [UNKNOWN],
});

describeRule('cloudfront-origin-unverified', {
  template: (origin: { [key: string]: Json }) => ({ ...http(), ...distribution(origin) }),
  passes: [
    { CustomOriginConfig: { OriginMtlsConfig: { ClientCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/abc' } } },
    { VpcOriginConfig: { VpcOriginId: 'vo-1' } },
    { DomainName: 'www.example.org' },
  ],
  fails: [{}, { CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }],
  message: "the distribution 'www.example.com' shows the API 'Pets' behind it nothing by which it could tell that a call came through CloudFront",
  unknown: 'the origin is literal here',
}, 'by other means than a header');

describeRule('cloudfront-origin-unverified', {
  template: (event: string) => ({
    ...http(), ...distribution({ DomainName: 'abc123.execute-api.eu-west-1.amazonaws.com' }, { LambdaFunctionAssociations: [{ EventType: event, LambdaFunctionARN: 'arn' }] }),
  }),
  passes: ['origin-request'],
  fails: ['viewer-request'],
  message: "the distribution 'www.example.com' shows the API behind it nothing by which it could tell that a call came through CloudFront",
  unknown: 'the function is there or not',
}, 'an API from elsewhere, signed by a function');

describeRule('cloudfront-origin-secret-literal', {
  template: (value: Json) => ({ ...rest(), ...distribution({ OriginCustomHeaders: header(value) }) }),
  passes: [SECRET, UNKNOWN, { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:::}}']] }],
  fails: ['open sesame'],
  message: "the distribution 'www.example.com' sends the header 'x-origin-verify' with a value that stands in the template",
  unknown: 'what only the deployment tells does not stand in the template',
});

describeRule('cloudfront-origin-secret-literal', {
  template: (headers: Json) => ({ ...http(), ...distribution({ OriginCustomHeaders: headers }) }),
  passes: [
    header('live', 'x-stage'), header('/api/v1', 'x-forwarded-prefix'), header(SECRET, 'x-shop'),
    header('orders-production-eu-west-1', 'x-environment'), header('/internal/orders/v1/items', 'x-forwarded-prefix'),
  ],
  fails: [header('Zm9vYmFyYmF6cXV4MTIzNDU2', 'x-shop'), header('0f8fad5b-d9cb-469f-a165-70867728950e', 'x-shop'), header('9f86d081884c7d659a2feaa0c55ad015', 'x-shop')],
  message: "the distribution 'www.example.com' sends the header 'x-shop' with a value that stands in the template",
  unknown: 'what only the deployment tells does not stand in the template',
}, 'by the look of its value');

describeRule('cloudfront-origin-execute-api-open', {
  template: (isOff: Json) => ({ ...rest({ DisableExecuteApiEndpoint: isOff }), ...restDomain(), ...basePathMapping(), ...distribution({ DomainName: 'api.example.com' }) }),
  passes: [true],
  fails: [false, undefined],
  message: "the distribution 'www.example.com' asks the API 'Pets' by a custom domain, and the API still answers at its execute-api address",
  unknown: [UNKNOWN],
});

describeRule('cloudfront-origin-execute-api-open', {
  template: (host: Json) => ({ ...http(), ...v2Domain(), ...apiMapping(), ...distribution({ DomainName: host }) }),
  passes: ['other.example.com'],
  fails: ['api.example.com', { Ref: 'Domain' }],
  message: "the distribution 'www.example.com' asks the API 'Pets' by a custom domain, and the API still answers at its execute-api address",
  unknown: 'the endpoint is open by default here',
}, 'however the domain is named');
