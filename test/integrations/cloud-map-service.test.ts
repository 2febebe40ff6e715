import { Token, aws_apigatewayv2 as apigatewayv2, aws_ec2 as ec2, aws_servicediscovery as servicediscovery } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { bound, httpOptions, vpcOf } from './private-backend';
import { ApiType } from '../../src/api-type';
import { CloudMapServiceIntegration, CloudMapServiceOptions } from '../../src/integrations/cloud-map-service';
import { errorOf, template, testStack, warnings } from '../rest-api';

const { DnsRecordType } = servicediscovery;
const PORT = ec2.Port.tcp(8080);

function fixture(dnsRecordType = DnsRecordType.SRV) {
  const stack = testStack();
  const vpc = vpcOf(stack);
  const namespace = new servicediscovery.PrivateDnsNamespace(stack, 'Namespace', { name: 'internal', vpc });
  const routingPolicy = dnsRecordType === DnsRecordType.CNAME ? servicediscovery.RoutingPolicy.WEIGHTED : undefined;
  const service = namespace.createService('Service', { dnsRecordType, routingPolicy });
  const tasks = new ec2.SecurityGroup(stack, 'Tasks', { vpc });
  return { stack, vpc, namespace, service, tasks, api: new Construct(stack, 'Api') };
}

describe('Integration.cloudMapService', () => {
  test('reaches the instances through a link into the VPC, without the name of the stage', () => {
    const { stack, vpc, service, api } = fixture();
    expect(bound(new CloudMapServiceIntegration(service, { vpc, secureServerName: 'orders.example.com' }), httpOptions(api, { routeKey: 'POST /pets' }))).toEqual({
      integrationType: 'HTTP_PROXY',
      httpMethod: 'ANY',
      uri: stack.resolve(service.serviceArn) as string,
      vpcLinkId: { Ref: expect.stringMatching(/^ApiVpcLinkVpc/) as string },
      serverNameToVerify: 'orders.example.com',
      requestParameters: { 'overwrite:path': '$request.path' },
      target: 'Stack/Namespace/Service',
      optOuts: [],
    });
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('opens the instances to the link', () => {
    const { stack, vpc, service, tasks, api } = fixture();
    new CloudMapServiceIntegration(service, { vpc, instances: tasks, port: PORT }).bindIntegration(httpOptions(api));
    template(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 8080,
      ToPort: 8080,
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Tasks'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiVpcLink'), 'GroupId'] },
    });
  });

  test('knows the port of instances that have a default one', () => {
    const { stack, vpc, service, tasks, api } = fixture();
    const instances = { connections: new ec2.Connections({ securityGroups: [tasks], defaultPort: ec2.Port.tcp(9090) }) };
    new CloudMapServiceIntegration(service, { vpc, instances }).bindIntegration(httpOptions(api));
    template(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 9090, ToPort: 9090 });
  });

  test('goes through a link of the user\'s own', () => {
    const { stack, vpc, service, api } = fixture();
    const vpcLink = new apigatewayv2.VpcLink(stack, 'Own', { vpc });
    expect(bound(new CloudMapServiceIntegration(service, { vpcLink }), httpOptions(api)).vpcLinkId).toEqual(stack.resolve(vpcLink.vpcLinkId));
    template(stack).resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
  });

  test.each([DnsRecordType.A, DnsRecordType.AAAA, DnsRecordType.SRV])('takes instances with records of the type %s', (dnsRecordType) => {
    const { vpc, service, api } = fixture(dnsRecordType);
    expect(bound(new CloudMapServiceIntegration(service, { vpc }), httpOptions(api)).target).toBe(service.node.path);
  });

  test('warns of clear text, unless there is a reason', () => {
    const { stack, vpc, service, api } = fixture();
    expect(bound(new CloudMapServiceIntegration(service, { vpc, plaintext: 'a mesh encrypts' }), httpOptions(api)).optOuts).toEqual([{ ruleId: 'http-private-no-tlsconfig', reason: 'a mesh encrypts' }]);
    expect(warnings(stack, '/Stack/Api', '.*')).toEqual([]);
    new CloudMapServiceIntegration(service, { vpc }).bindIntegration(httpOptions(api));
    expect(warnings(stack, '/Stack/Api', 'privateHopPlaintext')).toHaveLength(1);
  });

  test('takes an address that only a deployment knows', () => {
    const { stack, vpc, namespace, api } = fixture();
    const service = servicediscovery.Service.fromServiceAttributes(stack, 'Imported', {
      namespace, serviceName: 'orders', serviceId: 'srv-1', serviceArn: Token.asString({ Ref: 'Service' }), dnsRecordType: DnsRecordType.SRV, routingPolicy: servicediscovery.RoutingPolicy.MULTIVALUE,
    });
    expect(bound(new CloudMapServiceIntegration(service, { vpc }), httpOptions(api)).uri).toEqual({ Ref: 'Service' });
  });

  type OptionsOf = (made: ReturnType<typeof fixture>) => CloudMapServiceOptions;
  const failing = (optionsOf: OptionsOf, dnsRecordType?: servicediscovery.DnsRecordType, bindWith = {}) => {
    const made = fixture(dnsRecordType);
    const options = optionsOf(made);
    return errorOf(made.stack, () => new CloudMapServiceIntegration(made.service, options).bindIntegration(httpOptions(made.api, { routeKey: 'GET /pets', ...bindWith })));
  };

  test.each([ApiType.REST, ApiType.WEBSOCKET])('fails on an API of the type %s', (apiType) => {
    expect(failing(({ vpc }) => ({ vpc }), undefined, { apiType })).toMatch(/ is private, .* let a function in the VPC call the backend: /);
  });

  test('fails where nobody names the VPC', () => {
    expect(failing(() => ({}))).toBe("the app does not know in which VPC the private backend 'Stack/Namespace/Service' of 'GET /pets' is; write vpc, into which the API then gets a link, or vpcLink");
  });

  test('fails for instances without a port', () => {
    expect(failing(({ vpc, tasks }) => ({ vpc, instances: tasks }))).toContain('so no rule can let the VPC link in; write port: ec2.Port.tcp(8080), or vpcLink with rules of your own');
  });

  test('fails for a port without instances', () => {
    expect(failing(({ vpc }) => ({ vpc, port: PORT }))).toBe("'GET /pets' was given port without instances, and AWS Cloud Map says by which port each is called; leave port out, or write instances");
  });

  test('fails for instances beside a link of the user\'s own', () => {
    expect(failing(({ stack, vpc, tasks }) => ({ vpcLink: new apigatewayv2.VpcLink(stack, 'Own', { vpc }), instances: tasks, port: PORT }))).toContain(
      "'GET /pets' was given instances beside vpcLink, whose security groups the app does not know");
  });

  test('fails for names in place of addresses', () => {
    expect(failing(({ vpc }) => ({ vpc }), DnsRecordType.CNAME)).toBe("the AWS Cloud Map service 'Stack/Namespace/Service' of 'GET /pets' has CNAME records, "
      + 'and API Gateway needs an IP address and a port of each instance; write dnsRecordType: DnsRecordType.SRV');
  });
});
