import { domainRule, nameOf } from './domain-rule';
import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { DomainTarget } from '../../reflection/domain-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, apiRule, resourceRule } from '../rule-subjects';

const ALL_TYPES = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];
const DISABLE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html';
const DOMAINS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html';

/** At which addresses an API answers. */
export const addresses: Rule[] = [
  apiRule({
    id: 'no-custom-domain',
    severity: 'warning',
    category: 'operations',
    appliesTo: ALL_TYPES,
    title: 'An API has no custom domain',
    why: 'Callers write down an address with the id of the API, which is another one as soon as the API is made anew or moves.',
    fix: 'give the API a custom domain with a certificate and an alias record',
    snippet: `
      Type: AWS::ApiGatewayV2::ApiMapping
      Properties:
        ApiId: !Ref Api
        DomainName: !Ref Domain
        Stage: !Ref Stage`,
    docs: DOMAINS,
  }, judgeDomainless),

  apiRule({
    id: RuleIds.DEFAULT_ENDPOINT_OPEN,
    severity: 'warning',
    category: 'security',
    appliesTo: ALL_TYPES,
    title: 'An API with a custom domain still answers at its execute-api address',
    why: 'What protects the domain does not protect that address: callers walk around it.',
    fix: 'set DisableExecuteApiEndpoint to true, and deploy the API again',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Name: Orders
        DisableExecuteApiEndpoint: true`,
    docs: DISABLE,
  }, (api, { app }) => {
    const targets = app.domains.targetsOf(api);
    return targets.some(({ domain }) => domain?.mutualTls.isGiven) ? undefined
      : judgeEndpoint(api, targets, (subject, domain) => `${subject} stands under ${domain} and still answers at its execute-api address`);
  }),

  apiRule({
    id: 'mtls-default-endpoint-open',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'An API under a domain with mutual TLS still answers at its execute-api address',
    why: 'Nobody is asked for a certificate at that address, so mutual TLS protects nothing.',
    fix: 'set DisableExecuteApiEndpoint to true, and deploy the API again',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Name: Orders
        DisableExecuteApiEndpoint: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html',
  }, (api, { app }) => {
    const targets = app.domains.targetsOf(api).filter(({ domain }) => domain?.mutualTls.isGiven);
    return judgeEndpoint(api, targets, (subject, domain) => `${subject} stands under ${domain}, which asks for client certificates, and answers without one at its execute-api address`);
  }),

  resourceRule({
    id: 'dns-to-execute-api',
    severity: 'error',
    category: 'correctness',
    appliesTo: ALL_TYPES,
    title: 'A DNS record leads to the execute-api address of an API',
    why: 'API Gateway shows a certificate for its own name there and does not know the name in the record, so every call fails.',
    fix: 'make the record an alias of the domain name\'s RegionalDomainName or DistributionDomainName',
    snippet: `
      Type: AWS::Route53::RecordSet
      Properties:
        Name: api.example.com
        Type: A
        AliasTarget:
          DNSName: !GetAtt Domain.RegionalDomainName
          HostedZoneId: !GetAtt Domain.RegionalHostedZoneId`,
    docs: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-api-gateway.html',
  }, ['AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup'], (resource) => {
    const records = resource.resourceType === 'AWS::Route53::RecordSet' ? [resource.properties] : resource.property('RecordSets').items().value ?? [];
    return records.flatMap(judgeRecord);
  }),

  domainRule({
    id: 'domain-in-child-account',
    severity: 'error',
    category: 'operations',
    appliesTo: ALL_TYPES,
    title: 'A custom domain is made where names belong to somebody else',
    why: 'You declared that domains are made elsewhere; one that is made here takes a name from whoever looks after them.',
    fix: 'ask the owner of the names for the domain, and map the API to it',
    snippet: `
      Type: AWS::ApiGatewayV2::ApiMapping
      Properties:
        ApiId: !Ref Api
        DomainName: api.example.com
        Stage: !Ref Stage`,
    docs: DOMAINS,
    optIn: 'domainsMadeElsewhere',
  }, (domain, { intent }) => intent.domainsMadeElsewhere ? violation(`${nameOf(domain)} is made here, and domains are made elsewhere`) : undefined),
];

function judgeDomainless(api: ApiReflection, { app }: Surroundings): Outcome | Outcome[] | undefined {
  if (!api.definition || app.domains.targetsOf(api).length > 0 || app.distributions.originsOfApi(api).length > 0) return undefined;
  const what = `the custom domain of the API '${api.label}'`;
  return judge(api.isPrivate, {
    what,
    known: (isPrivate) => {
      if (isPrivate) return undefined;
      const why = app.domains.hidden ?? app.distributions.hidden;
      return why === undefined ? violation(`the API '${api.label}' has no custom domain, so callers bind to the id of the API`) : unknown(what, why);
    },
  });
}

/** Private APIs are behind their VPC endpoints at every address; where a domain may not be made, that address may be the only one. */
function judgeEndpoint(
  api: ApiReflection,
  targets: DomainTarget[],
  message: (subject: string, domain: string) => string,
): Outcome | Outcome[] | undefined {
  const target = targets.find(({ resource }) => !resource.isConditional) ?? targets[0];
  if (!target || !api.definition || api.endpointType.is((type) => type === 'PRIVATE')) return undefined;
  const subject = `the API '${api.label}'`;
  const isCertain = !target.resource.isConditional || api.definition.isConditional;
  return judge(api.isDefaultEndpointOff, {
    what: `whether ${subject} answers at its execute-api address`,
    known: (isOff) => {
      if (isOff) return undefined;
      return isCertain ? violation(message(subject, domainOf(target))) : unknown(`whether ${subject} has ${domainOf(target)} beside its execute-api address`, 'its mapping depends on a condition');
    },
  });
}

function domainOf({ domain }: DomainTarget): string {
  return domain ? nameOf(domain) : 'a custom domain';
}

function judgeRecord(record: TemplateValue): Outcome[] {
  const name = record.get('Name').text().value?.toString().replace(/\.$/, '') ?? '?';
  const targets = [record.at('AliasTarget', 'DNSName'), ...record.get('ResourceRecords').items().value ?? []];
  return targets.flatMap((target) => {
    // The names that API Gateway gives domain names begin with d-; a private domain is called by the name of a VPC endpoint.
    const host = target.text().value?.marked ?? '';
    return /^(?!d-|vpce-)[^.]+\.execute-api\./.test(host) ? [violation(`the record '${name}' leads to the execute-api address of an API, which does not know that name`, target)] : [];
  });
}
