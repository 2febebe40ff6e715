import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { AppReflection } from '../../reflection/app-reflection';
import { DEPLOYMENT_TYPES } from '../../reflection/deployment-reflection';
import { DOMAIN_TYPES } from '../../reflection/domain-reflection';
import { Template } from '../../reflection/template';
import { TemplateResource } from '../../reflection/template-resource';
import { violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';

const QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';
const EVERY_TYPE = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

/** So many at once CloudFormation gets through by trying again. */
const DEPLOYMENTS_AT_ONCE = 5;
const DOMAINS_AT_ONCE = 3;

/** Stacks that make more at once than API Gateway takes. */
export const createBursts: Rule[] = [
  resourceRule({
    id: 'create-deployment-burst',
    severity: 'warning',
    category: 'reliability',
    appliesTo: EVERY_TYPE,
    title: 'A stack makes many deployments at once',
    why: `API Gateway takes one new deployment in ${Limits.CREATE_DEPLOYMENT_SECONDS} seconds from an account; the stack may fail with "Too Many Requests".`,
    fix: 'let each deployment depend on the one before it, or spread the APIs over stacks',
    snippet: `
      SecondDeployment20260131:
        Type: AWS::ApiGateway::Deployment
        DependsOn: FirstDeployment20260131`,
    docs: QUOTAS,
  }, DEPLOYMENT_TYPES, (resource, { app }) => {
    const count = unordered(app, resource, DEPLOYMENT_TYPES);
    return count > DEPLOYMENTS_AT_ONCE
      ? violation(`a stack makes ${count} deployments at once, and API Gateway takes one in ${Limits.CREATE_DEPLOYMENT_SECONDS} seconds`)
      : undefined;
  }),

  resourceRule({
    id: 'domain-create-burst',
    severity: 'warning',
    category: 'reliability',
    appliesTo: EVERY_TYPE,
    title: 'A stack makes many custom domains at once',
    why: `API Gateway takes one new domain name in ${Limits.CREATE_DOMAIN_NAME_SECONDS} seconds from an account; the stack may fail with "Too Many Requests".`,
    fix: 'let each domain depend on the one before it',
    snippet: `
      SecondDomain:
        Type: AWS::ApiGatewayV2::DomainName
        DependsOn: FirstDomain`,
    docs: QUOTAS,
  }, DOMAIN_TYPES, (resource, { app }) => {
    const count = unordered(app, resource, DOMAIN_TYPES);
    return count > DOMAINS_AT_ONCE
      ? violation(`a stack makes ${count} custom domains at once, and API Gateway takes one in ${Limits.CREATE_DOMAIN_NAME_SECONDS} seconds`)
      : undefined;
  }),
];

const counts = new WeakMap<Template, Map<string[], { first?: TemplateResource; count: number }>>();

/** How many resources of some types a stack makes for certain without waiting for another of them; told of the first of them alone. */
function unordered(app: AppReflection, resource: TemplateResource, types: string[]): number {
  const { template } = resource;
  const known = counts.get(template) ?? new Map<string[], { first?: TemplateResource; count: number }>();
  counts.set(template, known);
  let entry = known.get(types);
  if (!entry) {
    const alike = types.flatMap((type) => app.resources(type)).filter((each) => each.template === template);
    const others = new Set(alike);
    const free = alike.filter((each) => !each.isConditional && !waits(each, others));
    known.set(types, entry = { first: free[0], count: free.length });
  }
  return entry.first === resource ? entry.count : 0;
}

/** Whether a resource is made after another of some, by whatever steps. */
function waits(resource: TemplateResource, others: Set<TemplateResource>): boolean {
  const seen = new Set([resource]);
  for (const each of seen) {
    for (const needed of each.dependencies.keys()) {
      if (needed !== resource && others.has(needed)) return true;
      seen.add(needed);
    }
  }
  return false;
}
