/// <reference lib="dom" />
import { ChatRoom, UnconfirmedMessage } from './chat-room';
import { byId, element, setText, show } from './elements';
import type { PageConfig } from './page-server';
import { SignIn } from './sign-in';
import type { Announcement, ChatMessage } from '../handlers/chat-protocol';
import { RealtimeConnection } from 'cdk-gatehouse/clients/browser';

/** Whoever has not used the page for so long is disconnected: each minute of a connection is billed. */
const REST_AFTER_MILLIS = 30 * 60_000;

/** Within so many pixels, a log is read at its end. */
const NEAR_END = 80;

/**
 * The page, of somebody who has signed in.
 */
class ChatPage {
  private readonly connection: RealtimeConnection;
  private room: ChatRoom;
  private readonly drawn = new Map<string, HTMLElement>();
  private state = 'connecting';
  private notice?: string;
  private isAtEnd = true;

  constructor({ url }: PageConfig, private readonly signIn: SignIn) {
    this.connection = new RealtimeConnection({ url, token: () => signIn.token(), maxIdle: REST_AFTER_MILLIS });
    this.room = new ChatRoom(this.connection, 'lobby', () => this.draw());
    this.connection.on('open', () => this.tell('connected'));
    this.connection.on('close', ({ why }) => this.tell(why === 'idle' ? 'resting; click or press a key to go on' : 'the connection is lost; connecting again'));
    this.connection.on('error', ({ code, message, retryIn = 0 }) => {
      if (code === 'connect' || code === 'token') this.tell(`no connection; the next attempt comes within ${Math.ceil(retryIn / 1_000)} s`);
      else this.warn(message);
    });
    this.connection.on('message', ({ data }) => {
      const { kind, text } = Object(data) as Partial<Announcement>;
      if (kind !== 'announcement') return;
      setText('announced', `Announcement: ${text}`);
      byId('announcement').hidden = false;
    });

    byId('chat').hidden = byId('me').hidden = false;
    byId('dismiss').addEventListener('click', () => {
      byId('announcement').hidden = true;
      byId('text').focus();
    });
    byId('sign-out').addEventListener('click', () => this.leave());
    byId<HTMLFormElement>('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.say(byId<HTMLInputElement>('text'));
    });
    this.stayAtEnd(byId('messages'));
    this.draw();
    byId('text').focus();
  }

  private say(input: HTMLInputElement): void {
    if (input.value.trim() === '') return;
    this.notice = undefined;
    try {
      this.room.say(input.value);
      input.value = '';
    } catch (error) {
      // Too many wait for the connection; what was written stays where it is.
      this.warn((error as Error).message);
    }
  }

  /** Whoever reads the newest message goes on doing so, also when the log gets smaller; whoever has scrolled back is left there. */
  private stayAtEnd(log: HTMLElement): void {
    log.addEventListener('scroll', () => {
      this.isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
    });
    new ResizeObserver(() => this.scroll(log)).observe(log);
  }

  private scroll(log: HTMLElement): void {
    if (this.isAtEnd) log.scrollTop = log.scrollHeight;
  }

  private enter(name: string): void {
    if (name === this.room.name) return;
    this.room.leave();
    this.room = new ChatRoom(this.connection, name, () => this.draw());
    byId('messages').replaceChildren();
    this.drawn.clear();
    this.isAtEnd = true;
    this.draw();
    byId('text').focus();
  }

  private leave(): void {
    this.connection.close();
    this.signIn.end();
  }

  private tell(state: string): void {
    this.state = state;
    this.draw();
  }

  private warn(notice: string): void {
    this.notice = notice;
    this.draw();
  }

  private draw(): void {
    const { name, you, rooms, messages, unconfirmed, refusal, isCatchingUp, missed } = this.room;
    const back = isCatchingUp ? '; asking for what was said meanwhile' : missed > 0 ? `; ${missed} ${missed === 1 ? 'message' : 'messages'} came meanwhile` : '';
    byId('state').dataset.state = this.connection.state;
    setText('state', this.connection.state === 'open' ? `connected${back}` : this.state);
    setText('name', you?.name ?? '');
    setText('room', name);
    show('notice', this.notice ?? (refusal && `Not done: ${refusal}`));
    this.drawRooms(rooms);
    this.drawMessages(messages, you?.id);
    this.drawUnconfirmed(unconfirmed);
  }

  private drawRooms(rooms: string[]): void {
    const list = byId('rooms');
    // Drawn anew, they would lose the focus; and as long as a room has not answered, they are those of the last one.
    if (rooms.length > 0 && Array.from(list.children, ({ textContent }) => textContent).join() !== rooms.join()) {
      list.replaceChildren(...rooms.map((room) => {
        const button = element('button', '', room);
        button.addEventListener('click', () => this.enter(room));
        return element('li', '', button);
      }));
    }
    list.querySelectorAll('button').forEach((button) => button.setAttribute('aria-current', String(button.textContent === this.room.name)));
  }

  /** Each message is drawn once, in its place, so that a screen reader reads it once. */
  private drawMessages(messages: ChatMessage[], me?: string): void {
    const list = byId('messages');
    messages.forEach((message, index) => {
      const line = this.drawn.get(message.id) ?? messageLine(message, message.from.id === me);
      this.drawn.set(message.id, line);
      if (list.children[index] !== line) list.insertBefore(line, list.children[index] ?? null);
    });
    this.scroll(list);
  }

  private drawUnconfirmed(unconfirmed: UnconfirmedMessage[]): void {
    const list = byId('unconfirmed');
    const shown = JSON.stringify(unconfirmed);
    if (list.dataset.shown === shown) return;
    list.dataset.shown = shown;
    list.replaceChildren(...unconfirmed.map((message) => this.unconfirmedLine(message)));
  }

  private unconfirmedLine({ key, text, doubtful }: UnconfirmedMessage): HTMLElement {
    const line = element('li', '', element('span', 'text', text), doubtful ? '' : 'sending…');
    if (!doubtful) return line;
    const again = element('button', '', 'Send again');
    again.addEventListener('click', () => {
      this.room.say(text, key);
      byId('text').focus();
    });
    line.append('perhaps not sent', again);
    return line;
  }
}

function messageLine({ from, text, sentAt }: ChatMessage, isMine: boolean): HTMLElement {
  const time = element('time', '', new Date(sentAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));
  time.setAttribute('datetime', sentAt);
  return element('li', isMine ? 'mine' : '', element('span', 'from', from.name), time, element('div', 'text', text));
}

async function main(): Promise<void> {
  const config = await (await fetch('config.json')).json() as PageConfig;
  byId('sign-in').addEventListener('click', () => void SignIn.start(config.signIn));
  const signIn = await SignIn.finish(config.signIn).catch((error: Error) => {
    show('trouble', error.message);
    return undefined;
  });
  if (signIn) return void new ChatPage(config, signIn);
  setText('state', 'not signed in');
  byId('state').dataset.state = 'closed';
  byId('welcome').hidden = false;
}

void main();
