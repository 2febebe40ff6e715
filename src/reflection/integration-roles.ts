import type { AppReflection } from './app-reflection';
import { RoleReflection, roleOf } from './role-reflection';
import type { RouteReflection } from './route-reflection';
import type { TemplateResource } from './template-resource';

/** A role by which API Gateway calls backends, and the first route of which it does. */
interface IntegrationRole {
  readonly role: RoleReflection;
  readonly route: RouteReflection;
}

const indexes = new WeakMap<AppReflection, Map<TemplateResource, IntegrationRole>>();

/** The roles of an app that integrations name as their credentials, by their resources. */
export function integrationRolesOf(app: AppReflection): Map<TemplateResource, IntegrationRole> {
  let index = indexes.get(app);
  if (!index) {
    indexes.set(app, index = new Map());
    for (const route of app.apis.flatMap(({ routes }) => routes)) {
      const role = route.integration.value && roleOf(app, route.integration.value.field('credentials')).value;
      if (role && !index.has(role.resource)) index.set(role.resource, { role, route });
    }
  }
  return index;
}
