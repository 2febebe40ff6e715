import { ApiType } from '../../api-type';
import { Fact } from '../../reflection/fact';
import { PolicyDocument, PolicyStatement } from '../../reflection/policy-document';
import { letsIn } from '../../reflection/security-group-rules';
import { TemplateResource } from '../../reflection/template-resource';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const HTTPS = 443;
const PRIVATE_APIS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html';

/** VPC endpoints through which private APIs are called. */
export const vpcEndpoints: Rule[] = [
  endpointRule({
    id: 'execute-api-vpce-single-az',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'A VPC endpoint for private APIs stands in one Availability Zone',
    why: 'When the zone fails, no private API can be called from the VPC.',
    fix: 'list subnets of two or more Availability Zones in SubnetIds',
    snippet: `
      Type: AWS::EC2::VPCEndpoint
      Properties:
        SubnetIds:
          - !Ref SubnetA
          - !Ref SubnetB`,
    docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  }, (endpoint) => judge(endpoint.property('SubnetIds').items().orDefault([]), {
    what: `the subnets of ${nameOf(endpoint)}`,
    known: (subnets) => subnets.length < 2 ? violation(`${nameOf(endpoint)} has ${subnets.length === 1 ? '1 subnet' : 'no subnet'}, and so one Availability Zone at most`) : undefined,
  })),

  endpointRule({
    id: 'execute-api-vpce-private-dns',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A VPC endpoint takes the names of public APIs as well',
    why: 'With private DNS every name below execute-api leads to the endpoint, which knows private APIs alone: public ones answer 403 in this VPC.',
    fix: 'call public APIs by custom domain names, or set PrivateDnsEnabled to false and call private APIs by their Route 53 alias',
    snippet: `
      Type: AWS::EC2::VPCEndpoint
      Properties:
        PrivateDnsEnabled: false`,
    docs: 'https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/rest-api.html',
    optIn: 'vpcsCallPublicApis',
  }, (endpoint, { intent }) => !intent.vpcsCallPublicApis ? undefined : judge(endpoint.property('PrivateDnsEnabled').boolean().orDefault(false), {
    what: `the private DNS of ${nameOf(endpoint)}`,
    known: (isEnabled) => isEnabled ? violation(`${nameOf(endpoint)} has private DNS, and public APIs are called from its VPC`) : undefined,
  })),

  endpointRule({
    id: 'execute-api-vpce-sg',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'The security groups of a VPC endpoint let no HTTPS in',
    why: 'Calls of private APIs hang until they time out.',
    fix: 'allow TCP 443 from the clients in a security group of the endpoint',
    snippet: `
      Type: AWS::EC2::SecurityGroup
      Properties:
        SecurityGroupIngress:
          - IpProtocol: tcp
            FromPort: 443
            ToPort: 443
            SourceSecurityGroupId: !GetAtt ClientSecurityGroup.GroupId`,
    docs: PRIVATE_APIS,
  }, (endpoint, { app }) => judge(endpoint.property('SecurityGroupIds').items().flatMap((ids) => ids.length === 0 ? Fact.absent<boolean>() : Fact.allTrue(ids.map((id) => id.reference()
    .orElse(() => Fact.unknowable('its security group is not part of the templates'))
    .flatMap(({ resource }) => resource.resourceType === 'AWS::EC2::SecurityGroup'
      ? letsIn(app, resource, HTTPS).map((open) => !open)
      : Fact.unknowable<boolean>(`${resource.logicalId} is no security group of the templates`))))), {
    what: `what the security groups of ${nameOf(endpoint)} let in`,
    known: (isClosed) => isClosed ? violation(`${nameOf(endpoint)} has no security group that lets TCP ${HTTPS} in`) : undefined,
  })),

  endpointRule({
    id: 'execute-api-vpce-policy',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A VPC endpoint leads to the private APIs of every account',
    why: 'Whoever is in the VPC can carry data to a private API of somebody else: without a policy the endpoint lets every call through.',
    fix: 'allow execute-api:Invoke on the ARNs of your APIs alone in PolicyDocument',
    snippet: `
      Type: AWS::EC2::VPCEndpoint
      Properties:
        PolicyDocument:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html',
  }, (endpoint) => judge(PolicyDocument.of(endpoint.property('PolicyDocument')).flatMap(leadsAnywhere), {
    what: `the policy of ${nameOf(endpoint)}`,
    known: (isOpen) => isOpen ? violation(`${nameOf(endpoint)} has a policy that lets calls of every API through`, endpoint.property('PolicyDocument')) : undefined,
    absent: () => violation(`${nameOf(endpoint)} has no policy: calls of every API get through`),
  })),
];

/** A rule on endpoints for execute-api. A service that is only known at deployment is most likely another. */
function endpointRule(text: RuleText, judgeEndpoint: (endpoint: TemplateResource, around: Surroundings) => Outcome | Outcome[] | undefined): Rule {
  return resourceRule(text, ['AWS::EC2::VPCEndpoint'], (endpoint, around) => {
    const isExecuteApi = endpoint.property('ServiceName').text().is(({ marked }) => marked.endsWith('.execute-api'));
    return isExecuteApi ? [judgeEndpoint(endpoint, around)].flat() : undefined;
  });
}

function nameOf(endpoint: TemplateResource): string {
  return `the VPC endpoint '${endpoint.logicalId}'`;
}

const EVERY_API = /^(\*|arn:[^:]*:execute-api:[^:]*:\*?:\*.*)$/;

function leadsAnywhere(policy: PolicyDocument): Fact<boolean> {
  const isWide = (statement: PolicyStatement): Fact<boolean> => Fact.allTrue([
    statement.covers('execute-api:Invoke'),
    statement.resources.map((resources) => resources.some(({ marked }) => EVERY_API.test(marked))),
    statement.conditions.map((conditions) => conditions.length === 0),
  ]);
  const isDenied = policy.denying.map((denials) => denials.length > 0);
  const isAllowed = policy.allowing.flatMap((grants) => Fact.all(grants.map(isWide))).map((answers) => answers.includes(true));
  return Fact.allTrue([isAllowed, isDenied.map((denied) => !denied)]);
}
