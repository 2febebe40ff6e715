import { Backoff } from './backoff';
import { Channel, ChannelEnd, ChannelOwner } from './channel';
import { RealtimeClock } from './realtime-clock';
import { RealtimeClose, RealtimeError } from './realtime-events';

/**
 * A channel that comes back: after a delay when it was lost or refused, and without a gap before its two hours are over.
 */
export interface LastingChannel {
  isOpen(): boolean;

  /** Connects, unless it does so already. */
  start(): void;

  /** @returns whether it could be sent */
  send(text: string): boolean;

  /** Sends what also concerns a channel that was just replaced; if there is none, nobody needs to know. */
  sendToAll(text: string): void;

  /** Something has changed around us: does not wait for the next attempt, nor for the next heartbeat unless the server was heard lately. */
  check(heardWithin: number): void;

  /** Ends everything; `start` begins anew. */
  stop(): void;
}

/**
 * Who is told what becomes of a lasting channel.
 */
interface LastingChannelOwner {
  /**
   * A channel is open.
   *
   * @param renewed whether it took the place of one that was open until now
   */
  opened(renewed: boolean): void;

  /** The one whose place was taken is closed: what was still on its way to it is lost. */
  replaced(): void;
  heard(data: unknown): void;
  closed(close: RealtimeClose): void;
  failed(error: RealtimeError): void;
}

/** A channel that was open so long was no accident: delays are short again after it. */
const STEADY = 30_000;

/**
 * API Gateway closes connections after two hours; a new one replaces them after 100 to 110 minutes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const RENEWED_AFTER = 100 * 60_000;
const RENEWED_WITHIN = 10 * 60_000;

/** So long the old one is heard beside the new one: until the new one's subscriptions work, and most of what was on its way to the old one has come. */
const OVERLAP = 60_000;

/**
 * @param connect makes a channel
 */
export function newLastingChannel(
  connect: (owner: ChannelOwner) => Channel, clock: RealtimeClock, backoff: Backoff, owner: LastingChannelOwner,
): LastingChannel {
  let current: Channel | undefined;
  /** Being connected, to become the current one. */
  let next: Channel | undefined;
  /** Was the current one until now. */
  let old: Channel | undefined;
  let callOffRetry = nothing;
  let callOffRenewal = nothing;
  let callOffFarewell = nothing;

  const start = () => {
    callOffRetry();
    if (next) return;
    const channel: Channel = connect({
      opened: () => onOpened(channel),
      heard: (data) => owner.heard(data),
      ended: (end) => onEnded(channel, end),
    });
    next = channel;
  };
  const retry = (refused: boolean) => {
    const millis = backoff.next(refused);
    callOffRetry();
    callOffRetry = clock.after(millis, start);
    return millis;
  };
  const farewell = () => {
    callOffFarewell();
    old?.close();
    old = undefined;
  };

  const onOpened = (channel: Channel) => {
    if (current?.awaitsAnswer()) {
      // After hours of sleep a computer renews a channel that is long dead: that is no replacement, that is a gap.
      current.close();
      onEnded(current, { why: 'silent' });
      if (next !== channel) return;
    }
    farewell();
    old = current;
    current = channel;
    next = undefined;
    if (old) {
      callOffFarewell = clock.after(OVERLAP, () => {
        farewell();
        if (current) owner.replaced();
      });
    }
    callOffRenewal();
    callOffRenewal = clock.after(RENEWED_AFTER + clock.random() * RENEWED_WITHIN, () => {
      backoff.reset();
      current?.probe(0);
      start();
    });
    owner.opened(old !== undefined);
  };
  const onEnded = (channel: Channel, end: ChannelEnd) => {
    if (end.why === 'refused') {
      next = undefined;
      const retryIn = retry(true);
      owner.failed(new RealtimeError(end.code, end.message, { failures: backoff.failures(), retryIn, cause: end.cause }));
    } else if (channel === current) {
      current = undefined;
      callOffRenewal();
      if (channel.age() >= STEADY) backoff.reset();
      owner.closed({ ...end, retryIn: next ? 0 : retry(false) });
    }
  };

  return {
    isOpen: () => current !== undefined,
    start,
    send: (text) => current?.send(text) ?? false,
    sendToAll: (text) => [current, old].forEach((channel) => channel?.send(text)),
    check: (heardWithin) => current ? current.probe(heardWithin) : start(),
    stop: () => {
      callOffRetry();
      callOffRenewal();
      farewell();
      current?.close();
      next?.close();
      current = next = undefined;
    },
  };
}

function nothing(): void {}
