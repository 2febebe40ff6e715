import { ApiType } from '../../api-type';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { GAP } from '../../reflection/partial-text';
import { PrivateBackends } from '../../reflection/private-backends';
import { RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule, resourceRule } from '../rule-subjects';

const PRIVATE_OF_HTTP = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html';

/** Longer than this, and callers notice that a backend is dead. */
const NOTICED_AFTER_SECONDS = 30;

/** What stands behind VPC links. */
export const privateBackends: Rule[] = [
  integrationRule({
    id: 'alb-protocol-mismatch',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A listener is spoken to in another protocol than its own',
    why: 'The load balancer answers every call with 400, or the connection is never made.',
    fix: 'for a listener of HTTPS or TLS give an HTTP API a TlsConfig and a REST API an address with https://; for one of HTTP neither',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        ConnectionType: VPC_LINK
        IntegrationUri: !Ref HttpsListener
        TlsConfig:
          ServerNameToVerify: pets.example.com`,
    docs: PRIVATE_OF_HTTP,
  }, (integration, route, { app }) => PrivateBackends.of(app).listenerOf(route, integration).toList().flatMap((listener) => {
    const answer = judge(listener.property('Protocol').string(), {
      what: `the protocol of the listener behind '${route.key}'`,
      known: (protocol) => judgeProtocol(protocol.toUpperCase(), integration, route),
    });
    return [answer ?? []].flat();
  })),

  resourceRule({
    id: 'alb-desync-strictest',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A load balancer behind an API rejects whatever is not to the letter of HTTP',
    why: 'API Gateway hands on requests that the strictest mode answers with 400, and callers see errors that no log of the API explains.',
    fix: 'set routing.http.desync_mitigation_mode to defensive',
    snippet: `
      Type: AWS::ElasticLoadBalancingV2::LoadBalancer
      Properties:
        LoadBalancerAttributes:
          - Key: routing.http.desync_mitigation_mode
            Value: defensive`,
    docs: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
  }, ['AWS::ElasticLoadBalancingV2::LoadBalancer'], (loadBalancer, { app }) => {
    const route = PrivateBackends.of(app).routeTo(loadBalancer);
    const mode = loadBalancer.property('LoadBalancerAttributes').items().value
      ?.find((attribute) => attribute.get('Key').string().is((key) => key === 'routing.http.desync_mitigation_mode'))?.get('Value');
    return route && mode && judge(mode.string(), {
      what: `the desync mitigation mode of the load balancer behind '${route.key}'`,
      place: mode,
      known: (value) => value.toLowerCase() === 'strictest'
        ? violation(`the load balancer behind '${route.key}' has the strictest desync mitigation mode, which rejects requests that API Gateway hands on`, mode)
        : undefined,
    });
  }),

  resourceRule({
    id: 'private-backend-sg-open',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A load balancer behind a VPC link lets in more than the link',
    why: 'Whoever is let in reaches the backend without the API: without its authorizers, throttles, validation and logs.',
    fix: 'allow the security group of the VPC link alone (in the CDK: open: false on the listener)',
    snippet: `
      Type: AWS::EC2::SecurityGroup
      Properties:
        SecurityGroupIngress:
          - IpProtocol: tcp
            FromPort: 443
            ToPort: 443
            SourceSecurityGroupId: !GetAtt LinkSecurityGroup.GroupId`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html',
  }, ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'], (resource, { app }) => {
    const isRule = resource.resourceType === 'AWS::EC2::SecurityGroupIngress';
    const group = isRule ? resource.property('GroupId').reference().value?.resource : resource;
    const backends = PrivateBackends.of(app);
    const route = group && backends.routeTo(group);
    if (!route) return undefined;
    const isPublic = backends.isPublic(group);
    const ingress = isRule ? [resource.properties] : resource.property('SecurityGroupIngress').items().value ?? [];
    return ingress.flatMap((entry) => ['CidrIp', 'CidrIpv6'].flatMap((name) => judgeSource(entry.get(name), route, isPublic) ?? []));
  }),

  resourceRule({
    id: 'on-prem-target-health',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'Targets outside the VPC are found dead late',
    why: 'Nothing takes such targets out of service but the health check, and until it does, their share of the calls fails.',
    fix: 'check every 10 seconds, take 2 failures for an end, and put an alarm on UnHealthyHostCount',
    snippet: `
      Type: AWS::ElasticLoadBalancingV2::TargetGroup
      Properties:
        TargetType: ip
        HealthCheckIntervalSeconds: 10
        UnhealthyThresholdCount: 2`,
    docs: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  }, ['AWS::ElasticLoadBalancingV2::TargetGroup'], (group, { app }) => {
    const route = PrivateBackends.of(app).routeTo(group);
    // Targets beyond the VPC have no zone of their own; those of ECS, which are addresses too, are taken out by ECS.
    const isOutside = (group.property('Targets').items().value ?? []).some((target) => target.get('AvailabilityZone').string().is((zone) => zone === 'all'));
    if (!route || !isOutside) return undefined;
    const interval = group.property('HealthCheckIntervalSeconds').number().orDefault(30);
    const failures = group.property('UnhealthyThresholdCount').number().orDefault(2);
    return judge(interval.flatMap((seconds) => failures.map((count) => seconds * count)), {
      what: `how soon dead targets behind '${route.key}' are found`,
      known: (seconds) => seconds > NOTICED_AFTER_SECONDS
        ? violation(`the targets outside the VPC behind '${route.key}' get calls for up to ${seconds} seconds after they die`)
        : undefined,
    });
  }),

  integrationRule({
    id: 'http-private-stage-prefix',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'A private backend gets the name of the stage before each path',
    why: 'API Gateway sends /live/pets where a caller asked for /pets of the stage live, and the backend answers 404.',
    fix: 'map overwrite:path to $request.path, or use the stage $default',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        ConnectionType: VPC_LINK
        RequestParameters:
          overwrite:path: $request.path`,
    docs: PRIVATE_OF_HTTP,
  }, (integration, { api, key }) => {
    const isRewritten = integration.requestParameters.map((parameters) => parameters.some(([target]) => target.toLowerCase() === 'overwrite:path'));
    if (!integration.isPrivate.is(Boolean) || isRewritten.is(Boolean)) return undefined;
    const what = `whether the backend of '${key}' gets the name of the stage`;
    return api.stages.flatMap((stage) => judge(stage.name, {
      what,
      known: (name) => name === '$default' ? undefined : judge(isRewritten, {
        what,
        place: integration.field('requestParameters'),
        known: () => violation(`'${key}' sends its backend the path with the name of the stage, '/${name}', before it`),
      }),
    }));
  }),

  integrationRule({
    id: RuleIds.HTTP_PRIVATE_NO_TLSCONFIG,
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.HTTP],
    title: 'A private backend is called in clear text',
    why: 'Without a TlsConfig API Gateway speaks plain HTTP to the backend, and whoever sees the traffic of the VPC reads requests and tokens.',
    fix: 'give the listener a certificate, and the integration a TlsConfig with the name on it',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        ConnectionType: VPC_LINK
        TlsConfig:
          ServerNameToVerify: pets.example.com`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integration-tls-config.html',
    related: ['apigatewayv2-integration-private-https-enabled'],
  }, (integration, route, { app }) => {
    if (!integration.isPrivate.is(Boolean)) return undefined;
    const protocol = PrivateBackends.of(app).listenerOf(route, integration).value?.property('Protocol').string();
    // A listener that wants TLS gets nothing in clear text: every call fails, as alb-protocol-mismatch says.
    if (protocol?.is(isEncrypted)) return undefined;
    return judge(integration.field('tlsConfig').presence(), {
      what: `whether the backend of '${route.key}' is called in clear text`,
      place: integration.field('tlsConfig'),
      known: () => undefined,
      absent: () => violation(`'${route.key}' calls its private backend in clear text: it has no TlsConfig`),
    });
  }),
];

function isEncrypted(protocol: string): boolean {
  return ['HTTPS', 'TLS'].includes(protocol.toUpperCase());
}

function judgeProtocol(protocol: string, integration: IntegrationReflection, route: RouteReflection): Outcome | Outcome[] | undefined {
  const needsTls = isEncrypted(protocol);
  // What is behind TCP decides for itself.
  if (!needsTls && protocol !== 'HTTP') return undefined;
  const mismatch = (speaks: string) => violation(`'${route.key}' speaks ${speaks} to a listener for ${protocol}, so that every call fails`);
  if (route.api.apiType === ApiType.REST) {
    const what = `how '${route.key}' speaks to its listener`;
    return judge(integration.field('uri').text(), {
      what,
      place: integration.field('uri'),
      known: ({ marked, gaps }) => {
        if (marked.startsWith(GAP)) return unknown(what, gaps[0].why, integration.field('uri'));
        const isSecure = /^https:/i.test(marked);
        return isSecure === needsTls ? undefined : mismatch(isSecure ? 'HTTPS' : 'plain HTTP');
      },
      // API Gateway speaks HTTP where nothing is said.
      absent: () => needsTls ? mismatch('plain HTTP') : undefined,
    });
  }
  return judge(integration.field('tlsConfig').presence(), {
    what: `whether '${route.key}' speaks TLS to its listener`,
    place: integration.field('tlsConfig'),
    known: () => needsTls ? undefined : mismatch('HTTPS'),
    absent: () => needsTls ? mismatch('plain HTTP') : undefined,
  });
}

function judgeSource(range: TemplateValue, { key }: RouteReflection, isPublic: boolean): Outcome | Outcome[] | undefined {
  return judge(range.text(), {
    what: `whom the load balancer behind '${key}' lets in`,
    place: range,
    known: (text) => {
      const open = violation(`the load balancer behind '${key}' lets ${text.toString()} in, which reaches the backend without the API`, range);
      const isAnybody = ['0.0.0.0/0', '::/0'].includes(text.marked);
      return { ...open, severity: isPublic && isAnybody ? 'error' : 'warning' };
    },
  });
}
