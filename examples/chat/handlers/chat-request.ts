/**
 * What the page asks for: `{ "action": "send", "room": "lobby", "text": "hello", "key": "…" }`, and the like.
 *
 * API Gateway has held it against a schema already, and this is what gives it a type; what a schema cannot say is checked here alone.
 */
export interface JoinRequest {
  readonly room: string;
  /** A time, or `next` of the answer before: what was said after it. Without it, what was said last. */
  readonly since?: string;
}

export interface LeaveRequest {
  readonly room: string;
}

export interface SendRequest {
  readonly room: string;
  readonly text: string;
  /** Chosen by the page, another one for each message. */
  readonly key: string;
}

export const LONGEST_TEXT = 500;

/** Also what a group of the user pool is called, if it is to have a room. */
export const ROOM_PATTERN = '^[a-z0-9-]{1,64}$';
export const KEY_PATTERN = '^[A-Za-z0-9-]{1,64}$';
export const SINCE_PATTERN = '^[0-9]{4}-[0-9A-Za-z:.#-]{1,200}$';

/**
 * What is not done, and why; the page shows it.
 */
export class RequestRefused extends Error {}

/** @throws RequestRefused */
export function parseJoin(message: unknown): JoinRequest {
  const { room, since } = fieldsOf(message);
  return { room: matching('room', room, ROOM_PATTERN), ...since !== undefined && { since: matching('since', since, SINCE_PATTERN) } };
}

/** @throws RequestRefused */
export function parseLeave(message: unknown): LeaveRequest {
  return { room: matching('room', fieldsOf(message).room, ROOM_PATTERN) };
}

/** @throws RequestRefused */
export function parseSend(message: unknown): SendRequest {
  const { room, text, key } = fieldsOf(message);
  if (typeof text !== 'string' || text.trim() === '' || [...text].length > LONGEST_TEXT) throw new RequestRefused(`text has not 1 to ${LONGEST_TEXT} characters that can be seen`);
  return { room: matching('room', room, ROOM_PATTERN), text, key: matching('key', key, KEY_PATTERN) };
}

function fieldsOf(message: unknown): Record<string, unknown> {
  return Object(message) as Record<string, unknown>;
}

function matching(name: string, value: unknown, pattern: string): string {
  if (typeof value !== 'string' || !new RegExp(pattern).test(value)) throw new RequestRefused(`${name} does not match ${pattern}`);
  return value;
}
