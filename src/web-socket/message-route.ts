import { aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { executeApiArn } from '../execute-api';

/** @internal */
interface MessageRouteOwner {
  readonly apiId: string;
  readonly stageName: string;
}

/**
 * A route of a WebSocket API: what `addRoute` gives back.
 */
export class MessageRoute {
  /** @internal */
  public static _of(resource: apigatewayv2.CfnRoute, owner: MessageRouteOwner): MessageRoute {
    return new MessageRoute(resource, owner);
  }

  /**
   * The route's key: `sendMessage`, or `$connect`, `$disconnect`, `$default`.
   */
  public readonly routeKey: string;

  /**
   * The route in CloudFormation.
   */
  public readonly resource: apigatewayv2.CfnRoute;

  private readonly owner: MessageRouteOwner;

  private constructor(resource: apigatewayv2.CfnRoute, owner: MessageRouteOwner) {
    this.routeKey = resource.routeKey;
    this.resource = resource;
    this.owner = owner;
  }

  /**
   * The ARN by which policies name the route.
   */
  public get routeArn(): string {
    return executeApiArn(this.resource, this.owner.apiId, `${this.owner.stageName}/${this.routeKey}`);
  }
}
