import { aws_iam as iam } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AuthorizerKind } from './authorizers/authorizer-contract';
import { executeApiArn } from './execute-api';
import { grantInvoke, requireIam } from './invoke-grant';
import { ApiMetrics } from './observability/api-metrics';
import { RouteKey } from './route-key';

/**
 * The API that a route belongs to.
 *
 * @internal
 */
interface RouteOwner {
  readonly scope: IConstruct;
  readonly apiId: string;
  readonly stageName: string;
  readonly metrics: ApiMetrics;
  /** How callers of the route prove who they are. */
  readonly authorizerKind: AuthorizerKind;
}

/**
 * A route of an API: what `addRoute` gives back.
 */
export class ApiRoute {
  /** @internal */
  public static _of(key: RouteKey, owner: RouteOwner): ApiRoute {
    return new ApiRoute(key, owner);
  }

  /**
   * The route's key: `GET /pets/{id}`.
   */
  public readonly routeKey: string;

  /**
   * The HTTP method, or `ANY`.
   */
  public readonly method: string;

  /**
   * The path: `/pets/{id}`.
   */
  public readonly path: string;

  private readonly owner: RouteOwner;

  private constructor(key: RouteKey, owner: RouteOwner) {
    this.routeKey = key.toString();
    this.method = key.method;
    this.path = key.path;
    this.owner = owner;
  }

  /**
   * The ARN by which policies name the route: path parameters and `ANY` become `*`, and `$default` everything, as it can be called by any path.
   */
  public get routeArn(): string {
    const { scope, apiId, stageName } = this.owner;
    const method = this.method === 'ANY' ? '*' : this.method;
    const path = this.path === '$default' ? '/*' : this.path.replace(/\{[^}]*\}/g, '*');
    return executeApiArn(scope, apiId, `${stageName}/${method}${path}`);
  }

  /**
   * The route's CloudWatch metrics. They have data only while the stage's detailed metrics are on.
   */
  public get metrics(): ApiMetrics {
    return this.owner.metrics.forRoute(this.routeKey);
  }

  /**
   * Lets a principal call this route, whose authorizer is `Authorizer.iam()`.
   *
   * @throws when the route has another authorizer, which would not look at the grant
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    requireIam(this.routeKey, this.owner.authorizerKind);
    return grantInvoke({ grantee, resourceArn: this.routeArn });
  }
}
