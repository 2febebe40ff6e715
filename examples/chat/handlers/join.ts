import { answering } from './answering';
import { RequestRefused, parseJoin } from './chat-request';
import { readMessages } from './message-history';
import { checkEntry, roomsOf } from './rooms';
import { RealtimeSender } from 'cdk-gatehouse/clients/sender';

const chat = RealtimeSender.fromEnvironment();

/**
 * `join`: into a room, and what was said there, last or since. Joining again changes nothing, so it is also how a page asks for what it has missed.
 */
export const handler = answering(chat, 'join', async ({ caller, chatter, message }) => {
  const { room, since } = parseJoin(message);
  checkEntry(room, chatter);
  // Before anything is read: what is said from here on comes by itself.
  if (!await caller.join(room)) throw new RequestRefused('the connection is gone');
  const { id, name } = chatter;
  return { action: 'joined', room, you: { id, name }, rooms: roomsOf(chatter), since, ...await readMessages(room, since) };
});
