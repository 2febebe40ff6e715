import { Fact } from './fact';
import { evaluateIntrinsic, intrinsicOf } from './intrinsic-functions';
import { parsePartialJson } from './partial-json';
import { GAP, PartialText, textWithDynamicReferences } from './partial-text';
import { ABSENT, Resolved, undecided, whyHidden } from './resolved';
import type { Template } from './template';
import type { Reference } from './template-reference';
import { isRecord } from '../intrinsic';

/** Where a value stands in its template's file: keys and indexes from the root. */
export type TemplatePath = (string | number)[];

/**
 * A value of a template with its intrinsic functions worked out: `Ref`, `Fn::If`, `Fn::Sub`, parameters, mappings, imports, …
 *
 * It is read lazily; what is below an `Fn::If` that cannot be decided is known where both branches agree.
 */
export class TemplateValue {
  public static of(raw: unknown, template: Template, path: TemplatePath): TemplateValue {
    return new TemplateValue(raw, template, path);
  }

  private outcome?: Resolved;
  private isBeingResolved = false;
  // What was asked before: hundreds of rules ask for the same.
  private children?: Map<string, TemplateValue>;
  private below?: TemplateValue[];
  private asItems?: Fact<TemplateValue[]>;
  private asEntries?: Fact<[string, TemplateValue][]>;
  private asText?: Fact<PartialText>;
  private asString?: Fact<string>;
  private asDocument?: TemplateValue;

  /** @param step how one comes to it from what is above it, or from the root */
  private constructor(
    private readonly raw: unknown,
    public readonly template: Template,
    private readonly step: string | number | TemplatePath,
    private readonly above?: TemplateValue,
  ) {}

  /** Put together when it is asked for: a template has many more values than findings. */
  public get path(): TemplatePath {
    const steps = [this.step];
    for (let { above } = this; above; above = above.above) steps.push(above.step);
    return steps.reverse().flat();
  }

  public get isAbsent(): boolean {
    return this.resolve().kind === 'absent';
  }

  public get isGiven(): boolean {
    return !this.isAbsent;
  }

  /** A value next to or below this one, in the same template. */
  public child(raw: unknown, ...steps: TemplatePath): TemplateValue {
    return new TemplateValue(raw, this.template, steps, this);
  }

  /** A value below this one of which nobody can tell what it is. */
  public hidden(why: string, ...steps: TemplatePath): TemplateValue {
    const value = this.child(undefined, ...steps);
    value.outcome = { kind: 'unknowable', why };
    return value;
  }

  /** A field of an object; absent when there is none. */
  public get(key: string): TemplateValue {
    const children = this.children ??= new Map();
    let child = children.get(key);
    if (!child) children.set(key, child = this.pick(key));
    return child;
  }

  public at(...keys: string[]): TemplateValue {
    return keys.reduce<TemplateValue>((value, key) => value.get(key), this);
  }

  /** The entries of a list, without those that are `AWS::NoValue`; one value alone stands for a list of it, as in CloudFormation. */
  public items(): Fact<TemplateValue[]> {
    return this.asItems ??= this.fold({
      plain: (content) => Fact.known(Array.isArray(content) ? this.fields().filter((entry) => !entry.isAbsent) : [this]),
      text: () => Fact.known([this]),
      other: () => Fact.known([this]),
      either: ([a, b]) => agree(a.items(), b.items(), (list) => list.map((entry) => entry.canonical())),
    });
  }

  /** The fields of an object, without those that are `AWS::NoValue`. */
  public entries(): Fact<[string, TemplateValue][]> {
    return this.asEntries ??= this.fold({
      plain: (content) => isRecord(content)
        ? Fact.known(Object.keys(content).map((key): [string, TemplateValue] => [key, this.get(key)]).filter(([, entry]) => !entry.isAbsent))
        : Fact.unknowable('it is no object'),
      other: () => Fact.unknowable('it is no object'),
      either: ([a, b]) => agree(a.entries(), b.entries(), (list) => list.map(([key, entry]) => [key, entry.canonical()])),
    });
  }

  /** A text, of which some pieces may not be known. */
  public text(): Fact<PartialText> {
    return this.asText ??= this.fold({
      plain: (content) => isRecord(content) || Array.isArray(content) ? Fact.unknowable('it is no text') : Fact.known(new PartialText([String(content)])),
      text: (text) => Fact.known(text),
      other: (reference) => Fact.known(new PartialText([{ reference, why: `it names ${reference.resource.logicalId}` }])),
      either: ([a, b]) => agree(a.text(), b.text(), (text) => text.toString()),
    });
  }

  /** A text that is known to its last letter. Numbers and booleans are texts as well, as in CloudFormation. */
  public string(): Fact<string> {
    return this.asString ??= this.text().flatMap((text) => text.literal === undefined ? Fact.unknowable(text.gaps[0].why) : Fact.known(text.literal));
  }

  public number(): Fact<number> {
    return this.string().flatMap((text) => text.trim() === '' || Number.isNaN(Number(text)) ? Fact.unknowable(`'${text}' is no number`) : Fact.known(Number(text)));
  }

  public boolean(): Fact<boolean> {
    return this.string().flatMap((text) => {
      const word = text.toLowerCase();
      return word === 'true' || word === 'false' ? Fact.known(word === 'true') : Fact.unknowable(`'${text}' is neither true nor false`);
    });
  }

  /** A list of texts that are all known. */
  public strings(): Fact<string[]> {
    return this.items().flatMap((entries) => Fact.all(entries.map((entry) => entry.string())));
  }

  /** The resource to which it refers, by `Ref` or by an attribute; absent when it is a literal. */
  public reference(): Fact<Reference> {
    return this.fold<Reference>({
      plain: () => Fact.absent(),
      text: (text) => text.pieces.length === 1 && text.references[0] ? Fact.known(text.references[0]) : Fact.absent(),
      other: (reference) => Fact.known(reference),
      either: ([a, b]) => agree(a.reference(), b.reference(), ({ resource, attribute }) => [resource.template.name, resource.logicalId, attribute]),
    });
  }

  /** Every resource that is named anywhere inside. */
  public references(): Reference[] {
    const resolved = this.resolve();
    if (resolved.kind === 'reference') return [resolved.reference];
    if (resolved.kind === 'text') return resolved.text.references;
    if (resolved.kind === 'either') return resolved.branches.flatMap((branch) => branch.references());
    return resolved.kind === 'plain' ? this.fields().flatMap((field) => field.references()) : [];
  }

  /** The whole value as plain JSON; not knowable when any part of it is not. */
  public json(): Fact<unknown> {
    const loose = this.looseJson();
    const isWhole = !JSON.stringify(loose ?? null).includes(GAP);
    return this.map(() => loose).flatMap((value) => isWhole ? Fact.known(value) : Fact.unknowable('parts of it are only known at deployment'));
  }

  /** The whole value as plain JSON, with `GAP` for what is not known: for what only counts, measures or searches. */
  public looseJson(): unknown {
    const resolved = this.resolve();
    switch (resolved.kind) {
      case 'absent': return undefined;
      case 'unknowable': case 'reference': return GAP;
      case 'text': return resolved.text.marked;
      case 'either': {
        const [a, b] = resolved.branches.map((branch) => branch.looseJson());
        return JSON.stringify(a) === JSON.stringify(b) ? a : GAP;
      }
      case 'plain':
        if (Array.isArray(resolved.content)) return this.fields().map((field) => field.looseJson()).filter((entry) => entry !== undefined);
        if (!isRecord(resolved.content)) return resolved.content;
        return Object.fromEntries(Object.keys(resolved.content).map((key) => [key, this.get(key).looseJson()])
          .filter(([, entry]) => entry !== undefined));
    }
  }

  /** An object that may also be written as a text of JSON, as CloudFormation allows for documents; itself when it is neither. */
  public document(): TemplateValue {
    return this.asDocument ??= this.parse();
  }

  /** Whether it is there: known for whatever is given, even when its value is not. */
  public presence(): Fact<TemplateValue> {
    return this.map(() => this);
  }

  /** Whether anything is written there, be its value known or not: only what is hidden above it and an undecided condition hide that. */
  public isWritten(): Fact<boolean> {
    const resolved = this.resolve();
    // What is below something hidden has nothing of its own that would be written.
    if (resolved.kind === 'unknowable' && this.raw === undefined) return Fact.unknowable(resolved.why);
    if (resolved.kind !== 'either') return Fact.known(resolved.kind !== 'absent');
    const [a, b] = resolved.branches.map((branch) => branch.isWritten());
    return a.isKnown && b.isKnown && a.value === b.value ? a : Fact.unknowable(undecided(resolved.condition));
  }

  /** What it turns out to be. */
  public resolve(): Resolved {
    if (this.outcome) return this.outcome;
    if (this.isBeingResolved) return { kind: 'unknowable', why: 'it refers to itself' };
    this.isBeingResolved = true;
    try {
      return this.outcome = this.work();
    } finally {
      this.isBeingResolved = false;
    }
  }

  private work(): Resolved {
    const { raw } = this;
    if (raw === undefined || raw === null) return ABSENT;
    if (raw instanceof PartialText) return { kind: 'text', text: raw };
    const intrinsic = intrinsicOf(raw);
    if (intrinsic) return evaluateIntrinsic(intrinsic, this);
    if (typeof raw === 'string' && raw.includes('{{resolve:')) return { kind: 'text', text: textWithDynamicReferences(raw) };
    return { kind: 'plain', content: raw, owner: this };
  }

  /** A field by whatever it turned out to be: `Fn::If` goes down to its branches' fields. */
  private pick(key: string): TemplateValue {
    const resolved = this.resolve();
    if (resolved.kind === 'plain') {
      const content = isRecord(resolved.content) && Object.prototype.hasOwnProperty.call(resolved.content, key) ? resolved.content[key] : undefined;
      return new TemplateValue(content, resolved.owner.template, key, resolved.owner);
    }
    if (resolved.kind === 'absent') return this.child(undefined, key);
    const picked = this.child(undefined, key);
    picked.outcome = resolved.kind === 'either'
      ? { ...resolved, branches: [resolved.branches[0].get(key), resolved.branches[1].get(key)] }
      : { kind: 'unknowable', why: whyHidden(resolved) };
    if (picked.outcome.kind === 'either' && picked.outcome.branches.every((branch) => branch.isAbsent)) picked.outcome = ABSENT;
    return picked;
  }

  private fields(): TemplateValue[] {
    return this.below ??= this.readFields();
  }

  private readFields(): TemplateValue[] {
    const resolved = this.resolve();
    if (resolved.kind !== 'plain') return [];
    const { content, owner } = resolved;
    if (Array.isArray(content)) return content.map((entry, index) => new TemplateValue(entry, owner.template, index, owner));
    return isRecord(content) ? Object.keys(content).map((key) => this.get(key)) : [];
  }

  private parse(): TemplateValue {
    const text = this.text().value;
    if (!text?.marked.trimStart().startsWith('{')) return this;
    try {
      return this.child(parsePartialJson(text));
    } catch {
      return this;
    }
  }

  private canonical(): string {
    return JSON.stringify(this.looseJson()) ?? '';
  }

  private map<T>(change: () => T): Fact<T> {
    const resolved = this.resolve();
    if (resolved.kind === 'absent') return Fact.absent();
    if (resolved.kind === 'unknowable') return Fact.unknowable(resolved.why);
    if (resolved.kind === 'either') {
      const [a, b] = resolved.branches.map((branch) => branch.presence());
      if (a.isAbsent !== b.isAbsent || a.isUnknowable || b.isUnknowable) return Fact.unknowable(undecided(resolved.condition));
    }
    return Fact.known(change());
  }

  private fold<T>(cases: {
    plain: (content: unknown) => Fact<T>;
    text?: (text: PartialText) => Fact<T>;
    other: (reference: Reference) => Fact<T>;
    either: (branches: [TemplateValue, TemplateValue]) => Fact<T> | undefined;
  }): Fact<T> {
    const resolved = this.resolve();
    switch (resolved.kind) {
      case 'absent': return Fact.absent();
      case 'unknowable': return Fact.unknowable(resolved.why);
      case 'plain': return cases.plain(resolved.content);
      case 'text': return cases.text ? cases.text(resolved.text) : Fact.unknowable(resolved.text.gaps[0]?.why ?? 'it is a text');
      case 'reference': return cases.other(resolved.reference);
      case 'either': return cases.either(resolved.branches) ?? Fact.unknowable(undecided(resolved.condition));
    }
  }
}

/** The fact of both branches when they say the same; undefined when they differ. */
function agree<T>(a: Fact<T>, b: Fact<T>, canonical: (value: T) => unknown): Fact<T> | undefined {
  if (a.isAbsent && b.isAbsent) return a;
  if (!a.isKnown || !b.isKnown) return undefined;
  return JSON.stringify(canonical(a.value as T)) === JSON.stringify(canonical(b.value as T)) ? a : undefined;
}
