/**
 * An event, as its sender wrote it.
 */
export interface MeteredEvent {
  /** Chosen by the sender, unique among that sender's events. */
  readonly id: string;
  readonly type: EventType;
  readonly occurredAt: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export const EVENT_TYPES = ['page-view', 'sign-up', 'purchase'] as const;

export type EventType = typeof EVENT_TYPES[number];

export const ID_PATTERN = '^[A-Za-z0-9-]{1,64}$';

const KNOWN = ['id', 'type', 'occurredAt', 'data'];
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * What the sender has to put right.
 */
export class MalformedEvent extends Error {}

/**
 * Reads an event from the body of a request.
 *
 * API Gateway has checked the body against the schema, but only if the request said that it is JSON.
 *
 * @throws {MalformedEvent} when it is no event
 */
export function parseEvent(body: string): MeteredEvent {
  const { id, type, occurredAt, data, ...others } = jsonObject(body);
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new MalformedEvent(`an event has ${KNOWN.join(', ')} and nothing else`);
  if (typeof id !== 'string' || !new RegExp(ID_PATTERN).test(id)) throw new MalformedEvent('id is not 1 to 64 letters, digits and hyphens');
  const known = EVENT_TYPES.find((one) => one === type);
  if (known === undefined) throw new MalformedEvent(`type is not one of ${EVENT_TYPES.join(', ')}`);
  if (typeof occurredAt !== 'string' || !RFC_3339.test(occurredAt) || Number.isNaN(Date.parse(occurredAt))) {
    throw new MalformedEvent('occurredAt is no time as 2026-01-31T12:00:00Z');
  }
  if (data !== undefined && !isObject(data)) throw new MalformedEvent('data is no object');
  return { id, type: known, occurredAt, ...data && { data } };
}

function jsonObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new MalformedEvent('the body is no JSON');
  }
  if (!isObject(value)) throw new MalformedEvent('the body is no JSON object');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
