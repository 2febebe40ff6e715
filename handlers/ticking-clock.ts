import { Clock } from './waiting';

/**
 * A clock that goes on when a test says so, and while somebody sleeps.
 */
export class TickingClock implements Clock {
  public readonly slept: number[] = [];
  private time = 1_000_000;

  public now(): number {
    return this.time;
  }

  public random(): number {
    return 0;
  }

  public pass(millis: number): void {
    this.time += millis;
  }

  public async sleep(millis: number): Promise<void> {
    this.slept.push(millis);
    this.pass(millis);
  }
}
