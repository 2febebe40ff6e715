import { domainRule } from './domain-rule';
import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { DomainReflection } from '../../reflection/domain-reflection';
import type { TemplateResource } from '../../reflection/template-resource';
import { Outcome, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';

const QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';

/** What an account may have of domains and certificates in a region. */
export const domainQuotas: Rule[] = [
  domainRule({
    id: 'domain-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A region has more custom domains than its quota',
    why: 'The deployment fails at the quota; it also makes one domain in 30 seconds only.',
    fix: 'put several APIs under one domain or under a wildcard, or have the quota raised',
    snippet: `
      Type: AWS::ApiGateway::DomainName
      Properties:
        DomainName: '*.api.example.com'`,
    docs: QUOTAS,
  }, (domain, { app }) => {
    const isPrivate = isPrivateDomain(domain);
    const isAlike = (other: DomainReflection) => isPrivateDomain(other) === isPrivate && placeOf(other.resource) === placeOf(domain.resource);
    return judgeCount(domain, app.domains.all, isAlike, isPrivate ? Limits.PRIVATE_DOMAINS : Limits.PUBLIC_DOMAINS, isPrivate ? 'private domains' : 'public domains');
  }),

  resourceRule({
    id: 'client-certificate-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A region has more client certificates than its quota',
    why: 'The deployment fails at the quota.',
    fix: 'share a certificate among stages, or have the quota raised',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        ClientCertificateId: !Ref SharedCertificate`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  }, ['AWS::ApiGateway::ClientCertificate'], (resource, { app }) => judgeCount(
    resource, app.resources(resource.resourceType), (other) => placeOf(other) === placeOf(resource), Limits.CLIENT_CERTIFICATES, 'client certificates',
  )),
];

/** Said once, of the first. */
function judgeCount<T>(subject: T, all: T[], isAlike: (other: T) => boolean, quota: number, what: string): Outcome | undefined {
  if (all.find(isAlike) !== subject) return undefined;
  const count = all.filter(isAlike).length;
  return count <= quota ? undefined : violation(`the region has ${count} ${what} here alone, and the quota of an account is ${quota}`);
}

/** Stacks that leave their environment to the deployment are deployed to the same one, as the CDK sees it. */
function placeOf({ template }: TemplateResource): string {
  return [template.pseudoParameter('AWS::AccountId'), template.pseudoParameter('AWS::Region')].join(' ');
}

function isPrivateDomain({ endpointType }: DomainReflection): boolean {
  return endpointType.is((type) => type === 'PRIVATE');
}
