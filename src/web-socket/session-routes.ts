import { Construct } from 'constructs';
import { ConnectOptions } from './message-route-options';
import { KeptSessions } from './session-keeper';
import { Sessions } from './sessions';
import { WebSocketRoutes } from './web-socket-routes';
import { acknowledgeOptOut } from '../opt-out';
import { CONNECT, DISCONNECT } from '../predefined-routes';
import { RuleIds } from '../rule-ids';

interface SessionRoutesProps {
  readonly sessions: Sessions;
  readonly routes: WebSocketRoutes;
  /** What is asked of clients. */
  readonly connect?: ConnectOptions;
}

/**
 * Adds the routes by which it is known who is connected.
 *
 * @returns undefined where somebody else keeps track of it, and makes these routes
 */
export function keepSessions(api: Construct, { sessions, routes, connect }: SessionRoutesProps): KeptSessions | undefined {
  if (!sessions._keeper) {
    acknowledgeOptOut(api, RuleIds.WS_NO_CONNECT_OR_DISCONNECT, sessions._optOutReason!);
    return undefined;
  }
  const kept = sessions._keeper.bind(api);
  routes.add(CONNECT, { ...connect, integration: kept.connect });
  sessions._keeper.checkAuthorizer(routes.tryRoute(CONNECT)!.authorizer);
  routes.add(DISCONNECT, { integration: kept.disconnect });
  return kept;
}
