import { App, DefaultStackSynthesizer, NestedStack, Stack, Stage, Tags, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { BOTH, distributionOf, stackIn } from './fronted-api';
import { WebAcl } from '../../src/access/web-acl';
import { Document, acknowledged, errorOf, template } from '../rest-api';

const ARN = 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/ours/1';
const ourWebAcl = (stack: Stack, scope = 'CLOUDFRONT') => new wafv2.CfnWebACL(stack, 'Ours', {
  scope,
  defaultAction: { allow: {} },
  visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'ours', sampledRequestsEnabled: true },
});
const webAcls = (stack: Stack, scope = 'CLOUDFRONT') => Object.keys(template(stack).findResources('AWS::WAFv2::WebACL', { Properties: { Scope: scope } }));

describe.each(BOTH)('the web ACL of CloudFront in front of $name', ({ make }) => {
  test('is made in the stack where that is in us-east-1', () => {
    const stack = stackIn();
    const api = make(stack);
    expect(webAcls(stack)).toEqual([expect.stringMatching(/^ApiCloudFrontWebAcl/)]);
    expect(distributionOf(stack).WebACLId).toEqual({ 'Fn::GetAtt': [webAcls(stack)[0], 'Arn'] });
    expect(stack.resolve(api.cloudFront!.webAclArn)).toEqual({ 'Fn::GetAtt': [webAcls(stack)[0], 'Arn'] });
    expect((stack.node.root as App).synth().stacks).toHaveLength(1);
  });

  test('is made beside a stack of another region, which waits for it and reads its ARN', () => {
    const app = new App();
    const stack = stackIn('eu-west-1', app);
    make(stack);
    const home = app.node.findChild('Shop-eu-west-1-cloudfront') as Stack;
    expect([home.region, home.account, home.stackName]).toEqual(['us-east-1', '111111111111', 'Shop-eu-west-1-cloudfront']);
    expect(webAcls(stack)).toEqual([]);
    const [webAcl, ...others] = webAcls(home);
    expect(others).toEqual([]);

    const [[name, exported]] = Object.entries((Object.values(Template.fromStack(home).findResources('Custom::CrossRegionExportWriter'))[0] as { Properties: { WriterProps: Document } }).Properties.WriterProps.exports);
    expect(exported).toEqual({ 'Fn::GetAtt': [webAcl, 'Arn'] });
    expect(distributionOf(stack).WebACLId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^ExportsReader/), name] });
    expect(stack.dependencies.map(({ node }) => node.path)).toEqual(['Shop-eu-west-1-cloudfront']);
    Template.fromStack(home).hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      LogDestinationConfigs: [{ 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':logs:us-east-1:111111111111:log-group:')])] }],
    });
  });

  test('has one stack in us-east-1 for all APIs of a stack', () => {
    const app = new App();
    const stack = stackIn('eu-west-1', app);
    make(stack);
    make(stack, {}, 'Other');
    expect(webAcls(app.node.findChild('Shop-eu-west-1-cloudfront') as Stack)).toHaveLength(2);
  });

  test('is another one for a stack of the same name in another region', () => {
    const app = new App();
    for (const region of ['eu-west-1', 'ap-southeast-2']) {
      const stack = new Stack(app, `Shop-${region}`, { stackName: 'Shop', env: { region, account: '111111111111' } });
      make(stack);
    }
    const homes = app.node.children.filter((child): child is Stack => Stack.isStack(child) && child.region === 'us-east-1');
    expect(homes.map(({ stackName }) => stackName)).toEqual(['Shop-eu-west-1-cloudfront', 'Shop-ap-southeast-2-cloudfront']);
  });

  test('is made in the stack that stands there already', () => {
    const app = new App();
    const ours = new Stack(app, 'Shop-eu-west-1-cloudfront', { env: { region: 'us-east-1', account: '111111111111' }, synthesizer: new DefaultStackSynthesizer({ qualifier: 'ours' }) });
    make(stackIn('eu-west-1', app));
    expect(webAcls(ours)).toHaveLength(1);
  });

  test('stays in its stage of the app, with the tags of its stack', () => {
    const app = new App();
    const homes = ['Test', 'Prod'].map((id) => {
      const stage = new Stage(app, id);
      const stack = new Stack(stage, 'Shop', { env: { region: 'eu-west-1', account: '111111111111' }, tags: { team: 'shop' } });
      make(stack);
      Tags.of(stage).add('stage', id);
      return stage.node.findChild('Shop-eu-west-1-cloudfront') as Stack;
    });
    expect(homes.map(({ stackName }) => stackName)).toEqual(['Test-Shop-eu-west-1-cloudfront', 'Prod-Shop-eu-west-1-cloudfront']);
    expect(homes[0].tags.tagValues()).toMatchObject({ team: 'shop' });
    const assembly = app.synth();
    expect(assembly.getNestedAssembly('assembly-Test').stacks).toHaveLength(2);
  });

  test('reaches into a nested stack', () => {
    const app = new App();
    const stack = stackIn('eu-west-1', app);
    const nested = new NestedStack(stack, 'Nested');
    make(nested);
    expect(webAcls(app.node.findChild('Shop-eu-west-1-cloudfront') as Stack)).toHaveLength(1);
    expect(distributionOf(nested).WebACLId).toEqual({ Ref: expect.stringMatching(/^referenceto/) as string });
  });

  test('is the same in an account that only a deployment knows', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: { region: 'eu-west-1' } });
    make(stack);
    expect(() => app.synth()).not.toThrow();
  });

  test('is the one that exists', () => {
    const stack = stackIn('eu-west-1');
    make(stack, { cloudFront: { webAcl: WebAcl.existing(ARN) } });
    expect(distributionOf(stack).WebACLId).toBe(ARN);
    expect((stack.node.root as App).node.tryFindChild('Shop-eu-west-1-cloudfront')).toBeUndefined();
  });

  test('is one of the app, from us-east-1', () => {
    const app = new App();
    const global = new Stack(app, 'Global', { env: { region: 'us-east-1', account: '111111111111' } });
    const stack = stackIn('eu-west-1', app);
    make(stack, { cloudFront: { webAcl: WebAcl.of(ourWebAcl(global)) } });
    expect(distributionOf(stack).WebACLId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^ExportsReader/), expect.stringContaining('Global')] });
  });

  test('is missing for a reason, which is kept', () => {
    const stack = new Stack();
    const api = make(stack, { cloudFront: { webAcl: WebAcl.none('a firewall of our own') } });
    expect(acknowledged(api)).toMatchObject({ 'Gatehouse::Gatehouse-http-public-without-cloudfront-waf': 'a firewall of our own' });
    expect(distributionOf(stack).WebACLId).toBeUndefined();
    expect(api.cloudFront!.webAclArn).toBeUndefined();
  });

  describe('fails', () => {
    test('to be made beside a stack without a region', () => {
      const stack = new Stack(new App(), 'Shop');
      expect(errorOf(stack, () => make(stack))).toBe("'Shop' has no region, so nobody knows whether the web ACL of CloudFront, which lives in us-east-1, can be made there; "
        + "give the stack env: { region: '...' }, or write webAcl: WebAcl.existing(arn) or WebAcl.none('<why>')");
    });

    test.each(['cn-north-1', 'us-gov-west-1'])('to be made for %s', (region) => {
      const stack = stackIn(region);
      expect(errorOf(stack, () => make(stack))).toBe(`the web ACL of CloudFront lives in us-east-1, to which '${region}' has no way; write webAcl: WebAcl.existing(arn) or WebAcl.none('<why>')`);
    });

    test.each([{ region: 'eu-west-1', account: '111111111111' }, { region: 'us-east-1', account: '222222222222' }, {}])('to be made where another stack stands (%j)', (env) => {
      const app = new App();
      new Stack(app, 'Shop-eu-west-1-cloudfront', { env });
      const stack = stackIn('eu-west-1', app);
      expect(errorOf(stack, () => make(stack))).toMatch(/^'Shop-eu-west-1-cloudfront' stands where the stack in us-east-1 for the web ACL of CloudFront would be made; give it another id/);
    });

    test('to be made in a stack whose name CloudFormation would refuse', () => {
      const named = (length: number) => new Stack(new App(), 'Shop', { stackName: 'a'.repeat(length), env: { region: 'eu-west-1', account: '111111111111' } });
      expect(() => make(named(107))).not.toThrow();
      const stack = named(108);
      expect(errorOf(stack, () => make(stack)))
        .toMatch(/would have the name 'a+-eu-west-1-cloudfront', and CloudFormation takes 128 characters; make a stack with the id 'Shop-eu-west-1-cloudfront' there yourself/);
    });

    test('when it is for stages', () => {
      const regional = ARN.replace('global', 'regional');
      const stack = stackIn();
      expect(errorOf(stack, () => make(stack, { cloudFront: { webAcl: WebAcl.existing(regional) } })))
        .toBe(`the web ACL '${regional}' has the scope REGIONAL, which is for resources of a region and cannot be associated with a CloudFront distribution; write a web ACL of scope CLOUDFRONT`);
      const ours = ourWebAcl(stack, 'REGIONAL');
      expect(errorOf(stack, () => make(stack, { cloudFront: { webAcl: WebAcl.of(ours) } }))).toMatch(/^the web ACL 'Shop\/Ours' has the scope REGIONAL/);
    });

    test('when it stands in another region', () => {
      const stack = stackIn('eu-west-1');
      const ours = ourWebAcl(stack);
      expect(errorOf(stack, () => make(stack, { cloudFront: { webAcl: WebAcl.of(ours) } })))
        .toBe("the web ACL 'Shop/Ours' is in eu-west-1, but what it shall protect needs one in us-east-1; write a web ACL of that region");
    });
  });

  test('leaves no stack behind an API that failed to be made', () => {
    const stack = stackIn('eu-west-1');
    const routes = { 'GET pets': {} as never };
    expect(errorOf(stack, () => make(stack, { routes }))).toMatch(/^route key 'GET pets'/);
    expect(() => make(stack)).not.toThrow();
  });
});
