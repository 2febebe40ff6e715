import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { SAMPLE_RULES } from './sample-rules';
import { main } from '../../src/cli/gatehouse';
import { Rule } from '../../src/rules/rule';

/** What a run of the command line answers. */
export interface Answer {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own, in which the command line runs. */
export class WorkingFolder {
  public readonly path = mkdtempSync(join(tmpdir(), 'gatehouse-'));

  /** Objects are written as JSON. */
  public write(files: { readonly [path: string]: string | object }): this {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, path)), { recursive: true });
      writeFileSync(join(this.path, path), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    }
    return this;
  }

  public run(...args: string[]): Answer {
    return this.runWith({}, ...args);
  }

  public runWith({ isWatched = false, rules = SAMPLE_RULES }: { isWatched?: boolean; rules?: Rule[] }, ...args: string[]): Answer {
    let out = '';
    let err = '';
    const exit = main(args, {
      workingFolder: this.path,
      out: (text) => { out += text; },
      err: (text) => { err += text; },
      isWatched,
    }, rules);
    return { exit, out, err };
  }

  public remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** A folder for each test, gone after it. */
export function workingFolder(): { readonly current: WorkingFolder } {
  const holder = { current: undefined as unknown as WorkingFolder };
  beforeEach(() => { holder.current = new WorkingFolder(); });
  afterEach(() => holder.current.remove());
  return holder;
}
