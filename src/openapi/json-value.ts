/**
 * An object of a document before it is resolved: JSON, tokens among it, and members that are undefined and therefore left out.
 */
export interface JsonObject { [key: string]: unknown }

/** Whether a value is an object with members, not a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
