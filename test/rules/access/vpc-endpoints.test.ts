import { policy } from './policies';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';

type Fields = { [name: string]: Json };

function endpoint(properties: Fields): Resources {
  return {
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: { VpcEndpointType: 'Interface', VpcId: 'vpc-0123', ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.execute-api' }, ...properties },
    },
  };
}

const S3 = { ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' } };

describeRule<Fields>('execute-api-vpce-single-az', {
  template: (properties) => endpoint(properties),
  passes: [{ SubnetIds: ['subnet-a', 'subnet-b'] }, { SubnetIds: [UNKNOWN, { 'Fn::ImportValue': 'subnet-b' }] }, { SubnetIds: ['subnet-a'], ...S3 }],
  fails: [{ SubnetIds: ['subnet-a'] }],
  message: "the VPC endpoint 'Endpoint' has 1 subnet, and so one Availability Zone at most",
  unknown: [{ SubnetIds: { 'Fn::Split': [',', { 'Fn::ImportValue': 'subnets' }] } }],
});

describeRule<Fields>('execute-api-vpce-single-az', {
  template: (properties) => endpoint(properties),
  passes: [{ SubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'] }],
  fails: [{}, { SubnetIds: [] }],
  message: "the VPC endpoint 'Endpoint' has no subnet, and so one Availability Zone at most",
  unknown: 'the case before has what is unknown',
}, 'without any subnet');

describeRule<Fields>('execute-api-vpce-private-dns', {
  template: (properties) => endpoint(properties),
  passes: [{ PrivateDnsEnabled: false }, {}, { PrivateDnsEnabled: true, ...S3 }],
  fails: [{ PrivateDnsEnabled: true }],
  message: "the VPC endpoint 'Endpoint' has private DNS, and public APIs are called from its VPC",
  unknown: [{ PrivateDnsEnabled: UNKNOWN }],
  intent: { vpcsCallPublicApis: true },
});

function guarded(ingress: Json, more: Resources = {}): Resources {
  return {
    ...endpoint({ SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] }),
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'Callers', VpcId: 'vpc-0123', SecurityGroupIngress: ingress } },
    ...more,
  };
}

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' };

describeRule<Json>('execute-api-vpce-sg', {
  template: (ingress) => guarded(ingress),
  passes: [[HTTPS], [{ ...HTTPS, FromPort: '0', ToPort: 65535 }], [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }], [{ ...HTTPS, FromPort: 80, ToPort: 80 }, { ...HTTPS, IpProtocol: 6 }]],
  fails: [undefined, [], [{ ...HTTPS, FromPort: 80, ToPort: 80 }], [{ ...HTTPS, FromPort: 444, ToPort: 500 }], [{ ...HTTPS, IpProtocol: 'udp' }]],
  message: "the VPC endpoint 'Endpoint' has no security group that lets TCP 443 in",
  unknown: [UNKNOWN, [{ ...HTTPS, FromPort: UNKNOWN }], [{ ...HTTPS, IpProtocol: UNKNOWN }]],
});

describeRule<Resources>('execute-api-vpce-sg', {
  template: (more) => guarded(undefined, more),
  passes: [
    { Rule: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { ...HTTPS, GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] } } } },
    endpoint({}),
    endpoint({ SecurityGroupIds: [] }),
    endpoint({ SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }], ...S3 }),
  ],
  fails: [{ Rule: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { ...HTTPS, FromPort: 22, ToPort: 22, GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] } } } }],
  message: "the VPC endpoint 'Endpoint' has no security group that lets TCP 443 in",
  unknown: [endpoint({ SecurityGroupIds: ['sg-0123'] }), endpoint({ SecurityGroupIds: [UNKNOWN] }), endpoint({ SecurityGroupIds: UNKNOWN })],
}, 'by rules of their own, and by groups from elsewhere');

function letThrough(statement: Fields = {}): Json {
  return policy({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*', ...statement });
}

describeRule<Json>('execute-api-vpce-policy', {
  template: (document) => endpoint({ PolicyDocument: document }),
  passes: [
    letThrough({ Resource: 'arn:aws:execute-api:eu-west-1:111122223333:abc123/*' }),
    letThrough({ Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:*' } }),
    letThrough({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234' } } }),
  ],
  fails: [letThrough(), letThrough({ Action: '*' }), letThrough({ Resource: ['arn:aws:execute-api:*:*:*'] }), JSON.stringify(letThrough())],
  message: "the VPC endpoint 'Endpoint' has a policy that lets calls of every API through",
  unknown: [UNKNOWN, letThrough({ Action: UNKNOWN })],
});

describeRule<Fields>('execute-api-vpce-policy', {
  template: (properties) => endpoint(properties),
  passes: [{ PolicyDocument: letThrough({ Resource: 'arn:aws:execute-api:eu-west-1:111122223333:abc123/*' }) }, S3],
  fails: [{}],
  message: "the VPC endpoint 'Endpoint' has no policy: calls of every API get through",
  unknown: 'the case before has what is unknown',
}, 'without a policy');
