import { Receivers } from './receivers';
import { PageEnd } from './session-table';
import { fitsMessage, LARGEST_TEXT } from './wire-text';

/**
 * What anybody who may send to the broadcast queue writes into a message: who is told what.
 */
export interface BroadcastRequest {
  readonly to: Receivers;

  /** Any JSON. */
  readonly data: unknown;

  /**
   * By this a receiver knows what it has already.
   *
   * @default - the id of the queue's message, which stays the same when the queue delivers it again
   */
  readonly id?: string;

  /** Connections that are left out, as the one that has sent it. */
  readonly except?: readonly string[];
}

/**
 * A broadcast whose text is made: one with a link to its data, or the rest of one from where a page of receivers ended.
 *
 * What was once brought into S3 is not brought there again, and a request cannot outgrow the messages of the queue.
 */
export interface TextBroadcast {
  readonly to: Receivers;
  readonly text: string;
  readonly id: string;
  readonly except: readonly string[];

  /**
   * @default - from the first receiver on
   */
  readonly after?: PageEnd;
}

/**
 * A text for some connections.
 */
export interface Delivery {
  /** The ids of the connections. */
  readonly deliver: readonly string[];
  readonly text: string;
  readonly id: string;

  /** 1 is the first. */
  readonly attempt: number;
}

/** A message of the queue, checked and with nothing left open. */
type QueuedRequest = Required<BroadcastRequest> | TextBroadcast | Delivery;

/**
 * A message that cannot be worked on, now or later. It says why and quotes no data, so that it can be logged.
 */
export class MalformedRequest extends Error {}

const EXAMPLE = '{"to":{"everyone":true},"data":"hello"}';

/** So a broadcast without data, and without its connections, always fits a message of the queue. */
const MOST_EXCEPTIONS = 1_000;

/**
 * The most bytes of a partition key; a room is also a part of a sort key, after `room#`.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const LONGEST = { connection: 128, user: 2_048, room: 1_019 };

/** Ids stand in logs, in addresses and in keys of S3. */
const ID = /^[\x21-\x7e]{1,128}$/;

/**
 * Reads a message of the broadcast queue.
 *
 * @throws MalformedRequest
 */
export function parseRequest(body: string, messageId: string): QueuedRequest {
  const content = asObject(parsed(body), 'the message');
  if ('deliver' in content) return delivery(content);
  if ('text' in content) return textBroadcast(content);
  checkNames(content, ['to', 'data', 'id', 'except'], 'the message');
  if (!('data' in content)) throw new MalformedRequest(`the message has no 'data', so there is nothing to tell; write it as ${EXAMPLE}`);
  return { to: receivers(content.to), data: content.data, id: id(content.id ?? messageId), except: exceptions(content.except) };
}

/**
 * The text of a message of the broadcast queue.
 *
 * SQS refuses two characters that JSON leaves as they are.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function queueText(request: BroadcastRequest | TextBroadcast | Delivery): string {
  return JSON.stringify(request).replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own message quotes what it read.
    throw new MalformedRequest(`the message is no JSON; write it as ${EXAMPLE}`);
  }
}

function delivery(content: Record<string, unknown>): Delivery {
  checkNames(content, ['deliver', 'text', 'id', 'attempt'], 'the delivery');
  const { deliver, attempt } = content;
  if (!Array.isArray(deliver) || deliver.length === 0) throw new MalformedRequest('the delivery names no connections; write their ids into \'deliver\'');
  if (!Number.isInteger(attempt) || Number(attempt) < 1) throw new MalformedRequest('the \'attempt\' of the delivery is no count; write 1');
  return { deliver: deliver.map((one) => key(one, 'connection')), text: text(content.text), id: id(content.id), attempt: Number(attempt) };
}

function textBroadcast(content: Record<string, unknown>): TextBroadcast {
  checkNames(content, ['to', 'text', 'id', 'except', 'after'], 'the broadcast of a text');
  const to = receivers(content.to);
  const broadcast = { to, text: text(content.text), id: id(content.id), except: exceptions(content.except) };
  if (!('after' in content)) return broadcast;
  if ('connection' in to) throw new MalformedRequest('one connection has no pages, so none can come \'after\' another; leave it out');
  const after = Object.entries(asObject(content.after, '\'after\'')).map(([name, value]) => [name, pageKey(value)]);
  return { ...broadcast, after: Object.fromEntries(after) };
}

function receivers(value: unknown): Receivers {
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

function exceptions(value: unknown = []): string[] {
  if (!Array.isArray(value) || value.length > MOST_EXCEPTIONS) {
    throw new MalformedRequest(`'except' is no list of up to ${MOST_EXCEPTIONS} connections; write their ids, or leave it out`);
  }
  return value.map((one) => key(one, 'connection'));
}

function key(value: unknown, kind: keyof typeof LONGEST): string {
  if (typeof value !== 'string' || value === '' || Buffer.byteLength(value) > LONGEST[kind]) {
    throw new MalformedRequest(`a ${kind} is no text of 1 to ${LONGEST[kind]} bytes; write its id`);
  }
  return value;
}

function id(value: unknown): string {
  if (typeof value !== 'string' || !ID.test(value)) {
    throw new MalformedRequest('\'id\' is no text of 1 to 128 printable ASCII characters without spaces; write a UUID, or leave it out');
  }
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || !fitsMessage(value)) {
    throw new MalformedRequest(`'text' is no text of up to ${LARGEST_TEXT} bytes; send a request with 'data', whose text is made here`);
  }
  return value;
}

function pageKey(value: unknown): string {
  if (typeof value !== 'string') throw new MalformedRequest('\'after\' is no end of a page; send a request with \'data\', which begins with the first');
  return value;
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedRequest(`${what} is no JSON object; write it as ${EXAMPLE}`);
  }
  return value as Record<string, unknown>;
}

/** A misspelt `except` would tell somebody what they must not know. */
function checkNames(content: Record<string, unknown>, known: string[], what: string): void {
  const unknown = Object.keys(content).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const name = /^[a-z-]{1,20}$/i.test(unknown) ? `'${unknown}'` : 'a member';
    throw new MalformedRequest(`${what} has ${name}, which means nothing here; it may have ${known.join(', ')}`);
  }
}
