import { MessageContent } from './message-content';
import { Receivers } from './receivers';
import { asObject, checkNames, connection, content, EXAMPLE, exceptions, id, MalformedRequest, receivers } from './request-fields';
import { PageEnd } from './session-table';

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
 * A broadcast whose content is made: one of large data, or the rest of one from where a page of receivers ended.
 *
 * What was once brought into S3 is not brought there again, and a request cannot outgrow the messages of the queue.
 */
export type PreparedBroadcast = MessageContent & {
  readonly to: Receivers;
  readonly id: string;
  readonly except: readonly string[];

  /**
   * @default - from the first receiver on
   */
  readonly after?: PageEnd;
};

/**
 * A content for some connections.
 */
export type Delivery = MessageContent & {
  /** The ids of the connections. */
  readonly deliver: readonly string[];
  readonly id: string;

  /** 1 is the first. */
  readonly attempt: number;

  /** They were throttled in each attempt since one that has reached others: it is their clients that take nothing, not API Gateway. */
  readonly areStuck?: true;
};

/** A message of the queue, checked and with nothing left open. */
type QueuedRequest = Required<BroadcastRequest> | PreparedBroadcast | Delivery;

/**
 * Reads a message of the broadcast queue.
 *
 * @throws MalformedRequest
 */
export function parseRequest(body: string, messageId: string): QueuedRequest {
  const fields = asObject(parsed(body), 'the message');
  if ('deliver' in fields) return delivery(fields);
  if ('text' in fields || 'object' in fields) return preparedBroadcast(fields);
  checkNames(fields, ['to', 'data', 'id', 'except'], 'the message');
  if (!('data' in fields)) throw new MalformedRequest(`the message has no 'data', so there is nothing to tell; write it as ${EXAMPLE}`);
  return { to: receivers(fields.to), data: fields.data, id: id(fields.id ?? messageId), except: exceptions(fields.except) };
}

/**
 * The text of a message of the broadcast queue.
 *
 * SQS refuses two characters that JSON leaves as they are.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function queueText(request: BroadcastRequest | PreparedBroadcast | Delivery): string {
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

function delivery(fields: Record<string, unknown>): Delivery {
  checkNames(fields, ['deliver', 'text', 'object', 'id', 'attempt', 'areStuck'], 'the delivery');
  const { deliver, attempt, areStuck } = fields;
  if (!Array.isArray(deliver) || deliver.length === 0) throw new MalformedRequest('the delivery names no connections; write their ids into \'deliver\'');
  if (!Number.isInteger(attempt) || Number(attempt) < 1) throw new MalformedRequest('the \'attempt\' of the delivery is no count; write 1');
  if (areStuck !== undefined && areStuck !== true) throw new MalformedRequest('\'areStuck\' of the delivery is not true; leave it out');
  return {
    deliver: deliver.map(connection), ...content(fields), id: id(fields.id), attempt: Number(attempt), ...areStuck === true && { areStuck },
  };
}

function preparedBroadcast(fields: Record<string, unknown>): PreparedBroadcast {
  checkNames(fields, ['to', 'text', 'object', 'id', 'except', 'after'], 'the prepared broadcast');
  const to = receivers(fields.to);
  const broadcast = { to, ...content(fields), id: id(fields.id), except: exceptions(fields.except) };
  if (!('after' in fields)) return broadcast;
  if ('connection' in to) throw new MalformedRequest('one connection has no pages, so none can come \'after\' another; leave it out');
  const after = Object.entries(asObject(fields.after, '\'after\'')).map(([name, value]) => [name, pageKey(value)]);
  return { ...broadcast, after: Object.fromEntries(after) };
}

function pageKey(value: unknown): string {
  if (typeof value !== 'string') throw new MalformedRequest('\'after\' is no end of a page; send a request with \'data\', which begins with the first');
  return value;
}
