import { Caller, RealtimeSender } from './realtime-sender';
import { userOf, WebSocketEvent } from '../realtime/web-socket-event';

/**
 * The client behind an event, with what one does for it.
 */
export class EventCaller implements Caller {
  public readonly connectionId: string;
  public readonly userId?: string;

  constructor(private readonly event: WebSocketEvent, private readonly sender: RealtimeSender) {
    this.connectionId = event.requestContext.connectionId;
    this.userId = userOf(event);
  }

  public message(): unknown {
    const { body, isBase64Encoded } = this.event;
    try {
      return JSON.parse(Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString());
    } catch {
      // The parser's own message quotes what it read.
      throw new Error(`what connection '${this.connectionId}' has sent is no JSON; let the client send JSON.stringify(…)`);
    }
  }

  public async send(data: unknown): Promise<boolean> {
    // AWS answers 410 before. @see https://repost.aws/knowledge-center/410-gone-api-gateway
    if (this.event.requestContext.eventType === 'CONNECT') {
      throw new Error(`connection '${this.connectionId}' does not stand before $connect is answered, so nothing can be sent to it; `
        + 'use broadcast({ connection: caller.connectionId }, data), which comes a second later');
    }
    return this.sender.send(this.connectionId, data);
  }

  public async join(room: string): Promise<boolean> {
    return this.sender.join(this.connectionId, room);
  }

  public async leave(room: string): Promise<void> {
    return this.sender.leave(this.connectionId, room);
  }
}
