import { GAP, PartialText } from './partial-text';

/**
 * Reads a text of JSON whose texts may have gaps: they become texts with gaps again.
 *
 * @throws when it is no JSON, or when a gap stands where no text is
 */
export function parsePartialJson(text: PartialText): unknown {
  let count = 0;
  const numbered = text.pieces.map((piece) => typeof piece === 'string' ? piece : `${GAP}${count++}${GAP}`).join('');
  return JSON.parse(numbered, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.includes(GAP)) return value;
    // Every other piece is the number of a gap.
    const pieces = value.split(GAP).map((piece, index) => index % 2 === 1 ? text.gaps[Number(piece)] : piece);
    return new PartialText(pieces.filter((piece) => piece !== ''));
  });
}
