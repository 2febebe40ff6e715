/**
 * What is known of one thing: its value, that it is not there, or why nobody can tell before the deployment.
 *
 * Who reads a fact answers all three, so that a value which cannot be known is never taken for a pass or a violation.
 */
export class Fact<T> {
  public static known<T>(value: T): Fact<T> {
    return new Fact('known', value);
  }

  public static absent<T>(): Fact<T> {
    return Fact.ABSENT as Fact<T>;
  }

  /** @param why what hides the value, to be read after "cannot be known: " */
  public static unknowable<T>(why: string): Fact<T> {
    return new Fact<T>('unknowable', undefined, why);
  }

  /** The facts as one list: known when each is known, without those that are absent. */
  public static all<T>(facts: Fact<T>[]): Fact<T[]> {
    const hidden = facts.find((fact) => fact.isUnknowable);
    if (hidden) return Fact.unknowable(hidden.why);
    return Fact.known(facts.flatMap((fact) => fact.toList()));
  }

  /** Whether all of several things hold: known to be false as soon as one of them is. */
  public static allTrue(facts: Fact<boolean>[]): Fact<boolean> {
    return facts.some((fact) => fact.is((value) => !value)) ? Fact.known(false) : Fact.all(facts).map(() => true);
  }

  private static readonly ABSENT = new Fact<unknown>('absent');

  private constructor(private readonly state: 'known' | 'absent' | 'unknowable', private readonly content?: T, public readonly why: string = '') {}

  public get isKnown(): boolean {
    return this.state === 'known';
  }

  public get isAbsent(): boolean {
    return this.state === 'absent';
  }

  public get isUnknowable(): boolean {
    return this.state === 'unknowable';
  }

  /** The value; undefined when it is absent or cannot be known. */
  public get value(): T | undefined {
    return this.content;
  }

  /** Whether the value is known and has a property. */
  public is(test: (value: T) => boolean): boolean {
    return this.state === 'known' && test(this.content as T);
  }

  public map<U>(change: (value: T) => U): Fact<U> {
    return this.state === 'known' ? Fact.known(change(this.content as T)) : this.without();
  }

  public flatMap<U>(change: (value: T) => Fact<U>): Fact<U> {
    return this.state === 'known' ? change(this.content as T) : this.without();
  }

  /** What holds where nothing is said: the value of API Gateway itself. */
  public orDefault(value: T): Fact<T> {
    return this.state === 'absent' ? Fact.known(value) : this;
  }

  /** Another place that may say it. */
  public orElse(other: () => Fact<T>): Fact<T> {
    return this.state === 'absent' ? other() : this;
  }

  public toList(): T[] {
    return this.state === 'known' ? [this.content as T] : [];
  }

  private without<U>(): Fact<U> {
    return this.state === 'absent' ? Fact.absent() : Fact.unknowable(this.why);
  }
}
