/**
 * The most characters that a room has.
 *
 * DynamoDB takes 1,024 bytes of a sort key; a room stands there after five others, in up to three bytes a character.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const LONGEST_ROOM = 256;

/**
 * The most bytes of a user whom a broadcast can name: as many as a partition key has.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const LONGEST_USER = 2_048;

/**
 * @throws when nobody can be in a room of this name
 */
export function checkRoom(name: unknown): void {
  check('room', name, (text) => text.length, LONGEST_ROOM, 'characters');
}

/**
 * @throws when nobody can be connected under this name, whoever keeps the sessions
 */
export function checkUser(name: unknown): void {
  check('user', name, Buffer.byteLength, LONGEST_USER, 'bytes');
}

function check(kind: string, name: unknown, sizeOf: (text: string) => number, longest: number, unit: string): void {
  if (typeof name !== 'string') throw new Error(`a ${kind} is of type '${typeof name}', but a ${kind} has a name; write a text of 1 to ${longest} ${unit}`);
  if (name === '') throw new Error(`${kind} '' has no name, so nobody can be found by it; write 1 to ${longest} ${unit}`);
  const size = sizeOf(name);
  if (size > longest) throw new Error(`${kind} '${name.slice(0, 20)}…' has ${size} ${unit}, which are too many for a key; write 1 to ${longest}`);
}
