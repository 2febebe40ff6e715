import { PostSurroundings, POSTS_AT_ONCE } from './posts';
import { forEachAtOnce } from '../realtime/at-once';
import { takeOut } from '../realtime/gone-connection';

/**
 * Ends connections whose clients do not read. They connect again, and ask for what they have missed; what was known of these goes.
 *
 * When the function breaks off, `$disconnect` or the next post takes out those that it has ended.
 *
 * @param id of the message that they did not take
 * @param until when none may be begun any more, by the clock
 * @returns which ones are ended
 */
export async function endStuck(
  id: string, connectionIds: readonly string[], until: number, surroundings: PostSurroundings,
): Promise<ReadonlySet<string>> {
  const { connections, sessions, clock } = surroundings;
  const ended = new Set<string>();
  const reasons = new Set<string>();
  await forEachAtOnce(connectionIds, () => POSTS_AT_ONCE, async (connectionId) => {
    const { outcome, reason } = await connections.disconnect(connectionId);
    if (outcome !== 'delivered' && outcome !== 'gone') reasons.add(String(reason));
    else if (await takeOut(connectionId, sessions)) ended.add(connectionId);
  }, () => clock.now() >= until);
  const left = connectionIds.length - ended.size;
  if (ended.size > 0) console.warn(`message '${id}': ${ended.size} connections are ended, as they took nothing in all attempts while others did`);
  if (left > 0) console.warn(`message '${id}': ${left} connections take nothing and are not ended (${[...reasons].join(', ') || 'there was no time'})`);
  return ended;
}
