import { Fact } from './fact';
import { GAP, PartialText } from './partial-text';
import type { StageReflection } from './stage-reflection';
import { isRecord } from '../intrinsic';

const VARIABLE = /\$context\.([A-Za-z0-9_:-]+(?:\.[A-Za-z0-9_:-]+)*)/g;

/** What a line of an access log holds: a text, or what `Fn::ToJsonString` makes one of. */
export class AccessLogFormat {
  /** Absent where a stage writes no access log. */
  public static of(stage: StageReflection): Fact<AccessLogFormat> {
    return stage.accessLog.get('Format').text().map((text) => new AccessLogFormat(text));
  }

  /** The `$context` variables that it names, without `$context.`, each once. */
  public readonly variables: ReadonlySet<string>;

  private constructor(private readonly text: PartialText) {
    // A sentence goes on after a variable: `$context.stage-$context.requestId`.
    this.variables = new Set([...text.marked.matchAll(VARIABLE)].map(([, name]) => name.replace(/[_:-]+$/, '')));
  }

  /** Whether it names one of some variables. */
  public names(...variables: string[]): Fact<boolean> {
    if (variables.some((name) => this.variables.has(name))) return Fact.known(true);
    const [gap] = this.text.gaps;
    return gap ? Fact.unknowable(gap.why) : Fact.known(false);
  }

  /** How long it is at least: what is only known at deployment comes on top. */
  public get minimumBytes(): number {
    return Buffer.byteLength(this.text.pieces.filter((piece) => typeof piece === 'string').join(''));
  }

  /** Whether a line ends within it; one may end it. */
  public get isSeveralLines(): boolean {
    return this.text.marked.trim().includes('\n');
  }

  /** Whether each request becomes one line of JSON. */
  public get isJsonLine(): Fact<boolean> {
    const { marked } = this.text;
    if (this.isSeveralLines) return Fact.known(false);
    if (this.parse() !== undefined) return Fact.known(true);
    const [gap] = this.text.gaps;
    const mayBecomeJson = gap !== undefined && /^\s*[{\uFFFC]/.test(marked);
    return mayBecomeJson ? Fact.unknowable(gap.why) : Fact.known(false);
  }

  /** Whether a line has a field, as filters name it: `status`, `caller.ip`. Unknowable where lines are no JSON. */
  public hasField(path: string): Fact<boolean> {
    const parsed = this.parse();
    if (parsed === undefined) return Fact.unknowable('the access log is no JSON');
    const steps = path.split('.');
    let value: unknown = parsed;
    for (const step of steps) {
      if (!isRecord(value)) return Fact.known(true);
      if (!Object.prototype.hasOwnProperty.call(value, step)) {
        return Object.keys(value).some((key) => key.includes(GAP)) ? Fact.unknowable('the name of a field is only known at deployment') : Fact.known(false);
      }
      value = value[step];
    }
    return Fact.known(true);
  }

  /** As a request would be written: a variable without quotes may be a number. */
  private parse(): Record<string, unknown> | undefined {
    try {
      const line: unknown = JSON.parse(this.text.marked.replace(VARIABLE, '0'));
      return isRecord(line) ? line : undefined;
    } catch {
      return undefined;
    }
  }
}
