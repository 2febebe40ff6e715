import { checkAddress, RealtimeAddress } from './address';
import { RealtimeClock, systemClock } from './realtime-clock';
import { RealtimeSocketClass } from './socket';

/**
 * How a connection is kept. Times are in milliseconds.
 */
export interface RealtimeOptions extends RealtimeAddress {
  /**
   * The time between two heartbeats, from 10 s to 9 minutes. Each costs two messages and finds out a connection that is dead.
   *
   * API Gateway closes a connection after ten idle minutes. Something shorter is for networks that close sooner.
   *
   * @default - drawn anew each time, from 5 to 8 minutes: a hidden page's timers come up to a minute late
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
   */
  readonly heartbeat?: number;

  /**
   * Disconnects when nobody has used the page for so long, from one minute to a day, as every minute of a connection is billed.
   *
   * Use is: a click, a touch or a key, the page coming into view, `send`, `subscribe`. It connects again, too. Messages that come are no use.
   *
   * @default - stays connected
   * @see https://aws.amazon.com/api-gateway/pricing/
   */
  readonly maxIdle?: number;

  /**
   * The longest delay between two attempts to connect, from half a second to an hour.
   *
   * After ten refusals in a row it grows to five minutes: a refused token does not get better. The page that comes into view and
   * the network that comes back do not wait for it.
   *
   * API Gateway lets in 500 new connections a second, of all clients together: 100,000 clients want more than three minutes.
   *
   * @default 30_000
   */
  readonly longestDelay?: number;

  /**
   * How many messages wait while there is no connection, at most; `send` throws on one more.
   *
   * @default 100
   */
  readonly maxQueued?: number;

  /**
   * The most bytes of a message, up to 131,072.
   *
   * API Gateway closes a connection (1009) that sends a frame over 32 KB. Browsers send a message of that size as one frame,
   * and nobody can tell them to split it. More is for a `WebSocket` of your own that splits messages into frames.
   *
   * @default - 32,760: 32 KB with the frame's own header
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
   */
  readonly maxMessageBytes?: number;

  /**
   * Where a message says which route it is for, as the API's `routeSelectionExpression` has it: `kind` for `$request.body.kind`.
   *
   * A field at the top of the message: what is further inside, as `$request.body.message.kind`, this client cannot write.
   *
   * @default 'action'
   */
  readonly actionField?: string;

  /**
   * The class that connections are made with.
   *
   * @default - the global one, of browsers and of Node.js from version 22
   */
  readonly WebSocket?: RealtimeSocketClass;

  /**
   * Reads the data of a large message, which is JSON, from its link.
   *
   * Where links lead, CORS must allow the page's origin to GET.
   *
   * @default - the global `fetch`, without cookies; any status but 2xx is an error
   */
  readonly readLink?: (link: string) => Promise<unknown>;

  /**
   * Time and chance.
   *
   * @default - the real ones
   */
  readonly clock?: RealtimeClock;
}

/**
 * Options, checked and with nothing left open.
 */
export interface RealtimeSettings {
  readonly address: RealtimeAddress;
  readonly nextHeartbeat: () => number;
  readonly maxIdle: number;
  readonly longestDelay: number;
  readonly maxQueued: number;
  readonly maxMessageBytes: number;
  readonly actionField: string;
  readonly socketClass: RealtimeSocketClass;
  readonly clock: RealtimeClock;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A frame of a client with that much has a header of eight bytes, and AWS does not say whether it counts. */
const FRAME = 32 * 1_024 - 8;
const LARGEST_MESSAGE = 128 * 1_024;

/**
 * @throws when one of them is wrong
 */
export function settingsOf(options: RealtimeOptions): RealtimeSettings {
  checkAddress(options);
  const { heartbeat, maxIdle, longestDelay = 30 * SECOND, maxQueued = 100, maxMessageBytes = FRAME, actionField = 'action', clock = systemClock } = options;
  if (heartbeat !== undefined) checkRange('heartbeat', heartbeat, 10 * SECOND, 9 * MINUTE);
  if (maxIdle !== undefined) checkRange('maxIdle', maxIdle, MINUTE, 24 * 60 * MINUTE);
  checkRange('longestDelay', longestDelay, SECOND / 2, 60 * MINUTE);
  checkRange('maxQueued', maxQueued, 0, 10_000);
  checkRange('maxMessageBytes', maxMessageBytes, 1, LARGEST_MESSAGE);
  checkActionField(actionField);
  const socketClass = options.WebSocket ?? (globalThis as { WebSocket?: RealtimeSocketClass }).WebSocket;
  if (!socketClass) throw new Error('there is no global WebSocket; give \'WebSocket\', as that of the package ws');
  return {
    address: options,
    nextHeartbeat: () => heartbeat ?? (5 + 3 * clock.random()) * MINUTE,
    maxIdle: maxIdle ?? Infinity,
    longestDelay,
    maxQueued,
    maxMessageBytes,
    actionField,
    socketClass,
    clock,
  };
}

function checkActionField(actionField: string): void {
  if (/^[^.]+$/.test(actionField)) return;
  const field = actionField.split('.').at(-1) || 'action';
  throw new Error(`actionField '${actionField}' is not a field at the top of a message, and this client writes no other; `
    + `write '${field}', and 'routeSelectionExpression: $request.body.${field}' for the API`);
}

function checkRange(name: string, value: number, least: number, most: number): void {
  // Written so that NaN is refused.
  if (!(value >= least && value <= most)) throw new Error(`${name} '${value}' is out of range; write ${least} to ${most}`);
}
