import { ApiType } from '../../api-type';
import type { AppReflection } from '../../reflection/app-reflection';
import { connectionTables } from '../../reflection/connection-table';
import { DomainReflection } from '../../reflection/domain-reflection';
import { Fact } from '../../reflection/fact';
import type { TemplateResource } from '../../reflection/template-resource';
import { domainRule, nameOf } from '../domains/domain-rule';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';

const UNKNOWN_REGION = 'the region of the stack is only known at deployment';

/** What is of one region, where an API is in several. */
export const regionalResources: Rule[] = [
  domainRule({
    id: 'multi-region-cert-missing',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A domain in two regions has one certificate',
    why: 'A certificate of ACM is of one region, and API Gateway reads only those of its own, so the deployment of the other region fails.',
    fix: 'make or import a certificate for the name in each region',
    snippet: `
      Type: AWS::ApiGatewayV2::DomainName
      Properties:
        DomainName: api.example.com
        DomainNameConfigurations:
          - EndpointType: REGIONAL
            CertificateArn: !FindInMap [Certificates, !Ref AWS::Region, Arn]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html',
  }, (domain, { app }) => twinsOf(app, domain).map((twin): Outcome | undefined => {
    const [ours, theirs] = [regionOf(domain.resource), regionOf(twin.resource)];
    if (ours === undefined || theirs === undefined) {
      return unknown(`whether ${nameOf(domain)}, which two stacks make with one certificate, is in two regions`, UNKNOWN_REGION, domain.certificate);
    }
    const isOwn = regionOfCertificate(domain) === ours;
    return ours === theirs || isOwn ? undefined : violation(`${nameOf(domain)} in ${ours} has the certificate of the one in ${theirs}`, domain.certificate);
  })),

  resourceRule({
    id: 'ws-multi-region-local-state',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket API in several regions keeps its connections in one',
    why: 'A connection is of one region, and Route 53 spreads clients over several: nobody in one region finds, or reaches, a user who is connected in another.',
    fix: 'keep connections in a global table, with their region, and hand messages for other regions over to them',
    snippet: `
      Type: AWS::DynamoDB::GlobalTable
      Properties:
        Replicas:
          - Region: eu-west-1
          - Region: us-east-1`,
    docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html',
  }, ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], (resource, { app }) => {
    const table = connectionTables(app).get(resource);
    const domain = table && spreadDomains(app).find((spread) => spread.targets.some(({ api }) => api.is((mapped) => mapped === table.api)));
    return domain && [judge(isGlobal(app, resource), {
      what: `whether ${table.toString()} is in more than one region`,
      known: (isSo) => isSo ? undefined : violation(`${table.toString()} is in one region, and ${nameOf(domain)} leads clients to several`, resource.properties),
    })].flat();
  }),
];

const indexes = new WeakMap<AppReflection, Map<string, DomainReflection[]>>();

/** The Regional domains of the same name and certificate in other stacks. */
function twinsOf(app: AppReflection, domain: DomainReflection): DomainReflection[] {
  let index = indexes.get(app);
  if (!index) {
    indexes.set(app, index = new Map());
    for (const each of app.domains.all) {
      const key = keyOf(each);
      if (key === undefined) continue;
      const alike = index.get(key);
      if (alike) alike.push(each);
      else index.set(key, [each]);
    }
  }
  const alike = index.get(keyOf(domain) ?? '') ?? [];
  // The next one is enough to tell that there are several.
  const next = alike.find(({ resource }) => resource.template !== domain.resource.template && regionOf(resource) !== regionOf(domain.resource));
  return next ? [next] : [];
}

function keyOf(domain: DomainReflection): string | undefined {
  const name = domain.name.string().value;
  const certificate = domain.madeCertificate;
  const arn = certificate ? `${certificate.template.name} ${certificate.logicalId}` : domain.certificate.string().value;
  return name === undefined || arn === undefined || !domain.endpointType.is((type) => type === 'REGIONAL') ? undefined : `${name.toLowerCase()} ${arn}`;
}

function regionOfCertificate(domain: DomainReflection): string | undefined {
  const made = domain.madeCertificate;
  return made ? regionOf(made) : domain.certificate.string().value?.split(':')[3];
}

function regionOf({ template }: TemplateResource): string | undefined {
  return template.pseudoParameter('AWS::Region');
}

/** The domains whose clients are spread over regions at one time, by distance or by place. One that only fails over has all of them in one. */
function spreadDomains(app: AppReflection): DomainReflection[] {
  const spread = app.dnsRecords.all.filter(({ place }) => ['Region', 'GeoLocation', 'GeoProximityLocation'].some((name) => place.get(name).isGiven));
  return spread.flatMap(({ domain }) => domain ?? []);
}

/** Whether a table has copies elsewhere: by itself, or by what the CDK makes them with. */
function isGlobal(app: AppReflection, table: TemplateResource): Fact<boolean> {
  if (app.resources('Custom::DynamoDBReplica').some(({ properties }) => properties.references().some(({ resource }) => resource === table))) return Fact.known(true);
  if (table.resourceType === 'AWS::DynamoDB::Table') return Fact.known(false);
  return table.property('Replicas').items().map((replicas) => replicas.length > 1).orDefault(false);
}
