import { WebSocket } from 'ws';
import { LocalChat } from './local-chat';
import type { Announcement, ChatMessage } from '../../examples/chat/handlers/chat-protocol';
import { ChatRoom } from '../../examples/chat/page/chat-room';
import { RealtimeConnection, RealtimeError, RealtimeOptions } from '../../handlers/browser/index';

/** What somebody has in hand. */
export interface VisitorOptions {
  readonly groups?: string[];
  /** Instead of one that the pool would give. */
  readonly token?: string;
}

/** Soon, but not at once, is when a lost connection is tried again. */
const clock: RealtimeOptions['clock'] = {
  now: () => Date.now(),
  random: () => 0.02,
  after: (millis, ring) => {
    const timer = setTimeout(ring, millis);
    return () => clearTimeout(timer);
  },
};

/**
 * Somebody with the page open, as far as it is not drawn.
 */
export class Visitor {
  public readonly connection: RealtimeConnection;
  public room: ChatRoom;

  /** What was broadcast to this connection, each time that it was told to the page. */
  public readonly told: (ChatMessage | Announcement)[] = [];
  public readonly errors: RealtimeError[] = [];
  public recoveries = 0;

  constructor(chat: LocalChat, name: string, room: string, { groups, token }: VisitorOptions = {}) {
    this.connection = new RealtimeConnection({
      url: chat.gateway.url, WebSocket, clock, longestDelay: 500, token: () => token ?? chat.tokenOf({ name, groups }),
    });
    this.connection.on('message', ({ id, data }) => {
      if (id !== undefined) this.told.push(data as ChatMessage);
    });
    this.connection.on('error', (error) => this.errors.push(error));
    this.connection.on('recovered', () => this.recoveries += 1);
    this.room = this.enter(room);
  }

  /** What this one sees in the room, as `ada: hello`. */
  public get sees(): string[] {
    return this.room.messages.map(({ from, text }) => `${from.name}: ${text}`);
  }

  public enter(room: string): ChatRoom {
    this.room = new ChatRoom(this.connection, room, () => undefined);
    return this.room;
  }
}
