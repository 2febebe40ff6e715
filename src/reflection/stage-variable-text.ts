import { Fact } from './fact';
import { Gap, PartialText } from './partial-text';
import type { StageReflection } from './stage-reflection';

const PLACEHOLDER = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/;

/** The stage variables that a text names. */
export function stageVariablesIn(text: PartialText): string[] {
  return [...new Set([...text.marked.matchAll(new RegExp(PLACEHOLDER, 'g'))].map(([, name]) => name))];
}

/** A text with the variables of a stage in it; absent when the stage lacks one of them. */
export function withStageVariables(text: PartialText, stage: StageReflection): Fact<PartialText> {
  const parts = text.pieces.flatMap((piece): Fact<(string | Gap)[]>[] => typeof piece !== 'string' ? [Fact.known([piece])]
    // Every other part is the name of a variable.
    : piece.split(PLACEHOLDER).map((part, index) => index % 2 === 0 ? Fact.known(part === '' ? [] : [part]) : stage.variables.get(part).text().map(({ pieces }) => pieces)));
  if (parts.some((part) => part.isAbsent)) return Fact.absent();
  return Fact.all(parts).map((pieces) => new PartialText(pieces.flat()));
}
