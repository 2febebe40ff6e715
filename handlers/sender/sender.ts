import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { EventCaller } from './caller';
import { BroadcastOptions, Caller, RealtimeSender } from './realtime-sender';
import { forEachAtOnce } from '../realtime/at-once';
import { parseRequest, queueText } from '../realtime/broadcast-request';
import { ConnectionAnswer, Connections } from '../realtime/connections';
import { takeOut } from '../realtime/gone-connection';
import { messageContent, messageText } from '../realtime/message-text';
import { checkRoom, checkUser } from '../realtime/names';
import { Offload } from '../realtime/offload';
import { ManyReceivers, Receivers } from '../realtime/receivers';
import { NO_ROOMS } from '../realtime/room-keeping';
import { PageEnd, SessionTable } from '../realtime/session-table';
import { WebSocketEvent } from '../realtime/web-socket-event';
import { fitsMessage, wireText } from '../realtime/wire-text';
import { Clock, OutOfPatience, Patience, retryWhileTransient } from '../waiting';

/**
 * What a sender works with.
 */
interface Surroundings {
  readonly sessions: SessionTable;
  readonly connections: Connections;
  readonly queue: SQSClient;
  readonly queueUrl: string;

  /**
   * @default - what is too large is refused
   */
  readonly offload?: Offload;

  /** Whether connections can be in rooms. */
  readonly keepsRooms: boolean;

  readonly clock: Clock;
}

/** So many calls of API Gateway are under way at once. */
export const CALLS_AT_ONCE = 50;

const PATIENCE: Patience = { firstDelay: 100, longestDelay: 1_000, total: 5_000 };

/**
 * In seconds: whoever connects just now can then be told, and whoever has joined just now is then found.
 *
 * @see https://repost.aws/knowledge-center/dynamodb-missing-table-items-gsi
 */
const SETTLING = 1;

/**
 * Sends as the construct has set it up.
 */
export class Sender implements RealtimeSender {
  constructor(private readonly surroundings: Surroundings) {}

  public async send(connectionId: string, data: unknown): Promise<boolean> {
    checkData(data);
    const text = await messageText({ id: randomUUID(), data }, this.surroundings.offload);
    return this.call(connectionId, (connections) => connections.post(connectionId, text));
  }

  public async broadcast(to: Receivers, data: unknown, { except = [], id = randomUUID() }: BroadcastOptions = {}): Promise<string> {
    this.checkReceivers(to);
    checkData(data);
    // What the other end of the queue would refuse is refused here, before anything is stored.
    parseRequest(queueText({ to, data: null, id, except }), id);
    const { queue, queueUrl, offload } = this.surroundings;
    // Data that is too large for clients may be too large for the queue as well, so it is put elsewhere here.
    const content = fitsMessage(wireText(id, data)) ? { data } : await messageContent({ id, data }, offload);
    await queue.send(new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: queueText({ to, id, except, ...content }),
      ...!('everyone' in to) && { DelaySeconds: SETTLING },
    }));
    return id;
  }

  public callerOf(event: WebSocketEvent): Caller {
    return new EventCaller(event, this);
  }

  public async join(connectionId: string, room: string): Promise<boolean> {
    this.checkRoom(room);
    return this.surroundings.sessions.join(connectionId, room);
  }

  public async leave(connectionId: string, room: string): Promise<void> {
    checkRoom(room);
    await this.surroundings.sessions.leave(connectionId, room);
  }

  public async disconnect(connectionId: string): Promise<boolean> {
    return this.call(connectionId, (connections) => connections.disconnect(connectionId));
  }

  public async disconnectUser(userId: string): Promise<number> {
    let ended = 0;
    const failures: unknown[] = [];
    await forEachAtOnce(await this.connectionsOf({ user: userId }), () => CALLS_AT_ONCE, async (connectionId) => {
      try {
        if (await this.disconnect(connectionId)) ended += 1;
      } catch (error) {
        failures.push(error);
      }
    }, () => false);
    if (failures.length > 0) {
      throw new Error(`${failures.length} of ${failures.length + ended} connections of user '${userId}' could not be ended; try again`, { cause: failures[0] });
    }
    return ended;
  }

  public async userOf(connectionId: string): Promise<string | undefined> {
    return (await this.surroundings.sessions.sessionOf(connectionId))?.userId;
  }

  public async roomsOf(connectionId: string): Promise<string[]> {
    return this.surroundings.sessions.roomsOf(connectionId);
  }

  public async connectionsOf(receivers: ManyReceivers): Promise<string[]> {
    this.checkReceivers(receivers);
    const found: string[] = [];
    let after: PageEnd | undefined;
    do {
      const { connectionIds, next } = await this.surroundings.sessions.page(receivers, after);
      found.push(...connectionIds);
      after = next;
    } while (after);
    return found;
  }

  /** Calls until API Gateway says what became of it, and answers whether the connection stood. */
  private async call(connectionId: string, make: (connections: Connections) => Promise<ConnectionAnswer>): Promise<boolean> {
    const { connections, sessions, clock } = this.surroundings;
    try {
      return await retryWhileTransient(async () => {
        const { outcome, reason = outcome, status } = await make(connections);
        if (outcome === 'delivered') return true;
        if (outcome === 'gone' && await takeOut(connectionId, sessions)) return false;
        if (outcome === 'gone') throw new Busy('still connecting');
        if (outcome === 'busy') throw new Busy(reason);
        if (status === 403) throw new Error(`API Gateway refuses connection '${connectionId}' to this function and answers '${reason}'; give it chat.grantBroadcast(fn)`);
        throw new Error(`API Gateway answers '${reason}' (${status}) to what was sent to connection '${connectionId}', and would do so again; `
          + 'change what is sent, or set REALTIME_ENDPOINT to the callbackUrl of the API');
      }, (error) => error instanceof Busy, PATIENCE, clock);
    } catch (error) {
      if (!(error instanceof OutOfPatience)) throw error;
      throw new Error(`connection '${connectionId}' has been busy for ${PATIENCE.total / 1_000} seconds (${error.message}); try again later`);
    }
  }

  private checkReceivers(receivers: Receivers): void {
    if (Object(receivers) !== receivers) {
      throw new Error(`'${String(receivers)}' does not say what kind of receivers it names; `
        + 'write { room: \'…\' }, { user: \'…\' }, { connection: \'…\' } or { everyone: true }');
    }
    if ('user' in receivers) checkUser(receivers.user);
    if ('room' in receivers) this.checkRoom(receivers.room);
  }

  private checkRoom(room: string): void {
    checkRoom(room);
    if (!this.surroundings.keepsRooms) throw new Error(`nobody can be in room '${room}': ${NO_ROOMS}`);
  }
}

/** API Gateway cannot do it now. */
class Busy extends Error {}

function checkData(data: unknown): void {
  if (JSON.stringify(data) === undefined) {
    throw new Error(`data of type '${typeof data}' is nothing that JSON can say, so nothing would come; send null, or do not send`);
  }
}
