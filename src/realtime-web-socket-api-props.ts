import { aws_apigateway as apigateway, interfaces } from 'aws-cdk-lib';
import { GatehouseApiProps } from './gatehouse-api-props';
import { AccountLogRole } from './stage/account-log-role';
import { StageExecutionLogOptions } from './stage/execution-log';
import { BroadcastOptions } from './web-socket/broadcast-options';
import { ConnectOptions, MessageRouteOptions } from './web-socket/message-route-options';
import { Sessions } from './web-socket/sessions';

/**
 * A WebSocket API, and everything that a production one needs.
 */
export interface RealtimeWebSocketApiProps extends GatehouseApiProps {
  /**
   * Routes by their keys: `sendMessage`, `$default`; the same as `addRoute` for each.
   *
   * @default - none; use `addRoute`
   */
  readonly routes?: { [routeKey: string]: MessageRouteOptions };

  /**
   * Where a message says which route it is for.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
   * @default '$request.body.action'
   */
  readonly routeSelectionExpression?: string;

  /**
   * Who keeps track of who is connected.
   *
   * @default Sessions.stored()
   */
  readonly sessions?: Sessions;

  /**
   * What is asked of clients who connect, beside `authorizer`. Not with `Sessions.none()`, where `$connect` is a route of your own.
   *
   * @default - nothing
   */
  readonly connect?: ConnectOptions;

  /**
   * Where the API keys of clients come from, where `connect` asks for them: from the header `x-api-key`, which browsers cannot send, or from a Lambda authorizer
   * of your own, which answers `usageIdentifierKey`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
   * @default - ApiKeySourceType.HEADER
   */
  readonly apiKeySource?: apigateway.ApiKeySourceType;

  /**
   * How messages reach many connections. What it takes is made when it is first used: by `grantBroadcast`, by `broadcast`, or by this.
   *
   * @default - the defaults of each option
   */
  readonly broadcast?: BroadcastOptions;

  /**
   * The execution log: what the gateway did with a message. A data trace leaves `$connect` out, with which clients send their tokens.
   *
   * @default - errors only, never the data
   */
  readonly executionLog?: StageExecutionLogOptions;

  /**
   * Who gives API Gateway the role by which it writes logs, one for each account and region.
   *
   * @default - the stack sets one where none is set, and never replaces one that works
   */
  readonly accountLogRole?: AccountLogRole;

  /**
   * The certificate by which HTTP backends know that a call comes from this API.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html
   * @default - none
   */
  readonly clientCertificate?: interfaces.aws_apigateway.IClientCertificateRef;
}
