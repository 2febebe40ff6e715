import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, method, restApi, route, v2Stage } from '../resources';

type Properties = { [key: string]: Json };

function loadBalancer(properties: Properties = {}): Resources {
  return { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internal', Subnets: ['subnet-1', 'subnet-2'], ...properties } } };
}

function listener(properties: Properties = {}): Resources {
  return {
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Port: 443, Protocol: 'HTTPS', DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }], ...properties },
    },
  };
}

function targets(properties: Properties = {}): Resources {
  return { Targets: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { TargetType: 'ip', ...properties } } };
}

function privateRoute(integration: Properties = {}): Resources {
  return route('GET /pets', {}, {
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'GET',
    IntegrationUri: { Ref: 'Listener' },
    ConnectionType: 'VPC_LINK',
    ConnectionId: { Ref: 'Link' },
    PayloadFormatVersion: '1.0',
    TlsConfig: { ServerNameToVerify: 'pets.example.com' },
    ...integration,
  });
}

function link(): Resources {
  return { Link: { Type: 'AWS::ApiGatewayV2::VpcLink', Properties: { Name: 'link', SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] } } };
}

function behindHttpApi(integration: Properties = {}): Resources {
  return { ...httpApi(), ...link(), ...privateRoute(integration) };
}

const SECURE = { ServerNameToVerify: 'pets.example.com' };

describeRule<{ protocol: Json; tls?: Json; speaks?: string }>('alb-protocol-mismatch', {
  template: ({ protocol, tls }) => ({ ...behindHttpApi({ TlsConfig: tls }), ...loadBalancer(), ...listener({ Protocol: protocol }), ...targets() }),
  passes: [{ protocol: 'HTTPS', tls: SECURE }, { protocol: 'TLS', tls: SECURE }, { protocol: 'HTTP' }, { protocol: 'TCP' }, { protocol: 'TCP', tls: SECURE }],
  fails: [{ protocol: 'HTTPS', speaks: 'plain HTTP' }, { protocol: 'TLS', speaks: 'plain HTTP' }, { protocol: 'HTTP', tls: SECURE, speaks: 'HTTPS' }],
  message: ({ protocol, speaks }) => `'GET /pets' speaks ${speaks} to a listener for ${String(protocol)}, so that every call fails`,
  unknown: [{ protocol: UNKNOWN }],
});

describeRule<{ uri: string; protocol: Json; port?: Json; speaks?: string }>('alb-protocol-mismatch', {
  template: ({ uri, protocol, port = 443 }) => ({
    ...restApi(),
    ...link(),
    ...loadBalancer(),
    ...listener({ Protocol: protocol, Port: port }),
    ...targets(),
    ...method('GET /pets', {
      Integration: {
        Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: uri, ConnectionType: 'VPC_LINK', ConnectionId: { Ref: 'Link' }, IntegrationTarget: { Ref: 'Balancer' },
      },
    }),
  }),
  passes: [
    { uri: 'https://pets.example.com/pets', protocol: 'HTTPS' },
    { uri: 'http://pets.example.com:8080/pets', protocol: 'HTTP', port: 8080 },
    { uri: 'http://pets.example.com/pets', protocol: 'HTTPS', port: 443 },
  ],
  fails: [
    { uri: 'https://pets.example.com/pets', protocol: 'HTTP', speaks: 'HTTPS' },
    { uri: 'http://pets.example.com:443/pets', protocol: 'HTTPS', speaks: 'plain HTTP' },
    { uri: 'http://pets.example.com', protocol: 'TLS', port: 80, speaks: 'plain HTTP' },
  ],
  message: ({ protocol, speaks }) => `'GET /pets' speaks ${speaks} to a listener for ${String(protocol)}, so that every call fails`,
  unknown: [{ uri: 'https://pets.example.com/pets', protocol: UNKNOWN }],
}, 'a REST API, by the port of its address');

describeRule<{ uri: string; speaks?: string }>('alb-protocol-mismatch', {
  template: ({ uri }) => ({
    ...restApi(),
    OldLink: { Type: 'AWS::ApiGateway::VpcLink', Properties: { Name: 'link', TargetArns: [{ Ref: 'Balancer' }] } },
    ...loadBalancer({ Type: 'network' }),
    ...listener({ Protocol: 'TLS' }),
    ...targets(),
    ...method('GET /pets', { Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: uri, ConnectionType: 'VPC_LINK', ConnectionId: { Ref: 'OldLink' } } }),
  }),
  passes: [{ uri: 'https://pets.example.com' }],
  fails: [{ uri: 'http://pets.example.com:443' }],
  message: "'GET /pets' speaks plain HTTP to a listener for TLS, so that every call fails",
  unknown: 'the protocol is literal here',
}, 'a link of the first version');

describeRule<{ uri: Json; speaks?: string }>('alb-protocol-mismatch', {
  template: ({ uri }) => ({
    ...restApi(),
    ...link(),
    ...loadBalancer(),
    ...listener(),
    ...targets(),
    ...method('GET /pets', {
      Integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: uri, ConnectionType: 'VPC_LINK', ConnectionId: { Ref: 'Link' }, IntegrationTarget: { Ref: 'Listener' } },
    }),
  }),
  passes: [{ uri: 'https://pets.example.com' }],
  fails: [{ uri: 'http://pets.example.com' }, { uri: undefined }],
  message: "'GET /pets' speaks plain HTTP to a listener for HTTPS, so that every call fails",
  unknown: [{ uri: UNKNOWN }, { uri: { 'Fn::Sub': '${Unknown}/pets' } }],
}, 'a listener as the target of a REST API');

describeRule('alb-desync-strictest', {
  template: (mode) => ({
    ...behindHttpApi(),
    ...loadBalancer({ LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '30' }, { Key: 'routing.http.desync_mitigation_mode', Value: mode }] }),
    ...listener(),
    ...targets(),
  }),
  passes: ['defensive', 'monitor'],
  fails: ['strictest'],
  message: "the load balancer behind 'GET /pets' has the strictest desync mitigation mode, which rejects requests that API Gateway hands on",
  unknown: [UNKNOWN],
});

describeRule('alb-desync-strictest', {
  template: (listenerId: string) => ({
    ...behindHttpApi({ IntegrationUri: { Ref: listenerId } }),
    ...loadBalancer({ LoadBalancerAttributes: [{ Key: 'routing.http.desync_mitigation_mode', Value: 'strictest' }] }),
    ...listener(),
    OtherListener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1', Protocol: 'HTTPS' } },
  }),
  passes: ['OtherListener'],
  fails: ['Listener'],
  message: "the load balancer behind 'GET /pets' has the strictest desync mitigation mode, which rejects requests that API Gateway hands on",
  unknown: 'the mode is literal here',
}, 'a load balancer that no API calls is none of its business');

const guarded = (ingress: Json, properties: Properties = {}): Resources => ({
  ...behindHttpApi(),
  ...loadBalancer({ ...properties, SecurityGroups: [{ 'Fn::GetAtt': ['Guard', 'GroupId'] }] }),
  ...listener(),
  ...targets(),
  Guard: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'guard', SecurityGroupIngress: ingress } },
});

describeRule<Properties>('private-backend-sg-open', {
  template: (ingress) => guarded([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...ingress }]),
  passes: [{ SourceSecurityGroupId: 'sg-1' }],
  fails: [{ CidrIp: '0.0.0.0/0' }, { CidrIp: '10.0.0.0/16' }, { CidrIpv6: '::/0' }],
  message: (ingress) => `the load balancer behind 'GET /pets' lets ${Object.values(ingress).join()} in, which reaches the backend without the API`,
  severity: 'warning',
  unknown: [{ CidrIp: UNKNOWN }],
});

describeRule('private-backend-sg-open', {
  template: (source) => guarded([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...source as Properties }], { Scheme: undefined }),
  passes: [{ SourceSecurityGroupId: 'sg-1' }],
  fails: [{ CidrIp: '0.0.0.0/0' }],
  message: "the load balancer behind 'GET /pets' lets 0.0.0.0/0 in, which reaches the backend without the API",
  unknown: [{ CidrIp: UNKNOWN }],
}, 'a load balancer of the internet, as it is without a scheme');

describeRule('private-backend-sg-open', {
  template: (source) => ({
    ...guarded(undefined),
    Ingress: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: { GroupId: { 'Fn::GetAtt': ['Guard', 'GroupId'] }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...source as Properties },
    },
  }),
  passes: [{ SourceSecurityGroupId: 'sg-1' }],
  fails: [{ CidrIp: '0.0.0.0/0' }],
  message: "the load balancer behind 'GET /pets' lets 0.0.0.0/0 in, which reaches the backend without the API",
  severity: 'warning',
  unknown: [{ CidrIp: UNKNOWN }],
}, 'a rule that is a resource of its own');

describeRule<Properties>('on-prem-target-health', {
  template: (properties) => ({
    ...behindHttpApi(), ...loadBalancer(), ...listener(), ...targets({ Targets: [{ Id: '192.168.1.1', AvailabilityZone: 'all' }], ...properties }),
  }),
  passes: [
    { HealthCheckIntervalSeconds: 10, UnhealthyThresholdCount: 3 },
    { Targets: [{ Id: '10.0.0.1' }] },
    { Targets: undefined },
  ],
  fails: [{}, { HealthCheckIntervalSeconds: 31, UnhealthyThresholdCount: 1 }, { HealthCheckIntervalSeconds: 10, UnhealthyThresholdCount: 4 }],
  message: ({ HealthCheckIntervalSeconds: interval = 30, UnhealthyThresholdCount: count = 2 }) =>
    `the targets outside the VPC behind 'GET /pets' get calls for up to ${Number(interval) * Number(count)} seconds after they die`,
  unknown: [{ HealthCheckIntervalSeconds: UNKNOWN }],
});

describeRule<Json>('on-prem-target-health', {
  template: (listenerArn) => ({
    ...behindHttpApi(),
    ...loadBalancer(),
    ...listener({ DefaultActions: [{ Type: 'fixed-response' }] }),
    ...targets({ Targets: [{ Id: '192.168.1.1', AvailabilityZone: 'all' }] }),
    Rule: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: { ListenerArn: listenerArn, Priority: 1, Conditions: [], Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: { Ref: 'Targets' } }] } }] },
    },
  }),
  passes: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/other/1/2'],
  fails: [{ Ref: 'Listener' }],
  message: "the targets outside the VPC behind 'GET /pets' get calls for up to 60 seconds after they die",
  unknown: 'the health check is literal here',
}, 'targets to which a rule of the listener leads');

describeRule<{ stage: Json; parameters?: Json }>('http-private-stage-prefix', {
  template: ({ stage, parameters }) => ({
    ...behindHttpApi({ RequestParameters: parameters }), ...loadBalancer(), ...listener(), ...targets(), ...v2Stage({ StageName: stage }),
  }),
  passes: [{ stage: '$default' }, { stage: 'live', parameters: { 'overwrite:path': '$request.path' } }],
  fails: [{ stage: 'live' }, { stage: 'live', parameters: { 'append:header.x': 'y' } }],
  message: "'GET /pets' sends its backend the path with the name of the stage, '/live', before it",
  unknown: [{ stage: UNKNOWN }],
});

describeRule<{ stage: Json; condition: Json }>('http-private-stage-prefix', {
  template: ({ stage, condition }) => ({
    Conditions: { IsRewritten: condition },
    Resources: {
      ...behindHttpApi({ RequestParameters: { 'Fn::If': ['IsRewritten', { 'overwrite:path': '$request.path' }, { Ref: 'AWS::NoValue' }] } }),
      ...loadBalancer(),
      ...listener(),
      ...targets(),
      ...v2Stage({ StageName: stage }),
    },
  }),
  passes: [{ stage: 'live', condition: { 'Fn::Equals': ['a', 'a'] } }, { stage: '$default', condition: { 'Fn::Equals': [UNKNOWN, 'a'] } }],
  fails: [{ stage: 'live', condition: { 'Fn::Equals': ['a', 'b'] } }],
  message: "'GET /pets' sends its backend the path with the name of the stage, '/live', before it",
  unknown: [{ stage: 'live', condition: { 'Fn::Equals': [UNKNOWN, 'a'] } }],
}, 'mappings on a condition');

describeRule('http-private-stage-prefix', {
  template: (type) => ({ ...behindHttpApi({ ConnectionType: type, IntegrationUri: 'https://pets.example.com' }), ...v2Stage() }),
  passes: ['INTERNET', undefined],
  fails: ['VPC_LINK'],
  message: "'GET /pets' sends its backend the path with the name of the stage, '/live', before it",
  unknown: 'the stage is literal here',
}, 'backends on the internet get no name of a stage');

describeRule<{ tls?: Json; protocol?: Json }>('http-private-no-tlsconfig', {
  template: ({ tls, protocol = 'TCP' }) => ({ ...behindHttpApi({ TlsConfig: tls }), ...loadBalancer(), ...listener({ Protocol: protocol }), ...targets() }),
  passes: [{ tls: SECURE }, { protocol: 'HTTPS' }],
  fails: [{}, { protocol: 'HTTP' }],
  message: "'GET /pets' calls its private backend in clear text: it has no TlsConfig",
  unknown: 'no parameter of a template can hold a TlsConfig',
});
