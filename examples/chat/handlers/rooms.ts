import { RequestRefused } from './chat-request';
import { Chatter } from './chatter';

/** Open to everybody who has signed in. */
const PUBLIC_ROOMS = ['lobby', 'help'];

/**
 * Every room that is open to somebody: the public ones, and one for each group of the user pool that they are in.
 */
export function roomsOf({ groups }: Chatter): string[] {
  return [...PUBLIC_ROOMS, ...groups.filter((group) => !PUBLIC_ROOMS.includes(group))];
}

/**
 * Who may join a room may speak in it, and nobody else may do either. The API knows who is in a room; who may be, the app alone knows.
 *
 * @throws RequestRefused
 */
export function checkEntry(room: string, chatter: Chatter): void {
  if (!roomsOf(chatter).includes(room)) throw new RequestRefused(`the room '${room}' is not open to you`);
}
