import { AppReflection } from '../../../src/reflection/app-reflection';
import { Template } from '../../../src/reflection/template';
import { RULES } from '../../../src/rules/all-rules';
import { CfnTemplate, Json, Resources, UNKNOWN, templateWith } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { apiMapping, certificate, v2Domain } from '../domains/domains';
import { lambdaFunction, route, webSocketApi } from '../resources';
import { apart } from '../spellings/region-spellings';
import { connectionTable, role } from '../web-socket/chat';

/** The domain in one region, everything else in another, of which it may import the certificate. */
function withDomainIn(region: string | undefined, { Resources: { Domain, ...others } }: CfnTemplate): AppReflection {
  const importing = JSON.parse(JSON.stringify(Domain).replaceAll('{"Ref":"Certificate"}', '{"Fn::ImportValue":"certificate"}')) as Json;
  return new AppReflection([
    new Template({ Resources: { Domain: importing } }, { name: 'domain.json', region }),
    new Template({ Resources: others, Outputs: { Certificate: { Value: { Ref: 'Certificate' }, Export: { Name: 'certificate' } } } }, { name: 'others.json', region: 'eu-west-1' }),
  ]);
}

const inAcm = (region: string): Json => `arn:aws:acm:${region}:111122223333:certificate/abc`;
const twin = (arn: Json, name = 'api.example.com'): Resources => ({ Twin: v2Domain({ CertificateArn: arn }, { DomainName: name }).Domain });

describeRule('multi-region-cert-missing', {
  template: (twins: Resources) => ({ ...v2Domain({ CertificateArn: inAcm('eu-west-1') }), ...twins }),
  passes: [twin(inAcm('us-east-1')), twin(inAcm('eu-west-1'), 'other.example.com'), twin(UNKNOWN)],
  fails: [twin(inAcm('eu-west-1'))],
  message: "the domain 'api.example.com' in us-east-1 has the certificate of the one in eu-west-1",
  unknown: 'where a certificate is not known, the rule on the region of each speaks',
  spellings: [apart('Twin', 'us-east-1', 'eu-west-1')],
});

describeRule('multi-region-cert-missing', {
  template: (arn) => ({ ...certificate(), ...twin({ Ref: 'Certificate' }), ...v2Domain({ CertificateArn: arn }) }),
  passes: [inAcm('us-east-1')],
  fails: [{ Ref: 'Certificate' }],
  message: "the domain 'api.example.com' in us-east-1 has the certificate of the one in eu-west-1",
  unknown: 'the regions are known here',
  spellings: [{ name: 'a domain that imports the certificate of another region', reflect: (template) => withDomainIn('us-east-1', template) }],
}, 'a certificate of the app');

test('a domain is not guessed to be in two regions', () => {
  const app = withDomainIn(undefined, templateWith({ ...v2Domain({ CertificateArn: inAcm('eu-west-1') }), ...twin(inAcm('eu-west-1')) }));
  const findings = RULES.find(({ id }) => id === 'multi-region-cert-missing')!.check(app, {});
  expect(findings.map(({ severity, message }) => ({ severity, message }))).toContainEqual({
    severity: 'unknown',
    message: "whether the domain 'api.example.com', which two stacks make with one certificate, is in two regions cannot be known: the region of the stack is only known at deployment",
  });
  expect(findings.every(({ severity }) => severity === 'unknown')).toBe(true);
});

const latency = (record: { [key: string]: Json }): Resources => ({
  Record: {
    Type: 'AWS::Route53::RecordSet',
    Properties: { HostedZoneId: 'Z1', Name: 'api.example.com', Type: 'A', SetIdentifier: 'here', AliasTarget: { DNSName: { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] }, HostedZoneId: 'Z2' }, ...record },
  },
});
const chat = (...parts: Resources[]): Resources => parts.reduce((all, part) => ({ ...all, ...part }), {
  ...webSocketApi(),
  ...lambdaFunction(),
  ...route('$connect'),
  ...v2Domain(),
  ...apiMapping(),
  ...latency({ Region: 'eu-west-1' }),
  ...connectionTable(),
  ...role([['dynamodb:PutItem', { 'Fn::GetAtt': ['Connections', 'Arn'] }]]),
});
const globalTable = (replicas: Json): Resources => ({ Connections: { ...connectionTable({ Replicas: replicas }).Connections, Type: 'AWS::DynamoDB::GlobalTable' } });
const LOCAL = "the table 'Connections', where connections of 'Chat' are kept, is in one region, and the domain 'api.example.com' leads clients to several";

describeRule('ws-multi-region-local-state', {
  template: (replicas) => chat(globalTable(replicas)),
  passes: [[{ Region: 'eu-west-1' }, { Region: 'us-east-1' }]],
  fails: [[{ Region: 'eu-west-1' }]],
  message: LOCAL,
  unknown: [UNKNOWN],
});

describeRule('ws-multi-region-local-state', {
  template: (parts: Resources) => chat(parts),
  passes: [
    latency({}), latency({ Failover: 'PRIMARY' }),
    { Replica: { Type: 'Custom::DynamoDBReplica', Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:f', TableName: { Ref: 'Connections' }, Region: 'us-east-1' } } },
  ],
  fails: [{}, latency({ GeoLocation: { CountryCode: 'DE' } })],
  message: LOCAL,
  unknown: 'how the record chooses is literal here',
}, 'by how clients are led');
