import { CorsPolicy } from './access/cors-policy';
import { GatehouseApiProps } from './gatehouse-api-props';
import { OpenApiContract } from './openapi/open-api-contract';
import { RouteOptions } from './route-options';

/**
 * What REST and HTTP APIs have in common: a definition that takes these alone makes either.
 */
export interface RoutedApiProps extends GatehouseApiProps {
  /**
   * An OpenAPI document that says which operations the API has; `routes` then gives each of them its options, and all of them need some.
   *
   * A REST API checks requests by its schemas and parameters, unless a route has a `request` of its own. Descriptions, tags, examples and all else go on
   * into the API's own contract. Who may call is what the authorizers say.
   *
   * @default - none; the routes make the contract
   */
  readonly contract?: OpenApiContract;

  /**
   * Routes by their keys (`GET /pets/{id}`), or by their operationId where there is a `contract`; the same as `addRoute` for each.
   *
   * @default - none; use `addRoute`
   */
  readonly routes?: { [routeKey: string]: RouteOptions };

  /**
   * Which web pages may call the API. Preflight requests are answered on every path; a REST API marks its own errors as well.
   *
   * @default - none of another origin
   */
  readonly cors?: CorsPolicy;

  /**
   * Whether the deployment fails when API Gateway does not understand a part of the definition, which it would otherwise leave out in silence.
   *
   * @default true
   */
  readonly failOnWarnings?: boolean;
}
