import { nameOf } from './web-acl-rule';
import { ApiType } from '../../api-type';
import { AppReflection } from '../../reflection/app-reflection';
import { Fact } from '../../reflection/fact';
import { StageReflection } from '../../reflection/stage-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, apiRule, resourceRule, stageRule } from '../rule-subjects';

const WAF_OF_REST = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html';

/** Which stages AWS WAF protects. */
export const protectedStages: Rule[] = [
  stageRule({
    id: RuleIds.REST_STAGE_WITHOUT_WAF,
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A stage of a REST API has no web ACL',
    why: 'Exploits and floods reach the authorizers and backends, and whatever they call is paid by you; on an API that is declared public this is an error.',
    fix: 'associate a web ACL of AWS WAF with the stage',
    snippet: `
      Type: AWS::WAFv2::WebACLAssociation
      Properties:
        ResourceArn: !Sub arn:\${AWS::Partition}:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/\${Stage}
        WebACLArn: !GetAtt WebAcl.Arn`,
    docs: WAF_OF_REST,
    related: ['AwsSolutions-APIG3', 'APIGateway.4', 'CKV2_AWS_29'],
  }, judgeUnprotected),

  resourceRule({
    id: 'waf-on-v2-stage',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A web ACL is associated with a stage of an HTTP or WebSocket API',
    why: 'AWS WAF protects stages of REST APIs alone, so the deployment fails.',
    fix: 'put CloudFront with a web ACL in front of the API',
    snippet: `
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig:
          WebACLId: !GetAtt GlobalWebAcl.Arn`,
    docs: WAF_OF_REST,
  }, ['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation'], (resource, { app }) => {
    const { api, target } = app.webAcls.associationBy(resource);
    const named = api.is(({ apiType }) => apiType !== ApiType.REST) ? api.value : undefined;
    if (!named && !/:\/apis\/[^/]+\/stages\//.test(target.text().value?.marked ?? '')) return undefined;
    const what = named ? `the ${named.apiType} API '${named.label}'` : 'an HTTP or WebSocket API';
    return violation(`the web ACL of ${what} cannot be associated: AWS WAF protects stages of REST APIs alone`, target);
  }),

  apiRule({
    id: RuleIds.HTTP_PUBLIC_WITHOUT_CLOUDFRONT_WAF,
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'No web ACL stands in front of an HTTP or WebSocket API',
    why: 'AWS WAF cannot protect the stages of these APIs, only a distribution before them; without one, exploits and floods reach the API.',
    fix: 'put CloudFront with a web ACL in front of the API, and let it answer CloudFront alone',
    snippet: `
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig:
          WebACLId: !GetAtt GlobalWebAcl.Arn
          Origins:
            - Id: api
              DomainName: !Sub \${Api}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html',
  }, (api, { app, intent }) => {
    if (!api.definition || intent.publicApis === false) return undefined;
    const webAcls = app.distributions.originsOfApi(api).map(({ distribution }) => distribution.webAcl.presence());
    const { hidden } = app.distributions;
    const given = webAcls.find((webAcl) => webAcl.isKnown) ?? webAcls.find((webAcl) => webAcl.isUnknowable)
      ?? (hidden === undefined ? Fact.absent<TemplateValue>() : Fact.unknowable<TemplateValue>(hidden));
    return judge(given, {
      what: `the web ACL before the API '${api.label}'`,
      known: () => undefined,
      absent: () => violation(`the API '${api.label}' has no distribution with a web ACL before it`),
    });
  }),

  resourceRule({
    id: 'waf-wrong-scope',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A web ACL has the scope of another kind of resource',
    why: 'Stages take web ACLs of the scope REGIONAL and distributions those of CLOUDFRONT, which exist in us-east-1 alone; anything else fails at deployment.',
    fix: 'make a web ACL with the scope REGIONAL for a stage, and one with CLOUDFRONT in us-east-1 for a distribution',
    snippet: `
      Type: AWS::WAFv2::WebACL
      Properties:
        Scope: REGIONAL`,
    docs: 'https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html',
  }, ['AWS::WAFv2::WebACLAssociation', 'AWS::CloudFront::Distribution', 'AWS::WAFv2::WebACL'], (resource, { app }) => {
    switch (resource.resourceType) {
      case 'AWS::WAFv2::WebACLAssociation': {
        const { api, webAclArn } = app.webAcls.associationBy(resource);
        return api.isAbsent ? undefined : judgeScope(app, webAclArn, 'REGIONAL', 'is associated with a stage');
      }
      case 'AWS::CloudFront::Distribution':
        return app.distributions.apiOrigins(resource).length === 0 ? undefined : judgeScope(app, resource.property('DistributionConfig.WebACLId'), 'CLOUDFRONT', 'stands before a distribution');
      default: {
        const webAcl = app.webAcls.of(resource)!;
        const region = resource.template.pseudoParameter('AWS::Region');
        const isAway = region !== undefined && region !== 'us-east-1' && app.distributions.behindWebAcl(resource).length > 0;
        return isAway && webAcl.scope.is((scope) => scope === 'CLOUDFRONT') ? violation(`${nameOf(webAcl)} has the scope CLOUDFRONT, which exists in us-east-1 alone, and is made in ${region}`) : undefined;
      }
    }
  }),
];

function judgeUnprotected(stage: StageReflection, { app, intent }: Surroundings): Outcome | Outcome[] | undefined {
  const { api } = stage;
  const isBehindCloudFront = app.distributions.originsOfApi(api).some(({ distribution }) => distribution.webAcl.isGiven);
  if (isBehindCloudFront || intent.publicApis === false) return undefined;
  const subject = `${stage} of the API '${api.label}'`;
  return judge(app.webAcls.associationOf(stage), {
    what: `the web ACL of ${subject}`,
    known: () => undefined,
    absent: () => judge(api.isPrivate, {
      what: `whether ${subject} is private and needs no web ACL`,
      known: (isPrivate) => isPrivate ? undefined : { ...violation(`${subject} has no web ACL`), severity: intent.publicApis ? 'error' : 'warning' },
    }),
  });
}

/** An ARN that only the deployment tells is that of a web ACL which somebody chose for the place. */
function judgeScope(app: AppReflection, arn: TemplateValue, needed: string, place: string): Outcome | Outcome[] | undefined {
  const webAcl = app.webAcls.of(arn.reference().value?.resource);
  if (webAcl) {
    return judge(webAcl.scope, {
      what: `the scope of ${nameOf(webAcl)}`,
      known: (scope) => scope === needed ? undefined : violation(`${nameOf(webAcl)} has the scope ${scope} and ${place}, which takes ${needed}`, arn),
    });
  }
  const [, kind, name] = /:(global|regional)\/webacl\/([^/]+)/.exec(arn.text().value?.toString() ?? '') ?? [];
  const scope = kind === 'global' ? 'CLOUDFRONT' : 'REGIONAL';
  return kind === undefined || scope === needed ? undefined : violation(`the web ACL '${name}' has the scope ${scope} and ${place}, which takes ${needed}`, arn);
}
