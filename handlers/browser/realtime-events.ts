/**
 * What a connection tells, by the names that `on` takes.
 */
export interface RealtimeEvents {
  /** Connected; every subscription and every waiting message is sent. */
  open: undefined;

  /** A message came, for the first time. */
  message: RealtimeMessage;

  /** The connection is gone; unless `retryIn` is missing, another one follows. */
  close: RealtimeClose;

  /**
   * Messages may be missing: the moment to ask the server for them.
   *
   * It comes right after `open` when there was a gap. Before its two hours are over, a connection is replaced without one,
   * and nothing is told of that but this, a minute later: what was still on its way to the old connection is lost.
   *
   * Subscriptions are sent before it, and may not have taken effect yet. Where a route answers them, ask when it has.
   */
  recovered: RealtimeRecovery;

  /**
   * Something failed; the connection goes on by itself, and never gives up.
   *
   * A refused token does not get better by that: when `failures` grows, call `close()`, and make a new connection once somebody has signed in.
   */
  error: RealtimeError;
}

/**
 * A message from the server.
 */
export interface RealtimeMessage {
  /** The id of a broadcast; what a route answers has none. */
  readonly id?: string;

  /** The data of a broadcast, read from where it was put if it was large; of any other message, the whole of it. */
  readonly data: unknown;
}

/**
 * How a connection ended.
 */
export interface RealtimeClose {
  /**
   * `lost`: the server or the network closed it. `silent`: a heartbeat had no answer. `idle`: nobody used it for `maxIdle`;
   * the next use connects again. `closed`: by `close()`, for good.
   */
  readonly why: 'lost' | 'silent' | 'idle' | 'closed';

  /** The close code of a lost one; 1006 when the network knows no more. */
  readonly code?: number;

  /** Milliseconds until the next attempt. */
  readonly retryIn?: number;
}

/**
 * Since when messages may be missing.
 */
export interface RealtimeRecovery {
  /**
   * When the server was last heard before the new connection opened, by the clock of this machine.
   *
   * Ask for what was sent since some two minutes earlier, as broadcasts overtake each other and wait for so long where API Gateway is busy.
   * Have it sent in the form of broadcasts: what comes twice under one id is dropped.
   */
  readonly awaySince: Date;

  /** The id of the last broadcast that had come by then. */
  readonly lastId?: string;
}

/**
 * `connect`: an attempt to connect failed; a browser never says why, be it a refused token or a missing network.
 * `token`: no usable token was given. `refused`: API Gateway did not take a message. `unreadable`: what came is no JSON.
 * `link`: the data of a large message could not be read. `listener`: a listener threw.
 */
export type RealtimeErrorCode = 'connect' | 'token' | 'refused' | 'unreadable' | 'link' | 'listener';

/**
 * Something failed. It never quotes a token, nor the data of a message.
 */
export class RealtimeError extends Error {
  public readonly code: RealtimeErrorCode;

  /**
   * Of `connect` and `token`: how often in a row an attempt failed or a connection was soon lost, this time included.
   *
   * A network that is away or a busy server makes some. After ten refusals in a row, which take about a minute, the delays grow to
   * five minutes: by then ask whether the token is still good.
   */
  public readonly failures?: number;

  /** Of `connect` and `token`: milliseconds until the next attempt. */
  public readonly retryIn?: number;

  /** Of `link`: the id of the message. */
  public readonly id?: string;

  constructor(code: RealtimeErrorCode, message: string, { cause, ...more }: RealtimeErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RealtimeError';
    this.code = code;
    Object.assign(this, more);
  }
}

/**
 * What else there is to say about an error.
 */
export interface RealtimeErrorDetails {
  readonly failures?: number;
  readonly retryIn?: number;
  readonly id?: string;

  /** What the app's own function threw. */
  readonly cause?: unknown;
}
