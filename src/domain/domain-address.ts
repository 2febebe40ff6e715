import { Token, aws_route53 as route53 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiDomainOptions } from './api-domain-options';

/**
 * Where the API is: `https://api.example.com/v1`, without a slash at its end. It holds no reference to a resource.
 */
export function domainUrl({ domainName, basePath }: ApiDomainOptions): string {
  return `https://${domainName}${basePath === undefined ? '' : `/${basePath}`}`;
}

/**
 * Whether the domain is every name one level below another, and so no address that anybody could call.
 */
export function isWildcard({ domainName }: ApiDomainOptions): boolean {
  return !Token.isUnresolved(domainName) && domainName.startsWith('*.');
}

/**
 * Adds the alias records of a domain name, A and AAAA, when there is a zone for them.
 *
 * @param target the domain name in API Gateway
 */
export function addAliasRecords(scope: Construct, { domainName, hostedZone: zone }: ApiDomainOptions, target: route53.IAliasRecordTarget): void {
  if (!zone) return;
  // With its last dot the name is complete: the CDK does not add the zone's, which a zone imported by its id cannot tell.
  const record = { zone, recordName: `${domainName}.`, target: route53.RecordTarget.fromAlias(target) };
  new route53.ARecord(scope, 'AliasA', record);
  new route53.AaaaRecord(scope, 'AliasAaaa', record);
}

/**
 * Whether an API with this domain must switch its own `execute-api` address off (`disableExecuteApiEndpoint`).
 */
export function closesDefaultEndpoint(domain: ApiDomainOptions | undefined): boolean {
  return domain !== undefined && domain.keepDefaultEndpoint === undefined;
}
