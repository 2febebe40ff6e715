import { Position } from '../reflection/template';
import { TemplatePath } from '../reflection/template-value';

/** Where a value begins in its text, with the values below it by key or index. */
export interface Place {
  readonly offset: number;
  readonly children: () => [string, Place][];
}

/**
 * Where each value of a document stands in its text.
 *
 * Nothing is read before the first question: most texts are never asked about.
 */
export class TextPlaces {
  private readonly lines: LineStarts;
  private readonly children = new Map<Place, Map<string, Place>>();
  private start?: { place: Place | undefined };

  constructor(text: string, private readonly readRoot: () => Place | undefined) {
    this.lines = new LineStarts(text);
  }

  /** The place of a value, or of what is nearest above it: what was made of a text in the text has no place of its own. */
  public locate(path: TemplatePath): Position | undefined {
    this.start ??= { place: this.readRoot() };
    let { place } = this.start;
    for (const step of path) {
      const below = place && this.childrenOf(place).get(String(step));
      if (!below) break;
      place = below;
    }
    return place && this.lines.positionOf(place.offset);
  }

  private childrenOf(place: Place): Map<string, Place> {
    let children = this.children.get(place);
    if (!children) this.children.set(place, children = new Map(place.children()));
    return children;
  }
}

/** Lines and columns of a text, counted from 1. */
export class LineStarts {
  private starts?: number[];

  constructor(private readonly text: string) {}

  public positionOf(offset: number): Position {
    const starts = this.starts ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  }
}
