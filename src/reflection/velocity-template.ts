import { CallerInput, Variables, inputBehind, inputOf } from './caller-input';
import { Fact } from './fact';
import { GrowingText } from './growing-text';
import { GAP, PartialText } from './partial-text';
import { TemplateValue } from './template-value';
import { closingAt, referenceAt } from './velocity-reference';

/** A value that a template prints. */
export interface Print {
  /** As it is written. */
  readonly expression: string;
  /** What of it callers send. */
  readonly input: CallerInput[];
  /** Whether it stands within the quotes of a JSON text. */
  readonly isQuoted: boolean;
  /** The name before it: of the member of an object, or of the field of a form. */
  readonly name?: string;
}

/** A parameter or a header that a template gives a value of its own: `header.X-Amz-Target`. */
export interface Override {
  readonly target: string;
  /** The branch in which it happens: two of the same branch, or of one within the other, happen both. */
  readonly branch: string;
}

/** A `#foreach`. */
interface Loop {
  readonly expression: string;
  readonly input: CallerInput[];
}

const DIRECTIVE = /^#\{?(set|if|elseif|else|end|foreach|break|stop|macro|include|parse|define|evaluate)\}?(?![A-Za-z])/;

const FORM = /^\s*[A-Za-z][\w.]*=/;

const read = new WeakMap<TemplateValue, Fact<VelocityTemplate>>();

/** The mapping template that a value is. */
export function velocityTemplate(value: TemplateValue): Fact<VelocityTemplate> {
  let template = read.get(value);
  if (!template) read.set(value, template = value.text().map((text) => new VelocityTemplate(text)));
  return template;
}

/**
 * What a mapping template does with what callers send: read once from its start to its end, without running it.
 *
 * A variable that a branch sets holds what it held before as well.
 */
export class VelocityTemplate {
  public readonly prints: Print[] = [];
  public readonly overrides: Override[] = [];
  public readonly loops: Loop[] = [];
  /** Directives that decide or repeat something, or give names to values. */
  public directives = 0;
  /** Whether it ends a loop by itself. */
  public hasBreak = false;
  /** What it prints itself, with marks for what it takes from elsewhere. */
  public readonly printed: string;
  /** Whether something that is only known at deployment may hold members or fields of its own. */
  public readonly mayHoldMore: boolean;

  private readonly variables: Variables = new Map();
  private readonly text: string;
  private readonly branches: { id: number; arm: number; isQuoted: boolean }[] = [];
  private branchCount = 0;
  private readonly output = new GrowingText();
  private readonly inputs = new Map<string, CallerInput>();
  private readonly held = new Set<CallerInput>();
  private isQuoted = false;

  constructor(text: PartialText) {
    this.text = text.marked;
    const hidden = text.pieces.flatMap((piece) => typeof piece === 'string' ? [] : [!piece.reference && !piece.pseudoParameter && !piece.dynamicReference]);
    let gap = 0;
    let mayHoldMore = false;
    for (let index = 0; index < this.text.length;) {
      if (this.text[index] === GAP) {
        const isValue = this.isQuoted || this.output.end.endsWith('=') || this.output.end.trimEnd().endsWith(':');
        mayHoldMore ||= hidden[gap] && !isValue;
      }
      const end = this.step(index);
      gap += this.text.slice(index, end).split(GAP).length - 1;
      index = end;
    }
    this.printed = this.output.toString();
    this.mayHoldMore = mayHoldMore;
  }

  /** Whether it makes a JSON document, as far as its first letter tells. */
  public get isJson(): boolean {
    return /^\s*[{["]/.test(this.printed);
  }

  /** Whether it makes the body of a form: `Action=SendMessage&…`. */
  public get isForm(): boolean {
    return FORM.test(this.printed);
  }

  /** Whether it gives a member of an object or a field of a form: `MessageGroupId`. */
  public gives(name: string): boolean {
    return new RegExp(`"${name}"\\s*:|(^|[&\\s])${name}=`).test(this.printed) || this.overrides.some(({ target }) => target === `querystring.${name}`);
  }

  /** The text of a field of a form, of which marks stand for what is not known; undefined without it. */
  public fieldOf(name: string): string | undefined {
    return new RegExp(`(?:^|[&\\s])${name}=([^&\\s]*)`).exec(this.printed)?.[1];
  }

  /** The text of a member that is a text, of which marks stand for what is not known. */
  public membersOf(name: string): string[] {
    return [...this.printed.matchAll(new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'g'))].map(([, value]) => value);
  }

  /** Reads what begins at a place, and gives where it ends. */
  private step(index: number): number {
    const { text } = this;
    if (text.startsWith('##', index)) return lineEnd(text, index);
    if (text.startsWith('#*', index)) {
      const end = text.indexOf('*#', index);
      return end < 0 ? text.length : end + 2;
    }
    const directive = text[index] === '#' ? DIRECTIVE.exec(text.slice(index, index + 20)) : null;
    if (directive) return this.direct(directive[1], index, index + directive[0].length);
    const reference = text[index] === '$' ? referenceAt(text, index) : undefined;
    if (reference) {
      const input = inputBehind(reference, this.variables);
      this.prints.push({ expression: reference.text, input, isQuoted: this.isQuoted, name: nameBefore(this.output) });
      this.output.add(GAP);
      return index + reference.text.length;
    }
    if (text[index] === '"' && !endsInBackslash(this.output.end)) this.isQuoted = !this.isQuoted;
    this.output.add(text[index]);
    return index + 1;
  }

  private direct(name: string, start: number, afterName: number): number {
    const opening = /^\s*\(/.exec(this.text.slice(afterName, afterName + 20));
    const closing = opening && closingAt(this.text, afterName + opening[0].length - 1);
    const argument = opening && closing !== undefined && closing !== null ? this.text.slice(afterName + opening[0].length, closing) : '';
    const takesArgument = !['else', 'end', 'break', 'stop'].includes(name);
    switch (name) {
      case 'set': this.assign(argument); break;
      case 'if': this.open(); break;
      case 'foreach': this.repeat(argument); break;
      case 'macro': case 'define': this.open(); break;
      case 'elseif': case 'else': this.turn(); break;
      case 'end': this.branches.pop(); break;
      case 'break': this.hasBreak = true; break;
    }
    if (['set', 'if', 'elseif', 'foreach', 'macro'].includes(name)) this.directives++;
    return takesArgument && typeof closing === 'number' ? closing + 1 : Math.max(afterName, start + 1);
  }

  private open(): void {
    this.branches.push({ id: this.branchCount++, arm: 0, isQuoted: this.isQuoted });
  }

  /** Each arm of a branch begins where the first one began. */
  private turn(): void {
    const branch = this.branches.at(-1);
    if (!branch) return;
    branch.arm++;
    this.isQuoted = branch.isQuoted;
  }

  private assign(argument: string): void {
    const target = /^\s*\$!?\{?([\w-]+)((?:\.[\w-]+|\[[^\]]*\])*)\}?\s*=(.*)$/s.exec(argument);
    if (!target) return;
    const [, name, members, value] = target;
    const override = /^\.(?:request|response)Override\.(.+)$/.exec(members)?.[1];
    if (name === 'context' && override) {
      const plain = override.replace(/\[\s*['"]?([^'"\]]*)['"]?\s*\]/g, '.$1');
      // Headers have no case.
      this.overrides.push({
        target: plain.startsWith('header.') ? plain.toLowerCase() : plain,
        branch: this.branches.map(({ id, arm }) => `${id}:${arm}`).join('/'),
      });
      return;
    }
    const before = this.branches.length > 0 || members ? this.variables.get(name) ?? [] : [];
    this.hold(name, [...before, ...inputOf(value, this.variables)]);
    // What is added to a list or an object is in it afterwards.
    const changed = referenceAt(value.trim(), 0);
    const last = changed?.steps.at(-1);
    if (changed && last?.argument !== undefined && ['add', 'addAll', 'put', 'putAll'].includes(last.name ?? '')) {
      this.hold(changed.name, [...this.variables.get(changed.name) ?? [], ...inputOf(last.argument, this.variables)]);
    }
  }

  /** Each input once: what a variable is added to again and again would double otherwise. */
  private hold(variable: string, input: CallerInput[]): void {
    this.variables.set(variable, [...new Set(input.map((each) => this.same(each)))]);
  }

  /** Equal inputs as one object, which is found in a long list sooner than its text. */
  private same(input: CallerInput): CallerInput {
    if (this.held.has(input)) return input;
    const key = JSON.stringify(input);
    const known = this.inputs.get(key) ?? input;
    this.inputs.set(key, known);
    this.held.add(known);
    return known;
  }

  private repeat(argument: string): void {
    const [, variable, list = ''] = /^\s*\$!?\{?([\w-]+)\}?\s+in\s+(.*)$/s.exec(argument) ?? [];
    const input = inputOf(list, this.variables);
    this.loops.push({ expression: list.trim(), input });
    if (variable !== undefined) this.hold(variable, input.map((each) => ({ ...each, jsonPath: undefined })));
    this.open();
  }
}

/** The name that a value belongs to, by what is printed before it. */
function nameBefore({ begin, end }: GrowingText): string | undefined {
  return (FORM.test(begin) ? /(?:^|[&\s])([\w.]+)=[^&]*$/ : /"([\w.:-]+)"\s*:\s*"?[^"]*$/).exec(end)?.[1];
}

function endsInBackslash(output: string): boolean {
  let count = 0;
  while (output[output.length - 1 - count] === '\\') count++;
  return count % 2 === 1;
}

function lineEnd(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end + 1;
}
