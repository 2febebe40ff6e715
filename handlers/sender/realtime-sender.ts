import { ManyReceivers, Receivers } from '../realtime/receivers';
import { WebSocketEvent } from '../realtime/web-socket-event';

/**
 * Tells connected clients something, and keeps their rooms.
 *
 * Whoever gets a message gets `{"id":"…","data":…}`, or `{"id":"…","link":"…","bytes":…}` when the data is over 128 KB and the API offloads
 * large messages. The same message may come twice: clients drop ids that they know.
 */
export interface RealtimeSender {
  /**
   * Sends data to one connection, at once.
   *
   * A connection that is busy is tried again for some seconds; a broadcast to it is tried for minutes.
   *
   * @param data anything that JSON can say
   * @returns whether the connection has it; when not, it is gone, and so is what was known of it, unless DynamoDB could not let it go
   * @throws when the connection stays busy, or when the data is over 128 KB and the API does not offload large messages
   */
  send(connectionId: string, data: unknown): Promise<boolean>;

  /**
   * Sends data to many connections, through a queue: how many there are does not matter here.
   *
   * To everyone it goes at once. To others it goes a second later: by then DynamoDB's index, as a rule, has those who have connected or joined before.
   *
   * @see https://repost.aws/knowledge-center/dynamodb-missing-table-items-gsi
   * @param to one connection, or every connection of a user, of a room, or at all; of the function's own region
   * @param data anything that JSON can say
   * @returns the id of the message
   * @throws when nobody can be named so, when a room is named and the API has `Sessions.direct()`, or when the data is over 128 KB and the API does not offload large messages
   */
  broadcast(to: Receivers, data: unknown, options?: BroadcastOptions): Promise<string>;

  /**
   * Who has sent the event of a WebSocket API that a function got.
   */
  callerOf(event: WebSocketEvent): Caller;

  /**
   * Puts a connection into a room, which is there as long as somebody is in it.
   *
   * Broadcasts to the room from now on reach it. `connectionsOf` may show it only a moment later, and a message that a service puts into the queue
   * in that moment may miss it: DynamoDB's indexes are eventually consistent.
   *
   * @param room 1 to 256 characters
   * @returns whether the connection stands; when not, nothing happened
   * @throws when the API has `Sessions.direct()`, which keeps no rooms
   */
  join(connectionId: string, room: string): Promise<boolean>;

  leave(connectionId: string, room: string): Promise<void>;

  /**
   * Ends a connection.
   *
   * @returns whether it stood
   * @throws when API Gateway stays busy
   */
  disconnect(connectionId: string): Promise<boolean>;

  /**
   * Ends every connection of a user in this region, as of one whose rights were taken away. Whoever still has a token can connect again.
   *
   * A connection of the last second may not be found yet: take the rights away first, and do this once more some seconds later.
   *
   * @returns how many stood
   */
  disconnectUser(userId: string): Promise<number>;

  /**
   * Whose connection it is; nobody's when the caller was anonymous, or when it is gone.
   */
  userOf(connectionId: string): Promise<string | undefined>;

  roomsOf(connectionId: string): Promise<string[]>;

  /**
   * The connections of a user or of a room in this region, a moment ago.
   *
   * All of them are read: one read of DynamoDB for each megabyte.
   */
  connectionsOf(receivers: Exclude<ManyReceivers, { readonly everyone: true }>): Promise<string[]>;
}

/**
 * More about a broadcast.
 */
export interface BroadcastOptions {
  /**
   * Connections that are left out, as the one that has sent the message; up to 1,000.
   *
   * @default - none
   */
  readonly except?: readonly string[];

  /**
   * By this clients know what they have already. Whoever tries a broadcast again says the id again: 1 to 128 printable ASCII characters
   * without spaces.
   *
   * @default - a new UUID
   */
  readonly id?: string;
}

/**
 * A client that has sent something.
 */
export interface Caller {
  readonly connectionId: string;

  /** None for anonymous callers. */
  readonly userId?: string;

  /**
   * What the client has sent, as JSON. Nobody has checked it.
   *
   * @throws when it is no JSON
   */
  message(): unknown;

  /**
   * Sends data to this client, as `RealtimeSender.send`.
   *
   * @throws while it connects, as nothing can be sent before the connection stands
   */
  send(data: unknown): Promise<boolean>;

  /** Joins a room, as `RealtimeSender.join`. */
  join(room: string): Promise<boolean>;

  leave(room: string): Promise<void>;
}
