/**
 * An object of a document before it is resolved: JSON, tokens among it, and members that are undefined and therefore left out.
 */
export interface JsonObject { [key: string]: unknown }
