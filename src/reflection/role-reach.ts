import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import type { IntegrationReflection } from './integration-reflection';
import { oncePer } from './once-per';
import { PartialText } from './partial-text';
import type { PolicyStatement } from './policy-document';
import { RoleReflection, roleOf } from './role-reflection';
import type { TemplateResource } from './template-resource';

/** Whether the role of an integration is known to reach one resource of a service and no other: one queue, one table with its indexes. */
export function reachesOneAlone(app: AppReflection, integration: IntegrationReflection, service: string): boolean {
  return roleOf(app, integration.field('credentials')).is((role) => {
    const known = reaches(role);
    let isOne = known.get(service);
    if (isOne === undefined) known.set(service, isOne = reachesOne(role, service));
    return isOne;
  });
}

/** By services: often all integrations of an API have one role. */
const reaches = oncePer((_role: RoleReflection) => new Map<string, boolean>());

function reachesOne(role: RoleReflection, service: string): boolean {
  return role.allStatements.flatMap((statements) => Fact.all(statements.map((statement) => reachOf(statement, service))))
    .is((lists) => !lists.flat().includes(MANY) && new Set(lists.flat()).size === 1);
}

const MANY = '*';

/** The resources of a service to which a statement opens the way. */
function reachOf(statement: PolicyStatement, service: string): Fact<(TemplateResource | string)[]> {
  return statement.isAllow.flatMap((isAllow) => isAllow ? statement.actions : Fact.known([])).flatMap((actions) => {
    const isAboutService = statement.place.get('NotAction').isGiven || actions.some((action) => isOf(action, service));
    if (!isAboutService) return Fact.known([]);
    return statement.resources.map((resources) => resources.length > 0 ? resources.map(namedBy) : [MANY]);
  });
}

function isOf({ marked }: PartialText, service: string): boolean {
  return marked.startsWith('*') || marked.toLowerCase().startsWith(`${service}:`);
}

/** What an ARN names. What follows the resource is a part of it: `${Orders.Arn}/index/*`. */
function namedBy(text: PartialText): TemplateResource | string {
  const index = text.pieces.findIndex((piece) => typeof piece === 'object' && piece.reference !== undefined);
  const before = new PartialText(text.pieces.slice(0, Math.max(index, 0)));
  if (index >= 0 && !/[*?]/.test(before.marked)) return text.references[0].resource;
  return /[*?]/.test(text.marked) ? MANY : text.toString();
}
