import { Fact } from '../reflection/fact';
import { TemplateValue } from '../reflection/template-value';

/** What a rule says of one subject: a violation, or that only the deployment can tell. Saying nothing is a pass. */
export interface Outcome {
  readonly kind: 'violation' | 'unknown';
  readonly message: string;
  /** The value that is wrong, where that is more exact than the subject. */
  readonly place?: TemplateValue;
  /** Set where the severity is not the rule's own. */
  readonly severity?: 'error' | 'warning';
  /** Set where a part of the subject is acknowledged by itself: a path pattern of a distribution. */
  readonly route?: string;
}

/** @param message what is wrong, in one sentence without a full stop: "'GET /pets' has no authorization" */
export function violation(message: string, place?: TemplateValue): Outcome {
  return { kind: 'violation', message, place };
}

/** @param what what cannot be known, as the subject of a sentence: "the authorization of 'GET /pets'" */
export function unknown(what: string, why: string, place?: TemplateValue): Outcome {
  return { kind: 'unknown', message: `${what} cannot be known: ${why}`, place };
}

interface Answers<T> {
  /** What the fact is about, as the subject of a sentence: "the authorization of 'GET /pets'". */
  readonly what: string;
  readonly place?: TemplateValue;
  readonly known: (value: T) => Outcome | Outcome[] | undefined;
  /** @default - an absent value is right */
  readonly absent?: () => Outcome | Outcome[] | undefined;
}

/** Judges a fact in all of its three states, so that none is forgotten. */
export function judge<T>(fact: Fact<T>, { what, place, known, absent }: Answers<T>): Outcome | Outcome[] | undefined {
  if (fact.isKnown) return known(fact.value as T);
  if (fact.isAbsent) return absent?.();
  return unknown(what, fact.why, place);
}
