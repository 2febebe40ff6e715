import { DirectSessions } from './direct-sessions';
import { SessionKeeper } from './session-keeper';
import { StoredSessions, StoredSessionsOptions } from './stored-sessions';
import { requireReason } from '../opt-out';

/**
 * Who keeps track of who is connected to a WebSocket API.
 */
export class Sessions {
  /**
   * A function of this library that writes each connection into a DynamoDB table, with its user, and takes it away again; it answers `$connect` and `$disconnect`.
   *
   * It tells the client which of the subprotocols that it offers was chosen: the first that is no token.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-connect-route-subprotocol.html
   * @throws when the table has other keys than a `SessionTable`
   */
  public static stored(options: StoredSessionsOptions = {}): Sessions {
    return new Sessions(new StoredSessions(options));
  }

  /**
   * The same table, which API Gateway writes to by itself: no function, no cold start, less to pay.
   *
   * Clients cannot use subprotocols then, tokens in them included. There are no rooms, as nobody would take away what a connection has joined.
   *
   * @throws when the table has other keys than a `SessionTable`
   */
  public static direct(options: StoredSessionsOptions = {}): Sessions {
    return new Sessions(new DirectSessions(options));
  }

  /**
   * Nobody of this library: `$connect` and `$disconnect` are routes of your own, and there is no broadcast.
   *
   * @param reason who does; kept as the acknowledgement of the rule `ws-no-connect-or-disconnect`
   * @throws when the reason is empty
   */
  public static none(reason: string): Sessions {
    return new Sessions(undefined, requireReason('Sessions.none()', reason));
  }

  /** @internal */
  public readonly _keeper?: SessionKeeper;

  /** @internal */
  public readonly _optOutReason?: string;

  private constructor(keeper?: SessionKeeper, optOutReason?: string) {
    this._keeper = keeper;
    this._optOutReason = optOutReason;
  }
}
