import type { Reference } from './template-reference';

/** A piece of a text that is only known at deployment: what stands for it, and why it is not known. */
export interface Gap {
  readonly why: string;
  /** The resource whose name, id or attribute it is. */
  readonly reference?: Reference;
  /** `AWS::Region`, `AWS::AccountId`, `AWS::Partition`, … */
  readonly pseudoParameter?: string;
  /** `{{resolve:secretsmanager:…}}` as it is written. */
  readonly dynamicReference?: string;
}

/** Stands for a gap in `marked`; no document that people write holds it. */
export const GAP = '\uFFFC';

/**
 * A text of which some pieces may be known only at deployment, as `Fn::Sub`, `Fn::Join` and dynamic references make them.
 */
export class PartialText {
  private foundGaps?: Gap[];
  private markedText?: string;

  constructor(public readonly pieces: (string | Gap)[]) {}

  /** The whole text; undefined when it has gaps. */
  public get literal(): string | undefined {
    return this.gaps.length === 0 ? this.marked : undefined;
  }

  /** The text with one mark (`GAP`) for each gap, for patterns that need only some of it. */
  public get marked(): string {
    return this.markedText ??= this.pieces.map((piece) => typeof piece === 'string' ? piece : GAP).join('');
  }

  public get gaps(): Gap[] {
    return this.foundGaps ??= this.pieces.filter((piece): piece is Gap => typeof piece !== 'string');
  }

  /** The resources that it names, in their order. */
  public get references(): Reference[] {
    return this.gaps.flatMap(({ reference }) => reference ?? []);
  }

  /** A part of it, by positions in `marked`. */
  public slice(start: number, end?: number): PartialText {
    const letters = this.pieces.flatMap((piece): (string | Gap)[] => typeof piece === 'string' ? piece.split('') : [piece]);
    const pieces: (string | Gap)[] = [];
    for (const letter of letters.slice(start, end)) {
      const last = pieces.at(-1);
      if (typeof letter === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + letter;
      else pieces.push(letter);
    }
    return new PartialText(pieces);
  }

  /** The texts between separators, as if no gap held one. */
  public split(separator: string): PartialText[] {
    const parts: (string | Gap)[][] = [[]];
    for (const piece of this.pieces) {
      const [first, ...rest] = typeof piece === 'string' ? piece.split(separator) : [piece];
      if (first !== '') parts.at(-1)!.push(first);
      parts.push(...rest.map((part) => part === '' ? [] : [part]));
    }
    return parts.map((part) => new PartialText(part));
  }

  /** As a message shows it: gaps as `${Name}`. */
  public toString(): string {
    return this.pieces.map((piece) => typeof piece === 'string' ? piece : gapName(piece)).join('');
  }
}

function gapName({ reference, pseudoParameter, dynamicReference }: Gap): string {
  if (dynamicReference) return dynamicReference;
  if (reference) return `\${${[reference.resource.logicalId, reference.attribute].filter(Boolean).join('.')}}`;
  return pseudoParameter ? `\${${pseudoParameter}}` : '${?}';
}

const DYNAMIC_REFERENCE = /(\{\{resolve:[^}]*\}\})/;

/** A text as a template has it, in which `{{resolve:…}}` is only read at deployment. */
export function textWithDynamicReferences(raw: string): PartialText {
  return new PartialText(raw.split(DYNAMIC_REFERENCE).filter((piece) => piece !== '').map((piece) => DYNAMIC_REFERENCE.test(piece)
    ? { dynamicReference: piece, why: `'${piece}' is read at deployment` }
    : piece));
}
