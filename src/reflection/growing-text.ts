/** As much as names and what stands before a value take. */
const LOOKED_AT = 2000;

/**
 * A text that is written piece by piece, and of which only the ends are looked at meanwhile.
 *
 * To look at all of it after each piece would take the square of its length.
 */
export class GrowingText {
  /** What it begins with, without spaces before it. */
  public begin = '';
  private whole = '';
  private last = '';

  public add(piece: string): void {
    this.whole += piece;
    this.last += piece;
    if (this.last.length > 2 * LOOKED_AT) this.last = this.last.slice(-LOOKED_AT);
    if (this.begin.length < LOOKED_AT) this.begin = (this.begin + piece).trimStart();
  }

  /** What it ends with. */
  public get end(): string {
    return this.last.slice(-LOOKED_AT);
  }

  public toString(): string {
    return this.whole;
  }
}
