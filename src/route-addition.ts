import { IConstruct } from 'constructs';
import { RouteOptions } from './route-options';

/**
 * @throws when a route comes too late for the template
 */
export function refuseLateRoute(api: IConstruct, routeKey: string): void {
  if (!api.node.locked) return;
  throw new Error(`'${routeKey}' was added to '${api.node.path}' after synthesis began, so it would be missing from the template; `
    + 'add routes in constructors or in Aspects');
}

/**
 * @throws when a route has nothing that answers it
 */
export function checkGivenIntegration(routeKey: string, options: Pick<RouteOptions, 'integration'> | undefined): void {
  if (typeof options?.integration?.bindIntegration === 'function') return;
  throw new Error(`'${routeKey}' has no integration that this library knows; write Integration.lambdaFunction(fn), Integration.httpProxy(url) or Integration.mock()`);
}
