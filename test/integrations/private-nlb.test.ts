import { Token, aws_apigatewayv2 as apigatewayv2, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { CERTIFICATE_ARN, bound, httpOptions, nlbIn, nlbListener, vpcOf } from './private-backend';
import { ApiType } from '../../src/api-type';
import { PrivateBackendOptions } from '../../src/integrations/private-backend';
import { PrivateNlbIntegration } from '../../src/integrations/private-nlb';
import { errorOf, template, testStack, warnings } from '../rest-api';

const LISTENER_ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/net/orders/1/2';
const CERTIFICATES = [elbv2.ListenerCertificate.fromArn(CERTIFICATE_ARN)];
const TLS: PrivateBackendOptions = { secureServerName: 'orders.example.com' };

function fixture(listenerProps: Partial<elbv2.BaseNetworkListenerProps> = {}) {
  const stack = testStack();
  const vpc = vpcOf(stack);
  const securityGroup = new ec2.SecurityGroup(stack, 'NlbGroup', { vpc });
  const nlb = nlbIn(stack, vpc, { securityGroups: [securityGroup] });
  return { stack, vpc, listener: nlbListener(nlb, vpc, listenerProps), api: new Construct(stack, 'Api') };
}

describe('Integration.privateNlb', () => {
  test('reaches the listener through a link, without the name of the stage', () => {
    const { stack, listener, api } = fixture();
    expect(bound(new PrivateNlbIntegration(listener, { plaintext: 'within the VPC' }), httpOptions(api, { routeKey: '$default' }))).toMatchObject({
      integrationType: 'HTTP_PROXY',
      httpMethod: 'ANY',
      uri: stack.resolve(listener.listenerArn) as string,
      vpcLinkId: { Ref: expect.stringMatching(/^ApiVpcLinkVpc/) as string },
      requestParameters: { 'overwrite:path': '$request.path' },
      target: 'Stack/Nlb/Listener',
      optOuts: [{ ruleId: 'http-private-no-tlsconfig', reason: 'within the VPC' }],
    });
  });

  test('is let in by the load balancer\'s security group, by the listener\'s port', () => {
    const { stack, listener, api } = fixture();
    new PrivateNlbIntegration(listener, TLS).bindIntegration(httpOptions(api));
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NlbGroup'), 'GroupId'] },
    });
  });

  test('needs no rule where the load balancer has no security group', () => {
    const stack = testStack();
    const vpc = vpcOf(stack);
    new PrivateNlbIntegration(nlbListener(nlbIn(stack, vpc), vpc), TLS).bindIntegration(httpOptions(new Construct(stack, 'Api')));
    template(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('shares its link with the other private routes into the VPC', () => {
    const { stack, vpc, listener, api } = fixture();
    const other = nlbListener(nlbIn(stack, vpc, {}, 'Other'), vpc);
    [listener, other].forEach((each) => new PrivateNlbIntegration(each, TLS).bindIntegration(httpOptions(api)));
    template(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
  });

  test('passes TLS through a listener for TCP, or ends it at one for TLS', () => {
    for (const listenerProps of [{}, { port: 443, certificates: CERTIFICATES }]) {
      const { listener, api } = fixture(listenerProps);
      expect(bound(new PrivateNlbIntegration(listener, TLS), httpOptions(api))).toMatchObject({ serverNameToVerify: 'orders.example.com', optOuts: [] });
    }
  });

  test('warns of clear text', () => {
    const { stack, listener, api } = fixture();
    new PrivateNlbIntegration(listener, {}).bindIntegration(httpOptions(api));
    expect(warnings(stack, '/Stack/Api', 'privateHopPlaintext')).toEqual([expect.stringContaining("'Stack/Nlb/Listener' in clear text")]);
  });

  test('reaches an imported listener, whose load balancer the app does not know', () => {
    const stack = testStack();
    const vpc = vpcOf(stack);
    const listener = elbv2.NetworkListener.fromNetworkListenerArn(stack, 'Imported', LISTENER_ARN);
    expect(bound(new PrivateNlbIntegration(listener, { ...TLS, vpc }), httpOptions(new Construct(stack, 'Api')))).toMatchObject({ uri: LISTENER_ARN });
    template(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    const vpcLink = apigatewayv2.VpcLink.fromVpcLinkAttributes(stack, 'Own', { vpcLinkId: 'link1', vpc });
    expect(bound(new PrivateNlbIntegration(listener, { ...TLS, vpcLink }), httpOptions(stack))).toMatchObject({ vpcLinkId: 'link1' });
  });

  test('takes an address that only a deployment knows', () => {
    const stack = testStack();
    const listener = elbv2.NetworkListener.fromNetworkListenerArn(stack, 'Imported', Token.asString({ Ref: 'Listener' }));
    expect(bound(new PrivateNlbIntegration(listener, { ...TLS, vpc: vpcOf(stack) }), httpOptions(stack))).toMatchObject({ uri: { Ref: 'Listener' } });
  });

  test.each([ApiType.REST, ApiType.WEBSOCKET])('fails on an API of the type %s', (apiType) => {
    const { stack, listener, api } = fixture();
    expect(errorOf(stack, () => new PrivateNlbIntegration(listener, TLS).bindIntegration(httpOptions(api, { apiType })))).toMatch(/ is private, .* let a function in the VPC call the backend: /);
  });

  test.each<[string, PrivateBackendOptions, Partial<elbv2.BaseNetworkListenerProps>, string]>([
    ['a listener for UDP', {}, { protocol: elbv2.Protocol.UDP }, 'has the protocol UDP, over which API Gateway calls nobody; write a listener for TCP or TLS'],
    ['clear text to a listener for TLS', { plaintext: 'why not' }, { port: 443, certificates: CERTIFICATES }, 'has the protocol TLS, and without secureServerName API Gateway speaks plain HTTP to it'],
  ])('fails for %s', (_, options, listenerProps, message) => {
    const { stack, listener, api } = fixture(listenerProps);
    expect(errorOf(stack, () => new PrivateNlbIntegration(listener, options).bindIntegration(httpOptions(api)))).toContain(message);
  });

  test('fails for an imported listener whose VPC nobody names', () => {
    const stack = testStack();
    const listener = elbv2.NetworkListener.fromNetworkListenerArn(stack, 'Imported', LISTENER_ARN);
    expect(errorOf(stack, () => new PrivateNlbIntegration(listener, TLS).bindIntegration(httpOptions(stack)))).toContain("in which VPC the private backend 'Stack/Imported'");
  });

  test('fails for the listener of an Application Load Balancer', () => {
    const stack = testStack();
    const listener = elbv2.NetworkListener.fromNetworkListenerArn(stack, 'Imported', LISTENER_ARN.replace('/net/', '/app/'));
    expect(errorOf(stack, () => new PrivateNlbIntegration(listener, TLS).bindIntegration(httpOptions(stack)))).toContain("write one that ends in ':listener/net/…'");
  });
});
