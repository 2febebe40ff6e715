import { Answer } from './chat-protocol';
import { RequestRefused } from './chat-request';
import { Chatter, chatterOf } from './chatter';
import type { Caller, RealtimeSender, WebSocketEvent } from 'cdk-gatehouse/clients/sender';

/**
 * Who asks for what.
 */
interface Asked {
  readonly caller: Caller;
  readonly chatter: Chatter;
  readonly message: unknown;
}

/** What a two-way route sends back over the connection: its body, as it is. */
interface ProxyAnswer {
  readonly statusCode: 200;
  readonly body: string;
}

/**
 * A handler that always answers: what goes wrong stands in the log, and what was said never does.
 */
export function answering(chat: RealtimeSender, action: string, handle: (asked: Asked) => Promise<Answer>) {
  return async (event: WebSocketEvent): Promise<ProxyAnswer> => {
    const caller = chat.callerOf(event);
    const line = { action, connectionId: caller.connectionId, userId: caller.userId };
    let answer: Answer;
    try {
      answer = await handle({ caller, chatter: chatterOf(event), message: caller.message() });
      console.info({ ...line, outcome: answer.action });
    } catch (error) {
      const refused = error instanceof RequestRefused;
      const { name, message, stack } = error as Error;
      if (refused) console.info({ ...line, outcome: 'refused', why: message });
      else console.error({ ...line, outcome: 'failed', error: { name, message, stack } });
      answer = { action: 'refused', of: action, why: refused ? message : 'internal error' };
    }
    return { statusCode: 200, body: JSON.stringify(answer) };
  };
}
