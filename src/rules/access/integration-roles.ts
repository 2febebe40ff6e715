import { ApiType } from '../../api-type';
import { Fact } from '../../reflection/fact';
import { integrationRolesOf } from '../../reflection/integration-roles';
import { PartialText } from '../../reflection/partial-text';
import { PolicyDocument, PolicyPrincipal, PolicyStatement } from '../../reflection/policy-document';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';

const EVERY_API = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];
const ROLE = ['AWS::IAM::Role'];
const PERMISSIONS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html';

/** Roles by which API Gateway calls backends. */
export const integrationRoles: Rule[] = [
  resourceRule({
    id: 'integration-role-trust',
    severity: 'error',
    category: 'security',
    appliesTo: EVERY_API,
    title: 'The role of an integration trusts the wrong ones',
    why: 'Unless API Gateway may assume it, every call of the integration fails; whoever else may can do to the backend what the API can, without the API.',
    fix: 'let only apigateway.amazonaws.com assume the role',
    snippet: `
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Principal:
                Service: apigateway.amazonaws.com
              Action: sts:AssumeRole`,
    docs: PERMISSIONS,
  }, ROLE, (resource, { app }) => {
    const found = integrationRolesOf(app).get(resource);
    if (!found) return undefined;
    const named = `the role '${resource.logicalId}', by which '${found.route.key}' calls its backend,`;
    return [judge(found.role.trust.flatMap(trusted), {
      what: `whom ${named} trusts`,
      known: (principals) => judgeTrust(named, principals),
    })].flat();
  }),

  resourceRule({
    id: 'integration-role-wildcard',
    severity: 'error',
    category: 'security',
    appliesTo: EVERY_API,
    title: 'The role of an integration may do more than the route needs',
    why: 'Whoever finds a way to steer the request reaches other queues, tables or functions of the account by it.',
    fix: 'allow the one action of the integration on the one resource that it calls',
    snippet: `
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: sqs:SendMessage
            Resource: !GetAtt Queue.Arn`,
    docs: PERMISSIONS,
    related: ['AwsSolutions-IAM5'],
  }, ROLE, (resource, { app }) => {
    const found = integrationRolesOf(app).get(resource);
    const named = found && `the role '${resource.logicalId}', by which '${found.route.key}' calls its backend,`;
    return found?.role.policies.flatMap(({ document, place }) => document.isUnknowable
      ? unknown(`what ${named} may do`, document.why, place)
      : (document.value?.statements ?? []).flatMap((statement) => tooMuch(statement).map((what) => violation(`${named} may do ${what}`, resource.properties))));
  }),
];

/** The principals that a trust policy lets assume the role. */
function trusted(policy: PolicyDocument): Fact<PolicyPrincipal[]> {
  return policy.allowing.flatMap((grants) => Fact.all(grants.map(({ principals }) => principals))).map((lists) => lists.flat());
}

/** `apigateway.amazonaws.com`, or with the suffix of another partition. */
const API_GATEWAY = /^apigateway\./;

function judgeTrust(named: string, principals: PolicyPrincipal[]): Outcome[] {
  const isGateway = ({ kind, name }: PolicyPrincipal) => kind === 'Service' && API_GATEWAY.test(name.marked);
  if (!principals.some(isGateway)) {
    const hidden = principals.find(({ kind, name }) => kind === 'Service' && name.literal === undefined);
    return [hidden ? unknown(`whom ${named} trusts`, hidden.name.gaps[0].why) : violation(`${named} does not let API Gateway assume it`)];
  }
  const others = principals.filter((principal) => !isGateway(principal)).map(({ name }) => `'${name.references[0]?.resource.logicalId ?? name.toString()}'`);
  return others.length > 0 ? [{ ...violation(`${named} lets ${others.join(' and ')} assume it too`), severity: 'warning' }] : [];
}

/** Actions that are about no resource, or that write logs and reach nothing else: AWS itself grants them on all. */
const HARMLESS = /^(xray:|cloudwatch:|logs:(Create|Put|Describe)[A-Za-z]+$)/i;

function tooMuch(statement: PolicyStatement): string[] {
  if (!statement.isAllow.is(Boolean)) return [];
  const actions = statement.actions.value ?? [];
  const needing = actions.filter(({ marked }) => !HARMLESS.test(marked));
  const services = actions.filter(({ marked }) => /^([a-z0-9-]+:)?\*$/i.test(marked)).map((action) => `'${action.toString()}'`);
  const resources = needing.length === 0 ? [] : (statement.resources.value ?? []).filter(namesAll).map((resource) => {
    return `${needing.map((action) => `'${action.toString()}'`).join(' and ')} on '${resource.toString()}'`;
  });
  return [...services, ...resources];
}

/** Everything, or every resource of a kind. All objects of one bucket are not. */
function namesAll({ marked }: PartialText): boolean {
  const [, service, resource] = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:(.*)$/.exec(marked) ?? [];
  if (service === undefined) return marked === '*';
  return service === 's3' ? resource.startsWith('*') : /^([a-z-]+[/:])?\*(\/.*)?$/i.test(resource);
}
