import { AspectPriority, Aspects, CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RouteTable } from './route-table';
import { NoRouteCycle } from './route-target-cycle';
import { routeTargets } from './route-targets';

/**
 * An API whose routes are complete once synthesis has come to its checks.
 */
interface RoutedApi {
  /** The L1 of the API. */
  readonly resource: CfnResource;
  readonly routes: RouteTable;

  /** One message for each thing about the complete API that cannot work. */
  readonly check: () => string[];
}

/**
 * Has an API judge its routes at synthesis, when all of them are there, and take no more of them from then on.
 */
export function sealRoutesAtSynthesis(api: Construct, { resource, routes, check }: RoutedApi): void {
  Aspects.of(resource).add(new NoRouteCycle(() => routeTargets(api, routes.routes)), { priority: AspectPriority.READONLY });
  api.node.addValidation({
    validate: () => {
      // Nothing in the CDK locks a node, and a route added from here on would vanish in silence.
      api.node.lock();
      routes.warn();
      return check();
    },
  });
}
