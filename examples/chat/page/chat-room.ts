import type { Announcement, Answer, ChatMessage, Joined, Person } from '../handlers/chat-protocol';
import type { RealtimeConnection } from 'cdk-gatehouse/clients/browser';

/**
 * Something that was said here and has not come back yet.
 */
export interface UnconfirmedMessage {
  readonly key: string;
  readonly text: string;
  /** The connection was lost meanwhile, or API Gateway refused a message: it may have to be said again. */
  readonly doubtful: boolean;
}

/** Messages overtake each other, so a page that was away asks for what came a little earlier as well; what it has already counts once. */
const OVERLAP_MILLIS = 120_000;

/**
 * A room as somebody in it sees it: what was said, in its order, without gaps, each message once.
 *
 * It joins again with every new connection, and asks then for what was said in between.
 */
export class ChatRoom {
  /** As whom one is here; unknown until the server has said so. */
  public you?: Person;

  /** Every room that is open to one. */
  public rooms: string[] = [];

  /** Why the server did not do the last thing that it was asked for. */
  public refusal?: string;

  /** How many messages the last gap held, until one says something. */
  public missed = 0;

  private readonly known = new Map<string, ChatMessage>();
  private readonly unconfirmedByKey = new Map<string, UnconfirmedMessage>();
  private readonly endings: (() => void)[];

  /** What was said after it is still to be asked for. */
  private gapSince?: string;

  /**
   * @param changed is told of everything that changes here
   */
  constructor(private readonly connection: RealtimeConnection, public readonly name: string, private readonly changed: () => void) {
    const leave = connection.subscribe('join', { room: name });
    this.endings = [
      connection.on('message', ({ data }) => this.onMessage(data as Answer | ChatMessage | Announcement)),
      connection.on('recovered', () => this.catchUp()),
      connection.on('close', () => this.doubt()),
      connection.on('error', ({ code }) => {
        if (code === 'refused') this.doubt();
      }),
      () => leave('leave', { room: name }),
    ];
  }

  /** The oldest first. */
  public get messages(): ChatMessage[] {
    return [...this.known.values()].sort((one, other) => positionOf(one) < positionOf(other) ? -1 : 1);
  }

  /** Whether there is still something of a gap to come. */
  public get isCatchingUp(): boolean {
    return this.gapSince !== undefined;
  }

  public get unconfirmed(): UnconfirmedMessage[] {
    return [...this.unconfirmedByKey.values()];
  }

  /**
   * Says something, now or when there is a connection again.
   *
   * @param key the one of a message that is said again; whoever got it already does not see it twice
   */
  public say(text: string, key: string = crypto.randomUUID()): void {
    this.connection.send('send', { room: this.name, text, key });
    this.refusal = undefined;
    this.missed = 0;
    this.unconfirmedByKey.set(key, { key, text, doubtful: false });
    this.changed();
  }

  public leave(): void {
    this.endings.forEach((end) => end());
  }

  private onMessage(data: Answer | ChatMessage | Announcement): void {
    if ('kind' in data) {
      if (data.kind === 'message' && data.room === this.name) this.add(data);
    } else if (data.action === 'joined' && data.room === this.name) {
      this.onJoined(data);
    } else if (data.action === 'left' && data.room === this.name) {
      // Somebody left and came back at once, and the way out was slower than the way in: API Gateway runs routes side by side.
      this.connection.send('join', { room: this.name });
    } else if (data.action === 'refused') {
      this.refusal = data.why;
      this.doubt();
    }
    this.changed();
  }

  private onJoined({ you, rooms, messages, since, next }: Joined): void {
    Object.assign(this, { you, rooms });
    const before = this.known.size;
    messages.forEach((message) => this.add(message));
    if (this.isCatchingUp) this.missed += this.known.size - before;
    if (since === undefined || since !== this.gapSince) return;
    this.gapSince = next;
    this.askForGap();
  }

  private catchUp(): void {
    const newest = this.messages.at(-1);
    // Without any message there is no gap: the newest come with `joined` as they are.
    if (!newest) return;
    if (!this.isCatchingUp) this.missed = 0;
    // By the server's clock, whatever the one of this machine says; and from where it broke off, if the connection was lost again.
    this.gapSince ??= new Date(Date.parse(newest.sentAt) - OVERLAP_MILLIS).toISOString();
    this.askForGap();
    this.changed();
  }

  private askForGap(): void {
    if (this.gapSince !== undefined) this.connection.send('join', { room: this.name, since: this.gapSince });
  }

  private add(message: ChatMessage): void {
    if (!this.known.has(message.id)) this.known.set(message.id, message);
    for (const key of this.unconfirmedByKey.keys()) if (message.id.endsWith(`.${key}`)) this.unconfirmedByKey.delete(key);
  }

  private doubt(): void {
    for (const [key, message] of this.unconfirmedByKey) this.unconfirmedByKey.set(key, { ...message, doubtful: true });
    this.changed();
  }
}

function positionOf({ sentAt, id }: ChatMessage): string {
  return `${sentAt}#${id}`;
}
