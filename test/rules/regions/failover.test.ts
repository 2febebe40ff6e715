import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { privateDomain, restDomain } from '../domains/domains';
import { restApi } from '../resources';

type Properties = { [key: string]: Json };

const REGIONAL_NAME: Json = { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] };
const record = (properties: Properties): Json => ({ Name: 'api.example.com.', Type: 'CNAME', SetIdentifier: 'here', ResourceRecords: [REGIONAL_NAME], ...properties });
const single = (properties: Properties): Resources => ({ ...restDomain(), Record: { Type: 'AWS::Route53::RecordSet', Properties: record({ HostedZoneId: 'Z1', ...properties }) as Properties } });
const grouped = (...records: Properties[]): Resources => ({
  ...restDomain(), Records: { Type: 'AWS::Route53::RecordSetGroup', Properties: { HostedZoneId: 'Z1', RecordSets: records.map(record) } },
});
const NAME = "the record 'api.example.com' of the set 'here'";

describeRule('failover-without-health-check', {
  template: (properties: Properties) => single({ Failover: 'PRIMARY', ...properties }),
  passes: [
    { HealthCheckId: 'abc' }, { HealthCheckId: UNKNOWN }, { Failover: 'SECONDARY' }, { Failover: undefined },
    { ResourceRecords: undefined, AliasTarget: { DNSName: REGIONAL_NAME, HostedZoneId: 'Z2', EvaluateTargetHealth: true } },
    { ResourceRecords: ['server.example.com'], Name: 'other.example.com' },
  ],
  fails: [{}, { ResourceRecords: undefined, AliasTarget: { DNSName: REGIONAL_NAME, HostedZoneId: 'Z2', EvaluateTargetHealth: false } }, { ResourceRecords: ['d-abc.execute-api.eu-west-1.amazonaws.com'] }],
  message: `${NAME} is the primary one and has no health check, so it never fails over`,
  unknown: [
    { Failover: UNKNOWN },
    { HealthCheckId: { 'Fn::If': ['Chosen', 'abc', { Ref: 'AWS::NoValue' }] } },
    { ResourceRecords: undefined, AliasTarget: { DNSName: REGIONAL_NAME, HostedZoneId: 'Z2', EvaluateTargetHealth: UNKNOWN } },
  ],
});

describeRule('failover-without-health-check', {
  template: (healthCheck: Json) => grouped({ Failover: 'PRIMARY', HealthCheckId: healthCheck }, { Failover: 'SECONDARY', SetIdentifier: 'there' }),
  passes: ['abc'],
  fails: [undefined],
  message: `${NAME} is the primary one and has no health check, so it never fails over`,
  unknown: [{ 'Fn::If': ['Chosen', 'abc', { Ref: 'AWS::NoValue' }] }],
}, 'in a group');

describeRule('failover-ttl-high', {
  template: (seconds) => single({ Failover: 'SECONDARY', TTL: seconds }),
  passes: [60, '60', undefined],
  fails: [61, '61'],
  message: `${NAME} follows a health check and is remembered for 61 seconds, above 60`,
  unknown: [UNKNOWN],
});

describeRule('failover-ttl-high', {
  template: (properties: Properties) => single({ TTL: '300', ...properties }),
  passes: [{}, { Region: 'eu-west-1' }, { HealthCheckId: 'abc' }, { Region: 'eu-west-1', HealthCheckId: 'abc', ResourceRecords: ['server.example.com'], Name: 'other.example.com' }],
  fails: [{ Region: 'eu-west-1', HealthCheckId: 'abc' }, { GeoLocation: { CountryCode: 'DE' }, HealthCheckId: 'abc' }, { Failover: 'PRIMARY' }],
  message: `${NAME} follows a health check and is remembered for 300 seconds, above 60`,
  unknown: 'who follows a health check is literal here',
}, 'by who follows a health check');

const check = (config: Properties): Resources => ({
  Check: {
    Type: 'AWS::Route53::HealthCheck',
    Properties: { HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: { 'Fn::Join': ['.', [{ Ref: 'Api' }, 'execute-api', { Ref: 'AWS::Region' }, 'amazonaws.com']] }, ...config } },
  },
});

describeRule('health-check-on-private-api', {
  template: (type) => ({ ...restApi({ EndpointConfiguration: { Types: [type] } }), ...check({}) }),
  passes: ['REGIONAL', 'EDGE'],
  fails: ['PRIVATE'],
  message: "the health check of the API 'Pets' asks from the internet, where it answers nobody",
  unknown: [UNKNOWN],
});

describeRule('health-check-on-private-api', {
  template: (config: Properties) => ({ ...restApi({ EndpointConfiguration: { Types: ['PRIVATE'] } }), ...check(config) }),
  passes: [{ Type: 'CLOUDWATCH_METRIC' }, { FullyQualifiedDomainName: 'www.example.com' }, { HealthCheckSource: 'abc' }],
  fails: [{ Type: 'HTTP' }, { Type: 'HTTPS_STR_MATCH' }],
  message: "the health check of the API 'Pets' asks from the internet, where it answers nobody",
  unknown: [{ Type: UNKNOWN }],
}, 'by what it asks');

describeRule('health-check-on-private-api', {
  template: (domain: Resources) => ({ ...restApi(), ...domain, ...check({ FullyQualifiedDomainName: 'api.example.com' }) }),
  passes: [restDomain()],
  fails: [privateDomain()],
  message: "the health check of the domain 'api.example.com' asks from the internet, where it answers nobody",
  unknown: 'a domain is private by its type',
}, 'on a private domain');
