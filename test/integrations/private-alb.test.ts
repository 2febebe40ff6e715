import { App, Duration, Stack, Token, aws_apigatewayv2 as apigatewayv2, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { CERTIFICATE_ARN, albIn, albListener, bound, httpOptions, vpcOf } from './private-backend';
import { ApiType } from '../../src/api-type';
import { PrivateAlbIntegration } from '../../src/integrations/private-alb';
import { PrivateBackendOptions } from '../../src/integrations/private-backend';
import { assertNoRouteCycle } from '../../src/route-target-cycle';
import { errorOf, template, testStack, warnings } from '../rest-api';

const LISTENER_ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/orders/1/2';
const CERTIFICATES = [elbv2.ListenerCertificate.fromArn(CERTIFICATE_ARN)];
const TLS: PrivateBackendOptions = { secureServerName: 'orders.example.com' };

function apiIn(stack: Stack, id = 'Api'): Construct {
  return new Construct(stack, id);
}

/** A listener for TLS in a VPC of its own, and an API. */
function fixture(listenerProps: Partial<elbv2.BaseApplicationListenerProps> = { port: 443, certificates: CERTIFICATES }) {
  const stack = testStack();
  const vpc = vpcOf(stack);
  const alb = albIn(stack, vpc);
  return { stack, vpc, alb, listener: albListener(alb, listenerProps), api: apiIn(stack) };
}

function importedListener(scope: Construct, attributes: Partial<elbv2.ApplicationListenerAttributes> = {}): elbv2.IApplicationListener {
  return elbv2.ApplicationListener.fromApplicationListenerAttributes(scope, 'Imported', {
    listenerArn: LISTENER_ARN, securityGroup: ec2.SecurityGroup.fromSecurityGroupId(scope, 'AlbGroup', 'sg-alb'), defaultPort: 443, ...attributes,
  });
}

describe('Integration.privateAlb', () => {
  test('reaches the listener through a link, encrypted, without the name of the stage', () => {
    const { stack, listener, api } = fixture();
    expect(bound(new PrivateAlbIntegration(listener, { ...TLS, timeout: Duration.seconds(30) }), httpOptions(api, { routeKey: 'PATCH /pets' }))).toEqual({
      integrationType: 'HTTP_PROXY',
      httpMethod: 'ANY',
      uri: stack.resolve(listener.listenerArn) as string,
      vpcLinkId: { Ref: expect.stringMatching(/^ApiVpcLinkVpc/) as string },
      serverNameToVerify: 'orders.example.com',
      timeout: Duration.seconds(30),
      requestParameters: { 'overwrite:path': '$request.path' },
      target: 'Stack/Alb/Listener',
      optOuts: [],
    });
  });

  test('makes a link with a private subnet in each zone and a security group of its own, which the load balancer lets in by the listener\'s port', () => {
    const { stack, listener, api } = fixture();
    new PrivateAlbIntegration(listener, TLS).bindIntegration(httpOptions(api));
    template(stack).hasResourceProperties('AWS::ApiGatewayV2::VpcLink', {
      SubnetIds: [{ Ref: Match.stringLikeRegexp('^VpcPrivateSubnet1') }, { Ref: Match.stringLikeRegexp('^VpcPrivateSubnet2') }],
      SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiVpcLink.*SecurityGroup'), 'GroupId'] }],
    });
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AlbSecurityGroup'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiVpcLink.*SecurityGroup'), 'GroupId'] },
    });
  });

  test('shares one link and one rule between the routes of an API into one VPC', () => {
    const { stack, vpc, listener, api } = fixture();
    const other = albListener(albIn(stack, vpc, 'OtherAlb'), { port: 8443, protocol: elbv2.ApplicationProtocol.HTTPS, certificates: CERTIFICATES });
    const ids = [listener, listener, other].map((each, index) =>
      bound(new PrivateAlbIntegration(each, TLS), httpOptions(api, { routeKey: `GET /${index}` })).vpcLinkId);
    expect(ids).toEqual([ids[0], ids[0], ids[0]]);
    template(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
  });

  test('makes a link for each VPC, and for each API', () => {
    const { stack, listener, api } = fixture();
    const other = albListener(albIn(stack, vpcOf(stack, 'Vpc2'), 'Alb2'), { port: 443, certificates: CERTIFICATES });
    const ids = [[listener, api], [other, api], [listener, apiIn(stack, 'Api2')]].map(([backend, scope]) =>
      JSON.stringify(bound(new PrivateAlbIntegration(backend as elbv2.ApplicationListener, TLS), httpOptions(scope)).vpcLinkId));
    expect(new Set(ids).size).toBe(3);
    template(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 3);
  });

  test('knows a VPC by its id, however often it is imported', () => {
    const stack = testStack();
    const api = apiIn(stack);
    const listener = importedListener(stack);
    for (const id of ['Here', 'There']) {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, id, { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });
      new PrivateAlbIntegration(listener, { ...TLS, vpc }).bindIntegration(httpOptions(api));
    }
    template(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
  });

  test.each<[string, ec2.SubnetConfiguration[], string]>([
    ['isolated ones without private ones', [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }, { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }], '^VpcIsolatedSubnet'],
    ['public ones without any others', [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }], '^VpcPublicSubnet'],
    ['one of two groups in a zone', [
      { name: 'Public', subnetType: ec2.SubnetType.PUBLIC }, { name: 'App', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    ], '^VpcAppSubnet'],
  ])('takes the subnets that there are: %s', (_, subnetConfiguration, expected) => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, subnetConfiguration });
    const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, vpcSubnets: { onePerAz: true } });
    new PrivateAlbIntegration(albListener(alb), { plaintext: 'a test' }).bindIntegration(httpOptions(apiIn(stack)));
    template(stack).hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SubnetIds: [1, 2].map(() => ({ Ref: Match.stringLikeRegexp(expected) })) });
  });

  test('keeps the stacks of the API and of the load balancer apart: the API\'s alone depends on the other', () => {
    const app = new App();
    const network = testStack(app, 'Network');
    const stack = testStack(app, 'ApiStack');
    const listener = albListener(albIn(network, vpcOf(network)), { port: 443, certificates: CERTIFICATES });
    bound(new PrivateAlbIntegration(listener, TLS), httpOptions(apiIn(stack)));
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template(network).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    expect(network.dependencies).toEqual([]);
  });

  test('uses a link of the user\'s own and makes no rules', () => {
    const { stack, vpc, listener, api } = fixture();
    const vpcLink = apigatewayv2.VpcLink.fromVpcLinkAttributes(stack, 'Own', { vpcLinkId: 'link1', vpc });
    expect(bound(new PrivateAlbIntegration(listener, { ...TLS, vpcLink }), httpOptions(api)).vpcLinkId).toBe('link1');
    template(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 0);
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('reaches an imported listener with a link of the user\'s own, port or no port', () => {
    const stack = testStack();
    const vpcLink = apigatewayv2.VpcLink.fromVpcLinkAttributes(stack, 'Own', { vpcLinkId: 'link1', vpc: vpcOf(stack) });
    const listener = importedListener(stack, { defaultPort: undefined });
    expect(bound(new PrivateAlbIntegration(listener, { ...TLS, vpcLink }), httpOptions(apiIn(stack)))).toMatchObject({ uri: LISTENER_ARN, vpcLinkId: 'link1' });
  });

  test('lets the link into the load balancer of an imported listener', () => {
    const stack = testStack();
    new PrivateAlbIntegration(importedListener(stack), { ...TLS, vpc: vpcOf(stack) }).bindIntegration(httpOptions(apiIn(stack)));
    template(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-alb', FromPort: 443, ToPort: 443 });
  });

  test('takes values that only a deployment knows', () => {
    const stack = testStack();
    const value = (name: string) => Token.asString({ Ref: name });
    const listener = importedListener(stack, { listenerArn: value('Listener') });
    const config = bound(new PrivateAlbIntegration(listener, { vpc: vpcOf(stack), secureServerName: value('Name'), httpMethod: value('Method') }), httpOptions(apiIn(stack)));
    expect(config).toMatchObject({ uri: { Ref: 'Listener' }, serverNameToVerify: { Ref: 'Name' }, httpMethod: { Ref: 'Method' } });
  });

  describe('the path', () => {
    const requestParameters = (stageName: string | undefined, requestMapping?: apigatewayv2.ParameterMapping) => {
      const { listener, api } = fixture();
      return bound(new PrivateAlbIntegration(listener, { ...TLS, requestMapping }), httpOptions(api, { stageName })).requestParameters;
    };
    const header = () => new apigatewayv2.ParameterMapping().appendHeader('X-Id', apigatewayv2.MappingValue.contextVariable('requestId'));

    test('is freed of the stage\'s name, where it has one or may have', () => {
      const freed = { 'overwrite:path': '$request.path' };
      expect(['prod', undefined, Token.asString({ Ref: 'Stage' })].map((name) => requestParameters(name))).toEqual([freed, freed, freed]);
      expect(requestParameters('prod', header())).toEqual({ ...freed, 'append:header.X-Id': '$context.requestId' });
    });

    test('is left alone on the stage without a name', () => {
      expect(requestParameters('$default')).toBeUndefined();
      expect(requestParameters('$default', header())).toEqual({ 'append:header.X-Id': '$context.requestId' });
    });

    test('is the user\'s, where the mapping changes it', () => {
      const mapping = new apigatewayv2.ParameterMapping().overwritePath(apigatewayv2.MappingValue.custom('/v2$request.path'));
      expect(requestParameters('prod', mapping)).toEqual({ 'overwrite:path': '/v2$request.path' });
    });
  });

  test('maps answers', () => {
    const { listener, api } = fixture();
    const responseMapping = { 500: new apigatewayv2.ParameterMapping().custom('overwrite:statuscode', '503') };
    expect(bound(new PrivateAlbIntegration(listener, { ...TLS, responseMapping }), httpOptions(api)).responseParameters).toEqual({ 500: { 'overwrite:statuscode': '503' } });
  });

  test.each([['ANY /pets', undefined, 'ANY'], ['$default', undefined, 'ANY'], ['GET /pets', undefined, 'ANY'], ['GET /pets', 'POST', 'POST']])(
    'calls the backend of %s, given %s, with %s', (routeKey, httpMethod, expected) => {
      const { listener, api } = fixture();
      expect(bound(new PrivateAlbIntegration(listener, { ...TLS, httpMethod }), httpOptions(api, { routeKey })).httpMethod).toBe(expected);
    });

  describe('clear text', () => {
    test('is warned of once for each backend', () => {
      const { stack, alb, listener, api } = fixture({ port: 80 });
      new PrivateAlbIntegration(listener, {}).bindIntegration(httpOptions(api, { routeKey: 'GET /a' }));
      new PrivateAlbIntegration(listener, {}).bindIntegration(httpOptions(api, { routeKey: 'GET /b' }));
      expect(warnings(stack, '/Stack/Api', 'privateHopPlaintext')).toEqual([expect.stringContaining('from API Gateway to \'Stack/Alb/Listener\' in clear text')]);
      new PrivateAlbIntegration(albListener(alb, { port: 81, protocol: elbv2.ApplicationProtocol.HTTP }, 'Second'), {}).bindIntegration(httpOptions(api));
      expect(warnings(stack, '/Stack/Api', 'privateHopPlaintext')).toHaveLength(2);
    });

    test('has no warning where there is a reason, which the route opts out with', () => {
      const { stack, listener, api } = fixture({ port: 80 });
      const { optOuts, serverNameToVerify } = bound(new PrivateAlbIntegration(listener, { plaintext: 'within the VPC' }), httpOptions(api));
      expect(optOuts).toEqual([{ ruleId: 'http-private-no-tlsconfig', reason: 'within the VPC' }]);
      expect(serverNameToVerify).toBeUndefined();
      expect(warnings(stack, '/Stack/Api', '.*')).toEqual([]);
    });

    test('is not spoken of where there is none, whatever the reason', () => {
      const { stack, listener, api } = fixture();
      expect(bound(new PrivateAlbIntegration(listener, { ...TLS, plaintext: 'a left-over' }), httpOptions(api)).optOuts).toEqual([]);
      expect(warnings(stack, '/Stack/Api', '.*')).toEqual([]);
    });
  });

  test('names the listener, so that one that holds the API\'s address is found', () => {
    const { alb, api, listener: innocent } = fixture();
    const httpApi = new apigatewayv2.CfnApi(api, 'Resource');
    const listener = albListener(alb, { defaultAction: elbv2.ListenerAction.fixedResponse(200, { messageBody: httpApi.ref }) }, 'Circle');
    const { target } = new PrivateAlbIntegration(listener, { plaintext: 'a test' }).bindIntegration(httpOptions(api));
    expect(() => assertNoRouteCycle(httpApi, [{ routeKey: 'GET /pets', target: target! }])).toThrow("route 'GET /pets' leads to 'Stack/Alb/Circle', which holds the API 'Stack/Api/Resource'");
    expect(() => assertNoRouteCycle(httpApi, [{ routeKey: 'GET /pets', target: innocent }])).not.toThrow();
  });

  const failing = (options: PrivateBackendOptions, listenerProps?: Partial<elbv2.BaseApplicationListenerProps>, bindWith = {}) => {
    const { stack, listener, api } = fixture(listenerProps);
    const message = errorOf(stack, () => new PrivateAlbIntegration(listener, options).bindIntegration(httpOptions(api, { routeKey: 'GET /pets', ...bindWith })));
    expect(warnings(stack, '/Stack/Api', '.*')).toEqual([]);
    return message;
  };

  test.each([ApiType.REST, ApiType.WEBSOCKET])('fails on an API of the type %s', (apiType) => {
    expect(failing(TLS, undefined, { apiType })).toBe(`the backend of 'GET /pets' is private, which this library offers on HTTP APIs, and this is one of the type ${apiType}; `
      + `${apiType === ApiType.REST ? 'use LeanHttpApi, or ' : ''}let a function in the VPC call the backend: Integration.lambdaFunction(fn)`);
  });

  test.each<[string, PrivateBackendOptions, Partial<elbv2.BaseApplicationListenerProps> | undefined, string]>([
    ['TLS to a listener for HTTP', TLS, { port: 80 }, "the listener 'Stack/Alb/Listener' of 'GET /pets' has the protocol HTTP, and with secureServerName API Gateway speaks TLS to it, so every call would fail; "
      + 'give the listener a certificate and the port 443, or leave secureServerName out'],
    ['clear text to a listener for HTTPS', { plaintext: 'why not' }, undefined, "has the protocol HTTPS, and without secureServerName API Gateway speaks plain HTTP to it, so every call would fail; write secureServerName: '<a name on its certificate>'"],
    ['an empty reason', { plaintext: ' ' }, { port: 80 }, "write plaintext: '<why>'"],
    ['another method', { ...TLS, httpMethod: 'get' }, undefined, "the backend of 'GET /pets' has the httpMethod 'get', which API Gateway does not know; write one of GET,"],
    ['too long a timeout', { ...TLS, timeout: Duration.millis(30_001) }, undefined, 'is 30001 ms'],
    ['a mapping that API Gateway does not have', { ...TLS, requestMapping: new apigatewayv2.ParameterMapping().custom('append:path', '/x') }, undefined, "changes 'append:path'"],
    ...['', 'https://orders.example.com', 'orders.example.com:443', '*.example.com', '.example.com'].map((name): [string, PrivateBackendOptions, undefined, string] => [
      `the secureServerName '${name}'`, { secureServerName: name }, undefined, `the private backend of 'GET /pets' has the secureServerName '${name}', which is no name of a server; write one that its certificate has, as 'orders.example.com'`,
    ]),
  ])('fails for %s', (_, options, listenerProps, message) => {
    expect(failing(options, listenerProps)).toContain(message);
  });

  test('fails for a link and a VPC to make one into', () => {
    const { stack, vpc, listener, api } = fixture();
    const vpcLink = apigatewayv2.VpcLink.fromVpcLinkAttributes(stack, 'Own', { vpcLinkId: 'link1', vpc });
    expect(errorOf(stack, () => new PrivateAlbIntegration(listener, { ...TLS, vpc, vpcLink }).bindIntegration(httpOptions(api, { routeKey: 'GET /pets' })))).toBe(
      "'GET /pets' was given vpc and vpcLink, and a link is in a VPC already; leave one of the two out");
  });

  test('fails for an imported listener whose VPC nobody names', () => {
    const stack = testStack();
    const listener = importedListener(stack);
    expect(errorOf(stack, () => new PrivateAlbIntegration(listener, TLS).bindIntegration(httpOptions(stack, { routeKey: 'GET /pets' })))).toBe(
      "the app does not know in which VPC the private backend 'Stack/Imported' of 'GET /pets' is; write vpc, into which the API then gets a link, or vpcLink");
  });

  test('fails for an imported listener whose port nobody knows', () => {
    const stack = testStack();
    const vpc = vpcOf(stack);
    const listener = importedListener(stack, { defaultPort: undefined });
    expect(errorOf(stack, () => new PrivateAlbIntegration(listener, { ...TLS, vpc }).bindIntegration(httpOptions(stack)))).toContain(
      'so no rule can let the VPC link in; write defaultPort where the listener is imported, or vpcLink with rules of your own');
  });

  test.each([LISTENER_ARN.replace('listener/', 'loadbalancer/'), LISTENER_ARN.replace('/app/', '/net/'), 'orders'])('fails for the ARN %s, which is of something else', (listenerArn) => {
    const stack = testStack();
    const vpc = vpcOf(stack);
    const listener = importedListener(stack, { listenerArn });
    expect(errorOf(stack, () => new PrivateAlbIntegration(listener, { ...TLS, vpc }).bindIntegration(httpOptions(stack, { routeKey: 'GET /pets' })))).toBe(
      `the private backend of 'GET /pets' has the ARN '${listenerArn}', which API Gateway refuses there; write one that ends in ':listener/app/…'`);
  });

  test.each([
    ['region', { region: 'us-east-1', account: '123456789012' }, 'eu-west-1', 'us-east-1'],
    ['account', { region: 'eu-west-1', account: '210987654321' }, '123456789012', '210987654321'],
  ])('fails for a listener in another %s', (what, env, theirs, ours) => {
    const stack = new Stack(new App(), 'Stack', { env });
    const vpc = vpcOf(stack);
    const listener = importedListener(stack);
    expect(errorOf(stack, () => new PrivateAlbIntegration(listener, { ...TLS, vpc }).bindIntegration(httpOptions(stack, { routeKey: 'GET /pets' })))).toContain(
      `the private backend of 'GET /pets' is in the ${what} ${theirs} and the API in ${ours}, between which there is no VPC link`);
  });

  test('fails for a listener of a stack in another region', () => {
    const app = new App();
    const network = new Stack(app, 'Network', { env: { region: 'eu-west-1' } });
    const stack = new Stack(app, 'Stack', { env: { region: 'us-east-1' } });
    const listener = albListener(albIn(network, vpcOf(network)));
    expect(errorOf(stack, () => new PrivateAlbIntegration(listener, {}).bindIntegration(httpOptions(stack)))).toContain('is in the region eu-west-1 and the API in us-east-1');
  });

  describe('the subnets of a link', () => {
    const linkInto = (count: number) => {
      const stack = testStack();
      const availabilityZones = [...Array(count || 1).keys()].map(String);
      const privateSubnetIds = count === 0 ? undefined : availabilityZones.map((zone) => `subnet-${zone}`);
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones, privateSubnetIds });
      const listener = importedListener(stack);
      return { stack, bind: () => new PrivateAlbIntegration(listener, { ...TLS, vpc }).bindIntegration(httpOptions(stack, { routeKey: 'GET /pets' })) };
    };

    test('are ten at most', () => {
      const { stack, bind } = linkInto(10);
      bind();
      template(stack).hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SubnetIds: [...Array(10).keys()].map((zone) => `subnet-${zone}`) });
    });

    test('fails with eleven', () => {
      const { stack, bind } = linkInto(11);
      expect(errorOf(stack, bind)).toBe("'GET /pets' needs a VPC link into 'Stack/Vpc', which has subnets in 11 zones, and a link takes 10; "
        + "write vpcLink: new apigatewayv2.VpcLink(this, 'Link', { vpc, subnets: { subnets: [...] } })");
    });

    test('fails with none', () => {
      const { stack, bind } = linkInto(0);
      expect(errorOf(stack, bind)).toContain("'GET /pets' needs a VPC link into 'Stack/Vpc', and the app knows no subnets of that VPC; import it with ec2.Vpc.fromLookup(...)");
    });
  });
});
