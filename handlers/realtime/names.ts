/**
 * The most characters that a room or a user has.
 *
 * DynamoDB takes 1,024 bytes of a sort key; a room stands there after five others, in up to three bytes a character.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const LONGEST_NAME = 256;

/**
 * @throws when nobody can have this name
 */
export function checkName(kind: 'room' | 'user', name: unknown): void {
  if (typeof name !== 'string') throw new Error(`a ${kind} is of type '${typeof name}', but a ${kind} has a name; write a text of 1 to ${LONGEST_NAME} characters`);
  if (name === '') throw new Error(`${kind} '' has no name, so nobody can be found by it; write 1 to ${LONGEST_NAME} characters`);
  if (name.length > LONGEST_NAME) {
    throw new Error(`${kind} '${name.slice(0, 20)}…' has ${name.length} characters, which are too many for a key; write 1 to ${LONGEST_NAME}`);
  }
}
