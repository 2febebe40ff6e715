import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import type { ApiReflection } from '../../reflection/api-reflection';
import type { AppReflection } from '../../reflection/app-reflection';
import type { RouteReflection } from '../../reflection/route-reflection';
import type { TemplateResource } from '../../reflection/template-resource';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule, resourceRule } from '../rule-subjects';

const LINK_V1 = 'AWS::ApiGateway::VpcLink';
const LINK_V2 = 'AWS::ApiGatewayV2::VpcLink';

/** The ways of APIs into a VPC. */
export const vpcLinks: Rule[] = [
  resourceRule({
    id: 'vpc-link-v1-for-rest',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A REST API uses a VPC link of the first version',
    why: 'AWS calls these links legacy; they reach Network Load Balancers alone, one each, and cannot be shared with HTTP APIs.',
    fix: 'make an AWS::ApiGatewayV2::VpcLink, and name the load balancer as IntegrationTarget',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: HTTP_PROXY
          ConnectionType: VPC_LINK
          ConnectionId: !Ref LinkV2
          IntegrationTarget: !Ref LoadBalancer
          Uri: https://pets.example.com/pets`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/vpc-links-v1.html',
  }, [LINK_V1], (link, { app }) => {
    const route = restRouteBy(app, link);
    return route && violation(`the VPC link of '${route.key}' is of the first version, which AWS calls legacy and which reaches Network Load Balancers alone`);
  }),

  integrationRule({
    id: 'ws-vpc-link-v2',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket API uses a VPC link of the second version',
    why: 'Links of the second version are for REST and HTTP APIs; a WebSocket API reaches a VPC by a link of the first version and a Network Load Balancer.',
    fix: 'make an AWS::ApiGateway::VpcLink to a Network Load Balancer, and name it as ConnectionId',
    snippet: `
      Type: AWS::ApiGateway::VpcLink
      Properties:
        Name: chat
        TargetArns: [!Ref NetworkLoadBalancer]`,
    docs: 'https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/websocket-api.html',
  }, (integration, { key }) => integration.isPrivate.is(Boolean) ? judge(integration.field('connectionId').reference(), {
    what: `the VPC link of '${key}'`,
    place: integration.field('connectionId'),
    known: ({ resource }) => resource.resourceType === LINK_V2
      ? violation(`'${key}' uses a VPC link of the second version, which WebSocket APIs do not know`, integration.field('connectionId'))
      : undefined,
  }) : undefined),

  resourceRule({
    id: 'vpc-link-subnets-and-sg',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A VPC link has too few subnets, too many, or no security group of its own',
    why: 'With one subnet the link falls with its zone; without a security group the backend cannot tell the link from others in the VPC.',
    fix: 'give it subnets of two or more zones, and a security group that nothing else has',
    snippet: `
      Type: AWS::ApiGatewayV2::VpcLink
      Properties:
        Name: backend
        SubnetIds: [!Ref SubnetA, !Ref SubnetB]
        SecurityGroupIds: [!GetAtt LinkSecurityGroup.GroupId]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html',
  }, [LINK_V2], (link) => [judgeSubnets(link), judgeGroups(link)].flat()),
];

function nameOf(link: TemplateResource): string {
  const name = link.property('Name').string().value;
  return name === undefined ? 'a VPC link' : `the VPC link '${name}'`;
}

function judgeSubnets(link: TemplateResource): Outcome | Outcome[] | undefined {
  const subnets = link.property('SubnetIds');
  return judge(subnets.items(), {
    what: `how many subnets ${nameOf(link)} has`,
    place: subnets,
    known: ({ length }) => {
      if (length === 1) return violation(`${nameOf(link)} has one subnet, and falls with its zone`, subnets);
      if (length <= Limits.SUBNETS_PER_VPC_LINK) return undefined;
      return violation(`${nameOf(link)} has ${length} subnets, and by default the quota is ${Limits.SUBNETS_PER_VPC_LINK}`, subnets);
    },
  });
}

function judgeGroups(link: TemplateResource): Outcome | Outcome[] | undefined {
  const groups = link.property('SecurityGroupIds');
  const missing = () => violation(`${nameOf(link)} has no security group, so the backend cannot let it in alone`, groups);
  return judge(groups.items(), {
    what: `the security groups of ${nameOf(link)}`,
    place: groups,
    known: ({ length }) => length === 0 ? missing() : undefined,
    absent: missing,
  });
}

const restRoutes = new WeakMap<AppReflection, Map<TemplateResource, RouteReflection>>();

/** A route of a REST API that a link serves. */
function restRouteBy(app: AppReflection, link: TemplateResource): RouteReflection | undefined {
  let routes = restRoutes.get(app);
  if (!routes) {
    const found = app.apis.filter(({ apiType }) => apiType === ApiType.REST).flatMap((api) => linksOf(api));
    // The first route of a link stands for it.
    restRoutes.set(app, routes = new Map(found.reverse()));
  }
  return routes.get(link);
}

function linksOf(api: ApiReflection): [TemplateResource, RouteReflection][] {
  const inVariables = api.stages.flatMap(({ variables }) => variables.references());
  return api.routes.flatMap((route) => {
    const connection = route.integration.value?.isPrivate.is(Boolean) ? route.integration.value.field('connectionId') : undefined;
    const isVariable = connection?.text().value?.marked.includes('stageVariables.');
    return (isVariable ? inVariables : connection?.references() ?? []).map(({ resource }): [TemplateResource, RouteReflection] => [resource, route]);
  });
}
