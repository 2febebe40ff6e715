import { ConnectionAnswer, Outcome } from '../realtime/connections';

/**
 * What became of the posts of one delivery, as counts.
 */
export class Tally {
  private readonly counts: Record<Outcome, number> = { delivered: 0, gone: 0, busy: 0, refused: 0 };
  private readonly reasons = new Map<string, number>();

  /** How many connections have the message. */
  public get delivered(): number {
    return this.counts.delivered;
  }

  /** How many connections have the message or will never want it. */
  public get settled(): number {
    return this.counts.delivered + this.counts.gone;
  }

  public count({ outcome, reason }: ConnectionAnswer): void {
    this.counts[outcome] += 1;
    if (outcome !== 'delivered' && outcome !== 'gone') this.reasons.set(`${reason}`, (this.reasons.get(`${reason}`) ?? 0) + 1);
  }

  /** As `3 delivered, 1 gone (LimitExceededException 2)`; in brackets the answers that were neither. */
  public toString(): string {
    const reasons = [...this.reasons].map(([reason, count]) => `${reason} ${count}`).join(', ');
    return `${this.counts.delivered} delivered, ${this.counts.gone} gone${reasons && ` (${reasons})`}`;
  }
}
