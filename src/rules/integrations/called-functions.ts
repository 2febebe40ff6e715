import { ApiType } from '../../api-type';
import { Fact } from '../../reflection/fact';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { runningFunction } from '../../reflection/lambda-invocation';
import type { TemplateResource } from '../../reflection/template-resource';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule, resourceRule } from '../rule-subjects';

const TENANT_ISOLATION = 'https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-invoke.html';
const TENANT = 'X-Amz-Tenant-Id';

/** What functions need of the API that calls them. */
export const calledFunctions: Rule[] = [
  integrationRule({
    id: 'tenant-isolation-header-missing',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A function that isolates tenants is called without the name of one',
    why: 'Lambda refuses every such call, and callers get 500; HTTP APIs cannot send the header at all.',
    fix: 'map integration.request.header.X-Amz-Tenant-Id, best from what an authorizer says of the caller, on a REST API',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS_PROXY
          RequestParameters:
            integration.request.header.X-Amz-Tenant-Id: context.authorizer.tenantId`,
    docs: TENANT_ISOLATION,
  }, (integration, { api, key }) => judge(isolation(integration), {
    what: `whether the function behind '${key}' isolates tenants`,
    known: (mode) => {
      if (mode.toUpperCase() !== 'PER_TENANT') return undefined;
      if (api.apiType === ApiType.HTTP) return violation(`'${key}' calls a function that isolates tenants, which HTTP APIs cannot name to it`);
      return judge(namesTenant(integration), {
        what: `whether '${key}' names the tenant`,
        place: integration.field('requestParameters'),
        known: (names) => names ? undefined : violation(`'${key}' calls a function that isolates tenants without the header ${TENANT}`),
      });
    },
  })),

  integrationRule({
    id: 'tenant-header-from-client',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'An unknown caller says which tenant it is',
    why: 'Anybody can name any tenant, and gets the environment in which that tenant\'s data are.',
    fix: 'map the header from what an authorizer says of the caller',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        AuthorizationType: CUSTOM
        AuthorizerId: !Ref Authorizer
        Integration:
          RequestParameters:
            integration.request.header.X-Amz-Tenant-Id: context.authorizer.tenantId`,
    docs: TENANT_ISOLATION,
  }, (integration, { authorization, key }) => integration.requestHeader(TENANT).toList().flatMap((source) => {
    const from = source.text().value?.marked ?? '';
    if (!from.startsWith('method.request.')) return [];
    const place = integration.field('requestParameters');
    return judge(authorization, {
      what: `who may call '${key}', which takes the tenant from the request,`,
      place,
      known: (kind) => kind === 'NONE' ? violation(`'${key}' takes the tenant from ${from}, and anybody can call it: callers choose their tenant`, place) : undefined,
    }) ?? [];
  })),

  resourceRule({
    id: 'api-id-in-lambda-env',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'The environment of a function names what is made after the function',
    why: 'CloudFormation refuses the template for its circle: the function waits for the stage, the stage for the routes, and the routes for the function.',
    fix: 'read the address from the event (requestContext), or from a parameter of Systems Manager that is written after both',
    snippet: `
      Type: AWS::SSM::Parameter
      Properties:
        Type: String
        Name: /pets/api-url
        Value: !Sub https://\${Api}.execute-api.\${AWS::Region}.amazonaws.com/\${Stage}`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html#troubleshooting-errors-dependency-error',
    related: ['E3004'],
  }, ['AWS::Lambda::Function'], (lambda) => {
    const named = [...lambda.dependenciesOf('Environment')].filter(([{ resourceType }]) => resourceType.startsWith('AWS::ApiGateway'));
    return named.flatMap(([resource, isCertain]) => {
      const subject = `the function '${lambda.logicalId}' and '${resource.logicalId}', which its environment names,`;
      if (isCertain && needs(resource, lambda, true)) return violation(`${subject} each need the other first`, lambda.property('Environment'));
      return needs(resource, lambda, false) ? unknown(`whether ${subject} each need the other first`, 'it depends on a condition', lambda.property('Environment')) : [];
    });
  }),
];

function isolation(integration: IntegrationReflection): Fact<string> {
  const running = integration.function.flatMap((called) => runningFunction(called));
  // A function from elsewhere most likely isolates nobody.
  return running.isKnown ? running.value!.property('TenancyConfig.TenantIsolationMode').string() : Fact.absent();
}

function namesTenant(integration: IntegrationReflection): Fact<boolean> {
  const templates = (integration.requestTemplates.value ?? []).map(([, template]) => template.text().value?.marked.toLowerCase() ?? '');
  if (templates.some((template) => template.includes(TENANT.toLowerCase()))) return Fact.known(true);
  return integration.requestParameters.map(() => integration.requestHeader(TENANT).isKnown);
}

/** Whether a resource is made only after another one. Circles through a body are those of body-target-refers-to-api. */
function needs(resource: TemplateResource, wanted: TemplateResource, certainly: boolean): boolean {
  const seen = new Set([resource]);
  // A set goes on to what is added while it is walked.
  for (const each of seen) {
    const inBody = each.dependenciesOf('Body');
    for (const [next, isCertain] of each.dependencies) if ((isCertain || !certainly) && !inBody.has(next)) seen.add(next);
  }
  return seen.has(wanted);
}
