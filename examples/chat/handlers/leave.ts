import { answering } from './answering';
import { parseLeave } from './chat-request';
import { RealtimeSender } from 'cdk-gatehouse/clients/sender';

const chat = RealtimeSender.fromEnvironment();

/**
 * `leave`: out of a room. Who disconnects has left every room without it.
 */
export const handler = answering(chat, 'leave', async ({ caller, message }) => {
  const { room } = parseLeave(message);
  await caller.leave(room);
  return { action: 'left', room };
});
