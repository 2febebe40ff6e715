import { Clock } from './waiting';

/**
 * How long a value is kept, in milliseconds.
 */
interface KeepingTimes {
  /** After so long the value is read again. */
  readonly fresh: number;

  /** So long it serves when it cannot be read again. */
  readonly usable: number;

  /** While there is a usable value, no two readings begin closer to each other than this. */
  readonly pause: number;
}

/**
 * A value that lives elsewhere and is kept in memory.
 *
 * However many ask, one reading is under way at most. Without a usable value every question is a reading,
 * so that what was down is noticed as soon as it is back.
 */
export class KeptValue<T> {
  private readonly name: string;
  private readonly read: () => Promise<T>;
  private readonly times: KeepingTimes;
  private readonly clock: Clock;
  private kept?: { readonly value: T; readonly readAt: number };
  private lastReading = -Infinity;
  private reading?: Promise<T>;

  constructor(name: string, read: () => Promise<T>, times: KeepingTimes, clock: Clock) {
    this.name = name;
    this.read = read;
    this.times = times;
    this.clock = clock;
  }

  /**
   * The value, read again when it is not fresh.
   *
   * @throws when it cannot be read and none is usable
   */
  public async value(): Promise<T> {
    return this.keptFor(this.times.fresh)?.value ?? this.newestValue();
  }

  /**
   * The value, read again unless that was tried within the pause: for somebody whom the kept one does not fit.
   *
   * @throws when it cannot be read and none is usable
   */
  public async newestValue(): Promise<T> {
    const usable = this.keptFor(this.times.usable);
    if (usable && this.clock.now() - this.lastReading < this.times.pause) return usable.value;
    try {
      this.reading ??= this.readOnce().finally(() => { this.reading = undefined; });
      return await this.reading;
    } catch (error) {
      if (!usable) throw error;
      console.warn(`${this.name} could not be read again and is used as it was ${this.clock.now() - usable.readAt} ms ago: ${String(error)}`);
      return usable.value;
    }
  }

  private async readOnce(): Promise<T> {
    const readAt = this.clock.now();
    this.lastReading = readAt;
    const value = await this.read();
    this.kept = { value, readAt };
    return value;
  }

  private keptFor(millis: number) {
    return this.kept && this.clock.now() - this.kept.readAt < millis ? this.kept : undefined;
  }
}
