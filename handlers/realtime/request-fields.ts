import { MessageContent, OFFLOADED, OffloadedData } from './message-content';
import { LONGEST_USER } from './names';
import { Receivers } from './receivers';
import { fitsMessage, LARGEST_TEXT } from './wire-text';

/**
 * A message that cannot be worked on, now or later. It says why and quotes no data, so that it can be logged.
 */
export class MalformedRequest extends Error {}

/** What a message of the queue looks like. */
export const EXAMPLE = '{"to":{"everyone":true},"data":"hello"}';

/** So a broadcast without data, and without its connections, always fits a message of the queue. */
const MOST_EXCEPTIONS = 1_000;

/**
 * The most bytes of a partition key; a room is also a part of a sort key, after `room#`.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const LONGEST = { connection: 128, user: LONGEST_USER, room: 1_019 };

/** Ids stand in logs, in addresses and in keys of S3. */
const ID = /^[\x21-\x7e]{1,128}$/;

export function receivers(value: unknown): Receivers {
  const to = asObject(value, '\'to\'');
  checkNames(to, ['connection', 'user', 'room', 'everyone'], '\'to\'');
  const [kind, ...others] = Object.keys(to);
  if (kind === undefined || others.length > 0) {
    throw new MalformedRequest(`'to' has ${others.length === 0 ? 'nobody' : 'more than one'}; name a connection, a user, a room, or "everyone": true`);
  }
  switch (kind) {
    case 'connection': return { connection: key(to.connection, 'connection') };
    case 'user': return { user: key(to.user, 'user') };
    case 'room': return { room: key(to.room, 'room') };
  }
  if (to.everyone !== true) throw new MalformedRequest('\'everyone\' is not true, so it says nobody; write "everyone": true');
  return { everyone: true };
}

export function exceptions(value: unknown = []): string[] {
  if (!Array.isArray(value) || value.length > MOST_EXCEPTIONS) {
    throw new MalformedRequest(`'except' is no list of up to ${MOST_EXCEPTIONS} connections; write their ids, or leave it out`);
  }
  return value.map(connection);
}

export function connection(value: unknown): string {
  return key(value, 'connection');
}

export function id(value: unknown): string {
  if (typeof value !== 'string' || !ID.test(value)) {
    throw new MalformedRequest('\'id\' is no text of 1 to 128 printable ASCII characters without spaces; write a UUID, or leave it out');
  }
  return value;
}

/** One of the two that receivers may get. */
export function content(fields: Record<string, unknown>): MessageContent {
  if (!('object' in fields)) return { text: text(fields.text) };
  if ('text' in fields) throw new MalformedRequest('there are a \'text\' and an \'object\', and receivers get one of them; leave the other out');
  return { object: offloadedData(fields.object) };
}

function offloadedData(value: unknown): OffloadedData {
  const object = asObject(value, '\'object\'');
  checkNames(object, ['key', 'bytes'], '\'object\'');
  const { key: name, bytes } = object;
  if (typeof name !== 'string' || !name.startsWith(OFFLOADED) || !Number.isInteger(bytes)) {
    throw new MalformedRequest(`'object' does not say what there is below '${OFFLOADED}' of the bucket; send a request with 'data', which is brought there`);
  }
  return { key: name, bytes: Number(bytes) };
}

function text(value: unknown): string {
  if (typeof value !== 'string' || !fitsMessage(value)) {
    throw new MalformedRequest(`'text' is no text of up to ${LARGEST_TEXT} bytes; send a request with 'data', whose text is made here`);
  }
  return value;
}

function key(value: unknown, kind: keyof typeof LONGEST): string {
  if (typeof value !== 'string' || value === '' || Buffer.byteLength(value) > LONGEST[kind]) {
    throw new MalformedRequest(`a ${kind} is no text of 1 to ${LONGEST[kind]} bytes; write its id`);
  }
  return value;
}

export function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedRequest(`${what} is no JSON object; write it as ${EXAMPLE}`);
  }
  return value as Record<string, unknown>;
}

/** A misspelt `except` would tell somebody what they must not know. */
export function checkNames(fields: Record<string, unknown>, known: string[], what: string): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const name = /^[a-z-]{1,20}$/i.test(unknown) ? `'${unknown}'` : 'a member';
    throw new MalformedRequest(`${what} has ${name}, which means nothing here; it may have ${known.join(', ')}`);
  }
}
