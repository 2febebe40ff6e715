import { Token } from 'aws-cdk-lib';
import { isRecord } from '../../intrinsic';
import { isSchemaObject } from '../json-schema';
import { JsonObject } from '../json-value';

const MOST_PROBLEMS = 20;

/**
 * What a contract says and API Gateway does not heed: it stays in the contract, and nobody at the gate looks at it.
 */
export interface ContractReduction {
  /** The place in the contract, as a JSON pointer: `#/paths/~1pets/get`. */
  readonly pointer: string;
  readonly message: string;
  /** Whether it is about what REST APIs check of requests; HTTP APIs check nothing of any document. */
  readonly ofChecks: boolean;
}

/**
 * One reading of a contract: collects what is wrong with it, so that one error names all of it, and what is reduced.
 */
export class ContractReading {
  /** The contract, as messages name it. */
  public readonly name: string;
  private readonly problems = new Set<string>();
  private readonly reduced = new Map<string, ContractReduction>();

  public constructor(name: string) {
    this.name = name;
  }

  public get reductions(): ContractReduction[] {
    return [...this.reduced.values()];
  }

  public get hasProblems(): boolean {
    return this.problems.size > 0;
  }

  /**
   * @param text goes on after the place, as `is null, which is no operation; write an object`
   */
  public problem(pointer: string, text: string): undefined {
    this.problems.add(`'${pointer}' ${text}`);
  }

  /**
   * What stays in the contract, and a REST API does not check.
   *
   * @param message goes on after the place, as `is a cookie, which API Gateway does not look at`
   */
  public reduce(pointer: string, message: string): void {
    this.reduced.set(`${pointer} ${message}`, { pointer, message, ofChecks: true });
  }

  /**
   * What the contract of the API does not have.
   *
   * @param message goes on after the place, as `is an extension and is left out`
   */
  public leaveOut(pointer: string, message: string): void {
    this.reduced.set(`${pointer} ${message}`, { pointer, message, ofChecks: false });
  }

  /**
   * @throws when the contract has problems
   */
  public throwProblems(): void {
    if (this.problems.size === 0) return;
    const [first, ...others] = this.problems;
    if (others.length === 0) throw new Error(`${this.name}: ${first}`);
    const listed = [...this.problems].slice(0, MOST_PROBLEMS).map((problem) => `\n  - ${problem}`).join('');
    const rest = this.problems.size - MOST_PROBLEMS;
    throw new Error(`${this.name} has ${this.problems.size} problems:${listed}${rest > 0 ? `\n  and ${rest} more` : ''}`);
  }

  /** The object at a place; undefined where there is none, which is a problem unless nothing stands there. */
  public object(value: unknown, pointer: string, what: string): JsonObject | undefined {
    if (value === undefined || isSchemaObject(value)) return value;
    return this.wrong(value, pointer, what, 'write an object');
  }

  /** The list at a place, likewise. */
  public list(value: unknown, pointer: string, what: string): unknown[] | undefined {
    if (value === undefined || (Array.isArray(value) && !Token.isUnresolved(value))) return value;
    return this.wrong(value, pointer, what, 'write a list');
  }

  /** The text at a place that must be known now, likewise. */
  public word(value: unknown, pointer: string, what: string): string | undefined {
    if (value === undefined || (typeof value === 'string' && value !== '' && !Token.isUnresolved(value))) return value;
    return this.wrong(value, pointer, what, 'write a text');
  }

  /** The text at a place, which may be a token, likewise. */
  public text(value: unknown, pointer: string, what: string): string | undefined {
    if (value === undefined || typeof value === 'string') return value;
    if (Token.isUnresolved(value)) return Token.asString(value);
    return this.wrong(value, pointer, what, `write a text${typeof value === 'number' ? ` in quotes, as '${value}'` : ''}`);
  }

  /** Whether true stands at a place, likewise. */
  public flag(value: unknown, pointer: string): boolean {
    if (typeof value !== 'boolean' && value !== undefined) this.wrong(value, pointer, 'neither true nor false', 'write true or false', 'is');
    return value === true;
  }

  private wrong(value: unknown, pointer: string, what: string, remedy: string, verb = 'is no'): undefined {
    return Token.isUnresolved(value)
      ? this.problem(pointer, `is only known at deploy time, but the API is built from it; ${remedy}`)
      : this.problem(pointer, `is ${quoted(value)}, which ${verb} ${what}; ${remedy}`);
  }
}

/** A value as a message quotes it. */
export function quoted(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `'${value.slice(0, 57)}...'` : `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'an object' : String(value);
}
