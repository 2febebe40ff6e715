import { ApiType } from '../../api-type';
import type { ApiReflection } from '../../reflection/api-reflection';
import { Fact } from '../../reflection/fact';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { admitsAnyPlace, resourcePolicyOf } from '../../reflection/resource-policy';
import { RouteReflection } from '../../reflection/route-reflection';
import { Outcome, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, integrationRule, routeRule, ruleOnEach, stageRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const PRIVATE_APIS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html';

const UNSEEN_EGRESS: RuleText = {
  id: 'private-proxy-without-logging',
  severity: 'warning',
  category: 'security',
  appliesTo: [ApiType.REST],
  title: 'A private API leads to the internet, and nobody sees it',
  why: 'API Gateway makes the call, outside of the VPC: its flow logs, firewalls and route tables know nothing of what leaves this way.',
  fix: 'write access logs, and let only your own VPC endpoints in by a condition on aws:SourceVpce',
  snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        AccessLogSetting:
          DestinationArn: !GetAtt AccessLog.Arn
          Format: '{"requestId":"$context.requestId","path":"$context.path","status":"$context.status"}'`,
  docs: PRIVATE_APIS,
};

/** What a private API needs, and what it opens. */
export const privateApis: Rule[] = [
  apiRule({
    id: 'private-api-without-policy',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A private API has no resource policy',
    why: 'Nobody can call a private API until a resource policy allows it: every call ends with 403.',
    fix: 'allow execute-api:Invoke to your VPC endpoints in Policy',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Policy:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*
              Condition:
                StringEquals:
                  aws:SourceVpce: !Ref ExecuteApiEndpoint`,
    docs: PRIVATE_APIS,
  }, (api) => judgePrivate(api, resourcePolicyOf(api).map(() => false).orDefault(true), {
    what: `the resource policy of the API '${api.label}'`,
    message: `the private API '${api.label}' has no resource policy, so nobody can call it`,
  })),

  apiRule({
    id: 'private-api-without-vpce-association',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A private API is not associated with a VPC endpoint',
    why: 'Without one there is no Route 53 alias: callers need private DNS, or must send the Host or x-apigw-api-id header.',
    fix: 'list the VPC endpoints in EndpointConfiguration.VpcEndpointIds',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        EndpointConfiguration:
          Types: [PRIVATE]
          VpcEndpointIds:
            - !Ref ExecuteApiEndpoint`,
    docs: PRIVATE_APIS,
  }, (api) => judgePrivate(api, endpointsOf(api).map((count) => count === 0), {
    what: `the VPC endpoints of the API '${api.label}'`,
    message: `the private API '${api.label}' is associated with no VPC endpoint`,
  })),

  integrationRule({
    id: 'private-proxy-dynamic-url',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'Who calls a private API chooses the host that it calls',
    why: 'API Gateway makes the call over the internet: an isolated VPC gets a way out to wherever a caller likes, and flow logs do not show it.',
    fix: 'write the host of Uri out, with a route for each',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: HTTP_PROXY
          Uri: https://api.example.com/{proxy}`,
    docs: PRIVATE_APIS,
  }, (integration, route) => {
    const host = callsInternet(integration).is(Boolean) ? hostOf(integration) : '';
    const isByCaller = /\{[^}]+\}/.test(host.replace(/\$\{[^}]*\}/g, ''));
    if (!isByCaller && !host.includes('${stageVariables.')) return undefined;
    const outcome = judgePrivate(route.api, Fact.known(true), {
      what: `the endpoint type of '${route.key}', whose host is not fixed,`,
      message: `'${route.key}' of a private API calls a host that ${isByCaller ? 'its caller chooses' : 'a stage variable names'}`,
    });
    return outcome && (isByCaller ? outcome : { ...outcome, severity: 'warning' });
  }),

  ruleOnEach(
    stageRule(UNSEEN_EGRESS, (stage) => {
      const egress = firstEgress(stage.api);
      return egress && judgePrivate(stage.api, stage.accessLog.presence().map(() => false).orDefault(true), {
        what: `the access log of the stage '${stage.nameText.text().value?.toString() ?? '?'}'`,
        message: `the stage '${stage.nameText.text().value?.toString() ?? '?'}' of a private API has no access log, and '${egress.key}' leads to the internet`,
      });
    }),
    apiRule(UNSEEN_EGRESS, (api) => {
      const egress = firstEgress(api);
      return egress && judgePrivate(api, resourcePolicyOf(api).flatMap(admitsAnyPlace).orDefault(false), {
        what: `whom the resource policy of the API '${api.label}' lets in`,
        message: `the private API '${api.label}' lets any VPC endpoint in, and '${egress.key}' leads to the internet`,
      });
    }),
  ),

  routeRule({
    id: 'private-api-no-caller-auth',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'Callers of a private API from other accounts are not asked who they are',
    why: 'That somebody reaches the network does not tell who it is; whoever gets into one of those VPCs may call.',
    fix: 'set AuthorizationType to AWS_IAM, or to CUSTOM with a Lambda authorizer',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        AuthorizationType: AWS_IAM`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html',
    related: ['AwsSolutions-APIG4'],
  }, (route, { intent }) => {
    if (route.isPreflight || !route.authorization.is((kind) => kind === 'NONE')) return undefined;
    const isDeclared = (intent.consumerAccounts ?? []).length > 0;
    const isShared = isDeclared ? Fact.known(true) : resourcePolicyOf(route.api).flatMap(admitsAnyPlace).orDefault(false);
    // A policy that cannot be read is reported once, for the whole API.
    if (isShared.isUnknowable || route.api.endpointType.isUnknowable) return undefined;
    return judgePrivate(route.api, isShared, {
      what: `who may call '${route.key}'`,
      message: `'${route.key}' of a private API asks nobody who they are, and other accounts reach it`,
    });
  }),
];

/** A violation where something holds of a private API. */
function judgePrivate(api: ApiReflection, fact: Fact<boolean>, { what, message }: { what: string; message: string }): Outcome | undefined {
  const holds = Fact.allTrue([api.isPrivate, fact]);
  if (holds.isUnknowable) return isLikelyPrivate(api) ? unknown(what, holds.why) : undefined;
  return holds.value ? violation(message) : undefined;
}

/** Without a word on its endpoint, an API is hardly a private one. */
function isLikelyPrivate({ definition, endpointType }: ApiReflection): boolean {
  return definition !== undefined && (endpointType.isKnown || definition.property('EndpointConfiguration').isGiven);
}

/** How many VPC endpoints an API is associated with, by its resource or by its body. */
function endpointsOf(api: ApiReflection): Fact<number> {
  const written = api.definition?.property('EndpointConfiguration').get('VpcEndpointIds');
  if (written?.isGiven) return written.items().map((ids) => ids.length);
  if (api.document.isUnknowable) return Fact.unknowable(api.document.why);
  const root = api.document.value?.root;
  const extension = 'x-amazon-apigateway-endpoint-configuration';
  const inBody = [...root?.get('servers').items().value ?? [], ...root ? [root] : []].map((place) => place.at(extension, 'vpcEndpointIds'));
  return inBody.find((ids) => ids.isGiven)?.items().map((ids) => ids.length) ?? Fact.known(0);
}

function callsInternet(integration: IntegrationReflection): Fact<boolean> {
  return Fact.allTrue([
    integration.kind.map((kind) => kind === 'HTTP' || kind === 'HTTP_PROXY'),
    integration.isPrivate.map((isPrivate) => !isPrivate),
  ]);
}

function hostOf(integration: IntegrationReflection): string {
  return /^(?:https?:\/\/)?([^/?]*)/i.exec(integration.field('uri').text().value?.marked ?? '')?.[1] ?? '';
}

const egresses = new WeakMap<ApiReflection, RouteReflection | null>();

function firstEgress(api: ApiReflection): RouteReflection | undefined {
  let egress = egresses.get(api);
  if (egress === undefined) {
    egress = api.routes.find((route) => route.integration.value && callsInternet(route.integration.value).is(Boolean)) ?? null;
    egresses.set(api, egress);
  }
  return egress ?? undefined;
}
