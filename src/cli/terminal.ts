/** What the command reads of its surroundings, and where it writes. */
export interface Terminal {
  readonly workingFolder: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether somebody watches what goes to `err`. */
  readonly isWatched: boolean;
}
