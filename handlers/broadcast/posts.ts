import { Tally } from './tally';
import { forEachAtOnce } from '../realtime/at-once';
import { ConnectionAnswer, Connections } from '../realtime/connections';
import { takeOut } from '../realtime/gone-connection';
import { SessionTable } from '../realtime/session-table';
import { Clock, OutOfPatience, Patience, retryWhileTransient } from '../waiting';

/**
 * What posting works with.
 */
export interface PostSurroundings {
  readonly connections: Connections;
  readonly sessions: SessionTable;
  readonly clock: Clock;
}

/**
 * Who is posted to, and what.
 */
interface Posts {
  readonly connectionIds: readonly string[];
  readonly text: string;

  /** None of them was posted to before. */
  readonly areNew: boolean;
}

/**
 * What became of a text for some connections.
 */
interface Posted {
  readonly tally: Tally;

  /** There was no time for them. */
  readonly notBegun: readonly string[];

  /** API Gateway failed or was silent; they may take it later. */
  readonly failed: readonly string[];

  /** API Gateway said nothing but 429; they may take it later. */
  readonly throttled: readonly string[];

  /** No attempt will be better than this one. */
  readonly refused: readonly string[];
}

/** So many posts are under way at once. */
export const POSTS_AT_ONCE = 50;

/** So many are left when API Gateway throttles: ten functions, and posts of 10 ms, are then half of what an account may post in a second. */
const FEWEST_AT_ONCE = 5;

/** In milliseconds. Longer waiting is the queue's part, where it costs nothing and holds up nobody. */
const PATIENCE: Patience = { firstDelay: 200, longestDelay: 400, total: 1_000 };

/**
 * Posts a text to each of these connections, and again to those that were busy, all others first. What is gone leaves the table.
 *
 * @param until when no post may begin any more, by the clock
 */
export async function postToAll({ connectionIds, text, areNew }: Posts, until: number, surroundings: PostSurroundings): Promise<Posted> {
  const { clock } = surroundings;
  const posting = new Posting(connectionIds, Buffer.from(text), until, surroundings);
  // New ones have a second try, as one of a burst may just have had bad luck.
  const isWorthWaiting = () => !posting.isStuck || areNew && posting.rounds === 1;
  try {
    const total = Math.min(PATIENCE.total, until - clock.now());
    await retryWhileTransient(() => posting.round(), (error) => error instanceof Unsettled && isWorthWaiting(), { ...PATIENCE, total }, clock);
  } catch (error) {
    if (!(error instanceof OutOfPatience || error instanceof Unsettled)) throw error;
  }
  return posting.posted();
}

/** Some have not taken it yet. */
class Unsettled extends Error {}

/**
 * A text on its way to some connections, in rounds.
 */
class Posting {
  public rounds = 0;

  private readonly tally = new Tally();
  private readonly pending: Set<string>;
  private readonly begun = new Set<string>();
  private readonly failed = new Set<string>();
  private readonly refused: string[] = [];
  private atOnce = POSTS_AT_ONCE;
  private hasReachedSomebody = false;

  constructor(
    connectionIds: readonly string[],
    private readonly message: Uint8Array,
    private readonly until: number,
    private readonly surroundings: PostSurroundings,
  ) {
    this.pending = new Set(connectionIds);
  }

  /**
   * The last round has reached nobody, and all that are left are throttled: they do not read. To wait for them here would hold up all others.
   */
  public get isStuck(): boolean {
    return !this.hasReachedSomebody && this.throttled().length === this.pending.size;
  }

  /**
   * @throws Unsettled when somebody is left
   */
  public async round(): Promise<void> {
    const before = this.tally.delivered;
    this.rounds += 1;
    await forEachAtOnce([...this.pending], () => this.atOnce, async (id) => this.post(id), () => this.isOver());
    this.hasReachedSomebody = this.tally.delivered > before;
    if (this.pending.size > 0) throw new Unsettled();
  }

  public posted(): Posted {
    const left = [...this.pending];
    return {
      tally: this.tally,
      notBegun: left.filter((id) => !this.begun.has(id)),
      failed: left.filter((id) => this.failed.has(id)),
      throttled: this.throttled(),
      refused: this.refused,
    };
  }

  private async post(connectionId: string): Promise<void> {
    this.begun.add(connectionId);
    const answer = await this.answer(connectionId);
    this.tally.count(answer);
    if (answer.outcome !== 'busy') this.pending.delete(connectionId);
    if (answer.outcome === 'refused') this.refused.push(connectionId);
    if (answer.status === 429) this.atOnce = Math.max(Math.floor(this.atOnce / 2), FEWEST_AT_ONCE);
    else if (answer.outcome === 'busy') this.failed.add(connectionId);
  }

  private async answer(connectionId: string): Promise<ConnectionAnswer> {
    const { connections, sessions } = this.surroundings;
    const answer = await connections.post(connectionId, this.message);
    // A connection that does not stand yet looks the same as one that is gone. Where there is no time for a look at the table, it comes later.
    if (answer.outcome !== 'gone') return answer;
    if (this.isOver()) return { outcome: 'busy', reason: answer.reason };
    return await takeOut(connectionId, sessions) ? answer : { outcome: 'busy', reason: 'still connecting' };
  }

  private throttled(): string[] {
    return [...this.pending].filter((id) => this.begun.has(id) && !this.failed.has(id));
  }

  private isOver(): boolean {
    return this.surroundings.clock.now() >= this.until;
  }
}
