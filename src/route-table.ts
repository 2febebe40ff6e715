import { Annotations, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from './api-type';
import { AuthorizerKind, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizers/authorizer-contract';
import { bindRouteAuthorizer } from './authorizers/bound-authorizer';
import { refuseForeignAuthorizer } from './authorizers/foreign-authorizer';
import { OriginLockedRoutes } from './authorizers/origin-locked';
import { checkScopeNames } from './authorizers/scope-names';
import { BoundRoute } from './bound-route';
import { bindCache } from './cache-key';
import { behindFunction, behindLock } from './integrations/behind-lock';
import { checkRouteOptionNames } from './known-names';
import { Limits } from './limits';
import { ContractOperation } from './openapi/contract-reader/contract-operation';
import { SecuritySchemes } from './openapi/security-schemes';
import { OperationNames } from './operation-names';
import { checkGivenIntegration, refuseLateRoute } from './route-addition';
import { RouteKey } from './route-key';
import { acknowledgeRouteOptOuts } from './route-opt-outs';
import { RouteOptions } from './route-options';
import { RouteRules, RouteWarning } from './route-rules';
import { checkLimits } from './stage/throttle';
import { undoOnError } from './undo-on-error';

/**
 * For which API a table keeps routes.
 */
interface RouteTableProps {
  readonly apiType: ApiType;
  readonly stageName: string;
  /** The answer to "who may call?" for routes that give none. */
  readonly authorizer: IRouteAuthorizer;
  readonly defaultScopes: string[];
  readonly executeApiArn: string;
  /** The longest that API Gateway waits for a backend. */
  readonly maximumTimeout: Duration;
  /** Whether the API answers preflight requests itself. */
  readonly answersPreflight: boolean;
  /** What APIs of this type ask of their routes. */
  readonly rules: RouteRules;
  /** What lets requests through CloudFront alone; undefined where no authorizer does. */
  readonly lock?: OriginLockedRoutes;
}

/** How callers of each type of API can prove who they are. */
const AUTHORIZER_KINDS: { readonly [apiType in ApiType]: AuthorizerKind[] } = {
  [ApiType.REST]: [AuthorizerKind.NONE, AuthorizerKind.IAM, AuthorizerKind.USER_POOL, AuthorizerKind.LAMBDA_TOKEN, AuthorizerKind.LAMBDA_REQUEST],
  [ApiType.HTTP]: [AuthorizerKind.NONE, AuthorizerKind.IAM, AuthorizerKind.JWT, AuthorizerKind.LAMBDA_REQUEST],
  [ApiType.WEBSOCKET]: [AuthorizerKind.NONE, AuthorizerKind.IAM, AuthorizerKind.LAMBDA_REQUEST],
};

/**
 * The routes of an API: each bound once, when it is added; no duplicates, none late.
 */
export class RouteTable {
  private readonly scope: Construct;
  private readonly props: RouteTableProps;
  private readonly bound = new Map<string, BoundRoute>();
  private readonly operations = new OperationNames();
  private readonly unlocked = new Map<BoundRoute, BoundRoute>();

  public constructor(scope: Construct, props: RouteTableProps) {
    checkScopeNames('defaultScopes', props.defaultScopes);
    this.scope = scope;
    this.props = props;
  }

  /** The routes by path, and by method within a path. */
  public get routes(): BoundRoute[] {
    return [...this.bound.values()].sort((a, b) => compare(a.key.path, b.key.path) || compare(a.key.method, b.key.method));
  }

  /** The same as callers see them: each with its own authorizer, not with a lock that knows CloudFront or a function that checks its tokens. */
  public get unlockedRoutes(): BoundRoute[] {
    return this.routes.map((route) => this.unlocked.get(route) ?? route);
  }

  public get size(): number {
    return this.bound.size;
  }

  /**
   * @throws when the route cannot work; nothing is created then
   */
  public add(routeKey: string, options: RouteOptions, operation?: ContractOperation): BoundRoute {
    refuseLateRoute(this.scope, routeKey);
    const key = RouteKey.parse(routeKey);
    this.checkKey(key);
    checkRouteOptionNames(routeKey, options);
    this.checkOptions(key, options);
    const warnings = this.props.rules.check(key, options);

    const route = undoOnError(this.scope, () => this.bind(key, options, operation));
    this.bound.set(routeKey, route);
    this.operations.take(key.toString(), options.operationName);
    this.props.rules.added(key);
    // Neither can be taken back: they are for routes that stand.
    acknowledgeRouteOptOuts(this.scope, this.props.apiType, { ...route, routeKey });
    this.addWarnings(warnings);
    return route;
  }

  private checkKey(key: RouteKey): void {
    if (this.bound.has(key.toString())) {
      throw new Error(`the route '${key}' exists already; change the first one, or give this one another path or method`);
    }
    if (key.method === 'OPTIONS' && this.props.answersPreflight) {
      throw new Error(`the route '${key}' would take the place of the preflight answer that the API's cors gives; leave one of the two out`);
    }
  }

  private checkOptions(key: RouteKey, options: RouteOptions): void {
    const authorizer = options.authorizer ?? this.props.authorizer;
    if (authorizer === undefined) {
      throw new Error(`'${key}' has no answer to who may call it; give the API or the route an authorizer, or Authorizer.none('<why>')`);
    }
    refuseForeignAuthorizer(`'${key}'`, authorizer, this.props.apiType);
    checkGivenIntegration(key.toString(), options);
    this.operations.check(key.toString(), options.operationName);
    checkScopeNames(`'${key}'`, options.scopes);
    if (options.throttle) checkLimits(`route '${key}'`, options.throttle);
  }

  private bind(key: RouteKey, options: RouteOptions, operation?: ContractOperation): BoundRoute {
    const { apiType, stageName, executeApiArn, maximumTimeout, lock } = this.props;
    const authorizer = options.authorizer ?? this.props.authorizer;
    const scopes = options.scopes ?? (options.authorizer === undefined ? this.props.defaultScopes : []);
    const bindOptions = { scope: this.scope, apiType, executeApiArn, routeKey: key.toString() };

    const { asked, seen } = bindRouteAuthorizer(authorizer, { ...bindOptions, scopes }, (config) => checkAuthorizerKind(key, apiType, config), lock);
    const cache = bindCache(key, options, seen);
    // Last, because grants on what is there already cannot be taken back.
    const integration = options.integration.bindIntegration({ ...bindOptions, stageName, maximumTimeout });
    this.props.rules.checkBound(key, integration, seen);
    const route = { scope: this.scope, key, options, authorizer: seen, integration, scopes, cache, operation };
    return lock || asked !== seen ? this.askingFunction(route, asked) : route;
  }

  /** API Gateway knows no scopes beside a function: the function has them. */
  private askingFunction(route: BoundRoute, authorizer: RouteAuthorizerConfig): BoundRoute {
    const { apiType, lock } = this.props;
    const routeKey = route.key.toString();
    const integration = lock
      ? behindLock(apiType, routeKey, route.integration, lock.headerName)
      : behindFunction(apiType, routeKey, route.integration);
    const asking = { ...route, integration, authorizer, scopes: [] };
    this.unlocked.set(asking, route);
    return asking;
  }

  /** Warns of what only the whole table shows. */
  public warn(): void {
    const security = new SecuritySchemes();
    this.bound.forEach((route) => security.requirementsOf(route));
    if (security.authorizerCount > Limits.AUTHORIZERS_PER_API) {
      this.addWarnings([{
        id: 'cdk-gatehouse:authorizerQuota',
        message: `the API has ${security.authorizerCount} authorizers, and ${Limits.AUTHORIZERS_PER_API} is the quota unless it was raised; `
          + 'request more, or let routes share authorizers (a user pool counts once with scopes, once without when clients are named; behind a secret header each set of scopes counts once, and of Authorizer.jwt() on a REST API too)',
      }]);
    }
    this.addWarnings(this.props.rules.judgeAll([...this.bound.values()]));
  }

  private addWarnings(warnings: RouteWarning[]): void {
    warnings.forEach(({ id, message }) => Annotations.of(this.scope).addWarningV2(id, message));
  }
}

/** An authorizer of the user's own may say anything. */
function checkAuthorizerKind(key: RouteKey, apiType: ApiType, { authorizerKind }: RouteAuthorizerConfig): void {
  const kinds = AUTHORIZER_KINDS[apiType];
  if (kinds.includes(authorizerKind)) return;
  throw new Error(`'${key}' was given an authorizer of the kind '${authorizerKind}', which ${apiType} APIs do not have; `
    + `let its authorizerKind be one of ${kinds.map((kind) => `'${kind}'`).join(', ')}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
