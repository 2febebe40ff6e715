import { Tally } from './tally';
import { forEachAtOnce } from '../realtime/at-once';
import { ConnectionAnswer, Connections } from '../realtime/connections';
import { SessionTable } from '../realtime/session-table';
import { Clock, OutOfPatience, retryWhileTransient } from '../waiting';

/**
 * What posting works with.
 */
export interface PostSurroundings {
  readonly connections: Connections;
  readonly sessions: SessionTable;
  readonly clock: Clock;
}

/**
 * What became of a text for some connections.
 */
interface Posted {
  readonly tally: Tally;

  /** There was no time for them. */
  readonly notBegun: readonly string[];

  /** They may take it later. */
  readonly busy: readonly string[];

  /** No attempt will be better than this one. */
  readonly refused: readonly string[];
}

/** So many posts are under way at once. */
export const POSTS_AT_ONCE = 50;

/** In milliseconds. Longer waiting is the queue's part, where it costs nothing. */
const PATIENCE = { firstDelay: 200, longestDelay: 2_000, total: 10_000 };

class Unsettled extends Error {}

/**
 * Posts a text to each of these connections, and again to those that were busy, all others first. What is gone leaves the table.
 *
 * @param until when no post may begin any more, by the clock
 */
export async function postToAll(connectionIds: readonly string[], text: string, until: number, surroundings: PostSurroundings): Promise<Posted> {
  const { clock } = surroundings;
  const message = Buffer.from(text);
  const tally = new Tally();
  const pending = new Set(connectionIds);
  const begun = new Set<string>();
  const refused: string[] = [];

  const post = async (connectionId: string) => {
    begun.add(connectionId);
    const answer = await postOnce(connectionId, message, surroundings);
    tally.count(answer);
    if (answer.outcome !== 'busy') pending.delete(connectionId);
    if (answer.outcome === 'refused') refused.push(connectionId);
  };
  const round = async () => {
    await forEachAtOnce([...pending], POSTS_AT_ONCE, post, () => clock.now() >= until);
    if (pending.size > 0) throw new Unsettled();
  };
  try {
    const total = Math.min(PATIENCE.total, until - clock.now());
    await retryWhileTransient(round, (error) => error instanceof Unsettled, { ...PATIENCE, total }, clock);
  } catch (error) {
    if (!(error instanceof OutOfPatience)) throw error;
  }
  const left = [...pending];
  return { tally, notBegun: left.filter((id) => !begun.has(id)), busy: left.filter((id) => begun.has(id)), refused };
}

async function postOnce(connectionId: string, message: Uint8Array, { connections, sessions }: PostSurroundings): Promise<ConnectionAnswer> {
  const answer = await connections.post(connectionId, message);
  if (answer.outcome !== 'gone') return answer;
  try {
    // A connection that does not stand yet looks the same.
    return await sessions.removeGone(connectionId) ? answer : { outcome: 'busy', reason: 'still connecting' };
  } catch (error) {
    console.warn(`connection '${connectionId}' is gone and stays in the table until the next post to it, or until its time to live: ${String(error)}`);
    return answer;
  }
}
