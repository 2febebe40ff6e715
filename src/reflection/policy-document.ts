import { Fact } from './fact';
import { GAP, PartialText } from './partial-text';
import { TemplateValue } from './template-value';

/** Whom a statement names: `AWS` and an ARN or account, `Service` and its host name, …; `*` alone is `AWS` and `*`. */
export interface PolicyPrincipal {
  readonly kind: string;
  readonly name: PartialText;
}

/** One comparison of a statement's `Condition`: `StringEquals`, `aws:SourceVpce` and the values. */
export interface PolicyCondition {
  /** Without `ForAnyValue:` and the like, and without `IfExists`. */
  readonly operator: string;
  /** In lower case: IAM does not tell keys apart by their case. */
  readonly key: string;
  readonly values: Fact<PartialText[]>;
  readonly place: TemplateValue;
}

/** A statement of an IAM policy. */
export class PolicyStatement {
  constructor(public readonly place: TemplateValue) {}

  public get isAllow(): Fact<boolean> {
    return this.place.get('Effect').string().map((effect) => effect.toLowerCase() === 'allow');
  }

  /** Empty where `NotAction` stands instead. */
  public get actions(): Fact<PartialText[]> {
    return textsOf(this.place.get('Action'));
  }

  /** Empty in trust policies, and where `NotResource` stands instead. */
  public get resources(): Fact<PartialText[]> {
    return textsOf(this.place.get('Resource'));
  }

  /** Empty in policies of roles and users, and where `NotPrincipal` stands instead. */
  public get principals(): Fact<PolicyPrincipal[]> {
    const value = this.place.get('Principal');
    const everybody = value.text();
    if (everybody.isKnown || everybody.isAbsent) return Fact.known(everybody.toList().map((name) => ({ kind: 'AWS', name })));
    const named = (kind: string, names: TemplateValue) => textsOf(names).map((list) => list.map((name): PolicyPrincipal => ({ kind, name })));
    return value.entries().flatMap((kinds) => Fact.all(kinds.map(([kind, names]) => named(kind, names)))).map((lists) => lists.flat());
  }

  /** Empty without any. */
  public get conditions(): Fact<PolicyCondition[]> {
    return this.place.get('Condition').entries().orDefault([]).flatMap((operators) => Fact.all(operators.map(([operator, comparisons]) => comparisons.entries()
      .map((keys) => keys.map(([key, values]): PolicyCondition => ({
        operator: operator.replace(/^For(AnyValue|AllValues):/, '').replace(/IfExists$/, ''),
        key: key.toLowerCase(),
        values: textsOf(values),
        place: values,
      })))))).map((lists) => lists.flat());
  }

  /** Whether it is about an action: one that it names, by a pattern as well, or leaves open with `NotAction`. */
  public covers(action: string): Fact<boolean> {
    const excluded = this.place.get('NotAction');
    return excluded.isGiven ? anyMatches(textsOf(excluded), action).map((isExcluded) => !isExcluded) : anyMatches(this.actions, action);
  }

  /** Whether it names everybody; what a condition then asks of them is another matter. */
  public get namesEverybody(): Fact<boolean> {
    return this.principals.flatMap((principals) => Fact.all(principals.map(({ kind, name }) => kind === 'AWS' ? equals(name, '*') : Fact.known(false)))
      .map((answers) => answers.includes(true)));
  }
}

/** An IAM policy: of a role, of a resource, of who may assume a role; written as an object or as a text of JSON. */
export class PolicyDocument {
  /** Absent when there is none. */
  public static of(value: TemplateValue): Fact<PolicyDocument> {
    const document = value.document();
    return document.entries().flatMap(() => document.get('Statement').items().orDefault([]))
      .map((statements) => new PolicyDocument(document, statements.map((statement) => new PolicyStatement(statement))));
  }

  private constructor(public readonly place: TemplateValue, public readonly statements: PolicyStatement[]) {}

  /** The statements that allow something. */
  public get allowing(): Fact<PolicyStatement[]> {
    return this.withEffect(true);
  }

  /** The statements that deny something. */
  public get denying(): Fact<PolicyStatement[]> {
    return this.withEffect(false);
  }

  private withEffect(isAllow: boolean): Fact<PolicyStatement[]> {
    return Fact.all(this.statements.map((statement) => statement.isAllow.map((allows): [PolicyStatement, boolean] => [statement, allows])))
      .map((statements) => statements.filter(([, allows]) => allows === isAllow).map(([statement]) => statement));
  }
}

/** Whether a pattern of IAM, with `*` and `?`, is about a text; not knowable when a gap decides. Upper and lower case are the same. */
export function policyPatternMatches(pattern: PartialText, text: string): Fact<boolean> {
  if (regExpOf(pattern.marked, '[^]*').test(text) === false) return Fact.known(false);
  return pattern.literal === undefined ? Fact.unknowable(pattern.gaps[0].why) : Fact.known(true);
}

function anyMatches(patterns: Fact<PartialText[]>, text: string): Fact<boolean> {
  return patterns.flatMap((list) => {
    const answers = list.map((pattern) => policyPatternMatches(pattern, text));
    return answers.some((answer) => answer.is(Boolean)) ? Fact.known(true) : Fact.all(answers).map(() => false);
  });
}

function equals(text: PartialText, wanted: string): Fact<boolean> {
  if (text.literal !== undefined) return Fact.known(text.literal === wanted);
  return text.marked.replaceAll(GAP, '') === '' && !text.references[0] ? Fact.unknowable(text.gaps[0].why) : Fact.known(false);
}

function regExpOf(pattern: string, gap: string): RegExp {
  const source = pattern.split('').map((letter) => letter === '*' ? '[^]*' : letter === '?' ? '[^]' : letter === GAP ? gap : letter.replace(/[^A-Za-z0-9]/, '\\$&'));
  return new RegExp(`^${source.join('')}$`, 'i');
}

function textsOf(value: TemplateValue): Fact<PartialText[]> {
  return value.items().orDefault([]).flatMap((entries) => Fact.all(entries.map((entry) => entry.text())));
}
