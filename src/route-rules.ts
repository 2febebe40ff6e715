import { RouteAuthorizerConfig } from './authorizers/authorizer-contract';
import { BoundRoute } from './bound-route';
import { RouteIntegrationConfig } from './integrations/integration-contract';
import { RouteKey } from './route-key';
import { RouteOptions } from './route-options';

/** A warning, and the id under which it can be acknowledged. */
export interface RouteWarning {
  readonly id: string;
  readonly message: string;
}

/**
 * What one type of API asks of its routes, beyond what every type does.
 */
export interface RouteRules {
  /**
   * Judges a route before anything is made for it.
   *
   * @throws when an API of this type cannot have the route
   */
  check(key: RouteKey, options: RouteOptions): RouteWarning[];

  /**
   * Judges what integration and authorizer say of themselves: those of users may say anything.
   *
   * @throws when an API of this type cannot have it
   */
  checkBound(key: RouteKey, integration: RouteIntegrationConfig, authorizer: RouteAuthorizerConfig): void;

  /** Hears of a route that stands. */
  added(key: RouteKey): void;

  /** What only the whole table shows. */
  judgeAll(routes: BoundRoute[]): RouteWarning[];
}
