import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { ApiReflection } from '../../reflection/api-reflection';
import type { AppReflection } from '../../reflection/app-reflection';
import { DnsRecord } from '../../reflection/dns-records';
import { Fact } from '../../reflection/fact';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const EVERY_TYPE = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

/** How Route 53 leads clients away from a region that fails. */
export const failover: Rule[] = [
  recordRule({
    id: 'failover-without-health-check',
    severity: 'error',
    category: 'reliability',
    appliesTo: EVERY_TYPE,
    title: 'A primary record has no health by which it could fail over',
    why: 'Route 53 takes a record without a health check for healthy whatever happens, so the secondary region never gets a call.',
    fix: 'set HealthCheckId, best to a health check that follows an alarm or tests the API itself',
    snippet: `
      Type: AWS::Route53::RecordSet
      Properties:
        Name: api.example.com
        Failover: PRIMARY
        SetIdentifier: primary
        HealthCheckId: !Ref HealthCheck`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html',
  }, ({ place }) => {
    const health = [place.get('HealthCheckId').isWritten(), place.at('AliasTarget', 'EvaluateTargetHealth').boolean().orDefault(false)];
    if (place.get('Failover').isAbsent || health.some((sign) => sign.is(Boolean))) return undefined;
    return judge(place.get('Failover').string().flatMap((role) => role.toUpperCase() === 'PRIMARY' ? Fact.all(health).map(() => false) : Fact.known(true)), {
      what: `whether ${nameOf(place)} fails over`,
      known: (isSo) => isSo ? undefined : violation(`${nameOf(place)} is the primary one and has no health check, so it never fails over`, place),
    });
  }),

  recordRule({
    id: 'failover-ttl-high',
    severity: 'warning',
    category: 'reliability',
    appliesTo: EVERY_TYPE,
    title: 'Clients are told late that a region fails',
    why: 'Resolvers keep the address of the region that failed for as long as the record allows, on top of what the health check takes.',
    fix: `set TTL to ${Limits.HEALTH_CHECKED_TTL_SECONDS} or less, or make the record an alias`,
    snippet: `
      Type: AWS::Route53::RecordSet
      Properties:
        Name: api.example.com
        Failover: PRIMARY
        SetIdentifier: primary
        TTL: '${Limits.HEALTH_CHECKED_TTL_SECONDS}'`,
    docs: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover.html',
  }, ({ place, mayChangeRegion }) => {
    const followsHealth = place.get('Failover').isGiven || mayChangeRegion && place.get('HealthCheckId').isGiven;
    return !followsHealth ? undefined : judge(place.get('TTL').number(), {
      what: `the TTL of ${nameOf(place)}`,
      place: place.get('TTL'),
      known: (seconds) => seconds > Limits.HEALTH_CHECKED_TTL_SECONDS
        ? violation(`${nameOf(place)} follows a health check and is remembered for ${seconds} seconds, above ${Limits.HEALTH_CHECKED_TTL_SECONDS}`, place.get('TTL')) : undefined,
    });
  }),

  resourceRule({
    id: 'health-check-on-private-api',
    severity: 'error',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'A health check asks a private API from the internet',
    why: 'The checkers of Route 53 stand on the internet, where a private API answers nobody: the check always fails, and takes a healthy region out.',
    fix: 'let the health check follow a CloudWatch alarm on the API, or ask from a health check source in the VPC',
    snippet: `
      Type: AWS::Route53::HealthCheck
      Properties:
        HealthCheckConfig:
          Type: CLOUDWATCH_METRIC
          AlarmIdentifier: { Name: !Ref ServerErrorAlarm, Region: !Ref AWS::Region }`,
    docs: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-private-hosted-zones.html',
  }, ['AWS::Route53::HealthCheck'], (resource, { app }) => {
    const config = resource.property('HealthCheckConfig');
    const asked = config.get('FullyQualifiedDomainName');
    const target = askedOf(app, asked);
    if (!target || hasSource(config)) return undefined;
    return [judge(config.get('Type').string().flatMap((kind) => /^HTTPS?(_STR_MATCH)?$/i.test(kind) ? target.isPrivate : Fact.known(false)), {
      what: `whether the health check of ${target.name} can reach it`,
      place: asked,
      known: (isPrivate) => isPrivate ? violation(`the health check of ${target.name} asks from the internet, where it answers nobody`, asked) : undefined,
    })].flat();
  }),
];

function recordRule(text: RuleText, judgeRecord: (record: DnsRecord) => Outcome | Outcome[] | undefined): Rule {
  return resourceRule(text, ['AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup'], (resource, { app }) =>
    app.dnsRecords.of(resource).filter(({ leadsToApi }) => leadsToApi).flatMap(judgeRecord));
}

function nameOf(place: TemplateValue): string {
  const name = place.get('Name').text().value?.toString().replace(/\.$/, '') ?? '?';
  const identifier = place.get('SetIdentifier').string().value;
  return `the record '${name}'${identifier === undefined ? '' : ` of the set '${identifier}'`}`;
}

/** What a health check asks: an API at its own address, or a custom domain. */
function askedOf(app: AppReflection, asked: TemplateValue): { name: string; isPrivate: Fact<boolean> } | undefined {
  const isPrivate = ({ endpointType }: { endpointType: Fact<string> }) => endpointType.map((type) => type === 'PRIVATE');
  const api = asked.text().value?.references.map(({ resource }) => app.apiOf(resource)).find((named): named is ApiReflection => named !== undefined);
  if (api) return { name: `the API '${api.label}'`, isPrivate: isPrivate(api) };
  const domain = app.domains.named(asked);
  return domain && { name: `the domain '${domain.label}'`, isPrivate: isPrivate(domain) };
}

/** Checks from a source in a VPC reach what is private. */
function hasSource(config: TemplateValue): boolean {
  return (config.entries().value ?? []).some(([key]) => /source/i.test(key));
}
