import { Limits } from '../../../src/limits';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { method, restApi, restStage, route, webSocketApi } from '../resources';

const OLD: Resources = { OldLink: { Type: 'AWS::ApiGateway::VpcLink', Properties: { Name: 'old', TargetArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/pets/1'] } } };
const NEW: Resources = { NewLink: { Type: 'AWS::ApiGatewayV2::VpcLink', Properties: { Name: 'new', SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] } } };
const BACKEND = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'https://pets.example.com' };

describeRule('vpc-link-v1-for-rest', {
  template: (connection) => ({
    ...restApi(), ...OLD, ...NEW, ...method('GET /pets', { Integration: { ...BACKEND, ConnectionType: 'VPC_LINK', ConnectionId: connection } }), ...method('GET /dogs'),
  }),
  passes: [{ Ref: 'NewLink' }, 'abc123', UNKNOWN],
  fails: [{ Ref: 'OldLink' }],
  message: "the VPC link of 'GET /pets' is of the first version, which AWS calls legacy and which reaches Network Load Balancers alone",
  unknown: 'a link from elsewhere is judged where it is made',
});

describeRule('vpc-link-v1-for-rest', {
  template: (link: string) => ({
    ...restApi(),
    ...OLD,
    ...NEW,
    ...restStage({ Variables: { link: { Ref: link } } }),
    ...method('GET /pets', { Integration: { ...BACKEND, ConnectionType: 'VPC_LINK', ConnectionId: '${stageVariables.link}' } }),
  }),
  passes: ['NewLink'],
  fails: ['OldLink'],
  message: "the VPC link of 'GET /pets' is of the first version, which AWS calls legacy and which reaches Network Load Balancers alone",
  unknown: 'a link from elsewhere is judged where it is made',
}, 'named by a stage variable');

describeRule('ws-vpc-link-v2', {
  template: (connection) => ({
    ...webSocketApi(), ...OLD, ...NEW, ...route('send', {}, { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://pets.example.com', ConnectionType: 'VPC_LINK', ConnectionId: connection }),
  }),
  passes: [{ Ref: 'OldLink' }, 'abc123'],
  fails: [{ Ref: 'NewLink' }],
  message: "'send' uses a VPC link of the second version, which WebSocket APIs do not know",
  unknown: [UNKNOWN],
});

const link = (properties: { [key: string]: Json }): Resources => ({
  Link: { Type: 'AWS::ApiGatewayV2::VpcLink', Properties: { Name: 'backend', SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'], ...properties } },
});
const subnets = (count: number) => Array.from({ length: count }, (_, index) => `subnet-${index}`);

describeRule('vpc-link-subnets-and-sg', {
  template: (given) => link({ SubnetIds: given }),
  passes: [subnets(2), subnets(Limits.SUBNETS_PER_VPC_LINK)],
  fails: [subnets(1)],
  message: "the VPC link 'backend' has one subnet, and falls with its zone",
  unknown: [UNKNOWN],
});

describeRule('vpc-link-subnets-and-sg', {
  template: (given) => link({ SubnetIds: given }),
  passes: [subnets(Limits.SUBNETS_PER_VPC_LINK)],
  fails: [subnets(Limits.SUBNETS_PER_VPC_LINK + 1)],
  message: `the VPC link 'backend' has ${Limits.SUBNETS_PER_VPC_LINK + 1} subnets, and by default the quota is ${Limits.SUBNETS_PER_VPC_LINK}`,
  unknown: [UNKNOWN],
}, 'too many subnets');

describeRule('vpc-link-subnets-and-sg', {
  template: (given) => link({ SecurityGroupIds: given }),
  passes: [['sg-1']],
  fails: [[], undefined],
  message: "the VPC link 'backend' has no security group, so the backend cannot let it in alone",
  unknown: [UNKNOWN],
}, 'security groups');
