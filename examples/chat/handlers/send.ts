import { answering } from './answering';
import { ChatMessage } from './chat-protocol';
import { parseSend } from './chat-request';
import { keepMessage } from './message-history';
import { checkEntry } from './rooms';
import { RealtimeSender } from 'cdk-gatehouse/clients/sender';

const chat = RealtimeSender.fromEnvironment();

/**
 * `send`: to everybody in a room, the sender among them, whose page so learns that it worked.
 */
export const handler = answering(chat, 'send', async ({ chatter, message }) => {
  const { room, text, key } = parseSend(message);
  checkEntry(room, chatter);
  const { id: userId, name } = chatter;
  // With the sender in it, nobody can take the id of somebody else's message.
  const id = `${userId}.${key}`;
  const said: ChatMessage = { kind: 'message', id, room, from: { id: userId, name }, text, sentAt: new Date().toISOString() };
  // Kept first: whoever is not reached finds it there.
  await keepMessage(said);
  await chat.broadcast({ room }, said, { id });
  return { action: 'sent', id };
});
