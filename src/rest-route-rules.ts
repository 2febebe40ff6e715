import { Token } from 'aws-cdk-lib';
import { ApiType } from './api-type';
import { AuthorizerKind } from './authorizers/authorizer-contract';
import { BoundRoute } from './bound-route';
import { refuseHttpConfig } from './integrations/custom-http';
import { RouteIntegrationConfig } from './integrations/integration-contract';
import { checkRequestParameters } from './integrations/request-parameters';
import { Limits } from './limits';
import { checkBodySchema } from './openapi/json-schema-check';
import { checkModelSize } from './openapi/json-schema-components';
import { modelName } from './openapi/model-name';
import { RouteKey, isParameterSegment } from './route-key';
import { RequestShape, RouteOptions } from './route-options';
import { RouteRules, RouteWarning } from './route-rules';
import { checkThrottledMethod } from './stage/throttle';

/**
 * What a REST API asks of its routes.
 */
export class RestRouteRules implements RouteRules {
  private readonly hasCache: boolean;
  /** By the path before a parameter: the parameter's segment and the route that brought it. */
  private readonly parameters = new Map<string, { segment: string; routeKey: string }>();
  private readonly resources = new Set<string>();

  /** @param hasCache whether the stage has a cache that routes can use */
  public constructor(hasCache: boolean) {
    this.hasCache = hasCache;
  }

  public check(key: RouteKey, options: RouteOptions): RouteWarning[] {
    if (key.isDefault) {
      throw new Error('\'$default\' is a route of HTTP and WebSocket APIs, and a REST API has none for the rest; write \'ANY /{proxy+}\', and \'ANY /\' for the root');
    }
    this.checkParameterNames(key);
    if (options.cache && !this.hasCache) {
      throw new Error(`'${key}' has a cache, but its API has none to keep answers in; give the API cache: { size: CacheSize.GB_0_5 } (billed by the hour)`);
    }
    if (options.throttle) checkThrottledMethod(key);
    const warnings = options.request ? checkRequest(key, options.request) : [];
    return warnings.map((message) => ({ id: 'cdk-gatehouse:schemaNotEnforced', message }));
  }

  public checkBound(key: RouteKey, integration: RouteIntegrationConfig): void {
    refuseHttpConfig(key.toString(), integration);
    checkRequestParameters(ApiType.REST, key.toString(), integration);
  }

  public added(key: RouteKey): void {
    for (const { parent, segment } of parametersOf(key)) {
      if (!this.parameters.has(parent)) this.parameters.set(parent, { segment, routeKey: key.toString() });
    }
    key.segments.forEach((_segment, position) => this.resources.add(key.segments.slice(0, position + 1).join('/')));
  }

  public judgeAll(routes: BoundRoute[]): RouteWarning[] {
    const warnings: RouteWarning[] = [];
    if (this.resources.size > Limits.REST_RESOURCES) {
      warnings.push({
        id: 'cdk-gatehouse:resourceQuota',
        message: `the API has more than ${Limits.REST_RESOURCES} resources (each path and each part of one counts), which needs a raised quota; request it, or split it into two APIs`,
      });
    }
    const tokenKinds = new Set(routes.filter(byUserPool).map((route) => route.scopes.length > 0));
    if (tokenKinds.size > 1) {
      warnings.push({
        id: 'cdk-gatehouse:mixedTokenKinds',
        message: 'some routes of this API have scopes and others have none: API Gateway reads an access token on the first and an identity token on the others; give all of them scopes',
      });
    }
    return warnings;
  }

  private checkParameterNames(key: RouteKey): void {
    for (const { parent, segment } of parametersOf(key)) {
      const other = this.parameters.get(parent);
      if (other && other.segment !== segment) {
        throw new Error(`the route '${key}' has '${segment}' where '${other.routeKey}' has '${other.segment}', and API Gateway takes one name at one level; `
          + `write '${other.segment}' in both, or the same name with and without '+' in separate APIs`);
      }
    }
  }
}

/** @returns warnings */
function checkRequest(key: RouteKey, request: RequestShape): string[] {
  for (const list of ['requiredQuery', 'optionalQuery', 'requiredHeaders', 'optionalHeaders'] as const) {
    if (!Token.isUnresolved(request[list])) continue;
    throw new Error(`'${key}' was given request.${list} as a list that is only known at deploy time, and a definition names each parameter; write the names out, as ${list}: ['name']`);
  }
  const names = [
    ...[...request.requiredQuery ?? [], ...request.optionalQuery ?? []].map((name) => ['query parameter', name]),
    ...[...request.requiredHeaders ?? [], ...request.optionalHeaders ?? []].map((name) => ['header', name]),
  ];
  const seen = new Set<string>();
  for (const [kind, name] of names) {
    if (Token.isUnresolved(name) || !/^[A-Za-z0-9._$-]+$/.test(name)) {
      throw new Error(`'${key}' declares the ${kind} '${Token.isUnresolved(name) ? '<token>' : name}', which API Gateway cannot map; write letters, digits and . _ - $`);
    }
    const identity = `${kind} ${kind === 'header' ? name.toLowerCase() : name}`;
    if (seen.has(identity)) throw new Error(`'${key}' declares the ${kind} '${name}' twice; write it once, as required or as optional`);
    seen.add(identity);
  }
  if (request.body && ['GET', 'HEAD', 'OPTIONS'].includes(key.method)) {
    throw new Error(`'${key}' has a body schema, but ${key.method} requests carry no body that API Gateway would check; use POST, PUT or PATCH`);
  }
  if (request.body === undefined) return [];
  const warnings = checkBodySchema(request.body, `the body schema of '${key}'`);
  checkModelSize(request.body, modelName({ key }));
  return warnings;
}

function byUserPool({ authorizer }: BoundRoute): boolean {
  return authorizer.authorizerKind === AuthorizerKind.USER_POOL;
}

/** Each parameter of a path with the path before it. */
function parametersOf(key: RouteKey): { parent: string; segment: string }[] {
  const { segments } = key;
  return segments.flatMap((segment, position) => isParameterSegment(segment)
    ? [{ parent: segments.slice(0, position).join('/'), segment }]
    : []);
}
