import { RealtimeAddress, targetOf, TokenError } from './address';
import { RealtimeClock } from './realtime-clock';
import { RealtimeSocket, RealtimeSocketClass } from './socket';

/**
 * One WebSocket, from the question for a token to its end.
 */
export interface Channel {
  /** How long it has been open, in milliseconds. */
  age(): number;

  /** Whether the server has yet to prove that it is there. */
  awaitsAnswer(): boolean;

  /** @returns whether it could be sent */
  send(text: string): boolean;

  /** Asks at once whether the server is there, unless it was heard within so many milliseconds. */
  probe(heardWithin: number): void;

  /** Ends it; nothing more is told. */
  close(): void;
}

/**
 * How a channel ended: it never opened, it was closed, or a heartbeat had no answer.
 */
export type ChannelEnd =
  | { readonly why: 'refused'; readonly code: 'connect' | 'token'; readonly message: string; readonly cause?: unknown }
  | { readonly why: 'lost'; readonly code?: number }
  | { readonly why: 'silent' };

/**
 * Who is told what becomes of a channel, never before the function that makes it has returned.
 */
export interface ChannelOwner {
  opened(): void;
  heard(data: unknown): void;
  /** The last that is told. */
  ended(end: ChannelEnd): void;
}

/**
 * What a channel is made with.
 */
interface ChannelSettings {
  readonly address: RealtimeAddress;
  readonly socketClass: RealtimeSocketClass;
  readonly clock: RealtimeClock;

  /** Milliseconds until the next heartbeat. */
  readonly nextHeartbeat: () => number;

  /** Where a message says which route it is for. */
  readonly actionField: string;
}

/** Longer than a handshake behind a cold authorizer and a cold function takes. */
const OPENS_WITHIN = 30_000;
const ANSWERS_WITHIN = 10_000;
const OPEN = 1;
const NORMAL_CLOSURE = 1_000;

/**
 * Connects. An open channel sends heartbeats and misses their answers.
 */
export function newChannel({ address, socketClass, clock, nextHeartbeat, actionField }: ChannelSettings, owner: ChannelOwner): Channel {
  let socket: RealtimeSocket | undefined;
  let openedAt: number | undefined;
  let heardAt = 0;
  let awaitsAnswer = false;
  let over = false;

  // There is one thing at a time to wait for: the handshake, the next heartbeat, or its answer.
  let callOff = clock.after(OPENS_WITHIN, () => refused(`nothing answered within ${OPENS_WITHIN / 1_000} s`));
  const wait = (millis: number, ring: () => void) => {
    callOff();
    callOff = clock.after(millis, ring);
  };

  const close = () => {
    over = true;
    callOff();
    socket?.close(NORMAL_CLOSURE);
  };
  const end = (how: ChannelEnd) => {
    if (over) return;
    close();
    owner.ended(how);
  };
  const refused = (message: string) => end({ why: 'refused', code: 'connect', message });

  const send = (text: string) => {
    if (over || socket?.readyState !== OPEN) return false;
    socket.send(text);
    return true;
  };
  const beat = () => {
    awaitsAnswer = true;
    wait(ANSWERS_WITHIN, () => end({ why: 'silent' }));
    send(JSON.stringify({ [actionField]: 'heartbeat' }));
  };
  const live = () => {
    heardAt = clock.now();
    awaitsAnswer = false;
    wait(nextHeartbeat(), beat);
  };

  const listenTo = (made: RealtimeSocket) => {
    socket = made;
    made.addEventListener('open', () => {
      if (over) return;
      live();
      openedAt = heardAt;
      owner.opened();
    });
    made.addEventListener('message', ({ data }) => {
      if (over) return;
      heardAt = clock.now();
      if (awaitsAnswer) live();
      owner.heard(data);
    });
    made.addEventListener('close', ({ code }) => {
      if (openedAt === undefined) refused('the server or the network refused the connection; the API\'s access log says why');
      else end({ why: 'lost', code });
    });
    // It tells nothing that `close` does not; but sockets of Node.js throw what nobody listens to.
    made.addEventListener('error', () => undefined);
  };

  const connect = async () => {
    try {
      const { url, protocols } = await targetOf(address);
      if (!over) listenTo(new socketClass(url, protocols));
    } catch (error) {
      // What else is thrown comes from the socket's class, which quotes what it was given: the token too.
      if (error instanceof TokenError) end({ why: 'refused', code: 'token', message: error.message, cause: error.cause });
      else refused('no WebSocket can be made with this url and protocol; write what a browser takes');
    }
  };
  void connect();

  return {
    age: () => openedAt === undefined ? 0 : clock.now() - openedAt,
    awaitsAnswer: () => awaitsAnswer,
    send,
    probe: (heardWithin) => {
      if (openedAt !== undefined && !awaitsAnswer && clock.now() - heardAt >= heardWithin) beat();
    },
    close,
  };
}
