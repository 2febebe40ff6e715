import { App, Aws, Stack, Validations, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { WebAcl } from '../../src/access/web-acl';
import { StageWebAcl } from '../../src/stage/web-acl';

const ARN = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/Shared/0f1e2d3c';
const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

const l2 = (stack: Stack) => {
  const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { stageName: 'live' } });
  api.root.addMethod('GET');
  return api.deploymentStage;
};
const specified = (stack: Stack) => new apigateway.SpecRestApi(stack, 'Api', {
  apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1', info: { title: 'api', version: '1' }, paths: { '/': { get: {} } } }),
}).deploymentStage;
const l1 = (stack: Stack) => {
  const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'api' });
  return new apigateway.CfnStage(stack, 'Stage', { restApiId: api.ref, stageName: 'live' });
};
const imported = (stack: Stack) => new apigateway.CfnStage(stack, 'Stage', { restApiId: 'a1b2c3d4e5', stageName: 'live' });
const nameless = (stack: Stack) => {
  const api = new apigateway.CfnRestApi(stack, 'Api', { name: 'api' });
  return new apigateway.CfnStage(stack, 'Stage', { restApiId: api.ref });
};

const SPELLINGS: [string, (stack: Stack) => IConstruct][] = [
  ['an L2 stage', l2],
  ['the stage of a SpecRestApi', specified],
  ['an L1 stage', l1],
  ['an L1 stage without a name', nameless],
  ['an L1 stage of an API elsewhere', imported],
];

function synth(make: (stack: Stack) => IConstruct, webAcl: WebAcl, times = 1): Stack {
  const stack = new Stack(new App(), 'Stack');
  const stage = make(stack);
  for (let i = 0; i < times; i++) stage.with(new StageWebAcl(webAcl));
  return stack;
}

describe.each(SPELLINGS)('StageWebAcl on %s', (_spelling, make) => {
  test('associates the web ACL with the ARN of the stage, after the stage', () => {
    const template = Template.fromStack(synth(make, WebAcl.existing(ARN)));
    const [[stageId, stage]] = Object.entries(template.findResources('AWS::ApiGateway::Stage'));
    const restApiId = stage.Properties.RestApiId as unknown;
    const middle = typeof restApiId === 'string' ? [`::/restapis/${restApiId}/stages/`] : ['::/restapis/', restApiId, '/stages/'];

    template.hasResource(ASSOCIATION, {
      DependsOn: Match.arrayWith([stageId]),
      Properties: {
        WebACLArn: ARN,
        ResourceArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ...middle, { Ref: stageId }]] },
      },
    });
  });

  test('creates a managed web ACL: four resources in all', () => {
    const template = Template.fromStack(synth(make, WebAcl.managed()));
    const [webAcl] = Object.keys(template.findResources('AWS::WAFv2::WebACL'));

    template.hasResourceProperties(ASSOCIATION, { WebACLArn: { 'Fn::GetAtt': [webAcl, 'Arn'] } });
    for (const type of [ASSOCIATION, 'AWS::WAFv2::WebACL', 'AWS::WAFv2::LoggingConfiguration', 'AWS::Logs::LogGroup']) template.resourceCountIs(type, 1);
  });

  test.each([WebAcl.managed(), WebAcl.existing(ARN), WebAcl.none('internal only')])('applied twice equals once (%#)', (webAcl) => {
    const twice = synth(make, webAcl, 2);

    expect(Template.fromStack(twice).toJSON()).toEqual(Template.fromStack(synth(make, webAcl)).toJSON());
    Annotations.fromStack(twice).hasNoWarning('*', Match.stringLikeRegexp('webAclKept'));
  });

  test('satisfies AwsSolutions-APIG3', () => {
    expect(findings(synth(make, WebAcl.managed()))).not.toContain('AwsSolutions-APIG3');
  });

  test('is what AwsSolutions-APIG3 looks for', () => {
    expect(findings(synth(make, WebAcl.none('internal only')))).toContain('AwsSolutions-APIG3');
  });

  test('acknowledges the rule with the reason, and creates nothing, for WebAcl.none', () => {
    const stack = synth(make, WebAcl.none('internal only'));
    const template = Template.fromStack(stack);
    const [stage] = stack.node.findAll().filter(apigateway.CfnStage.isCfnStage);

    expect(acknowledged(stage)).toContainEqual(expect.objectContaining({ 'Gatehouse::Gatehouse-rest-stage-without-waf': 'internal only' }));
    for (const type of [ASSOCIATION, 'AWS::WAFv2::WebACL', 'AWS::Logs::LogGroup']) template.resourceCountIs(type, 0);
  });
});

describe('StageWebAcl', () => {
  test('gives each stage a managed web ACL of its own', () => {
    const stack = new Stack(new App(), 'Stack');
    const mixin = new StageWebAcl(WebAcl.managed());
    for (const stageName of ['one', 'two']) new apigateway.CfnStage(stack, stageName, { restApiId: 'api', stageName }).with(mixin);
    const template = Template.fromStack(stack);

    template.resourceCountIs('AWS::WAFv2::WebACL', 2);
    template.resourceCountIs(ASSOCIATION, 2);
    expect(new Set(Object.values(template.findResources('AWS::Logs::LogGroup')).map(({ Properties }) => JSON.stringify(Properties.LogGroupName))).size).toBe(2);
  });

  test('shares an existing web ACL between stages', () => {
    const stack = new Stack(new App(), 'Stack');
    const mixin = new StageWebAcl(WebAcl.existing(ARN));
    for (const stageName of ['one', 'two']) new apigateway.CfnStage(stack, stageName, { restApiId: 'api', stageName }).with(mixin);

    Template.fromStack(stack).resourceCountIs(ASSOCIATION, 2);
  });

  test('keeps the web ACL that a stage has, and says that it ignores another', () => {
    const stack = new Stack(new App(), 'Stack');
    const stage = l2(stack).with(new StageWebAcl(WebAcl.existing(ARN)));
    stage.with(new StageWebAcl(WebAcl.managed()));

    Template.fromStack(stack).resourceCountIs('AWS::WAFv2::WebACL', 0);
    Template.fromStack(stack).hasResourceProperties(ASSOCIATION, { WebACLArn: ARN });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('keeps it.*cdk-gatehouse:webAclKept'));
  });

  test('keeps an association that the user wrote', () => {
    const stack = new Stack(new App(), 'Stack');
    const stage = l2(stack) as apigateway.Stage;
    new wafv2.CfnWebACLAssociation(stack, 'Own', { resourceArn: stage.stageArn, webAclArn: ARN });
    stage.with(new StageWebAcl(WebAcl.managed()));

    Template.fromStack(stack).resourceCountIs(ASSOCIATION, 1);
    Template.fromStack(stack).resourceCountIs('AWS::WAFv2::WebACL', 0);
  });

  test('says nothing when another value names the same web ACL', () => {
    const stack = new Stack(new App(), 'Stack');
    l2(stack).with(new StageWebAcl(WebAcl.existing(ARN)), new StageWebAcl(WebAcl.existing(ARN)));

    Template.fromStack(stack).resourceCountIs(ASSOCIATION, 1);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('webAclKept'));
  });

  test('associates a web ACL from another stack', () => {
    const app = new App();
    const own = new wafv2.CfnWebACL(new Stack(app, 'Shared'), 'Own', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: { metricName: 'Own', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true },
    });
    const stack = new Stack(app, 'Stack');
    l2(stack).with(new StageWebAcl(WebAcl.of(own)));

    Template.fromStack(stack).hasResourceProperties(ASSOCIATION, { WebACLArn: { 'Fn::ImportValue': Match.stringLikeRegexp('^Shared:') } });
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('writes no partition of its own in %s', (region) => {
    const stack = new Stack(new App(), 'Stack', { env: { region, account: '111122223333' } });
    l2(stack).with(new StageWebAcl(WebAcl.managed()));

    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('arn:aws:');
  });

  test('fails for a web ACL of another region, with nothing created', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-central-1' } });

    expect(() => l2(stack).with(new StageWebAcl(WebAcl.existing(ARN)))).toThrow('needs one in eu-central-1');
    Template.fromStack(stack).resourceCountIs(ASSOCIATION, 0);
  });

  describe.each<[string, (stack: Stack) => IConstruct]>([
    ['an L1 stage of an HTTP API', (stack) => new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'live' })],
    ['an L2 stage of an HTTP API', (stack) => new apigatewayv2.HttpApi(stack, 'Api').defaultStage!],
    ['an L2 stage of a WebSocket API', (stack) => new apigatewayv2.WebSocketStage(stack, 'Stage', {
      webSocketApi: new apigatewayv2.WebSocketApi(stack, 'Api'),
      stageName: 'live',
    })],
  ])('on %s', (_spelling, make) => {
    test.each([WebAcl.managed(), WebAcl.existing(ARN)])('fails and names CloudFront as the way out (%#)', (webAcl) => {
      expect(() => synth(make, webAcl)).toThrow(/is a stage of an HTTP or WebSocket API, with which AWS WAF cannot be associated; put CloudFront in front of the API/);
    });

    test('accepts that there is none', () => {
      expect(() => synth(make, WebAcl.none('behind CloudFront'))).not.toThrow();
    });
  });

  test('leaves constructs alone that are no stages', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new apigateway.CfnRestApi(stack, 'Api', { name: Aws.STACK_NAME });

    expect(new StageWebAcl(WebAcl.managed()).supports(api)).toBe(false);
    new StageWebAcl(WebAcl.managed()).applyTo(api);
    Template.fromStack(stack).resourceCountIs(ASSOCIATION, 0);
  });
});

/** Ids of the rules that AwsSolutions finds broken. */
function findings(stack: Stack): string[] {
  return new AwsSolutionsChecks(stack.node.root).validateScope(stack).violations.map(({ ruleName }) => ruleName);
}

function acknowledged(construct: IConstruct): unknown[] {
  return construct.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ data }) => data as unknown);
}
