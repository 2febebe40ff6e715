import { RealtimeClock } from './realtime-clock';

/**
 * A clock that goes on when a test says so.
 */
export class ManualClock implements RealtimeClock {
  /** What chance always says. */
  public chance = 0.5;
  private time = Date.UTC(2030, 0, 1);
  private readonly alarms = new Set<{ readonly at: number; readonly ring: () => void }>();

  /** How many alarms will ring. */
  public get pending(): number {
    return this.alarms.size;
  }

  /** How long it is until the next of them. */
  public get next(): number {
    return Math.min(...[...this.alarms].map(({ at }) => at)) - this.time;
  }

  public now(): number {
    return this.time;
  }

  public random(): number {
    return this.chance;
  }

  public after(millis: number, ring: () => void): () => void {
    const alarm = { at: this.time + millis, ring };
    this.alarms.add(alarm);
    return () => void this.alarms.delete(alarm);
  }

  /** Goes on, and rings what is due, in its order. */
  public pass(millis: number): void {
    const end = this.time + millis;
    for (;;) {
      const [due] = [...this.alarms].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (!due) break;
      this.alarms.delete(due);
      this.time = due.at;
      due.ring();
    }
    this.time = end;
  }
}
