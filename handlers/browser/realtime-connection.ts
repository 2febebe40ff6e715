import { newBackoff } from './backoff';
import { newChannel } from './channel';
import { IdleWatch, newIdleWatch } from './idle-watch';
import { incoming } from './incoming';
import { LastingChannel, newLastingChannel } from './lasting-channel';
import { LinkedData, newLinkedData } from './linked-data';
import { newListeners } from './listeners';
import { messageText } from './message-text';
import { listenToPage } from './page';
import { RealtimeClose, RealtimeError, RealtimeErrorCode, RealtimeErrorDetails, RealtimeEvents, RealtimeRecovery } from './realtime-events';
import { RealtimeOptions, RealtimeSettings, settingsOf } from './realtime-options';
import { newSeenIds } from './seen-ids';
import { newSubscriptions } from './subscriptions';

/**
 * `open`; `connecting`, also while waiting for the next attempt; `idle`, until the next use; `closed` for good.
 */
export type RealtimeState = 'connecting' | 'open' | 'idle' | 'closed';

/** A page that comes into view does not ask whether the server is there if that was heard a minute ago. */
const HEARD_LATELY = 60_000;

/**
 * A connection to a WebSocket API that lasts: it connects at once and again whenever it is lost, until it is closed.
 *
 * Messages to the server are sent at most once: what is under way when a connection breaks may be lost. API Gateway
 * runs routes side by side, so a message may overtake another. Broadcasts come at least once, and only the first of each id is told.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
 */
export class RealtimeConnection {
  // Private by the language: what is published is JavaScript, and such names become short in it.
  readonly #settings: RealtimeSettings;
  readonly #listeners = newListeners<RealtimeEvents>((event, error) => this.#onListenerFailed(event, error));
  readonly #subscriptions = newSubscriptions();
  readonly #seen = newSeenIds();
  readonly #linked: LinkedData;
  readonly #channel: LastingChannel;
  readonly #idle: IdleWatch;
  readonly #leavePage: () => void;
  readonly #queue: string[] = [];
  #state: 'awake' | 'idle' | 'closed' = 'awake';
  #heardAt?: number;
  #lastId?: string;
  /** Nobody was told of it yet. */
  #gap?: RealtimeRecovery;

  /**
   * @throws when an option is wrong
   */
  constructor(options: RealtimeOptions) {
    const settings = settingsOf(options);
    const { clock } = settings;
    this.#settings = settings;
    this.#linked = newLinkedData(clock, options.readLink);
    this.#channel = newLastingChannel((owner) => newChannel(settings, owner), clock, newBackoff(clock, settings.longestDelay), {
      opened: (renewed) => this.#onOpened(renewed),
      replaced: () => this.#recover(),
      heard: (data) => this.#onHeard(data),
      closed: (close) => this.#listeners.tell('close', close),
      failed: (error) => this.#listeners.tell('error', error),
    });
    this.#idle = newIdleWatch(settings.maxIdle, clock, () => this.#end('idle'));
    this.#leavePage = listenToPage({
      network: () => this.#check(0),
      seen: () => {
        this.#use();
        this.#check(HEARD_LATELY);
      },
      used: () => this.#use(),
    });
    this.#idle.use();
    this.#channel.start();
  }

  public get state(): RealtimeState {
    if (this.#state !== 'awake') return this.#state;
    return this.#channel.isOpen() ? 'open' : 'connecting';
  }

  /**
   * Listens. What a listener throws is told as an error and harms nobody else.
   *
   * @returns what ends it
   */
  public on<Event extends keyof RealtimeEvents>(event: Event, listener: (detail: RealtimeEvents[Event]) => unknown): () => void {
    return this.#listeners.add(event, listener);
  }

  /**
   * Sends `{ action, ...fields }`, at once or when there is a connection again; in order.
   *
   * @param fields what the message carries beside its action: a JSON object
   * @throws when it is too large, when too many wait already, or after `close`
   */
  public send(action: string, fields: object = {}): void {
    const text = this.#textOf(action, fields);
    this.#use();
    if (this.#channel.send(text)) return;
    const { maxQueued } = this.#settings;
    if (this.#queue.length >= maxQueued) throw new Error(`'${action}' cannot wait for a connection, as ${maxQueued} messages do; wait for 'open', or raise 'maxQueued'`);
    this.#queue.push(text);
  }

  /**
   * Sends `{ action, ...fields }` now and at the beginning of every further connection, until it is ended.
   *
   * Equal subscriptions are one, which ends with the last of them.
   *
   * @returns what ends it; given an action, it tells the server so, if there is a connection
   * @throws when it is too large, or after `close`
   */
  public subscribe(action: string, fields: object = {}): (action?: string, fields?: object) => void {
    const text = this.#textOf(action, fields);
    this.#use();
    if (this.#subscriptions.add(text)) this.#channel.send(text);
    let ended = false;
    return (endAction, endFields = {}) => {
      if (ended || this.#state === 'closed') return;
      const endText = endAction && this.#textOf(endAction, endFields);
      ended = true;
      if (this.#subscriptions.remove(text) && endText) this.#channel.sendToAll(endText);
    };
  }

  /**
   * Ends the connection and everything around it, for good. What waits to be sent is dropped.
   */
  public close(): void {
    if (this.#state === 'closed') return;
    this.#leavePage();
    this.#linked.stop();
    this.#end('closed');
    this.#listeners.clear();
  }

  #textOf(action: string, fields: object): string {
    if (this.#state === 'closed') throw new Error(`'${action}' comes after close(), so nothing can send it; make a new RealtimeConnection`);
    return messageText(action, fields, this.#settings.maxMessageBytes, this.#settings.actionField);
  }

  #use(): void {
    this.#idle.use();
    if (this.#state !== 'idle') return;
    this.#state = 'awake';
    this.#channel.start();
  }

  #check(heardWithin: number): void {
    if (this.#state === 'awake') this.#channel.check(heardWithin);
  }

  #end(why: RealtimeClose['why'] & RealtimeState): void {
    const wasOpen = this.#channel.isOpen();
    this.#state = why;
    this.#idle.stop();
    this.#channel.stop();
    if (wasOpen) this.#listeners.tell('close', { why });
  }

  #onOpened(renewed: boolean): void {
    // Also without a moment between the old connection and the new one: messages are addressed to one of them before they go out.
    if (this.#heardAt !== undefined) this.#gap ??= { awaySince: new Date(this.#heardAt), lastId: this.#lastId };
    this.#heardAt ??= this.#settings.clock.now();
    const send = (text: string) => this.#channel.send(text);
    this.#subscriptions.forEach(send);
    while (this.#queue.length > 0 && send(this.#queue[0])) this.#queue.shift();
    if (renewed) return;
    this.#listeners.tell('open', undefined);
    this.#recover();
  }

  #recover(): void {
    const gap = this.#gap;
    this.#gap = undefined;
    if (gap) this.#listeners.tell('recovered', gap);
  }

  #onHeard(received: unknown): void {
    this.#heardAt = this.#settings.clock.now();
    const message = incoming(received);
    switch (message.kind) {
      case 'message': return this.#onMessage(message.data, message.id);
      case 'link': return void this.#onLink(message.id, message.link);
      case 'refusal': return this.#fail('refused', `API Gateway refused a message: ${message.message}`);
      case 'unreadable': return this.#fail('unreadable', 'a message is no JSON and is left out');
      case 'heartbeat':
    }
  }

  #onMessage(data: unknown, id?: string): void {
    if (id === undefined || this.#seen.add(id)) this.#tell(data, id);
  }

  async #onLink(id: string, link: string): Promise<void> {
    if (!this.#seen.add(id)) return;
    try {
      this.#tell(await this.#linked.read(link), id);
    } catch {
      // What was thrown may quote the link, which lets anybody read the data.
      this.#seen.forget(id);
      this.#fail('link', `the data of message '${id}' cannot be read from its link`, { id });
    }
  }

  #tell(data: unknown, id?: string): void {
    this.#lastId = id ?? this.#lastId;
    this.#listeners.tell('message', { id, data });
  }

  #onListenerFailed(event: keyof RealtimeEvents, cause: unknown): void {
    const error = new RealtimeError('listener', `a listener of '${event}' threw; its error is the cause`, { cause });
    if (event === 'error' || !this.#listeners.tell('error', error)) report(cause);
  }

  #fail(code: RealtimeErrorCode, message: string, details?: RealtimeErrorDetails): void {
    this.#listeners.tell('error', new RealtimeError(code, message, details));
  }
}

/**
 * Brings an error to where a page's uncaught errors go; in Node.js that would end the process, so there it is printed.
 */
function report(error: unknown): void {
  const { reportError = console.error } = globalThis as { reportError?: (error: unknown) => void };
  reportError(error);
}
