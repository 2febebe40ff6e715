/**
 * The text of a message: `{"action":…}` and its fields.
 *
 * @param fields what it carries beside its action: a JSON object
 * @throws when it is larger than `maxBytes`
 */
export function messageText(action: string, fields: object, maxBytes: number): string {
  if ('action' in fields) throw new Error(`the fields of '${action}' have an 'action' of their own, by which API Gateway would choose the route; name it otherwise`);
  const text = JSON.stringify({ action, ...fields });
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maxBytes) throw new Error(`'${action}' has ${bytes} bytes, and over ${maxBytes} API Gateway closes the connection; send a link to what is large`);
  return text;
}
