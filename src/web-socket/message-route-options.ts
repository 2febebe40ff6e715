import { RequestShape, RouteOptions } from '../route-options';
import { ThrottleLimits } from '../stage/throttle';

/**
 * What a route of a WebSocket API does.
 *
 * Who may call is asked once, when a client connects: `authorizer`, `scopes` and `apiKeyRequired` belong to `$connect`, and to no other route.
 */
export interface MessageRouteOptions extends RouteOptions {
  /**
   * Whether the sender of a message gets what the integration answers, as a message of its own. Not for `$connect` and `$disconnect`, whose answers are not messages.
   *
   * @default false - messages go one way, and answers are sent through the connection
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
   */
  readonly reply?: boolean;
}

/**
 * What is asked of clients who connect, where the API's sessions answer `$connect`.
 */
export interface ConnectOptions {
  /**
   * Whether a client must send an API key, by which a usage plan knows whom to limit. A key identifies; it does not authorize.
   *
   * @default false
   */
  readonly apiKeyRequired?: boolean;

  /**
   * Query parameters and headers that API Gateway looks for when a client connects: those without which it refuses.
   *
   * @default - none
   */
  readonly request?: RequestShape;

  /**
   * How many clients connect in a second.
   *
   * @default - the API's own `throttle`
   */
  readonly throttle?: ThrottleLimits;
}
