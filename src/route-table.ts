import { Annotations, Duration, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from './api-type';
import { IRouteAuthorizer, RouteAuthorizerConfig } from './authorizers/authorizer-contract';
import { refuseForeignAuthorizer } from './authorizers/foreign-authorizer';
import { BoundRoute } from './bound-route';
import { bindCache } from './cache-key';
import { Limits } from './limits';
import { checkBodySchema } from './openapi/json-schema-check';
import { checkModelSize } from './openapi/json-schema-components';
import { modelName } from './openapi/model-name';
import { SecuritySchemes } from './openapi/security-schemes';
import { RouteKey, isParameterSegment } from './route-key';
import { acknowledgeRouteOptOuts } from './route-opt-outs';
import { RequestShape, RouteOptions } from './route-options';
import { checkLimits, checkThrottledMethod } from './stage/throttle';
import { undoOnError } from './undo-on-error';

/**
 * For which API a table keeps routes.
 */
interface RouteTableProps {
  readonly apiType: ApiType;
  /** The answer to "who may call?" for routes that give none. */
  readonly authorizer: IRouteAuthorizer;
  readonly defaultScopes: string[];
  readonly executeApiArn: string;
  /** The longest that API Gateway waits for a backend. */
  readonly maximumTimeout: Duration;
  /** Whether the API answers preflight requests itself. */
  readonly answersPreflight: boolean;
  /** Whether the stage has a cache that routes can use. */
  readonly hasCache: boolean;
}

/**
 * The routes of an API: each bound once, when it is added; no duplicates, none late.
 */
export class RouteTable {
  private readonly scope: Construct;
  private readonly props: RouteTableProps;
  private readonly bound = new Map<string, BoundRoute>();
  /** By the path before a parameter: the parameter's segment and the route that brought it. */
  private readonly parameters = new Map<string, { segment: string; routeKey: string }>();
  private readonly resources = new Set<string>();

  public constructor(scope: Construct, props: RouteTableProps) {
    this.scope = scope;
    this.props = props;
  }

  /** The routes by path, and by method within a path. */
  public get routes(): BoundRoute[] {
    return [...this.bound.values()].sort((a, b) => compare(a.key.path, b.key.path) || compare(a.key.method, b.key.method));
  }

  public get size(): number {
    return this.bound.size;
  }

  /**
   * @throws when the route cannot work; nothing is created then
   */
  public add(routeKey: string, options: RouteOptions): BoundRoute {
    if (this.scope.node.locked) {
      throw new Error(`'${routeKey}' was added to '${this.scope.node.path}' after synthesis began, so it would be missing from the template; `
        + 'add routes in constructors or in Aspects');
    }
    const key = RouteKey.parse(routeKey);
    this.checkKey(key);
    const warnings = this.checkOptions(key, options);

    const route = undoOnError(this.scope, () => this.bind(key, options));
    this.bound.set(routeKey, route);
    this.noteParameters(key);
    // Neither can be taken back: they are for routes that stand.
    acknowledgeRouteOptOuts(this.scope, route);
    warnings.forEach((warning) => Annotations.of(this.scope).addWarningV2('cdk-gatehouse:schemaNotEnforced', warning));
    return route;
  }

  private checkKey(key: RouteKey): void {
    if (this.bound.has(key.toString())) {
      throw new Error(`the route '${key}' exists already; change the first one, or give this one another path or method`);
    }
    if (key.method === 'OPTIONS' && this.props.answersPreflight) {
      throw new Error(`the route '${key}' would take the place of the preflight answer that the API's cors gives; leave one of the two out`);
    }
    for (const { parent, segment } of parametersOf(key)) {
      const other = this.parameters.get(parent);
      if (other && other.segment !== segment) {
        throw new Error(`the route '${key}' has '${segment}' where '${other.routeKey}' has '${other.segment}', and API Gateway takes one name at one level; `
          + `write '${other.segment}' in both, or the same name with and without '+' in separate APIs`);
      }
    }
  }

  /** @returns warnings */
  private checkOptions(key: RouteKey, options: RouteOptions): string[] {
    const authorizer = options.authorizer ?? this.props.authorizer;
    if (authorizer === undefined) {
      throw new Error(`'${key}' has no answer to who may call it; give the API or the route an authorizer, or Authorizer.none('<why>')`);
    }
    refuseForeignAuthorizer(`'${key}'`, authorizer);
    if (typeof options.integration?.bindIntegration !== 'function') {
      throw new Error(`'${key}' has no integration that this library knows; write Integration.lambdaFunction(fn), Integration.httpProxy(url) or Integration.mock()`);
    }
    if (options.operationName !== undefined && !/^[A-Za-z0-9_]+$/.test(options.operationName)) {
      throw new Error(`'${key}' has the operationName '${options.operationName}', from which no client method can be made; write letters, digits and underscores`);
    }
    if (options.operationName !== undefined) {
      const twin = [...this.bound.values()].find((route) => route.options.operationName === options.operationName);
      if (twin) throw new Error(`'${key}' has the operationName '${options.operationName}', which '${twin.key}' has already; give each operation its own`);
    }
    if (options.cache && !this.props.hasCache) {
      throw new Error(`'${key}' has a cache, but its API has none to keep answers in; give the API cache: { size: CacheSize.GB_0_5 } (billed by the hour)`);
    }
    if (options.throttle) {
      checkThrottledMethod(key);
      checkLimits(`route '${key}'`, options.throttle);
    }
    return options.request ? this.checkRequest(key, options.request) : [];
  }

  /** @returns warnings */
  private checkRequest(key: RouteKey, request: RequestShape): string[] {
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

  private bind(key: RouteKey, options: RouteOptions): BoundRoute {
    const { apiType, executeApiArn, maximumTimeout } = this.props;
    const authorizer = options.authorizer ?? this.props.authorizer;
    const scopes = options.scopes ?? (options.authorizer === undefined ? this.props.defaultScopes : []);
    const bindOptions = { scope: this.scope, apiType, executeApiArn, routeKey: key.toString() };

    const authorizerConfig = authorizer.bindAuthorizer({ ...bindOptions, scopes });
    const cache = bindCache(key, options, authorizerConfig);
    const integration = options.integration.bindIntegration({ ...bindOptions, maximumTimeout });
    return { scope: this.scope, key, options, authorizer: authorizerConfig, integration, scopes, cache };
  }

  private noteParameters(key: RouteKey): void {
    for (const { parent, segment } of parametersOf(key)) {
      if (!this.parameters.has(parent)) this.parameters.set(parent, { segment, routeKey: key.toString() });
    }
    key.segments.forEach((_segment, position) => this.resources.add(key.segments.slice(0, position + 1).join('/')));
  }

  /** Warns of what only the whole table shows. */
  public warn(): void {
    if (this.resources.size > Limits.REST_RESOURCES) {
      Annotations.of(this.scope).addWarningV2('cdk-gatehouse:resourceQuota',
        `the API has more than ${Limits.REST_RESOURCES} resources (each path and each part of one counts), which needs a raised quota; request it, or split it into two APIs`);
    }
    const security = new SecuritySchemes();
    this.bound.forEach((route) => security.requirementsOf(route));
    if (security.authorizerCount > Limits.AUTHORIZERS_PER_API) {
      Annotations.of(this.scope).addWarningV2('cdk-gatehouse:authorizerQuota',
        `the API has ${security.authorizerCount} authorizers, and ${Limits.AUTHORIZERS_PER_API} is the quota unless it was raised; `
        + 'request more, or let routes share authorizers (a user pool counts once with scopes, once without when clients are named)');
    }
    const tokenKinds = new Set([...this.bound.values()].filter(byUserPool).map((route) => route.scopes.length > 0));
    if (tokenKinds.size > 1) {
      Annotations.of(this.scope).addWarningV2('cdk-gatehouse:mixedTokenKinds',
        'some routes of this API have scopes and others have none: API Gateway reads an access token on the first and an identity token on the others; give all of them scopes');
    }
  }
}

function byUserPool(route: { authorizer: RouteAuthorizerConfig }): boolean {
  return route.authorizer.authorizationType === apigateway.AuthorizationType.COGNITO;
}

/** Each parameter of a path with the path before it. */
function parametersOf(key: RouteKey): { parent: string; segment: string }[] {
  const { segments } = key;
  return segments.flatMap((segment, position) => isParameterSegment(segment)
    ? [{ parent: segments.slice(0, position).join('/'), segment }]
    : []);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
