import { association, distribution, stageArn, webAcl } from './web-acls';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route, webSocketApi } from '../resources';
import { inRegion } from '../spellings/region-spellings';
import { reflect } from '../spellings/template-spellings';

type Properties = { [key: string]: Json };

const rest = (properties: Properties = {}, stage: Properties = {}): Resources => ({ ...restApi(properties), ...lambdaFunction(), ...method('GET /pets'), ...restStage(stage) });
const http = () => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets') });
const inAcm = (scope: string): Json => `arn:aws:wafv2:us-east-1:111122223333:${scope}/webacl/Guard/0a1b2c3d`;

describeRule('rest-stage-without-waf', {
  template: (target) => ({ ...rest(), ...webAcl({}, target) }),
  passes: [
    stageArn({ Ref: 'Stage' }),
    stageArn('live'),
    { 'Fn::Sub': ['arn:aws:apigateway:eu-west-1::/restapis/${id}/stages/${Stage}', { id: { Ref: 'Api' } }] },
    { 'Fn::Sub': ['arn:aws-cn:apigateway:cn-north-1::/restapis/${id}/stages/live', { id: { Ref: 'Api' } }] },
  ],
  fails: [
    stageArn('test'),
    'arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/live',
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/pets/abc123',
  ],
  message: "the stage 'live' of the API 'Pets' has no web ACL",
  unknown: [UNKNOWN, stageArn(UNKNOWN), { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1::/restapis/${Unknown}/stages/live' }, { 'Fn::ImportValue': 'stage-arn' }],
});

describeRule('rest-stage-without-waf', {
  template: (target) => ({ ...rest(), ...webAcl({}, target) }),
  passes: [{ 'Fn::Sub': 'arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/${Stage}' }],
  fails: [{ 'Fn::Sub': 'arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/test' }],
  message: "the stage 'live' of the API 'Pets' has no web ACL",
  unknown: [{ 'Fn::Sub': '${Unknown}/restapis/${Unknown}/stages/${Stage}' }],
  spellings: [{ name: 'a template', reflect }],
}, 'by the names of its own template');

describeRule('rest-stage-without-waf', {
  template: (balancer) => ({
    ...rest(), Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {} }, ...webAcl({}, balancer),
  }),
  passes: [stageArn({ Ref: 'Stage' })],
  fails: [{ Ref: 'Balancer' }],
  message: "the stage 'live' of the API 'Pets' has no web ACL",
  unknown: [UNKNOWN],
}, 'that of a load balancer is none of the stage');

describeRule('rest-stage-without-waf', {
  template: (type) => rest({ EndpointConfiguration: { Types: [type] } }),
  passes: ['PRIVATE'],
  fails: ['REGIONAL', 'EDGE'],
  severity: 'error',
  message: "the stage 'live' of the API 'Pets' has no web ACL",
  unknown: [UNKNOWN],
  intent: { publicApis: true },
}, 'an error on a public API, and nothing on a private one');

describeRule('rest-stage-without-waf', {
  template: (webAclId) => ({ ...rest(), ...distribution({ WebACLId: webAclId }) }),
  passes: [inAcm('global'), UNKNOWN],
  fails: [undefined],
  message: "the stage 'live' of the API 'Pets' has no web ACL",
  unknown: 'a web ACL of the distribution is one, whichever it is',
}, 'behind CloudFront');

describeRule('rest-stage-without-waf', {
  template: (condition: string | undefined) => ({
    Parameters: { Unknown: { Type: 'String' } },
    Conditions: { IsUnknown: { 'Fn::Equals': [{ Ref: 'Unknown' }, 'yes'] }, IsNever: { 'Fn::Equals': ['a', 'b'] }, IsAlways: { 'Fn::Equals': ['a', 'a'] } },
    Resources: { ...rest(), Association: { ...association(stageArn('live'), { WebACLArn: inAcm('regional') }).Association, Condition: condition } },
  }),
  passes: ['IsAlways', undefined],
  fails: ['IsNever'],
  message: "the stage 'live' of the API 'Pets' has no web ACL",
  unknown: ['IsUnknown'],
}, 'by an association that may not be made');

describeRule('waf-on-v2-stage', {
  template: (kind: 'REST' | 'HTTP') => ({ ...kind === 'REST' ? rest() : http(), ...webAcl({}, stageArn('live', kind === 'REST' ? 'restapis' : 'apis')) }),
  passes: ['REST'],
  fails: ['HTTP'],
  message: "the web ACL of the HTTP API 'Pets' cannot be associated: AWS WAF protects stages of REST APIs alone",
  unknown: 'an ARN that only the deployment tells is most likely that of something else',
});

describeRule('waf-on-v2-stage', {
  template: (target) => ({ ...webSocketApi(), ...webAcl({}, target) }),
  passes: ['arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/live', 'arn:aws:appsync:eu-west-1:111122223333:apis/abc123', UNKNOWN],
  fails: ['arn:aws:apigateway:eu-west-1::/apis/abc123/stages/live'],
  message: 'the web ACL of an HTTP or WebSocket API cannot be associated: AWS WAF protects stages of REST APIs alone',
  unknown: 'an ARN that only the deployment tells is most likely that of something else',
}, 'of an API from elsewhere');

describeRule('http-public-without-cloudfront-waf', {
  template: (webAclId: Json) => ({ ...http(), ...distribution({ WebACLId: webAclId }) }),
  passes: [inAcm('global')],
  fails: [undefined],
  message: "the API 'Pets' has no distribution with a web ACL before it",
  unknown: [{ 'Fn::If': ['IsLive', inAcm('global'), { Ref: 'AWS::NoValue' }] }],
});

describeRule('http-public-without-cloudfront-waf', {
  template: (host) => ({ ...webSocketApi(), ...distribution({ WebACLId: inAcm('global') }, host) }),
  passes: [{ 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }] }],
  fails: ['www.example.com'],
  message: "the API 'Chat' has no distribution with a web ACL before it",
  unknown: [UNKNOWN],
}, 'before something else');

const made = (scope: Json): Resources => ({ WebAcl: { Type: 'AWS::WAFv2::WebACL', Properties: { Name: 'Guard', Scope: scope, DefaultAction: { Allow: {} } } } });

describeRule('waf-wrong-scope', {
  template: (scope) => ({ ...rest(), ...webAcl({ Scope: scope }) }),
  passes: ['REGIONAL'],
  fails: ['CLOUDFRONT'],
  message: "the web ACL 'Guard' has the scope CLOUDFRONT and is associated with a stage, which takes REGIONAL",
  unknown: [UNKNOWN],
});

describeRule('waf-wrong-scope', {
  template: (arn) => ({ ...rest(), ...association(stageArn('live'), { WebACLArn: arn }) }),
  passes: [inAcm('regional'), UNKNOWN],
  fails: [inAcm('global'), { 'Fn::Sub': 'arn:aws:wafv2:us-east-1:${AWS::AccountId}:global/webacl/Guard/${Unknown}' }],
  message: "the web ACL 'Guard' has the scope CLOUDFRONT and is associated with a stage, which takes REGIONAL",
  unknown: 'an ARN that only the deployment tells was chosen for the stage',
}, 'by its ARN');

describeRule('waf-wrong-scope', {
  template: (scope) => ({ ...http(), ...made(scope), ...distribution({ WebACLId: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } }) }),
  passes: ['CLOUDFRONT'],
  fails: ['REGIONAL'],
  message: "the web ACL 'Guard' has the scope REGIONAL and stands before a distribution, which takes CLOUDFRONT",
  unknown: [UNKNOWN],
}, 'of a distribution');

describeRule('waf-wrong-scope', {
  template: (host: string) => ({
    ...http(), ...made('CLOUDFRONT'), ...distribution({ WebACLId: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } }, host),
  }),
  passes: ['www.example.com'],
  fails: ['abc123.execute-api.eu-west-1.amazonaws.com'],
  message: "the web ACL 'Guard' has the scope CLOUDFRONT, which exists in us-east-1 alone, and is made in eu-west-1",
  unknown: 'where the region is not known, nothing is said',
  spellings: inRegion('eu-west-1'),
}, 'in another region');
