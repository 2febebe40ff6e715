import { IConstruct } from 'constructs';
import { BoundRoute } from './bound-route';
import { unresolvedLeaves } from './openapi/resolve-leaves';
import { referencesIn } from './reference-path';
import { RouteTarget } from './route-target-cycle';

/** A route as far as it names something. */
interface NamingRoute extends Pick<BoundRoute, 'integration' | 'authorizer'> {
  readonly key: { toString(): string };
}

/**
 * Everything that a definition will name: what integrations and authorizers say they call, and whatever else their
 * configurations refer to, such as roles, app clients, and the resources behind users' own kinds.
 */
export function routeTargets(scope: IConstruct, routes: NamingRoute[]): RouteTarget[] {
  const seen = new Set<unknown>();
  return routes.flatMap(({ key, integration, authorizer }) => {
    const routeKey = key.toString();
    const { target: backend, ...integrationConfig } = integration;
    const { target: asked, ...authorizerConfig } = authorizer;
    const named = [backend, asked].filter((target) => target !== undefined);
    // Hundreds of routes name the same few things, and to find out what a token refers to takes time.
    const fresh = unresolvedLeaves([integrationConfig, authorizerConfig]).filter((leaf) => !seen.has(leaf));
    fresh.forEach((leaf) => seen.add(leaf));
    return [...named, ...referencesIn(fresh, scope)].map((target) => ({ routeKey, target }));
  });
}
