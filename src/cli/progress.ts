import { Terminal } from './terminal';

const INTERVAL = 100;

/** How far a run has come, on one line of a terminal that somebody watches. */
export class Progress {
  private shownAt = 0;

  constructor(private readonly terminal: Terminal) {}

  public show(line: string): void {
    const now = Date.now();
    if (!this.terminal.isWatched || now - this.shownAt < INTERVAL) return;
    this.shownAt = now;
    this.terminal.err(`\r\u001b[K${line.slice(0, 78)}`);
  }

  /** Takes the line away, before anything else is written. */
  public clear(): void {
    if (this.shownAt > 0) this.terminal.err('\r\u001b[K');
    this.shownAt = 0;
  }
}
