import { apiMapping, basePathMapping, privateDomain, restDomain, v2Domain } from './domains';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { Template } from '../../../src/reflection/template';
import { RULES } from '../../../src/rules/all-rules';
import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, route, webSocketApi } from '../resources';
import { apart } from '../spellings/region-spellings';

const truststore = { TruststoreUri: 's3://truststores/partners.pem', TruststoreVersion: 'v1' };
const withMutualTls = (properties: { [key: string]: Json } = {}) => restDomain({ MutualTlsAuthentication: truststore, ...properties });

describeRule('mtls-not-regional', {
  template: (type) => withMutualTls({ EndpointConfiguration: { Types: [type] } }),
  passes: ['REGIONAL'],
  fails: ['EDGE'],
  message: "the domain 'api.example.com' asks for client certificates and is edge-optimized, where nobody is asked for one",
  unknown: [UNKNOWN],
});

describeRule('mtls-not-regional', {
  template: (asked: Json) => restDomain({ EndpointConfiguration: { Types: ['EDGE'] }, MutualTlsAuthentication: asked }),
  passes: [undefined],
  fails: [truststore],
  message: "the domain 'api.example.com' asks for client certificates and is edge-optimized, where nobody is asked for one",
  unknown: [{ 'Fn::If': ['IsStrict', truststore, { Ref: 'AWS::NoValue' }] }],
}, 'where it may be set');

describeRule('mtls-on-websocket', {
  template: (isWebSocket: boolean) => ({ ...isWebSocket ? webSocketApi({ Name: 'Pets' }) : httpApi(), ...v2Domain({}, { MutualTlsAuthentication: truststore }), ...apiMapping() }),
  passes: [false],
  fails: [true],
  message: "the domain 'api.example.com' asks for client certificates and leads to the WebSocket API 'Pets', which cannot",
  unknown: 'an API that is made elsewhere is none that the templates tell of',
});

describeRule('mtls-on-private', {
  template: (type) => ({
    ...restApi({ EndpointConfiguration: { Types: [type] } }), ...lambdaFunction(), ...method('GET /pets'), ...withMutualTls(), ...basePathMapping(),
  }),
  passes: ['REGIONAL'],
  fails: ['PRIVATE'],
  message: "the domain 'api.example.com' asks for client certificates and leads to the private API 'Pets', for which API Gateway cannot",
  unknown: [UNKNOWN],
});

describeRule('mtls-on-private', {
  template: (type: 'public' | 'private' | 'of the second kind') => type === 'of the second kind'
    ? privateDomain({ MutualTlsAuthentication: truststore }) : withMutualTls({ EndpointConfiguration: { Types: [type === 'private' ? 'PRIVATE' : 'REGIONAL'] } }),
  passes: ['public'],
  fails: ['private', 'of the second kind'],
  message: "the domain 'api.example.com' asks for client certificates and is private, where API Gateway cannot",
  unknown: 'the type of the domain is literal here',
}, 'on a private domain');

describeRule('mtls-truststore-unversioned', {
  template: (version) => withMutualTls({ MutualTlsAuthentication: { ...truststore, TruststoreVersion: version } }),
  passes: ['v1'],
  fails: [undefined],
  message: "the domain 'api.example.com' does not say which version of its truststore holds",
  unknown: [UNKNOWN],
});

describeRule('mtls-truststore-unversioned', {
  template: ([uri, versioning]: Json[]) => ({
    ...withMutualTls({ MutualTlsAuthentication: { ...truststore, TruststoreUri: uri } }),
    Truststores: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'truststores', VersioningConfiguration: versioning } },
  }),
  passes: [['s3://truststores/partners.pem', { Status: 'Enabled' }], ['s3://others/partners.pem', undefined]],
  fails: [
    ['s3://truststores/partners.pem', undefined],
    ['s3://truststores/partners.pem', { Status: 'Suspended' }],
    [{ 'Fn::Join': ['', ['s3://', { Ref: 'Truststores' }, '/partners.pem']] }, undefined],
  ],
  message: "the domain 'api.example.com' has its truststore in a bucket that keeps no versions",
  unknown: [['s3://truststores/partners.pem', { Status: UNKNOWN }]],
}, 'in a bucket of the app');

describeRule('mtls-truststore-region', {
  template: (bucket) => ({
    ...withMutualTls({ MutualTlsAuthentication: { ...truststore, TruststoreUri: { 'Fn::Join': ['', ['s3://', bucket, '/partners.pem']] } } }),
    Truststores: { Type: 'AWS::S3::Bucket' },
  }),
  passes: ['others', UNKNOWN],
  fails: [{ Ref: 'Truststores' }],
  message: "the domain 'api.example.com' is in eu-west-1 and its truststore in us-east-1",
  unknown: 'where a bucket from elsewhere is, its name does not tell',
  spellings: [apart('Truststores', 'us-east-1', 'eu-west-1')],
});

test('mtls-truststore-region: two stacks of an unknown region are in the same one', () => {
  const rule = RULES.find(({ id }) => id === 'mtls-truststore-region')!;
  const bucket = new Template({
    Resources: { Truststores: { Type: 'AWS::S3::Bucket' } }, Outputs: { Name: { Value: { Ref: 'Truststores' }, Export: { Name: 'truststores' } } },
  }, { name: 'bucket.json' });
  const uri = { 'Fn::Join': ['', ['s3://', { 'Fn::ImportValue': 'truststores' }, '/partners.pem']] };
  const domain = new Template({ Resources: withMutualTls({ MutualTlsAuthentication: { TruststoreUri: uri } }) }, { name: 'domain.json' });

  expect(rule.check(new AppReflection([bucket, domain]), {})).toEqual([]);
});

describeRule('mtls-truststore-uri', {
  template: (uri) => withMutualTls({ MutualTlsAuthentication: { ...truststore, TruststoreUri: uri } }),
  passes: ['s3://truststores/partners.pem', { 'Fn::Sub': 's3://${Unknown}/partners.pem' }, { 'Fn::Sub': 's3://truststores/${Unknown}' }],
  fails: ['https://truststores.s3.amazonaws.com/partners.pem', 's3://truststores', 's3://truststores/', 'arn:aws:s3:::truststores/partners.pem'],
  message: (uri) => `the domain 'api.example.com' has the truststore '${String(uri)}', which is not s3://bucket/key`,
  unknown: [UNKNOWN, { 'Fn::Sub': '${Unknown}/partners.pem' }, { 'Fn::Sub': 's3://${Unknown}' }],
});

describeRule('mtls-required', {
  template: (mutualTls: Json) => restDomain({ MutualTlsAuthentication: mutualTls }),
  passes: [truststore],
  fails: [undefined],
  message: "the domain 'api.example.com' asks its callers for no certificate",
  unknown: [{ 'Fn::If': ['IsStrict', truststore, { Ref: 'AWS::NoValue' }] }],
  intent: { mutualTlsRequired: true },
});

describeRule('mtls-required', {
  template: (kind: 'HTTP' | 'WebSocket' | 'private') => kind === 'private' ? privateDomain() : {
    ...kind === 'WebSocket' ? webSocketApi() : { ...httpApi(), ...lambdaFunction(), ...route('GET /pets') }, ...v2Domain(), ...apiMapping(),
  },
  passes: ['WebSocket', 'private'],
  fails: ['HTTP'],
  message: "the domain 'api.example.com' asks its callers for no certificate",
  unknown: 'mutual TLS is not there',
  intent: { mutualTlsRequired: true },
}, 'where API Gateway could');
