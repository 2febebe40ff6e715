import { Token, aws_apigatewayv2 as apigatewayv2, aws_ec2 as ec2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Limits } from '../limits';

const SECURITY_GROUP_ID = 'SecurityGroup';

/**
 * An API's way into a VPC: the link, and the security group from which its connections come.
 */
interface ApiVpcLink {
  readonly link: apigatewayv2.VpcLink;
  readonly securityGroup: ec2.SecurityGroup;
}

/**
 * The link of an API into a VPC: one for each VPC, which all private routes of the API share.
 *
 * Its subnets and its security group cannot be changed later, so it has all that it will ever need: a subnet in each zone, and a group of its own.
 *
 * @throws when the VPC has no subnets for it, or more than it takes; nothing is created then
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html
 */
export function apiVpcLink(scope: Construct, routeKey: string, vpc: ec2.IVpc): ApiVpcLink {
  const id = linkId(vpc);
  const present = scope.node.tryFindChild(id) as apigatewayv2.VpcLink | undefined;
  if (present) return { link: present, securityGroup: present.node.findChild(SECURITY_GROUP_ID) as ec2.SecurityGroup };

  const link = new apigatewayv2.VpcLink(scope, id, { vpc, subnets: { subnets: linkSubnets(routeKey, vpc) } });
  const securityGroup = new ec2.SecurityGroup(link, SECURITY_GROUP_ID, { vpc });
  link.addSecurityGroups(securityGroup);
  return { link, securityGroup };
}

/** One subnet in each zone: private ones with a way out, else isolated ones, else public ones. A link's addresses are private in any of them. */
function linkSubnets(routeKey: string, vpc: ec2.IVpc): ec2.ISubnet[] {
  if ([...vpc.privateSubnets, ...vpc.isolatedSubnets, ...vpc.publicSubnets].length === 0) {
    throw new Error(`'${routeKey}' needs a VPC link into '${vpc.node.path}', and the app knows no subnets of that VPC; `
      + 'import it with ec2.Vpc.fromLookup(...) or with its subnets, or write vpcLink: apigatewayv2.VpcLink.fromVpcLinkAttributes(...)');
  }
  const { subnets } = vpc.selectSubnets({ onePerAz: true });
  if (subnets.length > Limits.SUBNETS_PER_VPC_LINK) {
    throw new Error(`'${routeKey}' needs a VPC link into '${vpc.node.path}', which has subnets in ${subnets.length} zones, and a link takes ${Limits.SUBNETS_PER_VPC_LINK}; `
      + 'write vpcLink: new apigatewayv2.VpcLink(this, \'Link\', { vpc, subnets: { subnets: [...] } })');
  }
  return subnets;
}

/** One VPC may be imported at several places of an app; its id is the same. */
function linkId(vpc: ec2.IVpc): string {
  return Token.isUnresolved(vpc.vpcId) ? `VpcLink${vpc.node.id}${vpc.node.addr.slice(2, 10)}` : `VpcLink${vpc.vpcId}`;
}
