import { AuthorizerKind, RouteAuthorizerConfig } from './authorizers/authorizer-contract';
import { BoundRoute } from './bound-route';
import { checkHttpConfig } from './integrations/custom-http';
import { RouteIntegrationConfig } from './integrations/integration-contract';
import { Limits } from './limits';
import { RouteKey } from './route-key';
import { RouteOptions } from './route-options';
import { RouteRules, RouteWarning } from './route-rules';

/** What routes of REST APIs have and those of HTTP APIs have not, and what does the same. */
const ONLY_REST: { readonly [option in 'request' | 'cache' | 'apiKeyRequired']: string } = {
  request: 'HTTP APIs check no requests; check them in the function, or use GovernedRestApi, which does',
  cache: 'HTTP APIs keep no answers; cache them at the edge with cloudFront, or use GovernedRestApi',
  apiKeyRequired: 'HTTP APIs know no API keys; tell callers apart by a claim of their token or in Authorizer.lambdaRequest(fn), or use GovernedRestApi with addUsagePlan',
};

/**
 * What an HTTP API asks of its routes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
 */
export class HttpRouteRules implements RouteRules {
  /** By the path without the names of its parameters: the first route that has it. */
  private readonly shapes = new Map<string, RouteKey>();

  public check(key: RouteKey, options: RouteOptions): RouteWarning[] {
    for (const [option, instead] of Object.entries(ONLY_REST)) {
      if (options[option as keyof typeof ONLY_REST]) throw new Error(`'${key}' was given ${option}, but ${instead}`);
    }
    const other = this.shapes.get(shapeOf(key));
    if (other && other.path !== key.path) {
      throw new Error(`the route '${key}' has the path of '${other}' but for the names of its parameters, and API Gateway could not tell them apart; write the same names in both`);
    }
    return [];
  }

  public checkBound(key: RouteKey, integration: RouteIntegrationConfig, authorizer: RouteAuthorizerConfig): void {
    checkHttpConfig(key.toString(), integration);
    if (authorizer.authorizerKind === AuthorizerKind.JWT && !(authorizer.tokenIssuer && authorizer.audience)) {
      throw new Error(`'${key}' was given an authorizer of the kind '${AuthorizerKind.JWT}' without tokenIssuer or audience, and API Gateway checks both; write them, or Authorizer.jwt({ issuer, audience })`);
    }
  }

  public added(key: RouteKey): void {
    if (!this.shapes.has(shapeOf(key))) this.shapes.set(shapeOf(key), key);
  }

  public judgeAll(routes: BoundRoute[]): RouteWarning[] {
    if (routes.length <= Limits.HTTP_ROUTES) return [];
    return [{
      id: 'cdk-gatehouse:routeQuota',
      message: `the API has ${routes.length} routes, and ${Limits.HTTP_ROUTES} is the quota unless it was raised; request more, let '{proxy+}' take several, or split the API into two on one domain`,
    }];
  }
}

function shapeOf(key: RouteKey): string {
  return key.path.replace(/\{[^}+]*(\+?)\}/g, '{$1}');
}
