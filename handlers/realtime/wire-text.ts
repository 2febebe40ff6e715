/**
 * The most bytes that API Gateway sends as one message.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const LARGEST_TEXT = 131_072;

/**
 * What a receiver gets: one message of a WebSocket.
 *
 * The same id may come twice; a receiver drops what it has already.
 */
export function wireText(id: string, data: unknown): string {
  return JSON.stringify({ id, data });
}

/**
 * What a receiver gets in the place of data that is too large.
 *
 * @param link where it is read, as JSON, without credentials
 * @param bytes how much that is
 */
export function linkText(id: string, link: string, bytes: number): string {
  return JSON.stringify({ id, link, bytes });
}

/**
 * Whether API Gateway sends this text. It counts bytes of UTF-8, not characters.
 */
export function fitsMessage(text: string): boolean {
  return Buffer.byteLength(text) <= LARGEST_TEXT;
}
